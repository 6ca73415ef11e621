package quantity

import (
	"math/big"
	"strings"
)

// BoundKind says which field of a Bound holds its value.
type BoundKind uint8

const (
	BoundMoney BoundKind = iota + 1
	BoundRate
	BoundNumber
	BoundDuration
)

// Bound is a value in the unit of a KPI: "50000 USD", "12%", "67.5", "5 days".
// Only the field that Kind names is set. The zero Bound is absent.
type Bound struct {
	Kind     BoundKind
	Money    Money
	Rate     Rate
	Number   Number
	Duration Duration
}

// ParseBound reads money, a rate, a number or a duration, told apart by their
// spelling.
func ParseBound(s string) (b Bound, err error) {
	switch {
	case strings.HasSuffix(s, "%"):
		b.Kind = BoundRate
		b.Rate, err = ParseRate(s)
	case strings.HasSuffix(s, "day"), strings.HasSuffix(s, "s"), strings.HasSuffix(s, "k"):
		b.Kind = BoundDuration
		b.Duration, err = ParseDuration(s)
	case strings.Contains(s, " "):
		b.Kind = BoundMoney
		b.Money, err = ParseMoney(s)
	default:
		b.Kind = BoundNumber
		b.Number, err = ParseNumber(s)
	}
	if err != nil {
		return Bound{}, err
	}
	return b, nil
}

// String gives the value as its own type spells it; "" when absent.
func (b Bound) String() string {
	switch b.Kind {
	case BoundMoney:
		return b.Money.String()
	case BoundRate:
		return b.Rate.String()
	case BoundNumber:
		return b.Number.String()
	case BoundDuration:
		return b.Duration.String()
	}
	return ""
}

// Rat is the value as one exact number: money in major units, a rate in
// percent, a number as it is, a duration in its own units. It is nil when
// absent.
func (b Bound) Rat() *big.Rat {
	switch b.Kind {
	case BoundMoney:
		return b.Money.rat()
	case BoundRate:
		return b.Rate.Percent()
	case BoundNumber:
		return b.Number.Rat()
	case BoundDuration:
		return b.Duration.rat()
	}
	return nil
}

// UnmarshalText is ParseBound.
func (b *Bound) UnmarshalText(text []byte) error { return unmarshal(b, text, ParseBound) }

// Form describes the spelling.
func (Bound) Form() Form {
	return Form{
		Pattern: `^-?(0|[1-9][0-9]*)(\.[0-9]+)?(%| [A-Z]{3}| (business )?(day|week|month|quarter|year)s?)?$`,
		Expects: "a value such as 50000 USD, 12%, 67.5 or 5 days",
		Example: "50000 USD",
		JSON:    []string{"string", "number"},
	}
}
