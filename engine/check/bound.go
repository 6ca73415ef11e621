package check

import (
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// show spells a bound for people: "150,000 USD", "12%", "5 days".
func show(b spec.Bound) string {
	if b.Kind == quantity.BoundRate || b.Kind == quantity.BoundDuration {
		return b.String()
	}
	return quantity.Grouped(write(b))
}

// write spells a bound as a user types it: "150000 USD", without the decimals
// that say nothing.
func write(b spec.Bound) string {
	if b.Kind == quantity.BoundMoney {
		amount, _ := strings.CutSuffix(b.Money.Decimal(), "."+strings.Repeat("0", b.Money.Currency.Exponent()))
		return amount + " " + string(b.Money.Currency)
	}
	return b.String()
}

// numberOf is the decimal of a bound without its unit: "150000", "12", "5".
func numberOf(b spec.Bound) string { return quantity.Decimal(b.Rat(), 0, 18) }

// writable is the advice to write a spelling, or what is wanted in words when
// the spelling would be refused: an amount has only its currency's decimals.
func writable(spelling, wanted string) string {
	if _, err := quantity.ParseBound(spelling); err != nil {
		return "write " + wanted
	}
	return "write " + spelling
}

// isLike reports whether two bounds are of one unit, so that one can be less
// than the other.
func isLike(a, b spec.Bound) bool {
	return a.Kind == b.Kind && a.Kind != 0 && a.Money.Currency == b.Money.Currency && a.Duration.Unit == b.Duration.Unit
}

// tenfold is a bound with a zero more, the slip that most often puts two bounds
// out of order.
func tenfold(b spec.Bound) (spec.Bound, bool) {
	number, unit := numberOf(b), strings.TrimPrefix(write(b), numberOf(b))
	ten, ok := new(big.Rat).SetString(number)
	if !ok {
		return spec.Bound{}, false
	}
	out, err := quantity.ParseBound(quantity.Decimal(ten.Mul(ten, big.NewRat(10, 1)), 0, 18) + unit)
	return out, err == nil
}

// plain spells an exact number without trailing zeros.
func plain(r *big.Rat) string { return quantity.Decimal(r, 0, 18) }
