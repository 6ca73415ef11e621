package memory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// TestUnratedRowsAreCountedWhereTheyLack tells the partners and the questions
// that a missing rate concerns from those that it does not.
func TestUnratedRowsAreCountedWhereTheyLack(t *testing.T) {
	deals := source("deals", "deals", []facts.File{file("d.csv", "id,partner,stage,amount,currency,closedAt\n"+
		"1,NW,won,5.00,USD,2026-01-05\n2,NW,won,7.00,EUR,2026-01-06\n3,CO,won,1.00,USD,2026-01-07\n4,CO,won,2.00,EUR,2025-06-01\n")},
		"id", "partner", "stage", "amount", "currency", "closedAt")
	large := is(facts.OpGt, col("amount", facts.Money), usd(100))
	window := quantity.Range{From: day(t, "2026-01-01"), To: day(t, "2026-12-31")}
	ask := func(how facts.Aggregate, where, field *facts.Expr) facts.Query {
		return facts.Query{Source: "deals", Aggregate: how, Where: where, Field: field, Currency: "USD", At: "closedAt", Window: window}
	}
	amount := ptr(col("amount", facts.Money))
	result := run(t, facts.Input{Sources: []facts.Source{deals}, Variants: []facts.Variant{{
		Partner: keys(map[string]string{"NW": "nw", "CO": "co"}),
		Queries: []facts.Query{ask(facts.Count, nil, nil), ask(facts.Sum, nil, amount), ask(facts.Count, &large, nil)}}}})
	var got []map[string]int64
	for _, answers := range result.Variants[0].Totals {
		unrated := map[string]int64{}
		for name, total := range answers {
			unrated[name] = total.Unrated
		}
		got = append(got, unrated)
	}
	want := []map[string]int64{{"nw": 0, "co": 0}, {"nw": 1, "co": 0}, {"nw": 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows without a rate (-want +got):\n%s", diff)
	}
}
