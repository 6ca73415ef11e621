package commission

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// states gives "period event state amount" for each line of the statements of a
// desk, and the totals that are not zero.
func (d *desk) statements(in Payroll, extra ...*Line) (lines []string, totals []string) {
	d.t.Helper()
	in.Accounts, in.Rates, in.Fiscal = d.accounts, d.rates, d.fiscal
	got, missing := Statements(in, slices.Values(append(d.fold(), extra...)))
	d.missing = missing
	for _, s := range got {
		if s.Due != s.Payable+s.Released+s.Adjustments+s.CarriedIn || s.Due != s.Paid+s.CarriedOut {
			d.t.Errorf("%s does not add up: %+v", s.Period, s.Totals)
		}
		for _, l := range s.Lines {
			lines = append(lines, fmt.Sprintln(s.Period.From, l.Event, l.State, quantity.Money{Minor: l.Payout, Currency: s.Currency}))
		}
		totals = append(totals, fmt.Sprint(s.Partner, " ", s.Currency, " ", s.Period.From, " in ", s.CarriedIn, " due ", s.Due, " paid ", s.Paid, " out ", s.CarriedOut))
	}
	return lines, totals
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

const monthly = "\npayout: {cadence: monthly, minimum: 50 USD}"

// 15: what does not reach the minimum is carried, as is a debt.
func TestMinimumAndCarry(t *testing.T) {
	d := newDesk(t, rule("rate: 10%")+monthly, "ada").won("A", "2026-01-05", "499.90").won("B", "2026-02-05", "0.10").won("C", "2026-04-05", "2000").takes("R", "B", "2026-03-01", "0.10", "").takes("S", "C", "2026-05-01", "500", "")
	_, totals := d.statements(Payroll{AsOf: on("2026-06-30")})
	same(t, totals,
		"ada USD 2026-01-01 in 0 due 4999 paid 0 out 4999",
		"ada USD 2026-02-01 in 4999 due 5000 paid 5000 out 0",
		"ada USD 2026-03-01 in 0 due -1 paid 0 out -1",
		"ada USD 2026-04-01 in -1 due 19999 paid 19999 out 0",
		"ada USD 2026-05-01 in 0 due -5000 paid 0 out -5000",
		"ada USD 2026-06-01 in -5000 due -5000 paid 0 out -5000")
	d = newDesk(t, rule("rate: 10%")+monthly, "ada").won("A", "2026-01-05", "10")
	d.accounts[0].Last, d.accounts[0].Tail = on("2026-01-20"), on("2026-02-10")
	_, totals = d.statements(Payroll{AsOf: on("2026-03-31")})
	same(t, totals, "ada USD 2026-01-01 in 0 due 100 paid 0 out 100", "ada USD 2026-02-01 in 100 due 100 paid 100 out 0")
}

// 17: held until, released, taken back.
func TestStatesOfLines(t *testing.T) {
	d := newDesk(t, rule("rate: 10%, hold: 30 days")+monthly, "ada").won("A", "2026-01-01", "1000").won("B", "2026-01-02", "2000").won("C", "2026-02-10", "700").takes("R", "C", "2026-02-20", "700", "")
	lines, totals := d.statements(Payroll{AsOf: on("2026-02-28")})
	same(t, lines, // 30 days from 2026-01-01 end on 2026-01-31, the last of the month
		"2026-01-01 A payable 100.00 USD\n", "2026-01-01 B held 200.00 USD\n",
		"2026-02-01 C reversed 70.00 USD\n", "2026-02-01 R held -70.00 USD\n", "2026-02-01 B payable 200.00 USD\n")
	same(t, totals, "ada USD 2026-01-01 in 0 due 10000 paid 10000 out 0", "ada USD 2026-02-01 in 0 due 20000 paid 20000 out 0")
	lines, _ = d.statements(Payroll{AsOf: on("2026-01-30")})
	same(t, lines, "2026-01-01 A held 100.00 USD\n", "2026-01-01 B held 200.00 USD\n")
}

// 14: the day of the payout's exchange rate, which is rounded on its own.
func TestPayoutCurrency(t *testing.T) {
	for rateAt, want := range map[string][]string{
		"event":      {"1.01", "-0.51"}, // 1.00 × 1.006, the refund at its event's rate
		"invoice":    {"1.02", "-0.51"},
		"period-end": {"1.03", "-0.52"},
		"statement":  {"1.04", "-0.52"},
	} {
		d := newDesk(t, rule("rate: 10%")+"\npayout: {cadence: monthly, currency: EUR, rateAt: "+rateAt+"}", "ada")
		d.won("A", "2026-01-05", "10", func(e *Event) { e.Invoiced = on("2026-01-07") }).takes("R", "A", "2026-02-03", "5", "")
		d.rates = rates{"USD EUR 2026-01-05": {1006, 1000}, "USD EUR 2026-01-07": {1016, 1000}, "USD EUR 2026-01-31": {1030, 1000}, "USD EUR 2026-03-31": {1040, 1000}}
		lines, _ := d.statements(Payroll{AsOf: on("2026-03-31")})
		if want[1] == "-0.51" && rateAt == "event" {
			want[1] = "-0.50" // 0.503
		}
		same(t, lines, "2026-01-01 A payable "+want[0]+" EUR\n", "2026-02-01 R payable "+want[1]+" EUR\n")
	}
	d := newDesk(t, rule("rate: 10%")+"\npayout: {cadence: monthly}", "ada").won("A", "2026-01-05", "10")
	d.accounts[0].PayoutCurrency = "CHF"
	lines, _ := d.statements(Payroll{AsOf: on("2026-03-31")})
	if len(lines) > 0 || len(d.missing) != 1 || d.missing[0].To != "CHF" || d.missing[0].On != on("2026-01-31") {
		t.Errorf("%v without a rate; missing %+v", lines, d.missing)
	}
}

func TestAdjustmentsAreLinesOfTheirOwn(t *testing.T) {
	d := newDesk(t, rule("rate: 10%")+monthly, "ada", "bob").won("A", "2026-01-05", "1000")
	d.accounts[0].Referrer = "bob"
	adj := &spec.Adjustment{ID: spec.Val[spec.Slug]{V: "goodwill"}, Date: spec.Val[spec.Date]{V: on("2026-01-20")}, Amount: spec.Val[spec.Money]{V: spec.Money{Minor: -2500, Currency: "USD"}}}
	l := Adjust(d.accounts[0], d.accounts[0].TermsOf(nil), adj, 0)
	_, totals := d.statements(Payroll{AsOf: on("2026-01-31")}, l)
	same(t, totals, "ada USD 2026-01-01 in 0 due 7500 paid 7500 out 0")
	if l.ID() != "goodwill/adjustment" {
		t.Errorf("named %s", l.ID())
	}
}

// Currencies never net.
func TestCurrenciesStandApart(t *testing.T) {
	d := newDesk(t, rule("rate: 10%")+monthly, "ada").won("A", "2026-01-05", "1000").takes("R", "A", "2026-02-01", "1000", "")
	second := d.open("ada", mustCompile(t, "currency: EUR\nrules:\n  - {id: e, trigger: collected, rate: 10%}\npayout: {cadence: monthly}"))
	second.Agreement = "agreement/second"
	d.won("I", "2026-02-05", "1000", func(e *Event) { e.Trigger, e.Currency = Collected, "EUR" })
	_, totals := d.statements(Payroll{AsOf: on("2026-02-28")})
	same(t, totals, "ada EUR 2026-02-01 in 0 due 10000 paid 10000 out 0",
		"ada USD 2026-01-01 in 0 due 10000 paid 10000 out 0", "ada USD 2026-02-01 in 0 due -10000 paid 0 out -10000")
}

func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		cadence quantity.Cadence
		day     string
		fiscal  int
		want    string
	}{
		{quantity.Weekly, "2026-06-28", 1, "2026-06-22..2026-06-28"}, {quantity.Weekly, "2026-06-29", 1, "2026-06-29..2026-07-05"},
		{quantity.Monthly, "2026-02-28", 7, "2026-02-01..2026-02-28"}, {quantity.Quarterly, "2026-01-31", 2, "2025-11-01..2026-01-31"},
		{quantity.Quarterly, "2026-06-30", 0, "2026-04-01..2026-06-30"}, {quantity.Semiannual, "2026-06-30", 7, "2026-01-01..2026-06-30"},
		{quantity.Annual, "2026-06-30", 7, "2025-07-01..2026-06-30"}, {quantity.Annual, "2026-01-01", 1, "2026-01-01..2026-12-31"},
	} {
		if got := PeriodOf(c.cadence, on(c.day), time.Month(c.fiscal)); got.String() != c.want {
			t.Errorf("%s of %s from month %d: got %s, want %s", c.cadence, c.day, c.fiscal, got, c.want)
		}
	}
}
