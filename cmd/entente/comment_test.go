package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/partnership-as-code/entente/engine/github/githubtest"
)

// pullRequest is the example in git with its change on a branch, opened as a pull
// request on a GitHub of the test's own.
type pullRequest struct {
	t      *testing.T
	dir    string
	server *githubtest.Server
	event  string // file
	run    int
	out    bytes.Buffer
}

func openPullRequest(t *testing.T) *pullRequest {
	t.Helper()
	p := &pullRequest{t: t, dir: t.TempDir(), server: githubtest.New(t)}
	p.git("init", "-q", "-b", "main")
	p.lay("../../engine/testdata/example")
	p.commit("base")
	p.git("checkout", "-q", "-b", "change")
	p.lay("../../engine/testdata/example-change")
	p.push()
	return p
}

func (p *pullRequest) git(args ...string) string {
	p.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@localhost",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@localhost", "GIT_AUTHOR_DATE=2026-06-30T09:00:00Z", "GIT_COMMITTER_DATE=2026-06-30T09:00:00Z")
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func (p *pullRequest) lay(dir string) {
	p.t.Helper()
	if out, err := exec.Command("cp", "-r", dir+"/.", p.dir).CombinedOutput(); err != nil {
		p.t.Fatalf("%v\n%s", err, out)
	}
}

func (p *pullRequest) commit(message string) string {
	p.t.Helper()
	p.git("add", "-A")
	p.git("commit", "-q", "-m", message)
	return p.git("rev-parse", "HEAD")
}

// push commits what was edited, and tells GitHub of the new head.
func (p *pullRequest) push() string {
	p.t.Helper()
	head, base := p.commit("change"), p.git("rev-parse", "main")
	opened := time.Date(2026, 6, 29, 9, 0, 0, 0, time.UTC)
	p.server.Open(githubtest.Pull{Number: 7, Author: "octocat", Base: base, Head: head, From: p.server.Repository, Created: opened})
	p.writeEvent(base, head, p.server.Repository)
	return head
}

func (p *pullRequest) writeEvent(base, head, from string) {
	p.t.Helper()
	p.event = filepath.Join(p.t.TempDir(), "event.json")
	text := fmt.Sprintf(`{"action":"synchronize","repository":{"default_branch":"main"},"pull_request":{"number":7,"state":"open","created_at":"2026-06-29T09:00:00Z","user":{"login":"octocat"},
		"base":{"ref":"main","sha":%q,"repo":{"full_name":%q}},"head":{"ref":"change","sha":%q,"repo":{"full_name":%q}}}}`, base, p.server.Repository, head, from)
	if err := os.WriteFile(p.event, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

func (p *pullRequest) edit(name, old, new string) {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), old) {
		p.t.Fatalf("%s holds no %q (%v)", name, old, err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, new, 1)), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// comment runs the verb as a workflow does and gives its exit code.
func (p *pullRequest) comment(args ...string) int {
	p.t.Helper()
	p.run++
	for name, value := range map[string]string{"GITHUB_EVENT_PATH": p.event, "GITHUB_REPOSITORY": p.server.Repository, "GITHUB_API_URL": p.server.URL(),
		"GITHUB_SERVER_URL": p.server.Host(), "GITHUB_RUN_ID": fmt.Sprint(100 + p.run), "GITHUB_RUN_NUMBER": fmt.Sprint(p.run), "GITHUB_RUN_ATTEMPT": "1",
		"GITHUB_STEP_SUMMARY": filepath.Join(p.t.TempDir(), "summary.md"), "GITHUB_OUTPUT": filepath.Join(p.t.TempDir(), "output")} {
		p.t.Setenv(name, value)
	}
	if _, set := os.LookupEnv("GITHUB_TOKEN"); !set {
		p.t.Setenv("GITHUB_TOKEN", "token")
	}
	p.out.Reset()
	return run(append([]string{"comment", "-C", p.dir, "--as-of", "2026-06-30"}, args...), nil, &p.out, &p.out)
}

func (p *pullRequest) wantCode(want, got int) {
	p.t.Helper()
	if got != want {
		p.t.Fatalf("exit code %d, want %d\n%s", got, want, p.out.String())
	}
}

// only gives the one comment that there is.
func (p *pullRequest) only() githubtest.Comment {
	p.t.Helper()
	all := p.server.Comments(7)
	if len(all) != 1 {
		p.t.Fatalf("%d comments, want one\n%s", len(all), p.out.String())
	}
	return all[0]
}

func (p *pullRequest) wantIn(what, text string, want ...string) {
	p.t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			p.t.Errorf("%s lacks %q:\n%s", what, w, text)
		}
	}
}

