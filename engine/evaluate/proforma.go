package evaluate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Moments are the days whose terms pro forma pay is worked out by besides the latest:
// each on which terms come into force, so that none is passed over that others take
// the place of later on.
type Moments struct {
	Days []quantity.Date

	// known are the agreements and plans of the base that have begun. One that comes
	// to them is priced over all of the trailing window, though it hold since today.
	known map[spec.Address]bool
}

// MomentsOf gives them as of a day; none where nothing but the latest terms is to come.
func MomentsOf(asOf quantity.Date, base, head *Program) Moments {
	m := Moments{known: map[spec.Address]bool{}}
	for address, first := range base.payroll().begun(asOf) {
		m.known[address] = first <= asOf
	}
	isNew := false
	for address := range head.payroll().begun(asOf) {
		isNew = isNew || !m.known[address]
	}
	for _, p := range []*Program{base, head} {
		m.Days = append(m.Days, p.payroll().turns()...)
	}
	slices.Sort(m.Days)
	m.Days = slices.DeleteFunc(slices.Compact(m.Days), func(day quantity.Date) bool { return day <= asOf })
	if isNew || len(m.Days) > 0 {
		m.Days = slices.Insert(m.Days, 0, asOf)
	}
	return m
}

// begun gives the first days of signed agreements and of plans.
func (r *payroll) begun(asOf quantity.Date) map[spec.Address]quantity.Date {
	out := map[spec.Address]quantity.Date{}
	for _, p := range r.plans {
		if p != nil {
			out[p.doc.Address] = p.effective
		}
	}
	book := r.program.Book
	spec.Each(book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		if s := book.StandingOf(doc, asOf); s.Phase == resolve.Upcoming || s.Phase == resolve.Active || s.IsOver() {
			out[doc.Address] = s.From
		}
	})
	return out
}

// turns gives the days on which terms come into force.
func (r *payroll) turns() []quantity.Date {
	out := slices.Collect(maps.Values(r.begun(0)))
	for _, p := range r.plans {
		if p != nil {
			out = append(append(out, p.byDeal...), p.byEvent...)
		}
	}
	book := r.program.Book
	spec.Each(book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		for _, in := range book.Terms(doc) {
			out = append(out, in.From)
		}
	})
	return out
}

// proForma gives the accounts that pay the trailing window by the terms of a day. What
// is to come is priced as if it had held all along: an agreement whose place it takes
// pays nothing any more. Without moments that is what begins after the as-of day.
func (r *payroll) proForma(j Job, on quantity.Date, m Moments, tiers map[spec.Address]state.Judgement) []*commission.Account {
	isNew := func(address spec.Address, first quantity.Date) bool {
		return first > j.AsOf || m.known != nil && !m.known[address]
	}
	all := r.accountsOn(j.AsOf, proFormaOf{max(on, j.AsOf), isNew}, tiers)
	out := slices.DeleteFunc(slices.Clone(all), func(a *commission.Account) bool {
		return a.Last != 0 && slices.ContainsFunc(all, func(next *commission.Account) bool {
			return next.Partner == a.Partner && next.First > a.Last && isNew(next.Agreement, next.First)
		})
	})
	for _, a := range out {
		for isToMove := isNew(a.Agreement, a.First); isToMove && a.First > j.Pay.Trailing.From; {
			a.First = a.First.AddMonths(-12) // to begin on the same day of each year
		}
	}
	return out
}

// proFormaOf is a day whose terms pay every event, and what counts as if it had
// held all along. The zero value pays each event by the terms of its own days.
type proFormaOf struct {
	on    quantity.Date
	isNew func(address spec.Address, first quantity.Date) bool
}

// pays gives a plan's terms of the day; nil for what earned before the plan began.
func (p proFormaOf) pays(plan *pricedPlan, earned quantity.Date) *commission.Terms {
	if earned < plan.effective && !p.isNew(plan.doc.Address, plan.effective) {
		return nil
	}
	return plan.on(p.on)
}

// unpriced says what pro forma pay lacks.
func unpriced(sources []string, rates []facts.MissingRate) state.Unpriced {
	out := state.Unpriced{Sources: slices.Sorted(slices.Values(sources))}
	out.Sources = slices.Compact(out.Sources)
	for _, m := range rates {
		words := fmt.Sprintf("%s to %s", m.From, m.To)
		if m.On != 0 {
			words += " on " + m.On.String()
		}
		out.Rates = append(out.Rates, words)
	}
	slices.Sort(out.Rates)
	out.Rates = slices.Compact(out.Rates)
	return out
}
