package git_test

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	gogit "github.com/go-git/go-git/v5"

	"github.com/partnership-as-code/entente/engine/git"
)

func workDir(t *testing.T, dir string) *git.WorkDir {
	t.Helper()
	work, err := git.Dir(dir)
	must(t, err)
	t.Cleanup(func() { must(t, work.Close()) })
	return work
}

func TestWorkDirIsAFileSystem(t *testing.T) {
	f := newFixture(t)
	f.write("entente.yaml", "kind: Organization\n")
	f.write("plans/reseller.yaml", "rate: 10%\n")
	f.write("plans.yaml", "x")
	f.write("empty", "")
	work := workDir(t, f.dir)
	must(t, fstest.TestFS(work, "entente.yaml", "plans", "plans/reseller.yaml", "plans.yaml", "empty"))
	if entries, err := work.ReadDir("."); err != nil || len(entries) != 4 {
		t.Errorf("lists %v (%v), want four names and no .git", entries, err)
	}
}

func TestWorkDirFollowsNothing(t *testing.T) {
	f := withoutFollowing(t)
	module := filepath.Join(f.dir, "unit", "module")
	_, err := gogit.PlainInit(module, false)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(module, "a.yaml"), []byte("a"), 0o644))
	checkManners(t, workDir(t, filepath.Join(f.dir, "unit")))
}

func TestWorkDirRefusesLinksThatLeadAround(t *testing.T) {
	f := newFixture(t)
	f.link(f.dir, "absolute")
	f.link("loop", "loop")
	f.link("nowhere", "dangling")
	work := workDir(t, f.dir)
	for _, name := range []string{"absolute", "absolute/loop", "loop", "dangling"} {
		wantText(t, cannotRead(t, work, name), "is a symbolic link")
	}
	must(t, fs.WalkDir(work, ".", func(_ string, _ fs.DirEntry, err error) error { return err }))
}

func TestWorkDirOpensFilesThatSeek(t *testing.T) {
	f := newFixture(t)
	f.write("a.csv", "header\nrow\n")
	file, err := workDir(t, f.dir).Open("a.csv")
	must(t, err)
	defer file.Close()
	_, err = file.(io.Seeker).Seek(7, io.SeekStart)
	must(t, err)
	if rest, err := io.ReadAll(file); err != nil || string(rest) != "row\n" {
		t.Errorf("read %q (%v)", rest, err)
	}
}

func TestDirOfAMissingFolder(t *testing.T) {
	if _, err := git.Dir(filepath.Join(t.TempDir(), "nowhere")); err == nil {
		t.Error("opens")
	}
}
