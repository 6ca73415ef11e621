package quantity

import (
	"fmt"
	"math"
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
	r, ok := scanRate(s)
	if !ok {
		return 0, rateFault(s)
	}
	return r, nil
}

func scanRate(s string) (Rate, bool) {
	if s == "" || s[len(s)-1] != '%' {
		return 0, false
	}
	n, ok := scanNumeral(s[:len(s)-1])
	if !ok {
		return 0, false
	}
	v, ok := n.fixed(rateScale)
	return Rate(v), ok
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

func rateFault(s string) *Fault {
	form := Rate(0).Form()
	amount, unit := splitUnit(s)
	guesses := looseNumerals(amount)
	switch strings.ToLower(unit) {
	case "":
		guesses = percents(guesses)
		return fault("expected a percentage with its sign, such as 12.5%", readable(scanRate, with(guesses, "%"))...)
	case "%", "percent", "pct":
	default:
		return expected(form)
	}
	if len(guesses) == 0 {
		return expected(form)
	}
	if fixes := readable(scanRate, with(guesses, "%")); len(fixes) > 0 {
		return expected(form, fixes...)
	}
	decimals := decimalsOf(guesses[0])
	if decimals <= rateScale {
		return fault("a percentage is at most " + Rate(math.MaxInt64).String())
	}
	fixes := readable(scanRate, with(roundings(guesses[0], rateScale), "%"))
	return fault(fmt.Sprintf("a percentage has at most %d decimals, this has %d", rateScale, decimals), fixes...)
}

// percents reads a number without its sign: 0.12 is a share of one, 12 is
// percent already, 1 may be either.
func percents(numerals []string) []string {
	var found []string
	for _, n := range numerals {
		digits, isNegative := strings.CutPrefix(n, "-")
		sign := ""
		if isNegative {
			sign = "-"
		}
		if !strings.HasPrefix(digits, "0.") {
			found = append(found, n)
		}
		if strings.HasPrefix(digits, "0.") || digits == "1" {
			found = append(found, sign+shiftPoint(digits, 2))
		}
	}
	return found
}
