package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const forkNumber = 3 // of the pull request from the fork

// fork: a run without a token judges and posts nothing; what it leaves lets a run of
// the base comment, and nothing that is not of that run.
func (t *trial) fork(ctx context.Context) error {
	head, payload, err := t.openFork()
	if err != nil {
		return err
	}
	for _, token := range []string{"", readOnly} {
		out, err := t.run(ctx, job{event: "pull_request", payload: payload, workflow: "entente.yml", token: token}, head)
		if err != nil {
			return err
		}
		of := "the fork's run without a token"
		if token != "" {
			of = "the fork's run with a token that only reads"
		}
		t.want(out.code == "1", of+" ends with the gate's 1", out.log)
		t.wantIn("the summary of "+of, out.summary, "621.11", "Needs **finance**", "rights.yaml:8")
		for _, w := range t.writes() {
			t.want(w.status == http.StatusForbidden, of+" changes nothing", w.String())
		}
		if token == "" {
			t.want(len(t.proxy.seen()) == 0, of+" asks nothing", fmt.Sprint(t.proxy.seen()))
		}
		for _, file := range []string{"plan.json", "plan.md", "pull-request"} {
			info, err := os.Stat(filepath.Join(t.artifacts, "entente", file))
			t.want(err == nil && info.Size() > 0, of+" leaves "+file, out.log)
		}
	}
	all, err := t.hub.comments(forkNumber)
	if err != nil {
		return err
	}
	t.want(len(all) == 0, "no run of the fork commented", fmt.Sprint(all))
	return t.onBehalf(ctx, head)
}

// openFork derives the event from GitHub's sample, which has none of a fork.
func (t *trial) openFork() (head string, payload map[string]any, err error) {
	forked := stranger + "/" + name
	if _, err := t.hub.as(stranger, http.MethodPost, "/repos/"+repository+"/forks", map[string]any{}); err != nil {
		return "", nil, err
	}
	if _, err := git(t.repo.dir, "checkout", "-q", "--force", t.start); err != nil {
		return "", nil, err
	}
	if err := t.repo.upload(t.start, "The program as it is\n", "2026-06-30T09:01:00Z", "master", forked); err != nil {
		return "", nil, err
	}
	if err := copyTree(t.change, t.repo.dir); err != nil {
		return "", nil, err
	}
	if head, err = t.repo.commit(branch, "Lower the rate\n", forked); err != nil {
		return "", nil, err
	}
	opened, err := t.hub.as(stranger, http.MethodPost, "/repos/"+repository+"/pulls", map[string]any{"title": "Lower a rate", "head": stranger + ":" + branch, "base": "master"})
	if err != nil {
		return "", nil, err
	}
	if fmt.Sprint(opened["number"]) != fmt.Sprint(forkNumber) {
		return "", nil, fmt.Errorf("the fork's pull request has number %v", opened["number"])
	}
	t.proxy.point(forkNumber, head)
	if _, err := git(t.repo.dir, "push", "-q", "--force", "origin", fmt.Sprintf("%s:refs/pull/%d/head", head, forkNumber)); err != nil {
		return "", nil, err
	}
	payload = t.payload("pull_request opened", head)
	payload["number"] = forkNumber
	pull := payload["pull_request"].(map[string]any)
	pull["number"] = forkNumber
	pull["user"].(map[string]any)["login"] = stranger
	side := pull["head"].(map[string]any)
	side["label"] = stranger + ":" + branch
	from := side["repo"].(map[string]any)
	from["full_name"], from["fork"] = forked, true
	from["owner"].(map[string]any)["login"] = stranger
	return head, payload, nil
}

// onBehalf runs the workflow that comments on forks.
func (t *trial) onBehalf(ctx context.Context, head string) error {
	payload := t.events["workflow_run completed"]
	of := payload["workflow_run"].(map[string]any)
	of["event"], of["head_branch"], of["head_sha"] = "pull_request", branch, head
	of["head_repository"].(map[string]any)["full_name"] = stranger + "/" + name
	comments := func(claim, sha string) (outcome, error) {
		of["head_sha"] = sha
		if err := os.WriteFile(filepath.Join(t.artifacts, "entente/pull-request"), []byte(claim), 0o644); err != nil {
			return outcome{}, err
		}
		dir := filepath.Join(t.scratch, fmt.Sprintf("base-%d", t.runs))
		if _, err := git(t.scratch, "clone", "-q", "file://"+t.repo.origin, dir); err != nil {
			return outcome{}, err
		}
		return t.run(ctx, job{event: "workflow_run", payload: payload, workflow: "entente-forks.yml", token: workflowToken, dir: dir}, head)
	}
	for _, lie := range []struct{ what, claim, sha, why string }{
		{"a number of another pull request", fmt.Sprint(number), head, "nothing is posted"},
		{"no number", "3; touch owned", head, "does not hold a number"},
		{"a run of another commit", fmt.Sprint(forkNumber), t.base, "nothing is posted"},
	} {
		out, err := comments(lie.claim, lie.sha)
		if err != nil {
			return err
		}
		t.want(!out.isGreen && strings.Contains(out.log, lie.why), "refuses "+lie.what, out.log)
		t.want(len(t.writes()) == 0, "posts nothing for "+lie.what, fmt.Sprint(t.writes()))
	}
	out, err := comments(fmt.Sprint(forkNumber), head)
	if err != nil {
		return err
	}
	t.want(out.isGreen, "the base comments on the fork's pull request", out.log)
	posted, err := t.only(forkNumber, out.log)
	if err != nil {
		return err
	}
	t.wantIn("the comment on the fork's pull request", posted.Body, "621.11", "Needs **finance**", "rights.yaml:8")
	t.wantStatus(head, "pending")
	return nil
}

