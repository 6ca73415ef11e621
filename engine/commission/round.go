package commission

import (
	"math"
	"math/big"
	"math/bits"
)

// Mode is how what lies between two amounts is rounded.
type Mode string

const (
	HalfUp   Mode = "half-up" // halves away from zero
	HalfEven Mode = "half-even"
	Up       Mode = "up"   // away from zero
	Down     Mode = "down" // toward zero
)

// ups reports whether the magnitude goes to the next step: q is the one below,
// half how the remainder compares with a half, exact whether there is none.
func (m Mode) ups(isOdd bool, half int, isExact bool) bool {
	switch m {
	case HalfEven:
		return half > 0 || half == 0 && isOdd
	case Up:
		return !isExact
	case Down:
		return false
	}
	return half >= 0
}

// Round gives the nearest multiple of increment minor units; false when it lies
// beyond an int64.
func (x Exact) Round(mode Mode, increment int64) (int64, bool) {
	if x.Hi == 0 && increment == 1 && mode == HalfUp { // by far most lines
		q := x.Lo / scale
		if x.Lo-q*scale >= scale/2 {
			q++
		}
		return int64(q), true
	}
	a := x.abs()
	unit := uint64(scale) * uint64(increment)
	var q, rest uint64
	switch {
	case uint64(a.Hi) >= unit:
		return 0, false
	default:
		q, rest = bits.Div64(uint64(a.Hi), a.Lo, unit)
	}
	half := 1
	if rest < unit-rest {
		half = -1
	} else if rest == unit-rest {
		half = 0
	}
	if mode.ups(q&1 == 1, half, rest == 0) {
		q++
	}
	hi, out := bits.Mul64(q, uint64(increment))
	if hi != 0 || out > math.MaxInt64 {
		return 0, false
	}
	if x.Hi < 0 {
		return -int64(out), true
	}
	return int64(out), true
}

// roundRat is Round for an amount of any denominator, in minor units.
func roundRat(x *big.Rat, mode Mode, increment int64) (int64, bool) {
	unit := new(big.Int).Mul(x.Denom(), big.NewInt(increment))
	q, rest := new(big.Int).QuoRem(new(big.Int).Abs(x.Num()), unit, new(big.Int))
	half := new(big.Int).Lsh(rest, 1).Cmp(unit)
	if mode.ups(q.Bit(0) == 1, half, rest.Sign() == 0) {
		q.Add(q, big.NewInt(1))
	}
	q.Mul(q, big.NewInt(increment))
	if x.Sign() < 0 {
		q.Neg(q)
	}
	return q.Int64(), q.IsInt64()
}

// floorRat is the highest multiple of increment that is not above x.
func floorRat(x *big.Rat, increment int64) int64 {
	unit := new(big.Int).Mul(x.Denom(), big.NewInt(increment))
	q := new(big.Int).Div(x.Num(), unit) // Euclidean, and the divisor is positive: the floor
	return q.Mul(q, big.NewInt(increment)).Int64()
}

// round gives an amount by the plan's mode and increment.
func (r *Rounding) round(x *big.Rat) (int64, bool) { return roundRat(x, r.Mode, r.Increment) }
