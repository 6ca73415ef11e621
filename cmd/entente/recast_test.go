package main

import (
	"strings"
	"testing"
)

// An undated change of how commission is paid out moves nobody's commission, and
// makes other statements of what is over.
func TestUndatedChangesOfPayoutsTellWhatBecomesOfStatements(t *testing.T) {
	const rules = "rules: [{id: r, trigger: closed-won, rate: 10%}]\n"
	for payout, want := range map[string]string{
		"{cadence: quarterly, currency: EUR}":      "Statements of closed periods would be in EUR instead of USD, as the change has no effective date.",
		"{cadence: quarterly, minimum: 2000 USD}":  "Statements of closed periods would pay out from 2,000.00 USD on, as the change has no effective date.",
		"{cadence: quarterly, rateAt: period-end}": "Statements of closed periods would be exchanged at the rate of the period end, as the change has no effective date.",
		"{cadence: monthly}":                       "Statements of closed periods would be monthly instead of quarterly, as the change has no effective date.",
	} {
		r := payRepo{plan: "currency: USD\npayout: {cadence: quarterly}\n" + rules, facts: deals("D-1 1000 2026-01-02 2026-01-10", "D-2 500 2026-05-02 2026-05-10")}
		_, says := r.worst(t, "currency: USD\npayout: "+payout+"\n"+rules)
		if !strings.Contains(says, want) {
			t.Errorf("%s: %q is not in %s", payout, want, says)
		}
		if impact, time, _ := strings.Cut(says, " Time "); !strings.Contains(impact, "No effective date: statements") || !strings.Contains(time, "no effective date: statements") || !strings.Contains(time, ": 2026-Q1 of ") {
			t.Errorf("%s: impact and time do not tell: %s", payout, says)
		}
	}
	r := payRepo{plan: simple + rules, facts: deals("D-1 1000 2026-01-02 2026-01-10")}
	if _, says := r.worst(t, simple+rules+"changes: [{id: c, effective: 2026-07-15, appliesTo: new-events, reason: x, set: {payout: {currency: EUR}}}]\n"); strings.Contains(says, "tatements of closed periods") {
		t.Errorf("a dated change: %s", says)
	}
}
