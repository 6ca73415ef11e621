package githubtest

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	mostBody        = 65_536 // characters
	mostDescription = 140    // characters
	mostAnnotations = 50     // of a request
)

func withUser(ctx context.Context, u User) context.Context {
	return context.WithValue(ctx, userKey{}, u)
}

func userOf(r *http.Request) User { u, _ := r.Context().Value(userKey{}).(User); return u }

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { Refuse(w, http.StatusNotFound, "Not Found") })
	mux.HandleFunc("GET "+Prefix+"/user", s.getUser)
	mux.HandleFunc("POST /api/graphql", s.getViewer)
	repository := func(method, path string, do http.HandlerFunc) {
		mux.HandleFunc(method+" "+Prefix+"/repos/{owner}/{name}"+path, func(w http.ResponseWriter, r *http.Request) {
			if r.PathValue("owner")+"/"+r.PathValue("name") != s.Repository {
				Refuse(w, http.StatusNotFound, "Not Found")
				return
			}
			do(w, r)
		})
	}
	repository("GET", "/pulls/{number}", s.getPull)
	repository("GET", "/pulls/{number}/reviews", s.listReviews)
	repository("GET", "/issues/{number}/comments", s.listComments)
	repository("POST", "/issues/{number}/comments", s.createComment)
	repository("PATCH", "/issues/comments/{id}", s.changeComment)
	repository("DELETE", "/issues/comments/{id}", s.changeComment)
	repository("GET", "/commits/{ref}/statuses", s.listStatuses)
	repository("POST", "/statuses/{ref}", s.createStatus)
	repository("GET", "/commits/{ref}/check-runs", s.listChecks)
	repository("POST", "/check-runs", s.createCheck)
	repository("PATCH", "/check-runs/{id}", s.updateCheck)
	return mux
}

func (s *Server) getUser(w http.ResponseWriter, r *http.Request) {
	if user := userOf(r); !user.IsApp {
		answer(w, http.StatusOK, user)
		return
	}
	Refuse(w, http.StatusForbidden, "Resource not accessible by integration")
}

func (s *Server) getViewer(w http.ResponseWriter, r *http.Request) {
	user := userOf(r)
	if user.IsHidden {
		Refuse(w, http.StatusForbidden, "Resource not accessible by integration")
		return
	}
	answer(w, http.StatusOK, map[string]any{"data": map[string]any{"viewer": user}})
}

// pull finds the pull request that the path names.
func (s *Server) pull(w http.ResponseWriter, r *http.Request) (Pull, bool) {
	number, _ := strconv.Atoi(r.PathValue("number"))
	p, ok := s.pulls[number]
	if !ok {
		Refuse(w, http.StatusNotFound, "Not Found")
	}
	return p, ok
}

func (s *Server) getPull(w http.ResponseWriter, r *http.Request) {
	p, ok := s.pull(w, r)
	if !ok {
		return
	}
	var from any
	if p.From != "" {
		from = map[string]string{"full_name": p.From}
	}
	answer(w, http.StatusOK, map[string]any{
		"number": p.Number, "state": p.State, "title": p.Title, "created_at": p.Created, "user": User{Login: p.Author},
		"base": map[string]any{"sha": p.Base, "ref": cmp.Or(p.Into, "main"), "repo": map[string]string{"full_name": s.Repository, "default_branch": "main"}},
		"head": map[string]any{"sha": p.Head, "ref": "change", "repo": from},
	})
}

func (s *Server) listReviews(w http.ResponseWriter, r *http.Request) {
	p, ok := s.pull(w, r)
	if !ok {
		return
	}
	out := []map[string]any{}
	for _, review := range s.reviews[p.Number] {
		var user any
		if review.Login != "" {
			user = User{Login: review.Login}
		}
		out = append(out, map[string]any{"user": user, "state": review.State, "commit_id": review.Commit, "submitted_at": review.Submitted})
	}
	answer(w, http.StatusOK, page(s, w, r, out))
}

func (s *Server) listComments(w http.ResponseWriter, r *http.Request) {
	if p, ok := s.pull(w, r); ok {
		answer(w, http.StatusOK, page(s, w, r, s.commentsOf(p.Number)))
	}
}

// read decodes a body. GitHub refuses a comment of too many characters.
func (s *Server) read(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		s.t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
		Refuse(w, http.StatusBadRequest, "Problems parsing JSON")
		return false
	}
	return true
}

// invalid fails the test: what GitHub refuses must never be sent.
func (s *Server) invalid(w http.ResponseWriter, r *http.Request, why string) {
	s.t.Errorf("%s %s: %s", r.Method, r.URL.Path, why)
	answer(w, http.StatusUnprocessableEntity, map[string]any{"message": "Validation Failed", "errors": []map[string]string{{"message": why}}})
}

