package evaluate

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// query asks a measure of its sources as far as they have files and map what the
// KPI looks at; noQuery or noColumn when none does.
func (a *asking) query(k *KPI, m measure, window quantity.Range) (facts.Query, int) {
	q := m.query
	present := a.present(m.sources)
	sources := slices.DeleteFunc(slices.Clone(present), func(s string) bool { return a.isNarrower(k, s) })
	switch {
	case len(present) == 0:
		return q, noQuery
	case len(sources) == 0:
		return q, noColumn
	}
	q.Source, q.With = sources[0], sources[1:]
	if m.isBorn {
		q.Where = bornBy(q.Where, window.To)
	}
	if m.query.Credit != nil {
		credit := *m.query.Credit
		credit.Sources = a.present(credit.Sources)
		if q.Credit = &credit; len(credit.Sources) == 0 {
			return q, noQuery
		}
	}
	switch q.Window = window; m.window {
	case untilEnd:
		q.Window = quantity.Range{To: window.To}
	case before:
		q.Window = preceding(window)
	case beforeAndIn:
		q.Window, q.Also = preceding(window), &window
	case after:
		q.Window = quantity.Range{From: window.To.AddDays(1)}
	}
	return q, 0
}

func (a *asking) present(sources []string) []string {
	var out []string
	for _, s := range sources {
		if a.have[s] != nil {
			out = append(out, s)
		}
	}
	return out
}

// absent gives the sources that have no files.
func (a *asking) absent(sources []string) []string {
	return slices.DeleteFunc(slices.Clone(sources), func(s string) bool { return a.have[s] != nil })
}

// preceding is the time of equal length just before: as many months when the time
// is whole months, from any day to the day before it, else as many days.
func preceding(r quantity.Range) quantity.Range {
	next := r.To.AddDays(1)
	y, m, _ := r.From.YMD()
	nextY, nextM, _ := next.YMD()
	months := (nextY-y)*12 + int(nextM) - int(m)
	out := quantity.Range{From: r.From.AddDays(-r.Days()), To: r.From.AddDays(-1)}
	if months > 0 && r.From.AddMonths(months) == next {
		out.From = r.From.AddMonths(-months)
	}
	return out
}
