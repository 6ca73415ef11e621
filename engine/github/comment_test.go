package github_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/partnership-as-code/entente/engine/github"
	"github.com/partnership-as-code/entente/engine/github/githubtest"
)

func TestOneCommentIsCreatedUpdatedAndKept(t *testing.T) {
	s := hub(t)
	if r := publish(t, s, github.Post{Body: "no changes", Head: head, Run: run(1)}); r.Did != github.Nothing {
		t.Errorf("a pull request without changes: %+v", r)
	}
	want(t, s)
	if r := publish(t, s, says("first", run(2))); r.Did != github.Created || r.ID == 0 || !strings.Contains(r.URL, "issuecomment") {
		t.Errorf("first: %+v", r)
	}
	if r := publish(t, s, says("second", run(3))); r.Did != github.Updated {
		t.Errorf("second: %+v", r)
	}
	want(t, s, "second")
	s.Forget()
	if r := publish(t, s, says("second", run(4))); r.Did != github.Kept || len(s.Writes()) != 0 {
		t.Errorf("the same again: %+v, %v", r, s.Writes())
	}
	if r := publish(t, s, github.Post{Body: "no changes", Head: head, Run: run(5)}); r.Did != github.Updated {
		t.Errorf("changes taken back: %+v", r)
	}
	want(t, s, "no changes")
}

func TestUnitsHaveACommentEach(t *testing.T) {
	s := hub(t)
	for _, unit := range []string{"", "emea", "emea/", `a --> b"<!--` + "\n"} {
		c, _ := client(t, s, "token")
		if _, err := c.Publish(t.Context(), github.Target{Repository: acme, Number: number, Unit: unit}, says("of "+strings.TrimSpace(unit), run(1))); err != nil {
			t.Fatal(err)
		}
	}
	want(t, s, "of ", "of emea/", `of a --> b"<!--`)
	if first, _, _ := strings.Cut(s.Comments(number)[2].Body, "\n"); strings.Count(first, "-->") != 1 || strings.Count(first, "<!--") != 1 {
		t.Errorf("a folder's name gets out of the marker: %s", first)
	}
}

func TestTheMarkerSaysWhoWroteWhat(t *testing.T) {
	s := hub(t)
	publish(t, s, says("x", github.Run{ID: 981, Number: 12, Attempt: 3}))
	got := s.Comments(number)[0].Body
	if wanted := `<!-- entente:comment {"unit":".","run":981,"number":12,"attempt":3,"head":"` + head + `"} -->` + "\nx"; got != wanted {
		t.Errorf("got %s, want %s", got, wanted)
	}
}

// The second POST waits until the first came, so that both have seen no comment.
func TestTwoRunsRacingEndWithOneComment(t *testing.T) {
	for name, c := range map[string]struct{ first, second int64 }{"the older creates first": {5, 6}, "the newer creates first": {6, 5}} {
		t.Run(name, func(t *testing.T) {
			s := hub(t)
			var posts, created sync.WaitGroup
			posts.Add(2)
			created.Add(2)
			turn := make(chan bool)
			s.Around = func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
				if !isPost(r) {
					serve(w, r)
					return
				}
				posts.Done()
				posts.Wait()
				isFirst := strings.Contains(r.Header.Get("User-Agent"), fmt.Sprint("run-", c.first))
				if !isFirst {
					<-turn
				}
				serve(w, r)
				if isFirst {
					close(turn)
				}
				created.Done()
				created.Wait()
			}
			var done sync.WaitGroup
			for _, id := range []int64{5, 6} {
				done.Go(func() {
					c, err := github.New(github.Config{APIURL: s.URL(), Token: "token", UserAgent: fmt.Sprint("run-", id)})
					if err == nil {
						c.SkipWaits()
						_, err = c.Publish(t.Context(), target, says(fmt.Sprint("of run ", id), run(id)))
					}
					if err != nil {
						t.Error(err)
					}
				})
			}
			done.Wait()
			want(t, s, "of run 6")
		})
	}
}

// The older run withdraws its own comment, whatever becomes of the newer run.
func TestARunThatIsOvertakenWithdraws(t *testing.T) {
	newer := hub(t)
	publish(t, newer, says("new", run(6)))
	s := hub(t)
	s.Around = once(isPost, func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		s.Comment(number, githubtest.Actions.Login, newer.Comments(number)[0].Body)
		serve(w, r)
	})
	if r := publish(t, s, says("old", run(5))); r.Did != github.Superseded {
		t.Errorf("%+v", r)
	}
	want(t, s, "new")
}

