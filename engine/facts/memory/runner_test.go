package memory_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// counted is a file that knows how often it was opened and how much was read.
type counted struct {
	reader io.Reader
	bytes  *atomic.Int64
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.bytes.Add(int64(n))
	return n, err
}

func (counted) Close() error { return nil }

func TestEachByteIsReadOnce(t *testing.T) {
	var opened, bytes atomic.Int64
	data := benchDeals(`"`)[:3<<20]
	count := func(path string) facts.File {
		return facts.File{Path: path, Open: func() (io.ReadCloser, error) {
			opened.Add(1)
			return counted{strings.NewReader(data), &bytes}, nil
		}}
	}
	in := benchInput("")
	in.Sources[0].Files = []facts.File{count("a.csv"), count("b.csv"), count("c.parquet")}
	in.Variants[1].Lists = []facts.List{{Source: "deals", Columns: []string{"id"}, Most: 10}, {Source: "deals", Columns: []string{"customer"}, Most: 10}}
	run(t, in)
	if opened.Load() != 3 || bytes.Load() != int64(3*len(data)) {
		t.Errorf("%d files opened, %d bytes read; want 3 and %d", opened.Load(), bytes.Load(), 3*len(data))
	}
}

// withoutPlaces leaves out of a result what rightly depends on the order of rows.
func withoutPlaces(r facts.Result) string {
	var out strings.Builder
	for _, variant := range r.Variants {
		for _, report := range variant.Reports {
			for _, tallies := range [][]facts.Tally{report.Noted, report.Rejected} {
				for i := range tallies {
					tallies[i].First = nil
				}
			}
			fmt.Fprintf(&out, "%+v\n", report)
		}
		for _, answers := range variant.Totals {
			fmt.Fprintln(&out, totals(answers))
		}
		for _, m := range variant.Missing {
			fmt.Fprintln(&out, m.From, m.To, m.Count)
		}
	}
	return out.String()
}

func TestOrderOfRowsAndFilesDoesNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(label string, values ...string) string { return rapid.SampledFrom(values).Draw(t, label) }
		var rows []string
		for i := range rapid.IntRange(0, 40).Draw(t, "rows") {
			rows = append(rows, strings.Join([]string{
				// Ids differ: of two rows with one id the later is noted, so order would show.
				fmt.Sprint("D-", i), pick("partner", "NW-001", "CO-002", "", "XX-1", "XX-2"), "Adler", pick("product", "Suite Pro", "Suite Pr0", ""),
				pick("stage", "Closed Won", "Closed Lost", "Negotiation", "Zombie", ""), pick("amount", `"$1,000.00"`, "5", "-2.50", "", "x", "€7", "CHF 3"),
				pick("created", "2025-08-02", "2026-01-01", ""), pick("closed", "2026-02-01", "2026-06-30", "2025-01-01", "", "never"), pick("origin", "Partner", "Us", ""),
			}, ","))
		}
		header := exampleDeals[:strings.IndexByte(exampleDeals, '\n')+1]
		ask := func(files ...facts.File) string {
			in := exampleInput(files...)
			in.Sources = append(in.Sources[:1], append([]facts.Source{ratesSource()}, in.Sources[1:]...)...)
			second := in.Variants[0]
			second.Partner = keys(map[string]string{"NW-001": "northwind", "XX-1": "contoso"})
			in.Variants = append(in.Variants, second)
			return withoutPlaces(run(t, in))
		}
		before := ask(file("d.csv", header+strings.Join(rows, "\n")))
		shuffled := rapid.Permutation(rows).Draw(t, "order")
		cut := rapid.IntRange(0, len(rows)).Draw(t, "cut")
		after := ask(file("1.csv", header+strings.Join(shuffled[:cut], "\n")), file("2.csv", header+strings.Join(shuffled[cut:], "\n")))
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("(-before +after):\n%s", diff)
		}
	})
}

func TestDigest(t *testing.T) {
	digest := func(name string, files ...facts.File) string {
		return run(t, facts.Input{Sources: []facts.Source{source(name, "deals", files, "id", "partner", "stage")}}).Digest
	}
	base := digest("deals", file("a.csv", "id,partner,stage\n1,NW,won\n"), file("b.csv", ""))
	if !strings.HasPrefix(base, "sha256:") || len(base) != len("sha256:")+64 {
		t.Fatalf("digest %q", base)
	}
	if again := digest("deals", file("a.csv", "id,partner,stage\n1,NW,won\n"), file("b.csv", "")); again != base {
		t.Error("the same bytes have two digests")
	}
	for what, other := range map[string]string{
		"a byte":       digest("deals", file("a.csv", "id,partner,stage\n2,NW,won\n"), file("b.csv", "")),
		"a path":       digest("deals", file("A.csv", "id,partner,stage\n1,NW,won\n"), file("b.csv", "")),
		"the source":   digest("sales", file("a.csv", "id,partner,stage\n1,NW,won\n"), file("b.csv", "")),
		"a file more":  digest("deals", file("a.csv", "id,partner,stage\n1,NW,won\n"), file("b.csv", ""), file("c.csv", "")),
		"the order":    digest("deals", file("b.csv", ""), file("a.csv", "id,partner,stage\n1,NW,won\n")),
		"a line break": digest("deals", file("a.csv", "id,partner,stage\n1,NW,won"), file("b.csv", "")),
	} {
		if other == base {
			t.Errorf("%s does not show in the digest", what)
		}
	}
}

