package evaluate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/evaluate"
)

// wantFaults holds the findings of compiling against lines as spelt gives them.
func wantFaults(t *testing.T, w world, want ...string) {
	t.Helper()
	_, findings := compile(t, w)
	if diff := cmp.Diff(append([]string{}, want...), spelt(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// kpiFile is one KPI over several lines, so that places tell.
func kpiFile(spec string) world {
	return base.with("k.yaml", "apiVersion: entente/v1\nkind: KPI\nmetadata: {name: k}\nspec:\n"+spec)
}

func TestExpressionFaultsUnderlineTheirPart(t *testing.T) {
	const head = "  measure:\n    source: deals\n    aggregate: count\n    where: "
	for name, c := range map[string]struct{ where, want string }{
		"a column that is not there":      {`'stag == "won"'`, "expression k.yaml:8:13 `stag` There is no column stag in source deals. → did you mean stage?"},
		"a column that is not mapped":     {`'stage == "won" && tax > money("1 USD")'`, "expression k.yaml:8:31 `tax` `tax` is not mapped by source deals. → map it under the source's columns"},
		"money against a bare number":     {`'amount > 5000'`, "expression k.yaml:8:22 `5000` "},
		"a value outside the enumeration": {`'stage == "wun"'`, "expression k.yaml:8:22 `\"wun\"` Stage is open, won or lost, never \"wun\". → did you mean \"won\"?"},
		"no condition":                    {`'amount'`, "expression k.yaml:8:13 `amount` "},
		"a text in double quotes":         {`"stage == 'won' && prodct == 'x'"`, "expression k.yaml:8:31 `prodct` "},
		"plain, without quotes":           {`stag == "won"`, "expression k.yaml:8:12 `stag` "},
		"over two lines":                  {">\n      stage == \"won\" &&\n      regio == \"eu\"", "expression k.yaml:10:7 `regio` There is no column regio in source deals. → did you mean region?"},
		"a function that is not there":    {`'size(product) > 1'`, "expression k.yaml:8:13 `size` "},
		"a syntax error":                  {`'stage == '`, "expression k.yaml:8:"},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := compile(t, kpiFile(head+c.where+"\n"))
			got := spelt(findings)
			if len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestTwoFaultsAreBothTold(t *testing.T) {
	_, findings := compile(t, kpiFile("  ratio:\n    numerator: {source: deals, aggregate: count, where: 'stag == \"won\"'}\n    denominator: {source: deals, aggregate: sum, field: amout}\n"))
	var places []string
	for _, f := range findings.Sorted() {
		places = append(places, f.Path+" "+f.At.Text())
	}
	if diff := cmp.Diff([]string{"spec/ratio/numerator/where stag", "spec/ratio/denominator/field amout"}, places); diff != "" {
		t.Error(diff)
	}
}

func TestKPIFaults(t *testing.T) {
	for name, c := range map[string]struct{ spec, want string }{
		"no definition": {"  unit: count\n",
			"kpi-definition k.yaml:3:18 `k` It has none of measure, ratio, formula and builtin. → add one of them"},
		"two definitions": {"  builtin: win-rate\n  measure: {source: deals, aggregate: count}\n",
			"kpi-definition k.yaml:5:12 `win-rate` It has more than one of measure, ratio, formula and builtin. → keep one of them"},
		"a field that count does not take": {"  measure: {source: deals, aggregate: count, field: amount}\n",
			"kpi-field k.yaml:5:53 `amount` count counts rows and takes no field. → take the field away, or use countDistinct"},
		"no field to add up": {"  measure: {source: deals, aggregate: sum}\n",
			"kpi-field k.yaml:5:39 `sum` sum needs a field to work on. → add `field:` with a column such as amount"},
		"a field that cannot be added up": {"  measure: {source: deals, aggregate: sum, field: product}\n",
			"kpi-field k.yaml:5:51 `product` sum works on amounts and numbers; `product` is neither. → use count or countDistinct, or another field"},
		"money that is called a count": {"  unit: count\n  measure: {source: deals, aggregate: sum, field: amount}\n",
			"kpi-unit k.yaml:5:9 `count` The KPI counts in count, what it works out is money. → write `unit: money`"},
		"a count that is called money": {"  unit: money\n  measure: {source: deals, aggregate: count}\n",
			"kpi-unit k.yaml:5:9 `money` The KPI counts in money, what it works out is a plain number. → write `unit: count`"},
		"a count that is called a percent": {"  unit: percent\n  measure: {source: deals, aggregate: count}\n",
			"kpi-unit k.yaml:5:9 `percent` The KPI counts in percent, what it works out is a plain number. → write `unit: count`"},
		"a builtin with another unit": {"  unit: money\n  builtin: win-rate\n",
			"kpi-unit k.yaml:5:9 `money` The KPI counts in money, what it works out is a percentage. → write `unit: percent`"},
		"a formula with another unit": {"  unit: money\n  formula: 'kpi(\"k\") / kpi(\"k\")'\n",
			"kpi-unit k.yaml:5:9 `money` The KPI counts in money, what it works out is a plain number. → write `unit: number`"},
		"a formula with a KPI that is not there": {"  unit: count\n  formula: 'kpi(\"revenu\") + 1'\n",
			"unknown-reference k.yaml:6:18 `revenu` There is no KPI `revenu`. → declare it, or name another KPI"},
		"a day column that is none": {"  measure: {source: deals, aggregate: count, at: amount}\n",
			"unknown-column k.yaml:5:50 `amount` Source deals maps no day column `amount`. → map it, or name one of createdAt, closedAt"},
		"a day column that is nearly one": {"  measure: {source: deals, aggregate: count, at: closeAt}\n",
			"unknown-column k.yaml:5:50 `closeAt` Source deals maps no day column `closeAt`. Did you mean `closedAt`? → write `closedAt`"},
	} {
		t.Run(name, func(t *testing.T) { wantFaults(t, kpiFile(c.spec), c.want) })
	}
}

// TestDefaultDayMustBeMapped: without it every row would fall out of every period,
// and the KPI be a silent zero.
func TestDefaultDayMustBeMapped(t *testing.T) {
	w := kpiFile("  measure: {source: deals, aggregate: count}\n").edited(t, "deals.yaml", ", closedAt: closed", "")
	wantFaults(t, w, "unmapped-column k.yaml:5:21 `deals` Rows of deals fall into a period by `closedAt`, which the source does not map. "+
		"→ map `closedAt` in the source, or name another day column under `at`")
	p, _ := compile(t, w)
	sources, _ := p.Mapped(evaluate.Roots{w.files()})
	wantValues(t, run(t, sources, job(t, p, "2026-06-30", ""))[0], "ada k: invalid")
	wantFaults(t, w.edited(t, "k.yaml", "aggregate: count", "aggregate: count, at: createdAt"))
}

func TestSourceFaults(t *testing.T) {
	source := func(spec string) world {
		return base.with("deals.yaml", "apiVersion: entente/v1\nkind: Source\nmetadata: {name: deals}\nspec:\n  type: deals\n  system: crm\n  from: {files: deals.csv}\n"+spec)
	}
	const need = "  columns:\n    id: id\n    partner: partner\n    stage: stage\n"
	for name, c := range map[string]struct{ spec, want string }{
		"a column that the type does not have": {need + "    amout: amount\n",
			"unknown-column deals.yaml:12:5 `amout` Rows of type deals have no column `amout`. Did you mean `amount`? → write `amount`"},
		"a column that must be there": {"  columns:\n    id: id\n    partner: partner\n",
			"unmapped-column deals.yaml:5:9 `deals` Rows of type deals need `stage`. → add `stage: <header>` under columns"},
		"a further column that is none": {need + "  extra: {amount: {type: money}}\n",
			"bad-column deals.yaml:12:11 `amount` `amount` is a column of type deals already. → move it to columns, or give it another name"},
		"a value that the stage cannot have": {"  columns:\n    id: id\n    partner: partner\n    stage: {column: stage, values: {Won: won, Lost: losst}}\n",
			"unknown-value deals.yaml:11:53 `losst` `stage` cannot be `losst`. Did you mean `lost`? → write `lost`"},
		"a format of days": {need + "    closedAt: {column: closed, format: JJJJ}\n",
			"bad-column deals.yaml:12:40 `JJJJ` "},
		"a format of days of a further column": {need + "  extra: {signed: {column: signed, type: day, format: JJJJ}}\n",
			"bad-column deals.yaml:12:55 `JJJJ` "},
		"a largest amount in another currency": {need + "    amount: {column: amount, max: 5000 EUR}\n",
			"bad-column deals.yaml:12:35 `5000 EUR` max of this column must be an amount in USD, the source's currency."},
	} {
		t.Run(name, func(t *testing.T) {
			w := source(c.spec).with("k.yaml", kpi("lost", `{measure: {source: deals, aggregate: count, where: 'stage == "lost"'}}`))
			p, findings := compile(t, w)
			got := spelt(findings)
			if len(got) == 0 || !strings.HasPrefix(got[0], c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			// Whatever is wrong, evaluating stays a matter of findings.
			sources, _ := p.Mapped(evaluate.Roots{w.files()})
			if len(sources[0].Files) > 0 {
				t.Error("a source at fault is read all the same")
			}
			run(t, sources, job(t, p, "2026-06-30", ""))
		})
	}
}

func TestConditionsOfRightsPoliciesAndPlansAreChecked(t *testing.T) {
	w := base.with(
		"rights.yaml", entry("DecisionRights", "rights", `{rules: [{id: a, action: set-commission, decider: x, when: 'impact.yerly > money("5 USD")'}]}`),
		"policy.yaml", entry("Policy", "house", `{rules: [{id: b, assert: 'object.rate <', message: M}]}`),
		"plan.yaml", entry("CommissionPlan", "plan", `{currency: USD, rules: [{id: c, trigger: closed-won, rate: 1%, where: 'prodct == "x"'}]}`))
	_, findings := compile(t, w)
	var got []string
	for _, f := range findings.Sorted() {
		got = append(got, f.Code+" "+f.At.File()+" "+f.Path)
	}
	want := []string{"expression plan.yaml spec/rules/c/where", "expression policy.yaml spec/rules/b/assert", "expression rights.yaml spec/rules/a/when"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
