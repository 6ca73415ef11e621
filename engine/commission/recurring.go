package commission

import (
	"math"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// tenure is one customer's time under a recurring rule.
type tenure struct {
	first    quantity.Date
	payments int

	event, place string // that it began with
}

// runs reports whether a rule still pays on the event's customer. A rule whose
// time is over does not match, so that a later one can.
func (st *ruleState) runs(r *Recurring, e *Event, holidays map[quantity.Date]bool) bool {
	t := st.tenures[customerOf(e)]
	if t == nil {
		return true
	}
	switch r.Mode {
	case "first-sale":
		return false
	case "payments":
		return t.payments < r.Payments
	case "duration":
		return e.At < r.For.From(t.first, holidays)
	}
	return true
}

// counts begins or goes on with the customer's time.
func (st *ruleState) counts(e *Event) {
	key := customerOf(e)
	t := st.tenures[key]
	if t == nil {
		t = &tenure{first: e.At, event: e.ID, place: e.Place}
		st.tenures[key] = t
	}
	t.payments++
}

// rate gives the rate of the event's stage.
func (st *ruleState) rate(r *Recurring, e *Event, holidays map[quantity.Date]bool) quantity.Rate {
	first := e.At
	if t := st.tenures[customerOf(e)]; t != nil {
		first = t.first
	}
	for i := range r.Stages[:len(r.Stages)-1] {
		if e.At < endOf(r.Stages[:i+1], first, holidays) {
			return r.Stages[i].Rate
		}
	}
	return r.Stages[len(r.Stages)-1].Rate
}

// endOf gives the day after stages in a row. Those in months are added up first:
// a customer of January 31 enters its third month on March 31, not on March 28.
func endOf(stages []Stage, first quantity.Date, holidays map[quantity.Date]bool) quantity.Date {
	total, allMonths := 0, true
	for _, s := range stages {
		n, ok := inMonths(s.For)
		total, allMonths = total+n, allMonths && ok
	}
	if allMonths {
		return first.AddMonths(min(total, math.MaxInt32))
	}
	for _, s := range stages {
		first = s.For.From(first, holidays)
	}
	return first
}

func inMonths(d quantity.Duration) (int, bool) {
	switch d.Unit {
	case quantity.Months:
		return d.N, true
	case quantity.Quarters:
		return 3 * d.N, true
	case quantity.Years:
		return 12 * d.N, true
	}
	return 0, false
}
