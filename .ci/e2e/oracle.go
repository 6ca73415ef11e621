package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// wanted are the operations that a tool for pull requests could need.
var wanted = regexp.MustCompile(`^/(user|meta|rate_limit|repos/\{owner\}/\{repo\}(/(pulls|issues|commits|statuses|check-runs|contents|labels)(/.*)?)?)$`)

// What GitHub says in prose, and its description does not hold.
const (
	mostComment     = 65_536 // characters
	mostDescription = 140
	mostAnnotations = 50
	mostPerPage     = 100
)

// oracle knows which requests GitHub takes.
type oracle struct {
	version    string
	operations int
	router     routers.Router
}

// loadOracle reads a description, trimmed to what is wanted and what that refers to.
func loadOracle(name string) (*oracle, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var whole map[string]any
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, err
	}
	trimmed, err := json.Marshal(trim(whole))
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(trimmed)
	if err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, err
	}
	out := &oracle{version: doc.Info.Version, router: router}
	for _, item := range doc.Paths.Map() {
		out.operations += len(item.Operations())
	}
	if out.operations < 50 {
		return nil, fmt.Errorf("%s holds only %d of the operations that are looked for", name, out.operations)
	}
	return out, nil
}

func trim(whole map[string]any) map[string]any {
	paths := map[string]any{}
	for path, item := range whole["paths"].(map[string]any) {
		if wanted.MatchString(path) {
			// The router's {path} ends at a slash; GitHub's does not.
			paths[strings.ReplaceAll(path, "{path}", "{path:.+}")] = withoutExamples(item)
		}
	}
	kept := map[string]map[string]any{}
	components := whole["components"].(map[string]any)
	todo := []any{paths}
	for len(todo) > 0 {
		next := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, ref := range references(next) {
			kind, name, _ := strings.Cut(strings.TrimPrefix(ref, "#/components/"), "/")
			if kept[kind] == nil {
				kept[kind] = map[string]any{}
			}
			if _, isKept := kept[kind][name]; !isKept {
				kept[kind][name] = withoutExamples(components[kind].(map[string]any)[name])
				todo = append(todo, kept[kind][name])
			}
		}
	}
	return map[string]any{"openapi": whole["openapi"], "info": whole["info"], "paths": paths, "components": kept}
}

// withoutExamples drops what makes most of the description's size.
func withoutExamples(node any) any {
	switch node := node.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, value := range node {
			if _, isSchema := value.(map[string]any); key == "examples" || key == "responses" && isSchema {
				continue
			}
			out[key] = withoutExamples(value)
		}
		if _, isOperation := node["operationId"]; isOperation {
			out["responses"] = map[string]any{"default": map[string]any{"description": "not looked at"}}
		}
		return out
	case []any:
		out := make([]any, len(node))
		for i, value := range node {
			out[i] = withoutExamples(value)
		}
		return out
	}
	return node
}

func references(node any) (out []string) {
	switch node := node.(type) {
	case map[string]any:
		for key, value := range node {
			if ref, isText := value.(string); key == "$ref" && isText {
				out = append(out, ref)
			} else {
				out = append(out, references(value)...)
			}
		}
	case []any:
		for _, value := range node {
			out = append(out, references(value)...)
		}
	}
	return out
}

// verdict is of one request.
type verdict struct {
	operation string   // such as issues/create-comment
	faults    []string // none: GitHub takes it
}

// judge holds a request, whose path is the API's, against the description.
func (o *oracle) judge(r *http.Request, body []byte) verdict {
	asked := r.Clone(context.Background())
	asked.Body, asked.URL.Host, asked.URL.Scheme = readable(body), "", ""
	route, params, err := o.router.FindRoute(asked)
	if err != nil {
		return verdict{faults: []string{fmt.Sprintf("%s %s is nothing that GitHub offers: %v", r.Method, r.URL.Path, err)}}
	}
	out := verdict{operation: route.Operation.OperationID}
	err = openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: asked, PathParams: params, Route: route,
		Options: &openapi3filter.Options{MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, RejectWhenRequestBodyNotSpecified: true, SkipSettingDefaults: true},
	})
	if err != nil && !isWaived(route, body) {
		out.faults = append(out.faults, short(err))
	}
	out.faults = append(out.faults, undeclared(route, r.URL.Query())...)
	out.faults = append(out.faults, unwritten(out.operation, r.URL.Query(), body)...)
	return out
}

// isWaived: GitHub takes a bare array of labels, which its description forgets.
func isWaived(route *routers.Route, body []byte) bool {
	var bare []string
	return route.Operation.OperationID == "issues/add-labels" && json.Unmarshal(body, &bare) == nil
}

// undeclared finds parameters of a query that GitHub would pass over in silence.
func undeclared(route *routers.Route, query url.Values) (out []string) {
	for name := range query {
		isNamed := func(p *openapi3.ParameterRef) bool {
			return p.Value != nil && p.Value.In == "query" && p.Value.Name == name
		}
		if !slices.ContainsFunc(route.Operation.Parameters, isNamed) && !slices.ContainsFunc(route.PathItem.Parameters, isNamed) {
			out = append(out, fmt.Sprintf("%s has no parameter %q", route.Operation.OperationID, name))
		}
	}
	return out
}

// unwritten holds a request against the limits that the description leaves out.
func unwritten(operation string, query url.Values, body []byte) (out []string) {
	if each := query.Get("per_page"); each != "" {
		if n, err := strconv.Atoi(each); err != nil || n < 1 || n > mostPerPage {
			out = append(out, fmt.Sprintf("per_page is %s: GitHub gives at most %d", each, mostPerPage))
		}
	}
	var said struct {
		Body        string
		Description string
		Output      struct{ Annotations []any }
	}
	_ = json.Unmarshal(body, &said) // of another shape: it has none of these
	if n := utf8.RuneCountInString(said.Body); strings.HasPrefix(operation, "issues/") && n > mostComment {
		out = append(out, fmt.Sprintf("the body has %d characters: GitHub takes %d", n, mostComment))
	}
	if n := utf8.RuneCountInString(said.Description); operation == "repos/create-commit-status" && n > mostDescription {
		out = append(out, fmt.Sprintf("the description has %d characters: GitHub takes %d", n, mostDescription))
	}
	if n := len(said.Output.Annotations); strings.HasPrefix(operation, "checks/") && n > mostAnnotations {
		out = append(out, fmt.Sprintf("%d annotations in a request: GitHub takes %d", n, mostAnnotations))
	}
	return out
}

// short is the first lines of an error, without the schema that it prints.
func short(err error) string {
	var many openapi3.MultiError
	if errors.As(err, &many) && len(many) > 0 {
		err = many[0]
	}
	text, _, _ := strings.Cut(err.Error(), "\nSchema:")
	return strings.Join(strings.Fields(text), " ")
}

type body struct{ *bytes.Reader }

func (body) Close() error { return nil }

func readable(data []byte) body { return body{bytes.NewReader(data)} }
