package github

import (
	"context"
	"fmt"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/partnership-as-code/entente/engine/gate"
)

// PullRequest is what GitHub itself says of one; an event or an artifact may lie.
type PullRequest struct {
	Number           int
	Author           string // login
	Base, Head       string // commits, in full
	BaseRef, HeadRef string // branches
	DefaultBranch    string // of the repository that it goes into; "": not said
	Opened           time.Time
	IsOpen           bool
	IsFork           bool // the head is of another repository, or of one that is gone
	IsDraft          bool
}

// PullRequest reads one.
func (c *Client) PullRequest(ctx context.Context, r Repository, number int) (PullRequest, error) {
	p, _, err := c.api.PullRequests.Get(ctx, r.Owner, r.Name, number)
	if err != nil {
		return PullRequest{}, refused(err, fmt.Sprintf("read pull request %d of %s", number, r), "pull-requests: read")
	}
	from, into := p.GetHead().GetRepo(), p.GetBase().GetRepo()
	return PullRequest{
		Number: p.GetNumber(), Author: p.GetUser().GetLogin(),
		Base: p.GetBase().GetSHA(), Head: p.GetHead().GetSHA(),
		BaseRef: p.GetBase().GetRef(), HeadRef: p.GetHead().GetRef(),
		DefaultBranch: into.GetDefaultBranch(),
		Opened:        p.GetCreatedAt().UTC(), IsOpen: p.GetState() == "open", IsDraft: p.GetDraft(),
		IsFork: !strings.EqualFold(from.GetFullName(), into.GetFullName()),
	}, nil
}

// Reviews reads all reviews of a pull request, as GitHub orders them. One that is
// still being written is left out. The account of who left GitHub is "".
func (c *Client) Reviews(ctx context.Context, r Repository, number int) ([]gate.Review, error) {
	var out []gate.Review
	err := pages(func(at gh.ListOptions) (*gh.Response, error) {
		list, resp, err := c.api.PullRequests.ListReviews(ctx, r.Owner, r.Name, number, &at)
		for _, review := range list {
			if state, ok := stateOf(review.GetState()); ok {
				out = append(out, gate.Review{Login: review.GetUser().GetLogin(), State: state, Commit: review.GetCommitID(), At: review.GetSubmittedAt().UTC()})
			}
		}
		return resp, err
	})
	return out, refused(err, fmt.Sprintf("list the reviews of pull request %d of %s", number, r), "pull-requests: read")
}

// stateOf takes a word that GitHub may add one day for a comment, which neither
// approves nor takes back.
func stateOf(word string) (gate.State, bool) {
	switch strings.ToLower(word) {
	case "approved":
		return gate.Approved, true
	case "changes_requested":
		return gate.ChangesRequested, true
	case "dismissed":
		return gate.Dismissed, true
	case "pending":
		return "", false
	}
	return gate.Commented, true
}
