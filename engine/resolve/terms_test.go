package resolve_test

import (
	"context"
	"fmt"
	"slices"
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

// written gives the values of terms with the line that each stands on.
func written(terms *spec.Terms) []string {
	var out []string
	spec.Walk(terms, func(n spec.Node) {
		if n.Scalar != nil && (n.Field == nil || !n.Field.Key) {
			out = append(out, fmt.Sprintf("%s = %s :%d", n.Path, n.Text, n.At.From().Line))
		}
	})
	return out
}

// linesOf spells what written gives: each value with the line of the file that
// holds a mark.
func linesOf(t *testing.T, text string, values ...string) []string {
	t.Helper()
	for i, v := range values {
		value, mark, _ := strings.Cut(v, " @")
		at := strings.Index(text, mark)
		if at < 0 || strings.Count(text, mark) != 1 {
			t.Fatalf("%q stands %d times in the file", mark, strings.Count(text, mark))
		}
		values[i] = fmt.Sprintf("%s :%d", value, 1+strings.Count(text[:at], "\n"))
	}
	return values
}

const deviating = `partner: northwind
program: full
status: signed
term: {effective: 2026-01-01}
terms:
  liability: {cap: 5000 USD}
  responsibilities: [{id: sell, owner: vendor}, {id: pack, activity: own, owner: partner}]
  leadProcess: {channel: own}
  disputeResolution: [{step: court, within: 30 days}]
  exit: {tail: {for: 90 days}}
  governingLaw: own`

func TestAnAgreementIsLaidOverItsProgram(t *testing.T) {
	documents := program + doc("Agreement", "a", deviating)
	b := book(t, documents)
	in := b.Terms(b.Docs.Get("agreement/a"))
	if len(in) != 1 || in[0].Plan != "standard" {
		t.Fatalf("%d intervals, plan %s", len(in), in[0].Plan)
	}
	want := linesOf(t, organization+documents,
		"successDefinition = standard @successDefinition",
		"responsibilities/sell/activity = standard @{id: train",
		"responsibilities/sell/owner = vendor @{id: pack",
		"responsibilities/pack/activity = own @{id: pack",
		"responsibilities/pack/owner = partner @{id: pack",
		"responsibilities/train/activity = standard @{id: train",
		"responsibilities/train/owner = vendor @{id: train",
		"leadProcess/channel = own @{channel: own",
		"leadProcess/acceptWithin = 5 business days @acceptWithin",
		"leadProcess/protection = 90 days @protection: 90",
		"reviewCadence = monthly @reviewCadence: monthly",
		"liability/cap = 5000.00 USD @cap: 5000",
		"liability/unlimited/confidentiality breach = confidentiality breach @unlimited",
		"disputeResolution/court/within = 30 days @step: court, within",
		"exit/notice = 60 days @notice: 60",
		"exit/curePeriod = 30 days @curePeriod",
		"exit/tail/for = 90 days @tail",
		"governingLaw = own @governingLaw: own")
	if diff := cmp.Diff(want, written(&in[0].Terms)); diff != "" {
		t.Error(diff)
	}
	_, standard := spec.Lookup[spec.Program](b.Docs, "full")
	untouched := linesOf(t, organization+documents,
		"successDefinition = standard @successDefinition",
		"responsibilities/sell/activity = standard @{id: train",
		"responsibilities/sell/owner = partner @{id: train",
		"responsibilities/train/activity = standard @{id: train",
		"responsibilities/train/owner = vendor @{id: train",
		"leadProcess/channel = standard @acceptWithin",
		"leadProcess/acceptWithin = 5 business days @acceptWithin",
		"leadProcess/protection = 90 days @protection: 90",
		"liability/cap = fees of 12 months @unlimited",
		"liability/unlimited/confidentiality breach = confidentiality breach @unlimited",
		"exit/notice = 60 days @notice: 60",
		"exit/curePeriod = 30 days @curePeriod",
		"governingLaw = standard @governingLaw: standard")
	if diff := cmp.Diff(untouched, written(standard.Terms)); diff != "" {
		t.Errorf("the program itself: %s", diff)
	}
}

// An amendment states a part of a clause that the agreement inherits, then a part
// of one that it had stated itself.
func TestAnAmendmentIsLaidOverWhatIsInherited(t *testing.T) {
	documents := program + doc("Agreement", "a", deviating+`
amendments:
  - id: notice
    effective: 2026-03-01
    set:
      terms:
        exit: {notice: 10 days}
        responsibilities: [{id: train, owner: partner}]
  - id: cap
    effective: 2026-06-01
    set:
      terms:
        liability: {cap: fees of 6 months, unlimited: []}
        confidentiality: Prices
  - id: length
    effective: 2026-09-01
    set:
      terms:
        confidentiality: {for: 2 years}
        exit: {tail: {except: [breach]}}`)
	b := book(t, documents)
	var got []string
	before := map[string]bool{}
	for _, in := range b.Terms(b.Docs.Get("agreement/a")) {
		now := map[string]bool{}
		for _, line := range written(&in.Terms) {
			if now[line] = true; in.By != nil && !before[line] {
				got = append(got, in.By.ID+": "+line)
			}
		}
		for line := range before {
			if !now[line] {
				got = append(got, in.By.ID+" ends "+line)
			}
		}
		before = now
	}
	slices.Sort(got)
	want := linesOf(t, organization+documents,
		"cap ends liability/cap = 5000.00 USD @cap: 5000",
		"cap ends liability/unlimited/confidentiality breach = confidentiality breach @unlimited: [confidentiality breach]",
		"cap: confidentiality = Prices @confidentiality: Prices",
		"cap: liability/cap = fees of 6 months @unlimited: []",
		"length: confidentiality/for = 2 years @confidentiality: {for",
		"length: exit/tail/except/breach = breach @except",
		"notice ends exit/notice = 60 days @notice: 60",
		"notice ends responsibilities/train/owner = vendor @{id: train, activity",
		"notice: exit/notice = 10 days @notice: 10",
		"notice: responsibilities/train/owner = partner @{id: train, owner")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnItemThatNothingIsUnder(t *testing.T) {
	for name, c := range map[string]struct{ more, want string }{
		"an activity of no program": {"terms: {responsibilities: [{id: «pack», owner: vendor}]}",
			"missing-field: Agreement (responsibility) needs `activity`: what is done. Program `full` has no `pack` under responsibilities to take it from."},
		"a slip": {"terms: {responsibilities: [{id: «trai», owner: vendor}]}",
			"missing-field: Agreement (responsibility) needs `activity`: what is done. Program `full` has no `trai` under responsibilities to take it from. Did you mean `train`?"},
		"by an amendment": {"amendments: [{id: x, effective: 2026-02-01, set: {terms: {exit: {tail: {reasons: [{reason: «breach»}]}}}}}]",
			"missing-field: Agreement (tailReason) needs `for`: tail for that reason. Program `full` has no `breach` under exit/tail/reasons to take it from."},
	} {
		t.Run(name, func(t *testing.T) {
			findings, _, start, end := resolved(t, program+doc("Agreement", "a", "partner: northwind\nprogram: full\nstatus: signed\nterm: {effective: 2026-01-01}\n"+c.more))
			if len(findings) != 1 {
				t.Fatal(list(findings))
			}
			f := findings[0]
			if got := f.Code + ": " + f.Detail; got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
			if int(f.At.Start) != start || int(f.At.End) != end || f.Resource != "agreement/a" || !strings.HasPrefix(f.Path, "spec/terms/") || f.Fix == "" {
				t.Errorf("at %d..%d, %s %s, fix %q", f.At.Start, f.At.End, f.Resource, f.Path, f.Fix)
			}
		})
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

// The same text says the same as an agreement's deviation from its program and as
// an amendment of what the agreement itself had stated.
func TestAnAmendmentAndADeviationSayTheSame(t *testing.T) {
	_, terms, _ := strings.Cut(program, "  terms:\n")
	terms = strings.TrimPrefix(strings.ReplaceAll("\n"+strings.TrimSuffix(terms, "---\n"), "\n    ", "\n  "), "\n")
	for _, set := range []string{
		"{}",
		"{liability: {cap: 5 USD}}",
		"{liability: {unlimited: []}, governingLaw: own, confidentiality: Prices}",
		"{responsibilities: [{id: new, activity: own, owner: vendor}, {id: train, owner: partner}], leadProcess: {qualified: yes it is}}",
		"{responsibilities: [{id: train, remove: true}], disputeResolution: [{step: executives, within: 5 days}, {step: mediation}]}",
		"{disputeResolution: [{step: mediation}, {step: executives, remove: true}], exit: {tail: {for: 9 days, reasons: [{reason: breach, for: 0 days}]}, windDown: {steps: [a, b]}}}",
	} {
		b := book(t, program+
			doc("Program", "bare", "type: reseller\nreviewCadence: monthly")+"---\n"+
			doc("Agreement", "deviates", "partner: northwind\nprogram: full\nstatus: draft\nterm: {effective: 2026-01-01}\nterms: "+set)+"---\n"+
			doc("Agreement", "amended", "partner: northwind\nprogram: bare\nstatus: draft\nterm: {effective: 2026-01-01}\nterms:\n"+terms+"amendments: [{id: x, effective: 2026-02-01, set: {terms: "+set+"}}]"))
		values := func(name string) []string {
			in := b.TermsAt(b.Docs.Get(spec.NewAddress("Agreement", name)), day(t, "2026-03-01"))
			out := written(&in.Terms)
			for i := range out {
				out[i], _, _ = strings.Cut(out[i], " :")
			}
			return out
		}
		if diff := cmp.Diff(values("deviates"), values("amended")); diff != "" || len(values("amended")) < 10 {
			t.Errorf("%s: %s", set, diff)
		}
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
