package memory_test

import (
	"context"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
)

const creditDeals = `id,partner,stage,amount,createdAt,closedAt,sourcedBy
D-1,CO,won,100.00,2026-01-10,2026-02-10,partner
D-2,,won,10.00,2026-01-10,2026-02-10,vendor
D-3,NW,won,1000.00,2026-01-10,2026-02-10,partner
D-4,NW,won,20.00,2026-01-10,2026-02-10,vendor
D-5,CO,won,5.00,2026-01-10,2026-02-10,partner
D-6,CO,lost,7.00,2026-01-10,2026-02-10,vendor
D-7,CO,won,9.00,,2026-02-10,vendor
D-8,XX,won,9.00,2026-01-10,2026-02-10,vendor
`

// 2025-10-12 is 90 days before 2026-01-10.
const creditTouches = `id,partner,deal,at
T-01,NW,D-1,2025-10-12
T-02,NW,D-1,2025-12-24
T-03,CO,D-1,2026-01-11
T-04,NW,D-2,2026-02-10
T-05,CO,D-2,2026-02-11
T-06,NW,D-3,2026-01-11
T-07,CO,D-3,2026-01-11
T-08,NW,D-4,2026-01-11
T-09,CO,D-4,2025-10-11
T-10,NW,D-5,2025-10-11
T-11,NW,D-6,2026-01-11
T-12,NW,D-7,2026-01-11
T-13,,D-1,2026-01-11
T-14,NW,D-8,2026-01-11
T-15,YY,D-1,2026-01-11
T-16,N2,D-1,2026-01-11
T-17,NW,d-1,2026-01-11
`

// creditSources splits the touches over two sources, one of them in two files.
func creditSources(deals string, touches ...string) []facts.Source {
	columns := []string{"id", "partner", "stage", "amount", "createdAt", "closedAt", "sourcedBy"}
	out := []facts.Source{source("deals", "deals", []facts.File{file("deals.csv", deals)}, columns...)}
	for i, text := range touches {
		name := "touches-" + string(rune('a'+i))
		out = append(out, source(name, "touches", []facts.File{file(name+".csv", text), file(name+"-more.csv", "id,partner,deal,at\n")}, "id", "partner", "deal", "at"))
	}
	return out
}

func creditQuery(how facts.Aggregate, sources ...string) facts.Query {
	won := is(facts.OpEq, col("stage", facts.Text), text("won"))
	sourced := is(facts.OpEq, col("sourcedBy", facts.Text), text("partner"))
	q := facts.Query{Source: "deals", Aggregate: how, Where: &won, At: "closedAt", Window: quantity.Range{From: quantity.NewDate(2026, 2, 10), To: quantity.NewDate(2026, 2, 10)},
		Credit: &facts.Credit{Sources: sources, Key: "deal", At: "at", Of: "id", From: "createdAt", To: "closedAt",
			Before: quantity.Duration{N: 90, Unit: quantity.Days}, Unless: &sourced}}
	if how == facts.Sum {
		q.Field, q.Currency = ptr(col("amount", facts.Money)), "USD"
	}
	return q
}

func creditAnswers(t *testing.T, sources []facts.Source, partners map[string]string, queries ...facts.Query) []map[string]string {
	t.Helper()
	result := run(t, facts.Input{Sources: sources, Variants: []facts.Variant{{Partner: keys(partners), Queries: queries}}})
	var out []map[string]string
	for _, answers := range result.Variants[0].Totals {
		out = append(out, totals(answers))
	}
	return out
}

