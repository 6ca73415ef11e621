package scaffold

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
)

//go:embed all:starter
var starterFiles embed.FS

const ignoreFile = ".ententeignore"

// readmeFile is what a new repository of a host often has already. It says nothing
// that the rest needs, so whose it is keeps it.
const readmeFile = "README.md"

// Starter gives the files of a small repository to start from, sorted by path:
// one program with every clause, one made-up partner, a workflow. today is the
// day on which the repository takes over; the dates in it lie around that day,
// so that it never starts out of date.
func Starter(today quantity.Date) ([]File, error) {
	year, _, _ := today.YMD()
	dates := strings.NewReplacer("@TODAY@", today.String(), "@YEAR@", fmt.Sprint(year), "@LASTYEAR@", fmt.Sprint(year-1), "@NEXTYEAR@", fmt.Sprint(year+1))
	sub, err := fs.Sub(starterFiles, "starter")
	if err != nil {
		return nil, err
	}
	var out []File
	err = fs.WalkDir(sub, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(sub, name)
		out = append(out, File{name, []byte(dates.Replace(string(text)))})
		return err
	})
	return out, err
}

// Init writes the Starter into dir, which is made when it is missing, and gives
// what it wrote: without a README where one is. In a folder of a git repository, what
// the host reads goes to the root of that. It overwrites nothing: a *Refusal lists
// what else is in the way. YAML of other tools that lies in dir already goes
// into .ententeignore, so that the result is valid wherever it is put.
func Init(ctx context.Context, dir string, today quantity.Date) (Begun, error) {
	files, err := Starter(today)
	if err != nil {
		return Begun{}, err
	}
	if err := checkAround(dir); err != nil {
		return Begun{}, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Begun{}, err
	}
	out, err := begin(dir, files)
	if err != nil {
		return Begun{}, err
	}
	if err := out.below(ctx, dir); err != nil {
		return Begun{}, err
	}
	if err := out.atRoot(); err != nil {
		return Begun{}, err
	}
	return out, errors.Join(Write(dir, out.Files), Write(cmp.Or(out.Root, dir), out.AtRoot))
}

// below leaves what is to be written into dir, and names what else lies there.
func (b *Begun) below(ctx context.Context, dir string) error {
	there, err := git.Dir(dir)
	if err != nil {
		return err
	}
	defer there.Close()
	if info, err := fs.Stat(there, readmeFile); err == nil && !info.IsDir() {
		b.Files = slices.DeleteFunc(b.Files, func(f File) bool { return f.Path == readmeFile })
	}
	if taken := inTheWay(there, b.Files); len(taken) > 0 {
		return &Refusal{Why: "Nothing was written, because this is in the way:", Items: taken,
			Fix: "Name a folder without it, as in `entente init partnerships`, or move it away and run `entente init` again."}
	}
	foreign, err := foreignYAML(ctx, there)
	if err != nil {
		return err
	}
	for i := range b.Files {
		if b.Files[i].Path == ignoreFile {
			b.Files[i].Text = append(b.Files[i].Text, ignoreLines(foreign)...)
		}
	}
	return nil
}

// checkAround refuses a folder within another repository of documents, which
// would then have two of everything.
func checkAround(dir string) error {
	at, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	for parent := filepath.Dir(at); parent != at; at, parent = parent, filepath.Dir(parent) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			return nil
		}
		if _, err := os.Stat(filepath.Join(parent, ignoreFile)); err == nil {
			return refuse(fmt.Sprintf("Nothing was written: %s is within the repository in %s, which would then have two of everything.", dir, parent),
				"Name a folder outside of it, or work in the one that is there: `entente import` adds partners.")
		}
	}
	return nil
}

// folderNeeded is said of what is no folder where files go below it.
const folderNeeded = " (a folder is needed there)"

// inTheWay lists what is there already, and what is no folder where one is
// needed.
func inTheWay(there fs.FS, files []File) []string {
	var out []string
	for _, f := range files {
		for at := path.Dir(f.Path); at != "."; at = path.Dir(at) {
			if info, err := fs.Stat(there, at); err == nil && !info.IsDir() {
				out = append(out, at+folderNeeded)
			}
		}
		if _, err := fs.Stat(there, f.Path); !errors.Is(err, fs.ErrNotExist) {
			out = append(out, f.Path)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// foreignYAML lists the YAML files that are not entente's. Where there are
// documents already, a second repository inside of the first would break both.
func foreignYAML(ctx context.Context, there fs.FS) ([]string, error) {
	docs, findings, err := load.Load(ctx, there, "")
	if err != nil {
		return nil, err
	}
	if len(docs.List) > 0 {
		first := docs.List[0]
		return nil, refuse(fmt.Sprintf("Nothing was written: this folder holds entente documents already, such as %s in %s.", first.Address, first.Source.Path),
			"Run `entente validate` on them, or name another folder, as in `entente init ../partnerships`.")
	}
	var out []string
	for _, f := range findings {
		out = append(out, f.At.File())
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// ignoreLines names files in the syntax of .gitignore.
func ignoreLines(names []string) string {
	var b strings.Builder
	escape := strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`)
	for _, name := range names {
		fmt.Fprintf(&b, "/%s\n", escape.Replace(name))
	}
	return b.String()
}
