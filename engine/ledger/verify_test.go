package ledger_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/ledger"
)

// Every figure of a locked file is changed to another one, and the finding is at
// that very figure and says what it was.
func TestEveryChangedFigureIsFound(t *testing.T) {
	b := example(t)
	b.lock("2026-04-01")
	locked := b.lock("2026-07-01")
	n := 0
	for at, c := range locked.Text {
		if c < '0' || c > '9' || bytes.HasPrefix(rowAt(locked.Text, at), []byte("#")) {
			continue
		}
		if row := rowAt(locked.Text, at); bytes.Contains(row, []byte("igest:")) && at%16 != 0 { // one is as good as the others
			continue
		}
		for _, by := range []byte{(c-'0'+1)%10 + '0', (c-'0'+7)%10 + '0'} {
			text := bytes.Clone(locked.Text)
			text[at] = by
			found := b.verify(locked.Path, text)
			n++
			if !isAt(found, at) {
				t.Fatalf("%c for %c in %q: %s", by, c, rowAt(text, at), spelled(found))
			}
			if len(found) == 1 && found[0].Code == ledger.CodeAltered && !strings.Contains(found[0].Detail+found[0].Fix, wordAt(locked.Text, at)) {
				t.Fatalf("%c for %c in %q does not name %s: %s", by, c, rowAt(text, at), wordAt(locked.Text, at), spelled(found))
			}
		}
	}
	if n < 800 {
		t.Errorf("only %d figures were changed", n)
	}
}

func rowAt(text []byte, at int) []byte {
	begin := bytes.LastIndexByte(text[:at], '\n') + 1
	row, _, _ := bytes.Cut(text[begin:], []byte("\n"))
	return row
}

func wordAt(text []byte, at int) string {
	isEnd := func(r rune) bool { return strings.ContainsRune(" ,{}\n", r) }
	begin := bytes.LastIndexFunc(text[:at], isEnd) + 1
	return string(text[begin : at+bytes.IndexFunc(text[at:], isEnd)])
}

func isAt(found diag.List, at int) bool {
	for _, f := range found {
		if int(f.At.Start) <= at && at < int(f.At.End) {
			return true
		}
	}
	return false
}

func spelled(found diag.List) string {
	var out strings.Builder
	for _, f := range found {
		fmt.Fprintf(&out, "\n%s:%d:%d %q %s: %s %s", f.At.File(), f.At.From().Line, f.At.From().Column, f.At.Text(), f.Code, f.Detail, f.Fix)
	}
	return out.String()
}
