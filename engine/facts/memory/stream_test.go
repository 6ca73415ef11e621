package memory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// strands prints rows, one a line: partner, day, id, answers, columns, place.
func strands(s facts.Streamed, tests int, columns ...facts.Kind) []string {
	var out []string
	for _, strand := range s.Strands {
		for i := range strand.Len() {
			row := []string{strand.Partner, strand.Day(i).String(), strand.ID(i), ""}
			words := append(strand.Tests(i, nil), 0)
			for t := range tests {
				if strand.Holds(i, t) {
					row[3] += fmt.Sprint(t)
				}
				if strand.Holds(i, t) != (words[t/64]>>(t%64)&1 == 1) {
					row[3] += "!"
				}
			}
			for c, kind := range columns {
				row = append(row, spelledCell(strand, c, i, kind))
			}
			out = append(out, strings.Join(append(row, strand.Place(i)), " "))
		}
	}
	return out
}

func spelledCell(s *facts.Strand, c, i int, kind facts.Kind) string {
	switch {
	case s.IsNull(c, i):
		return "-"
	case kind == facts.Text:
		return s.Text(c, i)
	case kind == facts.Day:
		return quantity.Date(s.Int(c, i)).String()
	case kind == facts.Number:
		return fmt.Sprintf("%de-%d", s.Int(c, i), s.Scale(c, i))
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", s.Int(c, i), s.Text(c, i)))
}

func streamOf(t fataler, in facts.Input) []facts.Streamed {
	t.Helper()
	var out []facts.Streamed
	for _, v := range run(t, in).Variants {
		out = append(out, v.Streams...)
	}
	return out
}

const streamCSV = `id,partner,stage,amount,currency,quantity,closedAt,product,customer
D-10,NW,won,10.00,USD,1.5,2026-02-01,Suite Pro,Ash
D-9,NW2,won,5.00,EUR,2,2026-02-01,Suite Basic,Birch
D-1,CO,won,7.00,,,2026-03-01,Add-on,
D-2,NW,lost,1.00,USD,1,2026-01-05,Suite Pro,Ash
D-2,NW,won,-3.00,JPY,1,2026-01-05,,Ash
,NW,won,3.00,USD,1,2026-01-05,,Ash
D-4,,won,4.00,USD,1,2026-01-06,Suite Pro,Cedar
D-5,XX,won,5.00,USD,1,2026-01-06,Suite Pro,Cedar
D-6,NW,won,6.00,USD,1,,Suite Pro,Cedar
D-7,NW,won,8.00,USD,1,2027-01-01,Suite Pro,Cedar
D-2,NW,won,2.00,USD,1,2026-01-05,Suite Pro,Ash
`

func streamInput() (facts.Input, facts.Stream) {
	deals := source("deals", "deals", []facts.File{file("d.csv", streamCSV)},
		"id", "partner", "stage", "amount", "currency", "quantity", "closedAt", "product", "customer")
	won := is(facts.OpEq, col("stage", facts.Text), text("won"))
	s := facts.Stream{Source: "deals", Where: &won, At: "closedAt", Window: quantity.Range{To: quantity.NewDate(2026, 12, 31)},
		Tests: []facts.Expr{
			is(facts.OpStartsWith, col("product", facts.Text), text("Suite")),
			is(facts.OpEq, col("customer", facts.Text), text("Ash")),
			is(facts.OpNot, is(facts.OpEq, col("customer", facts.Text), text("Ash"))),
		},
		Columns: []string{"amount", "quantity", "customer", "registeredAt", "closedAt", "currency"}}
	partner := keys(map[string]string{"NW": "nw", "NW2": "nw", "CO": "co"})
	return facts.Input{Sources: []facts.Source{deals}, Variants: []facts.Variant{{Partner: partner, Streams: []facts.Stream{s}}}}, s
}

var streamKinds = []facts.Kind{facts.Money, facts.Number, facts.Text, facts.Day, facts.Day, facts.Text}

func TestStreamsGiveRowsInTheOrderOfDayAndID(t *testing.T) {
	in, s := streamInput()
	want := []string{
		"co 2026-03-01 D-1  700 USD - - - 2026-03-01 USD d.csv:4",
		"nw 2026-01-05 D-2 1 -3 JPY 1e-0 Ash - 2026-01-05 JPY d.csv:6",
		"nw 2026-01-05 D-2 01 200 USD 1e-0 Ash - 2026-01-05 USD d.csv:12",
		"nw 2026-02-01 D-10 01 1000 USD 15e-1 Ash - 2026-02-01 USD d.csv:2",
		"nw 2026-02-01 D-9 02 500 EUR 2e-0 Birch - 2026-02-01 EUR d.csv:3",
	}
	if diff := cmp.Diff(want, strands(streamOf(t, in)[0], 3, streamKinds...)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.IsDirect = true
	s.Window.From = quantity.NewDate(2026, 1, 6)
	in.Variants[0].Streams = []facts.Stream{s}
	got := strands(streamOf(t, in)[0], 3, streamKinds...)
	if want := " 2026-01-06 D-4 02 400 USD 1e-0 Cedar - 2026-01-06 USD d.csv:8"; len(got) != 4 || got[0] != want {
		t.Errorf("with direct rows: %q", got)
	}
	s.At = "createdAt"
	in.Variants[0].Streams = []facts.Stream{s}
	if got := streamOf(t, in)[0]; len(got.Strands) > 0 || got.Of("nw").Len() != 0 {
		t.Errorf("by a day that is not mapped: %v", got)
	}
}

func TestVariantsShareStrandsAsFarAsTheyAgree(t *testing.T) {
	in, s := streamInput()
	head := s
	head.Tests = []facts.Expr{s.Tests[2], is(facts.OpGt, col("amount", facts.Money), usd(600)), s.Tests[0]}
	head.Columns = []string{"customer", "registeredAt"}
	in.Variants = append(in.Variants, facts.Variant{Partner: keys(map[string]string{"NW": "nw", "CO": "co", "NW2": "other"}), Streams: []facts.Stream{head}})
	in.Sources[0].Files = []facts.File{file("d.csv", strings.ReplaceAll(streamCSV, "EUR", "USD"))}
	got := streamOf(t, in)
	want := []string{
		"co 2026-03-01 D-1 1 - - d.csv:4",
		"nw 2026-01-05 D-2  Ash - d.csv:6",
		"nw 2026-01-05 D-2 2 Ash - d.csv:12",
		"nw 2026-02-01 D-10 12 Ash - d.csv:2",
		"other 2026-02-01 D-9 02 Birch - d.csv:3",
	}
	if diff := cmp.Diff(want, strands(got[1], 3, facts.Text, facts.Day)); diff != "" {
		t.Errorf("head (-want +got):\n%s", diff)
	}
	if base := got[0].Of("nw"); base.Len() != 4 || base.ID(3) != "D-9" || !base.Holds(3, 0) || base.Int(0, 3) != 500 {
		t.Errorf("base: %v", strands(got[0], 3, streamKinds...))
	}
}

func TestStreamsReportMissingRatesAndGiveThose(t *testing.T) {
	in, s := streamInput()
	s.Tests = []facts.Expr{is(facts.OpGt, col("amount", facts.Money), usd(1))}
	in.Variants[0].Streams = []facts.Stream{s}
	in.Sources = append(in.Sources, ratesSource())
	in.Sources[1].RateAge = quantity.Duration{}
	in.Sources[1].Files = []facts.File{file("r.csv", "from,to,date,rate\nCHF,SEK,2026-01-01,8.05\nUSD,JPY,2026-01-01,150\n")}
	result := run(t, in)
	want := []facts.MissingRate{{From: "EUR", To: "USD", On: day(t, "2026-02-01"), Place: "d.csv:3", Count: 1}}
	if diff := cmp.Diff(want, result.Variants[0].Missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	on := day(t, "2026-01-08") // a week after the quotes, the last day on which they count
	for _, test := range []struct {
		from, to quantity.Currency
		on       quantity.Date
		want     string
	}{
		{"CHF", "SEK", on, "161/20 of 2026-01-01"},
		{"SEK", "CHF", on, "20/161 of 2026-01-01"},
		{"JPY", "USD", on, "1/150 of 2026-01-01"},
		{"EUR", "EUR", on, "1 of 2026-01-08"},
		{"EUR", "USD", on, "none"},
		{"USD", "JPY", day(t, "2025-12-31"), "none"},
		{"CHF", "SEK", on.AddDays(1), "none since 2026-01-01"},
	} {
		q, ok := result.Rates.Quote(test.from, test.to, test.on)
		got := "none"
		switch {
		case ok:
			got = q.Rate(test.from, test.to).RatString() + " of " + q.On.String()
		case !q.On.IsZero():
			got += " since " + q.On.String()
		}
		if got != test.want {
			t.Errorf("%s in %s on %s: %s, want %s", test.from, test.to, test.on, got, test.want)
		}
	}
}

func TestRefundsAreOneStrand(t *testing.T) {
	refunds := source("refunds", "refunds", []facts.File{file("r.csv", "id,of,amount,at\nR-2,D-1,1.00,2026-01-01\nR-1,D-1,2.00,2026-01-01\n")}, "id", "of", "amount", "at")
	got := streamOf(t, facts.Input{Sources: []facts.Source{refunds}, Variants: []facts.Variant{{Partner: keys(nil),
		Streams: []facts.Stream{{Source: "refunds", At: "at", Columns: []string{"of", "amount"}}}}}})
	want := []string{" 2026-01-01 R-1  D-1 200 USD r.csv:3", " 2026-01-01 R-2  D-1 100 USD r.csv:2"}
	if diff := cmp.Diff(want, strands(got[0], 0, facts.Text, facts.Money)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestStreamsAgreeWithLists takes the rows that a list gives, and sorts them.
func TestStreamsAgreeWithLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(label string, values ...string) string { return rapid.SampledFrom(values).Draw(t, label) }
		files := []facts.File{}
		for f := range rapid.IntRange(1, 3).Draw(t, "files") {
			rows := []string{"id,partner,stage,amount,currency,quantity,closedAt,product,customer"}
			for range rapid.IntRange(0, 60).Draw(t, "rows") {
				rows = append(rows, strings.Join([]string{pick("id", "1", "2", "10", "D-1", "D-000000001", "D-000000002", "ä", ""), pick("partner", "NW", "CO", "NW2", "XX", ""),
					pick("stage", "won", "lost", "odd"), pick("amount", "1.00", "-5", "99999999999", "x", ""), pick("currency", "EUR", "USD", ""), pick("quantity", "1", "2.5", "0.00000001", ""),
					pick("day", "2026-01-01", "2026-02-02", "2031-12-31", "0001-01-01", ""), pick("product", "A", "B", ""), pick("customer", "x", "y", "")}, ","))
			}
			files = append(files, file(fmt.Sprint(f, ".csv"), strings.Join(rows, "\n")))
		}
		in, s := streamInput()
		in.Sources[0].Files = files
		s.Window = quantity.Range{}
		columns := []string{"id", "closedAt", "amount", "quantity", "customer", "currency"}
		s.Columns, s.Where = columns, nil
		list := facts.List{Source: "deals", Columns: columns}
		in.Variants[0].Streams, in.Variants[0].Lists = []facts.Stream{s}, []facts.List{list}
		result := run(t, in).Variants[0]
		listed := slices.DeleteFunc(result.Lists[0].Rows, func(r facts.Row) bool { return r.Cells[1].Kind == facts.Null })
		slices.SortStableFunc(listed, func(a, b facts.Row) int {
			return slices.Compare([]string{a.Partner, quantity.Date(a.Cells[1].Int).String(), a.Cells[0].Text},
				[]string{b.Partner, quantity.Date(b.Cells[1].Int).String(), b.Cells[0].Text})
		})
		var want, got []string
		for _, r := range listed {
			want = append(want, fmt.Sprint(r.Partner, " ", r.Cells, " ", r.Place))
		}
		kinds := []facts.Kind{facts.Text, facts.Day, facts.Money, facts.Number, facts.Text, facts.Text}
		for _, strand := range result.Streams[0].Strands {
			for i := range strand.Len() {
				cells := make([]facts.Cell, len(kinds))
				for c, kind := range kinds {
					if !strand.IsNull(c, i) {
						cells[c] = facts.Cell{Kind: kind, Scale: strand.Scale(c, i), Int: strand.Int(c, i), Text: strand.Text(c, i)}
					}
				}
				got = append(got, fmt.Sprint(strand.Partner, " ", cells, " ", strand.Place(i)))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}
