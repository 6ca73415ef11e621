package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

const (
	number = 2 // of the pull request in GitHub's samples
	branch = "changes"
)

// pushes: the first run posts, the same again writes nothing, finance opens the gate,
// and another push updates in place.
func (t *trial) pushes(ctx context.Context) error {
	if err := copyTree(t.change, t.repo.dir); err != nil {
		return err
	}
	head, err := t.push("Lower the rate for deals of middle size\n")
	if err != nil {
		return err
	}
	opened, err := t.hub.as(owner, http.MethodPost, "/repos/"+repository+"/pulls", map[string]any{"title": "Lower a rate", "head": branch, "base": "master"})
	if err != nil {
		return err
	}
	if fmt.Sprint(opened["number"]) != fmt.Sprint(number) {
		return fmt.Errorf("the pull request has number %v, GitHub's samples have %d", opened["number"], number)
	}
	posted, err := t.opened(ctx, head)
	if err != nil {
		return err
	}
	again, err := t.onPullRequest(ctx, "pull_request synchronize", head)
	if err != nil {
		return err
	}
	t.want(again.code == "1", "the same again ends with 1", again.log)
	t.want(len(t.proxy.seen()) > 0, "the same again looks", again.log)
	t.want(len(t.writes()) == 0, "the same again writes nothing", fmt.Sprint(t.writes()))

	approved, err := t.approve(ctx, finance, head)
	if err != nil {
		return err
	}
	t.wantOpen("finance's approval", approved, head)
	return t.pushedAgain(ctx, posted)
}

// opened is what the first run posts.
func (t *trial) opened(ctx context.Context, head string) (comment, error) {
	first, err := t.onPullRequest(ctx, "pull_request opened", head)
	if err != nil {
		return comment{}, err
	}
	t.want(!first.isGreen && first.code == "1", "without an approval the run ends with 1", first.log)
	t.wantIn("the summary", first.summary, "621.11", "Needs **finance**", "rights.yaml:8")
	t.want(first.outputs["has-changes"] == "true", "has-changes is true", fmt.Sprint(first.outputs))
	t.want(first.outputs["delta"] == "-621.11 USD", "delta is -621.11 USD", fmt.Sprint(first.outputs))
	t.want(first.outputs["missing-approvals"] == "finance", "missing-approvals is finance", fmt.Sprint(first.outputs))
	t.want(strings.HasPrefix(first.outputs["terms-digest"], "sha256:"), "terms-digest is a digest", fmt.Sprint(first.outputs))
	posted, err := t.only(number, first.log)
	if err != nil {
		return comment{}, err
	}
	t.wantIn("the comment", posted.Body, "621.11", "Northwind", "Needs **finance**", "rights.yaml:8", "0 of 1")
	t.wantStatus(head, "pending")
	t.wantWrites(first, "issues/create-comment", "repos/create-commit-status")
	if t.comment == "" {
		return posted, nil
	}
	return posted, os.WriteFile(t.comment, []byte(posted.Body), 0o644)
}

// pushedAgain: other terms, which finance has not approved, and need not.
func (t *trial) pushedAgain(ctx context.Context, posted comment) error {
	head, second, err := t.propose(ctx, "Lower it less\n", edit{terms, "{id: mid, rate: 10%}", "{id: mid, rate: 11.5%}"})
	if err != nil {
		return err
	}
	t.want(second.code == "1", "the second push ends with 1", second.log)
	updated, err := t.only(number, second.log)
	if err != nil {
		return err
	}
	t.want(updated.ID == posted.ID && updated.Body != posted.Body, "the second push updates in place", fmt.Sprintf("%d, then %d", posted.ID, updated.ID))
	t.wantIn("the comment", updated.Body, "155.28", "partner-manager")
	t.want(second.outputs["missing-approvals"] == "partner-manager", "11.5% needs the partner manager alone", fmt.Sprint(second.outputs))
	t.wantStatus(head, "pending")
	t.wantWrites(second, "issues/update-comment", "repos/create-commit-status")
	return nil
}

// push commits to the pull request's branch.
func (t *trial) push(message string) (string, error) {
	head, err := t.repo.commit(branch, message, repository)
	if err != nil {
		return "", err
	}
	// The emulator keeps the head that a pull request was opened with.
	t.proxy.point(number, head)
	_, err = git(t.repo.dir, "push", "-q", "--force", "origin", fmt.Sprintf("HEAD:refs/pull/%d/head", number))
	return head, err
}

func (t *trial) onPullRequest(ctx context.Context, sample, head string) (outcome, error) {
	event, _, _ := strings.Cut(sample, " ")
	return t.run(ctx, job{event: event, payload: t.payload(sample, head), workflow: "entente.yml", token: workflowToken}, head)
}

// propose pushes edits, and gives the run that they start.
func (t *trial) propose(ctx context.Context, message string, edits ...edit) (string, outcome, error) {
	if err := t.repo.edit(edits...); err != nil {
		return "", outcome{}, err
	}
	head, err := t.push(message)
	if err != nil {
		return "", outcome{}, err
	}
	out, err := t.onPullRequest(ctx, "pull_request synchronize", head)
	return head, out, err
}

// approve is somebody's approval of a commit, and the run that it starts.
func (t *trial) approve(ctx context.Context, login, head string) (outcome, error) {
	if err := t.hub.review(login, number, "APPROVE", head); err != nil {
		return outcome{}, err
	}
	return t.onPullRequest(ctx, "pull_request_review submitted", head)
}

// wantOpen looks at a gate that somebody opened, and at what says so.
func (t *trial) wantOpen(by string, out outcome, head string) {
	t.want(out.isGreen, by+" opens the gate", out.log)
	t.want(out.outputs["missing-approvals"] == "", "no approval is missing after "+by, fmt.Sprint(out.outputs))
	t.wantStatus(head, "success")
	t.wantWrites(out, "issues/update-comment", "repos/create-commit-status")
	posted, err := t.only(number, out.log)
	t.want(err == nil, "the comment is read back", fmt.Sprint(err))
	t.wantIn("the comment", posted.Body, "1 of 1")
}

// closed: what was posted stands.
func (t *trial) closed(ctx context.Context) error {
	head, err := git(t.repo.dir, "rev-parse", "HEAD")
	if err != nil {
		return err
	}
	before, err := t.only(number, "")
	if err != nil {
		return err
	}
	if _, err := t.hub.as(owner, http.MethodPatch, fmt.Sprintf("/repos/%s/pulls/%d", repository, number), map[string]any{"state": "closed"}); err != nil {
		return err
	}
	// The workflow does not ask for this event; one that does must do no harm.
	dir := filepath.Join(t.scratch, "checkout-closed")
	if err := t.repo.checkout(dir, t.base, head, false); err != nil {
		return err
	}
	out, err := t.run(ctx, job{event: "pull_request", payload: t.payload("pull_request closed", head), workflow: "entente.yml", token: workflowToken, dir: dir}, head)
	if err != nil {
		return err
	}
	t.want(out.isGreen, "a closed pull request fails nothing", out.log)
	t.want(strings.Contains(out.log, "what was posted stands"), "the program itself saw that it is closed", out.log)
	t.want(len(t.writes()) == 0, "a closed pull request is written to no more", fmt.Sprint(t.writes()))
	after, err := t.only(number, out.log)
	t.want(after == before, "its comment stands", after.Body)
	return err
}
