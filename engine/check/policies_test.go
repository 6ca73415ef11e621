package check_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/diag"
)

// house rule: writes a Policy of one rule.
func houseRule(rest string) string {
	return doc("Policy", "house-rules", "rules:\n  - id: ours\n    "+rest)
}

func TestPolicyTest(t *testing.T) {
	tested := func(assert, tests string) string {
		return houseRule("match: {kind: CommissionPlan}\n    assert: " + assert + "\n    message: No\n    tests: [" + tests + "]")
	}
	const refuse = "Of rule `ours` test 1 must pass and is refused. It is not held against documents until its tests hold."
	const fix = "correct the condition, or the test if it says something else than the rule is meant to"
	const ceiling = `'object.rules.all(r, !has(r.rate) || r.rate <= rate("25%"))'`
	checkFaults(t, "policy-test", map[string]fault{
		"they hold":            {yaml: tested(ceiling, "{pass: {rules: [{id: a, rate: 25%}]}}, {fail: {rules: [{id: a, rate: 25.01%}]}}, {pass: {rules: [{id: a, flat: 5 USD}]}}")},
		"both in one":          {yaml: tested(ceiling, "{pass: {rules: []}, fail: {rules: [{id: a, rate: 26%}]}}")},
		"amounts have order":   {yaml: tested(`'object.rules.all(r, r.floor.perEvent <= r.cap.perEvent)'`, "{pass: {rules: [{floor: {perEvent: 90 USD}, cap: {perEvent: 1000 USD}}]}}")},
		"metadata of the rule": {yaml: houseRule("match: {labels: {region: dach}}\n    assert: 'metadata.labels[\"region\"] == \"dach\"'\n    message: No\n    tests: [{pass: {period: 2026}}]")},
		"refused": {
			yaml: tested(`«'object.rules.all(r, r.rate < rate("25%"))'»`, "{pass: {rules: [{id: a, rate: 25%}]}}, {fail: {rules: [{id: a, rate: 26%}]}}"), label: "1 of 2 tests fails",
			detail: refuse, fix: fix, mended: ceiling},
		"accepted": {
			yaml: tested(`«'object.rules.all(r, r.rate < rate("27%"))'»`, "{pass: {rules: [{id: a, rate: 25%}]}}, {fail: {rules: [{id: a, rate: 26%}]}}"), label: "1 of 2 tests fails",
			detail: "Of rule `ours` test 2 must fail and is accepted. It is not held against documents until its tests hold.", fix: fix, mended: ceiling},
		"neither": {
			yaml: tested("«"+ceiling+"»", "{}"), label: "1 of 1 test fails",
			detail: "Of rule `ours` test 1 has neither `pass` nor `fail`. It is not held against documents until its tests hold.",
			fix:    "give each test a spec, or a part of one, under `pass` or `fail`", mend: []string{"{}", "{pass: {rules: []}}"}},
		"a field that is not there": {
			yaml: tested(`«'object.rules.all(r, r.rate <= rate("25%"))'»`, "{pass: {rules: [{id: a, flat: 5 USD}]}}"), label: "1 of 1 test fails",
			detail: "Of rule `ours` test 1 cannot be judged (there is no rate here). It is not held against documents until its tests hold.",
			fix:    "test it first with has(…)", mended: ceiling},
	})
}

