package git

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// Tree is one revision of the unit.
type Tree struct {
	// Commit is the full hash of the commit.
	Commit string
	// When is the committer's date, in the zone the commit records.
	When time.Time

	repo *Repo
	// root is the unit's folder; zero when the revision does not have it.
	root plumbing.Hash
}

// FS is the unit at this revision. It implements fs.FS, fs.ReadDirFS,
// fs.ReadFileFS and fs.StatFS, and so do the files it opens io.ReaderAt and
// io.Seeker. Every file is as old as the commit. A unit that the revision does
// not have yet is an empty folder.
//
// Only regular files open: a link gives a *SymlinkError, a submodule
// ErrSubmodule, and a file whose content is kept elsewhere a *PointerError.
func (t *Tree) FS() fs.FS { return treeFS{t} }

// Blob returns the hash of a regular file's content, for caches keyed by content.
// It is false for anything else.
func (t *Tree) Blob(name string) (hash string, ok bool) {
	if !fs.ValidPath(name) || name == "." {
		return "", false
	}
	found, err := t.find(name)
	if err != nil || !isFile(found.mode) {
		return "", false
	}
	return found.hash.String(), true
}

// SameTree reports whether both revisions of the unit hold the same files.
func SameTree(a, b *Tree) bool { return a.root == b.root }

// tree looks the commit's unit up.
func (r *Repo) tree(hash plumbing.Hash) (*Tree, error) {
	commit, err := r.objects.commit(hash)
	if err != nil {
		return nil, err
	}
	t := &Tree{Commit: commit.Hash.String(), When: commit.Committer.When, repo: r, root: commit.TreeHash}
	if r.unit == "." {
		return t, nil
	}
	found, err := t.find(r.unit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.root = plumbing.ZeroHash
	case err != nil:
		return nil, fmt.Errorf("unit %s at %s: %w", r.unit, t.Commit, err)
	case found.mode != filemode.Dir:
		return nil, fmt.Errorf("unit %s at %s: %w", r.unit, t.Commit, refusal(r.unit, found.mode))
	default:
		t.root = found.hash
	}
	return t, nil
}

// find descends to a name that fs.ValidPath accepts. A link on the way is refused
// by its own name.
func (t *Tree) find(name string) (entry, error) {
	at := entry{name: ".", mode: filemode.Dir, hash: t.root}
	for rest, done := name, name == "."; !done; {
		list, err := t.repo.list(at.hash)
		if err != nil {
			return entry{}, err
		}
		part, after, more := strings.Cut(rest, "/")
		next, ok := list.find(part)
		if !ok {
			return entry{}, fs.ErrNotExist
		}
		if more && next.mode != filemode.Dir {
			walked := name[:len(name)-len(after)-1]
			return entry{}, refusalOnTheWay(walked, next.mode)
		}
		at, rest, done = next, after, !more
	}
	return at, nil
}

func (r *Repo) list(hash plumbing.Hash) (listing, error) {
	if hash.IsZero() {
		return nil, nil
	}
	return r.objects.tree(hash)
}

func isFile(mode filemode.FileMode) bool {
	return mode == filemode.Regular || mode == filemode.Executable || mode == filemode.Deprecated
}

// refusal says why something that is not a regular file cannot be opened.
func refusal(name string, mode filemode.FileMode) error {
	switch mode {
	case filemode.Symlink:
		return &SymlinkError{Path: name}
	case filemode.Submodule:
		return ErrSubmodule
	default:
		return ErrNotRegular
	}
}

// refusalOnTheWay is like refusal for a name used as a folder; a file is simply
// not one, and nothing can exist below it.
func refusalOnTheWay(name string, mode filemode.FileMode) error {
	if isFile(mode) {
		return fs.ErrNotExist
	}
	return refusal(name, mode)
}
