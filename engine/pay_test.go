package engine_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// TestStatementsOfTheExample holds the statements to the figures of EXPECTED.md.
func TestStatementsOfTheExample(t *testing.T) {
	out, err := engine.Statements(context.Background(), engine.Where{Dir: "testdata/example"}, engine.When{AsOf: quantity.NewDate(2026, 6, 30)})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	type figures struct {
		Partner, Period       string
		Earned, Held, Payable int64
	}
	var got []figures
	for _, s := range out.Paid.Statements {
		got = append(got, figures{s.Partner, quantity.PeriodOf(s.Period, 1).String(), s.Earned, s.Held, s.Payable})
	}
	want := []figures{
		{"contoso", "2026-Q1", 120000, 0, 120000},
		{"contoso", "2026-Q2", 130000, 0, 130000},
		{"northwind", "2025-Q4", 566667, 0, 566667},
		{"northwind", "2026-Q1", 740000, 440000, 300000},
		{"northwind", "2026-Q2", 506000, 338000, 168000},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
