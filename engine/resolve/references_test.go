package resolve_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// standard is what references in these tests can name, beside organization.
const standard = `---
apiVersion: entente/v1
kind: KPI
metadata: {name: won-revenue}
spec: {builtin: average-deal-size}
---
apiVersion: entente/v1
kind: Scorecard
metadata: {name: health}
spec:
  criteria:
    - {id: value, kpi: won-revenue, scale: {from: 0, to: 1}, weight: 50}
    - {id: speed, rated: {1: slow}, weight: 50}
---
apiVersion: entente/v1
kind: Program
metadata: {name: scored}
spec:
  type: reseller
  scorecard: health
  tiers: {levels: [{id: silver}, {id: gold}]}
  fit: [{criterion: values, weight: 100}]
---
apiVersion: entente/v1
kind: Partner
metadata: {name: fabrikam}
spec: {legalName: Fabrikam, lifecycle: active, programs: [{program: scored}]}
`

// resolved gives the findings about documents laid after the organization and
// the standard. « and » around a place are taken out and give its bytes.
func resolved(t testing.TB, documents string) (findings diag.List, text string, start, end int) {
	t.Helper()
	text = organization + strings.TrimPrefix(standard, "---\n") + documents
	start = strings.Index(text, "«")
	text = strings.Replace(text, "«", "", 1)
	end = strings.Index(text, "»")
	text = strings.Replace(text, "»", "", 1)
	docs, loaded, err := load.Load(context.Background(), fstest.MapFS{"all.yaml": {Data: []byte(text)}}, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range loaded {
		t.Fatalf("%s: %s", f.Code, f.Detail)
	}
	_, findings = resolve.Resolve(docs)
	return findings.Sorted(), text, start, end
}

func TestUnknownReferences(t *testing.T) {
	partner := func(more string) string {
		return "---\n" + doc("Partner", "p", "legalName: P\nlifecycle: active\n"+more)
	}
	decision := func(more string) string {
		return "---\n" + doc("Decision", "d", "type: terminate\nstatus: open\n"+more)
	}
	review := func(subject, criterion string) string {
		return "---\n" + doc("Review", "r", "type: qbr\ndate: 2026-01-01\nsubject: "+subject+"\nratings: [{criterion: "+criterion+", by: lead, value: 3}]")
	}
	assessment := func(criterion, more string) string {
		return "---\n" + doc("Assessment", "a", "subject: partner/fabrikam\ndate: 2026-01-01\nfit: [{criterion: "+criterion+", by: lead, value: 3}]\n"+more)
	}
	rights := func(more string) string {
		return "---\n" + doc("DecisionRights", "d", "rules: [{id: a, action: terminate, "+more+"}]")
	}
	for name, c := range map[string]struct{ text, detail, fix string }{
		"person":              {partner("manager: «managr»"), "There is no person `managr`. Did you mean `manager`?", "write `manager`"},
		"person, quoted":      {partner("manager: «'nobody'»"), "There is no person `nobody`.", "declare it, or name one of helper, lead, manager"},
		"a team is no person": {partner("manager: «desk»"), "There is no person `desk`.", "declare it, or name one of helper, lead, manager"},
		"owner":               {"---\n" + doc("Goal", "g", "partner: fabrikam\nperiod: 2026\nkpis: []\nowners: {vendor: «dusk»}"), "There is no person, team or side `dusk`. Did you mean `desk`?", "write `desk`"},
		"function":            {rights("decider: lead, approvers: [{function: «finanse»}]"), "There is no function `finanse`. Did you mean `finance`?", "write `finance`"},
		"role":                {rights("decider: «vendor»"), "There is no person, team or function `vendor`.", "declare it, or name one of helper, lead, manager, desk, finance, partnerships"},
		"KPI":                 {"---\n" + doc("Scorecard", "s", "criteria: [{id: a, kpi: «won-revnue», weight: 1}]"), "There is no KPI `won-revnue`. Did you mean `won-revenue`?", "write `won-revenue`"},
		"program":             {partner("programs: [{program: «scorred»}]"), "There is no Program `scorred`. Did you mean `scored`?", "write `scored`"},
		"source, none yet":    {"---\n" + doc("KPI", "k", "measure: {source: «deals», aggregate: count}"), "There is no Source `deals`.", "declare it first: this repository has no Source yet"},
		"a name of two kinds": {partner("referredBy: «scored»"), "There is no Partner `scored`.", "declare it, or name one of contoso, fabrikam, northwind, p"},
		"any document":        {decision("subject: «partner/fabricam»"), "There is no document `partner/fabricam`. Did you mean `partner/fabrikam`?", "write `partner/fabrikam`"},
		"any kind":            {decision("subject: «partners/fabrikam»"), "There is no document `partners/fabrikam`. Did you mean `partner/fabrikam`?", "write `partner/fabrikam`"},
		"evidence":            {decision("subject: partner/fabrikam\nevidence: [a report, and/or, «review/q2»]"), "There is no document `review/q2`.", "declare it, or name one of decision/d, kpi/won-revenue, organization/acme, partner/contoso, partner/fabrikam, partner/northwind, program/resellers, program/scored and 1 more"},
		"in a dated change": {"---\n" + agreement("n", "{effective: 2026-01-01}", "status: draft\namendments: [{id: a, effective: 2026-02-01, set: {plan: «nothing»}}]"),
			"There is no CommissionPlan `nothing`.", "declare it first: this repository has no CommissionPlan yet"},
		"rated criterion":                {review("partner/fabrikam", "«sped»"), "There is no rated criterion `sped`. Did you mean `speed`?", "write `speed`"},
		"a measured one cannot be rated": {review("partner/fabrikam", "«value»"), "There is no rated criterion `value`.", "declare it, or name one of speed"},
		"default criteria": {"---\n" + doc("Partner", "p", "legalName: P\nlifecycle: active\nprograms: [{program: resellers}]") + review("partner/p", "«responsivenes»"),
			"There is no rated criterion `responsivenes`. Did you mean `responsiveness`?", "write `responsiveness`"},
		"fit criterion":                {assessment("«value»", ""), "There is no fit criterion `value`. Did you mean `values`?", "write `values`"},
		"fit criterion of the program": {assessment("«values»", "program: resellers"), "There is no fit criterion `values`.", "declare it first: this repository has no fit criterion yet"},
		"tier":                         {partner("programs: [{program: scored, pin: {tier: «bronze»}}]"), "There is no tier `bronze`.", "declare it, or name one of silver, gold"},
	} {
		t.Run(name, func(t *testing.T) {
			findings, text, start, end := resolved(t, c.text)
			if len(findings) != 1 {
				t.Fatalf("%d findings, want one:%s", len(findings), list(findings))
			}
			f := findings[0]
			if f.Code != resolve.CodeUnknownReference || f.Severity != diag.Error || f.Detail != c.detail || f.Fix != c.fix {
				t.Errorf("%s: %s Fix: %s", f.Code, f.Detail, f.Fix)
			}
			if int(f.At.Start) != start || int(f.At.End) != end {
				t.Errorf("it stands at %q, want %q", f.At.Text(), text[start:end])
			}
			if f.Resource == "" || f.Path == "" {
				t.Errorf("of %q at %q", f.Resource, f.Path)
			}
		})
	}
}

func TestReferencesThatLead(t *testing.T) {
	findings, _, _, _ := resolved(t, "---\n"+doc("Partner", "p", "legalName: P\nlifecycle: active\nprograms: [{program: scored, pin: {tier: gold}}]\nmanager: helper")+
		"---\n"+doc("Goal", "g", "partner: p\nperiod: 2026\nkpis: [{kpi: won-revenue}]\nowners: {vendor: desk, partner: main-contact}")+
		"---\n"+doc("Review", "r", "type: qbr\ndate: 2026-01-01\nsubject: goal/g\nratings: [{criterion: speed, by: lead, value: 3, evidence: organization/acme}]")+
		"---\n"+doc("Assessment", "a", "subject: partner/northwind\nprogram: scored\ndate: 2026-01-01\nfit: [{criterion: values, by: lead, value: 3}]")+
		"---\n"+doc("DecisionRights", "r", "rules: [{id: a, action: terminate, decider: finance, escalateTo: desk}]")+
		"---\n"+doc("Decision", "d", "type: terminate\nstatus: open\nsubject: partner/p\nevidence: [review/r, an e-mail, half/and-half]"))
	if len(findings) > 0 {
		t.Error(list(findings))
	}
}

// What is wrong already is not wrong again further on.
func TestOneMistakeHasOneFinding(t *testing.T) {
	review := "---\n" + doc("Review", "r", "type: qbr\ndate: 2026-01-01\nsubject: %s\nratings: [{criterion: whatever, by: lead, value: 3}]")
	for name, text := range map[string]string{
		"a review of what is not there":    fmt.Sprintf(review, "«partner/nobody»"),
		"a review of a partner elsewhere":  "---\n" + doc("Partner", "p", "legalName: P\nlifecycle: active\nprograms: [{program: «nowhere»}]") + fmt.Sprintf(review, "partner/p"),
		"a pin in a program that is not":   "---\n" + doc("Partner", "p", "legalName: P\nlifecycle: active\nprograms: [{program: «nowhere», pin: {tier: x}}]"),
		"a program of a missing scorecard": "---\n" + doc("Program", "q", "type: custom\nscorecard: «nothing»") + "---\n" + doc("Partner", "p", "legalName: P\nlifecycle: active\nprograms: [{program: q}]") + fmt.Sprintf(review, "partner/p"),
	} {
		findings, _, start, _ := resolved(t, text)
		if len(findings) != 1 || int(findings[0].At.Start) != start {
			t.Errorf("%s:%s", name, list(findings))
		}
	}
}

func TestCycles(t *testing.T) {
	goal := func(name, after string) string {
		return "---\n" + doc("Goal", name, "partner: fabrikam\nperiod: 2026\nkpis: []\nsupersedes: "+after)
	}
	partner := func(name, by string) string {
		return "---\n" + doc("Partner", name, "legalName: P\nlifecycle: active\nreferredBy: "+by)
	}
	decision := func(name, after string) string {
		return "---\n" + doc("Decision", name, "type: terminate\nstatus: superseded\nsubject: partner/fabrikam\nsupersedes: "+after)
	}
	for name, c := range map[string]struct{ text, detail string }{
		"itself":     {goal("a", "«a»"), "Goal/a supersedes goal/a."},
		"two":        {goal("b", "a") + goal("a", "«b»"), "Goal/a supersedes goal/b, goal/b supersedes goal/a."},
		"three":      {partner("x", "«y»") + partner("y", "z") + partner("z", "x"), "Partner/x is referred by partner/y, partner/y is referred by partner/z, partner/z is referred by partner/x."},
		"with a way": {decision("a", "b") + decision("b", "«c»") + decision("c", "b"), "Decision/b supersedes decision/c, decision/c supersedes decision/b."},
		"agreements": {"---\n" + agreement("a", "{effective: 2026-01-01}", "status: draft\nsupersedes: «a»"), "Agreement/a supersedes agreement/a."},
	} {
		findings, _, start, _ := resolved(t, c.text)
		if len(findings) != 1 || findings[0].Code != resolve.CodeReferenceCycle || findings[0].Detail != c.detail || int(findings[0].At.Start) != start {
			t.Errorf("%s:%s", name, list(findings))
			continue
		}
		if got, want := len(findings[0].Related), strings.Count(c.detail, ","); got != want {
			t.Errorf("%s: %d related places, want %d", name, got, want)
		}
	}
	if findings, _, _, _ := resolved(t, goal("a", "b")+goal("b", "c")+goal("c", "d")+"---\n"+doc("Goal", "d", "partner: fabrikam\nperiod: 2026\nkpis: []")); len(findings) > 0 {
		t.Errorf("a chain that ends:%s", list(findings))
	}
}

func TestOrganizations(t *testing.T) {
	check := func(text, code, at string) {
		t.Helper()
		docs, _, err := load.Load(context.Background(), fstest.MapFS{"all.yaml": {Data: []byte(text)}}, "")
		if err != nil {
			t.Fatal(err)
		}
		book, findings := resolve.Resolve(docs)
		if len(findings) != 1 || findings[0].Code != code || findings[0].At.Text() != at {
			t.Errorf("want %s at %q:%s", code, at, list(findings))
		}
		if book.Org == nil {
			t.Error("a book without an Organization")
		}
	}
	check(doc("Partner", "p", "legalName: P\nlifecycle: active"), resolve.CodeNoOrganization, "Partner")
	org := doc("Organization", "o", "baseCurrency: USD\ntimezone: UTC")
	check(org+"---\n"+strings.Replace(org, "name: o", "name: p", 1), resolve.CodeSecondOrganization, "Organization")
	check(strings.Replace(org, "UTC", "Europe/Pari", 1), resolve.CodeUnknownTimezone, "Europe/Pari")
	check(strings.Replace(org, "UTC", "Local", 1), resolve.CodeUnknownTimezone, "Local")
	if _, findings := resolve.Resolve(spec.NewDocuments(nil, 0)); len(findings) > 0 {
		t.Errorf("of nothing:%s", list(findings))
	}
}

func TestPartnersByKey(t *testing.T) {
	with := func(name, keys string) string {
		return doc("Partner", name, "legalName: P\nlifecycle: active\nkeys: "+keys)
	}
	b := book(t, "---\n"+with("a", "{crm: A-1, erp: A-1}"), with("b", "{crm: B-1}"))
	for _, c := range []struct{ system, key, want string }{
		{"crm", "A-1", "a"}, {"erp", "A-1", "a"}, {"crm", " B-1 ", "b"}, {"", "b", "b"}, {"", "northwind", "northwind"},
		{"erp", "B-1", ""}, {"crm", "a", ""}, {"", "A-1", ""}, {"crm", "", ""},
	} {
		if got, ok := b.PartnerByKey(c.system, c.key); got != c.want || ok != (c.want != "") {
			t.Errorf("key %q of %q is %q, want %q", c.key, c.system, got, c.want)
		}
	}
	findings, _, start, _ := resolved(t, "---\n"+with("a", "{crm: X}")+"---\n"+with("b", "{erp: X, crm: «X»}"))
	if len(findings) != 1 || findings[0].Code != resolve.CodeSharedKey || int(findings[0].At.Start) != start || len(findings[0].Related) != 1 {
		t.Errorf("a shared key:%s", list(findings))
	}
}

func list(findings diag.List) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "\n  %s at %q: %s", f.Code, f.At.Text(), f.Detail)
	}
	return b.String()
}
