package memory_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/facts"
)

// TestRowsOfARosterAreApart: a key that one variant knows from a roster alone is a
// partner in another and nobody in a third. Rows with a fault are rejected for it
// whoever they name.
func TestRowsOfARosterAreApart(t *testing.T) {
	const rows = "id,partner,stage,amount\n1,NW,won,1.00\n2,C1,won,2.00\n3,C2,won,\n4,C1,gone,8.00\n5,,won,16.00\n1,C1,won,32.00\n6,XX,won,64.00\n"
	deals := source("deals", "deals", []facts.File{file("d.csv", rows)}, "id", "partner", "stage", "amount")
	sum := facts.Query{Source: "deals", Aggregate: facts.Sum, Field: ptr(col("amount", facts.Money))}
	list := facts.List{Source: "deals", Columns: []string{"id"}}
	clicks := facts.Rostered("clicks")
	in := facts.Input{Sources: []facts.Source{deals}}
	for _, names := range []map[string]string{
		{"NW": "northwind", "C1": clicks, "C2": clicks},
		{"NW": "northwind", "C1": "contoso", "C2": clicks},
		{"NW": "northwind"},
	} {
		in.Variants = append(in.Variants, facts.Variant{Partner: keys(names), Queries: []facts.Query{sum}, Lists: []facts.List{list}})
	}
	// Evaluated + direct + roster + rejected is 7 everywhere.
	want := []struct {
		report string
		roster int64
		totals map[string]string
		listed string
	}{
		{`7/1/1 rejected bad-value stage "gone" 1 d.csv:5 rejected unknown-partner partner "XX" 1 d.csv:8`, 3,
			map[string]string{"northwind": "1:100", clicks: "3:3400", "": "1:1600"}, "d.csv:2 northwind 1:1:0/0"},
		{`7/3/1 noted duplicate-id id "1" 1 d.csv:7 rejected bad-value stage "gone" 1 d.csv:5 rejected unknown-partner partner "XX" 1 d.csv:8`, 1,
			map[string]string{"northwind": "1:100", "contoso": "2:3400", clicks: "1:none", "": "1:1600"},
			"d.csv:2 northwind 1:1:0/0, d.csv:3 contoso 1:2:0/0, d.csv:7 contoso 1:1:0/0"},
		{`7/1/1 rejected unknown-partner partner "C1" 3 d.csv:3 d.csv:5 d.csv:7 rejected unknown-partner partner "C2" 1 d.csv:4 rejected unknown-partner partner "XX" 1 d.csv:8`, 0,
			map[string]string{"northwind": "1:100", "": "1:1600"}, "d.csv:2 northwind 1:1:0/0"},
	}
	// One variant alone gives the same as beside others.
	for _, variants := range [][]int{{0, 1, 2}, {0}, {1}, {2}} {
		alone := facts.Input{Sources: in.Sources}
		for _, v := range variants {
			alone.Variants = append(alone.Variants, in.Variants[v])
		}
		for i, got := range run(t, alone).Variants {
			w := want[variants[i]]
			if report := classified(got.Reports[0]); report != w.report || got.Reports[0].Roster != w.roster {
				t.Errorf("variant %d of %v: got  %s, %d of a roster\nwant %s, %d", variants[i], variants, report, got.Reports[0].Roster, w.report, w.roster)
			}
			if diff := cmp.Diff(w.totals, totals(got.Totals[0])); diff != "" {
				t.Errorf("variant %d of %v (-want +got):\n%s", variants[i], variants, diff)
			}
			if listed := strings.Join(spelledRows(got.Lists[0]), ", "); listed != w.listed {
				t.Errorf("variant %d of %v lists %s", variants[i], variants, listed)
			}
		}
	}
}

// TestARosterIsCreditedForItselfAlone: what its partners had a part in is no part of
// what everybody had.
func TestARosterIsCreditedForItselfAlone(t *testing.T) {
	clicks := facts.Rostered("clicks")
	got := creditAnswers(t, creditSources(creditDeals, creditTouches), map[string]string{"NW": "nw", "N2": clicks, "CO": clicks}, creditQuery(facts.Count, "touches-a"))
	without := creditAnswers(t, creditSources(creditDeals, creditTouches), map[string]string{"NW": "nw"}, creditQuery(facts.Count, "touches-a"))
	if got[0]["*"] != got[0]["nw"] || got[0][clicks] == "" || without[0][clicks] != "" {
		t.Errorf("with a roster %v, without %v", got[0], without[0])
	}
}

// TestWithReadsSourcesOfOtherTypes asks one thing of two types: a column that one
// of them lacks is null there.
func TestWithReadsSourcesOfOtherTypes(t *testing.T) {
	deals := source("deals", "deals", []facts.File{file("d.csv", "id,partner,stage,closed\n1,NW,won,2026-02-01\n2,CO,won,2026-02-02\n3,NE,won,2025-02-02\n")}, "id", "partner", "stage", "closedAt=closed")
	leads := source("leads", "leads", []facts.File{file("l.csv", "id,partner,on\n1,NW,2026-01-01\n2,N2,2026-03-01\n3,,2026-03-01\n")}, "id", "partner", "submittedAt=on")
	from := lit(facts.Cell{Kind: facts.Day, Int: int64(day(t, "2026-01-01"))})
	where := is(facts.OpOr, is(facts.OpGe, col("closedAt", facts.Day), from), is(facts.OpGe, col("submittedAt", facts.Day), from))
	q := facts.Query{Source: "deals", With: []string{"leads"}, Where: &where, Aggregate: facts.CountDistinct, Field: ptr(col("partner", facts.Text))}
	names := map[string]string{"NW": "all", "N2": "all", "CO": "all", "NE": "all"}
	result := run(t, facts.Input{Sources: []facts.Source{deals, leads}, Variants: []facts.Variant{{Partner: keys(names), Queries: []facts.Query{q}}}})
	if diff := cmp.Diff(map[string]string{"all": "4:3", "": "1:0"}, totals(result.Variants[0].Totals[0])); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestARosterIsInNoStream, while the same key is a partner's in another variant.
func TestARosterIsInNoStream(t *testing.T) {
	in, s := streamInput()
	clicks := facts.Rostered("clicks")
	in.Variants = nil
	for _, names := range []map[string]string{{"NW": "nw", "NW2": clicks, "CO": clicks}, {"NW": "nw", "NW2": clicks, "CO": "co"}} {
		in.Variants = append(in.Variants, facts.Variant{Partner: keys(names), Streams: []facts.Stream{s}})
	}
	got := [2]string{}
	for v, streamed := range streamOf(t, in) {
		for _, strand := range streamed.Strands {
			got[v] += fmt.Sprintf("%s %d ", strand.Partner, strand.Len())
		}
	}
	if want := [2]string{"nw 3 ", "co 1 nw 3 "}; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
