package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/plan"
)

// branch is a git repository with the contract's example on main, committed
// on 30 June 2026, and its change as the commit of a branch.
type branch struct {
	t   *testing.T
	dir string
}

func newBranch(t *testing.T) branch {
	t.Helper()
	pr := branch{t, t.TempDir()}
	pr.lay("../../engine/testdata/example")
	pr.git("init", "-q", "-b", "main")
	pr.commit("the example")
	pr.git("checkout", "-q", "-b", "change")
	pr.lay("../../engine/testdata/example-change")
	pr.commit("the change")
	return pr
}

func (pr branch) lay(from string) {
	pr.t.Helper()
	err := filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(from, path)
		pr.write(name, string(text))
		return nil
	})
	if err != nil {
		pr.t.Fatal(err)
	}
}

func (pr branch) write(name, text string) {
	pr.t.Helper()
	path := filepath.Join(pr.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		pr.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		pr.t.Fatal(err)
	}
}

func (pr branch) edit(name, old, new string) {
	pr.t.Helper()
	text, err := os.ReadFile(filepath.Join(pr.dir, name))
	if err != nil || !strings.Contains(string(text), old) {
		pr.t.Fatalf("%s does not hold %q (%v)", name, old, err)
	}
	pr.write(name, strings.Replace(string(text), old, new, 1))
}

func (pr branch) git(args ...string) string {
	pr.t.Helper()
	return pr.gitOn("2026-06-30", args...)
}

