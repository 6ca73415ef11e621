package commission_test

import (
	"os"
	"path/filepath"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// examplePlan reads a plan of the example contract.
func examplePlan(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "testdata", "example", "plans", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// northwind is what the example's reseller sold, and one refund.
func northwind(t *testing.T) *world {
	w := alone("", won("D-090", "2025-11-05", 5555555), won("D-101", "2026-02-10", 3000000), won("D-102", "2026-03-11", 4000000),
		won("D-104", "2026-04-03", 3000000), won("D-105", "2026-06-19", 3150000))
	w.contracts[0].first = dayOf("2025-07-01")
	w.plans["plan"] = examplePlan(t, "reseller")
	w.takings = []*taking{{id: "R-1", of: "D-102", at: dayOf("2026-05-02"), amount: 1200000, reason: "refund"}}
	return w
}

// The oracle is right about what was worked by hand.
func TestTheOracleKnowsTheExample(t *testing.T) {
	w := northwind(t)
	agrees(t, w)
	want := []string{
		"2025-11-05 D-090 new-business/earned  ada ada 566667 2025-12-05",
		"2026-02-10 D-101 new-business/earned  ada ada 300000 2026-03-12",
		"2026-03-11 D-102 new-business/earned  ada ada 440000 2026-04-10",
		"2026-04-03 D-104 new-business/earned  ada ada 300000 2026-05-03",
		"2026-05-02 R-1 new-business/refund D-102 ada ada -132000",
		"2026-06-19 D-105 new-business/earned  ada ada 338000 2026-07-19",
	}
	if diff := gocmp.Diff(want, told(w.ask(t))); diff != "" {
		t.Errorf("northwind (-want +got)\n%s", diff)
	}
	w = alone("", won("D-201", "2026-01-15", 800000), won("D-202", "2026-05-20", 999999), won("D-204", "2026-05-20", 400000))
	w.plans["plan"] = examplePlan(t, "referral")
	w.sales[0].isSourced, w.sales[1].isSourced = true, true
	agrees(t, w)
	want = []string{"2026-01-15 D-201 introduced/earned  ada ada 120000", "2026-05-20 D-202 introduced/earned  ada ada 130000"}
	if diff := gocmp.Diff(want, told(w.ask(t))); diff != "" {
		t.Errorf("contoso (-want +got)\n%s", diff)
	}
}

// The change of the example concerns deals of a later day; before it, nothing is
// another amount, and after it the band has its new rate.
func TestTheOracleKnowsTheExampleChange(t *testing.T) {
	w := northwind(t)
	text, err := os.ReadFile(filepath.Join("..", "testdata", "example-change", "plans", "reseller.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	before := told(w.ask(t))
	w.plans["plan"] = string(text)
	agrees(t, w)
	if diff := gocmp.Diff(before, told(w.ask(t))); diff != "" {
		t.Errorf("money already earned changes (-before +after)\n%s", diff)
	}
	open, later := won("D-106", "2026-07-20", 8000000), won("D-107", "2026-10-20", 8000000)
	open.created, later.created = dayOf("2026-06-01"), dayOf("2026-07-15")
	w.sales = append(w.sales, open, later)
	agrees(t, w)
	want := []string{"2026-07-20 D-106 new-business/earned  ada ada 860000 2026-08-19", "2026-10-20 D-107 new-business/earned  ada ada 800000 2026-11-19"}
	if diff := gocmp.Diff(want, told(w.ask(t))[6:]); diff != "" {
		t.Errorf("deals after the change (-want +got)\n%s", diff)
	}
}
