package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// crmDir finds the real CRM export beside the repository. Without that folder
// there is nothing to read; with the folder and no export the test fails.
func crmDir(t *testing.T) string {
	t.Helper()
	shared, err := filepath.Abs("../../../shared")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(shared); err != nil {
		t.Skipf("the CRM export is not beside the repository: %v", err)
	}
	dir := filepath.Join(shared, "data", "crm")
	if _, err := os.Stat(filepath.Join(dir, "sales_pipeline.csv")); err != nil {
		t.Fatalf("the CRM export is missing: %v", err)
	}
	return dir
}

const crmDocuments = `apiVersion: entente/v1
kind: Organization
metadata: {name: hardware, title: Hardware seller}
spec: {baseCurrency: USD, timezone: America/New_York}
---
apiVersion: entente/v1
kind: Program
metadata: {name: resellers, title: Resellers}
spec: {type: reseller}
---
apiVersion: entente/v1
kind: Source
metadata: {name: pipeline}
spec:
  type: deals
  system: crm
  from: {files: sales_pipeline.csv}
  currency: USD
  columns:
    id: opportunity_id
    partner: sales_agent
    customer: account
    product: {column: product, known: [GTX Basic, GTX Pro, MG Special, MG Advanced, GTX Plus Pro, GTX Plus Basic, GTK 500]}
    stage: {column: deal_stage, values: {Won: won, Lost: lost, Engaging: open, Prospecting: open}}
    amount: close_value
    createdAt: engage_date
    closedAt: close_date
---
apiVersion: entente/v1
kind: KPI
metadata: {name: won-revenue, title: Won revenue}
spec: {unit: money, direction: increase, measure: {source: pipeline, aggregate: sum, field: amount, where: 'stage == "won"', at: closedAt}}
---
apiVersion: entente/v1
kind: KPI
metadata: {name: won-deals, title: Deals won}
spec: {unit: count, direction: increase, measure: {source: pipeline, aggregate: count, where: 'stage == "won"', at: closedAt}}
---
apiVersion: entente/v1
kind: KPI
metadata: {name: lost-deals, title: Deals lost}
spec: {unit: count, direction: decrease, measure: {source: pipeline, aggregate: count, where: 'stage == "lost"', at: closedAt}}
`

// writeCRM makes the repository that a partner manager of this seller would
// write: each sales agent is a reseller.
func writeCRM(t *testing.T, data, dir string) {
	t.Helper()
	file, err := os.Open(filepath.Join(data, "sales_teams.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var partners strings.Builder
	for _, row := range rows[1:] {
		name := strings.ToLower(strings.ReplaceAll(row[0], " ", "-"))
		fmt.Fprintf(&partners, "---\napiVersion: entente/v1\nkind: Partner\nmetadata: {name: %s, title: %s, labels: {office: %s}}\nspec: {legalName: %s, lifecycle: active, programs: [{program: resellers}], keys: {crm: %s}}\n",
			name, row[0], row[2], row[0], row[0])
	}
	for file, text := range map[string]string{"entente.yaml": crmDocuments, "partners.yaml": partners.String()} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

type statusDoc struct {
	Facts []struct {
		Source                  string
		Rows, Evaluated, Direct int
		Noted, Rejected         []tally
	}
	Resources []resourceDoc
	Portfolio struct {
		KPI, Total, Direct string
		KPIs               map[string]kpiDoc
	}
}

// resourceDoc is what the tests read of a resource: KPIs of partners.
type resourceDoc struct {
	Address string
	KPIs    map[string]kpiDoc
}

// UnmarshalJSON leaves the KPIs of goals, which are a list, alone.
func (r *resourceDoc) UnmarshalJSON(text []byte) error {
	var doc struct {
		Address string
		KPIs    json.RawMessage
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return err
	}
	r.Address = doc.Address
	if !strings.HasPrefix(r.Address, "partner/") {
		return nil
	}
	return json.Unmarshal(doc.KPIs, &r.KPIs)
}

type tally struct {
	Reason, Column, Value string
	Count                 int
	First                 string
}

type kpiDoc struct {
	Value                                          *string
	Currency, Unit, Numerator, Denominator, Reason string
}

func status(t *testing.T, args ...string) statusDoc {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(append([]string{"status", "--format", "json"}, args...), nil, &stdout, &stderr); code != exitOK {
		t.Fatalf("status exits with %d\n%s%s", code, stdout.String(), stderr.String())
	}
	var doc statusDoc
	if err := json.Unmarshal(stdout.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestCRM reads 8,800 real opportunities and gives the figures that stand in the
// data's own description.
func TestCRM(t *testing.T) {
	data, dir := crmDir(t), t.TempDir()
	writeCRM(t, data, dir)
	whole := status(t, "-C", dir, "--facts", data, "--as-of", "2017-12-31", "--period", "2016-10-01..2017-12-31")

	if got := *whole.Portfolio.KPIs["won-revenue"].Value; got != "10005534.00" {
		t.Errorf("won revenue is %s", got)
	}
	if won, lost := *whole.Portfolio.KPIs["won-deals"].Value, *whole.Portfolio.KPIs["lost-deals"].Value; won != "4238" || lost != "2473" {
		t.Errorf("%s deals won, %s lost", won, lost)
	}
	with, without := 0, 0
	for _, r := range whole.Resources {
		if kind, _, _ := strings.Cut(r.Address, "/"); kind != "partner" {
			continue
		}
		if *r.KPIs["won-deals"].Value == "0" {
			without++
		} else {
			with++
		}
	}
	if with != 30 || without != 5 {
		t.Errorf("%d partners with deals, %d without", with, without)
	}
	facts := whole.Facts[0]
	if facts.Rows != 8800 || facts.Evaluated != 8800 || facts.Direct != 0 || len(facts.Rejected) != 0 {
		t.Errorf("facts: %+v", facts)
	}
	want := []tally{
		{Reason: "unknown-value", Column: "product", Value: "GTXPro", Count: 1480, First: "sales_pipeline.csv:3"},
		{Reason: "empty-column", Column: "customer", Count: 1425, First: "sales_pipeline.csv:11"},
		{Reason: "empty-column", Column: "createdAt", Count: 500, First: "sales_pipeline.csv:8302"},
	}
	if diff := cmp.Diff(want, facts.Noted); diff != "" {
		t.Errorf("noted rows (-want +got):\n%s", diff)
	}
	for quarter, want := range map[string]string{"2017-Q1": "1134672.00", "2017-Q2": "3086111.00", "2017-Q3": "2982255.00", "2017-Q4": "2802496.00"} {
		doc := status(t, "-C", dir, "--facts", data, "--as-of", "2017-12-31", "--period", quarter)
		if got := *doc.Portfolio.KPIs["won-revenue"].Value; got != want {
			t.Errorf("%s: %s, want %s", quarter, got, want)
		}
	}
}
