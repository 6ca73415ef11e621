package commission

import (
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Trigger is what makes an event earn.
type Trigger uint8

const (
	ClosedWon    Trigger = iota + 1 // a won deal, at closedAt
	Invoiced                        // a revenue row, at invoicedAt
	Collected                       // a revenue row, at collectedAt
	LeadAccepted                    // an accepted or won lead, at decidedAt
	Activity                        // an activity, at its day
)

// Event is one row that can earn, with what its rules may look at. Amounts are
// minor units of Currency. Of a revenue row or a lead that names a deal, the
// deal's days, customer and amounts fill what the row itself does not hold.
type Event struct {
	ID       string
	Trigger  Trigger
	At       quantity.Date // earned at
	Partner  string        // whose row it is; "" when it is direct
	Deal     string        // the deal it belongs to; a deal's own ID
	Customer string

	Created, Registered, Closed, Invoiced quantity.Date // 0: not known

	Currency                              quantity.Currency
	Amount, Tax, Discount, Shipping, Cost int64
	Whole                                 int64 // amount of the deal that this is a part of; 0: it is no part
	Quantity                              int64 // 1e-8 units
	IsSourced                             bool  // its partner brought it

	Registrant string // partner of an approved or won registration of its deal or customer; "": none

	Tests   []uint64 // bit i%64 of Tests[i/64]: whether the where with number i holds
	Touches []Touch  // qualifying ones of its deal, in order of (day, id)
	Place   string   // path:line of its row
}

// Touch is a partner's part in a deal.
type Touch struct {
	ID      string
	Partner string
	At      quantity.Date
	Type    string
}

// Reversal takes back what an event earned.
type Reversal struct {
	ID     string
	Of     string // the event, or the deal of events
	At     quantity.Date
	Amount int64 // minor units of Currency, positive
	quantity.Currency
	Reason Reason
	Place  string
}

// Reason is why something is taken back.
type Reason string

const (
	Refund     Reason = "refund"
	Churn      Reason = "churn"
	NonPayment Reason = "non-payment"
)
