package memory_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// answersOf asks one question after another about the same files.
func answersOf(t *testing.T, in []facts.Source, queries ...facts.Query) ([]map[string]string, []facts.MissingRate) {
	t.Helper()
	result := run(t, facts.Input{Sources: in, Variants: []facts.Variant{{Partner: keys(map[string]string{"NW": "nw", "NW2": "nw", "CO": "co"}), Queries: queries}}}).Variants[0]
	var out []map[string]string
	for _, answers := range result.Totals {
		out = append(out, totals(answers))
	}
	return out, result.Missing
}

func TestAggregates(t *testing.T) {
	files := []facts.File{
		file("1.csv", "id,partner,stage,amount,quantity,closedAt,customer\n1,NW,won,5.00,1.5,2026-01-05,A\n2,NW2,won,1.00,2,2026-01-01,B\n3,NW,won,,,,\n"),
		file("2.csv", "id,partner,stage,amount,quantity,closedAt,customer\n4,NW,won,3.00,2.0,2026-01-03,B\n5,NW,won,2.00,4,2026-01-02,B\n6,CO,won,,,,\n"),
	}
	deals := source("deals", "deals", files, "id", "partner", "stage", "amount", "quantity", "closedAt", "customer")
	amount, count, customer := ptr(col("amount", facts.Money)), ptr(col("quantity", facts.Number)), ptr(col("customer", facts.Text))
	of := func(how facts.Aggregate, field *facts.Expr) facts.Query {
		return facts.Query{Source: "deals", Aggregate: how, Field: field}
	}
	got, _ := answersOf(t, []facts.Source{deals},
		of(facts.Count, nil), of(facts.Sum, amount), of(facts.Mean, amount), of(facts.Median, amount), of(facts.P90, amount), of(facts.Min, amount),
		of(facts.CountDistinct, customer), of(facts.CountDistinct, count), of(facts.Sum, count), of(facts.Median, count), of(facts.P90, count),
		of(facts.Min, ptr(col("closedAt", facts.Day))))
	first := quantity.NewDate(2026, 1, 1)
	want := []map[string]string{
		{"nw": "5:5", "co": "1:1"},
		{"nw": "5:1100", "co": "1:none"},
		{"nw": "5:275", "co": "1:none"},
		{"nw": "5:250", "co": "1:none"}, // between 2.00 and 3.00
		{"nw": "5:500", "co": "1:none"}, // of four values the fourth
		{"nw": "5:100", "co": "1:none"},
		{"nw": "5:2", "co": "1:0"},
		{"nw": "5:3", "co": "1:0"}, // 2 and 2.0 are one value
		{"nw": "5:19/2", "co": "1:none"},
		{"nw": "5:2", "co": "1:none"},
		{"nw": "5:4", "co": "1:none"},
		{"nw": "5:" + itoa(int64(first)), "co": "1:none"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func TestSumsDoNotOverflow(t *testing.T) {
	rows := "id,partner,stage,amount\n" + strings.Repeat("x,NW,won,40000000000000000.00\n", 4)
	deals := source("deals", "deals", []facts.File{file("1.csv", rows), file("2.csv", rows)}, "id", "partner", "stage", "amount")
	column(&deals, "amount").Max = 1 << 62
	amount := col("amount", facts.Money)
	squared := op(facts.OpMul, facts.Money, amount, number(40000000000000000))
	field := func(how facts.Aggregate, e facts.Expr) facts.Query {
		return facts.Query{Source: "deals", Aggregate: how, Field: &e}
	}
	got, _ := answersOf(t, []facts.Source{deals}, field(facts.Sum, amount), field(facts.Sum, squared), field(facts.Min, squared), field(facts.Median, squared), field(facts.CountDistinct, squared))
	want := []map[string]string{
		{"nw": "8:32000000000000000000"},
		{"nw": "8:1280000000000000000000000000000000000"},
		{"nw": "8:160000000000000000000000000000000000"},
		{"nw": "8:160000000000000000000000000000000000"},
		{"nw": "8:1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWindows(t *testing.T) {
	deals := source("deals", "deals", []facts.File{file("1.csv", "id,partner,stage,closedAt\n1,NW,won,2026-01-01\n2,NW,won,2026-06-30\n3,NW,won,2026-07-01\n4,NW,won,\n")},
		"id", "partner", "stage", "closedAt")
	from, to := quantity.NewDate(2026, 1, 1), quantity.NewDate(2026, 6, 30)
	at := func(column string, window quantity.Range) facts.Query {
		return facts.Query{Source: "deals", Aggregate: facts.Count, At: column, Window: window}
	}
	got, _ := answersOf(t, []facts.Source{deals},
		at("closedAt", quantity.Range{From: from, To: to}), at("closedAt", quantity.Range{From: from.AddDays(1)}), at("closedAt", quantity.Range{}),
		at("", quantity.Range{From: from, To: to}), at("createdAt", quantity.Range{}))
	want := []map[string]string{{"nw": "2:2"}, {"nw": "2:2"}, {"nw": "3:3"}, {"nw": "4:4"}, {}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

const ratesCSV = `from,to,date,rate
EUR,USD,2026-01-01,1.10
EUR,USD,2026-02-01,1.2
USD,JPY,2026-01-01,150
USD,GBP,2026-01-01,0.8
EUR,USD,2026-02-01,1.25
XXX,USD,2026-01-01,0
`

func ratesSource() facts.Source {
	s := source("rates", "fx-rates", []facts.File{file("r.csv", ratesCSV)}, "from", "to", "date", "rate")
	s.RateAge = quantity.Duration{N: 2, Unit: quantity.Months}
	return s
}

func TestConversion(t *testing.T) {
	deals := source("deals", "deals", []facts.File{file("d.csv", `id,partner,stage,amount,currency,closedAt
1,NW,won,10.05,EUR,2026-01-31
2,NW,won,10.05,EUR,2026-02-01
3,NW,won,-0.05,EUR,2026-01-31
4,CO,won,1001,JPY,2026-03-01
5,CO,won,1.01,GBP,2026-03-01
6,CO,won,7.00,USD,1999-01-01
7,CO,won,7.00,,2026-01-01
`)}, "id", "partner", "stage", "amount", "currency", "closedAt")
	amount := col("amount", facts.Money)
	sum := facts.Query{Source: "deals", At: "closedAt", Aggregate: facts.Sum, Field: &amount, Currency: "USD"}
	big := facts.Query{Source: "deals", At: "closedAt", Aggregate: facts.Count, Where: ptr(is(facts.OpGt, amount, usd(1200)))}
	got, missing := answersOf(t, []facts.Source{deals, ratesSource()}, sum, big)
	want := []map[string]string{
		// 11.055 is 11.06; of two rates for one day the last counts: 12.5625 is 12.56; −0.055 is −0.06.
		{"nw": "3:2356",
			// 1001 ÷ 150 = 6.673…; 1.01 ÷ 0.8 = 1.2625; twice 7.00.
			"co": "4:2193"},
		{"nw": "1:1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if missing != nil {
		t.Errorf("missing %v", missing)
	}
}

func TestMissingRatesAreReportedNotGuessed(t *testing.T) {
	deals := source("deals", "deals", []facts.File{
		file("1.csv", "id,partner,stage,amount,currency,closedAt\n1,NW,won,10.00,EUR,2025-12-31\n2,NW,won,5.00,USD,2025-12-31\n3,NW,lost,5.00,CHF,2026-12-31\n"),
		file("2.csv", "id,partner,stage,amount,currency,closedAt\n4,NW,won,5.00,CHF,2026-05-01\n5,NW,won,10.00,EUR,2025-11-30\n6,XX,won,5.00,NOK,2026-05-01\n"),
	}, "id", "partner", "stage", "amount", "currency", "closedAt")
	amount := col("amount", facts.Money)
	won := is(facts.OpEq, col("stage", facts.Text), text("won"))
	wonBig := is(facts.OpAnd, is(facts.OpGt, amount, usd(100)), won)
	sum := facts.Query{Source: "deals", At: "closedAt", Aggregate: facts.Sum, Field: &amount, Where: &won, Currency: "USD"}
	mean := sum
	mean.Aggregate = facts.Mean
	count := facts.Query{Source: "deals", At: "closedAt", Aggregate: facts.Count, Where: &wonBig}
	got, missing := answersOf(t, []facts.Source{ratesSource(), deals}, sum, mean, count)
	if diff := cmp.Diff([]map[string]string{{"nw": "4:500"}, {"nw": "4:500"}, {"nw": "1:1"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// The lost deal is out whatever its amount, and nobody's deal is not converted.
	wantMissing := []facts.MissingRate{
		{From: "CHF", To: "USD", On: day(t, "2026-05-01"), Place: "2.csv:2", Count: 1},
		{From: "EUR", To: "USD", On: day(t, "2025-11-30"), Place: "2.csv:3", Count: 1},
		{From: "EUR", To: "USD", On: day(t, "2025-12-31"), Place: "1.csv:2", Count: 1},
	}
	if diff := cmp.Diff(wantMissing, missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

// TestRateAge: a quote of the first counts through the eighth, or as long as its
// source says, in either direction. A row counts once, though two of its days
// lack a rate.
func TestRateAge(t *testing.T) {
	deals := source("deals", "deals", []facts.File{file("d.csv", "id,partner,stage,amount,currency,createdAt,closedAt\n"+
		"1,NW,won,10.00,EUR,2026-01-08,2026-01-08\n2,NW,won,10.00,EUR,2026-01-09,2026-01-10\n3,NW,won,10.00,EUR,2026-01-08,2026-02-01\n")},
		"id", "partner", "stage", "amount", "currency", "createdAt", "closedAt")
	amount := col("amount", facts.Money)
	closed := facts.Query{Source: "deals", At: "closedAt", Aggregate: facts.Sum, Field: &amount, Currency: "USD"}
	created := closed
	created.At = "createdAt"
	late := func(on, place string) facts.MissingRate {
		return facts.MissingRate{From: "EUR", To: "USD", On: day(t, on), Latest: day(t, "2026-01-01"), Place: place, Count: 1}
	}
	for _, test := range []struct {
		age  quantity.Duration
		want string
		lack []facts.MissingRate
	}{
		{quantity.Duration{}, "3:2000", []facts.MissingRate{late("2026-01-10", "d.csv:3"), late("2026-02-01", "d.csv:4")}},
		{quantity.Duration{N: 9, Unit: quantity.Days}, "3:4000", []facts.MissingRate{late("2026-02-01", "d.csv:4")}},
		{quantity.Duration{N: 1, Unit: quantity.Months}, "3:6000", nil},
		{quantity.Duration{Unit: quantity.Days}, "3:none", []facts.MissingRate{late("2026-01-08", "d.csv:2"), late("2026-01-10", "d.csv:3"), late("2026-02-01", "d.csv:4")}},
	} {
		for _, quoted := range []string{"EUR,USD,2026-01-01,2", "USD,EUR,2026-01-01,0.5"} {
			rates := source("rates", "fx-rates", []facts.File{file("r.csv", "from,to,date,rate\n"+quoted+"\n")}, "from", "to", "date", "rate")
			rates.RateAge = test.age
			got, missing := answersOf(t, []facts.Source{rates, deals}, closed)
			if diff := cmp.Diff([]map[string]string{{"nw": test.want}}, got); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", test.age, quoted, diff)
			}
			if diff := cmp.Diff(test.lack, missing); diff != "" {
				t.Errorf("%s, %s, missing (-want +got):\n%s", test.age, quoted, diff)
			}
		}
	}
	rates := source("rates", "fx-rates", []facts.File{file("r.csv", "from,to,date,rate\nEUR,USD,2026-01-01,1.10\n")}, "from", "to", "date", "rate")
	_, missing := answersOf(t, []facts.Source{rates, deals}, closed, created)
	rows := int64(0)
	for _, m := range missing {
		rows += m.Count
	}
	if len(missing) != 3 || rows != 2 {
		t.Errorf("two rows lack rates, on three days: %v", missing)
	}
}

func TestWithoutADayThereIsNoRate(t *testing.T) {
	deals := source("deals", "deals", []facts.File{file("d.csv", "id,partner,stage,amount,currency\n1,NW,won,10.00,EUR\n")}, "id", "partner", "stage", "amount", "currency")
	got, missing := answersOf(t, []facts.Source{deals, ratesSource()}, facts.Query{Source: "deals", Aggregate: facts.Sum, Field: ptr(col("amount", facts.Money)), Currency: "USD"})
	if diff := cmp.Diff([]map[string]string{{"nw": "1:none"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]facts.MissingRate{{From: "EUR", To: "USD", Place: "d.csv:2", Count: 1}}, missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

func TestRateRowsAreClassified(t *testing.T) {
	got := classified(reports(t, ratesSource())[0])
	if want := `6/5/0 rejected bad-number rate "0" 1 r.csv:7`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	broken := source("rates", "fx-rates", []facts.File{file("r.csv", "from,to,date,rate\nUDS,USD,2026-01-01,1\n")}, "from", "to", "date", "rate")
	if got, want := classified(reports(t, broken)[0]), `1/0/0 rejected bad-currency from "UDS" 1 r.csv:2`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
