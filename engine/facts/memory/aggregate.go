package memory

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
)

// group gathers the rows of one partner for one query.
type group struct {
	rows    int64 // that matched
	values  int64 // that had one
	unrated int64 // that lacked an exchange rate
	sum     exact // or the least, for Min
	sample  sample
	seen    map[distinct]sides
	// credited is the last row that was credited here.
	credited int64
}

// sides says in which of a question's two ranges a value was seen.
type sides uint8

const (
	inWindow sides = 1 << iota
	inAlso
)

// distinct is a value as a key: equal values have equal keys.
type distinct struct {
	kind  facts.Kind
	scale int32
	num   int64
	text  string
}

// lack counts a row that needed rates in vain.
func (g *group) lack(rates []gap) []gap {
	if len(rates) > 0 {
		g.unrated++
	}
	return rates
}

func (g *group) add(how facts.Aggregate, v value, on sides) {
	g.values++
	switch how {
	case facts.Sum, facts.Mean:
		g.sum = g.sum.add(v.exact)
	case facts.Min:
		if g.values == 1 || v.cmp(g.sum) < 0 {
			g.sum = v.exact
		}
	case facts.Median, facts.P90:
		g.sample.add(v.exact)
	case facts.CountDistinct:
		key := distinctOf(v)
		before := g.seen[key]
		if before|on == before {
			return
		}
		if g.seen == nil {
			g.seen = map[distinct]sides{}
		}
		if before == 0 {
			key.text = strings.Clone(key.text) // let go of the block that it was cut from
		}
		g.seen[key] = before | on
	}
}

func distinctOf(v value) distinct {
	if v.kind == facts.Text {
		return distinct{kind: v.kind, text: v.text}
	}
	number := v.trimmed()
	key := distinct{kind: v.kind, scale: number.scale, num: number.num, text: v.text}
	if number.wide != nil {
		key.text += " " + number.wide.String()
	}
	return key
}

func (g *group) merge(how facts.Aggregate, from *group) {
	if how == facts.Min && from.values > 0 && (g.values == 0 || from.sum.cmp(g.sum) < 0) {
		g.sum = from.sum
	}
	if how != facts.Min {
		g.sum = g.sum.add(from.sum)
	}
	g.rows += from.rows
	g.values += from.values
	g.unrated += from.unrated
	g.sample.small = append(g.sample.small, from.sample.small...)
	g.sample.wide = append(g.sample.wide, from.sample.wide...)
	if g.seen == nil {
		g.seen = maps.Clone(from.seen)
		return
	}
	for key, on := range from.seen {
		g.seen[key] |= on
	}
}

// total gives the answer; distinct values count when they were seen on all the
// sides that are asked for. A count is never without value.
func (g *group) total(how facts.Aggregate, on sides) facts.Total {
	t := facts.Total{Rows: g.rows, Unrated: g.unrated}
	switch {
	case how == facts.Count:
		t.Value = new(big.Rat).SetInt64(g.rows)
	case how == facts.CountDistinct:
		t.Value = new(big.Rat).SetInt64(g.distinct(on))
	case g.values == 0:
	case how == facts.Mean:
		t.Value = g.sum.rat()
		t.Value.Quo(t.Value, new(big.Rat).SetInt64(g.values))
	case how == facts.Median:
		t.Value = g.sample.median()
	case how == facts.P90:
		t.Value = g.sample.p90()
	default:
		t.Value = g.sum.rat()
	}
	return t
}

func (g *group) distinct(on sides) int64 {
	n := int64(0)
	for _, seen := range g.seen {
		if seen&on == on {
			n++
		}
	}
	return n
}

// sample keeps values for the aggregates that need all of them; whole ones, as
// amounts and days nearly always are, take eight bytes.
type sample struct {
	small []int64
	wide  []exact
}

func (s *sample) add(v exact) {
	if v = v.trimmed(); v.wide == nil && v.scale == 0 {
		s.small = append(s.small, v.num)
		return
	}
	s.wide = append(s.wide, v)
}

// ranked gives the k-th smallest value, from 0, of a sorted sample.
func (s *sample) ranked() func(k int) *big.Rat {
	if len(s.wide) == 0 {
		slices.Sort(s.small)
		return func(k int) *big.Rat { return new(big.Rat).SetInt64(s.small[k]) }
	}
	all := slices.Clone(s.wide)
	for _, n := range s.small {
		all = append(all, whole(n))
	}
	slices.SortFunc(all, exact.cmp)
	return func(k int) *big.Rat { return all[k].rat() }
}

func (s *sample) size() int { return len(s.small) + len(s.wide) }

// median is the middle value, the mean of the two middle ones of an even number.
func (s *sample) median() *big.Rat {
	at, n := s.ranked(), s.size()
	low, high := at((n-1)/2), at(n/2)
	return low.Add(low, high).Mul(low, big.NewRat(1, 2))
}

// p90 is the nearest rank: the smallest value that at least nine tenths of the
// values do not exceed.
func (s *sample) p90() *big.Rat {
	n := s.size()
	return s.ranked()((n*9+9)/10 - 1)
}
