package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// planOf gives a plan with the changes given.
func planOf(t testing.TB, more string) *spec.Document {
	t.Helper()
	b := book(t, "---\n"+doc("CommissionPlan", "p", more))
	return b.Docs.Get("commissionplan/p")
}

// spelled writes a version as its days, its changes and its rules.
func spelled(v resolve.PlanVersion) string {
	days := func(d resolve.Days) string { return strings.TrimSuffix(d.From.String()+".."+d.To.String(), "..") }
	var by, rules []string
	for _, c := range v.By {
		by = append(by, c.ID)
	}
	for _, r := range v.Plan.Rules {
		text := string(r.ID.V)
		spec.Walk(&r, func(n spec.Node) {
			if n.Scalar != nil && n.Path != "id" && n.Path != "trigger" && !n.Field.Key {
				text += " " + n.Path + "=" + n.Text
			}
		})
		rules = append(rules, text)
	}
	return fmt.Sprintf("deals %s events %s [%s] %s", days(v.Deals), days(v.Events), strings.Join(by, " "), strings.Join(rules, "; "))
}

func TestPlanVersions(t *testing.T) {
	const rule = "currency: USD\nrules: [{id: a, trigger: closed-won, rate: 10%}]\n"
	for name, c := range map[string]struct {
		plan string
		want []string
	}{
		"without changes": {rule, []string{"deals  events  [] a rate=10%"}},
		"from its first day": {rule + "effective: 2026-01-01",
			[]string{"deals  events 2026-01-01 [] a rate=10%"}},
		"new deals": {rule + "effective: 2026-01-01\nchanges: [{id: y, effective: 2026-05-01, set: {rules: [{id: a, hold: 30 days}]}}, {id: x, effective: 2026-03-01, set: {rules: [{id: a, rate: 12%}]}}]",
			[]string{"deals ..2026-03-01 events 2026-01-01 [] a rate=10%", "deals 2026-03-01..2026-05-01 events 2026-01-01 [x] a rate=12%", "deals 2026-05-01 events 2026-01-01 [x y] a rate=12% hold=30 days"}},
		"new events": {rule + "effective: 2026-01-01\nchanges: [{id: x, effective: 2026-03-01, appliesTo: new-events, set: {rules: [{id: a, rate: 12%}]}}]",
			[]string{"deals  events 2026-01-01..2026-03-01 [] a rate=10%", "deals  events 2026-03-01 [x] a rate=12%"}},
		"both, each by its own day": {rule + "changes: [{id: x, effective: 2026-03-01, set: {rules: [{id: a, rate: 12%}]}}, {id: y, effective: 2026-05-01, appliesTo: new-events, set: {rules: [{id: a, hold: 30 days}]}}]",
			[]string{"deals ..2026-03-01 events ..2026-05-01 [] a rate=10%", "deals ..2026-03-01 events 2026-05-01 [y] a rate=10% hold=30 days",
				"deals 2026-03-01 events ..2026-05-01 [x] a rate=12%", "deals 2026-03-01 events 2026-05-01 [x y] a rate=12% hold=30 days"}},
		"two on one day": {rule + "changes: [{id: x, effective: 2026-03-01, set: {rules: [{id: a, rate: 12%}]}}, {id: y, effective: 2026-03-01, set: {rules: [{id: a, hold: 30 days}]}}]",
			[]string{"deals ..2026-03-01 events  [] a rate=10%", "deals 2026-03-01 events  [x y] a rate=12% hold=30 days"}},
		"changed before its first day": {rule + "effective: 2026-01-01\nchanges: [{id: x, effective: 2025-12-01, appliesTo: new-events, set: {rules: [{id: a, rate: 12%}]}}, {id: y, effective: 2026-01-01, appliesTo: new-events, set: {rules: [{id: a, hold: 30 days}]}}]",
			[]string{"deals  events 2026-01-01 [x y] a rate=12% hold=30 days"}},

		"an item that old deals do not have": {rule + "changes: [{id: x, effective: 2026-03-01, set: {rules: [{id: b, trigger: invoiced, rate: 5%}]}}, {id: y, effective: 2026-05-01, appliesTo: new-events, set: {rules: [{id: b, rate: 6%}, {id: a, hold: 30 days}]}}]",
			[]string{"deals ..2026-03-01 events ..2026-05-01 [] a rate=10%", "deals ..2026-03-01 events 2026-05-01 [y] a rate=10% hold=30 days",
				"deals 2026-03-01 events ..2026-05-01 [x] a rate=10%; b rate=5%", "deals 2026-03-01 events 2026-05-01 [x y] a rate=10% hold=30 days; b rate=6%"}},
		"bands that old deals do not have": {rule + "changes: [{id: x, effective: 2026-03-01, set: {rules: [{id: a, bands: {method: volume, reset: monthly, steps: [{id: all, rate: 5%}]}}]}}, {id: y, effective: 2026-05-01, appliesTo: new-events, set: {rules: [{id: a, bands: {steps: [{id: all, rate: 6%}]}}]}}]",
			[]string{"deals ..2026-03-01 events ..2026-05-01 [] a rate=10%", "deals ..2026-03-01 events 2026-05-01 [y] a rate=10%",
				"deals 2026-03-01 events ..2026-05-01 [x] a bands/method=volume bands/reset=monthly bands/steps/all/rate=5%", "deals 2026-03-01 events 2026-05-01 [x y] a bands/method=volume bands/reset=monthly bands/steps/all/rate=6%"}},
		"a rate where old deals have bands": {"currency: USD\nrules: [{id: a, trigger: closed-won, bands: {method: volume, reset: monthly, steps: [{id: all, rate: 5%}]}}]\n" +
			"changes: [{id: x, effective: 2026-03-01, set: {rules: [{id: a, rate: 7%}]}}, {id: y, effective: 2026-05-01, appliesTo: new-events, set: {rules: [{id: a, rate: 8%, hold: 30 days}]}}]",
			[]string{"deals ..2026-03-01 events ..2026-05-01 [] a bands/method=volume bands/reset=monthly bands/steps/all/rate=5%", "deals ..2026-03-01 events 2026-05-01 [y] a bands/method=volume bands/reset=monthly bands/steps/all/rate=5% hold=30 days",
				"deals 2026-03-01 events ..2026-05-01 [x] a rate=7%", "deals 2026-03-01 events 2026-05-01 [x y] a rate=8% hold=30 days"}},
		"a cap of its own": {rule + "changes: [{id: x, effective: 2026-03-01, set: {rules: [{id: a, cap: {perEvent: 5 USD}}]}}, {id: y, effective: 2026-05-01, appliesTo: new-events, set: {rules: [{id: a, cap: {perPeriod: 9 USD}}]}}]",
			[]string{"deals ..2026-03-01 events ..2026-05-01 [] a rate=10%", "deals ..2026-03-01 events 2026-05-01 [y] a rate=10% cap/perPeriod=9.00 USD",
				"deals 2026-03-01 events ..2026-05-01 [x] a rate=10% cap/perEvent=5.00 USD", "deals 2026-03-01 events 2026-05-01 [x y] a rate=10% cap/perEvent=5.00 USD cap/perPeriod=9.00 USD"}},
		"what only new deals lose": {rule + "changes: [{id: x, effective: 2026-03-01, set: {rules: [{id: a, remove: true}, {id: b, trigger: invoiced, rate: 5%}]}}, {id: y, effective: 2026-05-01, appliesTo: new-events, set: {rules: [{id: b, remove: true}, {id: c, trigger: invoiced, rate: 1%}]}}]",
			[]string{"deals ..2026-03-01 events ..2026-05-01 [] a rate=10%", "deals ..2026-03-01 events 2026-05-01 [y] a rate=10%; c rate=1%",
				"deals 2026-03-01 events ..2026-05-01 [x] b rate=5%", "deals 2026-03-01 events 2026-05-01 [x y] c rate=1%"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, v := range resolve.PlanVersions(planOf(t, c.plan)) {
				got = append(got, spelled(v))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPlanVersionAt(t *testing.T) {
	versions := resolve.PlanVersions(planOf(t, `currency: USD
effective: 2026-01-01
rules: [{id: a, trigger: closed-won, rate: 10%}]
changes:
  - {id: x, effective: 2026-03-01, set: {rules: [{id: a, rate: 12%}]}}
  - {id: y, effective: 2026-05-01, appliesTo: new-events, set: {rules: [{id: a, hold: 30 days}]}}`))
	for _, c := range []struct{ began, earned, want string }{
		{"2025-06-01", "2025-12-31", "none"},
		{"2025-06-01", "2026-01-01", ""},
		{"2026-02-28", "2026-04-30", ""},
		{"2026-02-28", "2026-05-01", "y"},
		{"2026-03-01", "2026-04-30", "x"},
		{"2026-03-01", "2026-05-01", "x y"},
		{"2099-01-01", "2099-01-01", "x y"},
	} {
		got := "none"
		if v := resolve.PlanVersionAt(versions, day(t, c.began), day(t, c.earned)); v != nil {
			var by []string
			for _, change := range v.By {
				by = append(by, change.ID)
			}
			got = strings.Join(by, " ")
		}
		if got != c.want {
			t.Errorf("a deal of %s that earns on %s: %q, want %q", c.began, c.earned, got, c.want)
		}
	}
}

func TestPlanVersionsOfWhatIsNoPlan(t *testing.T) {
	b := book(t)
	if got := resolve.PlanVersions(b.Docs.Get("partner/northwind")); got != nil {
		t.Errorf("%d versions of a partner", len(got))
	}
}

// Whatever the changes, an event on or after the first day has exactly one version,
// which holds the changes whose day has come.
func TestEveryEventHasOnePlanVersion(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		date := func(what string) string {
			return fmt.Sprintf("2026-%02d-15", rapid.IntRange(1, 12).Draw(rt, what))
		}
		text := "currency: USD\neffective: " + date("effective") + "\nrules: []\nchanges:"
		n := rapid.IntRange(0, 6).Draw(rt, "changes")
		for i := range n {
			sort := rapid.SampledFrom([]string{"new-deals", "new-events"}).Draw(rt, "sort")
			text += fmt.Sprintf("\n  - {id: c%d, effective: %s, appliesTo: %s, set: {rules: [{id: r%d, trigger: closed-won, rate: 1%%}]}}", i, date("day"), sort, i)
		}
		if n == 0 {
			text = strings.TrimSuffix(text, "\nchanges:")
		}
		doc := planOf(t, text)
		plan := doc.Spec.(*spec.CommissionPlan)
		versions := resolve.PlanVersions(doc)
		began, earned := day(t, date("began")), day(t, date("earned"))
		hits := 0
		for _, v := range versions {
			if v.Deals.Has(began) && v.Events.Has(earned) {
				hits++
			}
		}
		v := resolve.PlanVersionAt(versions, began, earned)
		if earned < plan.Effective.V {
			if hits != 0 || v != nil {
				rt.Fatalf("%d versions before the first day", hits)
			}
			return
		}
		want := map[string]bool{}
		for _, c := range spec.Changes(plan) {
			if c.AppliesTo == "new-deals" && c.Effective.V <= began || c.AppliesTo == "new-events" && c.Effective.V <= earned {
				want["r"+c.ID[1:]] = true
			}
		}
		got := map[string]bool{}
		if v != nil {
			for _, r := range v.Plan.Rules {
				got[string(r.ID.V)] = true
			}
		}
		if diff := cmp.Diff(want, got); hits != 1 || diff != "" {
			rt.Fatalf("%d versions, rules %s", hits, diff)
		}
	})
}
