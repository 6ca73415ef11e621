package ledger_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/quantity"
	"pgregory.net/rapid"
)

// rules are ways to pay, of which a plan draws some; each is for one trigger.
var rules = []string{
	`{id: pay, trigger: closed-won, rate: 7.35%, hold: 45 days}`,
	`{id: pay, trigger: closed-won, of: margin, rate: 12.5%, cap: {perEvent: 900 USD, perPeriod: 1500 USD}, floor: {perEvent: 3 USD}}`,
	`{id: pay, trigger: closed-won, of: quantity, perUnit: 1.37 USD}`,
	`{id: pay, trigger: closed-won, of: quantity, perUnit: 0.0816 USD}`,
	`{id: pay, trigger: closed-won, of: quantity, bands: {method: volume, measure: quantity, per: partner, reset: contract-year, steps: [{id: a, upTo: 20, perUnit: 0.005 USD}, {id: b, perUnit: 0.0008 USD}]}}`,
	`{id: pay, trigger: closed-won, of: each, flat: 25 USD}`,
	`{id: pay, trigger: closed-won, bands: {method: graduated, measure: amount, per: partner, reset: quarterly, steps: [{id: a, upTo: 5000 USD, rate: 3%}, {id: b, upTo: 20000 USD, rate: 4.5%, flat: 20 USD}, {id: c, rate: 6%}]}, cap: {perPeriod: 1200 USD}}`,
	`{id: pay, trigger: closed-won, of: net, bands: {method: volume, measure: count, per: partner, reset: never, steps: [{id: a, upTo: 2, rate: 3%, flat: 10 USD}, {id: b, upTo: 5, rate: 5%, flat: 30 USD}, {id: c, rate: 8%}]}}`,
	`{id: pay, trigger: closed-won, of: quantity, bands: {method: volume, measure: quantity, per: partner, reset: contract-year, steps: [{id: a, upTo: 20, perUnit: 2 USD}, {id: b, perUnit: 1.5 USD}]}}`,
	`{id: pay, trigger: closed-won, recurring: {for: 12 months, stages: [{for: 3 months, rate: 20%}, {rate: 10%}]}, clawback: {on: [churn], schedule: [{within: 60 days, share: 100%}, {within: 120 days, share: 50%}]}}`,
	`{id: pay, trigger: closed-won, reopen: open-period, bands: {method: graduated, measure: amount, per: partner, reset: quarterly, steps: [{id: a, upTo: 8000 USD, rate: 2%}, {id: b, rate: 9%}]}}`,
	`{id: pay, trigger: closed-won, rate: 9%, override: {of: commission, rate: 10%}}`,
}

// drawn opens books with a plan and rows that are drawn.
func drawn(t *rapid.T, tb testing.TB) *books {
	plan := "rules:\n  - " + rapid.SampledFrom(rules).Draw(t, "rule")
	if rapid.IntRange(0, 3).Draw(t, "rounding") == 0 {
		plan += "\nrounding: {scope: statement, mode: half-even}"
	}
	if rapid.IntRange(0, 3).Draw(t, "sharing") == 0 {
		plan += "\nattribution: {method: " + rapid.SampledFrom([]string{"linear", "position", "last"}).Draw(t, "method") + "}"
	}
	payout := "\npayout: {cadence: quarterly"
	if rapid.Bool().Draw(t, "minimum") {
		payout += ", minimum: 60 USD"
	}
	if rapid.IntRange(0, 2).Draw(t, "exchange") == 0 {
		payout += ", currency: EUR, rateAt: " + rapid.SampledFrom([]string{"event", "period-end", "statement"}).Draw(t, "rateAt")
	}
	b := open(tb, plan+payout+"}")
	b.accounts[0].Referrer = "fabrikam"
	others := []*commission.Account{{Partner: "contoso", Agreement: "agreement/contoso", Program: "program/resellers", First: on(tb, "2025-07-01"), Referrer: "northwind"}}
	others[0].TermsOf = func(e *commission.Event) *commission.Terms { return b.accounts[0].TermsOf(e) }
	b.accounts = append(b.accounts, others...)
	for _, pair := range [][2]quantity.Currency{{"USD", "EUR"}, {"EUR", "USD"}, {"CHF", "USD"}} {
		b.rates[pair] = big.NewRat(rapid.Int64Range(800_000, 1_200_000).Draw(t, "rate"), 1_000_000)
	}
	for i := range rapid.IntRange(1, 12).Draw(t, "deals") {
		b.row(t, fmt.Sprintf("D-%d", i))
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "reversals") {
		e := rapid.SampledFrom(b.events).Draw(t, "of")
		b.reversals = append(b.reversals, commission.Reversal{ID: fmt.Sprintf("R-%d", i), Of: e.ID, At: e.At.AddDays(rapid.IntRange(0, 150).Draw(t, "later")),
			Amount: rapid.Int64Range(1, max(1, e.Amount)).Draw(t, "back"), Currency: e.Currency, Place: fmt.Sprintf("refunds.csv:%d", i),
			Reason: rapid.SampledFrom([]commission.Reason{"refund", "churn"}).Draw(t, "reason")})
	}
	return b
}

