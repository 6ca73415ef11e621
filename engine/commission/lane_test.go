package commission

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The short way and the long way, which a trace takes, give the same lines.
func TestTheShortWayGivesTheSame(t *testing.T) {
	plans := []*Terms{
		mustCompile(t, rule("rate: 15%")),
		mustCompile(t, resellerPlan),
		mustCompile(t, rule("hold: 1 month, bands: {method: graduated, fromInclusive: true, reset: monthly, steps: [{id: a, upTo: 100 USD, rate: 33.33333333%}, {id: b, upTo: 100.01 USD, rate: 0%}]}")),
		mustCompile(t, steps("graduated", "reset: contract-year, flatAtZero: true, "+threeSteps)),
		mustCompile(t, replace(resellerPlan, "rate: 12%", "rate: 12%, flat: 30 USD")),
		mustCompile(t, rule("rate: 10%, cap: {perPeriod: 100 USD}")),
		mustCompile(t, `rules: [{id: a, trigger: closed-won, where: "true", rate: 1%}, {id: b, trigger: closed-won, rate: 2%, stack: true}]`),
	}
	rapid.Check(t, func(rt *rapid.T) {
		d := newDesk(t, rule("rate: 10%"), "ada")
		terms := rapid.SampledFrom(plans).Draw(rt, "plan")
		other := rapid.SampledFrom(plans).Draw(rt, "later plan")
		d.accounts[0].TermsOf = func(e *Event) *Terms {
			if e.At > on("2026-02-01") {
				return other
			}
			return terms
		}
		d.rates = rates{}
		day := on("2025-12-01")
		for i := range rapid.IntRange(1, 30).Draw(rt, "events") {
			day = day.AddDays(rapid.IntRange(0, 20).Draw(rt, "days"))
			amount := rapid.OneOf(rapid.Int64Range(-1000, 20_000), rapid.Int64Range(0, 1e7), rapid.SampledFrom([]int64{0, 10_000, maxMinor, 1e18})).Draw(rt, "amount")
			e := &Event{ID: fmt.Sprint("D-", i), Trigger: ClosedWon, Partner: "ada", At: day, Currency: "USD", Amount: amount,
				Tests: []uint64{uint64(rapid.IntRange(0, 1).Draw(rt, "test"))}}
			if rapid.IntRange(0, 9).Draw(rt, "kind") == 0 {
				e.Whole, e.Customer = amount+1, "ADA"
			}
			d.events = append(d.events, e)
		}
		lines := func(isTraced bool) (out []string) {
			Fold(Input{Accounts: d.accounts, Rates: d.rates, Traced: isTraced}, slices.Values(d.events), func(l *Line) {
				if l.Reason == "ineligible" {
					return
				}
				l = l.Clone()
				l.Exact, l.Terms, l.Rule, l.Trace = nil, nil, nil, nil
				out = append(out, fmt.Sprintf("%+v", *l))
			})
			return out
		}
		if long, short := lines(true), lines(false); !slices.Equal(long, short) {
			rt.Errorf("the long way\n%v\nthe short way\n%v", long, short)
		}
	})
}
