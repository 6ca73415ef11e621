package evaluate

import (
	"cmp"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// pricedPlan is a commission plan in every mixture of its dated changes: those
// for new deals and those for new events come into force by different days of
// one event, so that neither need be a prefix of all.
type pricedPlan struct {
	doc       *spec.Document
	effective quantity.Date
	byDeal    []quantity.Date // first days of the changes for new deals, ascending
	byEvent   []quantity.Date
	versions  [][]*commission.Terms // by how many of byDeal and of byEvent are in force
}

// at gives the terms of an event by the day its deal began and the day it earned;
// nil before the plan's first day.
func (p *pricedPlan) at(began, earned quantity.Date) *commission.Terms {
	if earned < p.effective {
		return nil
	}
	return p.versions[countUntil(p.byDeal, began)][countUntil(p.byEvent, earned)]
}

// on gives the terms of a deal that begins and earns on a day; nil before the
// plan's first day.
func (p *pricedPlan) on(day quantity.Date) *commission.Terms { return p.at(day, day) }

// latest gives the terms after all changes.
func (p *pricedPlan) latest() *commission.Terms { return p.on(someDay) }

// countUntil counts the days, ascending, that are not after a day.
func countUntil(days []quantity.Date, day quantity.Date) int {
	n := 0
	for n < len(days) && days[n] <= day {
		n++
	}
	return n
}

// pricedPlan compiles a plan's versions; nil when the document is not sound.
func (r *payroll) pricedPlan(name string) *pricedPlan {
	if p, known := r.plans[name]; known {
		return p
	}
	r.plans[name] = nil
	doc, s := spec.Lookup[spec.CommissionPlan](r.program.Book.Docs, name)
	if s == nil || doc.Broken {
		return nil
	}
	p := &pricedPlan{doc: doc, effective: effectiveOf(s)}
	changes := spec.Changes(s)
	isByEvent := func(c spec.Dated) bool { return c.AppliesTo == "new-events" }
	for _, c := range changes {
		if isByEvent(c) {
			p.byEvent = append(p.byEvent, c.Effective.V)
		} else {
			p.byDeal = append(p.byDeal, c.Effective.V)
		}
	}
	for deals := range len(p.byDeal) + 1 {
		var row []*commission.Terms
		for events := range len(p.byEvent) + 1 {
			row = append(row, r.version(doc, changes, deals, events))
		}
		p.versions = append(p.versions, row)
	}
	r.plans[name] = p
	return p
}

func effectiveOf(s *spec.CommissionPlan) quantity.Date {
	if s.Effective != nil {
		return s.Effective.V
	}
	return 0
}

// version compiles the plan with the first so many changes of each sort.
func (r *payroll) version(doc *spec.Document, changes []spec.Dated, deals, events int) *commission.Terms {
	in := slices.DeleteFunc(slices.Clone(changes), func(c spec.Dated) bool {
		if c.AppliesTo == "new-events" {
			events--
			return events < 0
		}
		deals--
		return deals < 0
	})
	plan, ok := doc.With(in).(*spec.CommissionPlan)
	if !ok {
		return nil
	}
	terms, _ := commission.Compile(doc, plan, r.where)
	r.since[terms] = effectiveOf(plan)
	for _, c := range in {
		r.since[terms] = max(r.since[terms], c.Effective.V)
	}
	return terms
}

// where numbers a rule's condition among those of its trigger's source type; -1
// when it has none.
func (r *payroll) where(rule *spec.PayRule) int {
	kind := triggerTypes[string(rule.Trigger.V)]
	r.triggers[string(rule.Trigger.V)] = true
	if rule.Where == nil {
		return -1
	}
	text := string(rule.Where.V)
	at := slices.Index(r.wheres[kind], text)
	if at < 0 {
		at = len(r.wheres[kind])
		r.wheres[kind] = append(r.wheres[kind], text)
	}
	return at
}

// agreementTerms picks the terms of an agreement's events.
type agreementTerms struct {
	roll      *payroll
	intervals []resolve.Interval
	program   *spec.Program
	levels    []levelAt // the partner's levels over time, when a level has a plan of its own
	proForma  proFormaOf
}

// levelAt is the plan of the level that a partner holds from a day on; "" when
// the level has none.
type levelAt struct {
	from quantity.Date
	plan string
}

// of gives the terms that an event is paid by: the agreement's plan, else that of
// the level on the day it earned, else the program's.
func (a *agreementTerms) of(e *commission.Event) *commission.Terms {
	began := cmp.Or(e.Registered, e.Created, e.At)
	in := a.intervals[0]
	for _, i := range a.intervals[1:] {
		if i.From <= cmp.Or(a.proForma.on, began) {
			in = i
		}
	}
	p := a.roll.plans[a.plan(in, e.At)]
	switch {
	case p == nil:
		return nil
	case a.proForma.on != 0:
		return a.proForma.pays(p, e.At)
	}
	return p.at(began, e.At)
}

func (a *agreementTerms) plan(in resolve.Interval, earned quantity.Date) string {
	if in.Agreement.Plan != nil {
		return in.Agreement.Plan.Name
	}
	plan := ""
	for _, l := range a.levels {
		if l.from <= earned {
			plan = l.plan
		}
	}
	return cmp.Or(plan, in.Plan)
}
