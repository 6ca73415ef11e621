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
	Largest  int64 // the largest line of one event in the window, pro forma, caps left out of account
	Events   int64 // events that paid in the window, pro forma
	Periods  []PeriodEarned
	Steps    []StepEarned // pro forma, by plan, rule and step
	Open     OpenWork
	Uses     []Use
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
