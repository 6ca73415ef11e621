package plan

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// BandChange says at which volumes of a window a partner earns more or less by a
// rule's new bands, by the latest terms of both revisions.
type BandChange struct {
	Address spec.Address `json:"address"`
	Rule    string       `json:"rule"`
	Unit    string       `json:"unit"`   // a currency, units or events
	Window  string       `json:"window"` // a quarter
	Effects []Effect     `json:"effects"`
	// BreakEven are the volumes at which more turns into less, or the other way.
	BreakEven []string `json:"breakEven"`
}

// Effect is what the new bands do to volumes above From, up to and including To.
type Effect struct {
	From string  `json:"from"`
	To   *string `json:"to"` // null: without bound
	Pays string  `json:"pays"`
}

// What new bands pay, against the old ones.
const (
	PaysMore = "more"
	PaysLess = "less"
	PaysSame = "same"
)

// bandChanges compares the bands of rules that both revisions have.
func bandChanges(before, after []*commission.Terms) []BandChange {
	out := []BandChange{}
	for _, b := range before {
		i := slices.IndexFunc(after, func(a *commission.Terms) bool { return a.Plan == b.Plan })
		if i < 0 || after[i].Currency != b.Currency {
			continue
		}
		for r := range b.Rules {
			old := &b.Rules[r]
			at := slices.IndexFunc(after[i].Rules, func(n commission.Rule) bool { return n.ID == old.ID })
			if at < 0 {
				continue
			}
			if c, differs := bandChange(old, &after[i].Rules[at], b.Currency); differs {
				c.Address = b.Plan
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b BandChange) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Rule, b.Rule))
	})
	return out
}

// bandChange compares two rules that measure the same; false when they do not, or
// pay the same at every volume.
func bandChange(old, now *commission.Rule, currency quantity.Currency) (BandChange, bool) {
	a, b := old.Bands, now.Bands
	if a == nil || b == nil || a.Measure != b.Measure || a.Per != b.Per || a.Reset != b.Reset || old.Of != now.Of {
		return BandChange{}, false
	}
	out := BandChange{Rule: old.ID, Unit: string(currency), Window: windowWords(a), Effects: []Effect{}, BreakEven: []string{}}
	spell := func(v *big.Rat) string { return quantity.Fixed(v, currency.Exponent()) }
	scale := new(big.Rat).SetInt64(pow10(currency.Exponent()))
	switch a.Measure {
	case commission.ByQuantity:
		out.Unit, scale, spell = "units", big.NewRat(100_000_000, 1), func(v *big.Rat) string { return quantity.Decimal(v, 0, 8) }
	case commission.ByCount:
		out.Unit, scale, spell = "events", big.NewRat(1, 1), func(v *big.Rat) string { return quantity.Decimal(v, 0, 2) }
	}
	regions := compareBands(a, b)
	for _, r := range regions {
		e := Effect{From: spell(new(big.Rat).Quo(r.from, scale)), Pays: r.pays}
		if r.to != nil {
			e.To = text(spell(new(big.Rat).Quo(r.to, scale)))
		}
		out.Effects = append(out.Effects, e)
	}
	out.BreakEven = breakEvens(out.Effects)
	return out, slices.ContainsFunc(regions, func(r region) bool { return r.pays != PaysSame })
}

// breakEvens gives where more and less meet, what is the same between them left
// out of account.
func breakEvens(effects []Effect) []string {
	out, last := []string{}, PaysSame
	for _, e := range effects {
		if e.Pays == PaysSame {
			continue
		}
		if last != PaysSame && last != e.Pays {
			out = append(out, e.From)
		}
		last = e.Pays
	}
	return out
}

func windowWords(b *commission.Bands) string {
	if b.Per == commission.PerEvent {
		return "an event"
	}
	return map[commission.Reset]string{commission.Monthly: "a month", commission.Quarterly: "a quarter",
		commission.ContractYear: "a contract year", commission.Never: "in all"}[b.Reset]
}

