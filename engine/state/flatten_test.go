package state_test

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// flattened reads one document as it stands, with its dated versions.
func flattened(t *testing.T, text string) state.Declared {
	t.Helper()
	docs, findings, err := load.Load(context.Background(), fstest.MapFS{"a.yaml": {Data: []byte(text)}}, "")
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	doc := docs.List[0]
	versions, found := doc.Versions()
	if len(found) > 0 {
		t.Fatal(found)
	}
	return state.Flatten(doc, versions)
}

const agreement = `apiVersion: entente/v1
kind: Agreement
metadata: {name: northwind, title: Northwind, labels: {region: dach}}
spec:
  partner: northwind
  program: resellers
  status: signed
  term: {effective: 2025-07-01, notice: 60 days}
  territory: [DE, AT]
  terms:
    liability: {cap: 5000.00 USD}
    disputeResolution: [{step: talk, within: 30 days}, {step: court}]
  amendments:
    - id: second
      effective: 2026-09-01
      set: {territory: [CH], term: {notice: 30 days}}
      reason: Growth
      signatures: [{person: ada, on: 2026-08-01}]
    - {id: first, effective: 2026-03-01, set: {term: {notice: 90 days}}}
`

func spelt(fields []state.Field) []string {
	var out []string
	for _, f := range fields {
		line := f.Path
		switch {
		case f.Order != nil:
			line += " in order"
			for _, name := range f.Order {
				line += " " + name
			}
		case f.IsItem && f.Text == "":
			line += " (item)"
		default:
			line += ": " + f.Text
		}
		out = append(out, line)
	}
	return out
}

func TestFlatten(t *testing.T) {
	d := flattened(t, agreement)
	want := []string{
		"metadata/title: Northwind", "metadata/labels/region: dach",
		"partner: northwind", "program: resellers", "status: signed", "term/effective: 2025-07-01", "term/notice: 60 days",
		"territory/DE: DE", "territory/AT: AT", "terms/liability/cap: 5000.00 USD",
		"terms/disputeResolution/talk (item)", "terms/disputeResolution/talk/within: 30 days", "terms/disputeResolution/court (item)",
		"terms/disputeResolution in order talk court",
	}
	if diff := cmp.Diff(want, spelt(d.Fields)); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if d.Address != "agreement/northwind" || d.Kind != "Agreement" || d.Title != "Northwind" || d.At.From().Line != 3 {
		t.Errorf("declared as %s, %s, %s, line %d", d.Address, d.Kind, d.Title, d.At.From().Line)
	}
	if at := d.Fields[6].At; at.From().Line != 8 || at.Text() != "60 days" {
		t.Errorf("the notice is at line %d, %q", at.From().Line, at.Text())
	}
}

func TestFlattenDatedChanges(t *testing.T) {
	d := flattened(t, agreement)
	if len(d.Changes) != 2 || d.Changes[0].ID != "first" || d.Changes[1].ID != "second" {
		t.Fatalf("changes %+v", d.Changes)
	}
	second := d.Changes[1]
	for what, c := range map[string][2][]string{
		"set":   {{"term/notice: 30 days", "territory/CH: CH"}, spelt(second.Set)},
		"unset": {{"territory/DE: DE", "territory/AT: AT"}, spelt(second.Unset)},
		"about": {{"effective: 2026-09-01", "signatures/ada (item)", "signatures/ada/on: 2026-08-01", "reason: Growth"}, spelt(second.About)},
	} {
		if diff := cmp.Diff(c[0], c[1]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	if diff := cmp.Diff(map[string]string{"term/notice": "90 days"}, second.Before); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
}

func TestInForce(t *testing.T) {
	d := flattened(t, agreement)
	d.Inherited = []state.Field{{Path: "plan", Text: "reseller"}, {Path: "term/notice", Text: "never"}}
	for _, c := range []struct{ path, day, want string }{
		{"term/notice", "2025-01-01", "60 days"},
		{"term/notice", "2026-02-28", "60 days"},
		{"term/notice", "2026-03-01", "90 days"},
		{"term/notice", "2026-08-31", "90 days"},
		{"term/notice", "2026-09-01", "30 days"},
		{"territory/DE", "2026-08-31", "DE"},
		{"territory/DE", "2026-09-01", "-"},
		{"territory/CH", "2026-08-31", "-"},
		{"territory/CH", "2026-09-01", "CH"},
		{"plan", "2026-09-01", "reseller"},
		{"term/expires", "2026-09-01", "-"},
		{"terms/disputeResolution/talk", "2026-09-01", ""},
		{"terms/disputeResolution", "2026-09-01", "-"},
	} {
		on, err := quantity.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		got, holds := d.InForce(c.path, on)
		if !holds {
			got = "-"
		}
		if got != c.want {
			t.Errorf("%s on %s is %q, want %q", c.path, c.day, got, c.want)
		}
	}
}

// TestFlattenTakesVersionsAsInForce: what the first version holds beyond the
// document is inherited.
func TestFlattenTakesVersionsAsInForce(t *testing.T) {
	docs, _, err := load.Load(context.Background(), fstest.MapFS{"a.yaml": {Data: []byte(agreement)}}, "")
	if err != nil {
		t.Fatal(err)
	}
	doc := docs.List[0]
	versions, _ := doc.Versions()
	stated, _ := spec.As[spec.Agreement](doc)
	whole := *stated
	terms := *stated.Terms
	terms.GoverningLaw = &spec.Val[spec.Text]{V: "Austria", At: doc.At}
	whole.Terms = &terms
	versions[0].Spec = &whole
	d := state.Flatten(doc, versions)
	if diff := cmp.Diff([]string{"terms/governingLaw: Austria"}, spelt(d.Inherited)); diff != "" {
		t.Errorf("inherited (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"terms/governingLaw: Austria"}, spelt(d.Changes[0].Unset)); diff != "" {
		t.Errorf("the first amendment's version lacks it (-want +got):\n%s", diff)
	}
}
