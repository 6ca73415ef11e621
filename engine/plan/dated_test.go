package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/plan"
)

const reseller = `apiVersion: entente/v1
kind: CommissionPlan
metadata: {name: reseller}
spec:
  currency: USD
  rules:
    - id: new-business
      trigger: closed-won
      bands:
        method: graduated
        steps:
          - {id: base, upTo: 50000 USD, rate: 10%}
          - {id: mid, upTo: 150000 USD, rate: 12%}
          - {id: top, rate: 15%}
`

const lowerMid = `  changes:
    - id: lower-mid
      effective: 2026-07-15
      set: {rules: [{id: new-business, bands: {steps: [{id: mid, rate: 10%}]}}]}
      reason: Margin on mid-size deals
`

const mid = "rules/new-business/bands/steps/mid/rate"

func TestDatedChange(t *testing.T) {
	base := one(reseller)
	with := one(reseller + lowerMid)
	t.Run("new: before is what was in force", func(t *testing.T) {
		wantChanges(t, base, with, "update commissionplan/reseller "+mid+": 12% → 10% @a.yaml:18 from 2026-07-15 for new-deals")
	})
	t.Run("withdrawn: after is what holds without it", func(t *testing.T) {
		wantChanges(t, with, base, "update commissionplan/reseller "+mid+": 10% → 12% @a.yaml:18 from 2026-07-15 for new-deals")
	})
	t.Run("another day", func(t *testing.T) {
		wantChanges(t, with, with.edited(t, "a.yaml", "2026-07-15", "2026-08-01"),
			"update commissionplan/reseller changes/lower-mid/effective: 2026-07-15 → 2026-08-01 @a.yaml:17 from 2026-08-01 for new-deals")
	})
	t.Run("another reason", func(t *testing.T) {
		wantChanges(t, with, with.edited(t, "a.yaml", "Margin on mid-size deals", "Margin"),
			"update commissionplan/reseller changes/lower-mid/reason: Margin on mid-size deals → Margin @a.yaml:19 from 2026-07-15 for new-deals")
	})
	t.Run("another value", func(t *testing.T) {
		wantChanges(t, with, with.edited(t, "a.yaml", "{id: mid, rate: 10%}", "{id: mid, rate: 11%}"),
			"update commissionplan/reseller changes/lower-mid/set/"+mid+": 10% → 11% @a.yaml:18 from 2026-07-15 for new-deals")
	})
	t.Run("one value more", func(t *testing.T) {
		wantChanges(t, with, with.edited(t, "a.yaml", "{id: mid, rate: 10%}", "{id: mid, rate: 10%}, {id: top, rate: 14%}"),
			"create commissionplan/reseller changes/lower-mid/set/rules/new-business/bands/steps/top: · → rate: 14% @a.yaml:18 from 2026-07-15 for new-deals")
	})
	t.Run("for other deals", func(t *testing.T) {
		wantChanges(t, with, with.edited(t, "a.yaml", "      set:", "      appliesTo: new-events\n      set:"),
			"update commissionplan/reseller changes/lower-mid/appliesTo: new-deals → new-events @a.yaml:18 from 2026-07-15 for new-events")
	})
	t.Run("the default written out", func(t *testing.T) {
		wantChanges(t, with, with.edited(t, "a.yaml", "      set:", "      appliesTo: new-deals\n      set:"))
	})
	t.Run("a comment", func(t *testing.T) {
		wantChanges(t, with, with.edited(t, "a.yaml", "      set:", "      # agreed in March\n      set:"))
	})
	t.Run("its reason and note", func(t *testing.T) {
		changes := plan.Diff(snapshot(t, base), snapshot(t, with))
		if c := changes[0]; c.Reason != plan.PlanChange || c.Note != "Margin on mid-size deals" {
			t.Errorf("reason %s, note %s", c.Reason, c.Note)
		}
		changes = plan.Diff(snapshot(t, with), snapshot(t, base))
		if c := changes[0]; c.Reason != plan.ChangeWithdrawn {
			t.Errorf("reason %s", c.Reason)
		}
	})
	t.Run("that moves nothing is still shown", func(t *testing.T) {
		idle := with.edited(t, "a.yaml", "rate: 10%}]}", "rate: 12%}]}")
		wantChanges(t, base, idle, "create commissionplan/reseller changes/lower-mid: · → effective: 2026-07-15, "+
			"reason: Margin on mid-size deals, appliesTo: new-deals @a.yaml:16 from 2026-07-15 for new-deals")
		wantChanges(t, idle, base, "delete commissionplan/reseller changes/lower-mid: effective: 2026-07-15, "+
			"reason: Margin on mid-size deals, appliesTo: new-deals → · @a.yaml:16 from 2026-07-15 for new-deals")
	})
	t.Run("that takes a step away", func(t *testing.T) {
		fewer := with.edited(t, "a.yaml", "{id: mid, rate: 10%}", "{id: mid, remove: true}, {id: base, upTo: 90000 USD}")
		wantChanges(t, base, fewer,
			"update commissionplan/reseller rules/new-business/bands/steps/base/upTo: 50000.00 USD → 90000.00 USD @a.yaml:18 from 2026-07-15 for new-deals",
			"delete commissionplan/reseller rules/new-business/bands/steps/mid: upTo: 150000.00 USD, rate: 12% → · @a.yaml:18 from 2026-07-15 for new-deals")
		wantChanges(t, fewer, base,
			"update commissionplan/reseller rules/new-business/bands/steps/base/upTo: 90000.00 USD → 50000.00 USD @a.yaml:18 from 2026-07-15 for new-deals",
			"create commissionplan/reseller rules/new-business/bands/steps/mid: · → upTo: 150000.00 USD, rate: 12% @a.yaml:18 from 2026-07-15 for new-deals")
		wantChanges(t, with, fewer,
			"create commissionplan/reseller changes/lower-mid/set/rules/new-business/bands/steps/base: · → upTo: 90000.00 USD @a.yaml:18 from 2026-07-15 for new-deals",
			"delete commissionplan/reseller changes/lower-mid/set/"+mid+": 10% → · @a.yaml:18 from 2026-07-15 for new-deals",
			"create commissionplan/reseller changes/lower-mid/set/"+strings.TrimSuffix(mid, "rate")+"remove: · → true @a.yaml:18 from 2026-07-15 for new-deals")
	})
	t.Run("that gives another way to pay", func(t *testing.T) {
		flat := with.edited(t, "a.yaml", "bands: {steps: [{id: mid, rate: 10%}]}", "flat: 200 USD")
		wantChanges(t, base, flat,
			"delete commissionplan/reseller rules/new-business/bands/method: graduated → · @a.yaml:16 from 2026-07-15 for new-deals",
			"delete commissionplan/reseller rules/new-business/bands/steps/base: upTo: 50000.00 USD, rate: 10% → · @a.yaml:16 from 2026-07-15 for new-deals",
			"delete commissionplan/reseller rules/new-business/bands/steps/mid: upTo: 150000.00 USD, rate: 12% → · @a.yaml:16 from 2026-07-15 for new-deals",
			"delete commissionplan/reseller rules/new-business/bands/steps/top: rate: 15% → · @a.yaml:16 from 2026-07-15 for new-deals",
			"create commissionplan/reseller rules/new-business/flat: · → 200.00 USD @a.yaml:18 from 2026-07-15 for new-deals")
	})
	t.Run("that brings a step", func(t *testing.T) {
		extra := with.edited(t, "a.yaml", "{id: mid, rate: 10%}", "{id: mid, upTo: 90000 USD}, {id: high, upTo: 150000 USD, rate: 13%}")
		wantChanges(t, base, extra,
			"create commissionplan/reseller rules/new-business/bands/steps/high: · → upTo: 150000.00 USD, rate: 13% @a.yaml:18 from 2026-07-15 for new-deals",
			"update commissionplan/reseller rules/new-business/bands/steps/mid/upTo: 150000.00 USD → 90000.00 USD @a.yaml:18 from 2026-07-15 for new-deals")
		wantChanges(t, extra, base,
			"delete commissionplan/reseller rules/new-business/bands/steps/high: upTo: 150000.00 USD, rate: 13% → · @a.yaml:18 from 2026-07-15 for new-deals",
			"update commissionplan/reseller rules/new-business/bands/steps/mid/upTo: 90000.00 USD → 150000.00 USD @a.yaml:18 from 2026-07-15 for new-deals")
	})
}