// broken: an error of the head stands at its line, with or without a token.
func (t *trial) broken(ctx context.Context) error {
	if err := t.repo.edit(edit{terms, "{id: mid, rate: 10%}", "{id: mid, rate: much}"}); err != nil {
		return err
	}
	head, err := t.repo.commit("broken", "Much\n", stranger+"/"+name)
	if err != nil {
		return err
	}
	payload := t.payload("pull_request opened", head)
	payload["pull_request"].(map[string]any)["head"].(map[string]any)["repo"].(map[string]any)["full_name"] = stranger + "/" + name
	out, err := t.run(ctx, job{event: "pull_request", payload: payload, workflow: "entente.yml"}, head)
	if err != nil {
		return err
	}
	t.want(out.code == "1", "an error ends with 1", out.log)
	t.wantIn("the log", out.log, "::error file="+terms+",line=26,")
	t.want(len(out.summary) > 0, "an error has a summary", out.log)
	return nil
}

// others: what a shallow clone is told, and what the night says.
func (t *trial) others(ctx context.Context) error {
	head, err := git(t.repo.dir, "rev-parse", "HEAD")
	if err != nil {
		return err
	}
	dir := filepath.Join(t.scratch, "shallow")
	if err := t.repo.checkout(dir, t.base, head, true); err != nil {
		return err
	}
	out, err := t.run(ctx, job{event: "pull_request", payload: t.payload("pull_request opened", head), workflow: "entente.yml", token: workflowToken, dir: dir}, head)
	if err != nil {
		return err
	}
	t.want(out.code == "2", "a shallow clone ends with 2", out.log)
	t.wantIn("its log", out.log, "The clone is shallow", "fetch-depth: 0")
	t.want(len(t.proxy.seen()) == 0, "a shallow clone asks nothing", fmt.Sprint(t.proxy.seen()))

	dir = filepath.Join(t.scratch, "night")
	if err := t.repo.checkout(dir, t.base, t.base, false); err != nil {
		return err
	}
	night, err := t.run(ctx, job{event: "schedule", payload: map[string]any{}, workflow: "entente-nightly.yml", token: workflowToken, dir: dir}, head)
	if err != nil {
		return err
	}
	t.want(night.isGreen, "the nightly run is green", night.log)
	t.wantIn("its summary", night.summary, "### Due", "semiannual review, none since 2026-01-01")
	return nil
}

// installs: a release is run when it has its checksum and only then; without one the
// program is built.
func (t *trial) installs(ctx context.Context) error {
	root, archive := filepath.Join(t.scratch, "released"), "entente_9.9.9_"+runtime.GOOS+"_"+runtime.GOARCH+".tar.gz"
	served := filepath.Join(t.scratch, "served")
	if err := copyTree(filepath.Join(t.root, ".github/action"), filepath.Join(root, ".github/action")); err != nil {
		return err
	}
	script := fmt.Sprintf(`set -eu
mkdir -p %[1]s/bin
tar -czf %[1]s/%[2]s -C %[3]s %[4]s
cd %[1]s && sha256sum %[2]s >%[5]s/.github/checksums.txt
cat >bin/curl <<'END'
#!/bin/sh
for last; do :; done
while [ "$1" != --output ]; do shift; done
cp %[1]s/"${last##*/}" "$2"
echo "$last" >>%[1]s/asked
END
chmod +x bin/curl`, served, archive, filepath.Dir(t.entente), filepath.Base(t.entente), root)
	if out, err := exec.CommandContext(ctx, "bash", "-c", script).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	code, log := t.install(ctx, root, served)
	t.want(code == 0, "a release with its checksum is run", log)
	asked, err := os.ReadFile(filepath.Join(served, "asked"))
	if err != nil {
		return err
	}
	t.wantIn("the address", string(asked), "/partnership-as-code/entente/releases/download/v9.9.9/"+archive)

	file, err := os.OpenFile(filepath.Join(served, archive), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := file.WriteString("x"); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	code, log = t.install(ctx, root, served)
	t.want(code == 3, "an archive with another checksum is refused", log)
	t.wantIn("the refusal", log, "another checksum")

	code, log = t.install(ctx, t.root, served)
	t.want(code == 0 && strings.Contains(log, "entente "), "without a release it is built from source", log)
	return nil
}

// install runs the script on a machine without entente.
func (t *trial) install(ctx context.Context, root, served string) (int, string) {
	temp, err := os.MkdirTemp(t.scratch, "runner-")
	if err != nil {
		return -1, err.Error()
	}
	system := map[string]string{"linux": "Linux", "darwin": "macOS"}[runtime.GOOS]
	machine := map[string]string{"amd64": "X64", "arm64": "ARM64"}[runtime.GOARCH]
	var path []string
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, "entente")); err != nil {
			path = append(path, dir)
		}
	}
	cmd := exec.CommandContext(ctx, "bash", filepath.Join(root, ".github/action/install.sh"))
	cmd.Env = append(os.Environ(), "PATH="+filepath.Join(served, "bin")+string(os.PathListSeparator)+strings.Join(path, string(os.PathListSeparator)),
		"RUNNER_TEMP="+temp, "RUNNER_OS="+system, "RUNNER_ARCH="+machine, "GITHUB_OUTPUT="+filepath.Join(temp, "output"))
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		return -1, err.Error()
	}
	written, _ := os.ReadFile(filepath.Join(temp, "output")) // a refusal writes none
	if cmd.ProcessState.ExitCode() == 0 && !strings.HasPrefix(string(written), "program=") {
		return -1, "no output names the program\n" + string(out)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}
