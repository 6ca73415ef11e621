package scaffold_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/partnership-as-code/entente/engine/scaffold"
)

// TestAddNeverWritesOver: one file that is there keeps all of them from being
// written, and nothing is left behind.
func TestAddNeverWritesOver(t *testing.T) {
	dir := t.TempDir()
	if err := scaffold.Add(dir, []scaffold.File{{Path: "statements/a/q1.yaml", Text: []byte("one\n")}}); err != nil {
		t.Fatal(err)
	}
	err := scaffold.Add(dir, []scaffold.File{{Path: "statements/b/q1.yaml", Text: []byte("two\n")}, {Path: "statements/a/q1.yaml", Text: []byte("three\n")}})
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that is there: %v", err)
	}
	var seen []string
	if err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if entry != nil && !entry.IsDir() {
			seen = append(seen, name)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "statements/a/q1.yaml"))
	if err != nil || string(text) != "one\n" || len(seen) != 1 {
		t.Errorf("%q, %v, files %v", text, err, seen)
	}
}

// TestAddStaysInTheFolder: a link that leads out is not followed.
func TestAddStaysInTheFolder(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "statements")); err != nil {
		t.Fatal(err)
	}
	if err := scaffold.Add(dir, []scaffold.File{{Path: "statements/q1.yaml", Text: []byte("x\n")}}); err == nil {
		t.Error("it was written through a link")
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 0 {
		t.Errorf("%v, %v", entries, err)
	}
}
