package commission_test

import "testing"

// alone is a world of one partner under one plan, "ada" from 2025-11-30 on.
func alone(body string, sales ...*sale) *world {
	c := &contract{partner: "ada", name: "ada", program: "program/p", title: "ADA", first: dayOf("2025-11-30")}
	return &world{plans: map[string]string{"plan": plan("plan", body)}, planOf: map[*contract]string{c: "plan"}, contracts: []*contract{c}, sales: sales}
}

// won is a deal of ada's.
func won(id, at string, cents int64) *sale {
	return &sale{id: id, trigger: "closed-won", at: dayOf(at), partner: "ada", deal: id, customer: "X", currency: "USD", amount: cents, holds: map[string]bool{}}
}

// TestAVolumeCarriesOverAChange: what was entered under the old terms is entered.
func TestAVolumeCarriesOverAChange(t *testing.T) {
	for name, change := range map[string]string{
		"a flat amount": "{id: base, flat: 5 USD}",
		"a bound":       "{id: base, upTo: 20 USD}",
		"a rate":        "{id: top, rate: 50%}",
	} {
		t.Run(name, func(t *testing.T) {
			agrees(t, alone(`currency: USD
rules:
  - id: r
    trigger: closed-won
    bands: {method: graduated, measure: amount, per: partner, reset: quarterly, steps: [{id: base, upTo: 100 USD, rate: 10%}, {id: top, rate: 20%}]}
changes:
  - {id: c, effective: 2026-02-01, appliesTo: new-events, set: {rules: [{id: r, bands: {steps: [`+change+`]}}]}}`,
				won("A", "2026-01-05", 3000), won("B", "2026-02-01", 3000), won("C", "2026-02-02", 8000), won("D", "2026-04-01", 100)))
		})
	}
}

// TestACustomersTimeCarriesOverAChange: a rule that comes to measure something
// else does not begin anew with a customer, nor with its period.
func TestACustomersTimeCarriesOverAChange(t *testing.T) {
	for name, limit := range map[string]string{"payments": "recurring: {for: 2 payments}", "a cap": "cap: {perPeriod: 7 USD}"} {
		t.Run(name, func(t *testing.T) {
			agrees(t, alone(`currency: USD
rules:
  - id: r
    trigger: closed-won
    `+limit+`
    bands: {method: graduated, measure: amount, per: partner, reset: quarterly, steps: [{id: base, upTo: 100 USD, rate: 10%}, {id: top, rate: 20%}]}
payout: {cadence: quarterly}
changes:
  - {id: c, effective: 2026-02-01, appliesTo: new-events, set: {rules: [{id: r, bands: {measure: count, steps: [{id: base, upTo: 3}]}}]}}`,
				won("A", "2026-01-05", 3000), won("B", "2026-02-01", 3000), won("C", "2026-02-02", 8000)))
		})
	}
}

// TestRefundsThatCameFirstTakeInTheirOrder: of a deal and of its row alike.
func TestRefundsThatCameFirstTakeInTheirOrder(t *testing.T) {
	row := won("A", "2026-02-01", 5000)
	row.trigger, row.deal = "collected", "D"
	w := alone("currency: USD\nrules:\n  - {id: r, trigger: collected, rate: 50%}", row)
	w.takings = []*taking{{id: "R1", of: "D", at: dayOf("2026-01-31"), amount: 4000}, {id: "R2", of: "A", at: dayOf("2026-01-31"), amount: 4000}}
	agrees(t, w)
}
