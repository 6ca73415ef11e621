package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

const (
	theAction = "partnership-as-code/entente"
	stubs     = ".ci/e2e/stubs" // of actions that get something from elsewhere
)

// job is one run of a workflow.
type job struct {
	event    string // such as pull_request
	payload  map[string]any
	workflow string // file in .github/workflows
	dir      string // what was checked out
	token    string // "": none
	run      int
}

// outcome is what a run left.
type outcome struct {
	isGreen bool
	code    string // of the step that failed
	summary string
	outputs map[string]string
	log     string
}

var (
	pinned   = regexp.MustCompile(`uses: (actions/(?:setup-go|upload-artifact|download-artifact))@([0-9a-f]{40})`)
	exitCode = regexp.MustCompile(`(?:exitcode '|exit status )(\d+)`)
)

// act runs a job with act, on this machine and without containers.
func (t *trial) act(ctx context.Context, j job) (outcome, error) {
	event := filepath.Join(t.scratch, "event.json")
	data, err := json.Marshal(j.payload)
	if err != nil {
		return outcome{}, err
	}
	if err := os.WriteFile(event, data, 0o644); err != nil {
		return outcome{}, err
	}
	file := filepath.Join(j.dir, ".github/workflows", j.workflow)
	args := []string{j.event, "--json", "-P", "ubuntu-latest=-self-hosted", "--no-cache-server", "--pull=false", "-W", file, "-e", event, "--actor", owner,
		"--env", "GITHUB_API_URL=" + t.proxy.api(), "--env", "GITHUB_REPOSITORY=" + repository, "--env", "GITHUB_REPOSITORY_OWNER=" + owner,
		"--env", fmt.Sprintf("GITHUB_RUN_ID=%d", 9000+j.run), "--env", fmt.Sprintf("GITHUB_RUN_NUMBER=%d", j.run), "--env", "GITHUB_RUN_ATTEMPT=1",
		"--var", "TODAY=" + t.repo.day, "--local-repository", theAction + "@main=" + t.action}
	if j.token != "" {
		args = append(args, "-s", "GITHUB_TOKEN="+j.token)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return outcome{}, err
	}
	for _, m := range pinned.FindAllStringSubmatch(string(text), -1) {
		args = append(args, "--local-repository", fmt.Sprintf("%s@%s=%s", m[1], m[2], filepath.Join(t.root, stubs, filepath.Base(m[1]))))
	}
	cmd := exec.CommandContext(ctx, t.parts.act, args...)
	cmd.Dir = j.dir
	cmd.Env = t.environment()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err = cmd.Run()
	if _, isExit := err.(*exec.ExitError); err != nil && !isExit {
		return outcome{}, err
	}
	return read(out.String(), err == nil), nil
}

// environment is a runner's: no token, no API of the machine around it.
func (t *trial) environment() []string {
	env := []string{"PATH=" + filepath.Dir(t.entente) + string(os.PathListSeparator) + os.Getenv("PATH"), "E2E_ARTIFACTS=" + t.artifacts, "XDG_CACHE_HOME=" + filepath.Join(t.scratch, "act")}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if name != "PATH" && name != "XDG_CACHE_HOME" && name != "CI" && !strings.HasPrefix(name, "GITHUB_") && !strings.HasPrefix(name, "GH_") && !strings.HasPrefix(name, "ACT") {
			env = append(env, variable)
		}
	}
	return env
}

func read(log string, isGreen bool) outcome {
	o := outcome{isGreen: isGreen, outputs: map[string]string{}}
	var text strings.Builder
	lines := bufio.NewScanner(strings.NewReader(log))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var entry struct{ Msg, Command, Content, Name, Arg string }
		if json.Unmarshal(lines.Bytes(), &entry) != nil {
			text.WriteString(lines.Text() + "\n")
			continue
		}
		text.WriteString(strings.TrimRight(entry.Msg, "\n") + "\n")
		switch entry.Command {
		case "summary":
			o.summary += entry.Content
		case "set-output":
			o.outputs[entry.Name] = entry.Arg
		}
	}
	o.log = text.String()
	if m := exitCode.FindStringSubmatch(o.log); m != nil {
		o.code = m[1]
	} else if isGreen {
		o.code = "0"
	}
	return o
}
