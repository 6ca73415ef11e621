package commission

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Kind is what a line stands for.
type Kind string

const (
	Earned     Kind = "earned"
	TrueUp     Kind = "true-up"    // a volume step was reached: earlier events of the window are worth more
	Refunded   Kind = "refund"     // a refund's share of what its event earned
	ClawedBack Kind = "clawback"   // churn or non-payment within a clawback schedule
	Overridden Kind = "override"   // a referrer's share
	Adjusted   Kind = "adjustment" // a single amount that an agreement states
	Corrected  Kind = "correction" // the difference to a locked statement
	Reopened   Kind = "reopened"   // a refund re-rated an earlier event of its window
)

// State is where a line stands.
type State string

const (
	Calculated State = "calculated"
	Held       State = "held"
	Payable    State = "payable"
	Reversed   State = "reversed"
	Void       State = "void"
)

// Line is event × rule × beneficiary. Amounts are minor units of Currency, the
// plan's, unless they say otherwise.
type Line struct {
	Beneficiary string // the partner it is paid to
	Partner     string // whose event it is: another one for overrides and attributed deals
	Agreement   spec.Address
	Terms       *Terms
	Rule        *Rule // nil for adjustments

	Kind   Kind
	N      int    // tells repetitions apart: 2 for the second row of a duplicate id; 0: the only one
	Event  string // id of the row: of the refund, for refunds
	Of     string // id of the event that is taken back or re-rated
	At     quantity.Date
	Period quantity.Range // the payout period that At lies in
	Place  string

	Amount int64 // of the event, converted to Currency; negative for what is taken back
	Base   int64 // what the rule pays on, in minor units or 1e-8 units
	Units  int64 // 1e-8 units of an event, whatever the rule pays on
	Before int64 // the band measure before the event, in its unit (minor units, 1e-8 units, or a count)
	Parts  []Part

	Exact     *big.Rat // before rounding and attribution, in minor units; filled when traced
	Share     Share    // of the event's total, when several partners share it
	CutEvent  int64    // minor units that the cap per event took
	CutPeriod int64    // minor units that the cap per period took
	Raised    int64    // minor units that the floor added
	Earned    int64    // minor units of Currency, rounded
	Currency  quantity.Currency

	Until   quantity.Date // day from which it is payable, when that is after At; 0: no hold
	RatedOn quantity.Date // day of the payout's exchange rate; 0: the day of the statement
	State   State         // calculated, reversed or void; a statement knows what is held
	Reason  string        // of void lines: duplicate, fraud, self-referral, ineligible, out-of-range

	Trace *Trace // what else went into it; nil unless traced

	exact *big.Rat // deferred rounding: what the line is worth until its period is closed
	entry *entry   // what reversals find it by
}

// ID names a line: event/rule/kind, then what tells several such lines apart:
// the event that is taken back, the partner whose sale a referrer shares in, the
// number of a repetition. It is unique within the beneficiary's lines and stable.
func (l *Line) ID() string {
	id := l.Event
	if l.Rule != nil {
		id += "/" + l.Rule.ID
	}
	id += "/" + string(l.Kind)
	if l.Of != "" {
		id += "/" + l.Of
	}
	if l.Partner != l.Beneficiary {
		id += "/" + l.Partner
	}
	if l.N != 0 {
		id += "/" + strconv.Itoa(l.N)
	}
	return id
}

// Clone copies a line, so that it outlives the call that it was handed to.
func (l *Line) Clone() *Line {
	c := *l
	c.Parts = slices.Clone(l.Parts)
	return &c
}

// Part is one slice of a line.
type Part struct {
	Step   *Step    // nil without bands
	On     int64    // the slice of the base, in its unit
	Earned Exact    // unrounded
	Rest   *big.Rat // what Earned cannot hold, in minor units: of a part of a deal; nil on ordinary lines
	Flat   bool     // a flat amount: the step's on entry, or the rule's
}

// Share is a part of a whole, as attribution gives it.
type Share struct {
	Num, Den int64 // lowest terms; 0/0: the whole
	Method   string
}
