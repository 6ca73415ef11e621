package github

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	gh "github.com/google/go-github/v60/github"

	"github.com/partnership-as-code/entente/engine/render"
)

const (
	mostDescription = 140 // characters of a status
	mostContext     = 200 // characters of its name; GitHub takes 255
)

// StatusState is the colour of a commit status.
type StatusState string

const (
	Success StatusState = "success"
	Failure StatusState = "failure"
	Pending StatusState = "pending"
	Broken  StatusState = "error" // the tool could not tell
)

// Status is what a commit should show under a name.
type Status struct {
	Commit      string // in full
	Context     string // entente/gate (partners)
	State       StatusState
	Description string // any text: shown as one line, cut to 140 characters
	URL         string // of the run, RunURL, which also tells a newer status
	Run         Run
}

// GateContext names the status of a unit: entente/gate, entente/gate (partners). A
// status belongs to a commit, whatever pull request it was worked out for, so that
// this one, which the rules of a branch require, is for pull requests into a branch
// that is protected alone.
func GateContext(unit string) string {
	if unit = unitName(unit); unit == "." {
		return "entente/gate"
	}
	return "entente/gate (" + render.OneLine(unit) + ")"
}

// AsideContext names the status of a pull request into a branch that anybody with
// write access may have made, and that therefore says nothing of any other branch:
// entente/gate → weak. It is never a GateContext.
func AsideContext(unit, branch string) string {
	name := GateContext(unit) + " → " + render.OneLine(branch)
	if utf8.RuneCountInString(name) <= mostContext {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return shorten(name, mostContext-13) + " " + hex.EncodeToString(sum[:6])
}

var runInURL = regexp.MustCompile(`/actions/runs/(\d+)(?:/attempts/(\d+))?$`)

// RunURL is the page of a run, where its summary is. server is GITHUB_SERVER_URL.
func RunURL(server string, r Repository, run Run) string {
	if server == "" {
		server = "https://github.com"
	}
	return fmt.Sprintf("%s/%s/actions/runs/%d/attempts/%d", strings.TrimRight(server, "/"), r, run.ID, max(run.Attempt, 1))
}

func runOf(address string) Run {
	m := runInURL.FindStringSubmatch(address)
	if m == nil {
		return Run{}
	}
	id, _ := strconv.ParseInt(m[1], 10, 64) // 0 of what is too long: not known
	attempt, _ := strconv.Atoi(m[2])
	return Run{ID: id, Attempt: max(attempt, 1)}
}

// SetStatus makes a commit's status what it should be.
func (c *Client) SetStatus(ctx context.Context, r Repository, s Status) (Receipt, error) {
	s.Description = Describe(s.Description)
	doing := fmt.Sprintf("set the status %s on %.7s of %s", s.Context, s.Commit, r)
	login, err := c.login(ctx)
	if err != nil {
		return Receipt{}, err
	}
	now, err := c.status(ctx, r, s, login)
	if err != nil {
		return Receipt{}, refused(err, doing, "statuses: write")
	}
	receipt := Receipt{ID: now.GetID(), URL: now.GetTargetURL()}
	switch {
	case now == nil:
	case now.GetState() == string(s.State) && now.GetDescription() == s.Description:
		receipt.Did = Kept
		return receipt, nil
	case s.Run.isBefore(runOf(now.GetTargetURL())):
		receipt.Did, receipt.Why = Superseded, fmt.Sprintf("run %d is newer and has set it", runOf(now.GetTargetURL()).ID)
		return receipt, nil
	}
	state := string(s.State)
	made, _, err := c.api.Repositories.CreateStatus(ctx, r.Owner, r.Name, s.Commit, &gh.RepoStatus{
		State: &state, Context: &s.Context, Description: &s.Description, TargetURL: optional(s.URL)})
	if isUnsure(ctx, err) { // a status set twice is one status
		if err := c.pause(ctx, betweenLooks); err != nil {
			return Receipt{}, err
		}
		made, _, err = c.api.Repositories.CreateStatus(ctx, r.Owner, r.Name, s.Commit, &gh.RepoStatus{
			State: &state, Context: &s.Context, Description: &s.Description, TargetURL: optional(s.URL)})
	}
	if err != nil {
		return Receipt{}, refused(err, doing, "statuses: write")
	}
	did := Created
	if now != nil {
		did = Updated
	}
	return Receipt{Did: did, ID: made.GetID(), URL: made.GetTargetURL()}, nil
}

// status finds the latest one of this name by the token's user. GitHub lists the
// newest first; somebody else's in front of it is what the commit shows.
func (c *Client) status(ctx context.Context, r Repository, s Status, login string) (*gh.RepoStatus, error) {
	var found *gh.RepoStatus
	isOver := false
	err := pages(func(at gh.ListOptions) (*gh.Response, error) {
		list, resp, err := c.api.Repositories.ListStatuses(ctx, r.Owner, r.Name, s.Commit, &at)
		for _, status := range list {
			if isOver || !strings.EqualFold(status.GetContext(), s.Context) {
				continue
			}
			if isOver = true; strings.EqualFold(status.GetCreator().GetLogin(), login) {
				found = status
			}
		}
		if isOver && resp != nil {
			resp.NextPage = 0
		}
		return resp, err
	})
	return found, err
}

// Describe is any text in one line of 140 characters, cut between words. Emoji
// count as two, as GitHub may count them.
func Describe(text string) string {
	text = strings.Join(strings.Fields(render.OneLine(text)), " ")
	if len(utf16.Encode([]rune(text))) <= mostDescription {
		return text
	}
	end, used := 0, 1 // the ellipsis
	for i, r := range text {
		if used += utf16.RuneLen(r); used > mostDescription {
			break
		}
		end = i + len(string(r))
	}
	cut := text[:end]
	if text[end] != ' ' {
		if space := strings.LastIndexByte(cut, ' '); space > 0 {
			cut = cut[:space]
		}
	}
	return strings.TrimRight(cut, " ,;:·") + "…"
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
