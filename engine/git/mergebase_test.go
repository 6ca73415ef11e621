package git_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// graft writes a commit with any parents and any date.
func (f *fixture) graft(tree plumbing.Hash, when time.Time, parents ...plumbing.Hash) plumbing.Hash {
	f.t.Helper()
	signature := object.Signature{Name: "Ada", Email: "ada@example.com", When: when}
	commit := &object.Commit{Author: signature, Committer: signature, Message: "graft", TreeHash: tree, ParentHashes: parents}
	encoded := f.repo.Storer.NewEncodedObject()
	must(f.t, commit.Encode(encoded))
	hash, err := f.repo.Storer.SetEncodedObject(encoded)
	must(f.t, err)
	return hash
}

// Histories with merges, several roots and clocks that run backwards.
func TestMergeBaseAgreesWithGit(t *testing.T) {
	f := newFixture(t)
	random := rand.New(rand.NewPCG(7, 11))
	empty := f.store(plumbing.TreeObject, "")
	var commits []plumbing.Hash
	for i := range 60 {
		var parents []plumbing.Hash
		for range min(len(commits), random.IntN(20)%4) {
			parent := commits[max(0, len(commits)-1-random.IntN(8))]
			if !slices.Contains(parents, parent) {
				parents = append(parents, parent)
			}
		}
		skew := time.Duration(random.IntN(40)-20) * time.Minute
		commits = append(commits, f.graft(empty, f.when.Add(time.Duration(i)*5*time.Minute+skew), parents...))
	}
	repo := f.open(".")
	unrelated, several := 0, 0
	for range 150 {
		a, b := commits[random.IntN(60)].String(), commits[random.IntN(60)].String()
		best, err := gitCommand(t, f.dir, "merge-base", "--all", a, b).Output()
		want := strings.Fields(string(best))
		found, foundErr := repo.MergeBase(revision(t, repo, a), revision(t, repo, b))
		if err != nil {
			unrelated++
			wantText(t, foundErr, "unrelated")
			continue
		}
		must(t, foundErr)
		if len(want) > 1 {
			several++
		}
		if !slices.Contains(want, found.Commit) {
			t.Errorf("merge base of %s and %s is %s, git says %s", a, b, found.Commit, want)
		}
		swapped, err := repo.MergeBase(revision(t, repo, b), revision(t, repo, a))
		must(t, err)
		if swapped.Commit != found.Commit {
			t.Errorf("merge base of %s and %s depends on their order", a, b)
		}
	}
	if unrelated == 0 || several == 0 {
		t.Errorf("the history is too tame: %d unrelated pairs, %d with several bases", unrelated, several)
	}
}

// A base reached early through a commit with a wrong clock is not the best one.
func TestMergeBaseWithAClockThatRunsBackwards(t *testing.T) {
	f := newFixture(t)
	empty := f.store(plumbing.TreeObject, "")
	at := func(minute int) time.Time { return f.when.Add(time.Duration(minute) * time.Minute) }
	root := f.graft(empty, at(100))
	base := f.graft(empty, at(-50), root)
	left := f.graft(empty, at(200), base, root)
	right := f.graft(empty, at(201), root, base)
	repo := f.open(".")
	found, err := repo.MergeBase(revision(t, repo, left.String()), revision(t, repo, right.String()))
	must(t, err)
	if found.Commit != base.String() {
		t.Errorf("merge base is %s, want %s", found.Commit, base)
	}
}

func TestMergeBaseIsAUnitToo(t *testing.T) {
	f := newFixture(t)
	f.write("unit/a.yaml", "base")
	base := f.commit("base")
	f.git("checkout", "-q", "-b", "feature")
	f.write("unit/a.yaml", "feature")
	f.commit("feature")
	f.git("checkout", "-q", "main")
	f.write("elsewhere.txt", "x")
	f.commit("main moves on")
	repo := f.open("unit")
	found, err := repo.MergeBase(revision(t, repo, "main"), revision(t, repo, "feature"))
	must(t, err)
	if got := fmt.Sprint(found.Commit, read(t, found, "a.yaml")); got != base+"base" {
		t.Errorf("got %s", got)
	}
}
