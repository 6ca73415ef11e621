package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/partnership-as-code/entente/engine/github/githubtest"
)

// open adds a pull request of the same head into another branch, and gives a run of it.
func (p *pullRequest) open(number int, into, state string) {
	p.t.Helper()
	base, head := p.git("rev-parse", "main"), p.git("rev-parse", "HEAD")
	if into != "main" {
		p.git("branch", "-f", into, "HEAD")
		p.git("update-ref", "refs/remotes/origin/"+into, "HEAD")
		base = head
	}
	opened := time.Date(2026, 6, 29, 9, 0, 0, 0, time.UTC)
	p.server.Open(githubtest.Pull{Number: number, Author: "octocat", Base: base, Head: head, From: p.server.Repository, Into: into, Created: opened, State: state})
	p.started(fmt.Sprintf(`{"action":"edited","repository":{"default_branch":%q},"pull_request":{"number":%d,"state":%q,"created_at":"2026-06-29T09:00:00Z",
		"user":{"login":"octocat"},"base":{"ref":%[1]q,"sha":%[4]q,"repo":{"full_name":%[5]q,"default_branch":%[1]q}},
		"head":{"ref":"change","sha":%[6]q,"repo":{"full_name":%[5]q}}}}`, into, number, state, base, p.server.Repository, head))
}

