package evaluate

import (
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// query asks a measure of its sources as far as they have files; false when none
// has any.
func (a *asking) query(m measure, window quantity.Range) (facts.Query, bool) {
	q := m.query
	sources := a.present(m.sources)
	if len(sources) == 0 {
		return q, false
	}
	q.Source, q.With = sources[0], sources[1:]
	if m.query.Credit != nil {
		credit := *m.query.Credit
		credit.Sources = a.present(credit.Sources)
		if q.Credit = &credit; len(credit.Sources) == 0 {
			return q, false
		}
	}
	switch q.Window = window; m.window {
	case untilEnd:
		q.Window = quantity.Range{To: window.To}
	case before:
		q.Window = preceding(window)
	case beforeAndIn:
		q.Window, q.Also = preceding(window), &window
	}
	return q, true
}

func (a *asking) present(sources []string) []string {
	var out []string
	for _, s := range sources {
		if a.have[s] {
			out = append(out, s)
		}
	}
	return out
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
