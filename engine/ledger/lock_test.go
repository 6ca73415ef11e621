package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheExampleIsLockedQuarterByQuarter(t *testing.T) {
	b := example(t)
	first := b.lock("2026-04-01")
	b.proves(first)
	if first.Name != "northwind-2026-q1" || first.Path != "statements/northwind/2026-q1.yaml" {
		t.Errorf("%s in %s", first.Name, first.Path)
	}
	second := b.lock("2026-07-01")
	b.proves(second)
	t.Logf("%s", second.Text)
	type figures struct{ Earned, Held, Payable, Released, Due, Paid string }
	var got []figures
	for _, s := range b.locked {
		f := s.Totals
		got = append(got, figures{f.Earned.Canonical(), f.Held.Canonical(), f.Payable.Canonical(), f.Released.Canonical(), f.Due.Canonical(), f.Paid.Canonical()})
	}
	want := []figures{
		{"7400.00 USD", "4400.00 USD", "3000.00 USD", "0.00 USD", "3000.00 USD", "3000.00 USD"},
		{"5060.00 USD", "3380.00 USD", "1680.00 USD", "4400.00 USD", "6080.00 USD", "6080.00 USD"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var lines []string
	for _, l := range b.locked[1].Lines {
		lines = append(lines, string(l.ID.V)+" "+l.Earned.Canonical())
	}
	if diff := cmp.Diff([]string{"D-104/new-business/earned 3000.00 USD", "R-1/new-business/refund/D-102 -1320.00 USD", "D-105/new-business/earned 3380.00 USD"}, lines); diff != "" {
		t.Error(diff)
	}
	given := 0
	for _, s := range b.locked {
		for _, l := range s.Lines {
			if l.Context != nil && l.Context.Given != nil {
				given++
			}
		}
	}
	if given > 0 {
		t.Errorf("%d lines are not computed from their inputs", given)
	}
}
