package engine_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shared is where the contract's own copy of the example lies when the
// repository is checked out beside it.
const shared = "../../shared"

// exampleFiles is what the copies must hold, so that a copy without the
// contract beside it is known to be complete.
var exampleFiles = map[string][]string{
	"example": {
		"EXPECTED.md",
		"agreements/contoso-referral.yaml", "agreements/northwind-reseller.yaml",
		"assessments/fabrikam.yaml",
		"campaigns/vienna-event.yaml",
		"data/deals.csv", "data/leads.csv", "data/refunds.csv",
		"decisions/0001-approve-fabrikam.yaml",
		"goals/contoso-2026.yaml", "goals/northwind-2026.yaml",
		"kpis.yaml",
		"organization.yaml",
		"partners/contoso.yaml", "partners/fabrikam.yaml", "partners/northwind.yaml",
		"plans/referral.yaml", "plans/reseller.yaml",
		"policies.yaml",
		"programs/referral.yaml", "programs/resellers.yaml",
		"reviews/northwind-2026-q2.yaml",
		"rights.yaml",
		"scorecards/health.yaml",
		"sources.yaml",
	},
	"example-change": {"plans/reseller.yaml"},
}

func TestExampleCopiesAreTheContract(t *testing.T) {
	for name, want := range exampleFiles {
		t.Run(name, func(t *testing.T) {
			copied := readAll(t, filepath.Join("testdata", name))
			if diff := cmp.Diff(want, sortedNames(copied)); diff != "" {
				t.Errorf("files of the copy (-want +got):\n%s", diff)
			}
			for file, text := range copied {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s is empty", file)
				}
			}
			contract := filepath.Join(shared, name)
			if _, err := os.Stat(contract); err != nil {
				return
			}
			if diff := cmp.Diff(readAll(t, contract), copied); diff != "" {
				t.Errorf("the copy differs from the contract (-contract +copy):\n%s", diff)
			}
		})
	}
}

func readAll(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func sortedNames(files map[string]string) []string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
