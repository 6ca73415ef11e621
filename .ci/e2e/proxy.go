package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// bot is whose the token of a workflow is.
const bot = "github-actions[bot]"

// request is one that came by.
type request struct {
	verdict
	method, path string
	body         []byte
	status       int
	isStub       bool // was answered here
}

func (r request) isWrite() bool { return r.method != http.MethodGet }

func (r request) String() string { return fmt.Sprintf("%s %s → %d", r.method, r.path, r.status) }

// proxy stands where the API is, under /api/v3 as on a server of one's own. It takes
// what GitHub takes, and answers itself what the emulator behind it does not know.
type proxy struct {
	*httptest.Server
	oracle *oracle
	behind *httputil.ReverseProxy

	mu         sync.Mutex
	requests   []request
	isReadOnly bool // as tokens of runs on forks are
	statuses   map[string][]map[string]any
	heads      map[string]string // of pull requests, by path
}

const apiPath = "/api/v3"

func newProxy(o *oracle, to *url.URL) *proxy {
	p := &proxy{oracle: o, statuses: map[string][]map[string]any{}, heads: map[string]string{}}
	p.behind = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) }, ModifyResponse: p.mend}
	p.Server = httptest.NewServer(p)
	return p
}

// api is GITHUB_API_URL.
func (p *proxy) api() string { return p.URL + apiPath }

// begin forgets what came by.
func (p *proxy) begin(isReadOnly bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests, p.isReadOnly = nil, isReadOnly
}

func (p *proxy) seen() []request {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if r.URL.Path == "/api/graphql" { // beside v3; no part of the description
		p.viewer(w, r, data)
		return
	}
	r.URL.Path = strings.TrimPrefix(r.URL.Path, apiPath)
	r.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, apiPath)
	r.Body = readable(data)
	seen := request{method: r.Method, path: r.URL.RequestURI(), body: data, verdict: p.oracle.judge(r, data)}
	r.Body = readable(data)
	record := &recorder{ResponseWriter: w, status: http.StatusOK}
	p.mu.Lock()
	isReadOnly := p.isReadOnly
	p.mu.Unlock()
	switch {
	case len(seen.faults) > 0:
		refuse(record, http.StatusUnprocessableEntity, strings.Join(seen.faults, "; "))
	case r.Header.Get("Authorization") != "Bearer "+workflowToken:
		refuse(record, http.StatusUnauthorized, "Bad credentials")
	case r.URL.Path == "/user" || isReadOnly && seen.isWrite():
		refuse(record, http.StatusForbidden, "Resource not accessible by integration")
	default:
		seen.isStub = p.stub(record, r, data)
		if !seen.isStub {
			p.behind.ServeHTTP(record, r)
		}
	}
	seen.status = record.status
	p.mu.Lock()
	p.requests = append(p.requests, seen)
	p.mu.Unlock()
}

// viewer answers the one question that a workflow's token may ask of the other API.
func (p *proxy) viewer(w http.ResponseWriter, r *http.Request, data []byte) {
	seen := request{method: http.MethodGet, path: "graphql", body: data, status: http.StatusOK, isStub: true}
	var question struct{ Query string }
	if r.Method != http.MethodPost || json.Unmarshal(data, &question) != nil || strings.Join(strings.Fields(question.Query), "") != "{viewer{login}}" {
		seen.faults = []string{"GraphQL is asked something else than who the viewer is: " + string(data)}
	}
	p.mu.Lock()
	p.requests = append(p.requests, seen)
	p.mu.Unlock()
	answer(w, http.StatusOK, map[string]any{"data": map[string]any{"viewer": map[string]any{"login": bot}}})
}

var (
	createStatus = regexp.MustCompile(`^/repos/[^/]+/[^/]+/statuses/([0-9a-f]{40})$`)
	listStatuses = regexp.MustCompile(`^/repos/[^/]+/[^/]+/commits/([0-9a-f]{40})/statuses$`)
)

// stub keeps commit statuses, which the emulator has not.
func (p *proxy) stub(w http.ResponseWriter, r *http.Request, data []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if m := createStatus.FindStringSubmatch(r.URL.Path); m != nil && r.Method == http.MethodPost {
		var status map[string]any
		if json.Unmarshal(data, &status) != nil {
			return false
		}
		status["id"] = len(p.statuses) + 1
		status["creator"] = map[string]any{"login": bot, "type": "Bot"}
		status["created_at"] = time.Now().UTC().Format(time.RFC3339)
		p.statuses[m[1]] = append([]map[string]any{status}, p.statuses[m[1]]...)
		answer(w, http.StatusCreated, status)
		return true
	}
	if m := listStatuses.FindStringSubmatch(r.URL.Path); m != nil && r.Method == http.MethodGet {
		list := p.statuses[m[1]]
		if list == nil {
			list = []map[string]any{}
		}
		answer(w, http.StatusOK, list)
		return true
	}
	return false
}

// status is the one that a commit shows under a name, as state and description.
func (p *proxy) status(commit, name string) (state, description string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, status := range p.statuses[commit] {
		if status["context"] == name {
			state, _ = status["state"].(string)
			description, _ = status["description"].(string)
			return state, description
		}
	}
	return "", ""
}

type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func refuse(w http.ResponseWriter, status int, message string) {
	answer(w, status, map[string]any{"message": message, "documentation_url": "https://docs.github.com/rest", "status": fmt.Sprint(status)})
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // to a client that may have gone
}

// point says where a pull request's head is: the emulator keeps the commit that it
// was opened with.
func (p *proxy) point(number int, head string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heads[fmt.Sprintf("/repos/%s/pulls/%d", repository, number)] = head
}

// mend puts the head into what the emulator says of a pull request.
func (p *proxy) mend(resp *http.Response) error {
	p.mu.Lock()
	head := p.heads[resp.Request.URL.Path]
	p.mu.Unlock()
	if head == "" || resp.Request.Method != http.MethodGet || resp.StatusCode != http.StatusOK {
		return nil
	}
	var pull map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&pull); err != nil {
		return err
	}
	if side, ok := pull["head"].(map[string]any); ok {
		side["sha"] = head
	}
	data, err := json.Marshal(pull)
	if err != nil {
		return err
	}
	resp.Body, resp.ContentLength = readable(data), int64(len(data))
	resp.Header.Set("Content-Length", fmt.Sprint(len(data)))
	return nil
}