func (p *pullRequest) summary() string {
	p.t.Helper()
	text, err := os.ReadFile(os.Getenv("GITHUB_STEP_SUMMARY"))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

func TestOneCommentThroughAPullRequestsLife(t *testing.T) {
	p := openPullRequest(t)
	p.wantCode(1, p.comment())
	first := p.only()
	p.wantIn("the comment", first.Body, "−621.11", "finance", "rights.yaml:8", "0 of 1")
	statuses := p.server.Statuses()
	if len(statuses) != 1 || statuses[0].State != "pending" || !strings.Contains(statuses[0].Description, "finance") {
		t.Errorf("statuses: %+v", statuses)
	}
	outputs, err := os.ReadFile(os.Getenv("GITHUB_OUTPUT"))
	if err != nil {
		t.Fatal(err)
	}
	p.wantIn("the outputs", string(outputs), "has-changes<<", "\ntrue\n", "terms-digest<<", "sha256:", "-621.11 USD", "missing-approvals<<", "\nfinance\n")

	p.server.Forget()
	kept := filepath.Join(t.TempDir(), "plan")
	p.wantCode(1, p.comment("--keep", kept))
	for name, want := range map[string]string{"plan.json": `"termsDigest": "sha256:`, "plan.md": "### Entente plan: 1 change"} {
		text, err := os.ReadFile(filepath.Join(kept, name))
		if err != nil {
			t.Fatal(err)
		}
		p.wantIn(name, string(text), want)
	}
	if writes := p.server.Writes(); len(writes) != 0 {
		t.Errorf("an identical run wrote %+v", writes)
	}

	p.edit("plans/reseller.yaml", "rate: 10%", "rate: 9%")
	p.push()
	p.wantCode(1, p.comment())
	if again := p.only(); again.ID != first.ID || again.Body == first.Body {
		t.Errorf("comment %d says %q, the first was %d", again.ID, again.Body, first.ID)
	}
}

func TestApprovalsBindToTerms(t *testing.T) {
	p := openPullRequest(t)
	head := p.git("rev-parse", "HEAD")
	p.server.Review(7, githubtest.Review{Login: "acme-finance-lead", State: "APPROVED", Commit: head, Submitted: time.Date(2026, 6, 30, 10, 0, 0, 0, time.UTC)})
	p.wantCode(0, p.comment())
	p.wantIn("the comment", p.only().Body, "1 of 1", "finance-lead approved")

	p.edit("plans/reseller.yaml", "kind:", "# a remark\nkind:")
	p.push()
	p.wantCode(0, p.comment())

	p.edit("plans/reseller.yaml", "rate: 10%", "rate: 10.0001%")
	p.push()
	p.wantCode(1, p.comment())
	p.wantIn("the comment", p.only().Body, "the terms are others than in "+head[:7])
}

// TestForkWithoutAToken leaves the summary and the gate's exit code, and asks
// GitHub nothing.
func TestForkWithoutAToken(t *testing.T) {
	p := openPullRequest(t)
	p.writeEvent(p.git("rev-parse", "main"), p.git("rev-parse", "HEAD"), "somebody/partners")
	t.Setenv("GITHUB_TOKEN", "")
	p.wantCode(1, p.comment())
	p.wantIn("the summary", p.summary(), "−621.11", "finance")
	if asked := p.server.Requests(); len(asked) != 0 {
		t.Errorf("asked %+v", asked)
	}
	p.edit("plans/reseller.yaml", "rate: 10%", "rate: 12%")
	p.git("checkout", "-q", "main", "--", ".")
	p.commit("taken back")
	p.writeEvent(p.git("rev-parse", "main"), p.git("rev-parse", "HEAD"), "somebody/partners")
	p.wantCode(0, p.comment())
}

// TestTokenThatMayNotWrite warns, naming the permission, and keeps the gate's word.
func TestTokenThatMayNotWrite(t *testing.T) {
	p := openPullRequest(t)
	p.server.Users["token"] = githubtest.User{Login: githubtest.Actions.Login, IsApp: true, ReadsOnly: true}
	p.server.Review(7, githubtest.Review{Login: "acme-finance-lead", State: "APPROVED", Commit: p.git("rev-parse", "HEAD"), Submitted: time.Now()})
	p.wantCode(0, p.comment())
	p.wantIn("the log", p.out.String(), "::warning", "pull-requests: write", "statuses: write")
	if len(p.server.Comments(7)) != 0 {
		t.Error("something was posted")
	}
}

// TestWorkflowRunChecksTheNumber posts for a fork from a run of the base, and for
// no other pull request than the run's.
func TestWorkflowRunChecksTheNumber(t *testing.T) {
	p := openPullRequest(t)
	head := p.git("rev-parse", "HEAD")
	write := func(sha string) {
		if err := os.WriteFile(p.event, []byte(fmt.Sprintf(`{"action":"completed","workflow_run":{"head_sha":%q}}`, sha)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(strings.Repeat("a", 40))
	p.wantCode(3, p.comment("--pull", "7"))
	if len(p.server.Writes()) != 0 {
		t.Error("a run of another head posted")
	}
	write(head)
	p.wantCode(1, p.comment("--pull", "7"))
	p.only()
}

// TestServerThatDoesNotAnswer ends in an error that says what to do, and posts
// nothing half.
func TestServerThatDoesNotAnswer(t *testing.T) {
	p := openPullRequest(t)
	p.server.Around = func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		if strings.Contains(r.URL.Path, "/reviews") {
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = io.WriteString(w, `{"message":"Not now"}`)
			return
		}
		serve(w, r)
	}
	p.wantCode(3, p.comment())
	p.wantIn("the error", p.out.String(), "reviews", "Not now")
}