func TestCredit(t *testing.T) {
	partners := map[string]string{"NW": "nw", "N2": "nw", "CO": "co"}
	sources := creditSources(creditDeals, creditTouches)
	// nw: D-1 (first day of the range, once for three touches under two keys), D-2
	// (last day, nobody's deal), D-4 (its own, sourced by the vendor); not D-3, which
	// it sourced. co: D-3; not D-1, which it sourced, nor D-2, touched a day late.
	want := []map[string]string{
		{"nw": "3:3", "co": "1:1", "*": "4:4"},
		{"nw": "3:13000", "co": "1:100000", "*": "4:113000"},
	}
	got := creditAnswers(t, sources, partners, creditQuery(facts.Count, "touches-a"), creditQuery(facts.Sum, "touches-a"))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCreditBesideOwnDeals(t *testing.T) {
	own := creditQuery(facts.Count)
	own.Credit = nil
	got := creditAnswers(t, creditSources(creditDeals, creditTouches), map[string]string{"NW": "nw", "CO": "co"}, own, creditQuery(facts.Count, "touches-a"), own)
	want := []map[string]string{{"nw": "2:2", "co": "3:3", "": "1:1"}, {"nw": "3:3", "co": "1:1", "*": "4:4"}, {"nw": "2:2", "co": "3:3", "": "1:1"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Rows that name a partner twice in different sources count once, and order says
// nothing.
func TestCreditKnowsNoOrder(t *testing.T) {
	partners := map[string]string{"NW": "nw", "N2": "nw", "CO": "co"}
	random := rand.New(rand.NewSource(1))
	shuffled := func(text string) string {
		lines := strings.SplitAfter(text, "\n")
		body := lines[1 : len(lines)-1]
		random.Shuffle(len(body), func(i, j int) { body[i], body[j] = body[j], body[i] })
		return strings.Join(lines, "")
	}
	want := creditAnswers(t, creditSources(creditDeals, creditTouches), partners, creditQuery(facts.Sum, "touches-a"))
	for range 20 {
		sources := creditSources(shuffled(creditDeals), shuffled(creditTouches), shuffled(creditTouches))
		sources[0], sources[2] = sources[2], sources[0]
		got := creditAnswers(t, sources, partners, creditQuery(facts.Sum, "touches-a", "touches-b"))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

// A partner that has two keys in one variant is two partners in another.
func TestCreditByVariant(t *testing.T) {
	one := map[string]string{"NW": "nw", "N2": "nw", "CO": "co"}
	two := map[string]string{"NW": "nw", "N2": "n2", "CO": "nw"}
	var in facts.Input
	in.Sources = creditSources(creditDeals, creditTouches)
	for _, names := range []map[string]string{one, two} {
		in.Variants = append(in.Variants, facts.Variant{Partner: keys(names), Queries: []facts.Query{creditQuery(facts.Count, "touches-a")}})
	}
	var got []map[string]string
	for _, v := range run(t, in).Variants {
		got = append(got, totals(v.Totals[0]))
	}
	// In the second, D-1 is nw's own and sourced by it, so n2 alone is credited, and
	// D-3 is too: D-2 and D-4 are left for nw.
	want := []map[string]string{{"nw": "3:3", "co": "1:1", "*": "4:4"}, {"nw": "2:2", "n2": "1:1", "*": "3:3"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCreditMonthsClampAtTheirEnd(t *testing.T) {
	deals := "id,partner,stage,amount,createdAt,closedAt,sourcedBy\nD-1,,won,1.00,2026-03-31,2026-04-10,vendor\n"
	q := creditQuery(facts.Count, "touches-a")
	q.Window.To = 0
	q.Credit.Before = quantity.Duration{N: 1, Unit: quantity.Months}
	for at, want := range map[string]map[string]string{"2026-02-28": {"nw": "1:1", "*": "1:1"}, "2026-02-27": {}} {
		sources := creditSources(deals, "id,partner,deal,at\nT-1,NW,D-1,"+at+"\n")
		if diff := cmp.Diff([]map[string]string{want}, creditAnswers(t, sources, map[string]string{"NW": "nw"}, q)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", at, diff)
		}
	}
}

// A source that lacks a day the range needs credits nobody, on either side.
func TestCreditWithoutItsColumns(t *testing.T) {
	for _, name := range []string{"createdAt", "closedAt", "touches"} {
		sources := creditSources(creditDeals, creditTouches)
		at := 0
		if name == "touches" {
			at, name = 1, "deal"
		}
		column(&sources[at], name).Name = "x" + name
		q := creditQuery(facts.Count, "touches-a")
		q.At = ""
		if got := creditAnswers(t, sources, map[string]string{"NW": "nw"}, q); len(got[0]) > 0 {
			t.Errorf("without %s: %v", name, got)
		}
	}
}

func TestCreditThatMakesNoSense(t *testing.T) {
	for name, change := range map[string]func(*facts.Query){
		"no such source":    func(q *facts.Query) { q.Credit.Sources = []string{"calls"} },
		"credit of credit":  func(q *facts.Query) { q.Credit.Sources = []string{"deals"} },
		"business days":     func(q *facts.Query) { q.Credit.Before.Unit = quantity.BusinessDays },
		"a day that is not": func(q *facts.Query) { q.Credit.From = "stage" },
	} {
		q := creditQuery(facts.Count, "touches-a")
		change(&q)
		in := facts.Input{Sources: creditSources(creditDeals, creditTouches), Variants: []facts.Variant{{Partner: keys(nil), Queries: []facts.Query{q}}}}
		if _, err := (memory.Runner{}).Run(context.Background(), in); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestDistinctValuesOfTwoRanges(t *testing.T) {
	rows := "id,partner,at,amount,customer\n" +
		"1,NW,2026-01-31,1,a\n2,NW,2026-02-28,1,b\n3,NW,2026-03-01,1,a\n4,NW,2026-03-02,1,c\n5,NW,2026-01-01,1,a\n6,CO,2026-03-01,1,b\n7,NW,2026-03-05,1,\n"
	revenue := source("revenue", "revenue", []facts.File{file("r.csv", rows)}, "id", "partner", "at", "amount", "customer")
	window := quantity.Range{From: quantity.NewDate(2026, 1, 1), To: quantity.NewDate(2026, 2, 28)}
	march := quantity.Range{From: quantity.NewDate(2026, 3, 1), To: quantity.NewDate(2026, 3, 31)}
	q := facts.Query{Source: "revenue", Aggregate: facts.CountDistinct, Field: ptr(col("customer", facts.Text)), At: "at", Window: window, Also: &march}
	plain := q
	plain.Also = nil
	got := creditAnswers(t, []facts.Source{revenue}, map[string]string{"NW": "nw", "CO": "co"}, q, plain)
	// a and b in the first range, a and c in March; co has b in March alone.
	want := []map[string]string{{"nw": "3:1"}, {"nw": "3:2"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Two sources of a type are one to a query that names both: a customer that is in
// both counts once, and the median is that of all rows.
func TestSourcesCountTogether(t *testing.T) {
	var sources []facts.Source
	for name, rows := range map[string]string{"a": "1,NW,2026-01-01,100,x\n2,NW,2026-01-02,-400,y\n", "b": "1,NW,2026-01-03,-200,x\n2,CO,2026-01-03,700,x\n"} {
		sources = append(sources, source(name, "revenue", []facts.File{file(name+".csv", "id,partner,at,amount,customer\n"+rows)}, "id", "partner", "at", "amount", "customer"))
	}
	size := op(facts.OpAbs, facts.Money, col("amount", facts.Money))
	distinct := facts.Query{Source: "a", With: []string{"b"}, Aggregate: facts.CountDistinct, Field: ptr(col("customer", facts.Text))}
	median := facts.Query{Source: "b", With: []string{"a"}, Aggregate: facts.Median, Field: &size, Currency: "USD"}
	alone := median
	alone.With = nil
	got := creditAnswers(t, sources, map[string]string{"NW": "nw", "CO": "co"}, distinct, median, alone)
	want := []map[string]string{{"nw": "3:2", "co": "1:1"}, {"nw": "3:20000", "co": "1:70000"}, {"nw": "1:20000", "co": "1:70000"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
