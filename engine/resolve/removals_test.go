package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/resolve"
)

// What an agreement does not take over, and what an amendment takes away, comes
// back when a later one states it again.
func TestWhatIsTakenAway(t *testing.T) {
	b := book(t, program+doc("Agreement", "a", `partner: northwind
program: full
status: signed
term: {effective: 2026-01-01}
terms:
  responsibilities: [{id: train, remove: true}, {id: pack, activity: own, owner: partner}]
  disputeResolution: [{step: mediation, within: 30 days}, {step: court}]
amendments:
  - {id: less, effective: 2026-02-01, set: {terms: {responsibilities: [{id: pack, remove: true}, {id: sell, remove: true}], disputeResolution: [{step: executives, remove: true}]}}}
  - {id: more, effective: 2026-03-01, set: {terms: {responsibilities: [{id: train, owner: partner}, {id: pack, activity: again, owner: vendor}]}}}`))
	var got []string
	for _, in := range b.Terms(b.Docs.Get("agreement/a")) {
		var items []string
		for _, r := range in.Terms.Responsibilities {
			items = append(items, fmt.Sprintf("%s: %s by %s", r.ID.V, r.Activity.V, r.Owner.Name))
		}
		for _, s := range in.Terms.DisputeResolution {
			items = append(items, string(s.Step.V))
		}
		got = append(got, strings.Join(items, ", "))
	}
	want := []string{
		"sell: standard by partner, pack: own by partner, executives, mediation, court",
		"mediation, court",
		"train: standard by partner, pack: again by vendor, mediation, court",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNothingToTakeAway(t *testing.T) {
	signed := func(more string) string {
		return program + doc("Agreement", "a", "partner: northwind\nprogram: full\nstatus: signed\nterm: {effective: 2026-01-01}\n"+more)
	}
	plan := func(changes string) string {
		return "---\n" + doc("CommissionPlan", "p", "currency: USD\nrules: [{id: first, trigger: closed-won, rate: 10%}, {id: second, trigger: closed-won, rate: 10%}]\nchanges: ["+changes+"]")
	}
	for name, c := range map[string]struct{ text, detail, fix string }{
		"of a program": {signed("terms: {responsibilities: [{id: «trai», remove: true}]}"),
			"There is no `trai` under responsibilities to take away. Did you mean `train`?", "write `train`"},
		"of nothing": {signed("terms: {exit: {tail: {reasons: [{reason: «breach», remove: true}]}}}"),
			"There is no `breach` under exit/tail/reasons to take away.", "take the item out: there is nothing under exit/tail/reasons"},
		"by an amendment": {signed("amendments: [{id: x, effective: 2026-02-01, set: {terms: {disputeResolution: [{step: «arbitration», remove: true}]}}}]"),
			"There is no `arbitration` under disputeResolution to take away.", "take the item out, or name one of executives, court"},
		"twice": {signed("terms: {responsibilities: [{id: train, remove: true}]}\namendments: [{id: x, effective: 2026-02-01, set: {terms: {responsibilities: [{id: «train», remove: true}]}}}]"),
			"There is no `train` under responsibilities to take away.", "take the item out, or name one of sell"},
		"of a plan": {plan("{id: x, effective: 2026-02-01, set: {rules: [{id: «third», remove: true}]}}"),
			"There is no `third` under rules to take away.", "take the item out, or name one of first, second"},
		"before it comes": {plan("{id: late, effective: 2026-03-01, set: {rules: [{id: third, trigger: invoiced, rate: 5%}]}}, {id: early, effective: 2026-02-01, set: {rules: [{id: «third», remove: true}]}}"),
			"There is no `third` under rules to take away.", "take the item out, or name one of first, second"},
		"once it has come": {plan("{id: early, effective: 2026-02-01, set: {rules: [{id: third, trigger: invoiced, rate: 5%}]}}, {id: late, effective: 2026-03-01, set: {rules: [{id: third, remove: true}]}}"), "", ""},
		"a step of bands that are not there": {plan("{id: x, effective: 2026-02-01, set: {rules: [{id: first, bands: {method: volume, steps: [{id: «low», remove: true}, {id: all, rate: 5%}]}}]}}"),
			"There is no `low` under rules/first/bands/steps to take away.", "take the item out: there is nothing under rules/first/bands/steps"},
	} {
		t.Run(name, func(t *testing.T) {
			findings, _, start, end := resolved(t, c.text)
			if c.detail == "" && len(findings) == 0 {
				return
			}
			if len(findings) != 1 {
				t.Fatal(list(findings))
			}
			f := findings[0]
			if f.Code != resolve.CodeUnknownReference || f.Detail != c.detail || f.Fix != c.fix || int(f.At.Start) != start || int(f.At.End) != end {
				t.Errorf("%s at %d..%d: %s\nfix: %s\nwant %s\nfix: %s at %d..%d", f.Code, f.At.Start, f.At.End, f.Detail, f.Fix, c.detail, c.fix, start, end)
			}
		})
	}
}
