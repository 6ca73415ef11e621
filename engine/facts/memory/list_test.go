package memory_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/facts"
)

const (
	listHeader = "id,partner,customer,stage,amount,currency,closed,score,share\n"
	listFirst  = listHeader + "1,NW,Adler,won,5.00,EUR,2026-02-01,1.50,12.5%\n2,,Adler,won,1.00,,2026-02-01,,\n3,XX,Adler,won,1.00,,2026-02-01,,\n" +
		"4,CO,\"two\nlines\",lost,7.00,,,,\n5,NW,Adler,won,oops,,2026-02-01,,\n"
	listSecond = listHeader + "6,NW,Bauer,won,9.00,,2026-03-01,,\n7,CO,,open,,,,,\n"
)

func listSource(files ...facts.File) facts.Source {
	s := source("deals", "deals", files, "id", "partner", "customer", "stage", "amount", "currency", "closedAt=closed")
	s.Columns = append(s.Columns, facts.Column{Name: "score", Header: "score", Kind: facts.Number}, facts.Column{Name: "share", Header: "share", Kind: facts.Rate})
	return s
}

// listed asks for rows and spells them: place, partner, cells as kind:text:int/scale.
func listed(t fataler, l facts.List, files ...facts.File) []string {
	t.Helper()
	in := facts.Input{Sources: []facts.Source{listSource(files...)}, Variants: []facts.Variant{{Partner: keys(map[string]string{"NW": "northwind", "CO": "contoso"}), Lists: []facts.List{l}}}}
	return spelledRows(run(t, in).Variants[0].Lists[0])
}

func spelledRows(l facts.Listed) []string {
	var out []string
	for _, r := range l.Rows {
		line := r.Place + " " + r.Partner
		for _, c := range r.Cells {
			line += fmt.Sprintf(" %d:%s:%d/%d", c.Kind, c.Text, c.Int, c.Scale)
		}
		out = append(out, line)
	}
	if l.IsCut {
		out = append(out, "…")
	}
	return out
}

func TestListsGiveTheRowsThatAreEvaluated(t *testing.T) {
	won := is(facts.OpEq, col("stage", facts.Text), text("won"))
	closed := is(facts.OpGt, col("closedAt", facts.Day), lit(facts.Cell{Kind: facts.Day, Int: int64(day(t, "2026-02-01"))}))
	for name, c := range map[string]struct {
		list facts.List
		want []string
	}{
		"every row, but direct and rejected ones": {facts.List{Source: "deals", Columns: []string{"id"}},
			[]string{"a.csv:2 northwind 1:1:0/0", "a.csv:5 contoso 1:4:0/0", "b.csv:2 northwind 1:6:0/0", "b.csv:3 contoso 1:7:0/0"}},
		"where":                   {facts.List{Source: "deals", Where: &won}, []string{"a.csv:2 northwind", "b.csv:2 northwind"}},
		"not where it is unknown": {facts.List{Source: "deals", Where: &closed}, []string{"b.csv:2 northwind"}},
		"cells of every kind": {facts.List{Source: "deals", Where: &won, Most: 1, Columns: []string{"customer", "amount", "closedAt", "score", "share"}},
			[]string{fmt.Sprintf("a.csv:2 northwind 1:Adler:0/0 2:EUR:500/0 5::%d/0 3::15/1 4::1250000000/0", day(t, "2026-02-01")), "…"}},
		"a source's currency, and null": {facts.List{Source: "deals", Columns: []string{"currency", "product", "amount"}, Where: ptr(is(facts.OpEq, col("id", facts.Text), text("7")))},
			[]string{"b.csv:3 contoso 1:USD:0/0 0::0/0 0::0/0"}},
		"as many as there are":   {facts.List{Source: "deals", Most: 4}, []string{"a.csv:2 northwind", "a.csv:5 contoso", "b.csv:2 northwind", "b.csv:3 contoso"}},
		"cut in the second file": {facts.List{Source: "deals", Most: 3}, []string{"a.csv:2 northwind", "a.csv:5 contoso", "b.csv:2 northwind", "…"}},
		"cut between the files":  {facts.List{Source: "deals", Most: 2}, []string{"a.csv:2 northwind", "a.csv:5 contoso", "…"}},
		"cut in the first file":  {facts.List{Source: "deals", Most: 1}, []string{"a.csv:2 northwind", "…"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, listed(t, c.list, file("a.csv", listFirst), file("b.csv", listSecond))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestListsByVariant(t *testing.T) {
	all := facts.List{Source: "deals", Columns: []string{"id"}}
	in := facts.Input{Sources: []facts.Source{listSource(file("a.csv", listFirst))}, Variants: []facts.Variant{
		{Partner: keys(map[string]string{"NW": "northwind", "CO": "contoso"}), Lists: []facts.List{all}},
		{Partner: keys(map[string]string{"NW": "northwind"})},
		{Partner: keys(map[string]string{"NW": "renamed", "XX": "exotic"}), Lists: []facts.List{{Source: "deals", Most: 1}, all}},
	}}
	var got [][]string
	for _, v := range run(t, in).Variants {
		for _, l := range v.Lists {
			got = append(got, spelledRows(l))
		}
	}
	want := [][]string{
		{"a.csv:2 northwind 1:1:0/0", "a.csv:5 contoso 1:4:0/0"},
		{"a.csv:2 renamed", "…"},
		{"a.csv:2 renamed 1:1:0/0", "a.csv:4 exotic 1:3:0/0"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAListMissesRatesAloud(t *testing.T) {
	dear := is(facts.OpGt, col("amount", facts.Money), usd(100))
	in := facts.Input{Sources: []facts.Source{listSource(file("a.csv", listFirst))}, Variants: []facts.Variant{
		{Partner: keys(map[string]string{"NW": "northwind", "CO": "contoso"}), Lists: []facts.List{{Source: "deals", Where: &dear}}}}}
	got := run(t, in).Variants[0]
	if diff := cmp.Diff([]string{"a.csv:5 contoso"}, spelledRows(got.Lists[0])); diff != "" {
		t.Error(diff)
	}
	if len(got.Missing) != 1 || got.Missing[0].From != "EUR" || got.Missing[0].Place != "a.csv:2" {
		t.Errorf("missing rates: %+v", got.Missing)
	}
}

// However rows are spread over files that are read side by side, a list has the
// first of them in the order of the files.
func TestListsKeepTheOrderOfFiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 12).Draw(t, "most")
		var files []facts.File
		var want []string
		for f := range rapid.IntRange(1, 6).Draw(t, "files") {
			text, path := listHeader, fmt.Sprintf("%d.csv", f)
			for r := range rapid.IntRange(0, 6).Draw(t, "rows") {
				stage := rapid.SampledFrom([]string{"won", "lost"}).Draw(t, "stage")
				text += fmt.Sprintf("%d-%d,NW,,%s,,,,,\n", f, r, stage)
				if stage == "won" {
					want = append(want, fmt.Sprintf("%s:%d northwind 1:%d-%d:0/0", path, r+2, f, r))
				}
			}
			files = append(files, file(path, text))
		}
		if len(want) > most {
			want = append(want[:most], "…")
		}
		won := is(facts.OpEq, col("stage", facts.Text), text("won"))
		if diff := cmp.Diff(want, listed(t, facts.List{Source: "deals", Columns: []string{"id"}, Where: &won, Most: most}, files...)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}
