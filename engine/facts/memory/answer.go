package memory

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// lack counts the rows that needed the exchange rate of a day in vain.
type lack struct {
	at   place // of the first one
	rows int64
}

// lacks are those of one variant. A row that needs several rates of a pair, or
// that several queries ask about, counts once.
type lacks struct {
	byGap   map[gap]*lack
	counted map[pair]int64 // the last row
}

// answer adds the row in hand to the groups of its partner.
func (w *worker) answer(p *party) {
	for i := range w.scan.inquiries {
		in := &w.scan.inquiries[i]
		if in.filter >= 0 {
			if k := w.filter(in.filter); !k.keep && len(k.lacks) == 0 {
				continue
			}
		}
		if p.shared != nil {
			for _, at := range in.questions {
				for _, gap := range w.ask(&w.scan.questions[at], &p.shared.groups[at]) {
					w.lackWhereAsked(at, gap)
				}
			}
		}
		for v, own := range p.own {
			if own != nil {
				w.answerOne(v, in.wanted[v], own.groups)
			}
		}
	}
}

// answerOne adds the row in hand for one variant.
func (w *worker) answerOne(variant int, questions []int, groups []group) {
	for _, at := range questions {
		for _, gap := range w.ask(&w.scan.questions[at], &groups[at]) {
			w.lack(variant, gap)
		}
	}
}

// ask adds the row to a group when it matches, and gives the rates that this
// would have needed.
func (w *worker) ask(q *question, g *group) []gap {
	on, lacks := w.matches(q)
	if on == 0 {
		return g.lack(lacks)
	}
	if on&inWindow != 0 {
		g.rows++
	}
	if q.field < 0 {
		return g.lack(lacks)
	}
	f := w.field(q.field)
	if f.value.kind != facts.Null {
		g.add(q.aggregate, f.value, on)
	}
	if lacks == nil {
		return g.lack(f.lacks)
	}
	return g.lack(slices.Concat(lacks, f.lacks))
}

// matches says in which of a question's ranges the row lies, none when its
// filter keeps it out.
func (w *worker) matches(q *question) (sides, []gap) {
	on := q.ranges(&w.row)
	if on == 0 || q.filter < 0 {
		return on, nil
	}
	k := w.filter(q.filter)
	if !k.keep {
		on = 0
	}
	return on, k.lacks
}

func (q *question) ranges(r *row) sides {
	if q.at < 0 {
		if q.isUndated {
			return 0
		}
		return inWindow
	}
	cell := &r.cells[q.at]
	if cell.kind == facts.Null {
		return 0
	}
	on, day := sides(0), quantity.Date(cell.num)
	if isWithin(q.window, day) {
		on = inWindow
	}
	if q.isTwofold && isWithin(q.also, day) {
		on |= inAlso
	}
	return on
}

// isWithin treats an absent end of a window as open.
func isWithin(window quantity.Range, day quantity.Date) bool {
	return day >= window.From && (day <= window.To || window.To.IsZero())
}

// filter gives a filter's result for the row in hand. A rate that is missing
// matters unless the row is out, or in, without it.
func (w *worker) filter(i int) *kept {
	k, f := &w.filters[i], &w.scan.filters[i]
	if k.row == w.rows {
		return k
	}
	w.prepare(f.at)
	result := f.test(&w.row)
	k.row, k.keep, k.lacks = w.rows, result == yes, nil
	if result == unknown || f.hidesNull {
		k.lacks = w.row.lacks
	}
	return k
}

func (w *worker) field(i int) *found {
	k, f := &w.fields[i], &w.scan.fields[i]
	if k.row == w.rows {
		return k
	}
	w.prepare(f.at)
	k.row, k.value = w.rows, f.node(&w.row)
	if k.value.kind == facts.Money && k.value.text != string(f.target) {
		k.value, _ = w.row.convert(k.value, f.target)
	}
	k.lacks = w.row.lacks
	return k
}

// prepare sets the day of conversions; without one no rate is found.
func (w *worker) prepare(at int) {
	w.row.at, w.row.lacks = 0, nil
	if at >= 0 {
		w.row.at = quantity.Date(w.row.cells[at].num)
	}
}

func (w *worker) lackWhereAsked(question int, g gap) {
	for v, questions := range w.scan.wanted {
		if slices.Contains(questions, question) {
			w.lack(v, g)
		}
	}
}

func (w *worker) lack(variant int, g gap) {
	in := &w.lacks[variant]
	l := in.byGap[g]
	if l == nil {
		l = &lack{at: place{w.file, w.line}}
		in.byGap[g] = l
	}
	if in.counted[g.pair] != w.rows {
		in.counted[g.pair] = w.rows
		l.rows++
	}
}
