package commission

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// scale is the denominator of an Exact: a rate of 100% is 1e10, so minor units
// times a rate need no division.
const scale = 10_000_000_000

// perUnitScale takes quantities of 1e-8 units times minor units to the scale.
const perUnitScale = 100

// Exact is an amount of money before rounding: a numerator of 128 bits, in two's
// complement, over 1e10 minor units. An amount of any int64 at 100% has 97 bits;
// the widest product, 9.2e10 units at 1e13 minor units each, has 113.
type Exact struct {
	Hi int64
	Lo uint64
}

// minor gives whole minor units.
func minor(m int64) Exact { return product(m, scale) }

// product is the whole of a × b.
func product(a, b int64) Exact {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return Exact{int64(hi) - a>>63&b - b>>63&a, lo}
}

// Add gives x + y.
func (x Exact) Add(y Exact) Exact {
	lo, carry := bits.Add64(x.Lo, y.Lo, 0)
	return Exact{x.Hi + y.Hi + int64(carry), lo}
}

// Neg gives -x.
func (x Exact) Neg() Exact {
	lo, borrow := bits.Sub64(0, x.Lo, 0)
	return Exact{-x.Hi - int64(borrow), lo}
}

// Sign is -1, 0 or +1.
func (x Exact) Sign() int {
	switch {
	case x.Hi < 0:
		return -1
	case x.Hi == 0 && x.Lo == 0:
		return 0
	}
	return 1
}

// Cmp is -1, 0 or +1 as x is less than, equal to or more than y.
func (x Exact) Cmp(y Exact) int {
	switch {
	case x == y:
		return 0
	case x.Hi < y.Hi, x.Hi == y.Hi && x.Lo < y.Lo:
		return -1
	}
	return 1
}

// priced is the worth of 1e-8 units at a price; nil unless the price is finer than
// a minor unit.
func priced(units int64, p quantity.Price) (Exact, *big.Rat) {
	x := product(units, p.Minor).MulInt(perUnitScale)
	if p.Fine == 0 {
		return x, nil
	}
	return x, new(big.Rat).Mul(ratio(units, oneUnit), ratio(p.Fine, oneUnit))
}

// MulInt gives x × n, which must fit.
func (x Exact) MulInt(n int64) Exact {
	isNegative := (x.Sign() < 0) != (n < 0)
	a, b := x.abs(), uint64(n)
	if n < 0 {
		b = -b
	}
	hi, lo := bits.Mul64(a.Lo, b)
	out := Exact{int64(hi + uint64(a.Hi)*b), lo}
	if isNegative {
		return out.Neg()
	}
	return out
}

func (x Exact) abs() Exact {
	if x.Hi < 0 {
		return x.Neg()
	}
	return x
}

// Rat gives the amount in minor units.
func (x Exact) Rat() *big.Rat {
	a := x.abs()
	n := new(big.Int).SetUint64(uint64(a.Hi))
	n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(a.Lo))
	if x.Hi < 0 {
		n.Neg(n)
	}
	return new(big.Rat).SetFrac(n, big.NewInt(scale))
}

// sumOf adds without leaving the range: a volume beyond every bound stays there.
func sumOf(a, b int64) int64 {
	s := a + b
	switch {
	case b > 0 && s < a:
		return math.MaxInt64
	case b < 0 && s > a:
		return math.MinInt64
	}
	return s
}

// ratio gives a/b as a Rat.
func ratio(a, b int64) *big.Rat { return big.NewRat(a, b) }

// whole gives an integer as a Rat.
func whole(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }
