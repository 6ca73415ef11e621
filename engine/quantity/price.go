package quantity

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Price is what one unit costs. It can be finer than any payment: 0.0008 USD a
// call is 0 minor units and 8,000,000 parts of 1e-8 of one.
type Price struct {
	Minor    int64 // whole minor units, toward zero
	Fine     int64 // 1e-8 of a minor unit, of the same sign, below one
	Currency Currency
}

// fineScale is how many decimals a Price has beyond those of its currency.
const fineScale = 8

// ParsePrice reads an amount and its currency, with up to eight decimals more
// than the currency has.
func ParsePrice(s string) (Price, error) {
	p, ok := scanPrice(s)
	if !ok {
		return Price{}, priceFault(s)
	}
	return p, nil
}

func scanPrice(s string) (Price, bool) {
	if m, ok := scanMoney(s); ok {
		return Price{Minor: m.Minor, Currency: m.Currency}, true
	}
	cut := len(s) - 4
	if cut < 1 || s[cut] != ' ' {
		return Price{}, false
	}
	place := findCode(s[cut+1:])
	n, ok := scanNumeral(s[:cut])
	if place == 0 || !ok {
		return Price{}, false
	}
	parts, ok := n.fixed(exponentAt(place) + fineScale)
	one := int64(pow10[fineScale])
	return Price{parts / one, parts % one, codeAt(place)}, ok
}

// Decimal prints the amount alone, with the decimals of its currency and as many
// more as it takes: "6.50", "0.0008".
func (p Price) Decimal() string {
	whole := Money{p.Minor, p.Currency}.Decimal()
	if p.Fine == 0 {
		return whole
	}
	if p.Fine < 0 && p.Minor == 0 {
		whole = "-" + whole
	}
	if p.Currency.Exponent() == 0 {
		whole += "."
	}
	return whole + strings.TrimRight(fmt.Sprintf("%0*d", fineScale, magnitude(p.Fine)), "0")
}

func (p Price) String() string {
	if p.Currency == "" {
		return p.Decimal()
	}
	return p.Decimal() + " " + string(p.Currency)
}

// IsZero reports whether a unit costs nothing.
func (p Price) IsZero() bool { return p.Minor == 0 && p.Fine == 0 }

// Rat is the price in minor units.
func (p Price) Rat() *big.Rat {
	return new(big.Rat).Add(new(big.Rat).SetInt64(p.Minor), ratio(p.Fine, fineScale))
}

// UnmarshalText is ParsePrice.
func (p *Price) UnmarshalText(text []byte) error { return unmarshal(p, text, ParsePrice) }

// Form describes the spelling.
func (Price) Form() Form {
	return Form{
		Pattern: `^-?(0|[1-9][0-9]*)(\.[0-9]+)? [A-Z]{3}$`,
		Expects: "an amount per unit such as 6.50 USD or 0.0008 USD",
		Example: "6.50 USD",
		JSON:    []string{"string"},
	}
}

// priceFault is what is wrong with an amount, but for decimals that a price may
// have.
func priceFault(s string) *Fault {
	amount, unit := splitUnit(s)
	code, isMeant := guessCurrency(unit)
	guesses := looseNumerals(amount)
	spelled := readable(scanPrice, with(guesses, " "+string(code)))
	switch {
	case len(guesses) > 0 && unit == "":
		return fault("expected an amount per unit with its currency, such as 6.50 USD", readable(scanPrice, with(guesses, " USD"))...)
	case len(guesses) == 0 || !isMeant:
		return moneyFault(s)
	case len(spelled) > 0 && strings.ToUpper(unit) == string(code) && unit != string(code):
		return fault("a currency code is three capital letters", spelled...)
	case len(spelled) > 0:
		return expected(Price{}.Form(), spelled...)
	}
	most, decimals := code.Exponent()+fineScale, decimalsOf(guesses[0])
	if decimals <= most {
		return moneyFault(s)
	}
	return fault(fmt.Sprintf("an amount per unit in %s has at most %s decimals, this has %d", code, strconv.Itoa(most), decimals),
		readable(scanPrice, with(roundings(guesses[0], most), " "+string(code)))...)
}
