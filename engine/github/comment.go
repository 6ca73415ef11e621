package github

import (
	"context"
	"fmt"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"
)

const (
	mostBody       = 60_000 // bytes of a comment; GitHub takes 65,536 characters
	mostRounds     = 4      // of looking and acting
	betweenLooks   = 2 * time.Second
	writeComments  = "pull-requests: write"
	markerOverhead = 1 // its line end
)

// Repository is one of GitHub's.
type Repository struct{ Owner, Name string }

// ParseRepository reads owner/name, as GITHUB_REPOSITORY has it.
func ParseRepository(s string) (Repository, error) {
	owner, name, ok := strings.Cut(s, "/")
	if !ok || owner == "" || name == "" || strings.ContainsAny(s, " ?#%\\") || strings.Contains(name, "/") || name == "." || name == ".." || owner == "." || owner == ".." {
		return Repository{}, fmt.Errorf("GITHUB_REPOSITORY is %q: expected owner/name", s)
	}
	return Repository{owner, name}, nil
}

func (r Repository) String() string { return r.Owner + "/" + r.Name }

// Target is where a comment belongs.
type Target struct {
	Repository
	Number int    // of the pull request
	Unit   string // folder of the repository; "": all of it
}

func (t Target) String() string { return fmt.Sprintf("pull request %d of %s", t.Number, t.Repository) }

// Post is what a comment should say.
type Post struct {
	Body       string // Markdown, escaped
	HasChanges bool   // nothing is posted without, but what was posted is corrected
	Head       string // commit that it speaks of, in full: of the pull request, not of the merge; "": not known
	Run        Run
	Whole      string // address of the job's summary, which holds what is cut
}

// Action is what became of a post.
type Action string

const (
	Created    Action = "created"
	Updated    Action = "updated"
	Kept       Action = "kept"       // it said so already
	Superseded Action = "superseded" // a newer run or a newer head has spoken
	Nothing    Action = "nothing"    // to say, and nothing was ever said
)

// Receipt says what Publish, SetStatus or SetCheck did.
type Receipt struct {
	Did   Action
	ID    int64  // of the comment, status or check run; 0: there is none
	URL   string // for people
	Why   string // of Superseded
	IsCut bool   // the body did not fit
}

// publication is one Publish at work.
type publication struct {
	*Client
	target Target
	post   Post
	marker marker
	body   string
	isCut  bool

	created *gh.IssueComment // by this publication
	isTried bool             // something may have been created, unseen
}

// posted is a comment of ours.
type posted struct {
	*gh.IssueComment
	marker marker
	text   string
}

// Publish makes a unit's one comment on a pull request say what it should.
func (c *Client) Publish(ctx context.Context, t Target, p Post) (Receipt, error) {
	t.Unit = unitName(t.Unit)
	pub := &publication{Client: c, target: t, post: p,
		marker: marker{Unit: t.Unit, Run: p.Run.ID, Number: p.Run.Number, Attempt: p.Run.Attempt, Head: strings.ToLower(p.Head)}}
	line := pub.marker.line()
	text, isCut := Fit(p.Body, mostBody-len(line)-markerOverhead, p.Whole)
	pub.body, pub.isCut = line+"\n"+text, isCut

	for range mostRounds {
		receipt, isSettled, err := pub.round(ctx)
		if err != nil || isSettled {
			receipt.IsCut = isCut && (receipt.Did == Created || receipt.Did == Updated || receipt.Did == Kept)
			return receipt, err
		}
	}
	return Receipt{}, fmt.Errorf("the comment on %s was changed by others as often as it was posted: run the job again", t)
}

// round looks once and does one thing about it. It is settled when there is
// nothing left to look after.
func (p *publication) round(ctx context.Context) (Receipt, bool, error) {
	own, err := p.own(ctx)
	if err != nil {
		return Receipt{}, false, err
	}
	switch {
	case len(own) > 0:
		return p.consolidate(ctx, own)
	case p.created != nil: // not listed yet
		return p.receipt(Created, p.created), true, nil
	case !p.post.HasChanges:
		return Receipt{Did: Nothing}, true, nil
	}
	if receipt, isOld, err := p.isOutrun(ctx); err != nil || isOld {
		return receipt, isOld, err
	}
	return Receipt{}, false, p.create(ctx)
}

