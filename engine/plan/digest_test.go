package plan_test

import (
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/plan"
)

// TestTermsDigest approves a change and pushes once more: what an approval is
// about must void it, what is cosmetic must not.
func TestTermsDigest(t *testing.T) {
	goal := document("Goal", "g", "spec:\n  partner: northwind\n  period: 2026\n  kpis: [{kpi: won-revenue, target: 300 USD}]\n")
	base := business.with("plan.yaml", reseller).with("program.yaml", standard)
	approved := base.
		edited(t, "kpis.yaml", `stage == "won"`, `stage == "won" && product == "a"`).
		with("plan.yaml", reseller+lowerMid).
		with("goal.yaml", goal).
		edited(t, "program.yaml", "unlimited: [fraud]", "unlimited: [fraud], cap: 100 USD").
		edited(t, "program.yaml", "cap: fees of 12 months, ", "").
		edited(t, "program.yaml", "    exit:", "    responsibilities: [{id: sell, activity: Sell, owner: partner}, {id: help, activity: Help}]\n    disputeResolution: [{step: talk}, {step: court}]\n    exit:")
	want := compared(t, base, approved).TermsDigest
	for name, head := range map[string]repo{
		"a comment":                approved.edited(t, "plan.yaml", "  rules:", "  # as agreed\n  rules:"),
		"lines that move":          approved.with("goal.yaml", "\n\n\n"+goal),
		"a document in a new file": approved.without("goal.yaml").with("goals/2026.yaml", goal),
		"a spelling of an amount":  approved.edited(t, "goal.yaml", "300 USD", "300.00 USD"),
		"quotes":                   approved.edited(t, "goal.yaml", "300 USD", `"300 USD"`),
		"a title of what changes":  approved.edited(t, "goal.yaml", "{name: g}", "{name: g, title: Grow}"),
		"a title of who is hit":    approved.edited(t, "partners.yaml", "title: Northwind", "title: North Wind"),
		"the words of a reason":    approved.edited(t, "plan.yaml", "reason: Margin on mid-size deals", "reason: Thin margin"),
		"no reason any more":       approved.edited(t, "plan.yaml", "      reason: Margin on mid-size deals\n", ""),
		"keyed items turned round": approved.edited(t, "program.yaml", "[{id: sell, activity: Sell, owner: partner}, {id: help, activity: Help}]", "[{id: help, activity: Help}, {id: sell, activity: Sell, owner: partner}]"),
		"a default written out":    approved.edited(t, "plan.yaml", "      set:", "      appliesTo: new-deals\n      set:"),
	} {
		t.Run(name+" keeps the approval", func(t *testing.T) {
			if got := compared(t, base, head).TermsDigest; got != want {
				t.Errorf("the digest changes")
			}
		})
	}
	for name, head := range map[string]repo{
		"one cent of a new document":   approved.edited(t, "goal.yaml", "300 USD", "300.01 USD"),
		"one cent of a changed value":  approved.edited(t, "program.yaml", "cap: 100 USD", "cap: 100.01 USD"),
		"a day of a dated change":      approved.edited(t, "plan.yaml", "2026-07-15", "2026-07-16"),
		"what a dated change sets":     approved.edited(t, "plan.yaml", "{id: mid, rate: 10%}", "{id: mid, rate: 10.01%}"),
		"whom it applies to":           approved.edited(t, "plan.yaml", "      set:", "      appliesTo: new-events\n      set:"),
		"a field of a new item":        approved.edited(t, "program.yaml", "activity: Help}", "activity: Help, owner: vendor}"),
		"a text that reads like two":   approved.edited(t, "program.yaml", "activity: Sell, owner: partner}", "activity: 'Sell, owner: partner'}"),
		"the order of new steps":       approved.edited(t, "program.yaml", "[{step: talk}, {step: court}]", "[{step: court}, {step: talk}]"),
		"a document more":              approved.with("goal2.yaml", strings.Replace(goal, "name: g", "name: g2", 1)),
		"the same change of more":      approved.edited(t, "program.yaml", "notice: 60 days", "notice: 61 days"),
		"what follows from it":         approved.edited(t, "kpis.yaml", `product == "a"`, `product == "b"`),
		"a change less":                approved.with("plan.yaml", reseller),
		"the step of a dated change":   approved.edited(t, "plan.yaml", "rate: 12%", "rate: 11%"),
		"a label, which policies read": approved.edited(t, "goal.yaml", "{name: g}", "{name: g, labels: {tier: gold}}"),
	} {
		t.Run(name+" voids the approval", func(t *testing.T) {
			if got := compared(t, base, head).TermsDigest; got == want {
				t.Errorf("the digest stays")
			}
		})
	}
	t.Run("another state of the facts voids the approval", func(t *testing.T) {
		other := base.edited(t, "deals.csv", "20.50", "20.51")
		if got := compared(t, other, approved).TermsDigest; got == want {
			t.Errorf("the digest stays")
		}
	})
}

func TestPlanDigest(t *testing.T) {
	head := business.edited(t, "kpis.yaml", `stage == "won"`, `stage == "lost"`)
	snaps := both(t, business, head, "2026-06-30")
	in := plan.Input{Base: snaps[0], Head: snaps[1], ToolVersion: "1", BaseRev: "b", HeadRev: "h"}
	first := plan.Compare(in)
	if again := plan.Compare(in); again.PlanDigest != first.PlanDigest {
		t.Error("the digest of one plan is not the same twice")
	}
	data := in
	data.Data = snapshot(t, head.edited(t, "deals.csv", "9.00", "9.01"))
	data.FactFiles = []string{"deals.csv"}
	with := plan.Compare(data)
	if with.PlanDigest == first.PlanDigest {
		t.Error("the digest is the same although the facts differ")
	}
	if with.TermsDigest != first.TermsDigest {
		t.Error("approvals are void because of the head's own facts")
	}
	version := in
	version.ToolVersion = "2"
	if plan.Compare(version).PlanDigest == first.PlanDigest {
		t.Error("the digest does not cover the tool's version")
	}
}
