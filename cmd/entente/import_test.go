package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestImportCRM imports the roster of a real sales team into a new repository:
// every agent is a partner, every manager a person, and the result is valid and
// knows each partner's deals.
func TestImportCRM(t *testing.T) {
	data, dir := crmDir(t), t.TempDir()
	documents, _, _ := strings.Cut(crmDocuments, "\n---\napiVersion: entente/v1\nkind: KPI")
	if err := os.WriteFile(filepath.Join(dir, "entente.yaml"), []byte(documents), 0o600); err != nil {
		t.Fatal(err)
	}
	output := execute(t, exitOK, "import", filepath.Join(data, "sales_teams.csv"), "-C", dir, "--program", "resellers",
		"--map", "name=sales_agent", "--map", "manager=manager", "--map", "label.office=regional_office", "--system", "crm")
	if want := "35 partners written to partners/, 0 already there, 0 rows rejected, 6 people added to entente.yaml.\n"; !strings.HasPrefix(output, want) {
		t.Errorf("import says %s", output)
	}
	files, err := filepath.Glob(filepath.Join(dir, "partners", "*.yaml"))
	if err != nil || len(files) != 35 {
		t.Errorf("%d partner files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(text), "\n"); lines > 12 {
			t.Errorf("%s has %d lines", filepath.Base(file), lines)
		}
	}
	organization, err := os.ReadFile(filepath.Join(dir, "entente.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	people := ", people: [{id: dustin-brinkmann}, {id: melvin-marxen}, {id: cara-losch}, {id: rocco-neubert}, {id: celia-rouche}, {id: summer-sewald}]"
	if got := strings.Replace(string(organization), people, "", 1); got != documents || strings.Count(string(organization), people) != 1 {
		t.Errorf("entente.yaml is now\n%s", organization)
	}
	execute(t, exitOK, "validate", "-C", dir, "--facts", data)
	doc := status(t, "-C", dir, "--facts", data, "--as-of", "2017-12-31", "--period", "2016-10-01..2017-12-31")
	partners := 0
	for _, r := range doc.Resources {
		if strings.HasPrefix(r.Address, "partner/") {
			partners++
		}
	}
	if facts := doc.Facts[0]; partners != 35 || facts.Evaluated != 8800 || len(facts.Rejected) != 0 {
		t.Errorf("%d partners, facts %+v", partners, facts)
	}
}

// TestImportInPortions: however many rows come first, importing the whole file
// behind them gives what it gives at once, at most twelve lines for each partner
// with the people it brings, valid and with its deals.
func TestImportInPortions(t *testing.T) {
	data := crmDir(t)
	text, err := os.ReadFile(filepath.Join(data, "sales_teams.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.SplitAfter(strings.TrimSpace(string(text)), "\n")
	documents, _, _ := strings.Cut(crmDocuments, "\n---\napiVersion: entente/v1\nkind: KPI")
	var atOnce map[string]string
	for _, first := range []int{0, 1, 6, 20, 34} {
		dir, portion := t.TempDir(), filepath.Join(t.TempDir(), "portion.csv")
		if err := os.WriteFile(filepath.Join(dir, "entente.yaml"), []byte(documents), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{first, len(rows) - 1, len(rows) - 1} {
			if err := os.WriteFile(portion, []byte(strings.Join(rows[:1+n], "")), 0o600); err != nil {
				t.Fatal(err)
			}
			execute(t, exitOK, "import", portion, "-C", dir, "--program", "resellers", "--strict", "--map", "name=sales_agent", "--map", "manager=manager",
				"--map", "label.office=regional_office")
		}
		execute(t, exitOK, "validate", "-C", dir, "--facts", data)
		now, lines := filesBelow(t, dir), 0
		for _, text := range now {
			lines += strings.Count(text, "\n")
		}
		if most := strings.Count(documents, "\n") + 12*(len(rows)-1); lines > most {
			t.Errorf("%d first: %d lines, more than %d", first, lines, most)
		}
		if atOnce == nil {
			atOnce = now
		}
		if diff := cmp.Diff(atOnce, now); diff != "" {
			t.Errorf("%d first (-at once +in portions):\n%s", first, diff)
		}
		if facts := status(t, "-C", dir, "--facts", data, "--as-of", "2017-12-31").Facts[0]; facts.Evaluated != 8800 {
			t.Errorf("%d first: %d rows are evaluated", first, facts.Evaluated)
		}
	}
}

// filesBelow reads a folder, by path.
func filesBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{"*", "*/*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if text, err := os.ReadFile(name); err == nil { // a folder is none
				rel, _ := filepath.Rel(dir, name)
				out[rel] = string(text)
			}
		}
	}
	return out
}
