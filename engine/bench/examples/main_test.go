package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const examples = "../../../examples"

// TestExamplesAreFresh holds what is kept in examples/ against what this program
// would write.
func TestExamplesAreFresh(t *testing.T) {
	for _, r := range all {
		t.Run(r.name, func(t *testing.T) {
			want, err := r.build()
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, part := range []string{"base", "change"} {
				files(t, filepath.Join(examples, r.name), part, got)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("go generate ./examples changes something (-generated +kept):\n%s", diff)
			}
		})
	}
}

// TestWritingAgainChangesNothing also shows that stray files of an earlier
// version go, and that what lies beside the two folders stays.
func TestWritingAgainChangesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := run([]string{dir}); err != nil {
		t.Fatal(err)
	}
	first := map[string]string{}
	files(t, dir, ".", first)
	for _, stray := range []string{"reseller/base/old/gone.yaml", "reseller/README.md"} {
		path := filepath.Join(dir, filepath.FromSlash(stray))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("by hand\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := run([]string{dir}); err != nil {
		t.Fatal(err)
	}
	again := map[string]string{}
	files(t, dir, ".", again)
	first["reseller/README.md"] = "by hand\n"
	if diff := cmp.Diff(first, again); diff != "" {
		t.Error(diff)
	}
	if _, err := os.Stat(filepath.Join(dir, "reseller/base/old")); err == nil {
		t.Error("an empty folder is left")
	}
}

// TestFactsAreAFewHundredRows keeps the examples small enough to be read.
func TestFactsAreAFewHundredRows(t *testing.T) {
	for _, r := range all {
		sheets, _ := r.scene(newDice(r.name))
		for _, s := range sheets {
			if len(s.rows) > 300 || len(s.rows) < 15 {
				t.Errorf("%s: %s has %d rows", r.name, s.path, len(s.rows))
			}
		}
	}
}

// files reads everything below dir/part into out, by path below dir.
func files(t *testing.T, dir, part string, out map[string]string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(dir, part), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		out[strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(dir)+"/")] = string(text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
