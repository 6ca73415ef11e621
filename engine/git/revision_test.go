package git_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/git"
)

// history has a merge, both kinds of tag, a remote branch and a hostile branch name.
func history(t *testing.T) (f *fixture, first, last string) {
	f = newFixture(t)
	f.write("a.yaml", "1")
	first = f.commit("first")
	f.git("tag", "light")
	f.git("tag", "-a", "-m", "release", "v1.0")
	f.git("tag", "-a", "-m", "a tag of a tag", "v1", "v1.0")
	f.git("checkout", "-q", "-b", "feature/side")
	f.write("b.yaml", "2")
	f.commit("side")
	f.git("checkout", "-q", "main")
	f.write("a.yaml", "3")
	f.commit("second")
	f.git("merge", "-q", "--no-ff", "-m", "merge", "feature/side")
	f.write("a.yaml", "4")
	last = f.commit("last")
	f.git("update-ref", "refs/remotes/origin/main", "HEAD~1")
	f.git("branch", "beef", first)
	return f, first, last
}

func TestRevisionAgreesWithGit(t *testing.T) {
	f, first, last := history(t)
	names := []string{
		"HEAD", "@", "main", "heads/main", "refs/heads/main", "feature/side", "light", "v1.0", "v1", "tags/v1",
		"origin/main", "beef", "HEAD~1", "HEAD~", "HEAD^", "HEAD~0", "HEAD^0", "@~1", "HEAD~1^2", "HEAD~^2~1", "HEAD~~",
		"v1^{}", "v1^{commit}", "HEAD~3", last, last[:7], last[:9], strings.ToUpper(last[:12]), last[:4] + last[4:11] + "~1", first[:8],
	}
	for _, packed := range []bool{false, true} {
		if packed {
			f.git("gc", "-q")
		}
		repo := f.open(".")
		for _, name := range names {
			tree, err := repo.Revision(name)
			if err != nil {
				t.Errorf("%s (packed: %v): %v", name, packed, err)
				continue
			}
			if want := f.git("rev-parse", name+"^{commit}"); tree.Commit != want {
				t.Errorf("%s (packed: %v) is %s, git says %s", name, packed, tree.Commit, want)
			}
		}
	}
	if when := revision(t, f.open("."), last).When; !when.Equal(f.when) {
		t.Errorf("committed at %s, want %s", when, f.when)
	}
}

func TestRevisionExplainsWhatItCannotFind(t *testing.T) {
	f, first, _ := history(t)
	repo := f.open(".")
	for name, words := range map[string][]string{
		"mian":                   {`no revision "mian"`, "refs/heads/mian", "refs/remotes/mian", "nearest names: main, origin/main"},
		"side":                   {"nearest names: feature/side"},
		"upstream/main":          {"nearest names: main"},
		"dead":                   {"a commit whose hash starts so"},
		strings.Repeat("ab", 20): {"a commit with that hash"},
		"main..feature/side":     {"is a range"},
		"main@{1}":               {"is not understood"},
		"main:a.yaml":            {"is not understood"},
		"":                       {"is not understood"},
		"HEAD~9":                 {first[:10] + " has no parent"},
		"HEAD^2":                 {"has one parent"},
		"HEAD^{tree}":            {"is not understood"},
		"HEAD~99999999999999999999": {
			"is not a number",
		},
		"../../../etc/passwd": {"is a range"},
		"config":              {`no revision "config"`},
	} {
		_, err := repo.Revision(name)
		if err == nil {
			t.Errorf("%q resolves", name)
			continue
		}
		wantText(t, err, words...)
	}
	var unknown *git.RevisionError
	if _, err := repo.Revision("mian"); !errors.As(err, &unknown) || unknown.IsShallow {
		t.Errorf("got %#v, want a RevisionError of a complete clone", err)
	}
}

func TestRevisionRefusesTheHashOfAFile(t *testing.T) {
	f, _, _ := history(t)
	repo := f.open(".")
	_, err := repo.Revision(f.git("rev-parse", "HEAD:a.yaml"))
	wantText(t, err, "is a blob, not a commit")
}

func TestRevisionOfAnEmptyRepository(t *testing.T) {
	_, err := newFixture(t).open(".").Revision("HEAD")
	wantText(t, err, `no revision "HEAD"`, "no branch and no tag yet")
}

func TestShallowCloneNamesTheWayOut(t *testing.T) {
	f, _, _ := history(t)
	clone := t.TempDir()
	runGit(t, clone, "clone", "-q", "--depth=1", "--no-single-branch", "file://"+f.dir, ".")
	repo := open(t, clone)

	revision(t, repo, "HEAD")
	for _, name := range []string{"HEAD~1", "origin/main^", f.git("rev-parse", "main~2"), "nowhere"} {
		_, err := repo.Revision(name)
		wantText(t, err, "shallow", "`fetch-depth: 0`")
	}
	var shallow *git.ShallowError
	if _, err := repo.Revision("HEAD~1"); !errors.As(err, &shallow) {
		t.Errorf("HEAD~1 gives %T, want a ShallowError", err)
	}
	_, err := repo.MergeBase(revision(t, repo, "origin/feature/side"), revision(t, repo, "HEAD"))
	if !errors.As(err, &shallow) {
		t.Errorf("the merge base gives %v, want a ShallowError", err)
	}
	wantText(t, err, "merge base", "`fetch-depth: 0`")
}

func TestShallowCloneThatReachesTheMergeBase(t *testing.T) {
	f := newFixture(t)
	for range 5 {
		f.commit("older")
	}
	base := f.commit("base")
	f.git("checkout", "-q", "-b", "feature")
	f.commit("feature")
	clone := t.TempDir()
	runGit(t, clone, "clone", "-q", "--depth=3", "--no-single-branch", "file://"+f.dir, ".")
	repo := open(t, clone)
	found, err := repo.MergeBase(revision(t, repo, "origin/main"), revision(t, repo, "origin/feature"))
	must(t, err)
	if found.Commit != base {
		t.Errorf("merge base is %s, want %s", found.Commit, base)
	}
}
