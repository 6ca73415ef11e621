package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
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
