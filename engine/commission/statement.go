package commission

import (
	"iter"
	"time"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// Totals of a statement, in minor units of its currency.
// Due = Payable + Released + Adjustments + CarriedIn = Paid + CarriedOut.
type Totals struct {
	Earned      int64 // lines of the period but adjustments
	Held        int64 // of Earned, still on hold at the end of the period or as of the day asked for
	Payable     int64 // Earned less Held
	Released    int64 // lines of earlier periods whose hold ended in this one
	Adjustments int64
	CarriedIn   int64 // what the statement before did not pay
	Due         int64
	Paid        int64 // Due when it reaches the minimum, else 0
	CarriedOut  int64
}

// Statement is what a partner earned and is paid in one period and currency.
type Statement struct {
	Partner  string
	Period   quantity.Range
	Currency quantity.Currency
	Lines    []StatementLine // of the period, then released ones
	Totals
	IsOpen bool // the period had not ended
}

// StatementLine is a line as it stands in a statement, with its state.
type StatementLine struct {
	Line
	Payout     int64         // Line.Earned in the statement's currency
	RatedOn    quantity.Date // day of the exchange rate; 0 without an exchange
	IsReleased bool          // of an earlier period
}

// Payroll is what statements need beside lines.
type Payroll struct {
	Accounts []*Account // whose payout currency and end count
	Rates    Rates
	Fiscal   time.Month
	AsOf     quantity.Date
}

// Statements sorts lines into the statements of their beneficiaries.
func Statements(in Payroll, lines iter.Seq[*Line]) ([]Statement, []MissingRate) { return nil, nil }
