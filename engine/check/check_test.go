package check_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/check"
	"github.com/partnership-as-code/entente/engine/diag"
)

// TestTheExampleHasItsKnownWarnings: the contract's repository has no error, and
// what is warned of in it is worth a look.
func TestTheExampleHasItsKnownWarnings(t *testing.T) {
	var got []string
	for _, f := range validate(t, os.DirFS("../testdata/example")) {
		got = append(got, fmt.Sprintf("%s %s %s:%d %s", f.Severity, f.Code, f.At.File(), f.At.From().Line, f.At.Text()))
	}
	want := []string{
		"warning missing-clauses agreements/contoso-referral.yaml:7 signed",
		"warning missing-clauses agreements/northwind-reseller.yaml:7 signed",
		"warning goal-drift goals/contoso-2026.yaml:6 brand",
		"warning partner-profile partners/contoso.yaml:7 active",
		"warning unquoted-comma programs/referral.yaml:12 Qualify, sell and support",
		`warning right-gap rights.yaml:12 'impact.budget <= money("20000 USD")'`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheBaseOfTheExamplesIsSound(t *testing.T) {
	if got := validate(t, base(t)); len(got) > 0 {
		t.Error(spelled(got))
	}
}

// faulty are documents with a fault of almost every rule.
var faulty = []string{
	doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\npeople: [{id: partner-manager, partner: northwind}, {id: lead, side: partner}]"),
	doc("CommissionPlan", "a", "currency: USD\nrules: [{id: x, trigger: invoiced}, {id: y, trigger: invoiced, rate: 120%, flat: 1 EUR}]"),
	doc("CommissionPlan", "b", "currency: EUR\nrules: [{id: x, trigger: closed-won, bands: {method: volume, steps: [{id: p, upTo: 7 EUR}, {id: q, upTo: 5, rate: 1%}, {id: r, upTo: 6 EUR, rate: 2%}]}}]"),
	doc("Agreement", "c", `partner: northwind
program: resellers
status: signed
term: {effective: 2026-01-01, expires: 2026-12-31, changeNotice: 30 days}
amendments:
  - {id: one, effective: 2026-05-01, set: {territory: [DE]}, signatures: [{person: lead, on: 2026-04-30}]}
  - {id: two, effective: 2026-05-01, set: {territory: [AT], term: {expires: 2025-12-31}}}`),
	doc("Goal", "d", "partner: northwind\nperiod: 2026\nobjective: {vendor: brand, partner: product}\nkpis: [{kpi: win-rate, baseline: 60%, target: 40%, weight: 60}, {kpi: won-revenue, target: 5 EUR, weight: 30}]"),
	doc("Scorecard", "e", "criteria: [{id: x, kpi: win-rate, weight: 10}, {id: y, weight: 0}]\nbands: [{id: p, from: 50}, {id: q, from: 120}, {id: r, from: 70}]"),
	doc("Assessment", "f", "subject: partner/northwind\ndate: 2026-05-10\nfit: [{criterion: values, by: partner-manager, value: 9}]"),
	doc("Decision", "g", "type: change-goal\nsubject: goal/d\nstatus: open\nexpected: {kpi: win-rate, change: 5}"),
}

func TestTheOrderOfFilesChangesNothing(t *testing.T) {
	want := said(validate(t, over(t, strings.Join(faulty, ""))))
	if len(want) < 20 {
		t.Fatalf("the faulty repository should have faults of many rules, not %d: %s", len(want), strings.Join(want, "\n"))
	}
	rapid.Check(t, func(rt *rapid.T) {
		repo := over(t, strings.Join(faulty, ""))
		delete(repo, "example.yaml")
		for _, document := range rapid.Permutation(faulty).Draw(rt, "order") {
			name := fmt.Sprintf("%s/%d.yaml", rapid.SampledFrom([]string{"a", "m/n", "z"}).Draw(rt, "folder"), rapid.IntRange(0, 3).Draw(rt, "file"))
			if repo[name] == nil {
				repo[name] = &fstest.MapFile{}
			}
			repo[name].Data = append(repo[name].Data, document...)
		}
		if diff := cmp.Diff(want, said(validate(t, repo))); diff != "" {
			rt.Fatalf("-want +got\n%s", diff)
		}
	})
}

// TestAHostileListIsReportedShortAndSoon shows that a list of ten thousand steps
// in the wrong order neither fills the report nor holds up the check.
func TestAHostileListIsReportedShortAndSoon(t *testing.T) {
	var list strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&list, "{id: s%d, upTo: %d USD, rate: 1%%}, ", i, 20_000-i)
	}
	var found diag.List
	for _, f := range validate(t, over(t, amounts(list.String()+"{id: open, rate: 1%}"))) {
		if f.Code == "band-order" {
			found.Add(f)
		}
	}
	if len(found) != 50 || found[0].Fix != "put the steps in ascending order, each with a bound of its own" ||
		!strings.HasSuffix(found[49].Detail, "More of the same in this document is not listed.") {
		t.Errorf("%d findings, from %q to %q", len(found), found[0].Fix, found[len(found)-1].Detail)
	}
}

// said is what findings say without the places in files, sorted.
func said(l diag.List) []string {
	var out []string
	for _, f := range l {
		out = append(out, strings.Join([]string{string(f.Severity), f.Code, f.Resource, f.Path, f.At.Text(), f.Detail, f.Fix}, " | "))
	}
	slices.Sort(out)
	return out
}

func TestExplain(t *testing.T) {
	rule, nearest, ok := check.Explain("band-order")
	if !ok || nearest != nil || rule.Code != "band-order" || rule.Stage != check.DocumentStage || rule.Severity != diag.Error ||
		rule.Summary != "Bands must ascend and leave no gap" || !strings.HasPrefix(rule.Text, "# "+rule.Summary+"\n") {
		t.Errorf("got %+v, %v, %v", rule, nearest, ok)
	}
	for name, c := range map[string]struct {
		code string
		want []string
	}{
		"a slip":            {"band-ordr", []string{"band-order", "band-reset", "band-unit"}},
		"capitals":          {"Goal-Drift", []string{"goal-drift", "goal-agreed-late", "goal-direction", "goal-owners"}},
		"a word of it":      {"bands", []string{"band-order", "band-reset", "band-unit"}},
		"nothing is nearby": {"qqqqqqqqqqqq", nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, got, ok := check.Explain(c.code)
			if ok {
				t.Fatalf("there is no rule %q", c.code)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRulesAreSortedByCode(t *testing.T) {
	if !slices.IsSortedFunc(check.Rules(), func(a, b check.Rule) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("not sorted")
	}
}
