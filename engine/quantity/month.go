package quantity

import (
	"strings"
	"time"
)

// Month is a month of the year, spelled by its English name.
type Month time.Month

// ParseMonth reads "January" to "December".
func ParseMonth(s string) (Month, error) {
	for m := time.January; m <= time.December; m++ {
		if s == m.String() {
			return Month(m), nil
		}
	}
	return 0, monthFault(s)
}

func (m Month) String() string {
	if m == 0 {
		return ""
	}
	return time.Month(m).String()
}

// UnmarshalText is ParseMonth.
func (m *Month) UnmarshalText(text []byte) error { return unmarshal(m, text, ParseMonth) }

// Form describes the spelling.
func (Month) Form() Form {
	names := make([]string, 0, 12)
	for m := time.January; m <= time.December; m++ {
		names = append(names, m.String())
	}
	return Form{
		Pattern: "^(" + strings.Join(names, "|") + ")$",
		Expects: "a month such as January",
		Example: "January",
		JSON:    []string{"string"},
		Enum:    names,
	}
}

func monthFault(s string) *Fault { return expected(Month(0).Form()) }
