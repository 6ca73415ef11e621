package memory

import (
	"math/big"
	"sort"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

var _ facts.Exchange = rateBook{}

// Convert is facts.Exchange's.
func (b rateBook) Convert(minor int64, from, to quantity.Currency, on quantity.Date) (int64, bool) {
	if from == to {
		return minor, true
	}
	amount, ok := b.convert(whole(minor), pair{from, to}, on)
	return amount.num, ok && amount.wide == nil
}

// Rate is facts.Exchange's.
func (b rateBook) Rate(from, to quantity.Currency, on quantity.Date) (*big.Rat, quantity.Date, bool) {
	if from == to {
		return big.NewRat(1, 1), on, true
	}
	factors := b[pair{from, to}]
	after := sort.Search(len(factors), func(i int) bool { return factors[i].on > on })
	if after == 0 || on.IsZero() {
		return nil, 0, false
	}
	f := factors[after-1]
	rate := f.wide
	if rate == nil {
		rate = new(big.Rat).SetFrac(new(big.Int).SetUint64(f.num), new(big.Int).SetUint64(f.den))
	}
	units := new(big.Rat).SetFrac(power(int32(from.Exponent())), power(int32(to.Exponent())))
	return units.Mul(units, rate), f.on, true
}
