package github_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/partnership-as-code/entente/engine/github"
	"github.com/partnership-as-code/entente/engine/github/githubtest"
)

func TestAddressesOfTheAPI(t *testing.T) {
	for given, asked := range map[string]string{
		"": "", "/": "", "///": "", "/api/v3": "/api/v3", "/api/v3/": "/api/v3",
	} {
		var got string
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.URL.Path
			githubtest.Refuse(w, http.StatusNotFound, "Not Found")
		}))
		c, err := github.New(github.Config{APIURL: s.URL + given, Token: "t"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.PullRequest(t.Context(), acme, 7)
		if wanted := asked + "/repos/acme/partners/pulls/7"; err == nil || got != wanted {
			t.Errorf("%q asks %s, want %s", given, got, wanted)
		}
		s.Close()
	}
	for _, bad := range []string{"api.github.com", "ftp://x/", "https://", "https://user:secret@host/", "https://host/?q", ":"} {
		if _, err := github.New(github.Config{APIURL: bad, Token: "t"}); err == nil || !strings.Contains(err.Error(), "https://HOST/api/v3") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := github.New(github.Config{}); err == nil || !strings.Contains(err.Error(), "GITHUB_TOKEN") {
		t.Errorf("without a token: %v", err)
	}
}

func TestRepositoriesAreNamedByOwnerAndName(t *testing.T) {
	if r, err := github.ParseRepository("acme/partners"); err != nil || r != acme {
		t.Errorf("%v, %v", r, err)
	}
	for _, bad := range []string{"", "acme", "/x", "x/", "a/b/c", "../x", "a/..", "a/b?c", "a b/c", "a/b%2f"} {
		if _, err := github.ParseRepository(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestTheTokenStaysWithItsHost(t *testing.T) {
	var leaked atomic.Value
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leaked.Store(r.Header.Get("Authorization"))
		githubtest.Refuse(w, http.StatusNotFound, "Not Found")
	}))
	defer elsewhere.Close()
	s := hub(t)
	s.Around = func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		http.Redirect(w, r, elsewhere.URL, http.StatusFound)
	}
	c, _ := client(t, s, "token")
	if _, err := c.PullRequest(t.Context(), acme, number); err == nil {
		t.Error("no error")
	}
	if leaked.Load() != "" {
		t.Errorf("the other host got %v", leaked.Load())
	}
}

// refuse answers every request that matches.
func refuse(s *githubtest.Server, matches func(*http.Request) bool, status int, message string, headers ...string) {
	s.Around = func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		if !matches(r) {
			serve(w, r)
			return
		}
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		githubtest.Refuse(w, status, message)
	}
}

func TestARefusalNamesThePermissionAndHowToGrantIt(t *testing.T) {
	for name, c := range map[string]struct {
		status  int
		message string
		matches func(*http.Request) bool
		want    []string
	}{
		"401": {401, "Bad credentials", func(*http.Request) bool { return true }, []string{"does not know the token", "(401: Bad credentials)", "${{ github.token }}"}},
		"403": {403, "Resource not accessible by integration", isPost, []string{"may not post the comment on pull request 7 of acme/partners", "`pull-requests: write`", "permissions:\n      contents: read\n      pull-requests: write", "from a fork"}},
		"404": {404, "Not Found", isPost, []string{"found nothing to post", "may not see it", "`pull-requests: write`"}},
		"422": {422, "Validation Failed", isPost, []string{"would not post the comment", "(422: Validation Failed)", "`pull-requests: write`"}},
		"read": {403, "Resource not accessible by integration", func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/comments") },
			[]string{"may not list the comments", "`pull-requests: read`"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := hub(t)
			refuse(s, c.matches, c.status, c.message)
			api, waits := client(t, s, "token")
			_, err := api.Publish(t.Context(), target, says("x", run(1)))
			var no *github.Refused
			if !errors.As(err, &no) || no.Status != c.status || no.IsLimit || len(waits()) != 0 {
				t.Fatalf("%v after %v", err, waits())
			}
			for _, words := range c.want {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q is missing in\n%s", words, err)
				}
			}
			if strings.Contains(err.Error(), "Bearer") || strings.Contains(err.Error(), "token\"") {
				t.Errorf("the token is in %s", err)
			}
		})
	}
}

