package main

import (
	"io/fs"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/diag"
)

// The comparison is about sound documents of the size that was promised.
func TestGeneratedRepositoriesHaveNoFault(t *testing.T) {
	dir := t.TempDir()
	size, err := generate(dir, 400)
	if err != nil {
		t.Fatal(err)
	}
	if mean := size.lines / size.files; size.files != 400 || mean < 80 || mean > 90 {
		t.Errorf("%d files of %d lines on average, want 400 of about 85", size.files, mean)
	}
	checked, err := engine.Check(t.Context(), engine.Where{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if checked.Documents != 400 || checked.Files != 400 {
		t.Errorf("%d documents in %d files, want 400 in 400", checked.Documents, checked.Files)
	}
	for _, f := range checked.Findings {
		if f.Severity == diag.Error {
			t.Errorf("%s:%d: %s: %s", f.At.File(), f.At.From().Line, f.Code, f.Detail)
		}
	}
	if warnings := checked.Findings.Count(diag.Warning); warnings > 10 {
		t.Errorf("%d warnings: printing them would be measured, too", warnings)
	}
}

func TestTheSameFilesAreGeneratedEveryTime(t *testing.T) {
	var made [2]map[string]string
	for i := range made {
		dir := t.TempDir()
		if _, err := generate(dir, leastFiles); err != nil {
			t.Fatal(err)
		}
		made[i] = contents(t, dir)
	}
	if diff := cmp.Diff(made[0], made[1]); diff != "" || len(made[0]) < leastFiles {
		t.Errorf("%d files; the second time:\n%s", len(made[0]), diff)
	}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		out[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOutputIsCounted(t *testing.T) {
	for name, c := range map[string]struct {
		counts            func(string) (int, int)
		output            string
		documents, faults int
	}{
		"entente":          {countEntente, "Checked 10,000 documents in 10,000 files against 64 rules: 0 errors, 0 warnings.\n", 10_000, 0},
		"entente, faults":  {countEntente, "error[x]: y\n\nChecked 1 document in 1 file against 64 rules: 1,200 errors, 1 warning.\n", 1, 1200},
		"kubeconform":      {countKubeconform, "Summary: 10000 resources found in 10000 files - Valid: 10000, Invalid: 0, Errors: 0, Skipped: 0\n", 10_000, 0},
		"kubeconform, bad": {countKubeconform, "Summary: 5 resources found in 5 files - Valid: 1, Invalid: 2, Errors: 1, Skipped: 1\n", 5, 4},
		"something else":   {countEntente, "panic: oh\n", 0, 0},
	} {
		if documents, faults := c.counts(c.output); documents != c.documents || faults != c.faults {
			t.Errorf("%s: %d documents, %d faults, want %d, %d", name, documents, faults, c.documents, c.faults)
		}
	}
}
