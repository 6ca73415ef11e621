package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/plan"
)

const (
	member = `apiVersion: entente/v1
kind: Partner
metadata: {name: northwind, title: Northwind}
spec:
  legalName: Northwind GmbH
  lifecycle: active
  programs: [{program: resellers, since: 2025-01-01}]
`
	levels = `apiVersion: entente/v1
kind: Program
metadata: {name: resellers}
spec:
  type: reseller
  scorecard: health
  tiers:
    measured: 4 quarters
    levels:
      - {id: registered}
      - {id: silver, qualify: [{kpi: won-revenue, from: 50 USD}]}
      - {id: gold, qualify: [{kpi: won-revenue, from: 100 USD}, {kpi: deals-won, from: 2}]}
  terms: {reviewCadence: annual}
`
	health = `apiVersion: entente/v1
kind: Scorecard
metadata: {name: health}
spec:
  criteria:
    - {id: value, kpi: won-revenue, scale: {from: 0 USD, to: 200 USD}, weight: 60}
    - {id: number, kpi: deals-won, scale: {from: 0, to: 10}, weight: 40}
  bands:
    - {id: bad, from: 0, recommend: adjust}
    - {id: good, from: 60, recommend: scale}
`
	dealsWon = `apiVersion: entente/v1
kind: KPI
metadata: {name: deals-won}
spec: {unit: count, minSample: 1, measure: {source: deals, aggregate: count, where: 'stage == "won"', at: closedAt}}
`
	contract = `apiVersion: entente/v1
kind: Agreement
metadata: {name: northwind-reseller}
spec:
  partner: northwind
  program: resellers
  status: signed
  term: {effective: 2025-07-01, expires: 2027-06-30, renewal: auto, renewFor: 12 months, notice: 30 days}
  territory: [DE]
`
	ambition = `apiVersion: entente/v1
kind: Goal
metadata: {name: northwind-2026}
spec:
  partner: northwind
  period: 2026
  checkinCadence: quarterly
  kpis: [{kpi: won-revenue, target: 200 USD}]
`
	visit = `apiVersion: entente/v1
kind: Review
metadata: {name: visit}
spec: {type: qbr, subject: partner/northwind, date: 2026-06-01}
`
)

// partnership is one partner with all that its values come from.
var partnership = repo{"org.yaml": organization, "p.yaml": member, "program.yaml": levels, "card.yaml": health, "won.yaml": kpis, "count.yaml": dealsWon,
	"deals.yaml": deals, "deals.csv": rows, "agreement.yaml": contract, "goal.yaml": ambition, "visit.yaml": visit}

// throughOf spells by which changes each value of a document moves.
func throughOf(p plan.Plan, address string) []string {
	var out []string
	for _, d := range p.Impact.Values {
		if string(d.Address) == address {
			line := d.What + " through"
			for _, c := range d.Through {
				line += " " + spelledCause(c)
			}
			out = append(out, line)
		}
	}
	return out
}

