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
	// RunHead is the commit of the run that a workflow_run is about: GitHub's word,
	// while everything that run left behind is its author's.
	RunHead string
}

// ReadEvent reads the file at GITHUB_EVENT_PATH.
func ReadEvent(r io.Reader) (Event, error) {
	type side struct {
		Ref  string `json:"ref"`
		SHA  string `json:"sha"`
		Repo *struct {
			FullName string `json:"full_name"`
		} `json:"repo"`
	}
	var in struct {
		Action      string `json:"action"`
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
	out := Event{Action: in.Action}
	if in.WorkflowRun != nil {
		out.RunHead = in.WorkflowRun.HeadSHA
	}
	if p := in.PullRequest; p != nil {
		isFork := p.Head.Repo == nil || p.Base.Repo == nil || !strings.EqualFold(p.Head.Repo.FullName, p.Base.Repo.FullName)
		out.Pull = &PullRequest{Number: p.Number, Author: p.User.Login, Base: p.Base.SHA, Head: p.Head.SHA, BaseRef: p.Base.Ref, HeadRef: p.Head.Ref,
			Opened: p.CreatedAt.UTC(), IsOpen: p.State == "open", IsFork: isFork, IsDraft: p.Draft}
	}
	return out, nil
}
