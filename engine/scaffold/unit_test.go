package scaffold

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// workflow is as much of one as says where it works.
type workflow struct {
	Jobs map[string]struct {
		Defaults struct {
			Run struct {
				Directory string `yaml:"working-directory"`
			}
		}
		Steps []struct {
			Uses string
			With map[string]any
		}
	}
}

// TestInitInAFolderOfGit: what GitHub reads goes to the root, where alone it looks,
// works on the folder, and replaces nothing.
func TestInitInAFolderOfGit(t *testing.T) {
	root, unit := t.TempDir(), "partner $1: ships"
	if out, err := exec.Command("git", "init", "-q", root).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.MkdirAll(filepath.Join(root, ".github/workflows"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := put(".github/workflows/entente-nightly.yml", "mine")(root); err != nil {
		t.Fatal(err)
	}
	begun, err := Init(t.Context(), filepath.Join(root, unit), someDay)
	if err != nil {
		t.Fatal(err)
	}
	if !begun.IsInGit || begun.Unit != unit || !slices.Equal(begun.Left, []string{".github/workflows/entente-nightly.yml"}) {
		t.Errorf("it is said that %+v", begun)
	}
	if text, err := os.ReadFile(filepath.Join(root, begun.Left[0])); string(text) != "mine" {
		t.Errorf("it became %q, %v", text, err)
	}
	if _, err := os.Stat(filepath.Join(root, unit, ".github")); err == nil {
		t.Error("there are workflows where GitHub runs none")
	}
	for _, name := range []string{"entente.yml", "entente-forks.yml", "intake.yml"} {
		text, err := os.ReadFile(filepath.Join(root, ".github/workflows", name))
		if err != nil {
			t.Fatal(err)
		}
		var w workflow
		if err := yaml.Unmarshal(text, &w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, job := range w.Jobs {
			works := job.Defaults.Run.Directory == unit
			for _, step := range job.Steps {
				works = works || strings.HasPrefix(step.Uses, "partnership-as-code/entente@") && step.With["folder"] == unit && (name != "entente-forks.yml" || step.With["artifact"] != nil)
			}
			if !works {
				t.Errorf("%s does not work on the folder:\n%s", name, text)
			}
		}
	}
	if _, err := os.Stat(filepath.Join(root, ".github/ISSUE_TEMPLATE/concern.yml")); err != nil {
		t.Error(err)
	}
}

// TestInitAtTheRootOfGit works on no folder.
func TestInitAtTheRootOfGit(t *testing.T) {
	root := t.TempDir()
	if out, err := exec.Command("git", "init", "-q", root).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	begun, err := Init(t.Context(), root, someDay)
	if err != nil || !begun.IsInGit || begun.Root != "" || len(begun.AtRoot) > 0 {
		t.Fatalf("%+v, %v", begun, err)
	}
	want, err := Starter(someDay)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range want {
		if text, err := os.ReadFile(filepath.Join(root, f.Path)); string(text) != string(f.Text) {
			t.Errorf("%s is another, %v", f.Path, err)
		}
	}
}

// TestInitWithAFileForTheHostsFolder changes nothing.
func TestInitWithAFileForTheHostsFolder(t *testing.T) {
	root := t.TempDir()
	if out, err := exec.Command("git", "init", "-q", root).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := put(".github", "mine")(root); err != nil {
		t.Fatal(err)
	}
	_, err := Init(t.Context(), filepath.Join(root, "partnerships"), someDay)
	if err == nil || !strings.Contains(err.Error(), ".github (a folder is needed there)") {
		t.Errorf("error: %v", err)
	}
	if _, err := os.Stat(filepath.Join(root, "partnerships/kpis.yaml")); err == nil {
		t.Error("something was written")
	}
}