func TestUnreadableFiles(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none.csv")
	broken := facts.File{Path: "broken.csv", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("id,partner,stage\n"), errReader{})), nil
	}}
	for name, test := range map[string]struct {
		file facts.File
		want error
	}{
		"missing": {facts.File{Path: missing, Open: func() (io.ReadCloser, error) { return os.Open(missing) }}, fs.ErrNotExist},
		"broken":  {broken, io.ErrClosedPipe},
	} {
		in := facts.Input{Sources: []facts.Source{source("deals", "deals", []facts.File{test.file}, "id", "partner", "stage")}}
		_, err := memory.Runner{}.Run(context.Background(), in)
		var fileError *memory.FileError
		if !errors.As(err, &fileError) || fileError.Path != test.file.Path || !errors.Is(err, test.want) {
			t.Errorf("%s: error %v, want a FileError of %s", name, err, test.file.Path)
		}
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestFilesAreBounded(t *testing.T) {
	in := facts.Input{Sources: []facts.Source{source("deals", "deals", []facts.File{file("d.csv", "id,partner,stage\n1,NW,won\n")}, "id", "partner", "stage")}}
	var fileError *memory.FileError
	if _, err := (memory.Runner{MaxFileBytes: 10}).Run(context.Background(), in); !errors.As(err, &fileError) {
		t.Errorf("a file over the limit gives %v, want a FileError", err)
	}
	if _, err := (memory.Runner{MaxFileBytes: 26}).Run(context.Background(), in); err != nil {
		t.Errorf("a file at the limit: %v", err)
	}
}

// endless is a file whose reading only ends when somebody stops it.
type endless struct{ cancel func() }

func (e endless) Read(p []byte) (int, error) {
	e.cancel()
	row := []byte("1,NW,won\n")
	for i := range p {
		p[i] = row[i%len(row)]
	}
	return len(p), nil
}

func TestCancellation(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	endlessFile := facts.File{Path: "d.csv", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("id,partner,stage\n"), endless{cancel})), nil
	}}
	in := facts.Input{Sources: []facts.Source{source("deals", "deals", []facts.File{endlessFile}, "id", "partner", "stage")}}
	if _, err := (memory.Runner{}).Run(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

func TestHeader(t *testing.T) {
	tests := map[string]struct {
		file facts.File
		want []string
	}{
		"commas":     {file("d.csv", "\ufeffDeal ID, Partner ,\"A, \"\"B\"\"\"\r\n1,2,3\n"), []string{"Deal ID", "Partner", `A, "B"`}},
		"semicolons": {file("d.csv", "Deal ID;Partner\n1,0;2\n"), []string{"Deal ID", "Partner"}},
		"tabs":       {file("d.tsv", "Deal ID\tPartner\n"), []string{"Deal ID", "Partner"}},
		"objects":    {file("d.jsonl", "\n{\"id\": 1, \"p\\u0061rtner\": {\"x\": [1]}}\n{\"other\": 2, \"id\": 3}\n[broken\n{\"last\": 1}"), []string{"id", "partner", "other", "last"}},
		"empty":      {file("d.csv", ""), nil},
	}
	for name, test := range tests {
		got, err := memory.Header(test.file)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, test.want)
		}
	}
	for name, bad := range map[string]facts.File{
		"format": file("d.xlsx", "x"), "quote": file("d.csv", "\"a\n"), "json": file("d.jsonl", "[1]\n"),
	} {
		var fileError *memory.FileError
		if _, err := memory.Header(bad); !errors.As(err, &fileError) {
			t.Errorf("%s: error %v, want a FileError", name, err)
		}
	}
}

