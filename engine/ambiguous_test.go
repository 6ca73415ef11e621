package engine_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine"
)

const secondDeals = `apiVersion: entente/v1
kind: Source
metadata: {name: deals}
spec: {type: deals, from: {files: data/deals.csv}, columns: {id: Deal ID, partner: Partner}}
`

// TestNumbersOfTwoSourcesOfOneName: which one is meant is not known, so there are
// none, and the findings say where both are.
func TestNumbersOfTwoSourcesOfOneName(t *testing.T) {
	r := newRepository(t, ".")
	r.write("twice.yaml", secondDeals)
	when := engine.When{AsOf: asOfDay(t, "2026-06-30")}
	result, err := engine.Status(t.Context(), engine.Where{Dir: r.dir()}, when)
	if err == nil {
		result.Close()
	}
	_, planErr := engine.Plan(t.Context(), engine.Between{Dir: r.dir()}, when)
	for what, err := range map[string]error{"status": err, "plan": planErr} {
		var unclear *engine.Ambiguous
		if !errors.As(err, &unclear) || len(unclear.Findings) != 1 {
			t.Fatalf("%s: %v", what, err)
		}
		f := unclear.Findings[0]
		if f.Code != "duplicate-name" || f.At.File() != "twice.yaml" || f.At.From().Line != 3 || f.Related[0].At.File() != "sources.yaml" || f.Excerpt == nil {
			t.Errorf("%s: %+v", what, f)
		}
	}
	if !strings.HasPrefix(planErr.Error(), "head: ") {
		t.Errorf("plan does not say which revision: %v", planErr)
	}
}

// TestRowsOfTwoSourcesOfOneName: what else validate has to say is said.
func TestRowsOfTwoSourcesOfOneName(t *testing.T) {
	r := newRepository(t, ".")
	r.write("twice.yaml", secondDeals)
	r.edit("goals/northwind-2026.yaml", "partner: northwind\n", "partner: northwnd\n")
	checked, err := engine.CheckRows(t.Context(), engine.Where{Dir: r.dir()}, engine.When{AsOf: asOfDay(t, "2026-06-30")})
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for _, f := range checked.Findings {
		codes[f.Code] = true
	}
	if !codes["duplicate-name"] || !codes["unknown-reference"] {
		t.Errorf("findings %v", codes)
	}
}

// TestADecisionOfTwoNamesCountsForNothing: status goes on.
func TestADecisionOfTwoNamesCountsForNothing(t *testing.T) {
	r := newRepository(t, ".")
	r.write("again.yaml", "apiVersion: entente/v1\nkind: Decision\nmetadata: {name: 0001-approve-fabrikam}\n"+
		"spec: {type: approve-partner, subject: partner/fabrikam, status: open, due: 2026-12-01}\n")
	result, err := engine.Status(t.Context(), engine.Where{Dir: r.dir()}, engine.When{AsOf: asOfDay(t, "2026-06-30")})
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	if v := result.Snapshot.Derived["partner/northwind"]["kpi/won-revenue"]; v.Decimal() != "131500.00" {
		t.Errorf("won revenue: %+v", v)
	}
}
