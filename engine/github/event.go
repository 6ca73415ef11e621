package github

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// mostEvent bounds what is read of an event, in bytes; GitHub's own bound is 25 MB.
const mostEvent = 32 << 20

// Event is what started a workflow.
type Event struct {
	Action string
	// Pull is the pull request of the event; nil of an event about something else.
	Pull *PullRequest
	// DefaultBranch of the repository; "" where the event does not say.
	DefaultBranch string
	// Group is what a queue is about to merge; nil of an event about something else.
	Group *Group
	// RunHead is the commit of the run that a workflow_run is about: GitHub's word,
	// while everything that run left behind is its author's.
	RunHead string
}

// Group is a commit that a merge queue made, and the branch that it goes into, as
// refs/heads/main.
type Group struct{ Head, BaseRef string }

// ReadEvent reads the file at GITHUB_EVENT_PATH.
func ReadEvent(r io.Reader) (Event, error) {
	type side struct {
		Ref  string `json:"ref"`
		SHA  string `json:"sha"`
		Repo *struct {
			FullName      string `json:"full_name"`
			DefaultBranch string `json:"default_branch"`
		} `json:"repo"`
	}
	var in struct {
		Action     string `json:"action"`
		Repository struct {
			DefaultBranch string `json:"default_branch"`
		} `json:"repository"`
		PullRequest *struct {
			Number    int       `json:"number"`
			State     string    `json:"state"`
			Draft     bool      `json:"draft"`
			CreatedAt time.Time `json:"created_at"`
			User      struct {
				Login string `json:"login"`
			} `json:"user"`
			Base side `json:"base"`
			Head side `json:"head"`
		} `json:"pull_request"`
		MergeGroup *struct {
			HeadSHA string `json:"head_sha"`
			BaseRef string `json:"base_ref"`
		} `json:"merge_group"`
		WorkflowRun *struct {
			HeadSHA string `json:"head_sha"`
		} `json:"workflow_run"`
	}
	text, err := io.ReadAll(io.LimitReader(r, mostEvent))
	if err != nil {
		return Event{}, err
	}
	if err := json.Unmarshal(text, &in); err != nil {
		return Event{}, fmt.Errorf("it is no event as GitHub writes one: %w", err)
	}
	out := Event{Action: in.Action, DefaultBranch: in.Repository.DefaultBranch}
	if g := in.MergeGroup; g != nil {
		out.Group = &Group{g.HeadSHA, g.BaseRef}
	}
	if in.WorkflowRun != nil {
		out.RunHead = in.WorkflowRun.HeadSHA
	}
	if p := in.PullRequest; p != nil {
		isFork := p.Head.Repo == nil || p.Base.Repo == nil || !strings.EqualFold(p.Head.Repo.FullName, p.Base.Repo.FullName)
		if p.Base.Repo != nil && p.Base.Repo.DefaultBranch != "" {
			out.DefaultBranch = p.Base.Repo.DefaultBranch
		}
		out.Pull = &PullRequest{Number: p.Number, Author: p.User.Login, Base: p.Base.SHA, Head: p.Head.SHA, BaseRef: p.Base.Ref, HeadRef: p.Head.Ref, DefaultBranch: out.DefaultBranch,
			Opened: p.CreatedAt.UTC(), IsOpen: p.State != "closed", IsFork: isFork, IsDraft: p.Draft}
	}
	return out, nil
}