func TestATokenThatOnlyReads(t *testing.T) {
	s := hub(t)
	s.Users["fork"] = githubtest.User{Login: githubtest.Actions.Login, IsApp: true, ReadsOnly: true}
	c, _ := client(t, s, "fork")
	_, comment := c.Publish(t.Context(), target, says("x", run(1)))
	_, status := c.SetStatus(t.Context(), acme, github.Status{Commit: head, Context: "entente/gate", State: github.Failure})
	_, check := c.SetCheck(t.Context(), acme, github.Check{Commit: head, Name: "entente/gate", Title: "x", Conclusion: github.Failed})
	for _, of := range []struct {
		err        error
		permission string
	}{{comment, "pull-requests: write"}, {status, "statuses: write"}, {check, "checks: write"}} {
		var no *github.Refused
		if !errors.As(of.err, &no) || no.Permission != of.permission || !strings.Contains(of.err.Error(), "      "+of.permission) {
			t.Errorf("%v, want %s", of.err, of.permission)
		}
	}
	if _, err := c.Reviews(t.Context(), acme, number); err != nil {
		t.Errorf("reading: %v", err)
	}
}

const serverNow = "Tue, 30 Jun 2026 12:00:00 GMT"

func reset(in time.Duration) string {
	now, _ := http.ParseTime(serverNow)
	return fmt.Sprint(now.Add(in).Unix())
}

func TestLimitsAreWaitedForAsStated(t *testing.T) {
	for name, c := range map[string]struct {
		status  int
		message string
		headers []string
		want    time.Duration
	}{
		"403 with Retry-After":       {403, "You have exceeded a secondary rate limit", []string{"Retry-After", "17"}, 17 * time.Second},
		"429 with Retry-After":       {429, "slow down", []string{"Retry-After", "3"}, 3 * time.Second},
		"a date":                     {429, "slow down", []string{"Retry-After", "Tue, 30 Jun 2026 12:00:09 GMT"}, 9 * time.Second},
		"a limit's end":              {403, "API rate limit exceeded", []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset(40 * time.Second)}, 41 * time.Second},
		"an end that is over":        {403, "API rate limit exceeded", []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset(-time.Hour)}, time.Second},
		"a secondary limit, no time": {403, "You have exceeded a secondary rate limit. Wait.", nil, time.Minute},
		"429, no time":               {429, "slow down", nil, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			s := hub(t)
			s.Around = once(isPost, func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
				for i := 0; i < len(c.headers); i += 2 {
					w.Header().Set(c.headers[i], c.headers[i+1])
				}
				w.Header().Set("Date", serverNow)
				githubtest.Refuse(w, c.status, c.message)
			})
			api, waits := client(t, s, "token")
			if _, err := api.Publish(t.Context(), target, says("x", run(1))); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(waits(), []time.Duration{c.want}) {
				t.Errorf("waited %v, want %v", waits(), c.want)
			}
			want(t, s, "x")
		})
	}
}