// A newer run's second comment is left to that run, which has yet to join them.
func TestADuplicateByANewerRunIsLeftToIt(t *testing.T) {
	newer := hub(t)
	publish(t, newer, says("new", run(9)))
	s := hub(t)
	publish(t, s, says("old", run(3)))
	s.Comment(number, githubtest.Actions.Login, newer.Comments(number)[0].Body)
	if r := publish(t, s, says("between", run(5))); r.Did != github.Superseded {
		t.Errorf("%+v", r)
	}
	want(t, s, "old", "new")
}

func TestADuplicateThatIsGoneAlready(t *testing.T) {
	s := hub(t)
	publish(t, s, says("old", run(1)))
	s.Comment(number, githubtest.Actions.Login, s.Comments(number)[0].Body)
	s.Around = once(func(r *http.Request) bool { return r.Method == http.MethodDelete }, func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		unseen(r, serve)
		serve(w, r)
	})
	if r := publish(t, s, says("new", run(2))); r.Did != github.Updated {
		t.Errorf("%+v", r)
	}
	want(t, s, "new")
}

func TestDuplicatesOfARunThatDiedAreRemoved(t *testing.T) {
	s := hub(t)
	publish(t, s, says("old", run(1)))
	body := s.Comments(number)[0].Body
	s.Comment(number, githubtest.Actions.Login, body)
	s.Comment(number, "dana", "fine")
	publish(t, s, says("old", run(2)))
	want(t, s, "old", "fine")
}

func TestSomebodyElsesCommentIsNeverTouched(t *testing.T) {
	s := hub(t)
	publish(t, s, says("old", run(1)))
	forged := strings.Replace(s.Comments(number)[0].Body, `"run":1`, `"run":99`, 1)
	other := hub(t)
	other.Comment(number, "mallory", forged)
	other.Comment(number, githubtest.Actions.Login, "> "+forged) // quoted by another workflow
	other.Comment(number, githubtest.Actions.Login, "<!-- entente:comment {broken -->\nx")
	publish(t, other, says("new", run(2)))
	publish(t, other, says("newer", run(3)))
	got := other.Comments(number)
	if len(got) != 4 || got[0].Body != forged || got[1].Body != "> "+forged || !strings.HasSuffix(got[3].Body, "\nnewer") {
		t.Errorf("comments: %+v", got)
	}
}

func TestOursIsFoundAmongManyComments(t *testing.T) {
	s := hub(t)
	for i := range 130 {
		s.Comment(number, "dana", fmt.Sprint("remark ", i))
	}
	publish(t, s, says("first", run(1)))
	if r := publish(t, s, says("second", run(2))); r.Did != github.Updated {
		t.Errorf("%+v", r)
	}
	if got := s.Comments(number); len(got) != 131 || !strings.HasSuffix(got[130].Body, "\nsecond") {
		t.Errorf("%d comments, the last is %+v", len(got), got[len(got)-1])
	}
}

func TestAnOlderRunNeverOverwrites(t *testing.T) {
	again := github.Run{ID: 5, Number: 5, Attempt: 2}
	for name, c := range map[string]struct {
		first, last github.Post
		want        string
		did         github.Action
	}{
		"an older run":             {says("new", run(6)), says("old", run(5)), "new", github.Superseded},
		"an earlier attempt":       {says("new", again), says("old", run(5)), "new", github.Superseded},
		"a later attempt":          {says("old", run(5)), says("new", again), "new", github.Updated},
		"an earlier head":          {says("new", run(6)), github.Post{Body: "old", HasChanges: true, Head: earlier, Run: run(7)}, "new", github.Superseded},
		"a person after a run":     {says("old", run(5)), says("new", github.Run{}), "new", github.Updated},
		"a run after a person":     {says("old", github.Run{}), says("new", run(5)), "new", github.Updated},
		"an unknown head, in turn": {says("old", run(5)), github.Post{Body: "new", HasChanges: true, Run: run(6)}, "new", github.Updated},
	} {
		t.Run(name, func(t *testing.T) {
			s := hub(t)
			publish(t, s, c.first)
			s.Forget()
			if r := publish(t, s, c.last); r.Did != c.did || (r.Did == github.Superseded) != (len(s.Writes()) == 0) || r.Did == github.Superseded && (r.Why == "" || r.URL == "") {
				t.Errorf("%+v after %v", r, s.Writes())
			}
			want(t, s, c.want)
		})
	}
}