func TestSemicolonsAndByteOrderMark(t *testing.T) {
	deals := source("deals", "deals", []facts.File{file("d.csv", "\ufeffid;partner;stage;amount\r\n1;NW;won;\"1.000,50\"\r\n")}, "id", "partner", "stage", "amount")
	column(&deals, "amount").Unit = "formatted"
	got, _ := answersOf(t, []facts.Source{deals}, facts.Query{Source: "deals", Aggregate: facts.Sum, Field: ptr(col("amount", facts.Money))})
	if diff := cmp.Diff([]map[string]string{{"nw": "1:100050"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestJSONL(t *testing.T) {
	rows := `{"id": "1", "partner": "NW", "stage": "won", "amount": 12345678901.10, "x": {"nested": [1, "}"]}}

{"amount": "1.00", "stage": "won", "partner": "N\u0057", "id": 2}
{"id": "3", "partner": null, "stage": "open"}
{"id": "4", "partner": "NW", "stage": "won", "amount": 1e3}
{"id": "5", "partner": "NW", "stage": {"is": "won"}}
{"id": "6", "partner": "NW"
["7"]
{"id": "8", "partner": "NW", "stage": "open"} {"id": "9"}
`
	deals := source("deals", "deals", []facts.File{file("d.ndjson", rows)}, "id", "partner", "stage", "amount")
	got := classified(reports(t, deals)[0])
	want := `8/2/1 rejected bad-amount amount "1e3" 1 d.ndjson:5 rejected bad-json  "" 3 d.ndjson:7 d.ndjson:8 d.ndjson:9` +
		` rejected nested-value stage "{\"is\": \"won\"}" 1 d.ndjson:6`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	sum, _ := answersOf(t, []facts.Source{deals}, facts.Query{Source: "deals", Aggregate: facts.Sum, Field: ptr(col("amount", facts.Money))})
	if diff := cmp.Diff([]map[string]string{{"nw": "2:1234567890210", "": "1:none"}}, sum); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestQuotedLinesKeepPlaces(t *testing.T) {
	deals := source("deals", "deals", []facts.File{file("d.csv", "id,partner,stage,note\r\n1,NW,won,\"two\r\nlines\"\r\n2,XX,won,\"three\n\nlines\"\n3,XX,won,\n")}, "id", "partner", "stage")
	if got, want := classified(reports(t, deals)[0]), `3/1/0 rejected unknown-partner partner "XX" 2 d.csv:4 d.csv:7`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The file is real: see the README beside it.
func TestSalesPipeline(t *testing.T) {
	shared := filepath.Join("..", "..", "..", "..", "shared")
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the CRM data set is not beside the repository")
	}
	path := filepath.Join(shared, "data", "crm", "sales_pipeline.csv")
	deals := source("deals", "deals", []facts.File{{Path: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}},
		"id=opportunity_id", "partner=sales_agent", "product", "customer=account", "stage=deal_stage", "createdAt=engage_date", "closedAt=close_date", "amount=close_value")
	column(&deals, "stage").Values = map[string]string{"Won": "won", "Lost": "lost", "Engaging": "open", "Prospecting": "open"}
	column(&deals, "product").Known = map[string]bool{"GTX Basic": true, "GTX Pro": true, "MG Special": true, "MG Advanced": true, "GTX Plus Pro": true, "GTX Plus Basic": true, "GTK 500": true}
	won, lost := is(facts.OpEq, col("stage", facts.Text), text("won")), is(facts.OpEq, col("stage", facts.Text), text("lost"))
	queries := []facts.Query{{Source: "deals", Aggregate: facts.Count}, {Source: "deals", Aggregate: facts.Count, Where: &lost}, {Source: "deals", Aggregate: facts.Sum, Where: &won, Field: ptr(col("amount", facts.Money))}}
	for quarter := range 4 {
		q := queries[2]
		q.At = "closedAt"
		q.Window.From = quantity.NewDate(2017, 1, 1).AddMonths(3 * quarter)
		q.Window.To = q.Window.From.AddMonths(3).AddDays(-1)
		queries = append(queries, q)
	}
	everybody := func(_, key string) (string, bool) { return key, true }
	result := run(t, facts.Input{Sources: []facts.Source{deals}, Variants: []facts.Variant{{Partner: everybody, Queries: queries}}}).Variants[0]

	var got []string
	for _, answers := range result.Totals {
		rows, sum := int64(0), int64(0)
		for _, total := range answers {
			rows += total.Rows
			sum += total.Value.Num().Int64()
		}
		got = append(got, fmt.Sprintf("%d agents %d rows %d", len(answers), rows, sum/100))
	}
	want := []string{"30 agents 8800 rows 88", "30 agents 2473 rows 24", "30 agents 4238 rows 10005534",
		"30 agents 531 rows 1134672", "30 agents 1254 rows 3086111", "30 agents 1257 rows 2982255", "30 agents 1196 rows 2802496"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	counts := map[string]int64{}
	for _, note := range result.Reports[0].Noted {
		counts[note.Reason+" "+note.Column+" "+note.Value] = note.Count
	}
	wantCounts := map[string]int64{"empty-column createdAt ": 500, "empty-column customer ": 1425, "unknown-value product GTXPro": 1480}
	if diff := cmp.Diff(wantCounts, counts); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