// TestDatedChangesStack lays a second change over the first: each is shown
// against the one before it, whichever comes or goes.
func TestDatedChangesStack(t *testing.T) {
	const second = `    - id: lower-again
      effective: 2026-10-01
      set: {rules: [{id: new-business, bands: {steps: [{id: mid, rate: 8%}]}}]}
`
	plain, first, both := one(reseller), one(reseller+lowerMid), one(reseller+lowerMid+second)
	onlySecond := one(reseller + "  changes:\n" + second)
	july, october := " from 2026-07-15 for new-deals", " from 2026-10-01 for new-deals"
	for name, c := range map[string]struct {
		base, head repo
		want       []string
	}{
		"the second comes":                  {first, both, []string{mid + ": 10% → 8% @a.yaml:22" + october}},
		"the second goes":                   {both, first, []string{mid + ": 8% → 10% @a.yaml:22" + october}},
		"both come":                         {plain, both, []string{mid + ": 12% → 10% @a.yaml:18" + july, mid + ": 10% → 8% @a.yaml:22" + october}},
		"the first comes before the second": {onlySecond, both, []string{mid + ": 12% → 10% @a.yaml:18" + july}},
		"the first goes from under it":      {both, onlySecond, []string{mid + ": 10% → 12% @a.yaml:18" + july}},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range c.want {
				c.want[i] = "update commissionplan/reseller " + c.want[i]
			}
			wantChanges(t, c.base, c.head, c.want...)
		})
	}
}

