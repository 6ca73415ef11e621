package quantity

import (
	"fmt"
	"strings"
)

func periodFault(s string) *Fault {
	form := Period{}.Form()
	if len(s) > maxGuess {
		return expected(form)
	}
	if f := rangeFault(s); f != nil {
		return f
	}
	if d, ok := scanDate(s); ok {
		return expected(form, s[:7], Range{d, d}.String())
	}
	year, part := yearAndPart(runs(strings.ToUpper(s)))
	n, isNumber := smallNumber(strings.TrimLeft(part, "QHM"))
	switch {
	case year == "" || !isNumber || n > 99:
	case part[0] == 'Q' && (n < 1 || n > 4):
		return fault(fmt.Sprintf("a year has 4 quarters, Q1 to Q4, this says Q%d", n))
	case part[0] != 'H' && (n < 1 || n > 12):
		return fault(fmt.Sprintf("a year has 12 months, this says %02d", n))
	}
	return expected(form, readable(scanPeriod, []string{spellPeriod(year, part, n)})...)
}

// spellPeriod gives the period of a year and the part named beside it, which
// has the number n if it has one.
func spellPeriod(year, part string, n int) string {
	month := guessMonth(part)
	switch {
	case part == "":
		return year
	case month > 0:
		return fmt.Sprintf("%s-%02d", year, month)
	case part[0] == 'Q':
		return fmt.Sprintf("%s-Q%d", year, n)
	case part[0] == 'H' && n == 1:
		return year + "-01-01.." + year + "-06-30"
	case part[0] == 'H' && n == 2:
		return year + "-07-01.." + year + "-12-31"
	case part[0] == 'H':
		return ""
	}
	return fmt.Sprintf("%s-%02d", year, n)
}

// yearAndPart finds the year of four digits and what is named beside it: "Q1",
// "H2", "03", "MARCH" or nothing. The year is "" when that is not all there is.
func yearAndPart(words []string) (year, part string) {
	for _, w := range words {
		_, isYear := scanYear(w)
		switch {
		case isYear && year == "":
			year = w
		case w == "FY" || w == "CY":
		case len(w) == 6 && isDigits(w):
			year, part = w[:4], w[4:]
		default:
			part += w
		}
	}
	return year, part
}

// rangeFault is the fault of two dates, or nil when s is not two.
func rangeFault(s string) *Fault {
	for _, mark := range []string{"...", "..", "…", " to ", " - ", "–", "—", "/"} {
		before, after, found := strings.Cut(s, mark)
		if !found {
			continue
		}
		from, fromFault := halfOf(before)
		to, toFault := halfOf(after)
		switch {
		case fromFault != nil:
			return fromFault
		case toFault != nil:
			return toFault
		case from.IsZero() || to.IsZero():
			continue
		case from > to:
			return fault("the period ends before it begins", Range{to, from}.String())
		}
		return expected(Period{}.Form(), Range{from, to}.String())
	}
	return nil
}

// halfOf reads one end of a range, strictly or by an unambiguous guess. The
// fault is that of a date well spelled which does not exist.
func halfOf(s string) (Date, *Fault) {
	s = strings.TrimSpace(s)
	if d, ok := scanDate(s); ok {
		return d, nil
	}
	if _, _, _, ok := dateDigits(s); ok {
		return 0, fault(dateFault(s).Expected)
	}
	if guesses := guessDates(s); len(guesses) == 1 {
		d, _ := scanDate(guesses[0])
		return d, nil
	}
	return 0, nil
}
