package git_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/partnership-as-code/entente/engine/git"
)

// fixture is a repository with a working tree, in a temporary folder.
type fixture struct {
	t    *testing.T
	dir  string
	repo *gogit.Repository
	when time.Time
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	dir := t.TempDir()
	repo, err := gogit.PlainInitWithOptions(dir, &gogit.PlainInitOptions{InitOptions: gogit.InitOptions{DefaultBranch: "refs/heads/main"}})
	must(t, err)
	return &fixture{t: t, dir: dir, repo: repo, when: time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 2*60*60))}
}

func (f *fixture) write(name, content string) {
	f.t.Helper()
	file := filepath.Join(f.dir, filepath.FromSlash(name))
	must(f.t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(f.t, os.WriteFile(file, []byte(content), 0o644))
}

func (f *fixture) link(target, name string) {
	f.t.Helper()
	must(f.t, os.Symlink(target, filepath.Join(f.dir, filepath.FromSlash(name))))
}

// commit records the whole working tree, one hour after the commit before it. The
// git binary stages, since go-git fails where a file becomes a folder, and the
// repository is opened anew, since it does not see what gc packed.
func (f *fixture) commit(message string) string {
	f.t.Helper()
	f.git("add", "--all")
	repo, err := gogit.PlainOpen(f.dir)
	must(f.t, err)
	worktree, err := repo.Worktree()
	must(f.t, err)
	f.when = f.when.Add(time.Hour)
	hash, err := worktree.Commit(message, &gogit.CommitOptions{Author: f.signature(), AllowEmptyCommits: true})
	must(f.t, err)
	return hash.String()
}

func (f *fixture) signature() *object.Signature {
	return &object.Signature{Name: "Ada", Email: "ada@example.com", When: f.when}
}

// store writes an object that git itself would not write.
func (f *fixture) store(kind plumbing.ObjectType, content string) plumbing.Hash {
	f.t.Helper()
	encoded := f.repo.Storer.NewEncodedObject()
	encoded.SetType(kind)
	writer, err := encoded.Writer()
	must(f.t, err)
	_, err = writer.Write([]byte(content))
	must(f.t, err)
	must(f.t, writer.Close())
	hash, err := f.repo.Storer.SetEncodedObject(encoded)
	must(f.t, err)
	return hash
}

func (f *fixture) git(args ...string) string {
	f.t.Helper()
	return runGit(f.t, f.dir, args...)
}

func (f *fixture) open(unit string) *git.Repo {
	f.t.Helper()
	return open(f.t, filepath.Join(f.dir, unit))
}

// runGit runs the git binary, the judge of what a repository says.
func runGit(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, err := gitCommand(t, dir, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func gitCommand(t *testing.T, dir string, args ...string) *exec.Cmd {
	command := exec.Command("git", append([]string{"-c", "protocol.file.allow=always"}, args...)...)
	command.Dir = dir
	command.Env = append(os.Environ(), "HOME="+t.TempDir(), "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com")
	return command
}

func open(t *testing.T, dir string) *git.Repo {
	t.Helper()
	repo, err := git.Open(dir)
	must(t, err)
	t.Cleanup(func() { must(t, repo.Close()) })
	return repo
}

func revision(t *testing.T, repo *git.Repo, name string) *git.Tree {
	t.Helper()
	tree, err := repo.Revision(name)
	must(t, err)
	return tree
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantText fails unless the error says every one of the words.
func wantText(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one about %q", words)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q does not say %q", err, word)
		}
	}
}
