package evaluate_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// world is a repository in memory: a file's name to its text.
type world map[string]string

// with lays files over a copy: name, text, name, text, …
func (w world) with(files ...string) world {
	out := maps.Clone(w)
	for i := 0; i+1 < len(files); i += 2 {
		out[files[i]] = files[i+1]
	}
	return out
}

func (w world) edited(t *testing.T, name, old, new string) world {
	t.Helper()
	if !strings.Contains(w[name], old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	return w.with(name, strings.ReplaceAll(w[name], old, new))
}

func (w world) files() fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range w {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// entry puts a spec on one line into its envelope.
func entry(kind, name, spec string) string {
	return "---\napiVersion: entente/v1\nkind: " + kind + "\nmetadata: {name: " + name + "}\nspec: " + spec + "\n"
}

func kpi(name, spec string) string { return entry("KPI", name, spec) }

// sum and count are KPIs over the deals that close in the period.
func sum(where string) string {
	return "{unit: money, measure: {source: deals, aggregate: sum, field: amount, where: '" + where + "'}}"
}

const (
	organization = `apiVersion: entente/v1
kind: Organization
metadata: {name: acme}
spec: {baseCurrency: USD, timezone: UTC}
`
	twoPartners = `apiVersion: entente/v1
kind: Partner
metadata: {name: ada}
spec: {legalName: Ada, lifecycle: onboarding, programs: [{program: p, since: 2025-03-01}, {program: q, since: 2025-01-10}], keys: {crm: A}}
---
apiVersion: entente/v1
kind: Partner
metadata: {name: bob}
spec: {legalName: Bob, lifecycle: onboarding, programs: [{program: p}], keys: {crm: B}}
`
	dealSource = `apiVersion: entente/v1
kind: Source
metadata: {name: deals}
spec:
  type: deals
  system: crm
  from: {files: deals.csv}
  columns: {id: id, partner: partner, stage: stage, amount: amount, createdAt: created, closedAt: closed, sourcedBy: by, product: product, quantity: seats}
  extra: {margin: {column: margin, type: rate}, region: region}
`
	dealRows = `id,partner,stage,amount,created,closed,by,product,seats,margin,region
1,A,won,10.00,2026-01-01,2026-01-31,partner,x,1,10%,eu
2,A,won,20.00,2026-01-01,2026-02-10,vendor,y,2,20%,eu
3,A,won,20.00,2026-02-01,2026-03-03,partner,x,2.5,30%,us
4,A,won,50.01,2026-02-01,2026-04-02,partner,z,4,,us
5,A,lost,7.00,2026-02-02,2026-04-03,partner,x,,,us
6,A,open,5.00,2026-03-01,,partner,x,,,us
7,B,lost,8.00,2026-01-05,2026-02-05,partner,x,,,us
8,,won,99.00,2026-01-05,2026-02-06,vendor,x,,,us
`
)

var base = world{"org.yaml": organization, "partners.yaml": twoPartners, "deals.yaml": dealSource, "deals.csv": dealRows}

func compile(t testing.TB, w world) (*evaluate.Program, diag.List) {
	t.Helper()
	docs, findings, err := load.Load(context.Background(), w.files(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Fatalf("the test's own documents are at fault: %s:%d %s %s", f.At.File(), f.At.From().Line, f.Summary, f.Detail)
	}
	book, _ := resolve.Resolve(docs)
	return evaluate.Compile(book)
}

// job looks at a program on a day, year to date unless a period is named.
func job(t testing.TB, p *evaluate.Program, asOf, period string) evaluate.Job {
	t.Helper()
	on := day(t, asOf)
	if period == "" {
		return evaluate.Job{Program: p, AsOf: on, Period: p.ToDate(on)}
	}
	named, err := quantity.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	return evaluate.Job{Program: p, AsOf: on, Period: p.Named(named)}
}

func run(t testing.TB, sources []facts.Source, jobs ...evaluate.Job) []*state.Snapshot {
	t.Helper()
	snaps, err := evaluate.Run(context.Background(), memory.Runner{}, sources, jobs...)
	if err != nil {
		t.Fatal(err)
	}
	return snaps
}

// evaluated gives a world's snapshot; its documents must be without fault.
func evaluated(t testing.TB, w world, asOf, period string) *state.Snapshot {
	t.Helper()
	p, findings := compile(t, w)
	sources, found := p.Mapped(evaluate.Roots{w.files()})
	for _, f := range append(findings, found...) {
		t.Fatalf("%s: %s %s", f.Code, f.Summary, f.Detail)
	}
	return run(t, sources, job(t, p, asOf, period))[0]
}

// value spells one derived value: number and unit, what it is a quotient of, why
// there is none, and what to think of it.
func value(s *state.Snapshot, address spec.Address, kpi string) string {
	v, ok := s.Derived[address]["kpi/"+kpi]
	if !ok {
		return "absent"
	}
	out := v.Decimal()
	switch {
	case v.Exact == nil:
		out = v.Reason
	case v.Unit == state.Money:
		out += " " + string(v.Currency)
	case v.Unit == state.Percent:
		out += "%"
	case v.Unit != state.Count:
		out += " " + string(v.Unit)
	}
	if v.Numerator != nil {
		out += fmt.Sprintf(" = %s/%s", quantity.Decimal(v.Numerator, 0, 8), quantity.Decimal(v.Denominator, 0, 8))
	}
	if v.IsLow {
		out += " low"
	}
	if v.IsPartial {
		out += " partial"
	}
	return out
}

// wantValues holds values against lines "address kpi: value".
func wantValues(t *testing.T, s *state.Snapshot, want ...string) {
	t.Helper()
	for _, line := range want {
		at, text, _ := strings.Cut(line, ": ")
		address, name, _ := strings.Cut(at, " ")
		if !strings.Contains(address, "/") && address != "portfolio" && address != "direct" {
			address = "partner/" + address
		}
		if got := value(s, spec.Address(address), name); got != text {
			t.Errorf("%s is %q, want %q", at, got, text)
		}
	}
}

// spelt spells findings: code, place, the text underlined, detail.
func spelt(findings diag.List) []string {
	out := []string{}
	for _, f := range findings.Sorted() {
		from := f.At.From()
		line := fmt.Sprintf("%s %s:%d:%d `%s` %s", f.Code, f.At.File(), from.Line, from.Column, f.At.Text(), f.Detail)
		if f.Fix != "" {
			line += " → " + f.Fix
		}
		out = append(out, line)
	}
	return slices.Compact(out)
}
