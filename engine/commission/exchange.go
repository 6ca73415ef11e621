package commission

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Exchanged gives minor units at a rate, rounded by mode to multiples of step;
// false when they lie beyond an int64. An exchange is a rounding point of its own:
// nothing that was left out by an earlier one is carried into it.
func Exchanged(minor int64, q facts.Quote, mode Mode, step int64) (int64, bool) {
	if q.Wide != nil || step != 1 {
		return roundRat(new(big.Rat).Mul(whole(minor), q.Minor()), mode, step)
	}
	size := uint64(minor)
	if minor < 0 {
		size = -size
	}
	high, low := bits.Mul64(size, q.Num)
	if high >= q.Den {
		return 0, false
	}
	n, rest := bits.Div64(high, low, q.Den)
	half := 1
	switch left := q.Den - rest; {
	case rest < left:
		half = -1
	case rest == left:
		half = 0
	}
	if mode.ups(n&1 == 1, half, rest == 0) {
		n++
	}
	if n > math.MaxInt64 {
		return 0, false
	}
	if minor < 0 {
		return -int64(n), true
	}
	return int64(n), true
}

// StepIn gives what amounts that are paid in a currency are multiples of: the
// increment where it is stated in that currency, else one minor unit. An increment
// is of coins, so it does not go along into another currency.
func (r *Rounding) StepIn(c quantity.Currency) int64 {
	if r.Cash.Currency == c && r.Cash.Minor > 0 {
		return r.Cash.Minor
	}
	return 1
}

// exchange converts an amount at the rate of a day. Without one it notes what is
// missing, in a MissingRate that says for whom and where.
func (f *folder) exchange(minor int64, mode Mode, step int64, m MissingRate) (int64, bool) {
	var q facts.Quote
	if f.Rates != nil {
		var ok bool
		if q, ok = f.Rates.Quote(m.From, m.To, m.On); ok {
			if out, fits := Exchanged(minor, q, mode, step); fits {
				return out, true
			}
		}
	}
	m.Latest, m.Count = q.On, 1
	f.misses(m)
	return 0, false
}
