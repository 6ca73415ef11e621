package render

import (
	"fmt"
	"io"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// PayoutPeriodsView lists the periods that somebody is paid for.
type PayoutPeriodsView struct {
	AsOf    quantity.Date
	Digest  string
	Periods []PayoutsView // oldest first
}

// PayoutPeriods prints the periods, a line for each currency, and how to see one.
func PayoutPeriods(w io.Writer, v PayoutPeriodsView, o Options) error {
	p := newPage(o)
	p.line("%s", p.palette.paint(strong, fmt.Sprintf("Payouts · as of %s", v.AsOf)))
	if len(v.Periods) == 0 {
		p.line("Nothing was earned so far.")
		return p.writeTo(w)
	}
	t := table{columns: []column{{"PERIOD", false, 0}, {"PARTNERS", true, 0}, {"EARNED", true, 0}, {"HELD", true, 0}, {"PAID", true, 0}, {"CARRIED", true, 0}, {"", false, 0}, {"", false, 0}}}
	for _, period := range v.Periods {
		state := ""
		if period.Days.To > v.AsOf {
			state = "not over yet"
		}
		for _, s := range totalsByCurrency(period.Rows) {
			t.add(period.Period, number(s.statements), minorWords(s.Earned, s.currency), minorWords(s.Held, s.currency), minorWords(s.Paid, s.currency),
				minorWords(s.CarriedOut, s.currency), string(s.currency), state)
		}
	}
	t.print(p, 0)
	p.section()
	p.line("See one: entente payouts %s", v.Periods[len(v.Periods)-1].Period)
	return p.trimmed().writeTo(w)
}

type payoutPeriodsDocument struct {
	FormatVersion string                 `json:"formatVersion"`
	AsOf          string                 `json:"asOf"`
	FactsDigest   string                 `json:"factsDigest"`
	Periods       []payoutPeriodDocument `json:"periods"`
}

type payoutPeriodDocument struct {
	Period string        `json:"period"`
	From   string        `json:"from"`
	To     string        `json:"to"`
	Open   bool          `json:"open"`
	Totals []payoutTotal `json:"totals"`
}

// PayoutPeriodsJSON prints what `payouts --format json` gives.
func PayoutPeriodsJSON(w io.Writer, v PayoutPeriodsView) error {
	doc := payoutPeriodsDocument{FormatVersion: plan.FormatVersion, AsOf: v.AsOf.String(), FactsDigest: v.Digest, Periods: []payoutPeriodDocument{}}
	for _, p := range v.Periods {
		period := payoutPeriodDocument{Period: p.Period, From: p.Days.From.String(), To: p.Days.To.String(), Open: p.Days.To > v.AsOf, Totals: []payoutTotal{}}
		for _, t := range totalsByCurrency(p.Rows) {
			period.Totals = append(period.Totals, payoutTotal{t.currency, t.partners, totalsDocumentOf(t.Totals, t.currency)})
		}
		doc.Periods = append(doc.Periods, period)
	}
	return writeJSON(w, doc)
}
