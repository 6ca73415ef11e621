package evaluate_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/state"
)

// copied reads a repository into memory, to change it.
func copied(t *testing.T, fsys fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// warned spells the dated warnings of a snapshot: code, place, text underlined, detail.
func warned(s *state.Snapshot) []string {
	var out []string
	for _, f := range s.Findings {
		if evaluate.IsDated(f) {
			out = append(out, fmt.Sprintf("%s[%s] %s:%d %s: %s", f.Severity, f.Code, f.At.File(), f.At.From().Line, f.At.Text(), f.Detail))
		}
	}
	slices.Sort(out)
	return out
}

func TestNothingOfTheExampleIsOverdue(t *testing.T) {
	if got := warned(snapshot(t, example, "2026-06-30")); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestWhatIsOverdueInTheExample(t *testing.T) {
	want := []string{
		"warning[checkin-overdue] goals/northwind-2026.yaml:12 quarterly: Quarterly check-in on Grow DACH together, last met on 2026-06-25: due on 2026-09-25.",
		"warning[outcome-review-overdue] decisions/0001-approve-fabrikam.yaml:16 2026-11-30: Look back on the decision of 2026-05-20: won-revenue was to change by 80,000.00 USD until 2027-05-31: due on 2026-11-30.",
		"warning[review-overdue] partners/contoso.yaml:3 contoso: Semiannual review, none since 2026-01-01: due on 2026-07-01.",
		"warning[review-overdue] partners/northwind.yaml:3 northwind: Quarterly review, last on 2026-06-25: due on 2026-09-25.",
	}
	got := warned(snapshot(t, example, "2026-12-02"))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// What a warning says is the same every day, so that it is told from a new one.
	if diff := cmp.Diff(got, warned(snapshot(t, example, "2026-12-31"))); diff != "" {
		t.Error(diff)
	}
}

func TestAnOverdueConcernIsWarnedOf(t *testing.T) {
	partner := document("Partner", "fabrikam", "legalName: Fabrikam\nlifecycle: paused\nconcerns:\n  - {id: staff, text: Nobody sells, due: 2026-06-29}\n  - {id: price, text: Too dear, due: 2026-06-30}")
	want := []string{"warning[concern-overdue] all.yaml:38 2026-06-29: `staff` was to be answered by 2026-06-29: Nobody sells"}
	if diff := cmp.Diff(want, warned(snapshot(t, repository("", partner), "2026-06-30"))); diff != "" {
		t.Error(diff)
	}
}

func TestQuietPartners(t *testing.T) {
	held := document("Agreement", "held", "partner: northwind\nprogram: resellers\nstatus: signed\nterm: {effective: 2020-01-01}\nterms: {reviewCadence: annual}")
	decision := func(subject, on string) string {
		return document("Decision", "d", "type: change-goal\nsubject: "+subject+"\nstatus: accepted\ndate: "+on)
	}
	const both = "No decision has been recorded since 2026-01-01, and no shared goal runs since 2026-01-01."
	for name, c := range map[string]struct {
		adopted   string
		documents []string
		on        string
		want      string
	}{
		"the day before a year after adoption": {"2026-01-01", []string{held}, "2026-12-31", ""},
		"a year after adoption":                {"2026-01-01", []string{held}, "2027-01-01", both},
		"history before it does not count":     {"2026-01-01", []string{held, decision("partner/northwind", "2019-05-01"), goal("g", "2020", "")}, "2027-01-01", both},
		"nor does it hurry":                    {"2026-01-01", []string{held, decision("partner/northwind", "2019-05-01"), goal("g", "2020", "")}, "2026-12-31", ""},
		"without a goal":                       {"2026-01-01", []string{held, decision("agreement/held", "2026-08-31")}, "2027-01-01", "No shared goal runs since 2026-01-01."},
		"without a decision":                   {"2026-01-01", []string{held, goal("g", "2026", "")}, "2027-01-01", "No decision about it has been recorded since 2026-01-01."},
		"with both":                            {"2026-01-01", []string{held, goal("g", "2026", ""), decision("goal/g", "2026-08-31")}, "2027-08-30", ""},
		"a year after the decision":            {"2026-01-01", []string{held, goal("g", "2026", ""), decision("goal/g", "2026-08-31")}, "2027-08-31", "No decision about it has been recorded since 2026-08-31."},
		"a year after both":                    {"2026-01-01", []string{held, goal("g", "2026", ""), decision("goal/g", "2026-08-31")}, "2027-12-31", "No decision has been recorded since 2026-08-31, and no shared goal runs since 2026-12-31."},
		"a decision still to come":             {"2026-01-01", []string{held, goal("g", "2026", ""), decision("goal/g", "2027-01-02")}, "2027-01-01", "No decision about it has been recorded since 2026-01-01."},
		"a partner that came later":            {"2026-01-01", []string{signed("held", "{effective: 2026-06-01}")}, "2027-05-31", ""},
		"a year after it came":                 {"2026-01-01", []string{signed("held", "{effective: 2026-06-01}")}, "2027-06-01", "No decision has been recorded since 2026-06-01, and no shared goal runs since 2026-06-01."},
		"a goal still to come":                 {"2026-01-01", []string{held, goal("g", "2028", "")}, "2027-01-01", both},
		"nobody knows since when":              {"", nil, "2030-01-01", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := quiet(t, repository(c.adopted, c.documents...), c.on); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	t.Run("not one that is paused", func(t *testing.T) {
		repo := repository("2026-01-01", held)
		repo["all.yaml"].Data = []byte(strings.Replace(string(repo["all.yaml"].Data), "lifecycle: active", "lifecycle: paused", 1))
		if got := quiet(t, repo, "2027-01-01"); got != "" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("after another time", func(t *testing.T) {
		repo := repository("2026-01-01", held)
		repo["all.yaml"].Data = []byte(strings.Replace(string(repo["all.yaml"].Data), "  timezone:", "  settings: {quietFor: 1 quarter}\n  timezone:", 1))
		if got := quiet(t, repo, "2026-04-01"); got != both {
			t.Errorf("got %q", got)
		}
	})
}

// The agreement of an active partner runs out while nobody looks: status and due
// say so from the day after, until something follows or the partner is active no
// more.
func TestAnAgreementThatRanOutIsAnnounced(t *testing.T) {
	const last = "{effective: 2025-07-01, expires: 2026-06-30}"
	const lapsed = "`held` ended with 2026-06-30, and no signed agreement has followed; `northwind` is still active."
	ended := signed("held", "{effective: 2025-07-01}\nended: {on: 2026-06-30, reason: convenience, windDownOwner: manager}")
	for name, c := range map[string]struct {
		documents []string
		lifecycle string
		on        string
		want      string
	}{
		"on its last day":                 {[]string{signed("held", last)}, "active", "2026-06-30", ""},
		"the day after":                   {[]string{signed("held", last)}, "active", "2026-07-01", lapsed},
		"ended":                           {[]string{ended}, "active", "2026-07-01", lapsed},
		"to be ended":                     {[]string{ended}, "active", "2026-06-30", ""},
		"the last of several":             {[]string{signed("older", "{effective: 2024-07-01, expires: 2025-06-30}"), signed("held", last)}, "active", "2026-07-01", lapsed},
		"winding down":                    {[]string{signed("held", last)}, "winding-down", "2026-07-01", ""},
		"another holds":                   {[]string{signed("held", last), signed("next", "{effective: 2026-07-01}")}, "active", "2026-07-01", ""},
		"another is on its way":           {[]string{signed("held", last), signed("next", "{effective: 2026-09-01}")}, "active", "2026-07-01", ""},
		"another is only drafted":         {[]string{signed("held", last), strings.Replace(signed("next", "{effective: 2026-07-01}"), "signed", "draft", 1)}, "active", "2026-07-01", lapsed},
		"in a program that it left":       {[]string{document("Program", "gone", "type: referral"), strings.Replace(signed("old", last), "resellers", "gone", 1), signed("held", "{effective: 2025-07-01}")}, "active", "2026-07-01", ""},
		"one of two programs' agreements": {[]string{signed("held", last), document("Program", "gone", "type: referral"), strings.Replace(signed("other", "{effective: 2025-07-01}"), "resellers", "gone", 1)}, "active", "2026-07-01", lapsed},
	} {
		t.Run(name, func(t *testing.T) {
			repo := repository("", c.documents...)
			repo["all.yaml"].Data = []byte(strings.Replace(string(repo["all.yaml"].Data), "lifecycle: active", "lifecycle: "+c.lifecycle, 1))
			s := snapshot(t, repo, c.on)
			var got []string
			for _, f := range s.Findings {
				if f.Code == evaluate.CodeLapsedAgreement {
					got = append(got, f.Detail)
				}
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if calls := strings.HasPrefix(conditionOf(t, s, "partner/northwind", "RenewalDue"), "True Lapsed: held: "); calls != (c.want != "") {
				t.Errorf("RenewalDue is %q", conditionOf(t, s, "partner/northwind", "RenewalDue"))
			}
		})
	}
}

func quiet(t *testing.T, fsys fs.FS, on string) string {
	t.Helper()
	var out []string
	for _, f := range snapshot(t, fsys, on).Findings {
		if f.Code == evaluate.CodeQuietPartner {
			out = append(out, f.Detail)
		}
	}
	return strings.Join(out, "\n")
}
