//go:build unix

package load_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/load"
)

// Nothing but regular files of the repository is opened, for documents or for
// excerpts.
func TestWhatIsNoRegularFile(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret.yaml")
	write(t, outside, "secret: hunter2\n")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "sound.yaml"), another)
	write(t, filepath.Join(dir, "folder.yaml", "inner.yaml"), fine)
	write(t, filepath.Join(dir, ".hidden", "x.yaml"), "secret: hunter2\n")
	must(t, os.Symlink(outside, filepath.Join(dir, "link.yaml")))
	must(t, os.Symlink("nowhere", filepath.Join(dir, "dangling.yml")))
	must(t, os.Symlink(filepath.Dir(outside), filepath.Join(dir, "linked")))
	must(t, syscall.Mkfifo(filepath.Join(dir, "pipe.yaml"), 0o644))
	large, err := os.Create(filepath.Join(dir, "large.yaml"))
	must(t, err)
	must(t, large.Truncate(200<<20))
	must(t, large.Close())

	root, err := git.Dir(dir)
	must(t, err)
	defer root.Close()
	for name, fsys := range map[string]fs.FS{"os.DirFS": os.DirFS(dir), "git.Dir": root} {
		t.Run(name, func(t *testing.T) {
			docs, findings := loadFiles(t, fsys)
			got := map[string]string{}
			for _, f := range findings {
				got[f.At.File()] = f.Code
				if f.Excerpt != nil {
					t.Errorf("%s is shown: %q", f.At.File(), f.Excerpt.Lines)
				}
			}
			want := map[string]string{"link.yaml": load.CodeSymlink, "dangling.yml": load.CodeSymlink, "pipe.yaml": load.CodeUnreadable, "large.yaml": load.CodeTooLarge,
				"linked": load.CodeLinkedFolder}
			for file, code := range want {
				if got[file] != code {
					t.Errorf("%s: %q, want %s", file, got[file], code)
				}
			}
			if len(got) != len(want) {
				t.Errorf("findings in %v", got)
			}
			if len(docs.List) != 2 || docs.Get("partner/another") == nil || docs.Get("partner/fine") == nil {
				t.Errorf("%d documents", len(docs.List))
			}
		})
	}
}

func TestAnIgnoreFileThatIsAPipe(t *testing.T) {
	dir := t.TempDir()
	must(t, syscall.Mkfifo(filepath.Join(dir, ".ententeignore"), 0o644))
	_, findings := loadFiles(t, os.DirFS(dir))
	wantFinding(t, findings, load.CodeUnreadable, "", -1, -1)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(name), 0o755))
	must(t, os.WriteFile(name, []byte(text), 0o644))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
