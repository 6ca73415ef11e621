// Package scaffold makes documents: a repository to start from, partners out of
// the rows of a CSV file, the demonstration. It writes only into the folder that
// it is given, overwrites nothing unasked, and stores no e-mail address.
package scaffold

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/partnership-as-code/entente/engine/git"
)

//go:embed all:demo
var demoFiles embed.FS

// DemoAsOf is the day on which the demonstration is looked at.
const DemoAsOf = "2026-06-30"

// Demo writes a small repository into dir, which must be empty: main holds a
// reseller program with three partners, branch change proposes other terms.
// Hashes are the same on every machine.
func Demo(dir string) error {
	when := time.Date(2026, 6, 30, 6, 0, 0, 0, time.UTC)
	if err := unpack("demo/base", dir); err != nil {
		return err
	}
	if _, err := git.CommitAll(dir, "main", "Reseller program", "acme", when); err != nil {
		return err
	}
	if err := unpack("demo/change", dir); err != nil {
		return err
	}
	_, err := git.CommitAll(dir, "change", "Lower the middle rate, raise the goal", "acme", when.Add(time.Hour))
	return err
}

// unpack copies a folder of the embedded files over dir.
func unpack(from, dir string) error {
	sub, err := fs.Sub(demoFiles, from)
	if err != nil {
		return err
	}
	return fs.WalkDir(sub, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(name))
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		text, err := fs.ReadFile(sub, name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
}
