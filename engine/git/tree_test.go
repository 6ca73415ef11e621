package git_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/partnership-as-code/entente/engine/git"
)

func read(t *testing.T, tree *git.Tree, name string) string {
	t.Helper()
	content, err := fs.ReadFile(tree.FS(), name)
	must(t, err)
	return string(content)
}

const (
	lfsPointer   = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
	annexPointer = "/annex/objects/SHA256E-s12345--4d7a2146.csv\n"
)

func TestTreeIsAFileSystem(t *testing.T) {
	f := newFixture(t)
	f.write("unit/entente.yaml", "kind: Organization\n")
	f.write("unit/plans/reseller.yaml", "rate: 10%\n")
	f.write("unit/plans.yaml", "sorts before plans/ in git, after plans here\n")
	f.write("unit/empty", "")
	f.write("elsewhere", "x")
	f.commit("first")
	for _, packed := range []bool{false, true} {
		if packed {
			f.git("gc", "-q")
		}
		tree := revision(t, f.open("unit"), "HEAD")
		must(t, fstest.TestFS(tree.FS(), "entente.yaml", "plans", "plans/reseller.yaml", "plans.yaml", "empty"))
	}
}

func TestTreeFilesSeekAndCarryTheCommitDate(t *testing.T) {
	f := newFixture(t)
	f.write("a.csv", "header\nrow\n")
	f.commit("first")
	tree := revision(t, f.open("."), "HEAD")
	file, err := tree.FS().Open("a.csv")
	must(t, err)
	defer file.Close()
	part := make([]byte, 3)
	_, err = file.(io.ReaderAt).ReadAt(part, 7)
	must(t, err)
	info, err := file.Stat()
	must(t, err)
	if string(part) != "row" || info.Size() != 11 || !info.ModTime().Equal(f.when) {
		t.Errorf("read %q of %d bytes, modified at %s", part, info.Size(), info.ModTime())
	}
}

// withoutFollowing makes a unit that holds each thing which must not be read.
func withoutFollowing(t *testing.T) *fixture {
	f := newFixture(t)
	f.write("secret", "s3cret")
	f.write("unit/folder/a.yaml", "a")
	f.link("../secret", "unit/out")
	f.link("folder", "unit/in")
	f.write("unit/lfs.csv", lfsPointer)
	f.write("unit/annex.csv", annexPointer)
	f.commit("first")
	f.git("update-index", "--add", "--cacheinfo", "160000,"+f.git("rev-parse", "HEAD")+",unit/module")
	f.git("commit", "-q", "-m", "a submodule")
	return f
}

// checkManners holds for a revision and for the working directory alike.
func checkManners(t *testing.T, fsys fs.FS) {
	t.Helper()
	entries, err := fs.ReadDir(fsys, ".")
	must(t, err)
	listed := map[string]fs.FileMode{}
	for _, e := range entries {
		listed[e.Name()] = e.Type()
		info, err := e.Info()
		must(t, err)
		if info.Mode().Type() != e.Type() {
			t.Errorf("%s is listed as %v and described as %v", e.Name(), e.Type(), info.Mode())
		}
	}
	for name, want := range map[string]fs.FileMode{
		"out": fs.ModeSymlink, "in": fs.ModeSymlink, "module": fs.ModeIrregular, "folder": fs.ModeDir, "lfs.csv": 0,
	} {
		if got, ok := listed[name]; !ok || got != want {
			t.Errorf("%s is listed as %v, want %v", name, got, want)
		}
	}
	for name, link := range map[string]string{"out": "out", "in": "in", "in/a.yaml": "in"} {
		err := cannotRead(t, fsys, name)
		var refused *git.SymlinkError
		if !errors.As(err, &refused) || refused.Path != link {
			t.Errorf("%s gives %v, want a SymlinkError about %s", name, err, link)
		}
	}
	for name, words := range map[string][]string{
		"lfs.csv":   {"lfs.csv", "`git lfs pull`", "`lfs: true`"},
		"annex.csv": {"annex.csv", "`git annex get`"},
	} {
		err := cannotRead(t, fsys, name)
		var pointer *git.PointerError
		if !errors.As(err, &pointer) || pointer.Path != name {
			t.Errorf("%s gives %v, want a PointerError", name, err)
		}
		wantText(t, err, words...)
	}
	for _, name := range []string{"module", "module/a.yaml"} {
		if err := cannotRead(t, fsys, name); !errors.Is(err, git.ErrSubmodule) {
			t.Errorf("%s gives %v, want ErrSubmodule", name, err)
		}
	}
	for _, name := range []string{"nowhere", "lfs.csv/below", ".git", "folder/.GIT/config"} {
		if err := cannotRead(t, fsys, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s gives %v, want that it does not exist", name, err)
		}
	}
	if _, err := fs.ReadFile(fsys, "folder"); err == nil {
		t.Error("a folder is read as a file")
	}
	if _, err := fs.ReadDir(fsys, "lfs.csv"); err == nil {
		t.Error("a file is listed as a folder")
	}
}

