package state

import (
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Earnings is what one partner earned in one currency, in minor units: by the
// terms in force up to the as-of day, and by the latest terms over the trailing
// window (pro forma).
type Earnings struct {
	Partner  spec.Address
	Currency quantity.Currency
	Actual   int64 // of events up to the as-of day
	ProForma int64 // of events in the trailing window
	Revenue  int64 // amounts of the events that paid in the window, pro forma
	CapCut   int64 // what caps took in the window, pro forma
	Events   int64 // events that paid in the window, pro forma
	Periods  []PeriodEarned
	Steps    []StepEarned // pro forma, by plan, rule and step
	Open     OpenWork
	Uses     []Use
}

// Moment is pro forma pay by the terms of one day.
type Moment struct {
	On       quantity.Date
	Earnings []Earnings
}

// Unpriced is for want of what pro forma pay may be anything.
type Unpriced struct {
	Sources []string // whose rows would pay, and that no file holds
	Rates   []string // pairs of currencies without a quote, with the day: EUR to USD on 2026-06-15
}

// PeriodEarned is one payout period.
type PeriodEarned struct {
	Name     string
	Range    quantity.Range
	Actual   int64
	ProForma int64 // 0 outside the trailing window
}

// StepEarned is what reached a rule, or one step of its bands.
type StepEarned struct {
	Plan       spec.Address
	Rule, Step string // Step is "" for all of the rule
	Events     int64  // events that reached it
	On         int64  // of the base, in the rule's unit

	// Of all of a rule:
	Overrides int64 // of its events that paid a referrer
	Most      Most
}

// Most is what the largest event of a rule could have earned at the highest rate that
// the rule has: each figure that of the event that has most of it.
type Most struct {
	Uncapped int64 // with every flat of its bands, and no cap per event
	Capped   int64 // the same, with the floor and the cap per event
	Plain    int64 // as Capped, without the flats of the bands
	Flats    int64 // of the bands
	Override int64 // a referrer's share of it
	IsBroken bool  // by some step it comes to a fraction, so that lines may round up more than once
}

// Larger takes the larger of each.
func (m Most) Larger(o Most) Most {
	return Most{max(m.Uncapped, o.Uncapped), max(m.Capped, o.Capped), max(m.Plain, o.Plain), max(m.Flats, o.Flats), max(m.Override, o.Override), m.IsBroken || o.IsBroken}
}

// OpenWork is what is not closed yet and may pay.
type OpenWork struct {
	Deals         int64 // open deals
	Kept          int64 // of them those that keep the terms in force before the latest change
	Registrations int64 // protected registrations
	Plans         []OpenPlan
}

// OpenPlan is what of the open deals would pay by one plan.
type OpenPlan struct {
	Plan        spec.Address
	Deals, Kept int64
}
