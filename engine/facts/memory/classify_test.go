package memory_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/facts"
)

const dealHeader = "id,partner,stage,amount,currency,quantity,createdAt,closedAt,product"

// classified is a report on one line: class counts and each tally.
func classified(r facts.Report) string {
	out := fmt.Sprintf("%d/%d/%d", r.Rows, r.Evaluated, r.Direct)
	for _, list := range []struct {
		name    string
		tallies []facts.Tally
	}{{"noted", r.Noted}, {"rejected", r.Rejected}} {
		for _, t := range list.tallies {
			out += fmt.Sprintf(" %s %s %s %q %d %s", list.name, t.Reason, t.Column, t.Value, t.Count, strings.Join(t.First, " "))
		}
	}
	return out
}

func TestRowClasses(t *testing.T) {
	const good = "D-1,NW,won,1.00,USD,1,2026-01-01,2026-01-02,Pro"
	tests := map[string]struct{ rows, want string }{
		"evaluated":                {good, "1/1/0"},
		"direct":                   {"D-1,,won,1.00,USD,1,2026-01-01,2026-01-02,Pro", "1/0/1"},
		"blanks around":            {" D-1 , NW ,won , 1.00, USD,1 , 2026-01-01,2026-01-02, Pro", "1/1/0"},
		"empty lines":              {"\n" + good + "\n\n", "1/1/0"},
		"open without its end":     {"D-1,NW,open,,USD,1,2026-01-01,,Pro", "1/1/0"},
		"open without its start":   {"D-1,NW,open,,USD,1,,,Pro", `1/1/0 noted empty-column createdAt "" 1 d.csv:2`},
		"won without its end":      {"D-1,NW,won,1.00,USD,1,2026-01-01,,Pro", `1/1/0 noted empty-column closedAt "" 1 d.csv:2`},
		"lost without amount":      {"D-1,NW,lost,,USD,1,2026-01-01,2026-01-02,Pro", `1/1/0 noted empty-column amount "" 1 d.csv:2`},
		"currency from the source": {"D-1,NW,won,1.00,,1,2026-01-01,2026-01-02,Pro", "1/1/0"},
		"unknown value":            {"D-1,NW,won,1.00,USD,1,2026-01-01,2026-01-02,Prö", `1/1/0 noted unknown-value product "Prö" 1 d.csv:2`},
		"direct rows carry no note": {
			"D-1,,won,1.00,USD,1,2026-01-01,,Other", "1/0/1"},
		"duplicate id": {good + "\n" + good + "\nD-2,NW,won,1.00,USD,1,2026-01-01,2026-01-02,Pro\n" + good,
			`4/4/0 noted duplicate-id id "D-1" 2 d.csv:3 d.csv:5`},
		"missing id":       {",NW,won,1.00,USD,1,2026-01-01,2026-01-02,Pro", `1/0/0 rejected missing-value id "" 1 d.csv:2`},
		"missing stage":    {"D-1,NW,,1.00,USD,1,2026-01-01,2026-01-02,Pro", `1/0/0 rejected missing-value stage "" 1 d.csv:2`},
		"bad value":        {"D-1,NW,gone,1.00,USD,1,2026-01-01,2026-01-02,Pro", `1/0/0 rejected bad-value stage "gone" 1 d.csv:2`},
		"unknown partner":  {"D-1,XX,won,1.00,USD,1,2026-01-01,2026-01-02,Pro", `1/0/0 rejected unknown-partner partner "XX" 1 d.csv:2`},
		"too many decimal": {"D-1,NW,won,1.005,USD,1,2026-01-01,2026-01-02,Pro", `1/0/0 rejected bad-amount amount "1.005" 1 d.csv:2`},
		"bad currency":     {"D-1,NW,won,1.005,UDS,1,2026-01-01,2026-01-02,Pro", `1/0/0 rejected bad-currency currency "UDS" 1 d.csv:2`},
		"bad number":       {"D-1,NW,won,1.00,USD,one,2026-01-01,2026-01-02,Pro", `1/0/0 rejected bad-number quantity "one" 1 d.csv:2`},
		"bad date":         {"D-1,NW,won,1.00,USD,1,2026-02-30,2026-01-02,Pro", `1/0/0 rejected bad-date createdAt "2026-02-30" 1 d.csv:2`},
		"over max":         {"D-1,NW,won,100000000000.01,USD,1,2026-01-01,2026-01-02,Pro", `1/0/0 rejected over-max amount "100000000000.01" 1 d.csv:2`},
		"number over max":  {"D-1,NW,won,1.00,USD,10000000000000.5,2026-01-01,2026-01-02,Pro", `1/0/0 rejected over-max quantity "10000000000000.5" 1 d.csv:2`},
		"far over max":     {"D-1,NW,won,99999999999999999999999,USD,1,2026-01-01,2026-01-02,Pro", `1/0/0 rejected over-max amount "99999999999999999999999" 1 d.csv:2`},
		"a direct row with a fault": {
			"D-1,,won,x,USD,1,2026-01-01,2026-01-02,Pro", `1/0/0 rejected bad-amount amount "x" 1 d.csv:2`},
		"the first fault in declared order": {
			"D-1,XX,gone,x,UDS,one,2026-02-30,,Pro", `1/0/0 rejected unknown-partner partner "XX" 1 d.csv:2`},
		"ragged": {"D-1,NW,won\n" + good, `2/1/0 rejected ragged-row  "3 fields for 9 headers" 1 d.csv:2`},
		"bad quote": {`D-1,NW,won,1.00,USD,1,2026-01-01,2026-01-02,12" pipe` + "\n" + good,
			`2/1/0 rejected bad-quote  "" 1 d.csv:2`},
		"open quote": {`"D-1,NW,won,1.00,USD,1,2026-01-01,2026-01-02,Pro` + "\n" + good,
			`2/1/0 rejected bad-quote  "" 1 d.csv:2`},
		"not utf-8": {"D-1,NW,won,1.00,USD,1,2026-01-01,2026-01-02,Pr\xf6\n" + good, `2/1/0 rejected not-utf8  "" 1 d.csv:2`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			deals := source("deals", "deals", []facts.File{file("d.csv", dealHeader+"\n"+test.rows)}, strings.Split(dealHeader, ",")...)
			column(&deals, "product").Known = map[string]bool{"Pro": true}
			if got := classified(reports(t, deals)[0]); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func reports(t *testing.T, sources ...facts.Source) []facts.Report {
	t.Helper()
	return run(t, facts.Input{Sources: sources, Variants: []facts.Variant{{Partner: keys(map[string]string{"NW": "northwind"})}}}).Variants[0].Reports
}

func TestLeadsMayLackDealAndDecision(t *testing.T) {
	leads := source("leads", "leads", []facts.File{file("l.csv", "id,partner,submittedAt,status,decidedAt,deal,channel\nL-1,NW,2026-01-01,submitted,,,\n")},
		"id", "partner", "submittedAt", "status", "decidedAt", "deal", "channel")
	if got, want := classified(reports(t, leads)[0]), `1/1/0 noted empty-column channel "" 1 l.csv:2`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMappedValues(t *testing.T) {
	deals := source("deals", "deals", []facts.File{file("d.csv", "id,partner,stage,owner\n1,NW, Closed Won ,\n2,NW,closed won,\n3,NW,,\n")}, "id", "partner", "stage")
	column(&deals, "stage").Values = map[string]string{"Closed Won ": "won", "": "open"}
	if got, want := classified(reports(t, deals)[0]), `3/2/0 rejected unmapped-value stage "closed won" 1 d.csv:3`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRefundsOfNoDealAreRejected(t *testing.T) {
	refunds := source("refunds", "refunds", []facts.File{file("r.csv", "id,of,amount,at\nR-1,D-1,1.00,2026-01-01\nR-2,D-9,1.00,2026-01-01\nR-3,I-1,1.00,2026-01-01\n")},
		"id", "of", "amount", "at")
	deals := source("deals", "deals", []facts.File{file("d.csv", "id,partner,stage\nD-1,XX,won\n")}, "id", "partner", "stage")
	revenue := source("revenue", "revenue", []facts.File{file("i.jsonl", `{"id":"I-1","partner":"NW","at":"2026-01-01","amount":5}`)}, "id", "partner", "at", "amount")

	got := classified(reports(t, refunds, deals, revenue)[0])
	if want := `3/2/0 rejected unknown-deal of "D-9" 1 r.csv:3`; got != want {
		t.Errorf("beside deals: got %s, want %s", got, want)
	}
	if got := classified(reports(t, refunds)[0]); got != "3/3/0" {
		t.Errorf("without deals there is nothing to look up: got %s", got)
	}
}

func TestDuplicatesAcrossFilesAreFoundInFileOrder(t *testing.T) {
	files := []facts.File{
		file("1.csv", "id,partner,stage\nA,NW,won\nB,XX,won\n"),
		file("2.csv", "id,partner,stage\nC,NW,won\nA,NW,won\nB,NW,won\n"),
		file("3.csv", "id,partner,stage\nC,NW,won\nA,,won\nA,NW,won\n"),
	}
	deals := source("deals", "deals", files, "id", "partner", "stage")
	want := `8/6/1 noted duplicate-id id "A" 2 2.csv:3 3.csv:4 noted duplicate-id id "B" 1 2.csv:4 noted duplicate-id id "C" 1 3.csv:2` +
		` rejected unknown-partner partner "XX" 1 1.csv:3`
	for range 20 {
		if got := classified(reports(t, deals)[0]); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	}
}

func TestVariantsClassifyByTheirOwnKeys(t *testing.T) {
	deals := source("deals", "deals", []facts.File{file("d.csv", "id,partner,stage,amount\n1,OLD,won,1.00\n2,NEW,won,2.00\n3,BOTH,won,4.00\n4,OLD,gone,8.00\n")}, "id", "partner", "stage", "amount")
	sum := facts.Query{Source: "deals", Aggregate: facts.Sum, Field: ptr(col("amount", facts.Money))}
	result := run(t, facts.Input{Sources: []facts.Source{deals}, Variants: []facts.Variant{
		{Partner: keys(map[string]string{"OLD": "northwind", "BOTH": "northwind"}), Queries: []facts.Query{sum, sum}},
		{Partner: keys(map[string]string{"NEW": "northwind", "BOTH": "contoso"}), Queries: []facts.Query{sum}},
	}})
	want := []string{
		`4/2/0 rejected bad-value stage "gone" 1 d.csv:5 rejected unknown-partner partner "NEW" 1 d.csv:3`,
		`4/2/0 rejected unknown-partner partner "OLD" 2 d.csv:2 d.csv:5`,
	}
	wantTotals := []map[string]string{{"northwind": "2:500"}, {"northwind": "1:200", "contoso": "1:400"}}
	for v, variant := range result.Variants {
		if got := classified(variant.Reports[0]); got != want[v] {
			t.Errorf("variant %d: got %s, want %s", v, got, want[v])
		}
		for _, answers := range variant.Totals {
			if diff := cmp.Diff(wantTotals[v], totals(answers)); diff != "" {
				t.Errorf("variant %d (-want +got):\n%s", v, diff)
			}
		}
	}
}

func TestManyDifferentFaultsAreFolded(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("id,partner,stage\n")
	for i := range 250 {
		fmt.Fprintf(&rows, "D-%d,X-%03d,won\nE-%d,NW,s%d\n", i, 249-i, i, i%2)
	}
	r := reports(t, source("deals", "deals", []facts.File{file("d.csv", rows.String())}, "id", "partner", "stage"))[0]
	if len(r.Rejected) != 101 {
		t.Fatalf("%d tallies, want 100 and one for the others", len(r.Rejected))
	}
	var others facts.Tally
	sum := int64(0)
	for _, tally := range r.Rejected {
		sum += tally.Count
		if tally.Value == facts.Others {
			others = tally
		}
	}
	// Two are stages, so 98 partners are listed and 152 are not.
	want := facts.Tally{Reason: "unknown-partner", Column: "partner", Value: facts.Others, Count: 152, First: []string{"d.csv:2", "d.csv:4", "d.csv:6"}}
	if diff := cmp.Diff(want, others); diff != "" {
		t.Errorf("others (-want +got):\n%s", diff)
	}
	if sum != 500 || r.Rows != 500 {
		t.Errorf("%d rejected of %d rows, want all 500", sum, r.Rows)
	}
}

func TestLongValuesAreCut(t *testing.T) {
	long := strings.Repeat("ä", 500)
	r := reports(t, source("deals", "deals", []facts.File{file("d.csv", "id,partner,stage\n1,"+long+",won\n")}, "id", "partner", "stage"))[0]
	if got, want := r.Rejected[0].Value, strings.Repeat("ä", 59)+"…"; got != want {
		t.Errorf("value %q, want %q", got, want)
	}
}

func TestFilesThatMeanNothing(t *testing.T) {
	tests := map[string]struct{ path, text, want string }{
		"empty":            {"d.csv", "", "0/0/0"},
		"header only":      {"d.csv", "id,partner,stage\n", "0/0/0"},
		"missing column":   {"d.csv", "id,partner\n1,NW\n2,NW\n", `2/0/0 rejected missing-column stage "stage" 2 d.csv:1`},
		"doubled column":   {"d.csv", "id,partner,stage,stage\n1,NW,won,won\n", `1/0/0 rejected duplicate-column stage "stage" 1 d.csv:1`},
		"doubled, unasked": {"d.csv", "id,partner,stage,x,x\n1,NW,won,,\n", "1/1/0"},
		"broken header":    {"d.csv", "id,\"partner,stage\n1,NW,won\n", `1/0/0 rejected bad-quote  "" 1 d.csv:1`},
		"utf-16":           {"d.csv", "\xff\xfei\x00d\x00\n", `1/0/0 rejected not-utf8  "" 1 d.csv:1`},
		"another format":   {"d.parquet", "PAR1", `1/0/0 rejected unknown-format  ".parquet" 1 d.parquet:1`},
		"a single line":    {"d.csv", strings.Repeat("x", 2<<20), `1/0/0 rejected too-long  "" 1 d.csv:1`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			deals := source("deals", "deals", []facts.File{file(test.path, test.text)}, "id", "partner", "stage")
			if got := classified(reports(t, deals)[0]); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
