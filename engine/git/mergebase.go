package git

import (
	"container/heap"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// MergeBase returns the best common ancestor of two revisions, as git merge-base
// does; of several equally good ones the latest, then the smallest hash. The error
// is a *ShallowError when the clone ends before it.
func (r *Repo) MergeBase(a, b *Tree) (*Tree, error) {
	history, err := r.history()
	if err != nil {
		return nil, err
	}
	bases, err := history.common(plumbing.NewHash(a.Commit), plumbing.NewHash(b.Commit))
	if err != nil {
		return nil, err
	}
	if bases, err = history.independent(bases); err != nil {
		return nil, err
	}
	if len(bases) > 0 {
		return r.tree(bases[0].Hash)
	}
	if history.wasCut {
		return nil, &ShallowError{Need: fmt.Sprintf("the merge base of %.10s and %.10s", a.Commit, b.Commit)}
	}
	return nil, fmt.Errorf("%.10s and %.10s have no commit in common: their histories are unrelated", a.Commit, b.Commit)
}

// independent drops the commits that another of them leads back to, and sorts the
// rest, latest first. Clocks that run apart make common return such commits.
func (h *history) independent(commits []*object.Commit) ([]*object.Commit, error) {
	if len(commits) < 2 {
		return commits, nil
	}
	older := map[plumbing.Hash]bool{}
	for queue := slices.Clone(commits); len(queue) > 0; {
		commit := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, parent := range h.parents(commit) {
			if older[parent] {
				continue
			}
			older[parent] = true
			next, err := h.objects.commit(parent)
			if err != nil {
				return nil, err
			}
			queue = append(queue, next)
		}
	}
	kept := slices.DeleteFunc(commits, func(c *object.Commit) bool { return older[c.Hash] })
	slices.SortFunc(kept, laterFirst)
	return kept, nil
}

// paint says from which side a commit was reached.
type paint uint8

const (
	fromA paint = 1 << iota
	fromB
	// isStale marks what lies behind a common ancestor.
	isStale
	isCommon = fromA | fromB
)

// common walks both histories together, latest commit first, until all that is
// left lies behind a common ancestor.
func (h *history) common(a, b plumbing.Hash) ([]*object.Commit, error) {
	walk := &walk{history: h, painted: map[plumbing.Hash]paint{}}
	if err := errors.Join(walk.reach(a, fromA), walk.reach(b, fromB)); err != nil {
		return nil, err
	}
	found := map[plumbing.Hash]*object.Commit{}
	for slices.ContainsFunc(walk.queue, func(c *object.Commit) bool { return walk.painted[c.Hash]&isStale == 0 }) {
		commit := heap.Pop(walk).(*object.Commit)
		colour := walk.painted[commit.Hash]
		if colour == isCommon {
			found[commit.Hash] = commit
			colour |= isStale
		}
		for _, parent := range h.parents(commit) {
			if err := walk.reach(parent, colour); err != nil {
				return nil, err
			}
		}
	}
	maps.DeleteFunc(found, func(hash plumbing.Hash, _ *object.Commit) bool { return walk.painted[hash]&isStale != 0 })
	return slices.SortedFunc(maps.Values(found), laterFirst), nil
}

// walk is a heap of the commits to visit, latest first.
type walk struct {
	history *history
	painted map[plumbing.Hash]paint
	queue   []*object.Commit
}

// reach paints a commit and visits it again when that adds a colour.
func (w *walk) reach(hash plumbing.Hash, colour paint) error {
	if w.painted[hash]&colour == colour {
		return nil
	}
	w.painted[hash] |= colour
	commit, err := w.history.objects.commit(hash)
	if err != nil {
		return missing(hash, err)
	}
	heap.Push(w, commit)
	return nil
}

func (w *walk) Len() int           { return len(w.queue) }
func (w *walk) Less(i, j int) bool { return laterFirst(w.queue[i], w.queue[j]) < 0 }
func (w *walk) Swap(i, j int)      { w.queue[i], w.queue[j] = w.queue[j], w.queue[i] }
func (w *walk) Push(commit any)    { w.queue = append(w.queue, commit.(*object.Commit)) }

func (w *walk) Pop() any {
	last := len(w.queue) - 1
	commit := w.queue[last]
	w.queue = w.queue[:last]
	return commit
}