func (pr branch) gitOn(day string, args ...string) string {
	pr.t.Helper()
	cmd := exec.Command("git", append([]string{"-C", pr.dir}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@localhost",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@localhost", "GIT_AUTHOR_DATE="+day+"T09:00:00Z", "GIT_COMMITTER_DATE="+day+"T09:00:00Z")
	out, err := cmd.CombinedOutput()
	if err != nil {
		pr.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit gives the hash.
func (pr branch) commit(message string) string {
	pr.t.Helper()
	return pr.commitOn("2026-06-30", message)
}

func (pr branch) commitOn(day, message string) string {
	pr.t.Helper()
	pr.git("add", "-A")
	pr.gitOn(day, "commit", "-q", "--allow-empty", "-m", message)
	return pr.git("rev-parse", "HEAD")
}

// said is a review: who, what, of which commit; "" is that of head.
type said struct{ login, state, commit string }

func approves(person string) said { return said{"acme-" + person, "APPROVED", ""} }

// gate runs the command and reads its answer. The author is northwind-bob.
func (pr branch) gate(all ...said) (closed bool, approvals []plan.Approval, text string) {
	pr.t.Helper()
	return pr.gateOf(pr.dir, "main", "northwind-bob", all...)
}

func (pr branch) gateOf(dir, base, author string, all ...said) (closed bool, approvals []plan.Approval, text string) {
	pr.t.Helper()
	list := []map[string]any{}
	for i, r := range all {
		if r.commit == "" {
			r.commit = pr.git("rev-parse", "change")
		}
		list = append(list, map[string]any{"user": map[string]string{"login": r.login}, "state": r.state, "commit_id": r.commit, "submitted_at": fmt.Sprintf("2026-06-30T10:%02d:00Z", i)})
	}
	reviews, err := json.Marshal(list)
	if err != nil {
		pr.t.Fatal(err)
	}
	folder := pr.t.TempDir()
	put(pr.t, folder, "reviews.json", string(reviews))
	var stdout, stderr bytes.Buffer
	code := run([]string{"gate", "-C", dir, "--base", base, "--head", "change", "--as-of", "2026-06-30", "--author", author, "--reviews", filepath.Join(folder, "reviews.json"),
		"--format", "text", "--format", "json=" + filepath.Join(folder, "gate.json")}, nil, &stdout, &stderr)
	if code != exitOK && code != exitFindings {
		pr.t.Fatalf("exits with %d\n%s%s", code, &stdout, &stderr)
	}
	var answer struct {
		Open      bool
		Approvals []plan.Approval
	}
	written, err := os.ReadFile(filepath.Join(folder, "gate.json"))
	if err == nil {
		err = json.Unmarshal(written, &answer)
	}
	if err != nil || answer.Open != (code == exitOK) {
		pr.t.Fatalf("exits with %d, says %v, %v", code, answer.Open, err)
	}
	return !answer.Open, answer.Approvals, stdout.String()
}

func (pr branch) wantClosed(text string, all ...said) {
	pr.t.Helper()
	closed, _, got := pr.gate(all...)
	if !closed || !strings.Contains(strings.Join(strings.Fields(got), " "), text) {
		pr.t.Errorf("closed: %v; want one that says %q\n%s", closed, text, got)
	}
}

func (pr branch) wantOpen(all ...said) {
	pr.t.Helper()
	if closed, _, got := pr.gate(all...); closed {
		pr.t.Errorf("closed\n%s", got)
	}
}

// TestGateOfTheExample: the contract's change needs finance, whoever else agrees.
func TestGateOfTheExample(t *testing.T) {
	pr := newBranch(t)
	pr.wantClosed("finance: anyone of 1 person, because the yearly payout changes by 621.11 USD, above 500 USD (rights.yaml:8)")
	pr.wantClosed("partner-manager has no part in this right", approves("partner-manager"))
	pr.wantOpen(approves("finance-lead"))
	pr.wantClosed("it was dismissed", said{"acme-finance-lead", "DISMISSED", ""})
	pr.wantClosed("finance-lead asked for changes", approves("finance-lead"), said{"acme-finance-lead", "CHANGES_REQUESTED", ""})
	if closed, _, text := pr.gateOf(pr.dir, "main", "Acme-Finance-Lead", approves("finance-lead")); !closed || !strings.Contains(text, "nobody approves a change of their own") {
		t.Errorf("the author approves\n%s", text)
	}
	pr.wantClosed("nobody in the base revision's people has this GitHub account", said{"mallory", "APPROVED", ""})
	headline := execute(t, exitOK, "plan", "-C", pr.dir, "--base", "main", "--head", "change", "--as-of", "2026-06-30")
	if !strings.Contains(headline, "−621.11 USD") || !strings.Contains(headline, "Needs finance.") {
		t.Errorf("the plan says\n%s", headline)
	}
}

// TestGateOfASmallChange: at 11.5% it is for the partner manager alone.
func TestGateOfASmallChange(t *testing.T) {
	pr := newBranch(t)
	pr.edit("plans/reseller.yaml", "{id: mid, rate: 10%}", "{id: mid, rate: 11.5%}")
	if text := pr.git("diff"); !strings.Contains(text, "11.5%") || !strings.Contains(text, "mid") {
		t.Fatal(text)
	}
	pr.commit("11.5%")
	pr.wantClosed("partner-manager, because the yearly payout changes by 155.28 USD, not above 500 USD (rights.yaml:7)", approves("finance-lead"))
	pr.wantOpen(approves("partner-manager"))
}

// TestGateHoldsAgainstItsHead: a head that edits what judges it, or what it is
// judged by, is judged as before and needs more for that.
func TestGateHoldsAgainstItsHead(t *testing.T) {
	for name, attack := range map[string]struct {
		do   func(branch)
		want string // right that is asked for besides
	}{
		"the limit": {func(pr branch) {
			pr.edit("rights.yaml", `impact.yearly > money("500 USD")`, `impact.yearly > money("900 USD")`)
		}, "rights"},
		"the rule goes": {func(pr branch) {
			pr.edit("rights.yaml", "    - {id: commission, ", "    # {id: commission, ")
		}, "rights"},
		"all rights go":     {func(pr branch) { pr.git("rm", "-q", "rights.yaml") }, "rights"},
		"rights are hidden": {func(pr branch) { pr.write(".ententeignore", "rights.yaml\n") }, "rights"},
		"rights are broken": {func(pr branch) { pr.write("rights.yaml", "{") }, "rights"},
		"a decider":         {func(pr branch) { pr.edit("rights.yaml", "decider: finance-lead", "decider: partner-manager") }, "rights"},
		"further rights": {func(pr branch) {
			pr.write("more.yaml", "apiVersion: entente/v1\nkind: DecisionRights\nmetadata: {name: more}\nspec: {rules: [{id: all, action: set-commission, decider: northwind-lead}]}\n")
		}, "rights"},
		"a policy": {func(pr branch) { pr.git("rm", "-q", "policies.yaml") }, "rights"},
		"people":   {func(pr branch) { pr.edit("organization.yaml", "github: acme-finance-lead", "github: mallory") }, "rights"},
		"functions": {func(pr branch) {
			pr.edit("organization.yaml", "functions: [partnerships]", "functions: [partnerships, finance]")
		}, "rights"},
		"a delegate": {func(pr branch) {
			pr.edit("organization.yaml", "functions: [finance]", "functions: [finance], delegate: partner-manager")
		}, "rights"},
		"settings":           {func(pr branch) { pr.edit("organization.yaml", "  adopted: 2026-01-01", "  adopted: 2027-01-01") }, "rights"},
		"how facts are read": {func(pr branch) { pr.edit("sources.yaml", "createdAt: ", "closedAt: Nothing\n    createdAt: ") }, "facts"},
		"facts":              {func(pr branch) { pr.edit("data/deals.csv", "$31,500.00", "$1,500.00") }, "facts"},
		"all facts":          {func(pr branch) { pr.git("rm", "-q", "data/deals.csv") }, "facts"},
		"a partner's key":    {func(pr branch) { pr.edit("partners/northwind.yaml", "keys: {", "keys: {other: x, ") }, "facts"},
		"an exchange rate":   {func(pr branch) { pr.edit("data/rates.csv", "0.90", "0.10") }, "facts"},
		"a source of its own": {func(pr branch) {
			pr.write("rates.yaml", ratesSource("more", "more.csv"))
			pr.write("more.csv", "from,to,date,rate\nUSD,EUR,2026-06-01,0.1\n")
		}, "facts"},
	} {
		t.Run(name, func(t *testing.T) {
			pr := newBranch(t)
			pr.git("checkout", "-q", "main")
			pr.write("sources-fx.yaml", ratesSource("rates", "data/rates.csv"))
			pr.write("data/rates.csv", "from,to,date,rate\nUSD,EUR,2026-06-01,0.90\n")
			pr.commit("exchange rates")
			pr.git("checkout", "-q", "change")
			pr.git("rebase", "-q", "main")
			pr.wantOpen(approves("finance-lead"))
			before := pr.git("rev-parse", "HEAD")
			attack.do(pr)
			pr.commit("attack")

			closed, approvals, text := pr.gate(approves("partner-manager"), said{"mallory", "APPROVED", ""}, said{"acme-finance-lead", "APPROVED", before})
			asked := map[string]plan.Approval{}
			for _, a := range approvals {
				asked[a.Rule] = a
			}
			rule, isAsked := asked["commission"]
			if !closed || !isAsked || rule.Line != 8 || rule.File != "rights.yaml" || rule.Met {
				t.Errorf("closed %v, and the rule is asked for: %v, met %v\n%s", closed, isAsked, rule.Met, text)
			}
			more, isAsked := asked[attack.want]
			if !isAsked || more.Met {
				t.Errorf("right %s is asked for: %v, met %v\n%s", attack.want, isAsked, more.Met, text)
			}
			if closed, _, text := pr.gate(approves("finance-lead")); attack.want == "rights" && !closed {
				t.Errorf("passes with finance alone\n%s", text)
			}
		})
	}
}

func ratesSource(name, file string) string {
	return "apiVersion: entente/v1\nkind: Source\nmetadata: {name: " + name + "}\nspec: {type: fx-rates, from: {files: " + file + "}, columns: {from: from, to: to, date: date, rate: rate}}\n"
}

// TestApprovalsOfEarlierCommits hold while the terms are the same.
func TestApprovalsOfEarlierCommits(t *testing.T) {
	pr := newBranch(t)
	reviewed := said{"acme-finance-lead", "APPROVED", pr.git("rev-parse", "change")}
	pr.edit("plans/reseller.yaml", "spec:\n", "spec:\n  # talked over in Munich\n")
	pr.commit("a comment")
	pr.wantOpen(reviewed)
	pr.git("mv", "plans/reseller.yaml", "plans/resellers.yaml")
	pr.edit("plans/resellers.yaml", "Margin on mid-size deals", "Margins of mid-size deals")
	pr.commit("another file, other words")
	pr.wantOpen(reviewed)
	pr.edit("plans/resellers.yaml", "{id: mid, rate: 10%}", "{id: mid, rate: 10%}, {id: base, upTo: 50000.01 USD}")
	pr.commit("one cent")
	pr.wantClosed("the terms are others than in "+reviewed.commit[:7], reviewed)
	pr.wantOpen(reviewed, approves("finance-lead"))
	pr.git("revert", "--no-edit", "HEAD")
	pr.wantOpen(reviewed)
	pr.wantClosed("it names no commit", said{"acme-finance-lead", "APPROVED", "HEAD"})
	pr.wantClosed("fetch-depth: 0", said{"acme-finance-lead", "APPROVED", strings.Repeat("a", 40)})
}

// TestFactsThatAreEditedAgain: who approved an edit of facts has not approved the
// next one.
func TestFactsThatAreEditedAgain(t *testing.T) {
	pr := newBranch(t)
	pr.edit("data/deals.csv", "$31,500.00", "$31,500.01")
	reviewed := said{"acme-finance-lead", "APPROVED", pr.commit("a cent")}
	pr.wantOpen(reviewed)
	pr.edit("data/deals.csv", "$31,500.01", "$91,500.01")
	pr.commit("and more")
	pr.wantClosed("the terms are others", reviewed)
}

// TestTheBaseMovesOn: what is committed to main afterwards voids no approval, but
// its rights judge.
func TestTheBaseMovesOn(t *testing.T) {
	pr := newBranch(t)
	reviewed := approves("finance-lead")
	pr.git("checkout", "-q", "main")
	pr.edit("data/deals.csv", "$31,500.00", "$61,500.00")
	pr.commit("facts of the next morning")
	pr.wantOpen(reviewed)
	pr.edit("rights.yaml", "{function: finance, count: 1}], escalateTo", "{function: finance, count: 1}, {function: legal, count: 1}], escalateTo")
	pr.commit("tighter")
	pr.wantClosed("legal: anyone of 1 person", reviewed)
	pr.wantOpen(reviewed, approves("legal-counsel"))
	pr.edit("organization.yaml", "functions: [finance], since: 2019-09-01", "functions: [finance], since: 2019-09-01, until: 2026-06-01")
	pr.commit("finance-lead leaves")
	pr.wantClosed("this person is not in office", reviewed, approves("legal-counsel"))
}

// TestGateWithoutRights is closed and says how to start.
func TestGateWithoutRights(t *testing.T) {
	pr := newBranch(t)
	pr.git("checkout", "-q", "main")
	pr.git("rm", "-q", "rights.yaml")
	pr.commit("no rights")
	pr.git("checkout", "-q", "change")
	pr.git("rebase", "-q", "main")
	pr.wantClosed("an administrator merges a first DecisionRights document", approves("finance-lead"), approves("legal-counsel"))
	pr.write("rights.yaml", "apiVersion: entente/v1\nkind: DecisionRights\nmetadata: {name: mine}\nspec: {rules: [{id: all, action: set-commission, decider: northwind-lead}]}\n")
	pr.commit("rights of my own")
	pr.wantClosed("the base revision has no DecisionRights", approves("finance-lead"), approves("legal-counsel"))
}

// TestGateInAShallowClone says what to check out with.
func TestGateInAShallowClone(t *testing.T) {
	pr := newBranch(t)
	first := pr.git("rev-parse", "change")
	pr.edit("plans/reseller.yaml", "spec:\n", "spec:\n  # a word\n")
	pr.commit("cosmetic")
	shallow := filepath.Join(t.TempDir(), "clone")
	pr.git("clone", "-q", "--depth", "1", "--branch", "change", "file://"+pr.dir, shallow)
	pr.git("-C", shallow, "fetch", "-q", "--depth", "1", "origin", "main:main")
	var stdout, stderr bytes.Buffer
	if code := run([]string{"gate", "-C", shallow, "--base", "main", "--head", "change"}, nil, &stdout, &stderr); code != exitBreakage || !strings.Contains(stderr.String(), "fetch-depth: 0") {
		t.Errorf("exits with %d\n%s%s", code, &stdout, &stderr)
	}
	pr.wantOpen(said{"acme-finance-lead", "APPROVED", first})
}

// TestGateOfAFaultyHead is closed whoever approves, and says where to look.
func TestGateOfAFaultyHead(t *testing.T) {
	pr := newBranch(t)
	pr.edit("plans/reseller.yaml", "effective: 2026-07-15", "effective: 2026-03-01")
	pr.commit("terms of the past")
	pr.wantClosed("The gate is closed: what is proposed has 1 error, which `entente validate` shows.", approves("finance-lead"))
	pr.wantClosed("The gate is closed: 1 approval is missing and what is proposed has 1 error")
}

// TestABranchFromLongAgo: whoever makes a branch chooses where it begins, but not
// by which facts, rights and house rules it is judged.
func TestABranchFromLongAgo(t *testing.T) {
	pr := branch{t, t.TempDir()}
	pr.git("init", "-q", "-b", "main")
	pr.lay("../../engine/testdata/example")
	pr.edit("data/deals.csv", "$40,000.00", "$2,000.00")
	pr.commitOn("2026-06-22", "before the largest deal")
	pr.git("branch", "change")
	pr.edit("data/deals.csv", "$2,000.00", "$40,000.00")
	pr.commitOn("2026-06-29", "deals")
	pr.git("checkout", "-q", "change")
	pr.lay("../../engine/testdata/example-change")
	pr.commit("the change")
	pr.wantOpen(approves("partner-manager")) // seven days of review
	pr.git("checkout", "-q", "main")
	pr.commit("the eighth day")
	const asked = "finance: anyone of 1 person, because the yearly payout changes by 621.11 USD, above 500 USD (rights.yaml:8)"
	pr.wantClosed(asked, approves("partner-manager"))
	pr.wantOpen(approves("partner-manager"), approves("finance-lead"))

	pr.git("checkout", "-q", "main")
	pr.write("steady.yaml", "apiVersion: entente/v1\nkind: Policy\nmetadata: {name: steady}\nspec:\n  rules:\n"+
		"    - {id: no-changes, match: {kind: CommissionPlan}, assert: '!has(object.changes) || size(object.changes) == 0', message: Plans stay as they are.}\n")
	pr.commit("a house rule")
	if closed, _, text := pr.gate(approves("partner-manager"), approves("finance-lead")); !closed || !strings.Contains(text, "has 1 error") {
		t.Errorf("a rule of the base does not hold\n%s", text)
	}
	text := execute(t, exitFindings, "plan", "-C", pr.dir, "--base", "main", "--head", "change", "--as-of", "2026-06-30")
	if !strings.Contains(strings.Join(strings.Fields(text), " "), "The base has had this rule since the change was begun.") {
		t.Errorf("the plan says\n%s", text)
	}
}

// TestABranchFromBeforeTheFacts is priced on what came since, be it an hour old.
func TestABranchFromBeforeTheFacts(t *testing.T) {
	for name, hide := range map[string]func(branch){
		"no file": func(pr branch) { pr.git("rm", "-q", "-r", "--cached", "data") },
		"no row":  func(pr branch) { pr.cut("data/deals.csv", 1) },
		"two":     func(pr branch) { pr.cut("data/deals.csv", 3) },
	} {
		t.Run(name, func(t *testing.T) {
			pr := branch{t, t.TempDir()}
			pr.git("init", "-q", "-b", "main")
			pr.lay("../../engine/testdata/example")
			pr.git("add", "-A")
			hide(pr)
			pr.git("commit", "-q", "-m", "hardly a deal yet")
			pr.git("branch", "change")
			pr.lay("../../engine/testdata/example")
			pr.commit("deals")
			pr.git("checkout", "-q", "change")
			pr.lay("../../engine/testdata/example-change")
			pr.git("commit", "-q", "-a", "-m", "the change")
			pr.wantClosed("finance: anyone of 1 person, because the yearly payout changes by 621.11 USD, above 500 USD (rights.yaml:8)", approves("partner-manager"))
		})
	}
}

// cut leaves the first lines of a file, and stages it.
func (pr branch) cut(name string, lines int) {
	pr.t.Helper()
	text, err := os.ReadFile(filepath.Join(pr.dir, name))
	if err != nil {
		pr.t.Fatal(err)
	}
	pr.write(name, strings.Join(strings.SplitAfter(string(text), "\n")[:lines], ""))
	pr.git("add", name)
}

// TestTheBranchIsUpdated: what was approved still is when the base's new facts are
// taken in, and is not when other terms are.
func TestTheBranchIsUpdated(t *testing.T) {
	pr := newBranch(t)
	reviewed := said{"acme-finance-lead", "APPROVED", pr.git("rev-parse", "change")}
	pr.git("checkout", "-q", "main")
	pr.edit("data/deals.csv", "$31,500.00", "$61,500.00")
	pr.commit("facts of the next morning")
	pr.update()
	pr.wantOpen(reviewed)
	pr.edit("plans/reseller.yaml", "{id: mid, rate: 10%}", "{id: mid, rate: 9.99%}")
	pr.commit("another rate")
	pr.wantClosed("the terms are others than in "+reviewed.commit[:7], reviewed)
	pr.edit("plans/reseller.yaml", "{id: mid, rate: 9.99%}", "{id: mid, rate: 10%}")
	pr.commit("and back")
	pr.wantOpen(reviewed)

	pr.git("checkout", "-q", "main")
	pr.edit("plans/reseller.yaml", "reset: quarterly", "reset: yearly")
	pr.commit("terms that the change stands on")
	pr.update()
	pr.wantClosed("the terms are others than in "+reviewed.commit[:7], reviewed)
}

// update takes main into the change, as GitHub's button does.
func (pr branch) update() {
	pr.git("checkout", "-q", "change")
	pr.git("merge", "-q", "--no-edit", "main")
}

// TestAPartnerFromBefore the repository takes no decision, and somebody's word.
func TestAPartnerFromBefore(t *testing.T) {
	pr := newBranch(t)
	pr.git("checkout", "-q", "-B", "change", "main")
	pr.write("partners/older.yaml", "apiVersion: entente/v1\nkind: Partner\nmetadata: {name: older}\nspec: {legalName: Older Ltd, lifecycle: onboarding, programs: [{program: resellers, since: 2024-01-01}]}\n")
	pr.commit("one from before")
	pr.wantClosed("The gate is closed: 1 approval is missing.", approves("finance-lead"))
	pr.wantOpen(approves("partner-manager"))
}
