package quantity

import (
	"strconv"
	"strings"
)

// Flag is true or false.
type Flag bool

// ParseFlag reads "true" or "false".
func ParseFlag(s string) (Flag, error) {
	switch s {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, flagFault(s)
}

func (f Flag) String() string { return strconv.FormatBool(bool(f)) }

// UnmarshalText is ParseFlag.
func (f *Flag) UnmarshalText(text []byte) error { return unmarshal(f, text, ParseFlag) }

// Form describes the spelling.
func (Flag) Form() Form {
	return Form{
		Pattern: `^(true|false)$`,
		Expects: "true or false",
		Example: "true",
		JSON:    []string{"boolean"},
	}
}

func flagFault(s string) *Fault {
	form := Flag(false).Form()
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "yes", "y", "on", "1":
		return expected(form, "true")
	case "false", "no", "n", "off", "0":
		return expected(form, "false")
	}
	return expected(form)
}
