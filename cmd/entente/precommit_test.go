package main

import (
	"os"
	"os/exec"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"gopkg.in/yaml.v3"
)

// hook is an entry of .pre-commit-hooks.yaml, as pre-commit reads it.
type hook struct {
	ID            string `yaml:"id"`
	Name          string `yaml:"name"`
	Description   string `yaml:"description"`
	Language      string `yaml:"language"`
	Entry         string `yaml:"entry"`
	AlwaysRun     bool   `yaml:"always_run"`
	PassFilenames *bool  `yaml:"pass_filenames"`
	RequireSerial bool   `yaml:"require_serial"`
}

// hookOf reads the hooks of the repository and gives one.
func hookOf(ts *testscript.TestScript, id string) hook {
	text, err := os.ReadFile(ts.Getenv("HOOKS"))
	ts.Check(err)
	dec := yaml.NewDecoder(strings.NewReader(string(text)))
	dec.KnownFields(true)
	var hooks []hook
	ts.Check(dec.Decode(&hooks))
	for _, h := range hooks {
		if h.ID == id {
			return h
		}
	}
	ts.Fatalf("there is no hook %s", id)
	return hook{}
}

// precommit does what pre-commit does with one hook: the files that are staged and
// still there decide whether it runs, unless it always does, and its exit code
// whether the commit is made. precommit ID
func precommit(ts *testscript.TestScript, neg bool, args []string) {
	h := hookOf(ts, args[0])
	list := exec.Command("git", "diff", "--staged", "--name-only", "--diff-filter=ACMRTUXB")
	list.Dir = ts.MkAbs(".")
	staged, err := list.Output()
	ts.Check(err)
	files := strings.Fields(string(staged))
	if len(files) == 0 && !h.AlwaysRun {
		ts.Fatalf("the hook %s is skipped: no file is staged that is still there", h.ID)
	}
	words := strings.Fields(h.Entry)
	if h.PassFilenames == nil || *h.PassFilenames {
		words = append(words, files...)
	}
	err = ts.Exec(words[0], words[1:]...)
	if failed := err != nil; failed != neg {
		ts.Fatalf("the hook %s: %v\n%s", h.ID, err, ts.ReadFile("stdout"))
	}
}
