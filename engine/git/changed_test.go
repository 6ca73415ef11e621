package git_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/git"
)

func TestChangedAgreesWithGit(t *testing.T) {
	f := newFixture(t)
	for i := range 30 {
		f.write(fmt.Sprintf("unit/%d/%d.yaml", i%3, i), strings.Repeat("line\n", i))
	}
	f.write("unit/becomes-a-folder", "x")
	f.write("unit/becomes-a-folder.yaml", "x")
	f.write("unit/becomes-a-file/a", "x")
	f.write("unit/becomes-a-file/b/c", "x")
	f.write("unit/becomes-a-link", "x")
	f.write("unit/becomes-executable", "x")
	f.write("unit/moves/from.yaml", "the same content")
	f.write("elsewhere/a", "x")
	f.commit("before")

	remove := func(name string) { must(t, os.RemoveAll(filepath.Join(f.dir, "unit", name))) }
	for _, name := range []string{"becomes-a-folder", "becomes-a-file", "becomes-a-link", "moves", "1/4.yaml", "2"} {
		remove(name)
	}
	f.write("unit/becomes-a-folder/z", "x")
	f.write("unit/becomes-a-folder.yaml", "y")
	f.write("unit/becomes-a-file", "x")
	f.link("0/0.yaml", "unit/becomes-a-link")
	must(t, os.Chmod(filepath.Join(f.dir, "unit", "becomes-executable"), 0o755))
	f.write("unit/moved/to.yaml", "the same content")
	f.write("unit/0/3.yaml", "changed")
	f.write("elsewhere/a", "y")
	f.commit("after")

	for _, unit := range []string{"unit", "."} {
		repo := f.open(unit)
		before, after := revision(t, repo, "HEAD~1"), revision(t, repo, "HEAD")
		for _, pair := range [][2]*git.Tree{{before, after}, {after, before}, {after, after}} {
			out := runGit(t, filepath.Join(f.dir, unit), "diff", "--name-only", "--no-renames", "--relative", pair[0].Commit, pair[1].Commit)
			want := strings.Fields(out)
			slices.Sort(want)
			got, err := git.Changed(pair[0], pair[1])
			must(t, err)
			if diff := cmp.Diff(strings.Join(want, "\n"), strings.Join(got, "\n")); diff != "" {
				t.Errorf("unit %s, %s..%s (-git +got):\n%s", unit, pair[0].Commit, pair[1].Commit, diff)
			}
			if git.SameTree(pair[0], pair[1]) != (len(want) == 0) {
				t.Errorf("unit %s: SameTree disagrees with %d changes", unit, len(want))
			}
		}
	}
}

// A squash merge is another commit of the same files.
func TestSameTreeLooksAtTheUnitAlone(t *testing.T) {
	f := newFixture(t)
	f.write("unit/a.yaml", "a")
	f.commit("before")
	f.write("elsewhere", "x")
	f.commit("after")
	repo := f.open("unit")
	if !git.SameTree(revision(t, repo, "HEAD~1"), revision(t, repo, "HEAD")) {
		t.Error("the unit differs although only a file beside it changed")
	}
}
