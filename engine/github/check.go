package github

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/partnership-as-code/entente/engine/render"
)

const (
	mostInRequest = 50 // annotations of one request
	mostOfCheck   = 500
	mostTitle     = 200
	writeChecks   = "checks: write"
)

// Conclusion is the colour of a check run.
type Conclusion string

const (
	Passed         Conclusion = "success"
	Failed         Conclusion = "failure"
	Neutral        Conclusion = "neutral"
	ActionRequired Conclusion = "action_required" // approvals are missing
)

// Check is the check run that a commit should show. Only tokens of apps, so those
// of workflows, too, may write one.
type Check struct {
	Commit      string // in full
	Name        string // entente/gate (partners)
	Conclusion  Conclusion
	Title       string // any text, one line
	Body        string // Markdown, escaped; cut as a comment is
	URL         string // of the run
	Run         Run
	Annotations []Annotation // the first 500 are shown
}

// checkState is written into a check run: who wrote it, and of what.
type checkState struct {
	Run     int64  `json:"run"`
	Attempt int    `json:"attempt"`
	Digest  string `json:"digest"`
}

// SetCheck makes a commit's check run what it should be. Annotations only ever add
// up, so that another result is another run of the check, which hides the former.
func (c *Client) SetCheck(ctx context.Context, r Repository, k Check) (Receipt, error) {
	k.Title = shorten(render.OneLine(k.Title), mostTitle)
	body, isCut := Fit(k.Body, mostBody, k.URL)
	k.Body, k.Annotations = body, k.Annotations[:min(len(k.Annotations), mostOfCheck)]
	doing := fmt.Sprintf("write the check %s on %.7s of %s", k.Name, k.Commit, r)
	state := checkState{k.Run.ID, k.Run.Attempt, k.digest()}

	login, err := c.login(ctx)
	if err != nil {
		return Receipt{}, err
	}
	now, was, err := c.check(ctx, r, k, login)
	if err != nil {
		return Receipt{}, refused(err, doing, writeChecks)
	}
	receipt := Receipt{ID: now.GetID(), URL: now.GetHTMLURL(), IsCut: isCut}
	switch {
	case now == nil:
	case was.Digest == state.Digest && now.GetStatus() == "completed":
		receipt.Did = Kept
		return receipt, nil
	case k.Run.isBefore(Run{ID: was.Run, Attempt: was.Attempt}):
		receipt.Did, receipt.Why = Superseded, fmt.Sprintf("run %d is newer and has written it", was.Run)
		return receipt, nil
	}
	made, err := c.writeCheck(ctx, r, k, state, login)
	if err != nil {
		return Receipt{}, refused(err, doing, writeChecks)
	}
	did := Created
	if now != nil {
		did = Updated
	}
	return Receipt{Did: did, ID: made.GetID(), URL: made.GetHTMLURL(), IsCut: isCut}, nil
}

// check finds the last check run of this name that the token's app wrote.
func (c *Client) check(ctx context.Context, r Repository, k Check, login string) (found *gh.CheckRun, was checkState, err error) {
	err = pages(func(at gh.ListOptions) (*gh.Response, error) {
		list, resp, err := c.api.Checks.ListCheckRunsForRef(ctx, r.Owner, r.Name, k.Commit, &gh.ListCheckRunsOptions{CheckName: &k.Name, ListOptions: at})
		if err != nil {
			return resp, err
		}
		for _, run := range list.CheckRuns {
			var state checkState
			isOurs := run.GetName() == k.Name && strings.EqualFold(run.GetApp().GetSlug()+"[bot]", login)
			if isOurs && run.GetID() > found.GetID() && json.Unmarshal([]byte(run.GetExternalID()), &state) == nil {
				found, was = run, state
			}
		}
		return resp, nil
	})
	return found, was, err
}

// writeCheck sends annotations in batches. The run is completed by the last one,
// so that one which breaks off is never taken for a result.
func (c *Client) writeCheck(ctx context.Context, r Repository, k Check, state checkState, login string) (*gh.CheckRun, error) {
	external, err := json.Marshal(state)
	if err != nil {
		return nil, err
	}
	id, done, conclusion, busy := string(external), "completed", string(k.Conclusion), "in_progress"
	batches := slices.Collect(slices.Chunk(k.Annotations, mostInRequest))
	if len(batches) == 0 {
		batches = [][]Annotation{nil}
	}
	first := gh.CreateCheckRunOptions{Name: k.Name, HeadSHA: k.Commit, DetailsURL: optional(k.URL), ExternalID: &id, Status: &busy, Output: k.output(batches[0])}
	if len(batches) == 1 {
		first.Status, first.Conclusion = &done, &conclusion
	}
	made, _, err := c.api.Checks.CreateCheckRun(ctx, r.Owner, r.Name, first)
	if isUnsure(ctx, err) {
		if made, err = c.lookAgain(ctx, r, k, state, login, first); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	for i, batch := range batches[1:] {
		next := gh.UpdateCheckRunOptions{Name: k.Name, Output: k.output(batch)}
		if i == len(batches)-2 {
			next.Status, next.Conclusion = &done, &conclusion
		}
		if made, _, err = c.api.Checks.UpdateCheckRun(ctx, r.Owner, r.Name, made.GetID(), next); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// lookAgain finds the check run that a broken connection hid, or creates it.
func (c *Client) lookAgain(ctx context.Context, r Repository, k Check, state checkState, login string, first gh.CreateCheckRunOptions) (*gh.CheckRun, error) {
	if err := c.pause(ctx, betweenLooks); err != nil {
		return nil, err
	}
	found, was, err := c.check(ctx, r, k, login)
	if err != nil {
		return nil, err
	}
	if found != nil && was == state {
		return found, nil
	}
	made, _, err := c.api.Checks.CreateCheckRun(ctx, r.Owner, r.Name, first)
	return made, err
}

func (k Check) output(batch []Annotation) *gh.CheckRunOutput {
	out := &gh.CheckRunOutput{Title: &k.Title, Summary: &k.Body}
	for _, a := range batch {
		out.Annotations = append(out.Annotations, a.form())
	}
	return out
}

// digest is of what a reader sees.
func (k Check) digest() string {
	data, err := json.Marshal(struct {
		Conclusion  Conclusion
		Title, Body string
		Annotations []Annotation
	}{k.Conclusion, k.Title, k.Body, k.Annotations})
	if err != nil {
		panic(err) // strings and numbers
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// shorten cuts between characters.
func shorten(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return strings.TrimRight(string(runes[:most-1]), " ") + "…"
	}
	return s
}