func TestPolicy(t *testing.T) {
	const fix = "change the document so that the rule holds, or the rule, which is a change of rights"
	const detail = "No flat rate above 25%."
	ceiling := houseRule("match: {kind: CommissionPlan}\n    assert: 'object.rules.all(r, !has(r.rate) || r.rate <= rate(\"25%\"))'\n    message: No flat rate above 25%")
	ruled := func(rules string) string {
		return doc("CommissionPlan", "«referral»", "currency: USD\nrules: ["+rules+"]")
	}
	checkFaults(t, "policy", map[string]fault{
		"kept":         {yaml: ceiling + plan("{id: a, trigger: closed-won, rate: 25%}, {id: b, trigger: invoiced, flat: 5 USD}")},
		"other kinds":  {yaml: houseRule("match: {kind: Goal}\n    assert: 'false'\n    message: No goals")},
		"other labels": {yaml: houseRule("match: {kind: Partner, labels: {region: dach}}\n    assert: 'false'\n    message: No partners in DACH")},
		"bare and full spelling": {yaml: houseRule("match: {kind: Goal}\n    assert: 'object.objective == \"brand\"'\n    message: Brand alone\n    tests: [{pass: {objective: brand}}, {pass: {objective: {both: brand}}}]") +
			doc("Goal", "one", owned+"objective: brand\nkpis: [{kpi: won-revenue, target: 5 USD}]") + doc("Goal", "two", owned+"objective: {both: brand}\nkpis: [{kpi: won-revenue, target: 5 USD}]")},
		"values keep their units": {yaml: houseRule("match: {kind: CommissionPlan}\n    assert: 'object.rules[0].cap.perEvent > money(\"999 USD\") && object.rules[0].stack && object.currency == \"USD\" && object.effective < day(\"2026-01-02\")'\n    message: No") +
			doc("CommissionPlan", "referral", "currency: USD\neffective: 2026-01-01\nrules: [{id: a, trigger: invoiced, rate: 5%, stack: true, cap: {perEvent: 1000 USD}}]")},
		"references, maps and dated changes": {yaml: houseRule("match: {kind: Goal}\n    assert: 'object.partner == \"northwind\" && object.changes.all(c, c.set.kpis[0].kpi == \"win-rate\") && object.period == \"2026\"'\n    message: No") +
			houseRule2("match: {kind: Partner}\n    assert: 'object.keys.crm.startsWith(\"NW\") && object.programs[0].program == \"resellers\"'\n    message: No") +
			doc("Goal", "one", owned+"kpis: [{kpi: win-rate, target: 50%}]\nchanges: [{id: a, effective: 2026-05-01, set: {kpis: [{kpi: win-rate, target: 60%}]}}]")},
		"not kept": {
			yaml: ceiling + ruled("{id: a, trigger: closed-won, rate: 26%}"), label: "rule `ours` of policy/house-rules", detail: detail, fix: fix, mend: []string{"26%", "20%"}},
		"not kept from a day on": {
			yaml: ceiling + ruled("{id: a, trigger: closed-won, rate: 20%}") + "  changes: [{id: more, effective: 2026-07-01, set: {rules: [{id: a, rate: 26%}]}}]\n", label: "rule `ours` of policy/house-rules",
			detail: detail + " So it is from 2026-07-01 on, by `more`.", fix: fix, mend: []string{"26%", "20%"}},
		"every document": {
			yaml: houseRule("match: {labels: {region: dach}}\n    assert: 'has(metadata.title) && metadata.name != metadata.title'\n    message: Say what people call it!") +
				"---\napiVersion: entente/v1\nkind: Program\nmetadata:\n  labels: {region: dach}\n  name: «referral»\nspec: {type: referral}\n", label: "rule `ours` of policy/house-rules",
			detail: "Say what people call it!", fix: fix, mend: []string{"name: referral", "name: referral\n  title: Referrals"}},
		"cannot be judged": {
			yaml:  houseRule("match: {kind: CommissionPlan}\n    assert: 'object.rules.all(r, r.«rate» <= rate(\"25%\"))'\n    message: No") + plan("{id: a, trigger: closed-won, flat: 5 USD}"),
			label: "there is no rate here", detail: "The rule `ours` of policy/house-rules cannot be held against commissionplan/referral: there is no rate here.",
			fix: "test it first with has(…)", mend: []string{"r.rate <=", "!has(r.rate) || r.rate <="}},
	})
}

// houseRule2 writes a second Policy.
func houseRule2(rest string) string {
	return doc("Policy", "more-rules", "rules:\n  - id: ours\n    "+rest)
}

// TestPoliciesSpeakForThemselves: each broken rule is said, with its own severity,
// also when two break at one document; a rule whose tests fail is silent.
func TestPoliciesSpeakForThemselves(t *testing.T) {
	got := validate(t, over(t, plan("{id: a, trigger: closed-won, rate: 5%}")+doc("Policy", "house-rules", `rules:
  - {id: hard, match: {kind: CommissionPlan}, assert: 'has(object.payout)', message: Say when it is paid out}
  - {id: soft, severity: warning, match: {kind: CommissionPlan}, assert: 'has(object.effective)', message: Say since when it holds}
  - {id: wrong, match: {kind: CommissionPlan}, assert: 'has(object.attribution)', message: Say how deals are shared, tests: [{pass: {currency: USD}}]}`)))
	var said []string
	for _, f := range got {
		said = append(said, string(f.Severity)+" "+f.Code+" "+f.At.Text()+" "+f.Detail)
	}
	want := []string{
		string(diag.Error) + " policy referral Say when it is paid out.",
		string(diag.Warning) + " policy referral Say since when it holds.",
		string(diag.Error) + " policy-test 'has(object.attribution)' Of rule `wrong` test 1 must pass and is refused. It is not held against documents until its tests hold.",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
}
