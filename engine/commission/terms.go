package commission

import (
	"math"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Terms are one version of a commission plan, compiled. Accounts under the same
// version share one *Terms: a deal that several partners share is computed once
// for each. Spec keeps the places that why points at.
type Terms struct {
	Plan        spec.Address
	Currency    quantity.Currency
	Rules       []Rule
	Attribution *Attribution // nil: a deal is its partner's
	Rounding    Rounding
	Payout      Payout
	Spec        *spec.CommissionPlan
}

// Credit is what a partner needs to be paid by a rule.
type Credit string

const (
	Any        Credit = "any"
	Sourced    Credit = "sourced"
	Influenced Credit = "influenced"
	Registered Credit = "registered"
)

// Of is what a rule pays on.
type Of string

const (
	OfAmount   Of = "amount"
	OfNet      Of = "net"
	OfMargin   Of = "margin"
	OfQuantity Of = "quantity"
	OfEach     Of = "each"
)

// Rule is one rule of a plan. Money is in minor units of the plan's currency;
// optional limits are nil when there is none.
type Rule struct {
	ID      string
	Trigger Trigger
	Credit  Credit
	Of      Of
	Test    int // number of its where; -1: every event

	Rate    quantity.Rate
	Flat    int64
	PerUnit quantity.Price
	Bands   *Bands // nil: none

	Recurring    *Recurring
	CapPerEvent  *int64
	CapPerPeriod *int64
	Floor        *int64
	Clawback     *Clawback
	Hold         quantity.Duration
	Override     *Override
	IsStacked    bool
	Reopen       Reopen

	Spec *spec.PayRule // as it was written
}

// Measure is what bands add up.
type Measure string

const (
	ByAmount   Measure = "amount"
	ByQuantity Measure = "quantity"
	ByCount    Measure = "count"
)

// Per is whose volume bands measure.
type Per string

const (
	PerEvent    Per = "event"
	PerPartner  Per = "partner"
	PerCustomer Per = "customer"
	PerProgram  Per = "program"
)

// Reset is when a volume starts again.
type Reset string

const (
	Monthly      Reset = "monthly"
	Quarterly    Reset = "quarterly"
	ContractYear Reset = "contract-year"
	Never        Reset = "never"
)

// Bands are rates by volume. Steps are in order and the last one is open.
type Bands struct {
	IsVolume      bool // volume rates the whole; else graduated
	Measure       Measure
	Per           Per
	Reset         Reset
	FromInclusive bool
	FlatAtZero    bool
	Steps         []Step
	Spec          *spec.PayBands
}

// Step is one band: up to and including UpTo, or up to it with FromInclusive.
type Step struct {
	ID      string // "" for what lies above a closed last step: it pays nothing
	UpTo    int64  // minor units, 1e-8 units or a count; NoBound when open
	Rate    quantity.Rate
	Flat    int64 // minor units, once on entry
	PerUnit quantity.Price
	Spec    *spec.Step
}

// NoBound is the upper bound of an open step.
const NoBound = math.MaxInt64

// At is where the step was written.
func (s *Step) At() diag.Span {
	if s.Spec == nil {
		return diag.Span{}
	}
	return s.Spec.ID.At
}

// Recurring is how long a customer keeps paying commission.
type Recurring struct {
	Mode     string            // first-sale, lifetime, payments, duration
	Payments int               // payments
	For      quantity.Duration // duration
	Stages   []Stage
	Spec     *spec.Recurring
}

// Stage is a rate for a time; the last one lasts as long as the rule runs.
type Stage struct {
	For  quantity.Duration
	Rate quantity.Rate
	Spec *spec.Stage
}

// Clawback is what churn and non-payment take back.
type Clawback struct {
	On       []Reason // never empty
	Schedule []ClawbackShare
}

// ClawbackShare is a share of what is kept, for so long after closing.
type ClawbackShare struct {
	Within quantity.Duration
	Share  quantity.Rate
	Spec   *spec.ClawbackShare
}

// Override is a referrer's share, of the sale or of the commission.
type Override struct {
	OfSale bool
	Rate   quantity.Rate
	Spec   *spec.Override
}

// Reopen says which window a refund re-rates.
type Reopen string

const (
	ReopenNone         Reopen = "none"
	ReopenOpenPeriod   Reopen = "open-period"
	ReopenContractYear Reopen = "contract-year"
)

// Attribution is how partners share a deal.
type Attribution struct {
	Method   Method
	Shares   []FixedShare
	Lookback quantity.Duration // for whoever collects the touches
	Spec     *spec.Attribution
}

// Method is how touches become shares.
type Method string

const (
	Last              Method = "last"
	First             Method = "first"
	Linear            Method = "linear"
	Position          Method = "position"
	Fixed             Method = "fixed"
	SourcedInfluenced Method = "sourced-influenced"
)

// FixedShare is a partner's share by name.
type FixedShare struct {
	Partner string
	Rate    quantity.Rate
	Spec    *spec.AttributionShare
}

// Rounding is how exact amounts become minor units.
type Rounding struct {
	Mode        Mode
	Increment   int64          // minor units of the plan's currency, at least 1
	Cash        quantity.Money // the increment as it is stated, in the currency that is paid or counted in; zero: none
	OnStatement bool           // rounded once for a statement, and spread over its lines
}

// Payout is when and how a partner is paid.
type Payout struct {
	Cadence      quantity.Cadence  // monthly when the plan does not say
	Minimum      *quantity.Money   // nil: none
	Currency     quantity.Currency // the plan's when left out
	RateAt       RateAt
	AcceptWithin *quantity.Duration // nil: never deemed accepted
}

// RateAt is the day of an exchange rate.
type RateAt string

const (
	AtEvent     RateAt = "event"
	AtInvoice   RateAt = "invoice"
	AtPeriodEnd RateAt = "period-end"
	AtStatement RateAt = "statement"
)
