package memory_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// spelledResult prints all of a result, places and order included.
func spelledResult(r facts.Result, streams int) string {
	var out strings.Builder
	fmt.Fprintln(&out, r.Digest)
	for _, v := range r.Variants {
		for _, report := range v.Reports {
			fmt.Fprintf(&out, "%s %s\n", report.Source, classified(report))
		}
		for _, answers := range v.Totals {
			fmt.Fprintln(&out, totals(answers))
		}
		for _, l := range v.Lists {
			for _, row := range l.Rows {
				fmt.Fprintln(&out, row)
			}
			fmt.Fprintln(&out, l.IsCut)
		}
		for _, s := range v.Streams {
			fmt.Fprintln(&out, strings.Join(strands(s, streams, streamKinds...), "\n"))
		}
		fmt.Fprintln(&out, v.Missing)
	}
	return out.String()
}

// anyDeals draws the text of a file of deals: lines with and without quotes, whole
// and broken ones.
func anyDeals(t *rapid.T) string {
	lines := []string{
		"D-%d,NW,won,1.00,USD,1,2026-01-05,Suite Pro,Ash", "D-%d,CO,won,3.00,EUR,2.5,2026-02-05,Suite,Ash", "D-1,NW2,won,2.00,CHF,1,2026-01-05,,", "",
		`D-%d,NW,won,"1.00",USD,1,2026-01-06,"Suite ""Pro""` + "\n\r\n" + `, too",Ash`, `"D-%d",XX,won,1,USD,1,2026-01-05,x,y`, `D-%d,NW,won,1.00,USD,1,2026-01-05,12" pipe,Ash`,
		`"D-%d,NW,won,1.00,USD,1,2026-01-05,Suite Pro,Ash`, "D-%d,NW", `D-%d,NW,won,1.00,USD,1,2026-01-05,Pr` + "\xf6,Ash", "D-%d,,won,1.00,USD,1,2026-01-05,Suite Pro,Ash\r",
		"D-%d,NW,odd,1.00,USD,1,2026-01-05,Suite Pro,Ash", `D-%d,NW,won,"1` + strings.Repeat("\n", 40) + `",USD,1,2026-01-05,Suite Pro,Ash`,
	}
	out := rapid.SampledFrom([]string{"", "\ufeff", "\n\r\n"}).Draw(t, "top") +
		rapid.SampledFrom([]string{"id,partner,stage,amount,currency,quantity,closedAt,product,customer\n", "id,partner\n", "\"id\",partner,stage,amount,currency,quantity,closedAt,\"product\",customer\r\n"}).Draw(t, "header")
	for i := range rapid.IntRange(0, 40).Draw(t, "lines") {
		line := rapid.SampledFrom(lines).Draw(t, "line")
		if strings.Contains(line, "%d") {
			line = fmt.Sprintf(line, i%7)
		}
		out += line + "\n"
	}
	return strings.TrimSuffix(out, rapid.SampledFrom([]string{"", "\n"}).Draw(t, "end"))
}

func TestSizeOfChunksDoesNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, s := streamInput()
		s.Window, s.IsDirect = quantity.Range{}, true
		amount := col("amount", facts.Money)
		in.Variants[0].Streams = []facts.Stream{s}
		in.Variants[0].Queries = []facts.Query{
			{Source: "deals", Aggregate: facts.Sum, Field: &amount, Currency: "USD", At: "closedAt"},
			{Source: "deals", Aggregate: facts.CountDistinct, Field: ptr(col("customer", facts.Text))},
			{Source: "deals", Aggregate: facts.Median, Field: &amount, Currency: "USD", At: "closedAt"}}
		in.Variants[0].Lists = []facts.List{{Source: "deals", Columns: []string{"id", "product"}, Most: 5}}
		in.Variants = append(in.Variants, in.Variants[0])
		in.Variants[1].Partner = keys(map[string]string{"NW": "nw", "NW2": "other", "XX": "nw"})
		in.Sources[0].Files = []facts.File{file("1.csv", anyDeals(t)), file("2.csv", anyDeals(t))}
		leads := source("leads", "leads", []facts.File{file("l.jsonl", strings.Repeat(`{"id":"1","partner":"NW","submittedAt":"2026-01-01"}`+"\n\n[1]\n", 5))}, "id", "partner", "submittedAt")
		in.Sources = append(in.Sources, leads, ratesSource())
		of := func(size int) string {
			result, err := memory.Runner{ChunkBytes: size}.Run(context.Background(), in)
			if err != nil {
				t.Fatal(err)
			}
			return spelledResult(result, len(s.Tests))
		}
		if diff := cmp.Diff(of(0), of(rapid.IntRange(1, 400).Draw(t, "bytes"))); diff != "" {
			t.Fatalf("(-whole +cut):\n%s", diff)
		}
	})
}

// TestLongRecordsInChunks has records about as long as the longest that is
// accepted, over chunks of several sizes.
func TestLongRecordsInChunks(t *testing.T) {
	const most = 1 << 20
	row := func(id, note string) string { return id + ",NW,won," + note + "\n" }
	fit := func(text string, size int) string {
		return strings.Replace(text, "~", strings.Repeat("x", size-len(text)+1), 1)
	}
	var rows strings.Builder
	rows.WriteString("id,partner,stage,note\n")
	for _, size := range []int{most - 1, most, most + 1, most + 2, 2*most + 9} {
		for _, note := range []string{"~", `"~"`, "\"\n~\n\"", "~\r", "\"~\r"} {
			rows.WriteString(fit(row("L", note), size) + row("S", "short"))
		}
	}
	of := func(size int) string {
		deals := source("deals", "deals", []facts.File{file("d.csv", rows.String())}, "id", "partner", "stage")
		in := facts.Input{Sources: []facts.Source{deals}, Variants: []facts.Variant{{Partner: keys(map[string]string{"NW": "nw"}),
			Lists: []facts.List{{Source: "deals", Columns: []string{"id"}}}}}}
		result, err := memory.Runner{ChunkBytes: size}.Run(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		return spelledResult(result, 0)
	}
	whole := of(64 << 20)
	for _, size := range []int{0, 100_000, most, 3*most + 7} {
		if diff := cmp.Diff(whole, of(size)); diff != "" {
			t.Errorf("in chunks of %d bytes (-whole +cut):\n%s", size, diff)
		}
	}
	if !strings.Contains(whole, facts.ReasonTooLong) {
		t.Error("no record is too long")
	}
}
