package git

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// history walks commits towards the past.
type history struct {
	objects *objects
	shallow map[plumbing.Hash]bool
	// wasCut is set once a walk met a commit whose parents the clone left out.
	wasCut bool
}

func (r *Repo) history() (*history, error) {
	h := &history{objects: r.objects, shallow: map[plumbing.Hash]bool{}}
	err := r.objects.use(func(s *filesystem.Storage) error {
		cut, err := s.Shallow()
		for _, hash := range cut {
			h.shallow[hash] = true
		}
		return err
	})
	return h, err
}

func (h *history) isShallow() bool { return len(h.shallow) > 0 }

// parents are those that the clone has.
func (h *history) parents(commit *object.Commit) []plumbing.Hash {
	if h.shallow[commit.Hash] {
		h.wasCut = true
		return nil
	}
	return commit.ParentHashes
}

// parent returns the n-th parent, from 1 on; name is the revision being resolved.
func (h *history) parent(commit *object.Commit, n int, name string) (*object.Commit, error) {
	parents := h.parents(commit)
	if h.shallow[commit.Hash] {
		return nil, &ShallowError{Need: name}
	}
	if n > len(parents) {
		return nil, fmt.Errorf("no revision %q: commit %.10s has %s", name, commit.Hash, count(len(parents), "parent"))
	}
	return h.objects.commit(parents[n-1])
}

// laterFirst orders commits by the committer's date, then by hash.
func laterFirst(a, b *object.Commit) int {
	if order := b.Committer.When.Compare(a.Committer.When); order != 0 {
		return order
	}
	return strings.Compare(a.Hash.String(), b.Hash.String())
}

func count(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun
	case 1:
		return "one " + noun
	default:
		return fmt.Sprintf("%d %ss", n, noun)
	}
}
