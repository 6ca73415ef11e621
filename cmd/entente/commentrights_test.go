package main

import (
	"testing"
	"time"

	"github.com/partnership-as-code/entente/engine/github/githubtest"
)

func (p *pullRequest) approve(login string) {
	p.t.Helper()
	p.server.Review(7, githubtest.Review{Login: login, State: "APPROVED", Commit: p.git("rev-parse", "change"), Submitted: time.Date(2026, 6, 30, 10, 0, 0, 0, time.UTC)})
}

func (p *pullRequest) wantStatus(state, words string) {
	p.t.Helper()
	all := p.server.Statuses()
	if last := all[len(all)-1]; last.State != state {
		p.t.Errorf("status %+v, want %s", last, state)
	} else {
		p.wantIn("the status", last.Description, words)
	}
}

// TestTheBranchJudgesAndNotTheEvent: the event names the base's commit of when it was
// sent; the branch in the clone may have tighter rights by now.
func TestTheBranchJudgesAndNotTheEvent(t *testing.T) {
	p := openPullRequest(t)
	p.approve("acme-finance-lead")
	p.git("checkout", "-q", "main")
	p.edit("rights.yaml", "{function: finance, count: 1}], escalateTo", "{function: finance, count: 1}, {function: legal, count: 1}], escalateTo")
	p.commit("tighter")
	p.git("update-ref", "refs/remotes/origin/main", "main")
	p.git("checkout", "-q", "change")
	p.wantCode(1, p.comment())
	p.wantStatus("pending", "needs legal")
}

// TestErrorsCloseTheGate for everybody to see, approved or not.
func TestErrorsCloseTheGate(t *testing.T) {
	p := openPullRequest(t)
	p.edit("plans/reseller.yaml", "effective: 2026-07-15", "effective: 2026-03-01")
	p.push()
	p.approve("acme-finance-lead")
	p.wantCode(1, p.comment())
	p.wantStatus("failure", "errors")
	p.wantIn("the comment", p.only().Body, "⛔ **1 new error** to mend first", "1 of 1")
	p.wantIn("the log", p.out.String(), "The gate is closed: what is proposed has 1 error")
}
