package quantity

import "math/big"

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
	cut := len(s) - 4
	if cut < 1 || s[cut] != ' ' {
		return Money{}, moneyFault(s)
	}
	place := findCode(s[cut+1:])
	n, ok := scanNumeral(s[:cut])
	if place == 0 || !ok {
		return Money{}, moneyFault(s)
	}
	minor, ok := n.fixed(exponentAt(place))
	if !ok {
		return Money{}, moneyFault(s)
	}
	return Money{minor, codeAt(place)}, nil
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

func moneyFault(s string) *Fault { return expected(Money{}.Form()) }
