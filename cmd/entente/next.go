package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// next says what to do in this folder: what entente alone prints.
func (a *app) next() error {
	documents, err := countDocuments(a.dir)
	if err != nil {
		return broke(err)
	}
	text := fmt.Sprintf(`%d YAML files here. What next:

  entente validate    check them against the schema and the rules
  entente status      KPIs of every partner, from the fact files
  entente plan        what the working folder changes against the main branch
  entente due         what is to be done, by whom and when
  entente import      bring partners from a CSV export
  entente --help      everything else
`, documents)
	if documents == 0 {
		text = `No YAML files here. What next:

  entente init                     start a partner program in this folder
  entente demo                     see validate, status and plan on a small repository
  entente demo --keep ./partners   the same, to play with
  entente -C DIR                   look at another folder
  entente --help                   everything else
`
	}
	_, err = fmt.Fprint(a.stdout, text)
	return broke(err)
}

// countDocuments counts YAML files outside of hidden folders.
func countDocuments(dir string) (int, error) {
	n := 0
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name == ".":
			return err
		case err != nil:
			return nil
		case entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		}
		if ext := filepath.Ext(name); !entry.IsDir() && (ext == ".yaml" || ext == ".yml") {
			n++
		}
		return nil
	})
	return n, err
}
