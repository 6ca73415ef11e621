package memory

import (
	"math/big"
	"math/bits"
	"slices"
	"sort"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// pair is a direction of exchange.
type pair struct{ from, to quantity.Currency }

// quote is one row of an fx-rates source: what one unit of pair.from costs.
type quote struct {
	pair
	on, until quantity.Date // the last day on which it is not too old
	rate      exact
	standsIn  bool
	place
}

// factor turns minor units of one currency into those of another.
type factor struct {
	facts.Quote
	until quantity.Date
}

// rateBook knows the factors of every pair that was quoted, by day, and those that
// stand in where none of them counts.
type rateBook struct{ quoted, standIns quotedPairs }

type quotedPairs map[pair][]factor

// newRateBook sorts quotes, which come in file order: of two for the same day
// the last one counts. Each quote serves both directions; the direct one wins
// over the inverse of the same day.
func newRateBook(quotes []quote) rateBook {
	book := rateBook{quotedPairs{}, quotedPairs{}}
	for _, isInverse := range []bool{true, false} {
		for _, q := range quotes {
			rate, p := q.rate.rat(), q.pair
			if isInverse {
				rate, p = new(big.Rat).Inv(rate), pair{q.to, q.from}
			}
			into := book.quoted
			if q.standsIn {
				into = book.standIns
			}
			into[p] = append(into[p], factor{facts.NewQuote(q.on, rate, p.from, p.to), q.until})
		}
	}
	for _, pairs := range []quotedPairs{book.quoted, book.standIns} {
		for _, factors := range pairs {
			slices.SortStableFunc(factors, func(a, b factor) int { return int(a.On) - int(b.On) })
		}
	}
	return book
}

// at gives the factor that counts on a day; one that is too old when there is none.
func (b rateBook) at(p pair, on quantity.Date) (f factor, ok bool) {
	if f, ok = b.quoted.at(p, on); ok || len(b.standIns) == 0 {
		return f, ok
	}
	if s, stands := b.standIns.at(p, on); stands {
		return s, true
	}
	return f, false
}

// at gives the latest factor on or before a day; not ok when there is none, or it
// is too old. An older one that held for longer does not stand in for it.
func (b quotedPairs) at(p pair, on quantity.Date) (f factor, ok bool) {
	factors := b[p]
	after := sort.Search(len(factors), func(i int) bool { return factors[i].On > on })
	if after == 0 || on.IsZero() {
		return factor{}, false
	}
	f = factors[after-1]
	return f, on <= f.until
}

// convert gives minor units of p.to, rounded half away from zero, at the rate of a
// day; when there is none, the day of the latest quote, or none.
func (b rateBook) convert(amount exact, p pair, on quantity.Date) (out exact, latest quantity.Date, ok bool) {
	f, ok := b.at(p, on)
	if !ok {
		return exact{}, f.On, false
	}
	return f.apply(amount), f.On, true
}

func (f factor) apply(amount exact) exact {
	if amount.wide == nil && amount.scale == 0 && f.Wide == nil {
		high, low := bits.Mul64(magnitude(amount.num), f.Num)
		if high < f.Den {
			units, rest := bits.Div64(high, low, f.Den)
			if rest >= f.Den-rest {
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
	return narrow(rounded(new(big.Rat).Mul(amount.rat(), f.Minor())), 0)
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
