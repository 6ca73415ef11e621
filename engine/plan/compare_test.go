package plan_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/state"
)

const (
	organization = `apiVersion: entente/v1
kind: Organization
metadata: {name: acme}
spec: {baseCurrency: USD, timezone: UTC}
`
	partners = `apiVersion: entente/v1
kind: Partner
metadata: {name: contoso, title: Contoso}
spec: {legalName: Contoso Ltd, lifecycle: active}
---
apiVersion: entente/v1
kind: Partner
metadata: {name: northwind, title: Northwind}
spec: {legalName: Northwind GmbH, lifecycle: active}
`
	kpis = `apiVersion: entente/v1
kind: KPI
metadata: {name: won-revenue}
spec:
  unit: money
  measure: {source: deals, aggregate: sum, field: amount, where: 'stage == "won"', at: closedAt}
`
	deals = `apiVersion: entente/v1
kind: Source
metadata: {name: deals}
spec:
  type: deals
  from: {files: deals.csv}
  columns: {id: id, partner: partner, stage: stage, amount: amount, closedAt: closed, product: product}
`
	rows = `id,partner,stage,amount,closed,product
1,northwind,won,100.00,2026-02-01,a
2,northwind,won,20.50,2026-03-01,b
3,contoso,won,40.00,2026-04-01,a
4,contoso,lost,9.00,2026-04-02,a
`
)

var business = repo{"org.yaml": organization, "partners.yaml": partners, "kpis.yaml": kpis, "deals.yaml": deals, "deals.csv": rows}

// compared plans head against base, both on the base's facts.
func compared(t fataler, base, head repo) plan.Plan {
	t.Helper()
	snaps := both(t, base, head, "2026-06-30")
	return plan.Compare(plan.Input{Base: snaps[0], Head: snaps[1], ToolVersion: "test", BaseRev: "b", HeadRev: "h"})
}

// moved spells the values that move, one a line.
func moved(values []plan.Delta) []string {
	out := []string{}
	for _, d := range values {
		line := string(d.Address) + " " + d.What + ": " + side(d.Before) + d.BeforeReason + " → " + side(d.After) + d.AfterReason + " by " + side(d.Delta)
		for _, a := range d.Because {
			line += " because " + string(a)
		}
		out = append(out, line)
	}
	return out
}

func TestImpactNamesItsCauses(t *testing.T) {
	base := business
	for name, c := range map[string]struct {
		head       repo
		want       []string
		collateral string
	}{
		"a KPI that counts otherwise": {
			head: base.edited(t, "kpis.yaml", `stage == "won"`, `stage == "won" && product == "a"`),
			want: []string{
				"partner/northwind kpi/won-revenue: 120.50 → 100.00 by -20.50 because kpi/won-revenue",
				"portfolio kpi/won-revenue: 160.50 → 140.00 by -20.50 because kpi/won-revenue"},
			collateral: "partner/northwind through kpi/won-revenue#measure/where@kpis.yaml:6"},
		"a retitled partner is no cause": {
			head: base.edited(t, "kpis.yaml", `stage == "won"`, `stage == "won" && product == "a"`).edited(t, "partners.yaml", "title: Northwind", "title: North Wind"),
			want: []string{
				"partner/northwind kpi/won-revenue: 120.50 → 100.00 by -20.50 because kpi/won-revenue",
				"portfolio kpi/won-revenue: 160.50 → 140.00 by -20.50 because kpi/won-revenue"}},
		"another fiscal year": {
			head: base.edited(t, "org.yaml", "timezone: UTC", "timezone: UTC, fiscalYearStart: March"),
			want: []string{
				"partner/northwind kpi/won-revenue: 120.50 → 20.50 by -100.00 because organization/acme",
				"portfolio kpi/won-revenue: 160.50 → 60.50 by -100.00 because organization/acme"},
			collateral: "partner/northwind through organization/acme#fiscalYearStart@org.yaml:4"},
		"a partner that goes": {
			head: base.with("partners.yaml", partners[:strings.Index(partners, "---")]),
			want: []string{
				"partner/northwind kpi/won-revenue: 120.50 → ·not-declared by · because partner/northwind",
				"portfolio kpi/won-revenue: 160.50 → 40.00 by -120.50 because partner/northwind"}},
		"a KPI that comes": {
			head: base.with("more.yaml", document("KPI", "big", "spec: {unit: count, measure: {source: deals, aggregate: count, where: 'amount > money(\"50 USD\")'}}\n")),
			want: []string{
				"direct kpi/big: ·not-declared → 0 by · because kpi/big",
				"partner/contoso kpi/big: ·not-declared → 0 by · because kpi/big",
				"partner/northwind kpi/big: ·not-declared → 1 by · because kpi/big",
				"portfolio kpi/big: ·not-declared → 1 by · because kpi/big"},
			collateral: "partner/contoso through kpi/big@more.yaml:3, partner/northwind through kpi/big@more.yaml:3"},
		"fewer rows than asked for are no move": {
			head: base.edited(t, "kpis.yaml", "unit: money", "unit: money\n  minSample: 10"),
			want: []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			p := compared(t, base, c.head)
			if diff := cmp.Diff(c.want, moved(p.Impact.Values)); diff != "" {
				t.Errorf("impact (-want +got):\n%s", diff)
			}
			var through []string
			for _, other := range p.Collateral {
				line := string(other.Address) + " through"
				for _, c := range other.Through {
					line += " " + spelledCause(c)
				}
				through = append(through, line)
			}
			if got := strings.Join(through, ", "); got != c.collateral {
				t.Errorf("collateral %q, want %q", got, c.collateral)
			}
		})
	}
}

