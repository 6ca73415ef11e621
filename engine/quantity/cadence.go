package quantity

import "strings"

// Cadence is how often something comes round.
type Cadence string

const (
	Weekly     Cadence = "weekly"
	Monthly    Cadence = "monthly"
	Quarterly  Cadence = "quarterly"
	Semiannual Cadence = "semiannual"
	Annual     Cadence = "annual"
)

// ParseCadence reads one of the five cadences.
func ParseCadence(s string) (Cadence, error) {
	switch c := Cadence(s); c {
	case Weekly, Monthly, Quarterly, Semiannual, Annual:
		return c, nil
	}
	return "", cadenceFault(s)
}

// Duration is the time from one occurrence to the next.
func (c Cadence) Duration() Duration {
	switch c {
	case Weekly:
		return Duration{1, Weeks}
	case Monthly:
		return Duration{1, Months}
	case Quarterly:
		return Duration{1, Quarters}
	case Semiannual:
		return Duration{6, Months}
	case Annual:
		return Duration{1, Years}
	}
	return Duration{}
}

func (c Cadence) String() string { return string(c) }

// UnmarshalText is ParseCadence.
func (c *Cadence) UnmarshalText(text []byte) error { return unmarshal(c, text, ParseCadence) }

// Form describes the spelling.
func (Cadence) Form() Form {
	return Form{
		Pattern: `^(weekly|monthly|quarterly|semiannual|annual)$`,
		Expects: "weekly, monthly, quarterly, semiannual or annual",
		Example: "quarterly",
		JSON:    []string{"string"},
		Enum:    []string{"weekly", "monthly", "quarterly", "semiannual", "annual"},
	}
}

func cadenceFault(s string) *Fault {
	form := Cadence("").Form()
	word := strings.ToLower(strings.TrimSpace(s))
	switch word {
	case "yearly", "annually":
		return expected(form, string(Annual))
	case "half-yearly", "semi-annual", "semiannually", "biannual":
		return expected(form, string(Semiannual))
	case "biweekly", "bimonthly": // near to another cadence, and not it
		return expected(form)
	}
	if near := nearest(word, form.Enum); near != "" {
		return expected(form, near)
	}
	return expected(form)
}