// own lists the unit's comments by the token's user, the oldest first as GitHub does.
func (p *publication) own(ctx context.Context) ([]posted, error) {
	login, err := p.login(ctx)
	if err != nil {
		return nil, err
	}
	var out []posted
	err = pages(func(at gh.ListOptions) (*gh.Response, error) {
		list, resp, err := p.api.Issues.ListComments(ctx, p.target.Owner, p.target.Name, p.target.Number, &gh.IssueListCommentsOptions{ListOptions: at})
		for _, comment := range list {
			m, text, ok := readMarker(comment.GetBody())
			if ok && m.Unit == p.target.Unit && strings.EqualFold(comment.GetUser().GetLogin(), login) {
				out = append(out, posted{comment, m, text})
			}
		}
		return resp, err
	})
	return out, refused(err, "list the comments on "+p.target.String(), "pull-requests: read")
}

// create leaves a second look to the next round: another run may have created one
// at the same moment, and a connection that broke may have been too late.
func (p *publication) create(ctx context.Context) error {
	made, _, err := p.api.Issues.CreateComment(ctx, p.target.Owner, p.target.Name, p.target.Number, &gh.IssueComment{Body: &p.body})
	if isUnsure(ctx, err) && !p.isTried {
		p.isTried = true
		return p.pause(ctx, betweenLooks)
	}
	if err != nil {
		return refused(err, "post the comment on "+p.target.String(), writeComments)
	}
	p.created = made
	p.learn(made.GetUser())
	return nil
}

// consolidate makes the oldest comment the only one, with the newest run's words.
func (p *publication) consolidate(ctx context.Context, own []posted) (Receipt, bool, error) {
	kept, rest := own[0], own[1:]
	newest := kept
	for _, c := range rest {
		if newest.marker.run().isBefore(c.marker.run()) {
			newest = c
		}
	}
	_, text, _ := readMarker(p.body)
	isSaid := kept.text == text
	if !isSaid || len(rest) > 0 {
		receipt, isOld, err := p.isOutrun(ctx)
		if err != nil {
			return receipt, false, err
		}
		if !isOld && p.post.Run.isBefore(newest.marker.run()) && !p.isOfAnotherHead(newest) {
			receipt, isOld = Receipt{Did: Superseded, Why: fmt.Sprintf("run %d is newer and has posted", newest.marker.Run)}, true
		}
		if isOld {
			receipt.ID, receipt.URL = kept.GetID(), kept.GetHTMLURL()
			return receipt, true, p.withdraw(ctx, kept)
		}
	}
	did := Kept
	switch {
	case !isSaid:
		edited, _, err := p.api.Issues.EditComment(ctx, p.target.Owner, p.target.Name, kept.GetID(), &gh.IssueComment{Body: &p.body})
		if isGone(err) {
			p.created = nil
			return Receipt{}, false, nil
		}
		if err != nil {
			return Receipt{}, false, refused(err, "update the comment on "+p.target.String(), writeComments)
		}
		kept.IssueComment, did = edited, Updated
	case p.created != nil && p.created.GetID() == kept.GetID(), p.isTried && kept.marker == p.marker:
		did = Created
	}
	for _, c := range rest {
		if err := p.remove(ctx, c.GetID()); err != nil {
			return Receipt{}, false, err
		}
	}
	return p.receipt(did, kept.IssueComment), true, nil
}

// isOfAnotherHead is true of a comment that a newer run wrote of a commit which is
// not the head any more: somebody has pushed an earlier commit again.
func (p *publication) isOfAnotherHead(c posted) bool {
	return p.marker.Head != "" && c.marker.Head != p.marker.Head
}

// isOutrun asks whether the pull request has moved on from the commit.
func (p *publication) isOutrun(ctx context.Context) (Receipt, bool, error) {
	if p.post.Head == "" {
		return Receipt{}, false, nil
	}
	pull, err := p.PullRequest(ctx, p.target.Repository, p.target.Number)
	if err != nil || strings.EqualFold(pull.Head, p.post.Head) {
		return Receipt{}, false, err
	}
	return Receipt{Did: Superseded, Why: fmt.Sprintf("the pull request's head is %.7s, no longer %.7s", pull.Head, p.post.Head)}, true, nil
}

// withdraw takes back what this run created beside a comment that says more.
func (p *publication) withdraw(ctx context.Context, kept posted) error {
	if p.created == nil || p.created.GetID() == kept.GetID() {
		return nil
	}
	return p.remove(ctx, p.created.GetID())
}

func (p *publication) remove(ctx context.Context, id int64) error {
	_, err := p.api.Issues.DeleteComment(ctx, p.target.Owner, p.target.Name, id)
	if isGone(err) {
		return nil
	}
	return refused(err, "delete a second comment on "+p.target.String(), writeComments)
}

func (p *publication) receipt(did Action, c *gh.IssueComment) Receipt {
	return Receipt{Did: did, ID: c.GetID(), URL: c.GetHTMLURL()}
}
