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
	switch unit := strings.IndexByte(s, ' ') + 1; {
	case strings.HasSuffix(s, "%"):
		b.Kind = BoundRate
		b.Rate, err = ParseRate(s)
	case unit == 0:
		b.Kind = BoundNumber
		b.Number, err = ParseNumber(s)
	case unit < len(s) && s[unit]-'a' < 26:
		b.Kind = BoundDuration
		b.Duration, err = ParseDuration(s)
	default:
		b.Kind = BoundMoney
		b.Money, err = ParseMoney(s)
	}
	if err != nil {
		return Bound{}, boundFault(s)
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

// boundFault is the fault of the kind that s comes closest to.
func boundFault(s string) *Fault {
	amount, unit := splitUnit(s)
	isCode := len(unit) == 3 && isLetters(unit) && unit == strings.ToUpper(unit)
	switch _, isCurrency := guessCurrency(unit); {
	case len(looseNumerals(s)) > 0:
		return numberFault(s)
	case amount == "":
		return expected(Bound{}.Form())
	case strings.HasSuffix(s, "%"), strings.EqualFold(unit, "percent"), strings.TrimSpace(unit) == "%":
		return rateFault(s)
	case isCurrency, isCode:
		return moneyFault(s)
	case guessUnit(unit) != "":
		return durationFault(s)
	}
	return expected(Bound{}.Form())
}
