package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const example = "../../engine/testdata/example"

// TestContractFacts holds the Facts of EXPECTED.md.
func TestContractFacts(t *testing.T) {
	doc := status(t, "-C", example, "--as-of", "2026-06-30")
	deals := doc.Facts[0]
	if deals.Source != "deals" || deals.Rows != 14 || deals.Evaluated != 11 || deals.Direct != 1 {
		t.Errorf("deals: %+v", deals)
	}
	noted := []tally{{"unknown-value", "product", "SuitePro", 1, "data/deals.csv:10"}}
	rejected := []tally{{"unmapped-value", "stage", "Zombie", 1, "data/deals.csv:13"}, {"unknown-partner", "partner", "XX-999", 1, "data/deals.csv:15"}}
	if diff := cmp.Diff(noted, deals.Noted); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(rejected, deals.Rejected); diff != "" {
		t.Error(diff)
	}
}

// TestContractKPIs holds the table of KPIs of EXPECTED.md.
func TestContractKPIs(t *testing.T) {
	type kpi struct{ value, currency, numerator, denominator, reason string }
	want := map[string]map[string]kpi{
		"partner/northwind": {
			"won-revenue": {value: "131500.00", currency: "USD"}, "big-deals": {value: "2"},
			"win-rate":          {value: "80", numerator: "4", denominator: "5"},
			"lead-to-close":     {value: "50", numerator: "2", denominator: "4"},
			"average-deal-size": {value: "32875.00", currency: "USD", numerator: "131500.00", denominator: "4"}},
		"partner/contoso": {
			"won-revenue": {value: "17999.99", currency: "USD"}, "big-deals": {value: "0"},
			"win-rate":          {value: "50", numerator: "2", denominator: "4"},
			"lead-to-close":     {reason: "no-denominator", numerator: "0", denominator: "0"},
			"average-deal-size": {value: "8999.995", currency: "USD", numerator: "17999.99", denominator: "2"}},
	}
	got := map[string]map[string]kpi{}
	for _, r := range status(t, "-C", example, "--as-of", "2026-06-30").Resources {
		if want[r.Address] == nil {
			continue
		}
		got[r.Address] = map[string]kpi{}
		for name, v := range r.KPIs {
			k := kpi{currency: v.Currency, numerator: v.Numerator, denominator: v.Denominator, reason: v.Reason}
			if v.Value != nil {
				k.value = *v.Value
			}
			got[r.Address][name] = k
		}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(kpi{})); diff != "" {
		t.Error(diff)
	}
}

// TestEveryFactRowCounts takes out each row of the example's facts, and spoils
// each cell that has a meaning: the result must differ every time.
func TestEveryFactRowCounts(t *testing.T) {
	base := facts(t, example)
	meaning := map[string][]int{"deals.csv": {1, 4, 5, 6}, "leads.csv": {1, 2, 3}, "refunds.csv": {1, 2, 3, 4}}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(example)); err != nil {
		t.Fatal(err)
	}
	for name, columns := range meaning {
		path := filepath.Join(dir, "data", name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
		try := func(what string, lines []string) {
			if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600); err != nil {
				t.Fatal(err)
			}
			if cmp.Equal(base, facts(t, dir)) {
				t.Errorf("%s: %s changes nothing", name, what)
			}
		}
		for i := 1; i < len(lines); i++ {
			without := append(append([]string{}, lines[:i]...), lines[i+1:]...)
			try("taking out "+lines[i], without)
			for _, c := range columns {
				spoilt := append([]string{}, lines...)
				if spoilt[i] = spoil(lines[i], c); spoilt[i] != "" {
					try("spoiling column "+lines[0]+" in "+lines[i], spoilt)
				}
			}
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// facts is the result without the digest, which covers the bytes anyway.
func facts(t *testing.T, dir string) statusDoc {
	t.Helper()
	return status(t, "-C", dir, "--as-of", "2026-06-30")
}

// spoil puts nonsense into one cell; amounts with a comma are quoted in the
// example, so a cell is what stands between commas outside of quotes. A row that
// is rejected already stays so: "" when nothing can get worse.
func spoil(line string, column int) string {
	if strings.Contains(line, "Zombie") || strings.Contains(line, "XX-999") {
		return ""
	}
	var cells []string
	quoted, cell := false, ""
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
			cell += string(r)
		case r == ',' && !quoted:
			cells = append(cells, cell)
			cell = ""
		default:
			cell += string(r)
		}
	}
	cells = append(cells, cell)
	if column == len(cells)-1 && strings.HasSuffix(cells[column], "\n") {
		cells[column] = "nonsense\n"
	} else {
		cells[column] = "nonsense"
	}
	return strings.Join(cells, ",")
}

// laidOver copies a repository and lays a change over it.
func laidOver(t *testing.T, base, change string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "head")
	if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(change, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(change, path)
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, rel), text, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
