package quantity

import (
	"math/big"
	"strings"
)

// Rate is an exact percentage in 1e-8 of a percent: 100% is 1e10.
type Rate int64

// rateScale is the number of decimals of a percent that a Rate holds.
const rateScale = 8

// ParseRate reads a percentage of at most eight decimals: "12.5%". Negative
// ones and those over 100% parse: whether they make sense is for a rule to say.
func ParseRate(s string) (Rate, error) {
	if s == "" || s[len(s)-1] != '%' {
		return 0, rateFault(s)
	}
	n, ok := scanNumeral(s[:len(s)-1])
	if !ok {
		return 0, rateFault(s)
	}
	v, ok := n.fixed(rateScale)
	if !ok {
		return 0, rateFault(s)
	}
	return Rate(v), nil
}

func (r Rate) String() string {
	return strings.TrimSuffix(strings.TrimRight(decimalString(int64(r), rateScale), "0"), ".") + "%"
}

// Rat is the rate as a fraction of one: 12.5% gives 1/8.
func (r Rate) Rat() *big.Rat { return ratio(int64(r), rateScale+2) }

// Percent is the rate in percent: 12.5% gives 25/2.
func (r Rate) Percent() *big.Rat { return ratio(int64(r), rateScale) }

// UnmarshalText is ParseRate.
func (r *Rate) UnmarshalText(text []byte) error { return unmarshal(r, text, ParseRate) }

// Form describes the spelling.
func (Rate) Form() Form {
	return Form{
		Pattern: `^-?(0|[1-9][0-9]*)(\.[0-9]{1,8})?%$`,
		Expects: "a percentage such as 12.5%",
		Example: "12.5%",
		JSON:    []string{"string"},
	}
}

func rateFault(s string) *Fault { return expected(Rate(0).Form()) }
