package engine

import (
	"context"
	"errors"
	"io/fs"

	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// CodeownersFile is where a CODEOWNERS is written, from the root of git.
const CodeownersFile = ".github/CODEOWNERS"

// ownersFiles are where GitHub looks for one. It reads the first that is there.
var ownersFiles = []string{CodeownersFile, "CODEOWNERS", "docs/CODEOWNERS"}

// Ownership is a CODEOWNERS as it should be, and as it is.
type Ownership struct {
	Root string // folder of the git repository
	gate.Owners
	File string // that GitHub reads, or would
	Now  []byte // of the file that is there; nil without one
}

// Codeowners works out the CODEOWNERS of the working folder, on a day; 0 is today.
func Codeowners(ctx context.Context, dir string, when When) (Ownership, error) {
	w := &workspace{dir: dir}
	defer w.Close()
	l, err := w.load(ctx, "", "")
	if err != nil {
		return Ownership{}, err
	}
	out, unit := Ownership{Root: dir, File: CodeownersFile}, ""
	switch repo, err := w.repository(); {
	case err == nil:
		out.Root, unit = repo.Root(), repo.Unit()
	case !errors.Is(err, git.ErrNotRepository):
		return Ownership{}, err
	}
	root, err := git.Dir(out.Root)
	if err != nil {
		return Ownership{}, err
	}
	defer root.Close()
	for _, file := range ownersFiles {
		text, err := fs.ReadFile(root, file)
		if err == nil {
			out.File, out.Now = file, text
			break
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return Ownership{}, err
		}
	}
	out.Owners = gate.Codeowners(l.book, unit, out.File, ownersDay(l, when))
	return out, nil
}

func ownersDay(l *loaded, when When) quantity.Date {
	if when.AsOf != 0 {
		return when.AsOf
	}
	return l.book.Today(when.Now)
}
