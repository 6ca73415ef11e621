package facts

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// Exchange knows the quoted exchange rates: the latest one on or before a day
// counts, quoted directly or the other way round, unless it is older than its
// source allows. Nothing is chained or guessed.
type Exchange interface {
	// Quote gives the rate that counts on a day; of one and the same currency it is
	// 1, of the day itself. It is not ok when there is none: then the Quote has the
	// day of the latest one, which is too old, or no day at all.
	Quote(from, to quantity.Currency, on quantity.Date) (q Quote, ok bool)
}

// Quote is what one minor unit of a currency costs in minor units of another.
type Quote struct {
	On       quantity.Date
	Num, Den uint64
	Wide     *big.Rat // in place of Num/Den, when a part does not fit
}

// DefaultRateAge is how old a quote may be where a source does not say.
var DefaultRateAge = quantity.Duration{N: 7, Unit: quantity.Days}

// Minor gives minor units for one minor unit.
func (q Quote) Minor() *big.Rat {
	if q.Wide != nil {
		return new(big.Rat).Set(q.Wide)
	}
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(q.Num), new(big.Int).SetUint64(q.Den))
}

// Rate gives whole units for one whole unit, as rates are quoted.
func (q Quote) Rate(from, to quantity.Currency) *big.Rat {
	units := new(big.Rat).SetFrac(powerOfTen(from.Exponent()), powerOfTen(to.Exponent()))
	return units.Mul(units, q.Minor())
}

// NewQuote gives the quote of a rate in whole units.
func NewQuote(on quantity.Date, rate *big.Rat, from, to quantity.Currency) Quote {
	r := new(big.Rat).SetFrac(powerOfTen(to.Exponent()), powerOfTen(from.Exponent()))
	r.Mul(r, rate)
	if r.Num().IsUint64() && r.Denom().IsUint64() {
		return Quote{On: on, Num: r.Num().Uint64(), Den: r.Denom().Uint64()}
	}
	return Quote{On: on, Wide: r}
}

func powerOfTen(digits int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
}
