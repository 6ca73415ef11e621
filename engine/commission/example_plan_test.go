package commission

import (
	"slices"
	"testing"

	"github.com/partnership-as-code/entente/engine/quantity"
)

const resellerPlan = `rules:
  - id: new-business
    trigger: closed-won
    of: amount
    bands:
      method: graduated
      measure: amount
      per: partner
      reset: quarterly
      steps:
        - {id: base, upTo: 50000 USD, rate: 10%}
        - {id: mid, upTo: 150000 USD, rate: 12%}
        - {id: top, rate: 15%}
    hold: 30 days
payout: {cadence: quarterly, minimum: 50 USD}`

const referralPlan = `rules:
  - {id: introduced, trigger: closed-won, credit: sourced, of: amount, rate: 15%, cap: {perEvent: 1300 USD}}
payout: {cadence: quarterly, minimum: 50 USD}`

// northwind is the reseller of the example contract.
func northwind(t *testing.T) *desk {
	d := newDesk(t, resellerPlan, "ada")
	d.won("D-090", "2025-11-05", "55555.55").won("D-101", "2026-02-10", "30000").won("D-102", "2026-03-11", "40000")
	d.won("D-104", "2026-04-03", "30000").won("D-105", "2026-06-19", "31500")
	return d.takes("R-1", "D-102", "2026-05-02", "12000", "")
}

func TestTheExampleContract(t *testing.T) {
	northwind(t).pays(
		"D-090 earned ada 5666.67",
		"D-101 earned ada 3000.00",
		"D-102 earned ada 4400.00",
		"D-104 earned ada 3000.00",
		"R-1 refund of D-102 ada -1320.00",
		"D-105 earned ada 3380.00",
	)
	sourced := func(e *Event) { e.IsSourced = true }
	d := newDesk(t, referralPlan, "ada").won("D-201", "2026-01-15", "8000", sourced).won("D-202", "2026-05-20", "9999.99", sourced).won("D-204", "2026-05-21", "4000")
	d.pays("D-201 earned ada 1200.00", "D-202 earned ada 1300.00", "D-204 earned ada void: ineligible")
	if l := d.lines[1]; l.Exact.FloatString(2) != "149999.85" || l.CutEvent != 20000 {
		t.Errorf("D-202 came to %s before its cap, %d was cut; want 149999.85 and 20000", l.Exact.FloatString(2), l.CutEvent)
	}
}

func TestTheExampleStatements(t *testing.T) {
	d := northwind(t)
	lines := d.fold()
	got, missing := Statements(Payroll{Accounts: d.accounts, AsOf: on("2026-06-30")}, slices.Values(lines))
	if len(missing) > 0 || len(got) != 3 {
		t.Fatalf("%d statements, %v missing; want 3", len(got), missing)
	}
	want := []Totals{
		{Earned: 566667, Payable: 566667, Due: 566667, Paid: 566667},
		{Earned: 740000, Held: 440000, Payable: 300000, Due: 300000, Paid: 300000},
		{Earned: 506000, Held: 338000, Payable: 168000, Released: 440000, Due: 608000, Paid: 608000},
	}
	for i, s := range got {
		if s.Totals != want[i] {
			t.Errorf("%s: got %+v, want %+v", s.Period, s.Totals, want[i])
		}
	}
	held := got[2].Lines[2]
	if held.Event != "D-105" || held.State != Held || held.Until != on("2026-07-19") {
		t.Errorf("%s is %s until %s; want D-105 held until 2026-07-19", held.Event, held.State, held.Until)
	}
}

// The change of the example: the band mid from 12% to 10%.
func TestTheExampleChange(t *testing.T) {
	for rate, want := range map[string]int64{"12%": 1812667, "11.5%": 1797139, "10%": 1750556} {
		d := northwind(t)
		terms := mustCompile(t, replace(resellerPlan, "rate: 12%", "rate: "+rate))
		d.accounts[0].TermsOf = func(*Event) *Terms { return terms }
		var sum int64
		for _, l := range d.fold() {
			sum += l.Earned
		}
		if sum != want {
			t.Errorf("mid at %s: earned %s, want %s", rate, quantity.Money{Minor: sum, Currency: "USD"}, quantity.Money{Minor: want, Currency: "USD"})
		}
	}
}
