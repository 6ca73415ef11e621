package memory

import (
	"math/big"
	"math/bits"
	"slices"
	"sort"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// pair is a direction of exchange.
type pair struct{ from, to quantity.Currency }

// quote is one row of an fx-rates source: what one unit of pair.from costs.
type quote struct {
	pair
	on   quantity.Date
	rate exact
	place
}

// factor turns minor units of one currency into those of another.
type factor struct {
	on       quantity.Date
	num, den uint64
	wide     *big.Rat // instead, when a part does not fit
}

// rateBook knows the factors of every pair that was quoted, by day.
type rateBook map[pair][]factor

// newRateBook sorts quotes, which come in file order: of two for the same day
// the last one counts. Each quote serves both directions; the direct one wins
// over the inverse of the same day.
func newRateBook(quotes []quote) rateBook {
	book := rateBook{}
	for _, isInverse := range []bool{true, false} {
		for _, q := range quotes {
			rate, p := q.rate.rat(), q.pair
			if isInverse {
				rate, p = new(big.Rat).Inv(rate), pair{q.to, q.from}
			}
			book[p] = append(book[p], newFactor(q.on, rate, p))
		}
	}
	for p, factors := range book {
		slices.SortStableFunc(factors, func(a, b factor) int { return int(a.on) - int(b.on) })
		book[p] = factors
	}
	return book
}

func newFactor(on quantity.Date, rate *big.Rat, p pair) factor {
	up, down := power(int32(p.to.Exponent())), power(int32(p.from.Exponent()))
	r := rate.Mul(rate, new(big.Rat).SetFrac(up, down))
	if r.Num().IsUint64() && r.Denom().IsUint64() {
		return factor{on: on, num: r.Num().Uint64(), den: r.Denom().Uint64()}
	}
	return factor{on: on, wide: r}
}

// convert gives minor units of p.to, rounded half away from zero, at the latest
// rate on or before a day; false when there is none.
func (b rateBook) convert(amount exact, p pair, on quantity.Date) (exact, bool) {
	factors := b[p]
	after := sort.Search(len(factors), func(i int) bool { return factors[i].on > on })
	if after == 0 || on.IsZero() {
		return exact{}, false
	}
	return factors[after-1].apply(amount), true
}

func (f factor) apply(amount exact) exact {
	if amount.wide == nil && amount.scale == 0 && f.wide == nil {
		high, low := bits.Mul64(magnitude(amount.num), f.num)
		if high < f.den {
			units, rest := bits.Div64(high, low, f.den)
			if rest >= f.den-rest {
				units++
			}
			if units <= 1<<62 {
				n := int64(units)
				if amount.num < 0 {
					n = -n
				}
				return whole(n)
			}
		}
	}
	rate := f.wide
	if rate == nil {
		rate = new(big.Rat).SetFrac(new(big.Int).SetUint64(f.num), new(big.Int).SetUint64(f.den))
	}
	return narrow(rounded(new(big.Rat).Mul(amount.rat(), rate)), 0)
}

// rounded rounds half away from zero.
func rounded(r *big.Rat) *big.Int {
	twice := new(big.Int).Lsh(r.Num(), 1)
	den := new(big.Int).Lsh(r.Denom(), 1)
	if r.Sign() < 0 {
		twice.Sub(twice, r.Denom())
	} else {
		twice.Add(twice, r.Denom())
	}
	return twice.Quo(twice, den)
}
