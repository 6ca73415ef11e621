package git_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/git"
)

func TestOpenFindsTheRepositoryAboveTheUnit(t *testing.T) {
	f := newFixture(t)
	f.write("partners/emea/a.yaml", "a")
	f.write("b.yaml", "b")
	f.commit("first")
	alias := filepath.Join(t.TempDir(), "alias")
	must(t, os.Symlink(filepath.Join(f.dir, "partners", "emea"), alias))

	for _, dir := range []string{filepath.Join(f.dir, "partners", "emea"), alias} {
		repo := open(t, dir)
		if repo.Unit() != "partners/emea" {
			t.Errorf("%s is the unit %s", dir, repo.Unit())
		}
		tree := revision(t, repo, "HEAD")
		if got := read(t, tree, "a.yaml"); got != "a" {
			t.Errorf("a.yaml holds %q", got)
		}
		if _, err := fs.Stat(tree.FS(), "b.yaml"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a file beside the unit gives %v", err)
		}
		if _, err := fs.Stat(tree.FS(), "../../b.yaml"); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("a path out of the unit gives %v", err)
		}
	}
}

func TestOpenOutsideOfARepository(t *testing.T) {
	_, err := git.Open(t.TempDir())
	if !errors.Is(err, git.ErrNotRepository) {
		t.Errorf("got %v, want ErrNotRepository", err)
	}
	f := newFixture(t)
	f.write("a.yaml", "a")
	_, err = git.Open(filepath.Join(f.dir, "a.yaml"))
	wantText(t, err, "a.yaml is a file")
	if _, err = git.Open(filepath.Join(f.dir, "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want that the folder does not exist", err)
	}
}

func TestOpenExplainsAPartialClone(t *testing.T) {
	f := newFixture(t)
	f.commit("first")
	f.git("config", "core.repositoryFormatVersion", "1")
	f.git("config", "extensions.partialClone", "origin")
	_, err := git.Open(f.dir)
	wantText(t, err, "partialclone", "without --filter")
}

func TestUnitThatARevisionDoesNotHaveYetIsEmpty(t *testing.T) {
	f := newFixture(t)
	f.write("b.yaml", "b")
	f.commit("before the unit")
	f.write("unit/a.yaml", "a")
	f.commit("with the unit")
	repo := f.open("unit")
	before := revision(t, repo, "HEAD~1")
	entries, err := fs.ReadDir(before.FS(), ".")
	must(t, err)
	if len(entries) != 0 {
		t.Errorf("holds %v", entries)
	}
	changed, err := git.Changed(before, revision(t, repo, "HEAD"))
	must(t, err)
	if strings.Join(changed, " ") != "a.yaml" {
		t.Errorf("changed %v", changed)
	}
}

func TestUnitThatIsALinkInAnotherRevision(t *testing.T) {
	f := newFixture(t)
	f.write("other/a.yaml", "a")
	f.link("other", "unit")
	f.commit("a link")
	must(t, os.Remove(filepath.Join(f.dir, "unit")))
	f.write("unit/a.yaml", "a")
	f.commit("a folder")
	var link *git.SymlinkError
	if _, err := f.open("unit").Revision("HEAD~1"); !errors.As(err, &link) || link.Path != "unit" {
		t.Errorf("got %v, want a SymlinkError", err)
	}
}

// Packed and larger than what the library keeps in memory: it opens the pack anew,
// through the folder that all worktrees share.
func TestLinkedWorktree(t *testing.T) {
	f := newFixture(t)
	large := strings.Repeat("date,amount\n", 10_000)
	f.write("unit/deals.csv", large)
	f.commit("first")
	f.write("unit/deals.csv", large+"2026-01-01,1\n")
	f.commit("second")
	f.git("gc", "-q")
	linked := filepath.Join(t.TempDir(), "linked")
	f.git("worktree", "add", "-q", "-b", "feature", linked, "HEAD~1")
	runGit(t, linked, "commit", "-q", "--allow-empty", "-m", "in the worktree")

	repo := open(t, filepath.Join(linked, "unit"))
	head := revision(t, repo, "HEAD")
	if want := runGit(t, linked, "rev-parse", "HEAD"); head.Commit != want {
		t.Errorf("HEAD is %s, want %s", head.Commit, want)
	}
	if got := read(t, head, "deals.csv"); got != large {
		t.Errorf("read %d bytes, want %d", len(got), len(large))
	}
	if got := read(t, revision(t, repo, "main"), "deals.csv"); got != large+"2026-01-01,1\n" {
		t.Errorf("read %d bytes of main", len(got))
	}
}

func TestBareRepository(t *testing.T) {
	f := newFixture(t)
	f.write("a.yaml", "a")
	f.commit("first")
	bare := t.TempDir()
	runGit(t, bare, "clone", "-q", "--bare", f.dir, ".")
	repo := open(t, bare)
	if got := read(t, revision(t, repo, "main"), "a.yaml"); got != "a" {
		t.Errorf("a.yaml holds %q", got)
	}
	if !repo.IsBare() || f.open(".").IsBare() {
		t.Error("a repository is bare that has no working tree, and no other")
	}
}

func TestNoMainBranchInAShallowClone(t *testing.T) {
	f := newFixture(t)
	f.commit("first")
	f.commit("second")
	f.git("branch", "-m", "trunk")
	clone := t.TempDir()
	runGit(t, clone, "clone", "-q", "--depth", "1", "file://"+f.dir, ".")
	runGit(t, clone, "checkout", "-q", "--detach")
	runGit(t, clone, "symbolic-ref", "-d", "refs/remotes/origin/HEAD")
	_, err := open(t, clone).MainBranch()
	wantText(t, err, "no main branch", "shallow", "`fetch-depth: 0`")
}

func TestMainBranch(t *testing.T) {
	f := newFixture(t)
	f.commit("first")
	f.git("branch", "-m", "trunk")
	want := func(name string) {
		t.Helper()
		got, err := f.open(".").MainBranch()
		must(t, err)
		if got != name {
			t.Errorf("main branch is %q, want %q", got, name)
		}
		revision(t, f.open("."), got)
	}
	_, err := f.open(".").MainBranch()
	wantText(t, err, "no origin/HEAD, main or master")
	f.git("update-ref", "refs/remotes/origin/master", "HEAD")
	want("origin/master")
	f.git("branch", "master")
	want("master")
	f.git("update-ref", "refs/remotes/origin/main", "HEAD")
	want("origin/main")
	f.git("branch", "main")
	want("main")
	f.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone")
	want("main")
	f.git("update-ref", "refs/remotes/origin/release", "HEAD")
	f.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/release")
	want("origin/release")
}