func TestARunOfAnEarlierHeadPostsNothing(t *testing.T) {
	s := hub(t)
	if r := publish(t, s, github.Post{Body: "old", HasChanges: true, Head: earlier, Run: run(9)}); r.Did != github.Superseded {
		t.Errorf("%+v", r)
	}
	want(t, s)
}

// An earlier commit was pushed again: its run, run again, speaks of the head.
func TestTheRunOfTheHeadOverwritesANewerRunOfAnother(t *testing.T) {
	s := hub(t)
	s.Open(githubtest.Pull{Number: number, Head: earlier, From: "acme/partners"})
	publish(t, s, github.Post{Body: "taken back", HasChanges: true, Head: earlier, Run: run(6)})
	s.Open(githubtest.Pull{Number: number, Head: head, From: "acme/partners"})
	publish(t, s, says("of the head", github.Run{ID: 5, Number: 5, Attempt: 2}))
	want(t, s, "of the head")
}

func TestAnyTokenFindsItsOwnComment(t *testing.T) {
	for name, user := range map[string]githubtest.User{
		"a person":                  {Login: "Dana"},
		"an app":                    {Login: "our-app[bot]", IsApp: true},
		"an app that may not ask":   {Login: "our-app[bot]", IsApp: true, IsHidden: true},
		"a workflow":                githubtest.Actions,
		"a workflow that may not":   {Login: githubtest.Actions.Login, IsApp: true, IsHidden: true},
		"an app beside a workflow ": {Login: "other[bot]", IsApp: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := hub(t)
			theirs := strings.HasSuffix(name, " ")
			if theirs {
				publish(t, s, says("of the workflow", run(1)))
			}
			s.Users["mine"] = user
			for i, text := range []string{"first", "second", "third"} {
				c, _ := client(t, s, "mine")
				if _, err := c.Publish(t.Context(), target, says(text, run(int64(i+1)))); err != nil {
					t.Fatal(err)
				}
			}
			if theirs {
				want(t, s, "of the workflow", "third")
				return
			}
			want(t, s, "third")
		})
	}
}

func TestACommentThatSomebodyDeletesIsPostedAgain(t *testing.T) {
	s := hub(t)
	publish(t, s, says("first", run(1)))
	s.Around = once(func(r *http.Request) bool { return r.Method == http.MethodPatch }, func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		gone := r.Clone(r.Context())
		gone.Method = http.MethodDelete
		unseen(gone, serve)
		serve(w, r)
	})
	publish(t, s, says("second", run(2)))
	want(t, s, "second")
}

func TestNoMoreIsAskedThanNeeded(t *testing.T) {
	s := hub(t)
	s.Users["mine"] = githubtest.User{Login: "dana"}
	c, _ := client(t, s, "mine")
	if _, err := c.Publish(t.Context(), target, says("first", run(1))); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range s.Requests() {
		got = append(got, r.Method+" "+strings.TrimPrefix(r.Path, githubtest.Prefix))
	}
	wanted := "GET /user, GET /repos/acme/partners/issues/7/comments, GET /repos/acme/partners/pulls/7, POST /repos/acme/partners/issues/7/comments, GET /repos/acme/partners/issues/7/comments"
	if strings.Join(got, ", ") != wanted {
		t.Errorf("asked\n%s, want\n%s", strings.Join(got, ", "), wanted)
	}
}

// A post that breaks each time is tried once more, after a look whether it arrived.
func TestAPostThatAlwaysBreaksIsTriedTwice(t *testing.T) {
	s := hub(t)
	posts := 0
	s.Around = func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		if isPost(r) {
			posts++
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		serve(w, r)
	}
	c, _ := client(t, s, "token")
	if _, err := c.Publish(t.Context(), target, says("plan", run(1))); err == nil || posts != 2 {
		t.Errorf("%d posts, %v", posts, err)
	}
}
