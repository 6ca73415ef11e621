package resolve_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

const program = `---
apiVersion: entente/v1
kind: CommissionPlan
metadata: {name: standard}
spec: {currency: USD, rules: []}
---
apiVersion: entente/v1
kind: CommissionPlan
metadata: {name: special}
spec: {currency: USD, rules: []}
---
apiVersion: entente/v1
kind: Program
metadata: {name: full}
spec:
  type: reseller
  plan: standard
  reviewCadence: monthly
  terms:
    successDefinition: standard
    responsibilities: [{id: sell, activity: standard, owner: partner}, {id: train, activity: standard, owner: vendor}]
    leadProcess: {channel: standard, acceptWithin: 5 business days, protection: 90 days}
    liability: {cap: fees of 12 months, unlimited: [confidentiality breach]}
    disputeResolution: [{step: executives}, {step: court}]
    exit: {notice: 60 days, curePeriod: 30 days}
    governingLaw: standard
---
`

func TestAStatedClauseReplacesTheStandardOneAsAWhole(t *testing.T) {
	b := book(t, program+doc("Agreement", "a", `partner: northwind
program: full
status: signed
term: {effective: 2026-01-01}
terms:
  liability: {cap: 5000 USD}
  responsibilities: [{id: sell, activity: own}]
  leadProcess: {channel: own}
  disputeResolution: [{step: mediation}]
  governingLaw: own`))
	in := b.Terms(b.Docs.Get("agreement/a"))
	if len(in) != 1 {
		t.Fatalf("%d intervals", len(in))
	}
	terms := in[0].Terms
	got := map[string]any{
		"liability": terms.Liability.Cap.V.String(), "outside it": len(terms.Liability.Unlimited), "responsibilities": len(terms.Responsibilities),
		"activity": string(terms.Responsibilities[0].Activity.V), "channel": string(terms.LeadProcess.Channel.V), "protection": terms.LeadProcess.Protection == nil,
		"steps": len(terms.DisputeResolution), "law": string(terms.GoverningLaw.V), "exit": terms.Exit.Notice.V.String(),
		"success": string(terms.SuccessDefinition.V), "cadence": string(terms.ReviewCadence.V), "secret": terms.Confidentiality == nil, "plan": in[0].Plan,
	}
	want := map[string]any{
		"liability": "5000.00 USD", "outside it": 0, "responsibilities": 1, "activity": "own", "channel": "own", "protection": true,
		"steps": 1, "law": "own", "exit": "60 days", "success": "standard", "cadence": "monthly", "secret": true, "plan": "standard",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, standard := spec.Lookup[spec.Program](b.Docs, "full")
	if len(standard.Terms.Responsibilities) != 2 || standard.Terms.ReviewCadence != nil {
		t.Error("inheriting changed the program")
	}
}

func TestTermsInIntervals(t *testing.T) {
	b := book(t, program+doc("Agreement", "a", `partner: northwind
program: full
status: signed
term: {effective: 2026-01-01}
amendments:
  - id: second
    effective: 2026-06-01
    set: {plan: special, terms: {exit: {notice: 20 days}}}
  - id: first
    effective: 2026-03-01
    set: {terms: {exit: {notice: 10 days, curePeriod: 5 days}, governingLaw: own}}`))
	agreement := b.Docs.Get("agreement/a")
	intervals := b.Terms(agreement)
	var got []string
	for _, i := range intervals {
		by := "-"
		if i.By != nil {
			by = i.By.ID
		}
		cure := "-"
		if i.Terms.Exit.CurePeriod != nil {
			cure = i.Terms.Exit.CurePeriod.V.String()
		}
		got = append(got, strings.Join([]string{i.From.String(), i.Until.String(), by, i.Plan, i.Terms.Exit.Notice.V.String(), cure, string(i.Terms.GoverningLaw.V)}, " | "))
	}
	want := []string{
		" | 2026-03-01 | - | standard | 60 days | 30 days | standard",
		"2026-03-01 | 2026-06-01 | first | standard | 10 days | 5 days | own",
		"2026-06-01 |  | second | special | 20 days | 5 days | own",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for on, want := range map[string]string{
		"2025-01-01": "60 days", "2026-02-28": "60 days", "2026-03-01": "10 days", "2026-05-31": "10 days", "2026-06-01": "20 days", "2099-01-01": "20 days",
	} {
		if got := b.TermsAt(agreement, day(t, on)).Terms.Exit.Notice.V.String(); got != want {
			t.Errorf("on %s the notice is %s, want %s", on, got, want)
		}
	}
}

func TestAnAgreementOfNoProgramInheritsNothing(t *testing.T) {
	text := doc("Agreement", "a", "partner: p\nprogram: gone\nstatus: draft\nterm: {effective: 2026-01-01}")
	docs, _, err := load.Load(context.Background(), fstest.MapFS{"x.yaml": {Data: []byte(text)}}, "")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := resolve.Resolve(docs)
	in := b.Terms(docs.Get("agreement/a"))
	if len(in) != 1 || in[0].Plan != "" || in[0].Terms.Exit != nil {
		t.Errorf("%+v", in)
	}
}

// The plan of the contract's change, laid over the example.
func TestVersionsKeepTheLineThatSetAValue(t *testing.T) {
	files, err := os.ReadFile("../testdata/example-change/plans/reseller.yaml")
	if err != nil {
		t.Fatal(err)
	}
	docs, findings, err := load.Load(context.Background(), os.DirFS("../testdata/example-change"), "")
	if err != nil || len(findings) > 0 {
		t.Fatal(err, list(findings))
	}
	b, _ := resolve.Resolve(docs)
	plan := docs.Get("commissionplan/reseller")
	versions := b.Versions(plan)
	if len(versions) != 2 || versions[0].By != nil || versions[0].From != 0 || versions[1].By.ID != "lower-mid" || versions[1].By.AppliesTo != "new-deals" || versions[1].From != day(t, "2026-07-15") {
		t.Fatalf("%+v", versions)
	}
	rates := func(v any) (out []string) {
		for _, s := range v.(*spec.CommissionPlan).Rules[0].Bands.Steps {
			out = append(out, string(s.ID.V)+" "+s.Rate.V.String())
		}
		return out
	}
	if diff := cmp.Diff([]string{"base 10%", "mid 12%", "top 15%"}, rates(versions[0].Spec)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"base 10%", "mid 10%", "top 15%"}, rates(versions[1].Spec)); diff != "" {
		t.Error(diff)
	}
	text := string(files)
	inSet := strings.LastIndex(text, "10%}")
	changed := versions[1].Spec.(*spec.CommissionPlan).Rules[0]
	mid := changed.Bands.Steps[1]
	if int(mid.Rate.At.Start) != inSet || mid.Rate.At.Text() != "10%" || mid.Rate.At.From().Line != 1+strings.Count(text[:inSet], "\n") {
		t.Errorf("the merged rate stands at %d, line %d, want the line of set", mid.Rate.At.Start, mid.Rate.At.From().Line)
	}
	if got := mid.UpTo.At.From().Line; got != 1+strings.Count(text[:strings.Index(text, "150000 USD")], "\n") {
		t.Errorf("what the change leaves alone stands on line %d", got)
	}
	if changed.Hold == nil || changed.Bands.Method.V != "graduated" {
		t.Error("the change took something away")
	}
	for on, want := range map[string]string{"2026-07-14": "12%", "2026-07-15": "10%"} {
		if got := b.At(plan, day(t, on)).(*spec.CommissionPlan).Rules[0].Bands.Steps[1].Rate.V.String(); got != want {
			t.Errorf("on %s the rate is %s, want %s", on, got, want)
		}
	}
}

func TestChangesMergeByKey(t *testing.T) {
	b := book(t, "---\n"+doc("CommissionPlan", "p", `currency: USD
rules:
  - {id: a, trigger: closed-won, rate: 10%, cap: {perEvent: 5 USD}, clawback: {on: [churn], schedule: [{within: 30 days, share: 50%}]}}
  - {id: b, trigger: closed-won, rate: 20%, recurring: lifetime}
payout: {cadence: monthly}
changes:
  - id: later
    effective: 2026-02-01
    set:
      rules:
        - {id: c, trigger: invoiced, rate: 30%}
        - {id: b, recurring: {for: 12 months}}
        - {id: a, cap: {perPeriod: 9 USD}, clawback: {on: [non-payment], schedule: [{within: 60 days, share: 10%}, {within: 30 days, share: 40%}]}}
      payout: {minimum: 50 USD}
  - id: last
    effective: 2026-03-01
    set: {rules: [{id: c, rate: 35%}]}`))
	versions := b.Versions(b.Docs.Get("commissionplan/p"))
	if len(versions) != 3 {
		t.Fatalf("%d versions", len(versions))
	}
	var got []string
	for _, v := range versions {
		paths := []string{}
		spec.Walk(v.Spec, func(n spec.Node) {
			if n.Scalar != nil && !strings.HasPrefix(n.Path, "changes") {
				paths = append(paths, n.Path+"="+n.Text)
			}
		})
		got = append(got, strings.Join(paths, " "))
	}
	want := []string{
		"currency=USD rules/a/id=a rules/a/trigger=closed-won rules/a/rate=10% rules/a/cap/perEvent=5.00 USD rules/a/clawback/on/churn=churn rules/a/clawback/schedule/30 days/within=30 days rules/a/clawback/schedule/30 days/share=50% " +
			"rules/b/id=b rules/b/trigger=closed-won rules/b/rate=20% rules/b/recurring=lifetime payout/cadence=monthly",
		"currency=USD rules/a/id=a rules/a/trigger=closed-won rules/a/rate=10% rules/a/cap/perEvent=5.00 USD rules/a/cap/perPeriod=9.00 USD rules/a/clawback/on/non-payment=non-payment rules/a/clawback/schedule/30 days/within=30 days rules/a/clawback/schedule/30 days/share=40% rules/a/clawback/schedule/60 days/within=60 days rules/a/clawback/schedule/60 days/share=10% " +
			"rules/b/id=b rules/b/trigger=closed-won rules/b/rate=20% rules/b/recurring=12 months rules/c/id=c rules/c/trigger=invoiced rules/c/rate=30% payout/cadence=monthly payout/minimum=50.00 USD",
	}
	want = append(want, strings.Replace(want[1], "30%", "35%", 1))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatOnlyTheMergedWholeShows(t *testing.T) {
	findings, _, start, _ := resolved(t, "---\n"+doc("CommissionPlan", "p", `currency: USD
rules: [{id: a, trigger: closed-won, rate: 10%}]
changes: [{id: more, effective: 2026-02-01, set: {rules: [«{id: b, rate: 5%}]}}]»`))
	if len(findings) != 1 || findings[0].Code != spec.CodeMissingField || int(findings[0].At.Start) != start || findings[0].At.Text() != "{id: b, rate: 5%}" {
		t.Errorf("a new rule without a trigger:%s", list(findings))
	}
}

func TestFiscalStartAndToday(t *testing.T) {
	b := book(t)
	if got := b.FiscalStart(); got.String() != "January" {
		t.Errorf("the fiscal year starts in %s", got)
	}
	// 23:30 UTC is tomorrow in Paris.
	if got := b.Today(time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC)); got != day(t, "2026-07-01") {
		t.Errorf("today is %s", got)
	}
	if b.Person("lead") == nil || b.Person("nobody") != nil {
		t.Error("people")
	}
	var zero quantity.Date
	if v := b.At(b.Docs.Get("partner/northwind"), zero); v == nil {
		t.Error("a document without changes has no version")
	}
}
