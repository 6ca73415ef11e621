package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// update rewrites the outputs that the scripts compare with.
var update = flag.Bool("update", false, "rewrite expected outputs")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"entente": main})
}

// TestScripts runs the program as a user does, each script in a folder of its
// own. $EXAMPLE and $CHANGE hold the contract's repository and its change.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			root, err := filepath.Abs("../../engine/testdata")
			if err != nil {
				return err
			}
			env.Setenv("EXAMPLE", filepath.Join(root, "example"))
			env.Setenv("CHANGE", filepath.Join(root, "example-change"))
			env.Setenv("HOOKS", filepath.Join(root, "../../.pre-commit-hooks.yaml"))
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"commit":    commit,
			"copy":      copyTree,
			"precommit": precommit,
		},
	})
}

// commit records the whole folder as one commit on a branch: commit BRANCH.
func commit(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(".")
	run := func(args ...string) {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@localhost", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@localhost",
			"GIT_AUTHOR_DATE=2026-06-29T09:00:00Z", "GIT_COMMITTER_DATE=2026-06-29T09:00:00Z")
		if out, err := cmd.CombinedOutput(); err != nil {
			ts.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, ".git")); err != nil {
		run("init", "-q", "-b", args[0])
	} else {
		run("checkout", "-q", "-B", args[0])
	}
	run("add", "-A")
	run("commit", "-q", "-m", args[0])
}

// copyTree lays a folder over another: copy FROM TO.
func copyTree(ts *testscript.TestScript, _ bool, args []string) {
	from, to := args[0], ts.MkAbs(args[1])
	ts.Check(filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(from, path)
		target := filepath.Join(to, rel)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	}))
}
