package facts

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// Exchange knows the quoted exchange rates: the latest one on or before a day
// counts, quoted directly or the other way round. Nothing is chained or guessed.
type Exchange interface {
	// Convert gives minor units of another currency, rounded half away from zero;
	// false when no rate was quoted or the amount is past what an int64 holds.
	Convert(minor int64, from, to quantity.Currency, on quantity.Date) (int64, bool)
	// Rate gives what one unit of from costs in to, and since when; 1 and the day
	// itself for one and the same currency.
	Rate(from, to quantity.Currency, on quantity.Date) (*big.Rat, quantity.Date, bool)
}
