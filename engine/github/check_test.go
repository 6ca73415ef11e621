package github_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/github"
	"github.com/partnership-as-code/entente/engine/github/githubtest"
	"github.com/partnership-as-code/entente/engine/plan"
)

func findings(n int) []plan.Finding {
	var out []plan.Finding
	for i := range n {
		severity := "warning"
		if i%10 == 9 {
			severity = "error"
		}
		out = append(out, plan.Finding{Code: "late-goal", Severity: severity, Summary: "Late goal", Detail: fmt.Sprint("Goal ", i, "."), File: "goals.yaml", Line: i + 1, EndLine: i + 1})
	}
	return out
}

func check(t *testing.T, s *githubtest.Server, id int64, k github.Check) (github.Receipt, error) {
	t.Helper()
	c, _ := client(t, s, "token")
	k.Commit, k.Name, k.Run, k.Conclusion = head, github.GateContext(""), run(id), github.Failed
	if k.Title == "" {
		k.Title = "Needs finance"
	}
	return c.SetCheck(t.Context(), acme, k)
}

func TestAnnotationsAreSentInBatches(t *testing.T) {
	for _, n := range []int{0, 1, 50, 51, 130, 700} {
		s := hub(t)
		r, err := check(t, s, 5, github.Check{Body: "x", Annotations: github.Annotations("emea", findings(n))})
		if err != nil || r.Did != github.Created {
			t.Fatalf("%d: %+v, %v", n, r, err)
		}
		got := s.Checks()
		if wanted := max((min(n, 500)+49)/50, 1); len(s.Writes()) != wanted {
			t.Errorf("%d annotations took %d requests, want %d", n, len(s.Writes()), wanted)
		}
		if len(got) != 1 || got[0].Status != "completed" || got[0].Conclusion != "failure" || len(got[0].Output.Annotations) != min(n, 500) {
			t.Errorf("%d: %d checks, %s, %d annotations", n, len(got), got[0].Status, len(got[0].Output.Annotations))
		}
		if n > 9 && (got[0].Output.Annotations[0].Level != "failure" || got[0].Output.Annotations[0].Path != "emea/goals.yaml" || got[0].Output.Annotations[0].StartLine != 10) {
			t.Errorf("%d: the first is %+v", n, got[0].Output.Annotations[0])
		}
	}
}

func TestACheckIsKeptReplacedAndNeverByAnOlderRun(t *testing.T) {
	s := hub(t)
	for _, step := range []struct {
		run   int64
		title string
		did   github.Action
	}{{5, "a", github.Created}, {6, "a", github.Kept}, {7, "b", github.Updated}, {6, "a", github.Superseded}} {
		r, err := check(t, s, step.run, github.Check{Title: step.title, Body: "x"})
		if err != nil || r.Did != step.did {
			t.Errorf("%+v gives %+v, %v", step, r, err)
		}
	}
	if got := s.Checks(); len(got) != 2 || got[1].Output.Title != "b" {
		t.Errorf("%+v", got)
	}
}

func TestAnotherAppsCheckIsNotBelieved(t *testing.T) {
	s := hub(t)
	s.Users["token"] = githubtest.User{Login: "other[bot]", IsApp: true}
	if _, err := check(t, s, 99, github.Check{Title: "all is well", Body: "x"}); err != nil {
		t.Fatal(err)
	}
	s.Users["token"] = githubtest.Actions
	if r, err := check(t, s, 5, github.Check{Body: "x"}); err != nil || r.Did != github.Created || len(s.Checks()) != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestACheckThatBrokeOffIsWrittenAgain(t *testing.T) {
	s := hub(t)
	refuse(s, func(r *http.Request) bool { return r.Method == http.MethodPatch }, 403, "Resource not accessible by integration")
	k := github.Check{Body: "x", Annotations: github.Annotations("", findings(60))}
	if _, err := check(t, s, 5, k); err == nil || s.Checks()[0].Conclusion != "" {
		t.Errorf("%v, %+v", err, s.Checks()[0].Conclusion)
	}
	s.Around = nil
	if r, err := check(t, s, 5, k); err != nil || r.Did != github.Updated {
		t.Errorf("%+v, %v", r, err)
	}
	if got := s.Checks(); len(got) != 2 || got[1].Status != "completed" {
		t.Errorf("%+v", got)
	}
}

func TestACheckIsNotCreatedTwice(t *testing.T) {
	for _, isDone := range []bool{true, false} {
		s := hub(t)
		s.Around = once(func(r *http.Request) bool {
			return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/check-runs")
		},
			func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
				if isDone {
					unseen(r, serve)
				}
				githubtest.Drop(w)
			})
		if _, err := check(t, s, 5, github.Check{Body: "x", Annotations: github.Annotations("", findings(60))}); err != nil {
			t.Fatal(err)
		}
		if got := s.Checks(); len(got) != 1 || len(got[0].Output.Annotations) != 60 || got[0].Status != "completed" {
			t.Errorf("%v: %+v", isDone, got)
		}
	}
}

func TestTextOfAnnotationsIsCleaned(t *testing.T) {
	s := hub(t)
	list := []plan.Finding{
		{Code: "c", Severity: "error", Summary: "S\x1b[31m\u202e" + strings.Repeat("s", 400), Detail: "::error::x\n##[group]" + strings.Repeat("名", 20000), File: "a.yaml", Line: 3},
		{Code: "nowhere", Severity: "error", Summary: "has no line"},
	}
	if _, err := check(t, s, 5, github.Check{Body: strings.Repeat("line\n\n", 30000), Annotations: github.Annotations("", list)}); err != nil {
		t.Fatal(err)
	}
	got := s.Checks()[0].Output.Annotations
	if len(got) != 1 || strings.ContainsAny(got[0].Title+got[0].Message, "\x1b\u202e") || strings.HasPrefix(got[0].Message, "::") || strings.Contains(got[0].Message, "##[") {
		t.Errorf("%+v", got)
	}
}
