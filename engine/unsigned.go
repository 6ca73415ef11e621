package engine

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
)

// unsigned gives the partners that have events on some days of the kind that plans
// pay, and no signed agreement then; partner "" means any.
func (a Accounted) unsigned(partner string, days quantity.Range) []render.Unsigned {
	declared, _ := a.HasPartner("")
	open := map[string]bool{}
	for _, name := range declared {
		if (partner == "" || partner == name) && !a.isSigned(name, days) {
			open[name] = true
		}
	}
	by := map[string]*render.Unsigned{}
	a.Paid.EventsOn(open, days, func(e *commission.Event) {
		u := by[e.Partner]
		if u == nil {
			u = &render.Unsigned{Partner: a.partnerName(e.Partner), Period: a.PeriodName(days)}
			by[e.Partner] = u
		}
		if !slices.Contains(u.Events, e.ID) { // of an id that two rules could pay by different days
			u.Events, u.Places = append(u.Events, e.ID), append(u.Places, e.Place)
		}
	})
	var out []render.Unsigned
	for _, name := range declared {
		if u := by[name]; u != nil {
			out = append(out, *u)
		}
	}
	return out
}

// isSigned reports whether a partner has a signed agreement that pays on one of some
// days.
func (a Accounted) isSigned(partner string, days quantity.Range) bool {
	return slices.ContainsFunc(a.Paid.Accounts, func(c *commission.Account) bool {
		return c.Partner == partner && c.First <= days.To && (c.Last == 0 || max(c.Last, c.Tail) >= days.From)
	})
}
