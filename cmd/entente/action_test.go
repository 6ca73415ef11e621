package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

const actionDir = "../../.github/action"

// bash runs a script of the action with programs of the test's own before all others,
// by name, and gives its exit code and what it printed.
func bash(t *testing.T, script string, programs map[string]string, env ...string) (int, string) {
	t.Helper()
	bin := t.TempDir()
	for name, text := range programs {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("bash", script)
	cmd.Env = append(append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+"/usr/bin:/bin"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// TestInstallInAFolderWithABackslash, as the runner's is on Windows: sha256sum begins
// its line with one, too, when it is told the name.
func TestInstallInAFolderWithABackslash(t *testing.T) {
	root, temp := t.TempDir(), filepath.Join(t.TempDir(), `D:\a\_temp`)
	if err := os.CopyFS(filepath.Join(root, ".github/action"), os.DirFS(actionDir)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(temp, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "entente"), []byte("#!/bin/sh\necho entente 9.9.9\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(root, "archive.tar.gz")
	if out, err := exec.Command("tar", "-czf", archive, "-C", root, "entente").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	sums := fmt.Sprintf("%x  entente_9.9.9_linux_%s.tar.gz\n", sha256.Sum256(text), runtime.GOARCH)
	if err := os.WriteFile(filepath.Join(root, ".github/checksums.txt"), []byte(sums), 0o600); err != nil {
		t.Fatal(err)
	}
	output := filepath.Join(root, "output")
	machine := map[string]string{"amd64": "X64", "arm64": "ARM64"}[runtime.GOARCH]
	code, log := bash(t, filepath.Join(root, ".github/action/install.sh"),
		map[string]string{"curl": `while [ "$1" != --output ]; do shift; done; cp "` + archive + `" "$2"` + "\n"},
		"RUNNER_TEMP="+temp, "RUNNER_OS=Linux", "RUNNER_ARCH="+machine, "GITHUB_OUTPUT="+output)
	if code != 0 || !strings.Contains(log, "entente 9.9.9") {
		t.Errorf("exit code %d\n%s", code, log)
	}
}

// ran is what run.sh did with an entente that writes down how it was called.
func ran(t *testing.T, code int, event string, env ...string) (exit int, log, called, outputs string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"event.json": event, "entente": fmt.Sprintf("#!/bin/sh\necho \"$@\" >>'%s/called'\n"+
		"while [ $# -gt 0 ]; do [ \"$1\" != --keep ] || { mkdir -p \"$2\"; echo {} >\"$2/plan.json\"; }; shift; done\nexit %d\n", dir, code)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	fakes := map[string]string{
		"git": "echo false\n",
		// as on Windows, it ends lines with CRLF
		"jq": "case $2 in .pull_request.head.sha*) printf 'abc\\r\\n' ;; *number*) printf '7\\r\\n' ;; *full_name*) printf '%s\\r\\n' \"$2\" ;; *) printf '\\r\\n' ;; esac\n",
	}
	exit, log = bash(t, filepath.Join(actionDir, "run.sh"), fakes, append(env, "ENTENTE="+filepath.Join(dir, "entente"), "GITHUB_EVENT_PATH="+filepath.Join(dir, "event.json"),
		"GITHUB_OUTPUT="+filepath.Join(dir, "output"), "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary"), "RUNNER_TEMP="+dir)...)
	read := func(name string) string {
		text, _ := os.ReadFile(filepath.Join(dir, name)) // "" of what was never written
		return string(text)
	}
	return exit, log, read("called") + read("entente-artifact/pull-request"), read("output")
}

// TestActionSaysItsExitCode: a job that goes on after a closed gate can tell it from a
// breakage.
func TestActionSaysItsExitCode(t *testing.T) {
	for _, code := range []int{0, 1, 3} {
		exit, log, called, outputs := ran(t, code, "{}", "GITHUB_EVENT_NAME=pull_request")
		if exit != code || !strings.Contains(outputs, fmt.Sprintf("exit-code=%d\n", code)) || strings.Contains(called, "\r") {
			t.Errorf("exit code %d for %d, outputs %q, called %q\n%s", exit, code, outputs, called, log)
		}
	}
	if exit, _, _, outputs := ran(t, 0, "{}", "GITHUB_EVENT_NAME=pull_request_target"); exit != 2 || !strings.Contains(outputs, "exit-code=2\n") {
		t.Errorf("exit code %d, outputs %q", exit, outputs)
	}
}

// TestActionLeavesANumber without what jq ends a line with on Windows.
func TestActionLeavesANumber(t *testing.T) {
	if _, log, called, _ := ran(t, 0, "{}", "GITHUB_EVENT_NAME=pull_request"); !strings.HasSuffix(called, "7\n") || strings.Contains(called, "\r") {
		t.Errorf("it left %q\n%s", called, log)
	}
}

// TestActionPassesBranches, and asks for the status of a merge group.
func TestActionPassesBranches(t *testing.T) {
	for _, event := range []string{"pull_request", "merge_group"} {
		if _, log, called, _ := ran(t, 0, "{}", "GITHUB_EVENT_NAME="+event, "ENTENTE_BRANCHES=release/1, release/2"); !strings.Contains(called, "--protected release/1, release/2") {
			t.Errorf("%s calls %q\n%s", event, called, log)
		}
	}
}

// TestActionWithoutTheArtifact says so in words.
func TestActionWithoutTheArtifact(t *testing.T) {
	for _, env := range []string{"ENTENTE_ARTIFACT=", "ENTENTE_ARTIFACT=/nowhere"} {
		if exit, log, _, _ := ran(t, 0, "{}", "GITHUB_EVENT_NAME=workflow_run", env); exit != 2 || !strings.Contains(log, "::error title=The artifact is missing::") {
			t.Errorf("%s: exit code %d\n%s", env, exit, log)
		}
	}
}

// TestWorkflowsRunAgain when a pull request is pointed at another branch: its head is
// the same, and no status of the branch is on it.
func TestWorkflowsRunAgain(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(string(text), "```yaml\non:\n")
	shown, _, _ = strings.Cut(shown, "```")
	workflows := map[string]string{readme: "on:\n" + shown}
	for _, name := range []string{"../../.github/workflows/examples.yml", "../../engine/scaffold/starter/.github/workflows/entente.yml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		workflows[name] = string(text)
	}
	for name, text := range workflows {
		var w struct {
			On struct {
				PullRequest struct{ Types []string } `yaml:"pull_request"`
			}
		}
		if err := yaml.Unmarshal([]byte(text), &w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, kind := range []string{"opened", "synchronize", "reopened", "edited"} {
			if !slices.Contains(w.On.PullRequest.Types, kind) {
				t.Errorf("%s does not run on %s", name, kind)
			}
		}
	}
}