func TestHeadline(t *testing.T) {
	base := business.with("g.yaml", document("Goal", "g", "spec: {partner: northwind, period: 2026, kpis: [{kpi: won-revenue, target: 300 USD}]}\n"))
	for name, c := range map[string]struct {
		head repo
		want string
	}{
		"nothing": {base, "No changes: both revisions declare the same."},
		"one scalar": {base.edited(t, "g.yaml", "300 USD", "350000 USD"),
			"goal/g: kpis › won-revenue › target goes from 300.00 USD to 350,000.00 USD. Progress of goal g moves from 40.2 to 0.0."},
		"nothing that moves": {base.edited(t, "org.yaml", "timezone: UTC", "timezone: UTC, people: [{id: ann}]"),
			"organization/acme: people › ann is added. No KPI moves on the facts of the base."},
		"one KPI of one partner": {base.edited(t, "kpis.yaml", `stage == "won"`, `stage == "won" && product == "a"`),
			"kpi/won-revenue: measure › where goes from stage == \"won\" to stage == \"won\" && product == \"a\". won-revenue of Northwind moves from 120.50 USD to 100.00 USD. Progress of goal g moves from 40.2 to 33.3."},
		"several documents": {base.without("g.yaml").edited(t, "kpis.yaml", `stage == "won"`, `stage == "lost"`),
			"2 changes in goal/g and kpi/won-revenue. KPIs of 2 partners move: Contoso and Northwind."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := compared(t, base, c.head).Headline; got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestFindingsAreMatchedByFingerprint(t *testing.T) {
	f := func(print string, line int) plan.Finding {
		return plan.Finding{Code: "c", Fingerprint: print, Line: line, Related: []plan.Related{}}
	}
	snap := snapshot(t, business)
	p := plan.Compare(plan.Input{Base: snap, Head: snap,
		BaseFindings: []plan.Finding{f("same", 1), f("twice", 2), f("twice", 3), f("gone", 4), f("twice", 5)},
		HeadFindings: []plan.Finding{f("twice", 20), f("new", 21), f("same", 22), f("new", 23)}})
	want := plan.Findings{New: []plan.Finding{f("new", 21), f("new", 23)}, Resolved: []plan.Finding{f("twice", 3), f("gone", 4), f("twice", 5)}, Unchanged: 2}
	if diff := cmp.Diff(want, p.Findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestPlanGoesThroughJSON(t *testing.T) {
	head := business.edited(t, "kpis.yaml", `stage == "won"`, `stage == "lost"`).
		edited(t, "org.yaml", "timezone: UTC", "timezone: UTC, fiscalYearStart: March").
		with("plan.yaml", reseller+lowerMid)
	facts := head.edited(t, "deals.csv", "9.00", "9.01")
	snaps := both(t, business, head, "2026-06-30")
	in := plan.Input{Base: snaps[0], Head: snaps[1], Data: snapshot(t, facts), FactFiles: []string{"deals.csv"}, ToolVersion: "1", BaseRev: "b", HeadRev: "h",
		HeadFindings: []plan.Finding{{Code: "c", Related: []plan.Related{{File: "a", Line: 1, Note: "n"}}}}}
	for name, p := range map[string]plan.Plan{
		"full":  plan.Compare(in),
		"empty": plan.Compare(plan.Input{Base: snaps[0], Head: snaps[0]}),
	} {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			var back plan.Plan
			if err := json.Unmarshal(text, &back); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(p, back); diff != "" {
				t.Errorf("the plan is not the same after JSON (-before +after):\n%s", diff)
			}
			if again, _ := json.Marshal(back); string(again) != string(text) {
				t.Error("the JSON is not the same the second time")
			}
		})
	}
}

// TestTermsAreValuedOnTheirOwnDay: approvals bind to a day that does not move.
func TestTermsAreValuedOnTheirOwnDay(t *testing.T) {
	head := business.edited(t, "kpis.yaml", `stage == "won"`, `stage == "won" && product == "a"`)
	terms := func(day string) string {
		snaps := both(t, business, head, day)
		fixed := both(t, business, head, "2026-05-01")
		return plan.Compare(plan.Input{Base: snaps[0], Head: snaps[1], TermsSnapshots: [2]*state.Snapshot{fixed[0], fixed[1]}}).TermsDigest
	}
	if a, b := terms("2026-06-30"), terms("2026-02-15"); a != b {
		t.Errorf("the digest moves with the as-of day: %s, %s", a, b)
	}
}
