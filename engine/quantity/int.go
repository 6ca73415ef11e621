package quantity

import (
	"math"
	"strconv"
)

// Int is a whole number.
type Int int64

// ParseInt reads a whole number that fits an int64: "5", "-12".
func ParseInt(s string) (Int, error) {
	i, ok := scanInt(s)
	if !ok {
		return 0, intFault(s)
	}
	return i, nil
}

func scanInt(s string) (Int, bool) {
	n, ok := scanNumeral(s)
	if !ok {
		return 0, false
	}
	v, ok := n.fixed(0)
	return Int(v), ok
}

func (i Int) String() string { return strconv.FormatInt(int64(i), 10) }

// UnmarshalText is ParseInt.
func (i *Int) UnmarshalText(text []byte) error { return unmarshal(i, text, ParseInt) }

// Form describes the spelling.
func (Int) Form() Form {
	return Form{
		Pattern: `^-?(0|[1-9][0-9]*)$`,
		Expects: "a whole number such as 5",
		Example: "5",
		JSON:    []string{"integer"},
	}
}

func intFault(s string) *Fault {
	var fixes []string
	guesses := looseNumerals(s)
	for _, g := range guesses {
		fixes = append(fixes, roundings(g, 0)...)
	}
	fixes = readable(scanInt, fixes)
	if len(guesses) > 0 && len(fixes) == 0 {
		return fault("a whole number is at most " + Int(math.MaxInt64).String())
	}
	return expected(Int(0).Form(), fixes...)
}
