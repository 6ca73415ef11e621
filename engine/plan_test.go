package engine_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// repository is a git repository with the contract's example on its main branch,
// committed on 29 June 2026.
type repository struct {
	t    *testing.T
	root string
	unit string // folder of the example in it
}

func newRepository(t *testing.T, unit string) repository {
	t.Helper()
	r := repository{t, t.TempDir(), unit}
	if err := os.CopyFS(r.dir(), os.DirFS("testdata/example")); err != nil {
		t.Fatal(err)
	}
	r.git("init", "-q", "-b", "main")
	r.commit("the example")
	return r
}

func (r repository) dir() string { return filepath.Join(r.root, r.unit) }

func (r repository) git(args ...string) {
	r.t.Helper()
	runGit(r.t, r.root, args...)
}

func runGit(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@localhost",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@localhost", "GIT_AUTHOR_DATE=2026-06-29T09:00:00Z", "GIT_COMMITTER_DATE=2026-06-29T09:00:00Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (r repository) commit(message string) {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", message)
}

// edit replaces one stretch of a file in the working folder.
func (r repository) edit(name, old, new string) {
	r.t.Helper()
	editFile(r.t, filepath.Join(r.dir(), name), old, new)
}

func editFile(t *testing.T, path, old, new string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s does not hold %q", path, old)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (r repository) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.dir(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// plan compares two revisions on a day.
func (r repository) plan(base, head, asOf string) plan.Plan {
	r.t.Helper()
	return planOf(r.t, engine.Between{Dir: r.dir(), Base: base, Head: head, ToolVersion: "test"}, asOf)
}

func planOf(t *testing.T, what engine.Between, asOf string) plan.Plan {
	t.Helper()
	planned, err := engine.Plan(t.Context(), what, engine.When{AsOf: asOfDay(t, asOf)})
	if err != nil {
		t.Fatal(err)
	}
	return planned.Plan
}

func asOfDay(t *testing.T, text string) quantity.Date {
	t.Helper()
	d, err := quantity.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// changed spells changes: "goal/g kpis/x/target 1 → 2 goals/g.yaml:15".
func changed(p plan.Plan) []string {
	out := []string{}
	for _, c := range p.Changes {
		out = append(out, fmt.Sprintf("%s %s %s → %s %s:%d", c.Address, c.Path, text(c.Before), text(c.After), c.File, c.Line))
	}
	return out
}

func text(s *string) string {
	if s == nil {
		return "·"
	}
	return *s
}

// moves spells the KPIs of partners that move.
func moves(values []plan.Delta) []string {
	out := []string{}
	for _, v := range values {
		if v.Address.Kind() == "partner" && strings.HasPrefix(v.What, "kpi/") {
			out = append(out, fmt.Sprintf("%s %s %s%s → %s%s", v.Address.Name(), strings.TrimPrefix(v.What, "kpi/"), text(v.Before), v.BeforeReason, text(v.After), v.AfterReason))
		}
	}
	return out
}

func want(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const target = "goal/northwind-2026 kpis/won-revenue/target 300000.00 USD → 300000.01 USD goals/northwind-2026.yaml:14"

func TestPlanStartsWhereTheBranchLeft(t *testing.T) {
	r := newRepository(t, ".")
	r.git("checkout", "-q", "-b", "change")
	r.edit("goals/northwind-2026.yaml", "300000 USD", "300000.01 USD")
	r.commit("change")
	r.git("checkout", "-q", "main")
	r.edit("goals/contoso-2026.yaml", "60000 USD", "70000 USD")
	r.commit("meanwhile")
	p := r.plan("main", "change", "2026-06-30")
	want(t, "changes", changed(p), target)
	if p.Base == "" || p.Base == p.Head || len(p.Base) != 40 || len(p.Head) != 40 {
		t.Errorf("from %s to %s", p.Base, p.Head)
	}
	want(t, "the other way round", changed(r.plan("change", "main", "2026-06-30")),
		"goal/contoso-2026 kpis/won-revenue/target 60000.00 USD → 70000.00 USD goals/contoso-2026.yaml:11")
}

func TestPlanOfTheWorkingFolder(t *testing.T) {
	for _, unit := range []string{".", "partners/emea"} {
		t.Run(unit, func(t *testing.T) {
			r := newRepository(t, unit)
			r.edit("goals/northwind-2026.yaml", "300000 USD", "300000.01 USD")
			p := r.plan("", "", "2026-06-30")
			want(t, "uncommitted on main", changed(p), target)
			if p.Head != "working folder" {
				t.Errorf("head is %s", p.Head)
			}
			r.git("checkout", "-q", "-b", "change")
			r.commit("change")
			r.edit("goals/contoso-2026.yaml", "60000 USD", "70000 USD")
			want(t, "a commit and an edit", changed(r.plan("", "", "2026-06-30")),
				"goal/contoso-2026 kpis/won-revenue/target 60000.00 USD → 70000.00 USD goals/contoso-2026.yaml:11", target)
			want(t, "against the branch itself", changed(r.plan("change", "", "2026-06-30")),
				"goal/contoso-2026 kpis/won-revenue/target 60000.00 USD → 70000.00 USD goals/contoso-2026.yaml:11")
			want(t, "nothing", changed(r.plan("main", "main", "2026-06-30")))
		})
	}
}

// TestUnitIsAFolder: what lies beside the unit in the repository is not part of it.
func TestUnitIsAFolder(t *testing.T) {
	r := newRepository(t, "emea")
	if err := os.CopyFS(filepath.Join(r.root, "apac"), os.DirFS("testdata/example")); err != nil {
		t.Fatal(err)
	}
	r.commit("another unit")
	editFile(t, filepath.Join(r.root, "apac/goals/contoso-2026.yaml"), "60000 USD", "70000 USD")
	r.edit("goals/northwind-2026.yaml", "300000 USD", "300000.01 USD")
	want(t, "changes", changed(r.plan("", "", "2026-06-30")), target)
}

func TestPlanAgainstAFolder(t *testing.T) {
	before := t.TempDir()
	if err := os.CopyFS(before, os.DirFS("testdata/example")); err != nil {
		t.Fatal(err)
	}
	after := t.TempDir()
	if err := os.CopyFS(after, os.DirFS("testdata/example")); err != nil {
		t.Fatal(err)
	}
	editFile(t, filepath.Join(after, "goals/northwind-2026.yaml"), "300000 USD", "300000.01 USD")
	p := planOf(t, engine.Between{Dir: after, Base: before}, "2026-06-30")
	want(t, "two folders", changed(p), target)
	if p.Base != before || p.Head != "working folder" {
		t.Errorf("from %s to %s", p.Base, p.Head)
	}
	r := newRepository(t, ".")
	r.edit("goals/northwind-2026.yaml", "300000 USD", "300000.01 USD")
	r.commit("change")
	want(t, "a folder and a commit", changed(r.plan(before, "HEAD", "2026-06-30")), target)
}

func TestPlanErrorsSayTheWayOut(t *testing.T) {
	r := newRepository(t, ".")
	r.edit("goals/northwind-2026.yaml", "300000 USD", "300000.01 USD")
	r.commit("more on main")
	r.git("checkout", "-q", "-b", "change", "HEAD~1")
	r.edit("goals/contoso-2026.yaml", "60000 USD", "70000 USD")
	r.commit("change")
	shallow := t.TempDir()
	runGit(t, shallow, "clone", "-q", "--depth", "1", "--no-single-branch", "file://"+r.root, ".")
	bare := t.TempDir()
	if err := os.CopyFS(bare, os.DirFS("testdata/example")); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		what engine.Between
		want []string
	}{
		"a shallow clone":       {engine.Between{Dir: shallow, Base: "origin/main", Head: "origin/change"}, []string{"shallow", "`fetch-depth: 0`"}},
		"a revision not there":  {engine.Between{Dir: r.dir(), Base: "mian"}, []string{"mian"}},
		"a folder not there":    {engine.Between{Dir: r.dir(), Base: "./before"}, []string{"before"}},
		"no repository":         {engine.Between{Dir: bare}, []string{"is not in a git repository", "--base"}},
		"no repository, a name": {engine.Between{Dir: bare, Base: "main"}, []string{"main is no folder", "git repository"}},
		"no folder":             {engine.Between{Dir: filepath.Join(bare, "nowhere")}, []string{"nowhere"}},
		"facts not there":       {engine.Between{Dir: r.dir(), Base: "main", Facts: filepath.Join(bare, "nowhere")}, []string{"nowhere"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := engine.Plan(t.Context(), c.what, engine.When{AsOf: asOfDay(t, "2026-06-30")})
			if err == nil {
				t.Fatal("no error")
			}
			for _, words := range c.want {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q does not say %q", err, words)
				}
			}
		})
	}
}

// TestFactsOfTheHeadAreData: whatever a head does to facts and sources shows under
// Data, and never in the impact of its terms.
func TestFactsOfTheHeadAreData(t *testing.T) {
	moreDeals := "apiVersion: entente/v1\nkind: Source\nmetadata: {name: more}\nspec: {type: deals, system: crm, currency: USD, from: {files: data/more.csv}, " +
		"columns: {id: id, partner: partner, stage: stage, amount: amount, closedAt: closed}}\n"
	for name, c := range map[string]struct {
		edit   func(r repository)
		impact []string
		files  []string
		data   []string
	}{
		"an amount": {
			edit:  func(r repository) { r.edit("data/deals.csv", "$31,500.00", "$41,500.00") },
			files: []string{"data/deals.csv"},
			data:  []string{"northwind average-deal-size 32875.00 → 35375.00", "northwind won-revenue 131500.00 → 141500.00"}},
		"a file that goes": {
			edit:  func(r repository) { r.git("rm", "-q", "data/leads.csv") },
			files: []string{"data/leads.csv"},
			data:  []string{"contoso lead-to-close ·no-denominator → ·no-facts", "fabrikam lead-to-close ·no-denominator → ·no-facts", "northwind lead-to-close 50 → ·no-facts"}},
		"another header for a column": {
			edit: func(r repository) {
				r.edit("sources.yaml", "closedAt: Closed", "closedAt: Created")
			},
			files: []string{},
			data: []string{"contoso average-deal-size 8999.995 → 9999.99", "contoso won-revenue 17999.99 → 9999.99",
				"northwind average-deal-size 32875.00 → 33833.33333333", "northwind win-rate 80 → 75", "northwind won-revenue 131500.00 → 101500.00"}},
		"a source with rows of its own": {
			edit: func(r repository) {
				r.write("more.yaml", moreDeals)
				r.write("data/more.csv", "id,partner,stage,amount,closed\nM-1,NW-001,won,500.00,2026-01-02\n")
			},
			files: []string{"data/more.csv"},
			data:  []string{"northwind average-deal-size 32875.00 → 26400.00"}},
		"a KPI over a column that it maps": {
			edit: func(r repository) {
				r.edit("sources.yaml", "    createdAt: Created\n", "    createdAt: Created\n    owner: Origin\n")
				r.write("owned.yaml", "apiVersion: entente/v1\nkind: KPI\nmetadata: {name: owned}\nspec: {measure: {source: deals, aggregate: count, where: 'owner == \"Us\"'}}\n")
			},
			files: []string{},
			data:  []string{"contoso owned ·no-column → 1", "fabrikam owned ·no-column → 0", "northwind owned ·no-column → 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRepository(t, ".")
			before := r.plan("main", "", "2026-06-30")
			r.git("checkout", "-q", "-b", "change")
			c.edit(r)
			for _, state := range []string{"in the working folder", "committed"} {
				head := ""
				if state == "committed" {
					r.commit("change")
					head = "change"
				}
				p := r.plan("main", head, "2026-06-30")
				want(t, "impact "+state, moves(p.Impact.Values), c.impact...)
				if p.Data == nil {
					t.Fatal("no data")
				}
				want(t, "files "+state, p.Data.Files, c.files...)
				want(t, "data "+state, moves(p.Data.Values), c.data...)
				if p.FactsDigest != before.FactsDigest {
					t.Error("the digest of the base's facts moves with the head")
				}
			}
		})
	}
}

// TestNoDataWithoutAnotherReading: what a source is moved, retitled or reordered
// to leaves its facts as they are.
func TestNoDataWithoutAnotherReading(t *testing.T) {
	for name, edit := range map[string]func(r repository){
		"columns in another order": func(r repository) {
			r.edit("sources.yaml", "    id: Deal ID\n    partner: Partner\n", "    partner: Partner\n    id: Deal ID\n")
		},
		"a column spelled out": func(r repository) { r.edit("sources.yaml", "id: Deal ID", "id: {column: Deal ID}") },
		"a title":              func(r repository) { r.edit("sources.yaml", "{name: deals}", "{name: deals, title: CRM}") },
		"another file":         func(r repository) { r.git("mv", "sources.yaml", "facts.yaml") },
		"nothing":              func(repository) {},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRepository(t, ".")
			edit(r)
			if p := r.plan("main", "", "2026-06-30"); p.Data != nil || len(p.Impact.Values) > 0 {
				t.Errorf("data %+v, impact %v", p.Data, moves(p.Impact.Values))
			}
		})
	}
}