const (
	standard = `apiVersion: entente/v1
kind: Program
metadata: {name: resellers}
spec:
  type: reseller
  plan: reseller
  terms:
    reviewCadence: quarterly
    exit: {notice: 60 days, curePeriod: 30 days}
    liability: {cap: fees of 12 months, unlimited: [fraud]}
`
	agreement = `apiVersion: entente/v1
kind: Agreement
metadata: {name: northwind}
spec:
  partner: northwind
  program: resellers
  status: signed
  term: {effective: 2025-07-01}
  territory: [DE, AT]
  terms: {liability: {cap: 100000 USD, unlimited: [fraud]}}
`
	amended = `  amendments:
    - id: first
      effective: 2026-09-01
      reason: Growth
`
)

func TestAmendment(t *testing.T) {
	parties := repo{"program.yaml": standard, "plan.yaml": reseller, "a.yaml": agreement}
	amend := func(set string) repo { return parties.with("a.yaml", agreement+amended+"      set: "+set+"\n") }
	for name, c := range map[string]struct {
		set  string
		want []string
	}{
		"of a clause that the agreement states": {"{terms: {liability: {cap: 80000 USD}}}", []string{
			"update agreement/northwind terms/liability/cap: 100000.00 USD → 80000.00 USD @a.yaml:15 from 2026-09-01"}},
		"of a term": {"{term: {notice: 30 days}}", []string{
			"create agreement/northwind term/notice: · → 30 days @a.yaml:15 from 2026-09-01"}},
		"of a cadence that it inherits": {"{terms: {reviewCadence: monthly}}", []string{
			"update agreement/northwind terms/reviewCadence: quarterly → monthly @a.yaml:15 from 2026-09-01"}},
		"of the plan that it inherits": {"{plan: premium}", []string{
			"update agreement/northwind plan: reseller → premium @a.yaml:15 from 2026-09-01"}},
		"of a plain list, which is replaced": {"{territory: [AT, CH]}", []string{
			"create agreement/northwind territory/CH: · → CH @a.yaml:15 from 2026-09-01",
			"delete agreement/northwind territory/DE: DE → · @a.yaml:12 from 2026-09-01"}},
		"of a clause that it inherits, which is then stated as a whole": {"{terms: {exit: {notice: 90 days, curePeriod: 30 days}}}", []string{
			"update agreement/northwind terms/exit/notice: 60 days → 90 days @a.yaml:15 from 2026-09-01"}},
	} {
		t.Run(name, func(t *testing.T) {
			wantChanges(t, parties, amend(c.set), c.want...)
			forth := plan.Diff(snapshot(t, parties), snapshot(t, amend(c.set)))
			back := plan.Diff(snapshot(t, amend(c.set)), snapshot(t, parties))
			if diff := cmp.Diff(mirrored(forth), bare(back)); diff != "" {
				t.Errorf("withdrawing it is not the same turned round (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("its signatures", func(t *testing.T) {
		set := amend("{term: {notice: 30 days}}")
		signed := set.with("a.yaml", set["a.yaml"]+"      signatures: [{person: ada, on: 2026-08-20}]\n")
		wantChanges(t, set, signed,
			"create agreement/northwind amendments/first/signatures/ada: · → on: 2026-08-20 @a.yaml:16 from 2026-09-01")
	})
}

// TestStandardTermsChangeAlone: an agreement that inherits is not itself changed
// by a change of the program.
func TestStandardTermsChangeAlone(t *testing.T) {
	base := repo{"program.yaml": standard, "a.yaml": agreement + amended + "      set: {terms: {reviewCadence: monthly}}\n"}
	wantChanges(t, base, base.edited(t, "program.yaml", "reviewCadence: quarterly", "reviewCadence: annual"),
		"update program/resellers terms/reviewCadence: quarterly → annual @program.yaml:8")
}

func TestGoalChange(t *testing.T) {
	goal := document("Goal", "g", "spec:\n  partner: p\n  period: 2026\n  kpis: [{kpi: revenue, baseline: 0 USD, target: 300000 USD}]\n")
	head := goal + "  changes:\n    - {id: more, effective: 2026-07-01, set: {kpis: [{kpi: revenue, target: 350000 USD}]}}\n"
	wantChanges(t, one(goal), one(head),
		"update goal/g kpis/revenue/target: 300000.00 USD → 350000.00 USD @a.yaml:9 from 2026-07-01")
	band := goal + "  changes:\n    - {id: more, effective: 2026-07-01, set: {kpis: [{kpi: revenue, target: {low: 1 USD, high: 2 USD}}]}}\n"
	wantChanges(t, one(goal), one(band),
		"delete goal/g kpis/revenue/target: 300000.00 USD → · @a.yaml:9 from 2026-07-01",
		"create goal/g kpis/revenue/target/high: · → 2.00 USD @a.yaml:9 from 2026-07-01",
		"create goal/g kpis/revenue/target/low: · → 1.00 USD @a.yaml:9 from 2026-07-01")
}