func TestALimitThatIsTooFarIsNotWaitedFor(t *testing.T) {
	for name, headers := range map[string][]string{
		"Retry-After": {"Retry-After", "3600", "Date", serverNow},
		"a date":      {"Retry-After", "Tue, 30 Jun 2026 13:00:00 GMT", "Date", serverNow},
		"reset":       {"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset(time.Hour), "Date", serverNow},
	} {
		t.Run(name, func(t *testing.T) {
			s := hub(t)
			refuse(s, isPost, 403, "rate limit exceeded", headers...)
			c, waits := client(t, s, "token")
			_, err := c.Publish(t.Context(), target, says("x", run(1)))
			var no *github.Refused
			if !errors.As(err, &no) || !no.IsLimit || len(waits()) != 0 || strings.Contains(err.Error(), "pull-requests") {
				t.Errorf("%v after %v", err, waits())
			}
			if !strings.Contains(err.Error(), "2026-06-30 13:00 UTC") {
				t.Errorf("no time in %v", err)
			}
		})
	}
}

func TestWaitingHasAnEndAltogether(t *testing.T) {
	s := hub(t)
	refuse(s, isPost, 429, "slow down", "Retry-After", "50")
	c, waits := client(t, s, "token")
	_, err := c.Publish(t.Context(), target, says("x", run(1)))
	var sum time.Duration
	for _, d := range waits() {
		sum += d
	}
	if err == nil || sum != 100*time.Second {
		t.Errorf("waited %v of two minutes, then %v", waits(), err)
	}
}

// An answer that was the last one before a limit is an answer; the next request
// is sent, and waits if GitHub says so.
func TestTheLastRequestBeforeALimit(t *testing.T) {
	s := hub(t)
	s.Around = func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		w.Header().Set("X-RateLimit-Remaining", "0")
		w.Header().Set("X-RateLimit-Limit", "60")
		w.Header().Set("X-RateLimit-Reset", "4102444800")
		serve(w, r)
	}
	s.Users["token"] = githubtest.User{Login: "dana"}
	publish(t, s, says("x", run(1)))
	want(t, s, "x")
}

func TestAFailedReadIsRepeated(t *testing.T) {
	// On a connection that was used before, net/http repeats a read by itself.
	isFirst := func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/user") }
	for name, fail := range map[string]func(http.ResponseWriter, *http.Request, http.HandlerFunc){
		"502": func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
			githubtest.Refuse(w, http.StatusBadGateway, "Server Error")
		},
		"dropped": func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) { githubtest.Drop(w) },
	} {
		t.Run(name, func(t *testing.T) {
			s := hub(t)
			s.Around = once(isFirst, fail)
			c, waits := client(t, s, "token")
			if _, err := c.Publish(t.Context(), target, says("x", run(1))); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(waits(), []time.Duration{time.Second}) {
				t.Errorf("waited %v", waits())
			}
			want(t, s, "x")
		})
	}
}

func TestAServerThatIsDownIsGivenUp(t *testing.T) {
	s := hub(t)
	refuse(s, func(*http.Request) bool { return true }, 502, "Server Error")
	c, waits := client(t, s, "token")
	_, err := c.Publish(t.Context(), target, says("x", run(1)))
	if err == nil || !strings.Contains(err.Error(), "502") || len(waits()) != 4 {
		t.Errorf("%v after %v", err, waits())
	}
}

// What may have arrived is looked for before it is sent again.
func TestAPostThatMayHaveArrivedIsNotBlindlyRepeated(t *testing.T) {
	drop := func(w http.ResponseWriter) { githubtest.Drop(w) }
	bad := func(w http.ResponseWriter) { githubtest.Refuse(w, http.StatusBadGateway, "Server Error") }
	for name, c := range map[string]struct {
		isDone bool
		end    func(http.ResponseWriter)
		posts  int
	}{
		"dropped after":  {true, drop, 1},
		"dropped before": {false, drop, 2},
		"502 after":      {true, bad, 1},
		"502 before":     {false, bad, 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := hub(t)
			posts := 0
			fail := once(isPost, func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
				if c.isDone {
					unseen(r, serve)
				}
				c.end(w)
			})
			s.Around = func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
				if isPost(r) {
					posts++
				}
				fail(w, r, serve)
			}
			if r := publish(t, s, says("x", run(1))); r.Did != github.Created || posts != c.posts {
				t.Errorf("%+v after %d posts", r, posts)
			}
			want(t, s, "x")
		})
	}
}

func TestAnAddressThatNobodyListensAt(t *testing.T) {
	c, err := github.New(github.Config{APIURL: "http://127.0.0.1:1/", Token: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	c.SkipWaits()
	_, err = c.Publish(t.Context(), target, says("x", run(1)))
	if err == nil || !strings.Contains(err.Error(), "could not be asked") || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}
