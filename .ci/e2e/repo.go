package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	firstDay  = "2026-06-30" // of the documents' figures
	terms     = "plans/reseller.yaml"
	deals     = "data/deals.csv"
	workflows = "engine/scaffold/starter/.github/workflows"
)

// repo is a repository with a bare origin, whose commits are the emulator's, too.
type repo struct {
	hub    *hub
	dir    string
	origin string
	day    string // on which commits are made and runs look at things
	made   int    // commits, for their times
}

// git runs it in a folder, and gives what it printed.
func git(dir string, args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); ok {
		return "", fmt.Errorf("git %s: %s", strings.Join(args, " "), exit.Stderr)
	}
	return strings.TrimRight(string(out), "\n"), err
}

// newRepo lays out the base: the documents, and the workflows that init writes.
func newRepo(p parts, h *hub) (*repo, error) {
	r := &repo{hub: h, dir: filepath.Join(p.scratch, "work"), origin: filepath.Join(p.scratch, "origin.git"), day: firstDay}
	if _, err := git(p.scratch, "init", "-q", "--bare", "-b", "master", r.origin); err != nil {
		return nil, err
	}
	if _, err := git(p.scratch, "init", "-q", "-b", "master", r.dir); err != nil {
		return nil, err
	}
	if _, err := git(r.dir, "remote", "add", "origin", r.origin); err != nil {
		return nil, err
	}
	if err := copyTree(p.example, r.dir); err != nil {
		return nil, err
	}
	for _, file := range []string{"entente.yml", "entente-forks.yml", "entente-nightly.yml"} {
		text, err := os.ReadFile(filepath.Join(p.root, workflows, file))
		if err != nil {
			return nil, err
		}
		if err := r.write(filepath.Join(".github/workflows", file), dated(string(text))); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// dated lets a run say which day it is: the documents are of one that goes by.
func dated(workflow string) string {
	const step = "uses: " + theAction + "@main"
	const asOf = "  as-of: ${{ vars.TODAY }}"
	var out []string
	lines := strings.Split(workflow, "\n")
	for i, line := range lines {
		out = append(out, line)
		if !strings.Contains(line, step) {
			continue
		}
		indent := strings.Repeat(" ", 8)
		if i+1 < len(lines) && strings.TrimSpace(lines[i+1]) == "with:" {
			lines[i+1] += "\n" + indent + asOf
		} else {
			out = append(out, indent+"with:", indent+asOf)
		}
	}
	return strings.Join(out, "\n")
}

func (r *repo) write(name, text string) error {
	file := filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}

// edit replaces a text of a file, which must stand there once.
type edit struct{ file, old, now string }

func (r *repo) edit(edits ...edit) error {
	for _, e := range edits {
		data, err := os.ReadFile(filepath.Join(r.dir, e.file))
		if err != nil {
			return err
		}
		if strings.Count(string(data), e.old) != 1 {
			return fmt.Errorf("%s does not hold %q once", e.file, e.old)
		}
		if err := r.write(e.file, strings.Replace(string(data), e.old, e.now, 1)); err != nil {
			return err
		}
	}
	return nil
}

// commit commits everything, pushes it to origin and to the emulator's repository.
func (r *repo) commit(branch, message, into string) (string, error) {
	if _, err := git(r.dir, "add", "--all", "--force"); err != nil {
		return "", err
	}
	r.made++
	when := fmt.Sprintf("%sT09:%02d:00Z", r.day, r.made)
	cmd := exec.Command("git", "-C", r.dir, "-c", "user.name=Mona", "-c", "user.email=mona@example.com", "commit", "-q", "--allow-empty", "-m", message)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_DATE="+when, "GIT_COMMITTER_DATE="+when)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("git commit: %s", out)
	}
	sha, err := git(r.dir, "rev-parse", "HEAD")
	if err != nil {
		return "", err
	}
	if _, err := git(r.dir, "push", "-q", "--force", "origin", "HEAD:refs/heads/"+branch); err != nil {
		return "", err
	}
	return sha, r.upload(sha, message, when, branch, into)
}

// upload makes the same commit at the emulator, which computes its name as git does.
func (r *repo) upload(sha, message, when, branch, into string) error {
	tree, err := git(r.dir, "ls-tree", "-r", "--name-only", "-z", sha)
	if err != nil {
		return err
	}
	var entries []any
	for _, file := range strings.Split(strings.TrimRight(tree, "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join(r.dir, file))
		if err != nil {
			return err
		}
		entries = append(entries, map[string]any{"path": file, "mode": "100644", "type": "blob", "content": string(text)})
	}
	as := strings.Split(into, "/")[0]
	made, err := r.hub.as(as, http.MethodPost, "/repos/"+into+"/git/trees", map[string]any{"tree": entries})
	if err != nil {
		return err
	}
	parents, err := git(r.dir, "show", "-s", "--format=%P", sha)
	if err != nil {
		return err
	}
	by := map[string]any{"name": "Mona", "email": "mona@example.com", "date": when}
	made, err = r.hub.as(as, http.MethodPost, "/repos/"+into+"/git/commits", map[string]any{
		"message": message, "tree": made["sha"], "parents": strings.Fields(parents), "author": by, "committer": by})
	if err != nil {
		return err
	}
	if made["sha"] != sha {
		return fmt.Errorf("the emulator names commit %s %v", sha, made["sha"])
	}
	ref := "/repos/" + into + "/git/refs"
	if _, err := r.hub.as(as, http.MethodGet, "/repos/"+into+"/git/ref/heads/"+branch, nil); err == nil {
		_, err = r.hub.as(as, http.MethodPatch, ref+"/heads/"+branch, map[string]any{"sha": sha, "force": true})
		return err
	}
	_, err = r.hub.as(as, http.MethodPost, ref, map[string]any{"ref": "refs/heads/" + branch, "sha": sha})
	return err
}

// checkout is what actions/checkout leaves: the merge of head into base, with the
// whole history, or with one commit of it.
func (r *repo) checkout(to, base, head string, isShallow bool) error {
	tree, err := git(r.dir, "merge-tree", "--write-tree", base, head)
	if err != nil {
		return err
	}
	cmd := exec.Command("git", "-C", r.dir, "-c", "user.name=GitHub", "-c", "user.email=noreply@github.com", "commit-tree", tree, "-p", base, "-p", head, "-m", "Merge")
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("git commit-tree: %s", &complaint)
	}
	merge := strings.TrimSpace(out.String())
	if _, err := git(r.dir, "push", "-q", "--force", "origin", merge+":refs/pull/merge"); err != nil {
		return err
	}
	if _, err := git(filepath.Dir(to), "init", "-q", "-b", "master", to); err != nil {
		return err
	}
	fetch := []string{"fetch", "-q", "file://" + r.origin, "+refs/heads/*:refs/remotes/origin/*", "refs/pull/merge"}
	if isShallow {
		fetch = []string{"fetch", "-q", "--depth=1", "file://" + r.origin, "+refs/pull/merge:refs/remotes/pull/merge"}
	}
	if _, err := git(to, fetch...); err != nil {
		return err
	}
	_, err = git(to, "checkout", "-q", "--detach", merge)
	return err
}