// row draws a won deal.
func (b *books) row(t *rapid.T, id string) {
	at := on(b.t, "2026-01-01").AddDays(rapid.IntRange(0, 180).Draw(t, "day"))
	amount := rapid.Int64Range(0, 900_000).Draw(t, "amount")
	e := &commission.Event{ID: id, Trigger: commission.ClosedWon, At: at, Closed: at, Created: at, Partner: rapid.SampledFrom([]string{"northwind", "northwind", "contoso"}).Draw(t, "partner"),
		Deal: id, Currency: rapid.SampledFrom([]quantity.Currency{"USD", "USD", "CHF"}).Draw(t, "currency"), Amount: amount, Tax: amount / 7, Cost: amount / 3,
		Quantity: rapid.Int64Range(0, 3_000_000_000).Draw(t, "quantity"), Customer: rapid.SampledFrom([]string{"", "Tailspin", "2026", "a: b, {c}", "\"q\"\n"}).Draw(t, "customer"),
		IsSourced: true, Place: "deals.csv:" + id}
	for i := range rapid.IntRange(0, 3).Draw(t, "touches") {
		e.Touches = append(e.Touches, commission.Touch{ID: fmt.Sprint(i), Partner: rapid.SampledFrom([]string{"northwind", "contoso"}).Draw(t, "by"), At: at.AddDays(i - 9)})
	}
	b.events = append(b.events, e)
}

func TestWhatIsLockedIsProvenAndReconciled(t *testing.T) {
	lines, kinds, given := 0, map[string]int{}, map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		b := drawn(r, t)
		if !b.pays(r, "2026-04-01") {
			return
		}
		first := b.lock("2026-04-01")
		b.holds(r, first.Path, first.Text)
		for i := range rapid.IntRange(0, 3).Draw(r, "late") {
			b.row(r, fmt.Sprintf("L-%d", i))
		}
		if rapid.Bool().Draw(r, "changed") {
			e := b.event(rapid.SampledFrom(b.events).Draw(r, "which").ID)
			e.Amount = rapid.Int64Range(0, 900_000).Draw(r, "to")
		}
		if !b.pays(r, "2026-07-01") {
			return
		}
		second := b.lock("2026-07-01")
		b.holds(r, second.Path, second.Text)
		if again := b.corrected("2026-07-01"); len(again) > 0 && len(b.locked) == 2 {
			r.Fatalf("%s\nstill to be corrected: %v", second.Text, again)
		}
		for _, s := range b.locked {
			for _, l := range s.Lines {
				lines++
				kinds[string(l.Kind.V)]++
				if l.Context != nil && l.Context.Given != nil {
					given[string(l.Kind.V)]++
				}
			}
		}
	})
	t.Logf("lines: %v, given: %v", kinds, given)
	if n := given["earned"] + given["true-up"]; n*10 > lines {
		t.Errorf("%d of %d lines could not be computed from what is kept of them", n, lines)
	}
}

// pays reports whether there is a statement to lock on a day.
func (b *books) pays(t *rapid.T, day string) bool {
	b.asOf = on(b.t, day)
	for _, d := range ledger.Draft(b.now()) {
		if !b.isLocked(d.Statement.Period) && d.Statement.Period.To < b.asOf {
			return true
		}
	}
	return false
}

func (b *books) holds(t *rapid.T, path string, text []byte) {
	if found := b.verify(path, text); len(found) > 0 {
		t.Fatalf("%s\n%s", text, spelled(found))
	}
}
