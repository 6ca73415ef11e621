package evaluate_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// compiled gives a repository as far as facts; its documents must be sound.
func compiled(t testing.TB, fsys fs.FS) *evaluate.Program {
	t.Helper()
	docs, findings, err := load.Load(context.Background(), fsys, "")
	if err != nil {
		t.Fatal(err)
	}
	book, found := resolve.Resolve(docs)
	findings = append(findings, found...)
	program, found := evaluate.Compile(book)
	for _, f := range append(findings, found...) {
		if f.Severity == "error" {
			t.Errorf("%s: %s %s", f.At.File(), f.Summary, f.Detail)
		}
	}
	return program
}

// snapshot evaluates a repository on a day, fact files included.
func snapshot(t testing.TB, fsys fs.FS, on string) *state.Snapshot {
	t.Helper()
	p := compiled(t, fsys)
	sources, _ := p.Mapped(evaluate.Roots{fsys})
	asOf := day(t, on)
	out, err := evaluate.Run(context.Background(), memory.Runner{}, sources, evaluate.Job{Program: p, AsOf: asOf, Period: p.ToDate(asOf)})
	if err != nil {
		t.Fatal(err)
	}
	return out[0]
}

func day(t testing.TB, s string) quantity.Date {
	t.Helper()
	d, err := quantity.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var example = os.DirFS("../testdata/example")

// document writes one document; its spec is indented here.
func document(kind, name, body string) string {
	return fmt.Sprintf("apiVersion: entente/v1\nkind: %s\nmetadata: {name: %s}\nspec:\n  %s\n", kind, name, strings.ReplaceAll(body, "\n", "\n  "))
}

// repository is an Organization that took over on a day, a program and a partner,
// with documents laid after them.
func repository(adopted string, documents ...string) fstest.MapFS {
	if adopted != "" {
		adopted = "\nadopted: " + adopted
	}
	all := []string{
		document("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris"+adopted+"\npeople: [{id: manager}, {id: helper}, {id: lead, side: partner, partner: northwind}]"),
		document("Program", "resellers", "type: reseller\nterms: {reviewCadence: quarterly}"),
		document("Partner", "northwind", "legalName: Northwind\nlifecycle: active\nmanager: manager\nprograms: [{program: resellers}]"),
		document("KPI", "deals-won", "builtin: sourced-deals"),
	}
	return fstest.MapFS{"all.yaml": {Data: []byte(strings.Join(append(all, documents...), "---\n"))}}
}

func signed(name, term string) string {
	return document("Agreement", name, "partner: northwind\nprogram: resellers\nstatus: signed\nterm: "+term)
}

func review(name, kind, subject, on string) string {
	return document("Review", name, "type: "+kind+"\nsubject: "+subject+"\ndate: "+on)
}

// listed spells what is due: date, kind, address, item, owner, text.
func listed(due []state.Due) []string {
	var out []string
	for _, d := range due {
		line := fmt.Sprintf("%s %s %s", d.On, d.Kind, d.Address)
		if d.ID != "" {
			line += "#" + d.ID
		}
		line += " " + d.Owner + ": " + d.Text
		if d.IsOverdue {
			line = "! " + line
		}
		out = append(out, line)
	}
	return out
}

func TestDueOfTheExample(t *testing.T) {
	p := compiled(t, example)
	want := []string{
		"2026-07-01 review partner/contoso partner-manager: semiannual review, none since 2026-01-01",
		"2026-08-31 action review/northwind-2026-q2#docs product-lead: Translate the setup guide",
		"2026-09-25 checkin goal/northwind-2026 partner-manager: quarterly check-in on Grow DACH together, last met on 2026-06-25",
		"2026-09-25 review partner/northwind partner-manager: quarterly review, last on 2026-06-25",
		"2026-11-30 outcome-review decision/0001-approve-fabrikam partner-manager: look back on the decision of 2026-05-20: won-revenue was to change by 80,000.00 USD until 2027-05-31",
		"2027-05-01 notice agreement/northwind-reseller partner-manager: last day to give notice of 60 days; else it renews by itself for 12 months, to 2028-06-30",
		"2027-06-30 renewal agreement/northwind-reseller partner-manager: Northwind reseller agreement renews by itself for 12 months, to 2028-06-30 (auto)",
	}
	if diff := cmp.Diff(want, listed(p.Due(day(t, "2026-06-30"), day(t, "2027-06-30")))); diff != "" {
		t.Error(diff)
	}
	for _, d := range p.Due(day(t, "2026-06-30"), day(t, "2027-06-30")) {
		if d.At.File() == "" || d.Title == "" || d.Partner == "" {
			t.Errorf("%s %s lacks its place, title or partner", d.Kind, d.Address)
		}
	}
}

func TestDueEndsWithItsLastDay(t *testing.T) {
	p := compiled(t, example)
	if got := listed(p.Due(day(t, "2026-06-30"), day(t, "2026-06-30"))); got != nil {
		t.Errorf("nothing is due until 30 June: %v", got)
	}
	if got := p.Due(day(t, "2026-07-01"), day(t, "2026-07-01")); len(got) != 1 || got[0].IsOverdue {
		t.Errorf("a review is due on 1 July, and not overdue: %v", got)
	}
	if got := p.Due(day(t, "2026-07-02"), day(t, "2026-07-02")); len(got) != 1 || !got[0].IsOverdue {
		t.Errorf("the review is overdue on 2 July: %v", got)
	}
}

// ofKind keeps what is due of one kind, whenever.
func ofKind(t *testing.T, fsys fs.FS, on string, kinds ...state.DueKind) []string {
	t.Helper()
	var out []string
	for _, d := range compiled(t, fsys).Due(day(t, on), day(t, "9999-12-31")) {
		for _, k := range kinds {
			if d.Kind == k {
				out = append(out, listed([]state.Due{d})...)
			}
		}
	}
	return out
}

func TestReviewsDue(t *testing.T) {
	const text = " review partner/northwind manager: "
	held := signed("held", "{effective: 2025-07-01}")
	for name, c := range map[string]struct {
		adopted   string
		documents []string
		on        string
		want      []string
	}{
		"counted from adoption":                       {"2026-01-01", []string{held}, "2026-02-01", []string{"2026-04-01" + text + "quarterly review, none since 2026-01-01"}},
		"from the agreement when it began later":      {"2026-01-01", []string{signed("new", "{effective: 2026-02-15}")}, "2026-03-01", []string{"2026-05-15" + text + "quarterly review, none since 2026-02-15"}},
		"from the agreement without adoption":         {"", []string{held}, "2026-02-01", []string{"! 2025-10-01" + text + "quarterly review, none since 2025-07-01"}},
		"from the last review":                        {"2026-01-01", []string{held, review("q1", "qbr", "partner/northwind", "2026-01-20"), review("q2", "annual", "agreement/held", "2026-04-10")}, "2026-05-01", []string{"2026-07-10" + text + "quarterly review, last on 2026-04-10"}},
		"clamped at the end of a month":               {"2025-01-01", []string{held, review("a", "qbr", "partner/northwind", "2025-11-30")}, "2026-01-15", []string{"2026-02-28" + text + "quarterly review, last on 2025-11-30"}},
		"a check-in is no review":                     {"2026-01-01", []string{held, review("c", "checkin", "partner/northwind", "2026-03-01")}, "2026-03-15", []string{"2026-04-01" + text + "quarterly review, none since 2026-01-01"}},
		"nor is a look at a goal":                     {"2026-01-01", []string{held, goal("g", "2026", ""), review("c", "qbr", "goal/g", "2026-03-01")}, "2026-03-15", []string{"2026-04-01" + text + "quarterly review, none since 2026-01-01"}},
		"one that is still to come does not help":     {"2026-01-01", []string{held, review("q", "qbr", "partner/northwind", "2026-03-20")}, "2026-03-19", []string{"2026-04-01" + text + "quarterly review, none since 2026-01-01"}},
		"an old one keeps its rhythm":                 {"2026-01-01", []string{held, review("q", "qbr", "partner/northwind", "2025-12-10")}, "2026-02-01", []string{"2026-03-10" + text + "quarterly review, last on 2025-12-10"}},
		"what was late before adoption is not":        {"2026-01-01", []string{held, review("q", "qbr", "partner/northwind", "2025-08-10")}, "2026-02-01", []string{"2026-04-01" + text + "quarterly review, last on 2025-08-10"}},
		"of an active partner whose agreement lapsed": {"2026-01-01", []string{signed("gone", "{effective: 2025-01-01, expires: 2025-12-31}")}, "2026-06-01", []string{"! 2026-04-01" + text + "quarterly review, none since 2026-01-01"}},
		"nothing before an agreement holds":           {"2026-01-01", []string{signed("soon", "{effective: 2026-07-01}")}, "2026-06-01", nil},
		"the agreement's own cadence": {"2026-01-01", []string{document("Agreement", "own", "partner: northwind\nprogram: resellers\nstatus: signed\nterm: {effective: 2025-07-01}\nterms: {reviewCadence: monthly}")},
			"2026-01-15", []string{"2026-02-01" + text + "monthly review, none since 2026-01-01"}},
		"the earliest of two": {"2026-01-01", []string{held, document("Agreement", "zealous", "partner: northwind\nprogram: resellers\nstatus: signed\nterm: {effective: 2026-01-10}\nterms: {reviewCadence: weekly}")},
			"2026-01-15", []string{"2026-01-17" + text + "weekly review, none since 2026-01-10"}},
		"an amended cadence": {"2026-01-01", []string{signed("amended", "{effective: 2025-07-01}") + "  amendments: [{id: often, effective: 2026-02-01, set: {terms: {reviewCadence: monthly}}}]\n"},
			"2026-02-01", []string{"2026-02-01" + text + "monthly review, none since 2026-01-01"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, ofKind(t, repository(c.adopted, c.documents...), c.on, state.DueReview)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func goal(name, period, more string) string {
	return document("Goal", name, "partner: northwind\nperiod: "+period+"\nowners: {vendor: helper, partner: lead}\nkpis: [{kpi: deals-won, target: 5}]"+more)
}

func TestCheckinsDue(t *testing.T) {
	const text = " checkin goal/g helper: "
	quarterly := "\ncheckinCadence: quarterly"
	for name, c := range map[string]struct {
		documents []string
		on        string
		want      []string
	}{
		"from the first day":             {[]string{goal("g", "2026", quarterly)}, "2026-02-01", []string{"2026-04-01" + text + "quarterly check-in on g, none since 2026-01-01"}},
		"from adoption, within the time": {[]string{goal("g", "2025", quarterly)}, "2025-12-01", []string{"2025-12-31" + text + "quarterly check-in on g, none since 2025-11-15"}},
		"any review counts":              {[]string{goal("g", "2026", quarterly), review("r", "retrospective", "partner/northwind", "2026-05-31")}, "2026-06-01", []string{"2026-08-31" + text + "quarterly check-in on g, last met on 2026-05-31"}},
		"of the goal too":                {[]string{goal("g", "2026", quarterly), review("r", "checkin", "goal/g", "2026-05-31")}, "2026-06-01", []string{"2026-08-31" + text + "quarterly check-in on g, last met on 2026-05-31"}},
		"not one before its time":        {[]string{goal("g", "2026", quarterly), review("r", "qbr", "partner/northwind", "2025-12-31")}, "2026-02-01", []string{"2026-04-01" + text + "quarterly check-in on g, none since 2026-01-01"}},
		"never after its time":           {[]string{goal("g", "2026", quarterly), review("r", "qbr", "partner/northwind", "2026-11-15")}, "2026-12-01", []string{"2026-12-31" + text + "quarterly check-in on g, last met on 2026-11-15"}},
		"a quarter has its own":          {[]string{goal("g", "2026-Q1", quarterly)}, "2026-02-01", []string{"2026-03-31" + text + "quarterly check-in on g, none since 2026-01-01"}},
		"done on its last day":           {[]string{goal("g", "2026-Q1", quarterly), review("r", "qbr", "partner/northwind", "2026-03-31")}, "2026-03-31", nil},
		"not before its time":            {[]string{goal("g", "2026-Q2", quarterly)}, "2026-03-31", nil},
		"not after its time":             {[]string{goal("g", "2026-Q1", quarterly)}, "2026-04-01", nil},
		"not without a cadence":          {[]string{goal("g", "2026", "")}, "2026-04-01", nil},
		"not when another has begun":     {[]string{goal("g", "2026", quarterly), goal("h", "2026-Q2", "\nsupersedes: g")}, "2026-04-01", nil},
		"until another has begun":        {[]string{goal("g", "2026", quarterly), goal("h", "2026-Q2", "\nsupersedes: g")}, "2026-03-31", []string{"2026-04-01" + text + "quarterly check-in on g, none since 2026-01-01"}},
		"clamped at the end of a month":  {[]string{goal("g", "2026", "\ncheckinCadence: monthly"), review("r", "qbr", "partner/northwind", "2026-01-31")}, "2026-02-01", []string{"2026-02-28" + text + "monthly check-in on g, last met on 2026-01-31"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, ofKind(t, repository("2025-11-15", c.documents...), c.on, state.DueCheckin)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRenewalsAndNoticeDue(t *testing.T) {
	const text = " agreement/a manager: "
	auto := "{effective: 2025-01-01, expires: 2025-12-31, renewal: auto, renewFor: 12 months, notice: 3 months}"
	manual := "{effective: 2025-01-01, expires: 2025-12-31, renewal: manual, renewFor: 12 months, notice: 60 days}"
	for name, c := range map[string]struct {
		term, on string
		want     []string
	}{
		"auto": {auto, "2025-09-30", []string{
			"2025-09-30 notice" + text + "last day to give notice of 3 months; else it renews by itself for 12 months, to 2026-12-31",
			"2025-12-31 renewal" + text + "a renews by itself for 12 months, to 2026-12-31 (auto)"}},
		"auto, the notice let pass": {auto, "2025-10-01", []string{"2025-12-31 renewal" + text + "a renews by itself for 12 months, to 2026-12-31 (auto)"}},
		"auto, renewed twice": {auto, "2027-01-01", []string{
			"2027-09-30 notice" + text + "last day to give notice of 3 months; else it renews by itself for 12 months, to 2028-12-31",
			"2027-12-31 renewal" + text + "a renews by itself for 12 months, to 2028-12-31 (auto)"}},
		"manual, too late": {manual, "2025-12-01", []string{
			"! 2025-11-01 notice" + text + "last day to agree on a renewal, 60 days before it expires on 2025-12-31",
			"2025-12-31 renewal" + text + "a expires unless both sides renew it (manual)"}},
		"manual, expired": {manual, "2026-01-01", []string{"! 2025-12-31 renewal" + text + "a expired on 2025-12-31"}},
		"ended for good":  {auto + "\nended: {on: 2025-11-30, reason: breach, windDownOwner: manager}", "2025-12-01", []string{"! 2025-11-30 renewal" + text + "a was ended on 2025-11-30"}},
		"none":            {"{effective: 2025-01-01, expires: 2025-12-31, notice: 60 days}", "2025-12-31", []string{"2025-12-31 renewal" + text + "a expires without a renewal (none)"}},
		"evergreen":       {"{effective: 2025-01-01, notice: 30 days}", "2026-06-30", nil},
		"without a notice": {"{effective: 2025-01-01, expires: 2025-12-31, renewal: auto}", "2025-06-30", []string{
			"2025-12-31 renewal" + text + "a renews by itself without end (auto)"}},
		"still to begin": {"{effective: 2026-01-01, expires: 2026-12-31}", "2025-12-31", nil},
		"ended":          {auto + "\nended: {on: 2025-11-30, reason: breach, windDownOwner: manager}", "2025-06-30", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, ofKind(t, repository("", signed("a", c.term)), c.on, state.DueRenewal, state.DueNotice)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A decision past its outcome review is due until its outcome is written down.
func TestDecisionsDue(t *testing.T) {
	decision := func(more string) string {
		return document("Decision", "d", "type: change-goal\nsubject: partner/northwind\n"+more)
	}
	for name, c := range map[string]struct{ spec, want string }{
		"past its outcome review":  {"status: accepted\ndecider: manager\ndate: 2026-01-10\nreviewOn: 2026-06-01", "! 2026-06-01 outcome-review decision/d manager: look back on the decision of 2026-01-10"},
		"before it":                {"status: accepted\ndecider: manager\nreviewOn: 2026-07-01", "2026-07-01 outcome-review decision/d manager: look back on the decision"},
		"looked back on":           {"status: accepted\ndate: 2026-01-10\nreviewOn: 2026-06-01\noutcome: {on: 2026-06-02, result: met}", ""},
		"not accepted":             {"status: rejected\ndate: 2026-01-10\nreviewOn: 2026-06-01", ""},
		"taken the place of":       {"status: superseded\ndate: 2026-01-10\nreviewOn: 2026-06-01", ""},
		"without a look back":      {"status: accepted\ndate: 2026-01-10", ""},
		"open":                     {"status: open\ndecider: manager\ndue: 2026-06-20", "! 2026-06-20 decision decision/d manager: decide on partner/northwind, change-goal"},
		"proposed":                 {"status: proposed\ndue: 2026-07-20", "2026-07-20 decision decision/d : decide on partner/northwind, change-goal"},
		"open without a day":       {"status: open", ""},
		"decided, its day gone by": {"status: accepted\ndate: 2026-06-10\ndue: 2026-06-20", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.Join(ofKind(t, repository("", decision(c.spec)), "2026-06-30", state.DueOutcomeReview, state.DueDecision), "\n")
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestConcernsAndActionsDue(t *testing.T) {
	partner := document("Partner", "fabrikam", `legalName: Fabrikam
lifecycle: paused
manager: manager
concerns:
  - {id: staff, text: Nobody sells, owner: helper, due: 2026-06-29}
  - {id: rival, text: Sells a rival, due: 2026-06-30, status: open}
  - {id: price, text: Too cheap, due: 2026-06-01, status: answered}
  - {id: vague, text: Something}`)
	look := document("Review", "look", `type: qbr
subject: partner/fabrikam
date: 2026-05-01
actions:
  - {id: write, text: Write the guide, owner: helper, due: 2026-07-01}
  - {id: call, text: Call them, due: 2026-06-01, status: open}
  - {id: done, text: Done already, due: 2026-06-01, status: done}
  - {id: some-day, text: Some day}`)
	want := []string{
		"! 2026-06-01 action review/look#call : Call them",
		"! 2026-06-29 concern partner/fabrikam#staff helper: Nobody sells",
		"2026-06-30 concern partner/fabrikam#rival manager: Sells a rival",
		"2026-07-01 action review/look#write helper: Write the guide",
	}
	if diff := cmp.Diff(want, ofKind(t, repository("", partner, look), "2026-06-30", state.DueConcern, state.DueAction)); diff != "" {
		t.Error(diff)
	}
}

// The order of files and of documents within them changes neither what is due
// nor what is said of it.
func TestTheOrderOfDocumentsChangesNothing(t *testing.T) {
	documents := documentsOf(t, example)
	asOf, until := day(t, "2026-12-02"), day(t, "2028-01-01")
	want, conditions := listed(compiled(t, example).Due(asOf, until)), said(snapshot(t, example, "2026-12-02"))
	if len(want) < 7 || len(conditions) < 20 {
		t.Fatalf("only %d are due and %d conditions known", len(want), len(conditions))
	}
	rapid.Check(t, func(rt *rapid.T) {
		repo := fstest.MapFS{}
		for _, text := range rapid.Permutation(documents).Draw(rt, "order") {
			name := fmt.Sprintf("%s/%d.yaml", rapid.SampledFrom([]string{"a", "m/n", "z"}).Draw(rt, "folder"), rapid.IntRange(0, 4).Draw(rt, "file"))
			if repo[name] == nil {
				repo[name] = &fstest.MapFile{}
			}
			repo[name].Data = append(repo[name].Data, text+"\n---\n"...)
		}
		for _, name := range []string{"data/deals.csv", "data/leads.csv", "data/refunds.csv"} {
			data, err := fs.ReadFile(example, name)
			if err != nil {
				rt.Fatal(err)
			}
			repo[name] = &fstest.MapFile{Data: data}
		}
		if diff := cmp.Diff(want, listed(compiled(t, repo).Due(asOf, until))); diff != "" {
			rt.Fatal(diff)
		}
		if diff := cmp.Diff(conditions, said(snapshot(t, repo, "2026-12-02"))); diff != "" {
			rt.Fatal(diff)
		}
	})
}

// documentsOf gives every YAML document of a repository by itself.
func documentsOf(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var out []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		out = append(out, strings.Split(strings.TrimSpace(string(text)), "\n---\n")...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// said spells every condition and every dated warning, by address.
func said(s *state.Snapshot) map[string]string {
	out := map[string]string{}
	for address, j := range s.Judgements {
		for _, c := range j.Conditions {
			out[string(address)+" "+c.Type] = c.Status + " " + c.Reason + ": " + c.Message
		}
	}
	for _, f := range s.Findings {
		if evaluate.IsDated(f) {
			out[f.Resource+" "+f.Code+" "+f.Path] = f.Detail
		}
	}
	return out
}

// conditionOf gives one condition as "Status Reason: message".
func conditionOf(t *testing.T, s *state.Snapshot, address spec.Address, kind string) string {
	t.Helper()
	text, ok := said(s)[string(address)+" "+kind]
	if !ok {
		t.Fatalf("%s has no condition %s", address, kind)
	}
	return text
}
