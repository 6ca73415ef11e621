package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/scaffold"
)

func readExport(file string) ([]byte, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(io.LimitReader(in, scaffold.MaxImportBytes+1))
}

// noExport says what to type instead of a file that is not there, or is a folder.
func (a *app) noExport(err error, file, program string) error {
	command := func(file string) string {
		return fmt.Sprintf("entente import %s%s --program %s --dry-run", file, optionC(a.dir), cmp.Or(program, "NAME"))
	}
	info, statErr := os.Stat(file)
	switch {
	case statErr == nil && info.IsDir():
		return broke(fmt.Errorf("%s is a folder, and import takes one CSV file.\nNext: %s", file, command(filepath.Join(file, cmp.Or(first(exportsIn(file)), "FILE.csv")))))
	case !errors.Is(err, fs.ErrNotExist):
		return broke(err)
	}
	fix := "export the partners from your CRM or portal as CSV, then " + command("FILE.csv")
	if other, ok := likelyExport(file, a.dir); ok {
		fix = command(other)
	}
	return broke(fmt.Errorf("there is no file %s.\nNext: %s", file, fix))
}

// likelyExport finds what a name that leads nowhere was meant for: the same file in
// the folder of the repository, one of a similar name, or the only one.
func likelyExport(file, repository string) (string, bool) {
	inside := filepath.Join(repository, file)
	if info, err := os.Stat(inside); err == nil && !info.IsDir() && !filepath.IsAbs(file) {
		return inside, true
	}
	there := exportsIn(filepath.Dir(file))
	near, ok := diag.Nearest(filepath.Base(file), there)
	if !ok && len(there) == 1 {
		near, ok = there[0], true
	}
	return filepath.Join(filepath.Dir(file), near), ok
}

// exportsIn names the CSV files of a folder.
func exportsIn(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if strings.EqualFold(filepath.Ext(e.Name()), ".csv") && !strings.HasSuffix(e.Name(), ".rejects.csv") && !e.IsDir() {
			out = append(out, e.Name())
		}
	}
	slices.Sort(out)
	return out
}
