package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/github"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/render"
)

// Posting says where a plan is posted, and for which pull request.
type Posting struct {
	API        github.Config // without a token nothing is posted
	Repository string        // owner/name
	Event      github.Event
	Number     int // of the pull request, where the event does not say: an artifact's word, which is checked
	Run        github.Run
	Server     string // of the pages, https://github.com
	Summary    string // file of the job's summary; "": none
	Outputs    string // file of the step's outputs; "": none
}

// Posted is a judged plan and what became of telling others.
type Posted struct {
	Planned
	Comment, Status github.Receipt
	// Warnings are why something could not be posted; the gate's word stands all the
	// same.
	Warnings []string
}

// ErrNoPullRequest is what Comment says of an event that is about none.
var ErrNoPullRequest = errors.New("the event is about no pull request")

// Comment plans a pull request, holds its reviews against the decision rights, and
// tells the pull request, its head's status, the job's summary and its outputs.
// What GitHub says of the pull request wins over the event, and the event over
// everything else.
func Comment(ctx context.Context, what Between, when When, post Posting) (Posted, error) {
	var out Posted
	c, err := post.client()
	if err != nil {
		return out, err
	}
	pull, reviews, err := c.about(ctx, post, &out)
	if err != nil {
		return out, err
	}
	if err := pointAt(&what, pull); err != nil {
		return out, err
	}
	if out.Planned, err = Gate(ctx, what, when, Hearing{Author: pull.Author, Opened: pull.Opened, Reviews: reviews}); err != nil {
		return out, err
	}
	var body, whole bytes.Buffer
	if err := errors.Join(render.PlanMarkdown(&body, out.Plan), render.WholePlanMarkdown(&whole, out.Plan)); err != nil {
		return out, err
	}
	if err := post.local(out.Planned, whole.String()); err != nil {
		return out, err
	}
	if c.api != nil {
		c.tell(ctx, post, pull, body.String(), &out)
	}
	return out, ctx.Err()
}

// client is a connection, which is none without a token.
type client struct {
	api  *github.Client
	repo github.Repository
}

func (p Posting) client() (client, error) {
	if p.API.Token == "" {
		return client{}, nil
	}
	repo, err := github.ParseRepository(p.Repository)
	if err != nil {
		return client{}, err
	}
	api, err := github.New(p.API)
	return client{api, repo}, err
}

// about finds the pull request and its reviews.
func (c client) about(ctx context.Context, post Posting, out *Posted) (github.PullRequest, []gate.Review, error) {
	number := post.Number
	if post.Event.Pull != nil {
		number = post.Event.Pull.Number
	}
	switch {
	case number == 0:
		return github.PullRequest{}, nil, ErrNoPullRequest
	case c.api == nil && post.Event.Pull == nil:
		return github.PullRequest{}, nil, fmt.Errorf("pull request %d cannot be read without GITHUB_TOKEN", number)
	case c.api == nil:
		out.Warnings = append(out.Warnings, "no GITHUB_TOKEN: nothing is posted, and no review is known")
		return *post.Event.Pull, nil, nil
	}
	pull, err := c.api.PullRequest(ctx, c.repo, number)
	if err != nil {
		return pull, nil, err
	}
	if head := post.Event.RunHead; head != "" && head != pull.Head {
		return pull, nil, fmt.Errorf("pull request %d is at %.7s, and the run that named it was of %.7s: nothing is posted", number, pull.Head, head)
	}
	reviews, err := c.api.Reviews(ctx, c.repo, number)
	return pull, reviews, err
}

// pointAt compares the pull request's head with its base branch as it is now, or
// with the commit that GitHub names where the branch is not in the clone.
func pointAt(what *Between, pull github.PullRequest) error {
	w := &workspace{dir: what.Dir}
	defer w.Close()
	repo, err := w.repository()
	if err != nil {
		return err
	}
	if what.Head == "" {
		what.Head = pull.Head
	}
	if what.Base != "" {
		return nil
	}
	what.Base = pull.Base
	if _, err := repo.Revision("refs/remotes/origin/" + pull.BaseRef); err == nil && pull.BaseRef != "" {
		what.Base = "refs/remotes/origin/" + pull.BaseRef
	}
	return nil
}

// local writes the summary and the outputs of the step.
func (p Posting) local(judged Planned, body string) error {
	if p.Summary != "" {
		if _, err := github.AppendSummary(p.Summary, body); err != nil {
			return err
		}
	}
	if p.Outputs == "" {
		return nil
	}
	return github.AppendOutputs(p.Outputs, []github.Output{
		{Name: "has-changes", Value: fmt.Sprint(judged.Plan.HasChanges())},
		{Name: "terms-digest", Value: judged.Plan.TermsDigest},
		{Name: "delta", Value: deltas(judged.Plan)},
		{Name: "missing-approvals", Value: strings.Join(missing(judged.Plan.Approvals), ", ")},
	})
}

// deltas spells what the yearly payout changes by, in every currency.
func deltas(p plan.Plan) string {
	if p.Impact.ProForma == nil {
		return ""
	}
	var out []string
	for _, t := range p.Impact.ProForma.Total {
		out = append(out, t.Delta+" "+t.Currency)
	}
	return strings.Join(out, ", ")
}

// missing names who has not agreed yet; an action for which nobody may.
func missing(all []plan.Approval) []string {
	var out []string
	seen := map[string]bool{}
	for _, a := range all {
		if a.Met {
			continue
		}
		names := []string{}
		for _, n := range a.Pending() {
			names = append(names, n.Name())
		}
		if len(names) == 0 {
			names = append(names, "a right to "+a.Action)
		}
		for _, name := range names {
			if !seen[name] {
				seen[name] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// tell posts the comment and the status. That one of them is refused is no reason
// to keep the other back, nor to fail where the gate is open.
func (c client) tell(ctx context.Context, post Posting, pull github.PullRequest, body string, out *Posted) {
	page, unit := github.RunURL(post.Server, c.repo, post.Run), out.Plan.Unit
	warn := func(err error) {
		if err != nil {
			out.Warnings = append(out.Warnings, err.Error())
		}
	}
	var err error
	out.Comment, err = c.api.Publish(ctx, github.Target{Repository: c.repo, Number: pull.Number, Unit: unit},
		github.Post{Body: body, HasChanges: out.Plan.HasChanges() || len(out.Plan.Findings.New) > 0, Head: pull.Head, Run: post.Run, Whole: page})
	warn(err)
	state, words := verdict(out.Planned)
	out.Status, err = c.api.SetStatus(ctx, c.repo, github.Status{Commit: pull.Head, Context: github.GateContext(unit), State: state,
		Description: words, URL: page, Run: post.Run})
	warn(err)
}

// verdict is the gate's word in a status.
func verdict(p Planned) (github.StatusState, string) {
	left := missing(p.Plan.Approvals)
	switch {
	case p.Head.Findings.HasErrors():
		return github.Failure, "there are errors: see `entente validate`"
	case len(left) > 0:
		return github.Pending, "needs " + strings.Join(left, ", ")
	case len(p.Plan.Approvals) > 0:
		return github.Success, "everybody who must agree has"
	}
	return github.Success, "asks for nobody's approval"
}
