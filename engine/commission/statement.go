package commission

import (
	"time"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
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
	Lines    []StatementLine // of the period, by day, then released ones
	Totals
	IsOpen bool // the period had not ended
}

// StatementLine is a line as it stands in a statement, with its state.
type StatementLine struct {
	Line
	Payout     int64         // Line.Earned in the statement's currency
	PaidRateOn quantity.Date // day of the exchange rate; 0 without an exchange
	IsReleased bool          // of an earlier period
}

// Payroll is what statements need beside lines.
type Payroll struct {
	Accounts []*Account // whose payout currency and end count
	Rates    Rates
	Fiscal   time.Month
	AsOf     quantity.Date // lines after it are left out

	// Issued gives the day of a period's statement, for rateAt: statement; nil, or
	// 0 from it: AsOf.
	Issued func(partner string, period quantity.Range) quantity.Date
}

// Adjust gives the line of a single amount that an agreement states. The terms
// are those in force on its day: they say when and how it is paid out.
func Adjust(a *Account, t *Terms, adj *spec.Adjustment, fiscal time.Month) *Line {
	l := &Line{
		Beneficiary: a.Partner, Partner: a.Partner, Agreement: a.Agreement, Terms: t, Kind: Adjusted, Event: string(adj.ID.V),
		At: adj.Date.V, Period: PeriodOf(t.Payout.Cadence, adj.Date.V, fiscal), Earned: adj.Amount.V.Minor, Currency: adj.Amount.V.Currency, State: Calculated,
	}
	switch t.Payout.RateAt {
	case AtEvent, AtInvoice:
		l.RatedOn = l.At
	case AtPeriodEnd:
		l.RatedOn = l.Period.To
	}
	return l
}

// isEnded reports whether nothing more can be earned under the accounts of a
// partner after a day.
func (p *Payroll) isEnded(partner string, on quantity.Date) bool {
	isKnown := false
	for _, a := range p.Accounts {
		if a.Partner != partner {
			continue
		}
		if a.Last == 0 || max(a.Last, a.Tail) > on {
			return false
		}
		isKnown = true
	}
	return isKnown
}

// currencyOf is what a line is paid in: the agreement's choice, else the plan's.
// A referrer's own agreement speaks for its override lines.
func (p *Payroll) currencyOf(l *Line) quantity.Currency {
	for _, a := range p.Accounts {
		isIts := a.Agreement == l.Agreement || l.Partner != l.Beneficiary
		if a.Partner == l.Beneficiary && isIts && a.PayoutCurrency != "" {
			return a.PayoutCurrency
		}
	}
	return l.Terms.Payout.Currency
}
