package quantity

import "strconv"

// Int is a whole number.
type Int int64

// ParseInt reads a whole number that fits an int64: "5", "-12".
func ParseInt(s string) (Int, error) {
	n, ok := scanNumeral(s)
	if !ok {
		return 0, intFault(s)
	}
	v, ok := n.fixed(0)
	if !ok {
		return 0, intFault(s)
	}
	return Int(v), nil
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

func intFault(s string) *Fault { return expected(Int(0).Form()) }
