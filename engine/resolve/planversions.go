package resolve

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Days are the days in [From, To). From 0 is since ever, To 0 without end.
type Days struct{ From, To quantity.Date }

// Has reports whether a day is one of them.
func (d Days) Has(day quantity.Date) bool { return d.From <= day && (d.To == 0 || day < d.To) }

// PlanVersion is a commission plan with those of its dated changes that hold for
// an event: changes for new deals by the day its deal was registered, else created,
// changes for new events by the day it earned.
type PlanVersion struct {
	Deals  Days
	Events Days
	By     []spec.Dated // changes that are in it, by effective date
	Plan   *spec.CommissionPlan
}

// mostMixtures bounds the versions of one plan. A plan with more, of some hundred
// changes of both sorts, is read as if all of them were for new deals.
const mostMixtures = 10_000

// PlanVersions gives a plan in all its versions, by first day of deals, then of
// events. Every event from the plan's first day on has exactly one. It gives none
// of a document that is no plan or is at fault.
func PlanVersions(doc *spec.Document) []PlanVersion {
	plan, ok := doc.Spec.(*spec.CommissionPlan)
	if !ok || doc.Broken {
		return nil
	}
	changes := spec.Changes(plan)
	deals, events := daysOf(changes, newDeals), daysOf(changes, newEvents)
	if len(deals)*len(events) > mostMixtures {
		for i := range changes {
			changes[i].AppliesTo = newDeals
		}
		deals, events = daysOf(changes, newDeals), []Days{{}}
	}
	if plan.Effective != nil {
		events = since(plan.Effective.V, events)
	}
	var out []PlanVersion
	for _, d := range deals {
		for _, e := range events {
			in := slices.DeleteFunc(slices.Clone(changes), func(c spec.Dated) bool {
				return c.AppliesTo == newDeals && c.Effective.V > d.From || c.AppliesTo == newEvents && c.Effective.V > e.From
			})
			merged, _ := doc.With(in).(*spec.CommissionPlan)
			out = append(out, PlanVersion{Deals: d, Events: e, By: in, Plan: merged})
		}
	}
	return out
}

// PlanVersionAt finds the version for an event: began is the day its deal was
// registered, else created, earned the day it earned; nil before the first day.
func PlanVersionAt(versions []PlanVersion, began, earned quantity.Date) *PlanVersion {
	for i := range versions {
		if v := &versions[i]; v.Deals.Has(began) && v.Events.Has(earned) {
			return v
		}
	}
	return nil
}

const (
	newDeals  = "new-deals"
	newEvents = "new-events"
)

// daysOf cuts time at the first days of the changes of one sort.
func daysOf(changes []spec.Dated, appliesTo string) []Days {
	out := []Days{{}}
	for _, c := range changes {
		last := &out[len(out)-1]
		if day := c.Effective.V; c.AppliesTo == appliesTo && day > last.From {
			last.To = day
			out = append(out, Days{From: day})
		}
	}
	return out
}

// since leaves out what lies before a day.
func since(first quantity.Date, list []Days) []Days {
	var out []Days
	for _, d := range list {
		if d.From = max(d.From, first); d.To == 0 || d.From < d.To {
			out = append(out, d)
		}
	}
	return out
}
