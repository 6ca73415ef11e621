package quantity

import (
	"math/big"
	"strconv"
	"strings"
	"time"
)

// Unit is what a Duration counts.
type Unit string

const (
	Days         Unit = "day"
	BusinessDays Unit = "business-day" // Monday to Friday, less the holidays
	Weeks        Unit = "week"
	Months       Unit = "month"
	Quarters     Unit = "quarter"
	Years        Unit = "year"
)

var units = [...]Unit{Days, BusinessDays, Weeks, Months, Quarters, Years}

// Duration is a whole number of calendar units, 0 to 99999.
type Duration struct {
	N    int
	Unit Unit
}

const maxDuration = 99999

// ParseDuration reads "90 days", "1 quarter", "5 business days".
func ParseDuration(s string) (Duration, error) {
	count, word, _ := strings.Cut(s, " ")
	n, ok := scanNumeral(count)
	if !ok || n.isNegative || n.scale > 0 || n.coef > maxDuration {
		return Duration{}, durationFault(s)
	}
	for _, u := range units {
		if d := (Duration{int(n.coef), u}); d.word() == word {
			return d, nil
		}
	}
	return Duration{}, durationFault(s)
}

// word is the unit as it is written after the number.
func (d Duration) word() string {
	word := strings.Replace(string(d.Unit), "-", " ", 1)
	if d.N == 1 {
		return word
	}
	return word + "s"
}

// String gives "90 days", and "" for the zero Duration.
func (d Duration) String() string {
	if d.Unit == "" {
		return ""
	}
	return strconv.Itoa(d.N) + " " + d.word()
}

// From gives the day that lies the duration after start: months, quarters and
// years clamp at the end of a month, business days pass over weekends and
// holidays. No duration gives start itself.
func (d Duration) From(start Date, holidays map[Date]bool) Date {
	switch d.Unit {
	case Days:
		return start.AddDays(d.N)
	case BusinessDays:
		return addBusinessDays(start, d.N, holidays)
	case Weeks:
		return start.AddDays(d.N * 7)
	case Months:
		return start.AddMonths(d.N)
	case Quarters:
		return start.AddMonths(d.N * 3)
	case Years:
		return start.AddMonths(d.N * 12)
	}
	return start
}

func addBusinessDays(day Date, n int, holidays map[Date]bool) Date {
	for n > 0 && !day.IsZero() && day < lastDate {
		day++
		if w := day.Weekday(); w != time.Saturday && w != time.Sunday && !holidays[day] {
			n--
		}
	}
	return day
}

// rat is the number of units.
func (d Duration) rat() *big.Rat { return big.NewRat(int64(d.N), 1) }

// UnmarshalText is ParseDuration.
func (d *Duration) UnmarshalText(text []byte) error { return unmarshal(d, text, ParseDuration) }

// Form describes the spelling.
func (Duration) Form() Form {
	return Form{
		Pattern: `^(1 (day|business day|week|month|quarter|year)|(0|[2-9]|[1-9][0-9]{1,4}) (days|business days|weeks|months|quarters|years))$`,
		Expects: "a duration such as 90 days",
		Example: "90 days",
		JSON:    []string{"string"},
	}
}

func durationFault(s string) *Fault {
	form := Duration{}.Form()
	amount, word := splitUnit(strings.TrimPrefix(strings.TrimSpace(s), "P"))
	unit := guessUnit(word)
	guesses := looseNumerals(amount)
	if len(guesses) == 0 || unit == "" {
		return expected(form)
	}
	n, ok := scanInt(guesses[0])
	switch {
	case strings.HasPrefix(guesses[0], "-"):
		return fault("a duration is never negative")
	case decimalsOf(guesses[0]) > 0:
		return fault("a duration is a whole number of days, business days, weeks, months, quarters or years")
	case !ok || n > maxDuration:
		return fault("a duration is at most " + Duration{maxDuration, unit}.String())
	}
	return expected(form, Duration{int(n), unit}.String())
}

// guessUnit gives the unit that a word or letter means; no word means days.
func guessUnit(word string) Unit {
	word = strings.Join(strings.FieldsFunc(strings.ToLower(word), func(r rune) bool {
		return r == ' ' || r == '-' || r == '_' || r == '\t'
	}), " ")
	switch word {
	case "", "d":
		return Days
	case "bd", "working day", "working days", "workday", "workdays":
		return BusinessDays
	case "w", "wk", "wks":
		return Weeks
	case "m", "mo", "mos", "mth", "mths":
		return Months
	case "q", "qtr", "qtrs":
		return Quarters
	case "y", "yr", "yrs":
		return Years
	}
	best := nearest(word, unitWords())
	for _, u := range units {
		if n := (Duration{1, u}); best == n.word() || best == n.word()+"s" {
			return u
		}
	}
	return ""
}

func unitWords() []string {
	var words []string
	for _, u := range units {
		words = append(words, Duration{1, u}.word(), Duration{2, u}.word())
	}
	return words
}
