package git

import (
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// Changed returns the names below the unit that differ between two revisions of
// it, sorted: what `git diff --name-only --no-renames --relative` lists, links and
// submodules included. Folders on which both agree are not read.
func Changed(a, b *Tree) ([]string, error) {
	c := &comparison{a: a.repo, b: b.repo}
	if err := c.folders(".", a.root, b.root); err != nil {
		return nil, err
	}
	slices.Sort(c.names)
	return c.names, nil
}

type comparison struct {
	a, b  *Repo
	names []string
}

func (c *comparison) folders(dir string, a, b plumbing.Hash) error {
	if a == b {
		return nil
	}
	before, err := c.a.list(a)
	if err != nil {
		return err
	}
	after, err := c.b.list(b)
	if err != nil {
		return err
	}
	for len(before) > 0 || len(after) > 0 {
		var from, to entry
		switch order := compareHeads(before, after); {
		case order < 0:
			from, before = before[0], before[1:]
		case order > 0:
			to, after = after[0], after[1:]
		default:
			from, before, to, after = before[0], before[1:], after[0], after[1:]
		}
		if err := c.entries(dir, from, to); err != nil {
			return err
		}
	}
	return nil
}

// compareHeads orders the next two names; a list that has ended comes last.
func compareHeads(before, after listing) int {
	switch {
	case len(before) == 0:
		return 1
	case len(after) == 0:
		return -1
	default:
		return strings.Compare(before[0].name, after[0].name)
	}
}

// entries compares one name; the zero entry stands for a name that is not there.
func (c *comparison) entries(dir string, from, to entry) error {
	if from.mode == to.mode && from.hash == to.hash {
		return nil
	}
	name := path.Join(dir, from.name)
	if from.name == "" {
		name = path.Join(dir, to.name)
	}
	fromFolder, toFolder := from.mode == filemode.Dir, to.mode == filemode.Dir
	if (from.name != "" && !fromFolder) || (to.name != "" && !toFolder) {
		c.names = append(c.names, name)
	}
	// A folder against a file is a folder against an empty one.
	var a, b plumbing.Hash
	if fromFolder {
		a = from.hash
	}
	if toFolder {
		b = to.hash
	}
	return c.folders(name, a, b)
}
