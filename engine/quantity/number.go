package quantity

import (
	"cmp"
	"fmt"
	"math/big"
	"math/bits"
	"strings"
)

// Number is an exact decimal, Coef × 10^-Scale, of at most 18 significant
// digits and 18 decimals. What ParseNumber gives has no trailing zeros among
// its decimals, so equal numbers are equal structs.
type Number struct {
	Coef  int64
	Scale uint8
}

const maxNumberDigits = 18

// ParseNumber reads a plain decimal: "67.5", "-3". It refuses exponents, a
// leading plus and separators.
func ParseNumber(s string) (Number, error) {
	n, ok := scanNumber(s)
	if !ok {
		return Number{}, numberFault(s)
	}
	return n, nil
}

func scanNumber(s string) (Number, bool) {
	n, ok := scanNumeral(withoutTrailingZeros(s))
	if !ok || n.coef >= pow10[maxNumberDigits] || n.scale > maxNumberDigits {
		return Number{}, false
	}
	coef := int64(n.coef)
	if n.isNegative {
		coef = -coef
	}
	return Number{coef, uint8(n.scale)}, true
}

// withoutTrailingZeros leaves out decimals that say nothing, so that they do
// not count as digits. It keeps whatever is not well formed.
func withoutTrailingZeros(s string) string {
	point := strings.IndexByte(s, '.')
	end := len(s)
	if point < 0 {
		return s
	}
	for end > point && s[end-1] == '0' {
		end--
	}
	if end == point+1 && end < len(s) {
		return s[:point]
	}
	return s[:end]
}

func (n Number) String() string {
	s := decimalString(n.Coef, int(n.Scale))
	if n.Scale == 0 {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Rat is the number exactly.
func (n Number) Rat() *big.Rat { return ratio(n.Coef, int(n.Scale)) }

// IsInt reports whether the number is whole.
func (n Number) IsInt() bool {
	return n.Coef == 0 || n.Scale == 0 || n.Scale <= maxNumberDigits && magnitude(n.Coef)%pow10[n.Scale] == 0
}

// Cmp is -1, 0 or +1 as n is less than, equal to or more than m.
func (n Number) Cmp(m Number) int {
	if sign := cmp.Compare(n.Coef, 0); sign != cmp.Compare(m.Coef, 0) || sign == 0 {
		return cmp.Compare(sign, cmp.Compare(m.Coef, 0))
	}
	if n.Scale > maxNumberDigits || m.Scale > maxNumberDigits {
		return n.Rat().Cmp(m.Rat())
	}
	nHi, nLo := bits.Mul64(magnitude(n.Coef), pow10[m.Scale])
	mHi, mLo := bits.Mul64(magnitude(m.Coef), pow10[n.Scale])
	order := cmp.Or(cmp.Compare(nHi, mHi), cmp.Compare(nLo, mLo))
	if n.Coef < 0 {
		return -order
	}
	return order
}

// UnmarshalText is ParseNumber.
func (n *Number) UnmarshalText(text []byte) error { return unmarshal(n, text, ParseNumber) }

// Form describes the spelling.
func (Number) Form() Form {
	return Form{
		Pattern: `^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`,
		Expects: "a number such as 67.5",
		Example: "67.5",
		JSON:    []string{"number"},
	}
}

func numberFault(s string) *Fault {
	guesses := looseNumerals(strings.TrimSuffix(strings.TrimSpace(s), "%"))
	fixes := readable(scanNumber, guesses)
	if len(guesses) > 0 && len(fixes) == 0 {
		return fault(fmt.Sprintf("a number has at most %d digits and as many decimals", maxNumberDigits))
	}
	return expected(Number{}.Form(), fixes...)
}