func (s *Server) isBody(w http.ResponseWriter, r *http.Request, body string) bool {
	if n := utf8.RuneCountInString(body); n > mostBody || body == "" {
		s.invalid(w, r, "body is too long or blank: "+strconv.Itoa(n)+" characters (maximum is 65536)")
		return false
	}
	return true
}

func (s *Server) createComment(w http.ResponseWriter, r *http.Request) {
	var in struct{ Body string }
	p, ok := s.pull(w, r)
	if ok && s.read(w, r, &in) && s.isBody(w, r, in.Body) {
		answer(w, http.StatusCreated, s.comment(p.Number, userOf(r), in.Body))
	}
}

func (s *Server) changeComment(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	at := slices.IndexFunc(s.comments, func(c Comment) bool { return c.ID == id })
	if at < 0 {
		Refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	if r.Method == http.MethodDelete {
		s.comments = slices.Delete(s.comments, at, at+1)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	var in struct{ Body string }
	if s.read(w, r, &in) && s.isBody(w, r, in.Body) {
		s.comments[at].Body = in.Body
		answer(w, http.StatusOK, s.comments[at])
	}
}

func (s *Server) listStatuses(w http.ResponseWriter, r *http.Request) {
	answer(w, http.StatusOK, page(s, w, r, s.statusesOf(r.PathValue("ref"))))
}

func (s *Server) createStatus(w http.ResponseWriter, r *http.Request) {
	in := Status{Commit: r.PathValue("ref"), Creator: userOf(r)}
	if !s.read(w, r, &in) {
		return
	}
	switch {
	case utf8.RuneCountInString(in.Description) > mostDescription:
		s.invalid(w, r, "description is too long (maximum is 140 characters)")
		return
	case !slices.Contains([]string{"error", "failure", "pending", "success"}, in.State):
		s.invalid(w, r, "state is not included in the list")
		return
	}
	s.last++
	in.ID = s.last
	s.statuses = append(s.statuses, in)
	answer(w, http.StatusCreated, in)
}

func (s *Server) listChecks(w http.ResponseWriter, r *http.Request) {
	out := []Check{}
	for _, c := range s.checks {
		if name := r.URL.Query().Get("check_name"); c.Head == r.PathValue("ref") && (name == "" || c.Name == name) {
			out = append(out, c)
		}
	}
	answer(w, http.StatusOK, map[string]any{"total_count": len(out), "check_runs": page(s, w, r, out)})
}

func (s *Server) isCheck(w http.ResponseWriter, r *http.Request, c Check) bool {
	if len(c.Output.Annotations) > mostAnnotations {
		s.invalid(w, r, "annotations exceed a maximum quantity of 50")
		return false
	}
	for _, a := range c.Output.Annotations {
		isLevel := slices.Contains([]string{"notice", "warning", "failure"}, a.Level)
		if !isLevel || a.Path == "" || strings.HasPrefix(a.Path, "/") || a.Message == "" || a.StartLine < 1 || a.EndLine < a.StartLine || utf8.RuneCountInString(a.Title) > 255 {
			s.invalid(w, r, "an annotation is none")
			return false
		}
	}
	isDone := c.Status == "completed"
	if c.Output.Title == "" || utf8.RuneCountInString(c.Output.Summary) > mostBody || isDone != (c.Conclusion != "") {
		s.invalid(w, r, "the check run's output or conclusion is none")
		return false
	}
	return true
}

func (s *Server) createCheck(w http.ResponseWriter, r *http.Request) {
	user := userOf(r)
	if !user.IsApp {
		Refuse(w, http.StatusForbidden, "You must authenticate via a GitHub App.")
		return
	}
	in := Check{Status: "queued", App: App{strings.TrimSuffix(user.Login, "[bot]")}}
	if s.read(w, r, &in) && s.isCheck(w, r, in) {
		s.last++
		in.ID = s.last
		s.checks = append(s.checks, in)
		answer(w, http.StatusCreated, in)
	}
}

// updateCheck adds annotations to those that there are, as GitHub does.
func (s *Server) updateCheck(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	at := slices.IndexFunc(s.checks, func(c Check) bool { return c.ID == id })
	if at < 0 {
		Refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	was := s.checks[at]
	in := was
	in.Output.Annotations = nil
	if s.read(w, r, &in) && s.isCheck(w, r, in) {
		in.Output.Annotations = slices.Concat(was.Output.Annotations, in.Output.Annotations)
		s.checks[at] = in
		answer(w, http.StatusOK, in)
	}
}
