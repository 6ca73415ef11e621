package main

import (
	"path/filepath"
	"testing"
)

// TestWaysAgree holds both ways to the same sums, and the deals to being the same
// whenever they are generated.
func TestWaysAgree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deals.csv")
	if err := generate(path, 20_000); err != nil {
		t.Fatal(err)
	}
	var want checksum
	for _, w := range ways {
		got, err := w.run(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if w.name == byHand {
			want = got
		}
		if got != want || got.sums < 1000 {
			t.Errorf("%s: %+v, want %+v", w.what, got, want)
		}
	}
	if want.cents != 79_005_960 {
		t.Errorf("%d cents; the deals are others than they were", want.cents)
	}
}
