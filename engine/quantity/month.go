package quantity

import (
	"strconv"
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

func monthFault(s string) *Fault {
	word := strings.TrimSpace(s)
	m := guessMonth(word)
	if m == 0 {
		if n, ok := smallNumber(word); ok && n <= 12 {
			m = time.Month(n)
		}
	}
	if m == 0 {
		return expected(Month(0).Form())
	}
	return expected(Month(0).Form(), m.String())
}

// guessMonth gives the month that a name, cut to three letters or more, means,
// or 0.
func guessMonth(word string) time.Month {
	for m := time.January; m <= time.December; m++ {
		name := m.String()
		if len(word) >= 3 && len(word) <= len(name) && strings.EqualFold(word, name[:len(word)]) {
			return m
		}
	}
	return 0
}

// smallNumber reads one to four digits, leading zeros included.
func smallNumber(s string) (n int, ok bool) {
	if s == "" || len(s) > 4 || !isDigits(s) {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
