package facts_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/facts"
)

// TestTestsAreThoseThatHold asks for all answers at once and one by one, of a
// strand that has the tests of its rows and of one that has some of them.
func TestTestsAreThoseThatHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stride := rapid.IntRange(1, 20).Draw(t, "stride")
		rows := &facts.Rows{Count: 2, Stride: stride, Bits: rapid.SliceOfN(rapid.Byte(), 2*stride, 2*stride).Draw(t, "bits")}
		tests := rapid.SliceOfN(rapid.IntRange(0, 8*stride-1), 0, 150).Draw(t, "tests")
		if rapid.Bool().Draw(t, "plain") {
			tests = tests[:min(len(tests), 8*stride)]
			for i := range tests {
				tests[i] = i
			}
		}
		s := facts.NewStrand("nw", rows, tests, nil)
		for i := range s.Len() {
			want := make([]uint64, 1+(len(tests)+63)/64)
			want[0] = 7
			for test := range tests {
				if s.Holds(i, test) {
					want[1+test/64] |= 1 << (test % 64)
				}
			}
			if got := s.Tests(i, []uint64{7}); !slices.Equal(got, want) {
				t.Fatalf("row %d: %x, want %x", i, got, want)
			}
		}
	})
}

func TestPackedInts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-3, 3), rapid.Int64Range(1<<40, 1<<40+70_000))).Draw(t, "values")
		packed := facts.PackInts(values)
		for i, want := range values {
			if got := packed.At(i); got != want {
				t.Fatalf("%d is %d, want %d", i, got, want)
			}
		}
	})
}
