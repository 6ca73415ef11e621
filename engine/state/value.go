// Package state holds what is known of a repository at a moment, in one shape
// for all: what it declares, and what follows from that and the facts. Two
// Snapshots can be compared; nothing in them reads a file or a clock.
package state

import (
	"cmp"
	"math/big"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Unit is what a derived number counts.
type Unit string

const (
	Count   Unit = "count"
	Money   Unit = "money" // Exact is in major units of Currency
	Percent Unit = "percent"
	Days    Unit = "days"
	Score   Unit = "score"
	Number  Unit = "number"
	Word    Unit = "text" // Text alone
)

// Reasons why there is no value.
const (
	NoDenominator = "no-denominator" // the divisor is zero
	NoRows        = "no-rows"        // no row has the field
	NoFacts       = "no-facts"       // the source has no files, or is not declared
	NoColumn      = "no-column"      // no source maps what the KPI needs
	TooEarly      = "too-early"      // the time that it looks at is not up
	NoRate        = "no-rate"        // an exchange rate is missing
	MissingInput  = "missing-input"  // a KPI of the formula has no value
	Invalid       = "invalid"        // the KPI has errors
	NoRating      = "no-rating"      // nobody rated the criterion in the window
	NoCriteria    = "no-criteria"    // the program declares no fit criteria
)

// Value is one derived number, exact, or the reason why there is none.
type Value struct {
	Unit        Unit
	Exact       *big.Rat // nil: see Text and Reason
	Text        string   // of a value that is no number: a tier, a condition's status
	Currency    quantity.Currency
	Numerator   *big.Rat // of a ratio
	Denominator *big.Rat
	Rows        int64  // rows behind it
	Basis       string // what it rests on, where the unit does not say
	Reason      string // why Exact is nil
	IsLow       bool   // fewer rows than the KPI's minSample
	IsPartial   bool   // the period goes on after the as-of day
	Origin      diag.Span
	Uses        []Use // what was declared that it came from, besides its own document; sorted
}

// Decimal gives the value for machines: money at its currency's exponent and
// more digits where exact, other units without trailing zeros; what does not
// terminate has 8 decimals, half-up. It is "" when there is no value.
func (v Value) Decimal() string {
	if v.Exact == nil {
		return ""
	}
	least := 0
	switch v.Unit {
	case Money:
		least = v.Currency.Exponent()
	case Score:
		least = 1
	}
	return quantity.Decimal(v.Exact, least, 8)
}

// IsAbsent reports whether there is neither a number nor a text.
func (v Value) IsAbsent() bool { return v.Exact == nil && v.Text == "" }

// Display gives the value for people: grouped, rounded half-up, with its unit;
// an em dash when there is no value.
func (v Value) Display() string {
	if v.Exact == nil {
		return cmp.Or(v.Text, "—")
	}
	switch v.Unit {
	case Money:
		return quantity.Grouped(quantity.Fixed(v.Exact, v.Currency.Exponent())) + " " + string(v.Currency)
	case Percent:
		return short(v.Exact) + "%"
	case Days:
		return DaysOf(short(v.Exact))
	case Score:
		return quantity.Fixed(v.Exact, 1)
	}
	return quantity.Grouped(short(v.Exact))
}

// DaysOf puts the unit behind a number of days, as it is spelled.
func DaysOf(number string) string {
	if number == "1" || number == "-1" {
		return number + " day"
	}
	return number + " days"
}

// short rounds to one decimal unless the value is exact with fewer.
func short(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	return quantity.Fixed(r, 1)
}

// IsEqual compares what two values say; where they came from is ignored.
func (v Value) IsEqual(w Value) bool {
	if (v.Exact == nil) != (w.Exact == nil) || v.Unit != w.Unit || v.Currency != w.Currency {
		return false
	}
	if v.Exact == nil {
		return v.Reason == w.Reason && v.Text == w.Text
	}
	return v.Exact.Cmp(w.Exact) == 0 && v.IsLow == w.IsLow && v.IsPartial == w.IsPartial
}