// cannotRead tries every way in and returns the error, which all must share.
func cannotRead(t *testing.T, fsys fs.FS, name string) error {
	t.Helper()
	content, err := fs.ReadFile(fsys, name)
	if err == nil {
		t.Fatalf("%s reads as %q", name, content)
	}
	file, openErr := fsys.Open(name)
	if openErr == nil {
		file.Close()
		t.Fatalf("%s does not read (%v) but opens", name, err)
	}
	var inRead, inOpen *fs.PathError
	if !errors.As(err, &inRead) || !errors.As(openErr, &inOpen) || inRead.Err.Error() != inOpen.Err.Error() {
		t.Errorf("%s reads with %v but opens with %v", name, err, openErr)
	}
	return err
}

func TestTreeFollowsNothing(t *testing.T) {
	f := withoutFollowing(t)
	checkManners(t, revision(t, f.open("unit"), "HEAD").FS())
}

func TestBlobNamesTheContent(t *testing.T) {
	f := withoutFollowing(t)
	tree := revision(t, f.open("unit"), "HEAD")
	hash, ok := tree.Blob("folder/a.yaml")
	if want := f.git("rev-parse", "HEAD:unit/folder/a.yaml"); !ok || hash != want {
		t.Errorf("blob is %s, git says %s", hash, want)
	}
	for _, name := range []string{"out", "in/a.yaml", "module", "folder", ".", "nowhere", "../secret", ""} {
		if hash, ok := tree.Blob(name); ok {
			t.Errorf("%q has the blob %s", name, hash)
		}
	}
}

// A walk through names that git never writes would leave the unit or never end.
func TestForgedNamesAreRefused(t *testing.T) {
	f := newFixture(t)
	file := f.store(plumbing.BlobObject, "x")
	inner := f.store(plumbing.TreeObject, "")
	raw := func(h plumbing.Hash) string { return string(h[:]) }
	for _, content := range []string{
		"40000 ..\x00" + raw(inner),
		"40000 .\x00" + raw(inner),
		"100644 a/b\x00" + raw(file),
		"100644 a\x00" + raw(file) + "40000 a\x00" + raw(inner),
	} {
		commit := f.graft(f.store(plumbing.TreeObject, content), f.when)
		tree := revision(t, f.open("."), commit.String())
		wantText(t, fs.WalkDir(tree.FS(), ".", func(_ string, _ fs.DirEntry, err error) error { return err }), "corrupt")
	}
}

func TestConcurrentReads(t *testing.T) {
	f := newFixture(t)
	for i := range 40 {
		f.write(fmt.Sprintf("unit/%d/%d.yaml", i%7, i), fmt.Sprintf("before %d", i))
	}
	f.commit("before")
	f.git("gc", "-q")
	for i := range 40 {
		f.write(fmt.Sprintf("unit/%d/%d.yaml", i%7, i), fmt.Sprintf("after %d", i))
	}
	f.commit("after")
	repo := f.open("unit")
	trees := map[string]*git.Tree{"before": revision(t, repo, "HEAD~1"), "after": revision(t, repo, "HEAD")}
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 40 {
				i = (i + worker*5) % 40
				for word, tree := range trees {
					name := fmt.Sprintf("%d/%d.yaml", i%7, i)
					content, err := fs.ReadFile(tree.FS(), name)
					if want := fmt.Sprintf("%s %d", word, i); err != nil || string(content) != want {
						t.Errorf("%s holds %q (%v), want %q", name, content, err, want)
					}
				}
			}
			if _, err := repo.Revision("HEAD~1"); err != nil {
				t.Error(err)
			}
			if _, err := repo.MergeBase(trees["before"], trees["after"]); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}
