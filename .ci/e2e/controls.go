package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// controls sends what GitHub refuses, and the nearest thing that it takes: a proxy
// that lets the first by, or holds the second up, would prove nothing.
func (t *trial) controls(context.Context) error {
	const sha = "ec26c3e57ca3a959ca5aad62de7213c562f8c821"
	api := "/repos/" + repository
	check := func(level string, annotations int) any {
		list := make([]any, annotations)
		for i := range list {
			list[i] = map[string]any{"path": "a.yaml", "start_line": 1, "end_line": 1, "annotation_level": level, "message": "m"}
		}
		return map[string]any{"name": "n", "head_sha": sha, "output": map[string]any{"title": "t", "summary": "s", "annotations": list}}
	}
	text := func(key string, n int) any { return map[string]any{key: strings.Repeat("é", n), "state": "success"} }
	for _, c := range []struct {
		what         string
		method, path string
		bad, good    any
		badPath      string // where the path is what is bad
	}{
		{what: "an annotation's level", method: "POST", path: api + "/check-runs", bad: check("error", 1), good: check("failure", 1)},
		{what: "the number of annotations", method: "POST", path: api + "/check-runs", bad: check("notice", 51), good: check("notice", 50)},
		{what: "an issue's state", method: "PATCH", path: api + "/issues/1", bad: map[string]any{"state": "done"}, good: map[string]any{"state": "closed"}},
		{what: "a status's state", method: "POST", path: api + "/statuses/" + sha, bad: map[string]any{"state": "failed"}, good: map[string]any{"state": "failure"}},
		{what: "a description's length", method: "POST", path: api + "/statuses/" + sha, bad: text("description", 141), good: text("description", 140)},
		{what: "a comment's length", method: "POST", path: api + "/issues/1/comments", bad: text("body", 65_537), good: map[string]any{"body": "short"}},
		{what: "a comment without a body", method: "POST", path: api + "/issues/1/comments", bad: map[string]any{}, good: map[string]any{"body": "short"}},
		{what: "the length of a page", method: "GET", path: api + "/issues/1/comments?per_page=100", badPath: api + "/issues/1/comments?per_page=101"},
		{what: "a parameter that there is not", method: "GET", path: api + "/issues/1/comments", badPath: api + "/issues/1/comments?order=desc"},
		{what: "a path that there is not", method: "GET", path: api + "/pulls", badPath: api + "/pull"},
		{what: "a bare array of labels, waived", method: "POST", path: api + "/issues/1/labels", bad: []any{1}, good: []any{"bug"}},
	} {
		badPath := c.badPath
		if badPath == "" {
			badPath = c.path
		}
		if err := t.control("refuses", c.what, c.method, badPath, c.bad, true); err != nil {
			return err
		}
		if err := t.control("takes", c.what, c.method, c.path, c.good, false); err != nil {
			return err
		}
	}
	// What the controls left behind is no part of what follows.
	all, err := t.hub.comments(1)
	if err != nil {
		return err
	}
	t.want(len(all) == 2, "what is refused does not arrive, and the rest does", fmt.Sprintf("%d comments", len(all)))
	fmt.Println("The oracle bites: 11 kinds of requests that GitHub refuses are refused")
	return nil
}

func (t *trial) control(verb, what, method, path string, body any, isRefused bool) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	var sent io.Reader
	if body != nil {
		sent = bytes.NewReader(data)
	}
	r, err := http.NewRequest(method, t.proxy.api()+path, sent)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+workflowToken)
	r.Header.Set("Content-Type", "application/json")
	t.proxy.begin(false)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answered, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	seen := t.proxy.seen()
	t.want(len(seen) == 1 && (len(seen[0].faults) > 0) == isRefused, fmt.Sprintf("the oracle %s: %s", verb, what), fmt.Sprintf("%s: %s", resp.Status, answered))
	return nil
}
