package engine

import (
	"context"
	"strings"

	"github.com/partnership-as-code/entente/engine/github"
)

// Grouped is a merge group that was checked, and what became of its status.
type Grouped struct {
	Checked
	Context  string // name of the status
	Status   github.Receipt
	Warnings []string // why it could not be set
}

// MergeGroup checks what a queue of GitHub's is about to merge, and gives its commit
// the status that rules require. Approvals are no part of it: only a pull request
// whose own status is green gets into the queue.
func MergeGroup(ctx context.Context, at Where, post Posting) (Grouped, error) {
	var out Grouped
	group := post.Event.Group
	if group == nil {
		return out, ErrNoPullRequest
	}
	c, err := post.client()
	if err != nil {
		return out, err
	}
	at.Rev = group.Head
	if out.Checked, err = Check(ctx, at); err != nil {
		return out, err
	}
	if c.api == nil {
		out.Warnings = append(out.Warnings, "no GITHUB_TOKEN: the status is not set, and the queue waits for it")
		return out, nil
	}
	out.Context = post.context(out.Unit, strings.TrimPrefix(group.BaseRef, "refs/heads/"), post.Event.DefaultBranch)
	status := github.Status{Commit: group.Head, Context: out.Context, State: github.Success, Description: "no errors; its pull requests were approved",
		URL: github.RunURL(post.Server, c.repo, post.Run), Run: post.Run}
	if out.Findings.HasErrors() {
		status.State, status.Description = github.Failure, "there are errors: see `entente validate`"
	}
	if out.Status, err = c.mark(ctx, post, status, status.Description, nil); err != nil {
		out.Warnings = append(out.Warnings, err.Error())
	}
	return out, ctx.Err()
}
