package engine

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
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
	Server     string   // of the pages, https://github.com
	Protected  []string // branches beside the default one whose pull requests are given the status that rules require
	IsCheck    bool     // the gate's word is a check run with annotations, not a status
	Summary    string   // file of the job's summary; "": none
	Outputs    string   // file of the step's outputs; "": none
}

// Posted is a judged plan and what became of telling others.
type Posted struct {
	Planned
	Context         string // name of the status, or of the check run
	IsAnnotated     bool   // the findings stand at their lines, in a check run
	Comment, Status github.Receipt
	// Idle is why there was nothing to judge, a sentence, and the rest is empty; "": there was.
	Idle string
	// Notices are why nothing is posted where that is as it should be.
	Notices []string
	// Warnings are why something could not be posted or read; the gate's word stands
	// all the same.
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
	about, err := c.about(ctx, post, &out)
	if err != nil || out.Idle != "" {
		return out, err
	}
	if err := about.pointAt(&what, post.Event, &out); err != nil || out.Idle != "" {
		return out, err
	}
	said := Hearing{Author: about.Author, Opened: about.Opened, Reviews: about.reviews}
	if out.Planned, err = Gate(ctx, what, when, said); err != nil {
		return out, err
	}
	var body, whole bytes.Buffer
	if err := errors.Join(render.PlanMarkdown(&body, out.Plan), render.WholePlanMarkdown(&whole, out.Plan), post.writeOutputs(out.Planned)); err != nil {
		return out, err
	}
	if about.isToldOf {
		c.tell(ctx, post, about, body.String(), &out)
	}
	return out, errors.Join(post.writeSummary(out, whole.String()), ctx.Err())
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

// subject is the pull request that is judged, as far as it could be read.
type subject struct {
	github.PullRequest
	reviews  []gate.Review
	isHeard  bool // the reviews are known
	isToldOf bool // the token may write
}

// about finds the pull request and its reviews. What the token may not read is taken
// from the event, and no review is known then.
func (c client) about(ctx context.Context, post Posting, out *Posted) (subject, error) {
	number, event := post.Number, post.Event.Pull
	if event != nil {
		number = event.Number
	}
	switch {
	case number == 0:
		return subject{}, ErrNoPullRequest
	case c.api == nil && event == nil:
		return subject{}, fmt.Errorf("pull request %d cannot be read without GITHUB_TOKEN", number)
	case c.api == nil:
		out.Warnings = append(out.Warnings, "no GITHUB_TOKEN: nothing is posted, and no review is known")
		return subject{PullRequest: *event}, nil
	}
	var err error
	s := subject{isToldOf: true}
	switch s.PullRequest, err = c.api.PullRequest(ctx, c.repo, number); {
	case err == nil:
		s.reviews, err = c.api.Reviews(ctx, c.repo, number)
	case event != nil:
		s.PullRequest = *event
	}
	switch {
	case err == nil:
		s.isHeard = true
	case s.Number == 0 || !github.IsDenied(err):
		return s, err
	default:
		s.isToldOf = !github.IsUnknown(err)
		out.Warnings = append(out.Warnings, "No review is known, so that nobody's approval counts. "+err.Error())
	}
	s.DefaultBranch = cmp.Or(s.DefaultBranch, post.Event.DefaultBranch)
	return s, s.place(post.Event, out)
}

// place says whether there is something to judge, and whether it may be posted.
func (s *subject) place(event github.Event, out *Posted) error {
	if head := event.RunHead; head != "" && head != s.Head {
		return fmt.Errorf("pull request %d is at %.7s, and the run that named it was of %.7s: nothing is posted", s.Number, s.Head, head)
	}
	if !s.IsOpen {
		out.Idle = "The pull request is closed: what was posted stands."
	}
	if s.IsFork && event.Pull != nil && s.isToldOf {
		s.isToldOf = false
		out.Notices = append(out.Notices, "The pull request is of a fork, and the token of its run may not write: the comment and the status come from the workflow that this run starts.")
	}
	return nil
}

// pointAt compares the pull request's head with its base branch as it is now, or
// with the commit that GitHub names where the branch is not in the clone.
func (s subject) pointAt(what *Between, event github.Event, out *Posted) error {
	w := &workspace{dir: what.Dir}
	defer w.Close()
	repo, err := w.repository()
	if err != nil {
		return err
	}
	if what.Head == "" {
		what.Head = s.Head
		if _, err := repo.Revision(s.Head); err != nil && event.Pull != nil && event.Pull.Head != s.Head {
			out.Idle = fmt.Sprintf("The pull request has moved on to %.7s: a newer run judges it.", s.Head)
		}
	}
	if what.Base != "" {
		return nil
	}
	what.Base = s.Base
	if _, err := repo.Revision("refs/remotes/origin/" + s.BaseRef); err == nil && s.BaseRef != "" {
		what.Base = "refs/remotes/origin/" + s.BaseRef
	}
	return nil
}

// writeOutputs writes those of the step.
func (p Posting) writeOutputs(judged Planned) error {
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

// writeSummary puts what went wrong before the plan: the end is what is cut.
func (p Posting) writeSummary(posted Posted, plan string) error {
	if p.Summary == "" {
		return nil
	}
	var b strings.Builder
	for _, w := range posted.Warnings {
		b.WriteString("> [!WARNING]\n")
		for line := range strings.Lines(w) {
			if line = strings.TrimRight(line, "\n"); !strings.HasPrefix(line, "    ") { // an example of ours
				line = render.EscapeMarkdown(line)
			}
			b.WriteString("> " + line + "\n")
		}
		b.WriteString("\n")
	}
	_, err := github.AppendSummary(p.Summary, b.String()+plan)
	return err
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
// to keep the other back, nor to fail where the gate is open. A comment without the
// reviews would take back what a better one says.
func (c client) tell(ctx context.Context, post Posting, s subject, body string, out *Posted) {
	page, unit := github.RunURL(post.Server, c.repo, post.Run), out.Plan.Unit
	warn := func(err error) {
		if err != nil {
			out.Warnings = append(out.Warnings, err.Error())
		}
	}
	var err error
	if s.isHeard {
		out.Comment, err = c.api.Publish(ctx, github.Target{Repository: c.repo, Number: s.Number, Unit: unit},
			github.Post{Body: body, HasChanges: out.Plan.HasChanges() || len(out.Plan.Findings.New) > 0, Head: s.Head, Run: post.Run, Whole: page})
		warn(err)
	}
	state, words := verdict(out.Planned)
	if !s.isHeard && state == github.Pending {
		state, words = github.Broken, "the reviews cannot be read: see the job's summary"
	}
	out.Context = post.context(unit, s.BaseRef, s.DefaultBranch)
	out.Status, err = c.mark(ctx, post, github.Status{Commit: s.Head, Context: out.Context, State: state, Description: words, URL: page, Run: post.Run},
		body, github.Annotations(unit, out.Plan.Findings.New))
	out.IsAnnotated = post.IsCheck && err == nil && out.Status.Did != github.Superseded
	warn(err)
}

// mark gives a commit the gate's word, as a status or as a check run.
func (c client) mark(ctx context.Context, post Posting, s github.Status, body string, notes []github.Annotation) (github.Receipt, error) {
	if !post.IsCheck {
		return c.api.SetStatus(ctx, c.repo, s)
	}
	conclusion := github.Failed // never one that a rule takes for a success
	switch s.State {
	case github.Success:
		conclusion = github.Passed
	case github.Pending:
		conclusion = github.ActionRequired
	}
	return c.api.SetCheck(ctx, c.repo, github.Check{Commit: s.Commit, Name: s.Context, Conclusion: conclusion, Title: s.Description,
		Body: body, URL: s.URL, Run: s.Run, Annotations: notes})
}

// context names the status. Only what goes into a branch that is protected gets the
// name that rules require: a commit can be the head of several pull requests, and
// anybody who may push can make a branch whose rights ask for nobody.
func (p Posting) context(unit, base, defaultBranch string) string {
	if base != "" && (base == defaultBranch || slices.Contains(p.Protected, base)) {
		return github.GateContext(unit)
	}
	return github.AsideContext(unit, base)
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
