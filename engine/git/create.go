package git

import (
	"errors"
	"fmt"
	"time"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// CommitAll records everything in dir as one commit on the branch and gives its
// hash; it makes the repository when there is none. Author and time are fixed by
// the caller, so that the same files always give the same hash, and no
// configuration of the machine is needed.
func CommitAll(dir, branch, message, author string, when time.Time) (string, error) {
	head := plumbing.NewBranchReferenceName(branch)
	repo, err := gogit.PlainOpen(dir)
	if errors.Is(err, gogit.ErrRepositoryNotExists) {
		repo, err = gogit.PlainInitWithOptions(dir, &gogit.PlainInitOptions{InitOptions: gogit.InitOptions{DefaultBranch: head}})
	}
	if err != nil {
		return "", fmt.Errorf("make a repository in %s: %w", dir, err)
	}
	work, err := repo.Worktree()
	if err != nil {
		return "", err
	}
	if current, err := repo.Head(); err == nil && current.Name() != head {
		if err := work.Checkout(&gogit.CheckoutOptions{Branch: head, Create: true, Keep: true}); err != nil {
			return "", err
		}
	}
	if err := work.AddWithOptions(&gogit.AddOptions{All: true}); err != nil {
		return "", err
	}
	who := &object.Signature{Name: author, Email: author + "@localhost", When: when}
	hash, err := work.Commit(message, &gogit.CommitOptions{Author: who, Committer: who})
	return hash.String(), err
}
