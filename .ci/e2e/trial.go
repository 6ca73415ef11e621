package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// gateStatus is the status of a repository whose documents lie at its top.
const gateStatus = "entente/gate"

// trial goes through the life of a pull request and looks at what was posted.
type trial struct {
	parts
	hub    *hub
	oracle *oracle
	proxy  *proxy
	repo   *repo

	action    string // folder with the action
	artifacts string // folder of what runs left
	events    map[string]map[string]any
	start     string // commit that branches leave the base at
	base      string // commit that the base is at
	runs      int

	held, failed int // assertions
	validated    int // requests
}

func (t *trial) all(ctx context.Context) error {
	t.proxy = newProxy(t.oracle, t.hub.url)
	defer t.proxy.Close()
	if err := t.prepare(); err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"negative controls", t.controls},
		{"opened, repeated, approved, pushed again", t.pushes},
		{"a review, a cosmetic push, the next morning, another cent", t.reviews},
		{"a head that edits what judges it", t.selfServing},
		{"closed", t.closed},
		{"a fork", t.fork},
		{"an error", t.broken},
		{"a shallow clone, a schedule", t.others},
		{"where the program comes from", t.installs},
	} {
		fmt.Printf("-- %s\n", step.name)
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	fmt.Printf("Requests validated against GitHub's description: %d\n", t.validated)
	fmt.Printf("Assertions that held: %d of %d\n", t.held, t.held+t.failed)
	if t.validated == 0 {
		return errors.New("no request was validated")
	}
	if t.failed > 0 {
		return fmt.Errorf("%d assertions failed", t.failed)
	}
	return nil
}

// prepare lays the action where act finds it, and opens the pull request 2, as in
// GitHub's sample events.
func (t *trial) prepare() (err error) {
	t.action, t.artifacts = filepath.Join(t.scratch, "action"), filepath.Join(t.scratch, "artifacts")
	for _, part := range []string{"action.yml", ".github/action"} {
		if err := copyTree(filepath.Join(t.root, part), filepath.Join(t.action, part)); err != nil {
			return err
		}
	}
	if t.events, err = samples(filepath.Join(t.modules, "@octokit/webhooks-examples/api.github.com/index.json")); err != nil {
		return err
	}
	if t.repo, err = newRepo(t.parts, t.hub); err != nil {
		return err
	}
	if t.start, err = t.repo.commit("master", "The program as it is\n", repository); err != nil {
		return err
	}
	t.base = t.start
	_, err = t.hub.as(owner, http.MethodPost, "/repos/"+repository+"/issues", map[string]any{"title": "First"})
	return err
}

// copyTree lays a file, or all files of a folder, over what is there.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, below)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	})
}

// samples are GitHub's own events, one of each name and action.
func samples(file string) (map[string]map[string]any, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all []struct {
		Name     string
		Examples []map[string]any
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	out := map[string]map[string]any{}
	for _, event := range all {
		for _, example := range event.Examples {
			action, _ := example["action"].(string)
			out[event.Name+" "+action] = example
		}
	}
	for _, needed := range []string{"pull_request opened", "pull_request synchronize", "pull_request closed", "pull_request_review submitted", "workflow_run completed"} {
		if out[needed] == nil {
			return nil, fmt.Errorf("%s has no %s", file, needed)
		}
	}
	return out, nil
}

// payload is a sample, of our commits.
func (t *trial) payload(sample, head string) map[string]any {
	data, err := json.Marshal(t.events[sample])
	if err != nil {
		panic(err) // it came from JSON
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		panic(err)
	}
	pull := out["pull_request"].(map[string]any)
	pull["base"].(map[string]any)["sha"] = t.base
	pull["base"].(map[string]any)["ref"] = "master"
	pull["head"].(map[string]any)["sha"] = head
	if _, has := out["after"]; has {
		out["after"] = head
	}
	return out
}

// run checks out what a workflow would and runs it.
func (t *trial) run(ctx context.Context, j job, head string) (outcome, error) {
	t.runs++
	j.run = t.runs
	if j.dir == "" {
		j.dir = filepath.Join(t.scratch, fmt.Sprintf("checkout-%d", t.runs))
		if err := t.repo.checkout(j.dir, t.base, head, false); err != nil {
			return outcome{}, err
		}
	}
	t.proxy.begin(j.token == readOnly)
	if j.token == readOnly {
		j.token = workflowToken
	}
	out, err := t.act(ctx, j)
	if err != nil {
		return out, err
	}
	for _, r := range t.proxy.seen() {
		t.want(len(r.faults) == 0, fmt.Sprintf("GitHub takes %s", r), strings.Join(r.faults, "; "))
		if r.operation != "" {
			t.validated++
		}
		t.want(!strings.HasSuffix(r.operation, "/list-comments") && !strings.HasSuffix(r.operation, "/list-reviews") || strings.Contains(r.path, "per_page=100"),
			"lists ask for the longest pages", r.String())
	}
	return out, nil
}

// readOnly stands for a token of a run on a fork.
const readOnly = "read-only"

// writes are what was asked to be changed.
func (t *trial) writes() (out []request) {
	for _, r := range t.proxy.seen() {
		if r.isWrite() {
			out = append(out, r)
		}
	}
	return out
}

// wantWrites looks at what a run asked to be changed, in order.
func (t *trial) wantWrites(of outcome, operations ...string) {
	var got []string
	for _, w := range t.writes() {
		got = append(got, w.operation)
	}
	t.want(slices.Equal(got, operations), fmt.Sprintf("the run's writes are %v", operations), fmt.Sprintf("%s\nthey are %v", of.log, got))
}

// want counts an assertion, and says it when it does not hold.
func (t *trial) want(holds bool, what, detail string) {
	if holds {
		t.held++
		return
	}
	t.failed++
	lines := strings.Split(strings.TrimSpace(detail), "\n")
	fmt.Printf("FAILED: %s\n  %s\n", what, strings.Join(lines[max(0, len(lines)-60):], "\n  "))
}

func (t *trial) wantIn(where, text string, parts ...string) {
	for _, part := range parts {
		t.want(strings.Contains(text, part), fmt.Sprintf("%s says %q", where, part), text)
	}
}

// only is the one comment of a pull request, by the bot and no longer than GitHub
// takes.
func (t *trial) only(number int, log string) (comment, error) {
	all, err := t.hub.comments(number)
	if err != nil {
		return comment{}, err
	}
	t.want(len(all) == 1, fmt.Sprintf("pull request %d has one comment", number), fmt.Sprintf("it has %d\n%s", len(all), log))
	if len(all) == 0 {
		return comment{}, nil
	}
	t.want(all[0].User.Login == bot, "the comment is the bot's", all[0].User.Login)
	t.want(utf8.RuneCountInString(all[0].Body) <= mostComment, "the comment fits", fmt.Sprint(len(all[0].Body)))
	return all[0], nil
}

// wantStatus looks at what a commit shows.
func (t *trial) wantStatus(commit, want string) {
	state, description := t.proxy.status(commit, gateStatus)
	t.want(state == want, fmt.Sprintf("the status of %.7s is %s", commit, want), fmt.Sprintf("%q: %s", state, description))
	t.want(description != "" && utf8.RuneCountInString(description) <= mostDescription, "its description fits", description)
}
