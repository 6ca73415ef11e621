package github_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/github"
	"github.com/partnership-as-code/entente/engine/github/githubtest"
)

func TestDescriptionsAreCutBetweenWords(t *testing.T) {
	long := strings.Repeat("finance and legal, ", 20)
	for in, wanted := range map[string]string{
		"Needs finance.":                        "Needs finance.",
		"  two\nlines\x1b[31m ":                 "two lines",
		strings.Repeat("a", 140):                strings.Repeat("a", 140),
		strings.Repeat("a", 141):                strings.Repeat("a", 139) + "…",
		long:                                    strings.Repeat("finance and legal, ", 6) + "finance and legal…",
		strings.Repeat("名", 200):                strings.Repeat("名", 139) + "…",
		strings.Repeat("🤝", 100):                strings.Repeat("🤝", 69) + "…",
		strings.Repeat("abc ", 34) + "abc abcd": strings.Repeat("abc ", 34) + "abc…",
	} {
		if got := github.Describe(in); got != wanted || !utf8.ValidString(got) || utf8.RuneCountInString(got) > 140 {
			t.Errorf("%q gives %q, want %q", in, got, wanted)
		}
	}
}

func set(t *testing.T, s *githubtest.Server, state github.StatusState, words string, id int64) github.Receipt {
	t.Helper()
	c, _ := client(t, s, "token")
	r, err := c.SetStatus(t.Context(), acme, github.Status{Commit: head, Context: github.GateContext("emea"), State: state, Description: words,
		URL: github.RunURL(s.Host(), acme, run(id)), Run: run(id)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAStatusIsCreatedUpdatedAndKept(t *testing.T) {
	s := hub(t)
	long := "Needs " + strings.Repeat("finance ", 40)
	for _, step := range []struct {
		state github.StatusState
		words string
		run   int64
		did   github.Action
	}{
		{github.Failure, long, 5, github.Created},
		{github.Failure, long, 6, github.Kept},
		{github.Success, "Approved.", 7, github.Updated},
		{github.Failure, long, 6, github.Superseded},
	} {
		if r := set(t, s, step.state, step.words, step.run); r.Did != step.did {
			t.Errorf("%+v gives %+v", step, r)
		}
	}
	got := s.Statuses()
	if len(got) != 2 || got[0].State != "success" || got[0].Context != "entente/gate (emea)" || !strings.HasSuffix(got[0].TargetURL, "/acme/partners/actions/runs/7/attempts/1") {
		t.Errorf("statuses: %+v", got)
	}
}

// What a status of the same name by somebody else says of runs is not believed.
func TestAForgedStatusIsOverwritten(t *testing.T) {
	s := hub(t)
	s.Users["token"] = githubtest.User{Login: "mallory"}
	set(t, s, github.Success, "Approved.", 999)
	s.Users["token"] = githubtest.Actions
	if r := set(t, s, github.Failure, "Needs finance.", 5); r.Did != github.Created || s.Statuses()[0].State != "failure" {
		t.Errorf("%+v, %+v", r, s.Statuses())
	}
}

func TestAStatusIsFoundBehindManyOthers(t *testing.T) {
	s := hub(t)
	set(t, s, github.Failure, "Needs finance.", 5)
	c, _ := client(t, s, "token")
	for i := range 130 {
		if _, err := c.SetStatus(t.Context(), acme, github.Status{Commit: head, Context: fmt.Sprint("ci/", i), State: github.Pending}); err != nil {
			t.Fatal(err)
		}
	}
	if r := set(t, s, github.Failure, "Needs finance.", 6); r.Did != github.Kept {
		t.Errorf("%+v", r)
	}
}

func TestAStatusSurvivesABrokenConnection(t *testing.T) {
	s := hub(t)
	s.Around = once(func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/statuses/") },
		func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) { githubtest.Drop(w) })
	if r := set(t, s, github.Failure, "Needs finance.", 5); r.Did != github.Created || len(s.Statuses()) != 1 {
		t.Errorf("%+v", r)
	}
}

func TestGateContexts(t *testing.T) {
	for unit, wanted := range map[string]string{"": "entente/gate", ".": "entente/gate", "emea/": "entente/gate (emea)"} {
		if got := github.GateContext(unit); got != wanted {
			t.Errorf("%q gives %q", unit, got)
		}
	}
}

// TestNamesBesideTheGate: no branch and no folder makes the name that rules require.
func TestNamesBesideTheGate(t *testing.T) {
	seen := map[string]bool{}
	for _, branch := range []string{"weak", "", "a\x1b[31m\nb", strings.Repeat("名", 250), strings.Repeat("名", 249) + "字"} {
		got := github.AsideContext("emea", branch)
		if got == github.GateContext("emea") || seen[got] || utf8.RuneCountInString(got) > 200 || strings.ContainsAny(got, "\x1b\n") {
			t.Errorf("%q gives %q", branch, got)
		}
		seen[got] = true
	}
	if got := github.AsideContext("", "weak"); got != "entente/gate → weak" {
		t.Errorf("weak gives %q", got)
	}
}
