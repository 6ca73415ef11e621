package scaffold

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/quantity"
)

var someDay = quantity.NewDate(2026, 6, 30)

func TestStarterIsSoundOnEveryDay(t *testing.T) {
	for _, day := range []quantity.Date{someDay, quantity.NewDate(2024, 2, 29), quantity.NewDate(2027, 1, 1), quantity.NewDate(2026, 12, 31)} {
		dir := t.TempDir()
		if _, err := Init(t.Context(), dir, day); err != nil {
			t.Fatal(err)
		}
		v, err := readRevision(t.Context(), openDir(t, dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range v.all {
			t.Errorf("%s: %s:%d: %s %s", day, f.At.File(), f.At.From().Line, f.Summary, f.Detail)
		}
		if len(v.book.Docs.List) != 12 {
			t.Errorf("%d documents", len(v.book.Docs.List))
		}
	}
}

func TestStarterHasNoMarksLeft(t *testing.T) {
	files, err := Starter(someDay)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		for _, mark := range []string{"DAY@", "YEAR@"} {
			if strings.Contains(string(f.Text), mark) {
				t.Errorf("%s has %s", f.Path, mark)
			}
		}
	}
}

// TestInitKeepsAReadme: a folder fresh from a host holds a README, and it stays.
func TestInitKeepsAReadme(t *testing.T) {
	dir := t.TempDir()
	if err := put("README.md", "mine")(dir); err != nil {
		t.Fatal(err)
	}
	begun, err := Init(t.Context(), dir, someDay)
	if err != nil {
		t.Fatal(err)
	}
	files := begun.Files
	if slices.ContainsFunc(files, func(f File) bool { return f.Path == "README.md" }) || len(files) < 10 {
		t.Errorf("%d files are said to be written", len(files))
	}
	if text, err := os.ReadFile(filepath.Join(dir, "README.md")); string(text) != "mine" {
		t.Errorf("it became %q, %v", text, err)
	}
}

// TestInitOverwritesNothing: whatever is in the way, nothing changes.
func TestInitOverwritesNothing(t *testing.T) {
	outside := t.TempDir()
	for name, c := range map[string]struct {
		prepare func(dir string) error
		want    string
	}{
		"a file": {put("kpis.yaml", "mine"), "kpis.yaml"},
		"a file beside a README": {func(dir string) error {
			return errors.Join(put("README.md", "mine")(dir), put("kpis.yaml", "mine")(dir))
		}, "  kpis.yaml\nName"},
		"a file for a folder":        {put("data", "mine"), "data (a folder is needed there)"},
		"a link to another folder":   {func(dir string) error { return os.Symlink(outside, filepath.Join(dir, "plans")) }, "plans (a folder is needed there)"},
		"documents by another name":  {put("all.yml", "apiVersion: entente/v1\nkind: Program\nmetadata: {name: a}\nspec: {type: referral}\n"), "program/a in all.yml"},
		"a repository around folder": {func(dir string) error { return os.WriteFile(filepath.Join(filepath.Dir(dir), ignoreFile), nil, 0o600) }, "two of everything"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "repository")
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := c.prepare(dir); err != nil {
				t.Fatal(err)
			}
			before := listing(t, dir)
			_, err := Init(t.Context(), dir, someDay)
			var refusal *Refusal
			if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error: %v", err)
			}
			if after := listing(t, dir); !slices.Equal(before, after) {
				t.Errorf("%q became %q", before, after)
			}
			if made := listing(t, outside); len(made) > 1 {
				t.Errorf("written outside: %q", made)
			}
		})
	}
}

// TestInitBesideOtherYAML: files of other tools stay out of the way.
func TestInitBesideOtherYAML(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"compose.yaml": "services: {}\n", "chart [1].yml": "{{ template }}\n", "notes.txt": "x"} {
		if err := put(name, text)(dir); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Init(t.Context(), dir, someDay); err != nil {
		t.Fatal(err)
	}
	v, err := readRevision(t.Context(), openDir(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.all {
		t.Errorf("%s: %s", f.At.File(), f.Summary)
	}
}

func put(name, text string) func(dir string) error {
	return func(dir string) error { return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600) }
}

func openDir(t testing.TB, dir string) fs.FS {
	t.Helper()
	repo, err := git.Dir(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close() })
	return repo
}

func listing(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(name string, _ os.DirEntry, err error) error {
		out = append(out, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