func pow10(n int) int64 {
	out := int64(1)
	for range n {
		out *= 10
	}
	return out
}

// region is a stretch of volumes, from excluded, to included (nil: open).
type region struct {
	from, to *big.Rat
	pays     string
}

// compareBands walks over the volumes between the bounds of both, on which both
// pay along a straight line, and cuts where the lines cross.
func compareBands(a, b *commission.Bands) []region {
	bounds := []int64{0}
	for _, steps := range [][]commission.Step{a.Steps, b.Steps} {
		for _, s := range steps {
			if s.UpTo != commission.NoBound {
				bounds = append(bounds, s.UpTo)
			}
		}
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	var out []region
	for i, from := range bounds {
		low, high := new(big.Rat).SetInt64(from), (*big.Rat)(nil)
		if i+1 < len(bounds) {
			high = new(big.Rat).SetInt64(bounds[i+1])
		}
		x, y := lineAbove(a, from), lineAbove(b, from)
		d := line{new(big.Rat).Sub(y.base, x.base), new(big.Rat).Sub(y.slope, x.slope)}
		out = append(out, d.regions(low, high)...)
	}
	return joined(out)
}

// line is what a volume pays: base + slope × volume.
type line struct{ base, slope *big.Rat }

// lineAbove gives the line that holds just above a volume.
func lineAbove(b *commission.Bands, volume int64) line {
	out := line{new(big.Rat), new(big.Rat)}
	below := int64(0)
	for i := range b.Steps {
		s := &b.Steps[i]
		slope := slopeOf(b, s)
		flat := new(big.Rat).SetInt64(s.Flat)
		switch {
		case b.IsVolume:
			out = line{flat, slope}
		case s.UpTo <= volume: // all of the step
			width := new(big.Rat).SetInt64(s.UpTo - below)
			out.base.Add(out.base, flat).Add(out.base, width.Mul(width, slope))
		default:
			out.base.Add(out.base, flat).Sub(out.base, new(big.Rat).Mul(new(big.Rat).SetInt64(below), slope))
			out.slope = slope
		}
		if s.UpTo > volume {
			break
		}
		below = s.UpTo
	}
	return out
}

// slopeOf is what one more unit of the measure pays within a step, in minor units.
func slopeOf(b *commission.Bands, s *commission.Step) *big.Rat {
	out := s.Rate.Rat()
	if !s.PerUnit.IsZero() {
		per := s.PerUnit.Rat()
		if b.Measure == commission.ByQuantity {
			per.Quo(per, big.NewRat(100_000_000, 1))
		}
		out.Add(out, per)
	}
	return out
}

// regions cuts a stretch where the difference of two lines changes its sign.
func (l line) regions(from, to *big.Rat) []region {
	if l.slope.Sign() != 0 {
		zero := new(big.Rat).Quo(new(big.Rat).Neg(l.base), l.slope)
		if zero.Cmp(from) > 0 && (to == nil || zero.Cmp(to) < 0) {
			return []region{{from, zero, l.signAt(middle(from, zero))}, {zero, to, l.signAt(middle(zero, to))}}
		}
	}
	return []region{{from, to, l.signAt(middle(from, to))}}
}

func middle(from, to *big.Rat) *big.Rat {
	if to == nil {
		return new(big.Rat).Add(from, big.NewRat(1, 1))
	}
	sum := new(big.Rat).Add(from, to)
	return sum.Quo(sum, big.NewRat(2, 1))
}

func (l line) signAt(volume *big.Rat) string {
	v := new(big.Rat).Mul(l.slope, volume)
	switch v.Add(v, l.base).Sign() {
	case 1:
		return PaysMore
	case -1:
		return PaysLess
	}
	return PaysSame
}

// joined puts neighbours together that pay alike.
func joined(list []region) []region {
	var out []region
	for _, r := range list {
		if n := len(out); n > 0 && out[n-1].pays == r.pays {
			out[n-1].to = r.to
			continue
		}
		out = append(out, r)
	}
	return out
}