// TestRenamedSourceKeepsItsFacts: the base's bytes are there under any name.
func TestRenamedSourceKeepsItsFacts(t *testing.T) {
	r := newRepository(t, ".")
	r.edit("sources.yaml", "{name: deals}", "{name: crm-deals}")
	text, err := os.ReadFile(filepath.Join(r.dir(), "kpis.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	r.write("kpis.yaml", strings.ReplaceAll(string(text), "source: deals", "source: crm-deals"))
	p := r.plan("main", "", "2026-06-30")
	want(t, "impact", moves(p.Impact.Values))
}

// TestTermsDigestOfARepository: approvals hold on any day and after a cosmetic
// push, and are void by one cent and by facts of the head's own.
func TestTermsDigestOfARepository(t *testing.T) {
	r := newRepository(t, ".")
	r.git("checkout", "-q", "-b", "change")
	r.edit("goals/northwind-2026.yaml", "300000 USD", "350000 USD")
	r.edit("kpis.yaml", `money("30000 USD")`, `money("31000 USD")`)
	r.commit("change")
	first := r.plan("main", "change", "2026-06-30")
	if later := r.plan("main", "change", "2026-09-15"); later.TermsDigest != first.TermsDigest {
		t.Error("the as-of day voids approvals")
	} else if later.PlanDigest == first.PlanDigest {
		t.Error("the plan is the same on another day")
	}
	r.edit("goals/northwind-2026.yaml", "title: Grow DACH together", "title: Grow together")
	r.edit("goals/northwind-2026.yaml", "spec:\n", "spec:\n  # agreed in Munich\n")
	r.commit("cosmetic")
	cosmetic := r.plan("main", "change", "2026-06-30")
	if cosmetic.TermsDigest != first.TermsDigest {
		t.Error("a cosmetic push voids approvals")
	}
	r.edit("goals/northwind-2026.yaml", "350000 USD", "350000.01 USD")
	r.commit("one cent")
	if r.plan("main", "change", "2026-06-30").TermsDigest == first.TermsDigest {
		t.Error("one cent more keeps approvals")
	}
	r.edit("goals/northwind-2026.yaml", "350000.01 USD", "350000 USD")
	r.edit("data/deals.csv", "$31,500.00", "$41,500.00")
	r.commit("facts")
	facts := r.plan("main", "change", "2026-06-30")
	if facts.TermsDigest == first.TermsDigest {
		t.Error("facts that the head edits keep approvals")
	}
	r.edit("data/deals.csv", "$41,500.00", "$51,500.00")
	r.commit("other facts")
	if r.plan("main", "change", "2026-06-30").TermsDigest == facts.TermsDigest {
		t.Error("approvals of some edit of facts hold for another")
	}
}

// TestFactsBesideTheRepository: --facts serves base and head alike.
func TestFactsBesideTheRepository(t *testing.T) {
	r := newRepository(t, ".")
	facts := t.TempDir()
	r.git("mv", "data", "away")
	if err := os.Rename(filepath.Join(r.dir(), "away"), filepath.Join(facts, "data")); err != nil {
		t.Fatal(err)
	}
	r.commit("facts are kept out of git")
	r.edit("kpis.yaml", `money("30000 USD")`, `money("30001 USD")`)
	p := planOf(t, engine.Between{Dir: r.dir(), Facts: facts}, "2026-06-30")
	want(t, "impact", moves(p.Impact.Values))
	r.edit("kpis.yaml", `money("30001 USD")`, `money("31500 USD")`)
	p = planOf(t, engine.Between{Dir: r.dir(), Facts: facts}, "2026-06-30")
	want(t, "impact", moves(p.Impact.Values), "northwind big-deals 2 → 1")
	if p.Data != nil {
		t.Errorf("data %+v", p.Data)
	}
}

func TestFindingsOfBothSides(t *testing.T) {
	r := newRepository(t, ".")
	r.edit("goals/contoso-2026.yaml", "{vendor: lead-generation, partner: brand}", "lead-generation") // mends the warning
	r.edit("goals/northwind-2026.yaml", "partner: northwind\n", "partner: northwnd\n")
	p := r.plan("", "", "2026-06-30")
	codes := func(list []plan.Finding) string {
		var out []string
		for _, f := range list {
			out = append(out, f.Code+" "+f.File)
		}
		return strings.Join(out, ", ")
	}
	if got := codes(p.Findings.New); !strings.Contains(got, "unknown-reference goals/northwind-2026.yaml") {
		t.Errorf("new: %s", got)
	}
	if got := codes(p.Findings.Resolved); !strings.Contains(got, "goal-drift goals/contoso-2026.yaml") {
		t.Errorf("resolved: %s", got)
	}
	if p.Findings.Unchanged == 0 {
		t.Error("nothing is unchanged")
	}
}

// TestPlansRunSideBySide is for the race detector.
func TestPlansRunSideBySide(t *testing.T) {
	r := newRepository(t, ".")
	r.git("checkout", "-q", "-b", "change")
	r.edit("kpis.yaml", `money("30000 USD")`, `money("31500 USD")`)
	r.commit("change")
	digests := make([]string, 6)
	var group sync.WaitGroup
	for i := range digests {
		group.Go(func() {
			planned, err := engine.Plan(context.Background(), engine.Between{Dir: r.dir(), Base: "main", Head: "change"}, engine.When{AsOf: asOfDay(t, "2026-06-30")})
			if err != nil {
				t.Error(err)
				return
			}
			digests[i] = planned.Plan.PlanDigest
		})
	}
	group.Wait()
	for _, d := range digests {
		if d != digests[0] || d == "" {
			t.Fatalf("plans differ: %v", digests)
		}
	}
}

// TestUnreadableFactsAreFindings: status goes on without them.
func TestUnreadableFactsAreFindings(t *testing.T) {
	r := newRepository(t, ".")
	r.write("data/deals.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n")
	result, err := engine.Status(t.Context(), engine.Where{Dir: r.dir()}, engine.When{AsOf: asOfDay(t, "2026-06-30")})
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	if v := result.Snapshot.Derived["partner/northwind"]["kpi/won-revenue"]; v.Reason != "no-facts" {
		t.Errorf("won revenue: %+v", v)
	}
	if v := result.Snapshot.Derived["partner/northwind"]["kpi/lead-to-close"]; v.Decimal() != "50" {
		t.Errorf("lead to close: %+v", v)
	}
	found := false
	for _, f := range result.Checked.Findings {
		found = found || f.Code == "unreadable-facts" && strings.Contains(f.Detail, "git lfs pull")
	}
	if !found {
		t.Error("no finding says what to do")
	}
}
