//go:build unix

package git_test

import (
	"errors"
	"net"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/partnership-as-code/entente/engine/git"
)

// Opening a pipe blocks until somebody writes to it, so this test would not end.
func TestWorkDirRefusesPipesAndSocketsAtOnce(t *testing.T) {
	f := newFixture(t)
	must(t, syscall.Mkfifo(filepath.Join(f.dir, "pipe"), 0o644))
	t.Chdir(f.dir)
	listener, err := net.Listen("unix", "socket")
	must(t, err)
	defer listener.Close()
	work := workDir(t, f.dir)
	for _, name := range []string{"pipe", "socket"} {
		if err := cannotRead(t, work, name); !errors.Is(err, git.ErrNotRegular) {
			t.Errorf("%s gives %v, want ErrNotRegular", name, err)
		}
	}
}
