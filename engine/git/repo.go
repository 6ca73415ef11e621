// Package git presents a revision of a repository, or the working directory, as
// an fs.FS rooted at one unit: the folder a command was started in.
//
// It owns opening, naming revisions, finding the merge base and telling which
// files differ. It refuses to follow links, to enter submodules, to guess what a
// shallow clone left out, and to hand out the pointer of a large file as if it
// were the file. It never writes.
package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// ErrNotRepository says that neither the folder nor one above it holds a repository.
var ErrNotRepository = errors.New("not inside a git repository")

// Repo is an open repository, seen from one unit. Its methods and the trees it
// returns are safe for concurrent use. It reads the objects that existed when it
// was opened: open again after a commit or a fetch.
type Repo struct {
	objects *objects
	root    string
	unit    string
	isBare  bool
}

// Open finds the repository that contains dir. dir is the unit: every Tree is
// rooted at that folder, wherever in the repository it lies. Linked worktrees and
// bare repositories are fine. The error is ErrNotRepository outside of one.
func Open(dir string) (*Repo, error) {
	real, err := realDir(dir)
	if err != nil {
		return nil, err
	}
	opened, err := plainOpen(real)
	if errors.Is(err, gogit.ErrRepositoryNotExists) {
		return nil, fmt.Errorf("%s is %w", dir, ErrNotRepository)
	}
	if errors.Is(err, gogit.ErrUnknownExtension) || errors.Is(err, gogit.ErrUnsupportedExtensionRepositoryFormatVersion) {
		return nil, fmt.Errorf("the repository of %s uses a git feature that cannot be read here (%w): clone it without --filter, --sparse or --object-format", dir, err)
	}
	if err != nil {
		return nil, fmt.Errorf("open the repository of %s: %w", dir, err)
	}
	root, unit, isBare, err := locateUnit(opened, real)
	if err != nil {
		return nil, err
	}
	storage, ok := opened.Storer.(*filesystem.Storage)
	if !ok {
		return nil, fmt.Errorf("open the repository of %s: unexpected storage %T", dir, opened.Storer)
	}
	return &Repo{objects: newObjects(storage), root: root, unit: unit, isBare: isBare}, nil
}

// Close releases the pack files. Trees of a closed Repo must not be read.
func (r *Repo) Close() error { return r.objects.close() }

// Root is the top folder of the working tree; of a bare repository, its folder.
func (r *Repo) Root() string { return r.root }

// Unit is the slash-separated path of the unit below Root, "." for Root itself.
func (r *Repo) Unit() string { return r.unit }

// IsBare reports whether the repository has no working tree.
func (r *Repo) IsBare() bool { return r.isBare }

// MainBranch names the revision to compare with when nobody named one: what
// origin/HEAD points to, then main, then master, each local before remote.
func (r *Repo) MainBranch() (string, error) {
	history, err := r.history()
	if err != nil {
		return "", err
	}
	var name string
	err = r.objects.use(func(s *filesystem.Storage) error {
		if head, err := s.Reference(plumbing.NewRemoteHEADReferenceName("origin")); err == nil && head.Type() == plumbing.SymbolicReference {
			if _, err := s.Reference(head.Target()); err == nil {
				name = head.Target().Short()
				return nil
			}
		}
		for _, short := range []string{"main", "master"} {
			for _, full := range []plumbing.ReferenceName{plumbing.NewBranchReferenceName(short), plumbing.NewRemoteReferenceName("origin", short)} {
				if _, err := s.Reference(full); err == nil {
					name = full.Short()
					return nil
				}
			}
		}
		text := "no main branch: there is no origin/HEAD, main or master; name the revision to compare with"
		if history.isShallow() {
			text += "; this clone is shallow and may lack it: " + fetchDeep
		}
		return errors.New(text)
	})
	return name, err
}

// realDir follows links before the search, so that a linked unit is found in the
// repository where it really lies, as git does.
func realDir(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(abs)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(real)
	if err != nil {
		return "", err
	}
	if !info.IsDir() {
		return "", fmt.Errorf("%s is a file: name the folder that holds it", dir)
	}
	return real, nil
}

func plainOpen(dir string) (*gogit.Repository, error) {
	opened, err := gogit.PlainOpenWithOptions(dir, &gogit.PlainOpenOptions{DetectDotGit: true, EnableDotGitCommonDir: true})
	if errors.Is(err, gogit.ErrRepositoryNotExists) {
		// The search for .git walks past a bare repository, which has none.
		return gogit.PlainOpenWithOptions(dir, &gogit.PlainOpenOptions{EnableDotGitCommonDir: true})
	}
	return opened, err
}

func locateUnit(opened *gogit.Repository, dir string) (root, unit string, isBare bool, err error) {
	worktree, err := opened.Worktree()
	if errors.Is(err, gogit.ErrIsBareRepository) {
		return dir, ".", true, nil
	}
	if err != nil {
		return "", "", false, err
	}
	root = worktree.Filesystem.Root()
	unit, err = filepath.Rel(root, dir)
	return root, filepath.ToSlash(unit), false, err
}
