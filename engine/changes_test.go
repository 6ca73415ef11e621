package engine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
)

// ofChange are the codes that only a change can bring up.
var ofChange = []string{"change-notice", "past-terms", "undated-change", "undecided-change"}

func aboutTheChange(p plan.Plan) []string {
	out := []string{}
	for _, f := range p.Findings.New {
		if slices.Contains(ofChange, f.Code) {
			out = append(out, f.Severity+" "+f.Code+" "+f.Resource+" "+f.Path)
		}
	}
	return out
}

// TestTheExamplesChangeKeepsItsNotice: 14 days are kept until 1 July.
func TestTheExamplesChangeKeepsItsNotice(t *testing.T) {
	r := newRepository(t, ".")
	r.edit("plans/reseller.yaml", "minimum: 50 USD}", `minimum: 50 USD}
  changes:
    - id: lower-mid
      effective: 2026-07-15
      set: {rules: [{id: new-business, bands: {steps: [{id: mid, rate: 10%}]}}]}`)
	want(t, "on the last day of notice", aboutTheChange(r.plan("main", "", "2026-07-01")))
	want(t, "a day later", aboutTheChange(r.plan("main", "", "2026-07-02")), "error change-notice commissionplan/reseller spec/changes/lower-mid/effective")
	want(t, "once it has begun", aboutTheChange(r.plan("main", "", "2026-07-16")), "error past-terms commissionplan/reseller spec/changes/lower-mid/effective")
}

func TestAnEditOfTermsInForceFailsThePlan(t *testing.T) {
	r := newRepository(t, ".")
	r.edit("plans/reseller.yaml", "rate: 12%", "rate: 10%")
	planned, err := engine.Plan(t.Context(), engine.Between{Dir: r.dir(), Base: "main"}, engine.When{AsOf: asOfDay(t, "2026-06-30")})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "findings", aboutTheChange(planned.Plan), "error undated-change commissionplan/reseller spec/rules/new-business/bands/steps/mid/rate")
	i := slices.IndexFunc(planned.Head.Findings, func(f diag.Finding) bool { return f.Code == "undated-change" })
	if i < 0 || planned.Head.Findings[i].Excerpt == nil || !strings.Contains(planned.Head.Findings[i].Fix, "changes: [{id: from-2026-07-14,") {
		t.Errorf("the head's findings: %+v", planned.Head.Findings)
	}
	want(t, "the other way round, nothing is looked at twice", aboutTheChange(r.plan("main", "main", "2026-06-30")))
}
