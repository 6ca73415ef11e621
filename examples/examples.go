// Package examples holds three complete small repositories of made-up companies:
// each as it is, with a proposed change and what entente says of both. The
// folders base and change are generated; READMEs are written by hand; the other
// files are rewritten by the tests of this package with -update.
package examples

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
)

//go:generate go run ../engine/bench/examples .

//go:embed reseller referral affiliate
var files embed.FS

// Example is one repository and the day on which it is looked at.
type Example struct {
	Name string // also its folder
	AsOf string // such as 2026-06-30
	// Period is a payout period, and Partner one that is paid in it.
	Period, Partner string
}

// All gives every example.
func All() []Example {
	return []Example{
		{"reseller", "2026-06-30", "2026-Q2", "karlsson-ek"},
		{"referral", "2026-04-30", "2026-03", "quillmoor"},
		{"affiliate", "2026-08-31", "2026-06", "couponcrate"},
	}
}

// Base is the repository as it is.
func (e Example) Base() (fs.FS, error) { return fs.Sub(files, e.Name+"/base") }

// Change holds the files that the proposed change alters or adds.
func (e Example) Change() (fs.FS, error) { return fs.Sub(files, e.Name+"/change") }

// Lay writes the repository as it is into dir/base and as it would be into
// dir/proposed.
func (e Example) Lay(dir string) error {
	base, err := e.Base()
	if err != nil {
		return err
	}
	change, err := e.Change()
	if err != nil {
		return err
	}
	for _, layer := range []struct {
		from fs.FS
		to   string
	}{{base, "base"}, {base, "proposed"}, {change, "proposed"}} {
		if err := lay(layer.from, filepath.Join(dir, layer.to)); err != nil {
			return err
		}
	}
	return nil
}

// lay copies files over a folder; those that are there are replaced.
func lay(from fs.FS, dir string) error {
	return fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
}