// TestValuesMoveThroughDeclaredValues: of a document that is used, only the
// changes are named that the value can move by.
func TestValuesMoveThroughDeclaredValues(t *testing.T) {
	base := partnership
	for name, c := range map[string]struct {
		head repo
		of   string
		want []string
	}{
		"a level, not the ones below it nor other parts of the program": {
			head: base.edited(t, "program.yaml", "from: 100 USD", "from: 130 USD").edited(t, "program.yaml", "{id: registered}", "{id: registered, benefits: [logo]}").
				edited(t, "program.yaml", "reviewCadence: annual", "reviewCadence: semiannual"),
			of:   "partner/northwind",
			want: []string{"tier/resellers through program/resellers#tiers/levels/gold/qualify/won-revenue/from@program.yaml:12"}},
		"a KPI by its measure, not by what only says how sure it is": {
			head: base.edited(t, "count.yaml", `'stage == "won"'`, `'stage == "won" && product == "a"'`).edited(t, "count.yaml", "minSample: 1", "minSample: 2"),
			of:   "partner/northwind",
			want: []string{
				"kpi/deals-won through kpi/deals-won#measure/where@count.yaml:4",
				"score through kpi/deals-won#measure/where@count.yaml:4",
				"tier/resellers through kpi/deals-won#measure/where@count.yaml:4"}},
		"a band moves what a score means, not the score": {
			head: base.edited(t, "card.yaml", "from: 60,", "from: 40,").edited(t, "card.yaml", "weight: 60", "weight: 55").edited(t, "card.yaml", "weight: 40", "weight: 45"),
			of:   "partner/northwind",
			want: []string{
				"band through scorecard/health#bands/good/from@card.yaml:10 scorecard/health#criteria/number/weight@card.yaml:7 scorecard/health#criteria/value/weight@card.yaml:6",
				"condition/AtRisk through scorecard/health#bands/good/from@card.yaml:10 scorecard/health#criteria/number/weight@card.yaml:7 scorecard/health#criteria/value/weight@card.yaml:6",
				"score through scorecard/health#criteria/number/weight@card.yaml:7 scorecard/health#criteria/value/weight@card.yaml:6"}},
		"another scorecard": {
			head: base.edited(t, "program.yaml", "scorecard: health", "scorecard: other").with("other.yaml", strings.NewReplacer("name: health", "name: other", "weight: 60", "weight: 90", "weight: 40", "weight: 10").Replace(health)),
			of:   "partner/northwind",
			want: []string{"score through program/resellers#scorecard@program.yaml:6 scorecard/other@other.yaml:3"}},
		"the term of an agreement, not its territory": {
			head: base.edited(t, "agreement.yaml", "expires: 2027-06-30", "expires: 2026-08-15").edited(t, "agreement.yaml", "[DE]", "[DE, AT]"),
			of:   "partner/northwind",
			want: []string{"condition/RenewalDue through agreement/northwind-reseller#term/expires@agreement.yaml:8"}},
		"a review that is taken out": {
			head: base.without("visit.yaml"),
			of:   "partner/northwind",
			want: []string{
				"condition/CheckinDue through review/visit@visit.yaml:3"}},
		"a cadence that the agreement inherits": {
			head: base.edited(t, "program.yaml", "reviewCadence: annual", "reviewCadence: weekly"),
			of:   "partner/northwind",
			want: []string{"condition/ReviewDue through program/resellers#terms/reviewCadence@program.yaml:13"}},
		"a threshold of the Organization": {
			head: base.edited(t, "org.yaml", "timezone: UTC", "timezone: UTC, settings: {paceTolerance: 1%}, people: [{id: ann}]").edited(t, "goal.yaml", "200 USD", "250 USD"),
			of:   "goal/northwind-2026",
			want: []string{
				"condition/OnTrack through goal/northwind-2026#kpis/won-revenue/target@goal.yaml:8 organization/acme#settings/paceTolerance@org.yaml:4",
				"pace through goal/northwind-2026#kpis/won-revenue/target@goal.yaml:8 organization/acme#settings/paceTolerance@org.yaml:4",
				"progress through goal/northwind-2026#kpis/won-revenue/target@goal.yaml:8"}},
		"a dated change of today, not one of tomorrow": {
			head: base.with("goal.yaml", ambition+"  changes:\n    - {id: now, effective: 2026-06-30, set: {kpis: [{kpi: won-revenue, target: 500 USD}]}}\n"+
				"    - {id: later, effective: 2026-07-01, set: {kpis: [{kpi: won-revenue, target: 900 USD}]}}\n"),
			of: "goal/northwind-2026",
			want: []string{
				"condition/OnTrack through goal/northwind-2026#kpis/won-revenue/target@goal.yaml:10",
				"pace through goal/northwind-2026#kpis/won-revenue/target@goal.yaml:10",
				"progress through goal/northwind-2026#kpis/won-revenue/target@goal.yaml:10"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, throughOf(compared(t, base, c.head), c.of)); diff != "" {
				t.Errorf("through (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCollateralGathersCauses names every change once, whichever value moves by it.
func TestCollateralGathersCauses(t *testing.T) {
	head := partnership.edited(t, "program.yaml", "from: 100 USD", "from: 130 USD").edited(t, "card.yaml", "from: 60,", "from: 40,")
	want := []plan.Collateral{{Address: "partner/northwind", Title: "Northwind", Through: []plan.Cause{
		{Address: "program/resellers", Path: "tiers/levels/gold/qualify/won-revenue/from", File: "program.yaml", Line: 12},
		{Address: "scorecard/health", Path: "bands/good/from", File: "card.yaml", Line: 10}}}}
	if diff := cmp.Diff(want, compared(t, partnership, head).Collateral); diff != "" {
		t.Errorf("collateral (-want +got):\n%s", diff)
	}
}

// TestPartnersOfOneTitleAreToldApart wherever a plan names them.
func TestPartnersOfOneTitleAreToldApart(t *testing.T) {
	base := business.edited(t, "partners.yaml", "title: Contoso", "title: Northwind")
	p := compared(t, base, base.edited(t, "kpis.yaml", `stage == "won"`, `stage == "lost"`))
	if want := "KPIs of 2 partners move: Northwind (contoso) and Northwind (northwind)."; !strings.Contains(p.Headline, want) {
		t.Errorf("headline %q does not say %q", p.Headline, want)
	}
	p = compared(t, base, base.edited(t, "partners.yaml", "lifecycle: active", "lifecycle: paused"))
	if want := "Northwind (contoso): lifecycle goes from active to paused."; !strings.Contains(p.Headline, want) {
		t.Errorf("headline %q does not say %q", p.Headline, want)
	}
	p = compared(t, business, business.edited(t, "kpis.yaml", `stage == "won"`, `stage == "lost"`))
	if strings.Contains(p.Headline, "(") {
		t.Errorf("titles of one each have names behind them: %q", p.Headline)
	}
}
