// Package engine knows the order of the stages: a revision is loaded, resolved,
// checked and evaluated; two are compared. It is the only code that does, and
// what a command calls. It takes its clock and its folders as arguments and
// prints nothing.
package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/plan"
)

// Revision is a state of the documents: a commit, or a folder as it lies.
type Revision struct {
	Name   string    // as the user named it; "" for the working folder
	Commit string    // full hash; "" for a folder
	When   time.Time // of the commit; zero for a folder
	Unit   string    // folder of the git repository; "" for all of it, and outside of one

	fsys  fs.FS
	tree  *git.Tree
	close func() error
}

// Label names the revision in provenance: the hash, or the folder.
func (r *Revision) Label() string {
	switch {
	case r.Commit != "":
		return r.Commit
	case r.Name != "":
		return r.Name
	}
	return plan.WorkingFolder
}

// Close lets go of the folder.
func (r *Revision) Close() error {
	if r.close == nil {
		return nil
	}
	return r.close()
}

// workspace opens revisions of the repository around a folder, once.
type workspace struct {
	dir  string
	repo *git.Repo
	open []*Revision
}

func (w *workspace) Close() {
	for _, r := range w.open {
		r.Close()
	}
	if w.repo != nil {
		w.repo.Close()
	}
}

func (w *workspace) repository() (*git.Repo, error) {
	if w.repo == nil {
		repo, err := git.Open(w.dir)
		if err != nil {
			return nil, err
		}
		w.repo = repo
	}
	return w.repo, nil
}

// revision opens what a user named: "" the working folder, a path that looks
// like one a folder, anything else a revision, or a folder of that name when
// git knows none.
func (w *workspace) revision(name string) (*Revision, error) {
	if name == "" {
		if repo, err := w.repository(); err == nil && repo.IsBare() {
			return nil, fmt.Errorf("%s is a bare repository, without files to look at: name a revision with --rev or --head", w.dir)
		}
		r, err := w.folder(w.dir, "")
		if err == nil {
			r.Unit = w.unit()
		}
		return r, err
	}
	if isPath(name) {
		return w.folder(name, name)
	}
	repo, err := w.repository()
	if err == nil {
		var tree *git.Tree
		if tree, err = repo.Revision(name); err == nil {
			return w.commit(name, tree), nil
		}
	}
	if info, statErr := os.Stat(name); statErr == nil && info.IsDir() {
		return w.folder(name, name)
	}
	if errors.Is(err, git.ErrNotRepository) {
		return nil, fmt.Errorf("%s is no folder, and %s is not in a git repository where it could be a revision", name, w.dir)
	}
	return nil, err
}

func isPath(name string) bool {
	return filepath.IsAbs(name) || name == "." || name == ".." || strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../")
}

func (w *workspace) folder(dir, name string) (*Revision, error) {
	work, err := git.Dir(dir)
	if err != nil {
		return nil, err
	}
	r := &Revision{Name: name, fsys: work, close: work.Close}
	w.open = append(w.open, r)
	return r, nil
}

func (w *workspace) commit(name string, tree *git.Tree) *Revision {
	return &Revision{Name: name, Commit: tree.Commit, When: tree.When, Unit: w.unit(), fsys: tree.FS(), tree: tree}
}

// unit is the workspace's folder within its git repository.
func (w *workspace) unit() string {
	repo, err := w.repository()
	if err != nil || repo.Unit() == "." {
		return ""
	}
	return repo.Unit()
}
