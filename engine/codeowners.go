package engine

import (
	"context"
	"errors"
	"io/fs"

	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// CodeownersFile is where GitHub looks for owners, from the root of git.
const CodeownersFile = ".github/CODEOWNERS"

// Ownership is a CODEOWNERS as it should be, and as it is.
type Ownership struct {
	Root string // folder of the git repository
	Text string
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
	out, unit := Ownership{Root: dir}, ""
	switch repo, err := w.repository(); {
	case err == nil:
		out.Root, unit = repo.Root(), repo.Unit()
	case !errors.Is(err, git.ErrNotRepository):
		return Ownership{}, err
	}
	out.Text = gate.Codeowners(l.book, unit, ownersDay(l, when))
	root, err := git.Dir(out.Root)
	if err != nil {
		return Ownership{}, err
	}
	defer root.Close()
	out.Now, err = fs.ReadFile(root, CodeownersFile)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return out, err
}

func ownersDay(l *loaded, when When) quantity.Date {
	if when.AsOf != 0 {
		return when.AsOf
	}
	return l.book.Today(when.Now)
}
