// Package githubtest is a small GitHub for tests: it keeps pull requests, comments,
// reviews, statuses and check runs, records what it is asked, and fails the test on
// what GitHub refuses or quietly cuts. It knows no more of the API than entente uses.
package githubtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// User has a token. An App's may not ask who it is, as those of workflows may not.
type User struct {
	Login     string `json:"login"`
	IsApp     bool   `json:"-"`
	IsHidden  bool   `json:"-"` // the other API does not tell its login, either
	ReadsOnly bool   `json:"-"` // as the token of a fork
}

// Actions is whom a workflow's token belongs to.
var Actions = User{Login: "github-actions[bot]", IsApp: true}

// Request is one that was received.
type Request struct {
	Method, Path, Query, Body, Login string
}

// IsWrite is true of what changes something.
func (r Request) IsWrite() bool {
	return r.Method != http.MethodGet && !strings.HasSuffix(r.Path, "/graphql")
}

// Comment of a pull request.
type Comment struct {
	ID      int64  `json:"id"`
	Body    string `json:"body"`
	User    User   `json:"user"`
	HTMLURL string `json:"html_url"`
	number  int
}

// Pull is a pull request. From is the repository of its head; "": it is gone. Into
// is its branch; "": main, the default one.
type Pull struct {
	Number                                       int
	Author, Base, Head, From, Into, State, Title string
	Created                                      time.Time
}

// Review as the API spells it. A Login of "" is an account that is gone.
type Review struct {
	Login, State, Commit string
	Submitted            time.Time
}

// Status of a commit.
type Status struct {
	ID          int64  `json:"id"`
	State       string `json:"state"`
	Context     string `json:"context"`
	Description string `json:"description"`
	TargetURL   string `json:"target_url"`
	Creator     User   `json:"creator"`
	Commit      string `json:"-"`
}

// Annotation of a check run.
type Annotation struct {
	Path      string `json:"path"`
	StartLine int    `json:"start_line"`
	EndLine   int    `json:"end_line"`
	Level     string `json:"annotation_level"`
	Title     string `json:"title"`
	Message   string `json:"message"`
}

// Output of a check run.
type Output struct {
	Title       string       `json:"title"`
	Summary     string       `json:"summary"`
	Annotations []Annotation `json:"annotations,omitempty"`
}

// App wrote a check run.
type App struct {
	Slug string `json:"slug"`
}

// Check is a check run.
type Check struct {
	ID         int64  `json:"id"`
	Name       string `json:"name"`
	Head       string `json:"head_sha"`
	ExternalID string `json:"external_id"`
	Status     string `json:"status"`
	Conclusion string `json:"conclusion"`
	Output     Output `json:"output"`
	App        App    `json:"app"`
}

// Server is GitHub with one repository, named Repository.
type Server struct {
	Repository string          // owner/name
	Users      map[string]User // by token
	// Around stands before every request, if it is set: it serves it or does not.
	Around func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc)

	t    testing.TB
	http *httptest.Server

	mu       sync.Mutex
	last     int64
	pulls    map[int]Pull
	reviews  map[int][]Review
	comments []Comment
	statuses []Status
	checks   []Check
	requests []Request
}

// Prefix is where the API is on a server of one's own.
const Prefix = "/api/v3"

// New starts a GitHub that ends with the test. The token "token" is a workflow's.
func New(t testing.TB) *Server {
	s := &Server{Repository: "acme/partners", Users: map[string]User{"token": Actions}, t: t, pulls: map[int]Pull{}, reviews: map[int][]Review{}}
	mux := s.routes()
	s.http = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serve := func(w http.ResponseWriter, r *http.Request) { s.enter(w, r, mux) }
		if s.Around != nil {
			s.Around(w, r, serve)
			return
		}
		serve(w, r)
	}))
	t.Cleanup(s.http.Close)
	return s
}

// URL is GITHUB_API_URL.
func (s *Server) URL() string { return s.http.URL + Prefix }

