package evaluate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// paidBy is an agreement by which a partner is paid by a plan.
func paidBy(partner, plan string) string {
	return entry("Program", "p-"+partner, "{type: referral, plan: "+plan+"}") +
		entry("Agreement", partner, "{partner: "+partner+", program: p-"+partner+", status: signed, term: {effective: 2025-01-01}}")
}

// paid gives what is said of a world whose commission is worked out, now and by the
// latest terms.
func paid(t *testing.T, w world) []string {
	t.Helper()
	p, findings := compile(t, w)
	sources, found := p.Mapped(evaluate.Roots{w.files()})
	if len(findings)+len(found) > 0 {
		t.Fatal(spelt(append(findings, found...)))
	}
	j := job(t, p, "2026-06-30", "")
	j.Pay = evaluate.Pay{Actual: true, Trailing: quantity.Range{From: day(t, "2025-07-01"), To: j.AsOf}}
	s := run(t, sources, j)[0]
	s.Findings = slices.DeleteFunc(s.Findings, func(f diag.Finding) bool { return evaluate.IsDated(f) || f.Code == evaluate.CodeRowFault })
	return spelt(s.Findings)
}

// TestARateThatCommissionLacks is said once, although a KPI, the terms in force and
// the latest terms all need it.
func TestARateThatCommissionLacks(t *testing.T) {
	plan := entry("CommissionPlan", "plan", "{currency: EUR, rules: [{id: all, trigger: closed-won, rate: 10%}]}") + paidBy("ada", "plan")
	source := strings.Replace(dealSource, "columns: {id: id,", "currency: GBP\n  columns: {id: id,", 1)
	w := base.with("plan.yaml", plan, "deals.yaml", source, "k.yaml", kpi("k", sum(`stage == "won"`)))
	want := []string{
		"missing-rate org.yaml:4:22 `USD` GBP to USD on 2026-01-31 and 4 more days up to 2026-04-02, needed by 5 rows, first at deals.csv:2. There is no quote of that day or before; amounts in GBP have no value. → add the rate to a source of type fx-rates",
		"missing-rate plan.yaml:5:18 `EUR` GBP to EUR on 2026-01-31 and 3 more days up to 2026-04-02, needed by 4 rows. There is no quote of that day or before; amounts in GBP have no value. → add the rate to a source of type fx-rates",
	}
	if diff := cmp.Diff(want, paid(t, w)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	inDollars := w.edited(t, "plan.yaml", "currency: EUR", "currency: USD")
	if diff := cmp.Diff(want[:1], paid(t, inDollars)); diff != "" {
		t.Errorf("the KPI and the plan lack the same rate (-want +got)\n%s", diff)
	}
}

// TestDealsThatSeveralPlansShareOut: Ada's plan gives her all of her deals, Bob's
// gives half of them to him because he touched them.
func TestDealsThatSeveralPlansShareOut(t *testing.T) {
	touches := entry("Source", "touches", "{type: touches, system: crm, from: {files: touches.csv}, columns: {id: id, partner: partner, deal: deal, at: at, type: type}}")
	rows := "id,partner,deal,at,type\nt1,A,1,2026-01-02,call\nt2,B,1,2026-01-03,call\nt3,A,2,2026-01-04,call\nt4,B,2,2026-01-05,call\nt5,A,3,2026-02-02,call\n"
	plan := func(name, attribution string) string {
		return entry("CommissionPlan", name, "{currency: USD, rules: [{id: all, trigger: closed-won, rate: 10%}], attribution: {method: "+attribution+"}}")
	}
	w := base.with("touches.yaml", touches, "touches.csv", rows, "deals.yaml", strings.Replace(dealSource, "columns: {id: id,", "currency: USD\n  columns: {id: id,", 1),
		"agreements.yaml", paidBy("ada", "firsts")+paidBy("bob", "halves"), "plans.yaml", plan("firsts", "first")+plan("halves", "linear"))
	want := []string{"overshared-deal plans.yaml:5:97 `first` `1` is shared out to 150%: 100% by `firsts`, 50% by `halves`. So are 1 more. → " +
		"attribute deals in the same way in these plans, or pay the partners who share them by one plan"}
	if diff := cmp.Diff(want, paid(t, w)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got := paid(t, w.edited(t, "plans.yaml", "method: first", "method: linear")); len(got) > 0 {
		t.Errorf("both share alike: %s", got)
	}
	if got := paid(t, w.edited(t, "agreements.yaml", "plan: halves", "plan: firsts")); len(got) > 0 {
		t.Errorf("one plan for both: %s", got)
	}
}

func TestConditionsOfDatedChanges(t *testing.T) {
	plan := func(where string) string {
		return entry("CommissionPlan", "plan", `{currency: USD, rules: [{id: c, trigger: closed-won, rate: 1%, where: 'product == "x"'}], changes: [{id: later, effective: 2026-07-01, set: {rules: [{id: c, `+where+`}]}}]}`)
	}
	for name, c := range map[string]struct {
		where string
		want  []string
	}{
		"sound": {`where: 'product == "y"'`, nil},
		"a column that is not there": {`where: 'prodct == "y"'`,
			[]string{"expression plan.yaml:5:172 `prodct`"}},
		"a trigger that moves from under it": {"trigger: activity", []string{"expression plan.yaml:5:78 `product`"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := base.with("plan.yaml", plan(c.where), "act.yaml", entry("Source", "acts", "{type: activities, from: {files: acts.csv}, columns: {id: id, partner: partner, at: at}}"))
			_, findings := compile(t, w)
			var got []string
			for _, line := range spelt(findings) {
				got = append(got, strings.Join(strings.Fields(line)[:3], " "))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s%s", diff, spelt(findings))
			}
		})
	}
}