func (p *pullRequest) started(event string) {
	p.t.Helper()
	if err := os.WriteFile(p.event, []byte(event), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// status is the newest one of a name, which is what a commit shows.
func (p *pullRequest) status(context string) string {
	for _, s := range p.server.Statuses() {
		if s.Context == context {
			return s.State
		}
	}
	return ""
}

// TestAStatusIsOfItsBranch: the same head is proposed for a branch whose rights ask
// for nobody. That opens no gate of the main branch, whatever the event says it is,
// and neither does the pull request when it is pointed at the main branch afterwards.
func TestAStatusIsOfItsBranch(t *testing.T) {
	p := openPullRequest(t)
	p.wantCode(1, p.comment())
	p.open(8, "weak", "open")
	p.wantCode(0, p.comment())
	if of, aside := p.status("entente/gate"), p.status("entente/gate → weak"); of != "pending" || aside != "success" {
		t.Errorf("entente/gate is %q, beside it stands %q", of, aside)
	}
	p.open(8, "main", "open")
	p.wantCode(1, p.comment())
	if of := p.status("entente/gate"); of != "pending" {
		t.Errorf("pointed at main, entente/gate is %q", of)
	}
	p.open(9, "release/2", "open")
	p.wantCode(0, p.comment("--protected", "release/1,release/2"))
	if of := p.status("entente/gate"); of != "success" {
		t.Errorf("of a branch that is protected, too, entente/gate is %q", of)
	}
}

// denied refuses requests to a path as GitHub does.
func (p *pullRequest) denied(status int, is func(*http.Request) bool) {
	p.server.Around = func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		if is(r) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"message":"Refused"}`)
			return
		}
		serve(w, r)
	}
}

// TestPullRequestThatMayNotBeRead falls back on the event: no review counts, and the
// summary, the outputs and the exit code are there. The comment, which may know of
// reviews, is left as it is.
func TestPullRequestThatMayNotBeRead(t *testing.T) {
	for _, what := range []string{"/pulls/7", "/reviews"} {
		for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound} {
			t.Run(fmt.Sprintf("%s %d", what, status), func(t *testing.T) {
				p := openPullRequest(t)
				p.server.Review(7, githubtest.Review{Login: "acme-finance-lead", State: "APPROVED", Commit: p.git("rev-parse", "HEAD"), Submitted: time.Now()})
				p.wantCode(0, p.comment())
				before := p.only()
				p.denied(status, func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, what) })
				p.wantCode(1, p.comment())
				p.wantIn("the log", p.out.String(), "::warning title=entente::No review is known", "pull-requests: read")
				p.wantIn("the summary", p.summary(), "> [!WARNING]\n> No review is known", "−621.11", "finance")
				outputs, err := os.ReadFile(os.Getenv("GITHUB_OUTPUT"))
				if err != nil {
					t.Fatal(err)
				}
				p.wantIn("the outputs", string(outputs), "missing-approvals<<")
				if after := p.only(); after != before {
					t.Errorf("the comment became %s", after.Body)
				}
				want := "error"
				if status == http.StatusUnauthorized {
					want = "success" // of the run before: nothing is asked with a token that is none
				}
				if got := p.status("entente/gate"); got != want {
					t.Errorf("the status is %q, want %q", got, want)
				}
			})
		}
	}
}

// TestPullRequestThatNobodyTellsOf: where the event has none either, nothing is known.
func TestPullRequestThatNobodyTellsOf(t *testing.T) {
	p := openPullRequest(t)
	p.started(fmt.Sprintf(`{"action":"completed","workflow_run":{"head_sha":%q}}`, p.git("rev-parse", "HEAD")))
	p.denied(http.StatusForbidden, func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/pulls/7") })
	p.wantCode(3, p.comment("--pull", "7"))
	p.wantIn("the error", p.out.String(), "pull-requests: read")
}

// TestForkWithATokenThatReads tries to write nothing, and asks nobody to grant what
// no grant gives.
func TestForkWithATokenThatReads(t *testing.T) {
	p := openPullRequest(t)
	head := p.git("rev-parse", "HEAD")
	p.server.Open(githubtest.Pull{Number: 7, Author: "octocat", Base: p.git("rev-parse", "main"), Head: head, From: "somebody/partners"})
	p.server.Users["token"] = githubtest.User{Login: githubtest.Actions.Login, IsApp: true, ReadsOnly: true}
	p.wantCode(1, p.comment())
	if writes := p.server.Writes(); len(writes) != 0 {
		t.Errorf("tried to write %+v", writes)
	}
	p.wantIn("the log", p.out.String(), "::notice title=entente::The pull request is of a fork")
	if strings.Contains(p.out.String(), "Grant it") || strings.Contains(p.out.String(), "::warning title=entente") {
		t.Errorf("the log warns:\n%s", p.out.String())
	}
	p.wantIn("the summary", p.summary(), "−621.11", "finance")
}

// TestMissingPermissionStandsFirst: a step shows ten warnings, and those of what could
// not be posted are not crowded out; their example keeps its lines.
func TestMissingPermissionStandsFirst(t *testing.T) {
	p := openPullRequest(t)
	p.edit("goals/northwind-2026.yaml", "objective: {vendor: revenue-growth, partner: revenue-growth}", "objective: {vendor: customer-acquisition, partner: revenue-growth}")
	p.push()
	p.server.Users["token"] = githubtest.User{Login: githubtest.Actions.Login, IsApp: true, ReadsOnly: true}
	p.wantCode(1, p.comment())
	log := p.out.String()
	if posting, finding := strings.Index(log, "statuses: write"), strings.Index(log, "::warning file="); posting < 0 || finding < posting {
		t.Errorf("the log is\n%s", log)
	}
	p.wantIn("the log", log, "%0A    permissions:%0A      contents: read%0A      statuses: write")
	p.wantIn("the summary", p.summary(), ">     permissions:\n>       contents: read\n>       statuses: write\n", "> [!WARNING]\n> The token may not")
	if strings.Index(p.summary(), "[!WARNING]") > strings.Index(p.summary(), "−621.11") {
		t.Error("the plan stands before the warnings, where they may be cut")
	}
}

// TestNothingIsPostedLate: to a pull request that was closed meanwhile, or for a
// commit that it has left behind.
func TestNothingIsPostedLate(t *testing.T) {
	p := openPullRequest(t)
	head := p.git("rev-parse", "HEAD")
	p.server.Open(githubtest.Pull{Number: 7, Author: "octocat", Base: p.git("rev-parse", "main"), Head: head, From: "somebody/partners", State: "closed"})
	p.started(fmt.Sprintf(`{"action":"completed","workflow_run":{"head_sha":%q}}`, head))
	p.wantCode(0, p.comment("--pull", "7"))
	p.wantIn("the log", p.out.String(), "closed")

	p.writeEvent(p.git("rev-parse", "main"), head, p.server.Repository)
	p.server.Open(githubtest.Pull{Number: 7, Author: "octocat", Base: p.git("rev-parse", "main"), Head: strings.Repeat("1", 40), From: p.server.Repository})
	p.wantCode(0, p.comment())
	p.wantIn("the log", p.out.String(), "has moved on to 1111111: a newer run judges it")
	if writes := p.server.Writes(); len(writes) != 0 {
		t.Errorf("wrote %+v", writes)
	}
}

// TestMergeGroup gives the commit of a queue the status that its branch requires, and
// asks for no approval again.
func TestMergeGroup(t *testing.T) {
	p := openPullRequest(t)
	group := func(into string) {
		p.started(fmt.Sprintf(`{"action":"checks_requested","repository":{"default_branch":"main"},"merge_group":{"head_sha":%q,"base_ref":"refs/heads/%s"}}`, p.git("rev-parse", "HEAD"), into))
	}
	group("main")
	p.wantCode(0, p.comment())
	if got := p.status("entente/gate"); got != "success" {
		t.Errorf("the status is %q\n%s", got, p.out.String())
	}
	p.edit("plans/reseller.yaml", "rate: 10%", "rate: much")
	p.commit("much")
	group("main")
	p.wantCode(1, p.comment())
	if got := p.status("entente/gate"); got != "failure" {
		t.Errorf("the status of what has errors is %q\n%s", got, p.out.String())
	}
	if all := p.server.Comments(7); len(all) != 0 {
		t.Errorf("it commented %+v", all)
	}
}

// TestGateAsACheckRun has its conclusion, and the findings at their lines in the place
// of those that a step shows.
func TestGateAsACheckRun(t *testing.T) {
	p := openPullRequest(t)
	p.edit("goals/northwind-2026.yaml", "objective: {vendor: revenue-growth, partner: revenue-growth}", "objective: {vendor: customer-acquisition, partner: revenue-growth}")
	head := p.push()
	p.wantCode(1, p.comment("--report", "check"))
	all := p.server.Checks()
	if len(all) != 1 || all[0].Name != "entente/gate" || all[0].Conclusion != "action_required" || len(all[0].Output.Annotations) == 0 || len(p.server.Statuses()) != 0 {
		t.Fatalf("checks %+v, statuses %+v\n%s", all, p.server.Statuses(), p.out.String())
	}
	if strings.Contains(p.out.String(), "::warning file=") {
		t.Errorf("the findings stand there twice:\n%s", p.out.String())
	}
	for _, login := range []string{"acme-finance-lead", "acme-partner-manager"} {
		p.server.Review(7, githubtest.Review{Login: login, State: "APPROVED", Commit: head, Submitted: time.Now()})
	}
	p.wantCode(0, p.comment("--report", "check"))
	if all = p.server.Checks(); all[len(all)-1].Conclusion != "success" {
		t.Errorf("checks %+v", all)
	}
	p.wantCode(2, p.comment("--report", "mail"))
}
