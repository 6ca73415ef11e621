package github_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/partnership-as-code/entente/engine/github"
	"github.com/partnership-as-code/entente/engine/github/githubtest"
)

const (
	head    = "a77f02b0000000000000000000000000000000aa"
	earlier = "1111111000000000000000000000000000000011"
	number  = 7
)

var (
	acme   = github.Repository{Owner: "acme", Name: "partners"}
	target = github.Target{Repository: acme, Number: number}
	opened = time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
)

// hub is a GitHub with pull request 7.
func hub(t testing.TB) *githubtest.Server {
	s := githubtest.New(t)
	s.Open(githubtest.Pull{Number: number, Author: "Dana", Base: earlier, Head: head, From: "acme/partners", Created: opened})
	return s
}

func client(t testing.TB, s *githubtest.Server, token string) (*github.Client, func() []time.Duration) {
	t.Helper()
	c, err := github.New(github.Config{APIURL: s.URL(), Token: token})
	if err != nil {
		t.Fatal(err)
	}
	return c, c.SkipWaits()
}

func run(id int64) github.Run { return github.Run{ID: id, Number: int(id), Attempt: 1} }

func says(text string, r github.Run) github.Post {
	return github.Post{Body: text, HasChanges: true, Head: head, Run: r}
}

// publish posts as a new process with the token "token" does.
func publish(t testing.TB, s *githubtest.Server, p github.Post) github.Receipt {
	t.Helper()
	c, _ := client(t, s, "token")
	receipt, err := c.Publish(t.Context(), target, p)
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// want compares the comments' texts, without their hidden first lines.
func want(t testing.TB, s *githubtest.Server, texts ...string) {
	t.Helper()
	var got []string
	for _, c := range s.Comments(number) {
		text := c.Body
		if first, rest, _ := strings.Cut(text, "\n"); strings.HasPrefix(first, "<!--") {
			text = rest
		}
		got = append(got, text)
	}
	if strings.Join(got, "\n---\n") != strings.Join(texts, "\n---\n") {
		t.Errorf("comments are\n%q, want\n%q", got, texts)
	}
}

func isPost(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/comments")
}

// once does something else with the first request that matches.
func once(matches func(*http.Request) bool, do func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc)) func(http.ResponseWriter, *http.Request, http.HandlerFunc) {
	isDone := make(chan bool, 1)
	isDone <- false
	return func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		if !matches(r) {
			serve(w, r)
			return
		}
		if !<-isDone {
			isDone <- true
			do(w, r, serve)
			return
		}
		isDone <- true
		serve(w, r)
	}
}

// unseen serves a request whose answer nobody gets.
func unseen(r *http.Request, serve http.HandlerFunc) { serve(httptest.NewRecorder(), r) }