// Host is GITHUB_SERVER_URL.
func (s *Server) Host() string { return s.http.URL }

// Open adds a pull request or changes one.
func (s *Server) Open(p Pull) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.State == "" {
		p.State = "open"
	}
	s.pulls[p.Number] = p
}

// Review adds reviews to a pull request.
func (s *Server) Review(number int, reviews ...Review) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reviews[number] = append(s.reviews[number], reviews...)
}

// Comment adds a comment by anybody.
func (s *Server) Comment(number int, login, body string) Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.comment(number, User{Login: login}, body)
}

func (s *Server) comment(number int, by User, body string) Comment {
	s.last++
	c := Comment{ID: s.last, Body: body, User: by, number: number, HTMLURL: fmt.Sprintf("%s/%s/pull/%d#issuecomment-%d", s.http.URL, s.Repository, number, s.last)}
	s.comments = append(s.comments, c)
	return c
}

// Comments are those of a pull request, the oldest first.
func (s *Server) Comments(number int) []Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commentsOf(number)
}

func (s *Server) commentsOf(number int) []Comment {
	out := []Comment{}
	for _, c := range s.comments {
		if c.number == number {
			out = append(out, c)
		}
	}
	return out
}

// Statuses are all there are, the newest first.
func (s *Server) Statuses() []Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.statusesOf("")
}

func (s *Server) statusesOf(commit string) []Status {
	out := []Status{}
	for _, status := range slices.Backward(s.statuses) {
		if commit == "" || status.Commit == commit {
			out = append(out, status)
		}
	}
	return out
}

// Checks are all check runs, the oldest first.
func (s *Server) Checks() []Check {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.checks)
}

// Requests are those received since the last Forget.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Writes are the requests that change something.
func (s *Server) Writes() []Request {
	return slices.DeleteFunc(s.Requests(), func(r Request) bool { return !r.IsWrite() })
}

// Forget drops the requests received so far.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
}

type userKey struct{}

// enter records a request and lets in whom it knows.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, next http.Handler) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	user, isKnown := s.Users[token]
	request := Request{r.Method, r.URL.Path, r.URL.RawQuery, string(body), user.Login}
	s.requests = append(s.requests, request)
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	switch {
	case !isKnown:
		Refuse(w, http.StatusUnauthorized, "Bad credentials")
	case user.ReadsOnly && request.IsWrite():
		Refuse(w, http.StatusForbidden, "Resource not accessible by integration")
	default:
		next.ServeHTTP(w, r.WithContext(withUser(r.Context(), user)))
	}
}

// Refuse answers as GitHub does.
func Refuse(w http.ResponseWriter, status int, message string) {
	answer(w, status, map[string]string{"message": message, "documentation_url": "https://docs.github.com/rest"})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if body != nil {
		_ = json.NewEncoder(w).Encode(body)
	}
}

// Drop ends a connection without an answer.
func Drop(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

// page gives a page of a list, with the link to the next one. Asking for more than
// GitHub gives is a fault: it would give 100 and say nothing.
func page[T any](s *Server, w http.ResponseWriter, r *http.Request, list []T) []T {
	query := r.URL.Query()
	size, _ := strconv.Atoi(query.Get("per_page"))
	if size < 1 || size > 100 {
		s.t.Errorf("%s %s asks for %q a page: GitHub gives 1 to 100, 30 unasked", r.Method, r.URL.Path, query.Get("per_page"))
		size = 30
	}
	at, _ := strconv.Atoi(query.Get("page"))
	at = max(at, 1)
	from := min((at-1)*size, len(list))
	to := min(from+size, len(list))
	if to < len(list) {
		query.Set("page", strconv.Itoa(at+1))
		next := url.URL{Scheme: "http", Host: r.Host, Path: r.URL.Path, RawQuery: query.Encode()}
		w.Header().Set("Link", "<"+next.String()+`>; rel="next"`)
	}
	return list[from:to]
}
