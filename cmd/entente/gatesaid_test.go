package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// TestGateSlips: what is wrong with the command line is said in plain words, and
// exits with 2.
func TestGateSlips(t *testing.T) {
	pr := newBranch(t)
	folder := t.TempDir()
	put(t, folder, "good.json", "[]")
	put(t, folder, "bad.json", `{"message": "Not Found"}`)
	good, bad, none := filepath.Join(folder, "good.json"), filepath.Join(folder, "bad.json"), filepath.Join(folder, "none.json")
	for name, c := range map[string]struct {
		args string
		want string
	}{
		"a base that is not there":     {"--base mian", `no revision "mian"`},
		"a head that is not there":     {"--head nowhere", `no revision "nowhere"`},
		"no file of reviews":           {"--author mona --reviews " + none, "no such file"},
		"a file of something else":     {"--author mona --reviews " + bad, "from line 1 on it is no list of reviews"},
		"reviews without an author":    {"--reviews " + good, "--author"},
		"an author that is an address": {"--author mona@acme.example", `"mona@acme.example" is no GitHub account`},
		"an author that is two":        {"--author mona,lisa", "is no GitHub account"},
		"a day that is none":           {"--opened yesterday", "--opened"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			args := append([]string{"gate", "-C", pr.dir, "--base", "main", "--head", "change"}, strings.Fields(c.args)...)
			code := run(args, nil, &stdout, &stderr)
			if said := stderr.String(); code != exitUsage || !strings.Contains(said, c.want) || strings.Contains(said, "Go ") {
				t.Errorf("exits with %d\n%s%s", code, &stdout, said)
			}
		})
	}
}

// TestAuthorsName: an @ before the author changes nothing, and bots open pull
// requests, too.
func TestAuthorsName(t *testing.T) {
	pr := newBranch(t)
	if closed, _, text := pr.gateOf(pr.dir, "main", "@acme-finance-lead", approves("finance-lead")); !closed || !strings.Contains(text, "nobody approves a change of their own") {
		t.Errorf("the author approves\n%s", text)
	}
	if closed, _, text := pr.gateOf(pr.dir, "main", "dependabot[bot]", approves("finance-lead")); closed {
		t.Errorf("closed\n%s", text)
	}
	pr.wantClosed("the review of a deleted account does not count", said{"", "APPROVED", ""})
}

// TestOpenedLongAgo: a right escalates by the day on which the pull request was
// opened.
func TestOpenedLongAgo(t *testing.T) {
	pr := branchOf(t, func(pr branch) {
		pr.edit("rights.yaml", "decider: finance-lead, approvers: [{function: finance, count: 1}], escalateTo: legal-counsel", "decider: finance-lead, escalateTo: legal-counsel, within: 5 days")
	})
	pr.lay("../../engine/testdata/example-change")
	head := pr.commit("the change")
	folder := t.TempDir()
	put(t, folder, "reviews.json", `[{"user": {"login": "acme-legal-counsel"}, "state": "APPROVED", "commit_id": "`+head+`", "submitted_at": "2026-06-30T10:00:00Z"}]`)
	for opened, want := range map[string]int{"": exitFindings, "2026-06-20": exitOK, "2999-01-01": exitFindings} {
		args := []string{"gate", "-C", pr.dir, "--base", "main", "--head", "change", "--as-of", "2026-06-30", "--author", "mona", "--reviews", filepath.Join(folder, "reviews.json")}
		if opened != "" {
			args = append(args, "--opened", opened)
		}
		var stdout, stderr bytes.Buffer
		if code := run(args, nil, &stdout, &stderr); code != want {
			t.Errorf("opened %q: exits with %d\n%s%s", opened, code, &stdout, &stderr)
		}
	}
}
