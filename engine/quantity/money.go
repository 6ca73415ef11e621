package quantity

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Money is an exact amount in the minor units of its currency: 5000 of USD is
// "50.00 USD".
type Money struct {
	Minor    int64
	Currency Currency
}

// ParseMoney reads an amount and its currency: "5000 USD", "-12.50 EUR". It
// refuses more decimals than the currency has, and what overflows an int64 of
// minor units.
func ParseMoney(s string) (Money, error) {
	m, ok := scanMoney(s)
	if !ok {
		return Money{}, moneyFault(s)
	}
	return m, nil
}

func scanMoney(s string) (Money, bool) {
	cut := len(s) - 4
	if cut < 1 || s[cut] != ' ' {
		return Money{}, false
	}
	place := findCode(s[cut+1:])
	n, ok := scanNumeral(s[:cut])
	if place == 0 || !ok {
		return Money{}, false
	}
	minor, ok := n.fixed(exponentAt(place))
	if !ok {
		return Money{}, false
	}
	return Money{minor, codeAt(place)}, true
}

// Decimal prints the amount alone, with all decimals of its currency: "5000.00".
func (m Money) Decimal() string { return decimalString(m.Minor, m.Currency.Exponent()) }

func (m Money) String() string {
	var buf [32]byte
	b := appendDecimal(buf[:0], m.Minor, m.Currency.Exponent())
	if m.Currency == "" {
		return string(b)
	}
	return string(append(append(b, ' '), m.Currency...))
}

// rat is the amount in major units.
func (m Money) rat() *big.Rat { return ratio(m.Minor, m.Currency.Exponent()) }

// UnmarshalText is ParseMoney.
func (m *Money) UnmarshalText(text []byte) error { return unmarshal(m, text, ParseMoney) }

// Form describes the spelling.
func (Money) Form() Form {
	return Form{
		Pattern: `^-?(0|[1-9][0-9]*)(\.[0-9]+)? [A-Z]{3}$`,
		Expects: "an amount such as 5000 USD",
		Example: "5000 USD",
		JSON:    []string{"string"},
	}
}

func moneyFault(s string) *Fault {
	form := Money{}.Form()
	amount, unit := splitUnit(s)
	guesses := looseNumerals(amount)
	if len(guesses) == 0 {
		return expected(form)
	}
	if unit == "" {
		guesses = readable(scanMoney, with(guesses, " USD"))
		return fault("expected an amount with its currency, such as 5000 USD", guesses...)
	}
	code, isMeant := guessCurrency(unit)
	if code == "" {
		return unitFault(unit)
	}
	spelled := readable(scanMoney, with(guesses, " "+string(code)))
	switch {
	case !isMeant:
		return fault(unit+" is not a currency code of ISO 4217", spelled...)
	case len(spelled) == 0:
		return sizeFault(guesses[0], code)
	case strings.ToUpper(unit) == string(code) && unit != string(code):
		return fault("a currency code is three capital letters", spelled...)
	}
	return expected(form, spelled...)
}

// unitFault is the fault of a currency that nothing is like.
func unitFault(unit string) *Fault {
	switch {
	case isWithdrawn(unit):
		return &Fault{unit + " is no longer a currency", "write the amount in the currency that replaced it"}
	case isLetters(unit):
		return fault(unit + " is not a currency code of ISO 4217")
	}
	return expected(Money{}.Form())
}

// sizeFault is the fault of a number that the currency cannot hold.
func sizeFault(numeral string, code Currency) *Fault {
	exponent, decimals := code.Exponent(), decimalsOf(numeral)
	if decimals <= exponent {
		return fault("an amount in " + string(code) + " is at most " + decimalString(math.MaxInt64, exponent))
	}
	fixes := roundings(numeral, exponent)
	if len(fixes) == 1 && decimals == 3 {
		// 5.000 is five thousand to half of Europe.
		fixes = append(fixes, looseNumerals(strings.Replace(numeral, ".", ",", 1))...)
	}
	allowed := strconv.Itoa(exponent)
	if exponent == 0 {
		allowed = "no"
	}
	return fault(fmt.Sprintf("%s has %s decimals, this has %d", code, allowed, decimals),
		readable(scanMoney, with(fixes, " "+string(code)))...)
}
