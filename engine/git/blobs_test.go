package git_test

import (
	"errors"
	"testing"

	"github.com/partnership-as-code/entente/engine/git"
)

// TestBlob reads a file by its hash after it was changed, loose and packed, and
// refuses what is not there or too large.
func TestBlob(t *testing.T) {
	const old = "ce013625030ba8dba906f756967f9e9ca394464a" // of "hello\n"
	f := newFixture(t)
	f.write("plan.yaml", "hello\n")
	f.commit("one")
	f.write("plan.yaml", "good day\n")
	f.commit("two")
	for _, state := range []string{"loose", "packed"} {
		if state == "packed" {
			f.git("gc", "--quiet")
		}
		repo, err := git.Open(f.dir)
		must(t, err)
		text, err := repo.Blob(old, 6)
		if err != nil || string(text) != "hello\n" {
			t.Errorf("%s: %q, %v", state, text, err)
		}
		var large *git.TooLargeError
		if _, err := repo.Blob(old, 5); !errors.As(err, &large) || large.Size != 6 {
			t.Errorf("%s: a file of 6 bytes where 5 are allowed: %v", state, err)
		}
		for _, hash := range []string{"0000000000000000000000000000000000000001", "ce01", "", "../../etc/passwd"} {
			if _, err := repo.Blob(hash, 100); !errors.Is(err, git.ErrNoBlob) {
				t.Errorf("%s: %q: %v", state, hash, err)
			}
		}
		must(t, repo.Close())
	}
}
