package commission

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// Every sum and product that a line can ask for at the bounds of rows and terms
// comes out as it does without bounds.
func TestNothingOverflowsAtTheBounds(t *testing.T) {
	amounts := []int64{maxMinor, -maxMinor, maxMinor - 1, 1, 0, math.MaxInt64, math.MinInt64 + 1}
	for _, a := range amounts {
		for _, rate := range []int64{scale, scale - 1, 1, 0} {
			want := new(big.Rat).Mul(whole(a), ratio(rate, scale))
			if got := product(a, rate).Rat(); got.Cmp(want) != 0 {
				t.Errorf("%d at %d: got %s, want %s", a, rate, got, want)
			}
		}
		for _, q := range []int64{maxUnits, -maxUnits, 1, 0} {
			if a > maxMinor || a < -maxMinor {
				continue
			}
			want := new(big.Rat).Mul(whole(a), ratio(q, oneUnit))
			sum := product(q, a).MulInt(perUnitScale)
			if got := sum.Rat(); got.Cmp(want) != 0 {
				t.Errorf("%d units at %d: got %s, want %s", q, a, got, want)
			}
			for range 3 { // with rate, flat and floor on top
				sum = sum.Add(minor(maxMinor))
			}
			if got := sum.Rat(); got.Cmp(want.Add(want, whole(3*maxMinor))) != 0 {
				t.Errorf("%d units at %d and flats: got %s, want %s", q, a, got, want)
			}
		}
	}
}

func TestExactAgreesWithFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) int64 { return rapid.Int64Range(-1<<60, 1<<60).Draw(t, name) }
		a, b, c, d := draw("a"), draw("b"), draw("c"), draw("d")
		x, y := product(a, b), product(c, d)
		if want := new(big.Rat).Add(x.Rat(), y.Rat()); x.Add(y).Rat().Cmp(want) != 0 {
			t.Errorf("sum: got %s, want %s", x.Add(y).Rat(), want)
		}
		if x.Cmp(y) != x.Rat().Cmp(y.Rat()) || x.Sign() != x.Rat().Sign() || x.Neg().Rat().Cmp(new(big.Rat).Neg(x.Rat())) != 0 {
			t.Errorf("%v against %v", x, y)
		}
		mode := rapid.SampledFrom([]Mode{HalfUp, HalfEven, Up, Down}).Draw(t, "mode")
		increment := rapid.SampledFrom([]int64{1, 5, 100}).Draw(t, "increment")
		small := product(a, c%(scale+1))
		got, ok := small.Round(mode, increment)
		want, wantOK := roundRat(small.Rat(), mode, increment)
		if ok != wantOK || ok && got != want {
			t.Errorf("%s to %d by %s: got %d %t, want %d %t", small.Rat(), increment, mode, got, ok, want, wantOK)
		}
	})
}

func TestRounding(t *testing.T) {
	tenth := func(n int64) Exact { return Exact{}.Add(product(n, scale/10)) } // of a minor unit
	for _, c := range []struct {
		tenths    int64
		mode      Mode
		increment int64
		want      int64
	}{
		{25, HalfUp, 1, 3}, {-25, HalfUp, 1, -3}, {24, HalfUp, 1, 2}, {26, HalfUp, 1, 3},
		{25, HalfEven, 1, 2}, {35, HalfEven, 1, 4}, {-25, HalfEven, 1, -2}, {26, HalfEven, 1, 3},
		{21, Up, 1, 3}, {-21, Up, 1, -3}, {20, Up, 1, 2}, {29, Down, 1, 2}, {-29, Down, 1, -2},
		{1025, HalfUp, 5, 105}, {1024, HalfUp, 5, 100}, {1025, HalfEven, 5, 100}, {1001, Up, 5, 105}, {1049, Down, 5, 100},
	} {
		if got, ok := tenth(c.tenths).Round(c.mode, c.increment); !ok || got != c.want {
			t.Errorf("%d tenths by %s to %d: got %d, want %d", c.tenths, c.mode, c.increment, got, c.want)
		}
	}
	if _, ok := product(math.MaxInt64, scale).Add(minor(1)).Round(HalfUp, 1); ok {
		t.Error("what lies beyond an int64 is rounded all the same")
	}
}

func TestSplitGivesTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Int64Range(0, 100), 1, 6).Draw(t, "weights")
		weights[0]++
		total := rapid.Int64Range(-1e6, 1e6).Draw(t, "total")
		var sum, whole int64
		for _, w := range weights {
			whole += w
		}
		for i, part := range split(total, 1, weights, whole) {
			sum += part
			if exact := ratio(total*weights[i], whole); new(big.Rat).Abs(exact.Sub(exact, new(big.Rat).SetInt64(part))).Cmp(ratio(1, 1)) >= 0 {
				t.Errorf("part %d of %d by %v is %d", i, total, weights, part)
			}
		}
		if sum != total {
			t.Errorf("%d by %v: the parts add up to %d", total, weights, sum)
		}
	})
}
