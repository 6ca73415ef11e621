package quantity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

func dateFault(s string) *Fault {
	form := Date(0).Form()
	y, m, d, ok := dateDigits(s)
	switch {
	case !ok:
		return expected(form, guessDates(s)...)
	case y == 0:
		return fault("years run from 0001 to 9999")
	case m < 1 || m > 12:
		return fault(fmt.Sprintf("a year has 12 months, this says %02d", int(m)), spellDates(y, d, int(m))...)
	case d == 0:
		return fault("days of a month start at 01", NewDate(y, m, 1).String())
	}
	last := daysIn(y, m)
	return fault(fmt.Sprintf("%s %d has %d days", m, y, last), NewDate(y, m, last).String())
}

// guessDates gives the dates that s may mean, one when it is unambiguous.
func guessDates(s string) []string {
	if len(s) > maxGuess {
		return nil
	}
	parts := runs(s)
	if at := slices.Index(parts, "T"); at > 0 {
		parts = parts[:at] // what follows is a time of day
	}
	if len(parts) == 1 && len(parts[0]) == 8 && isDigits(parts[0]) {
		p := parts[0]
		parts = []string{p[:4], p[4:6], p[6:]}
	}
	if len(parts) > 3 && len(parts[0]) == 4 && isDigits(strings.Join(parts, "")) && strings.Contains(s, ":") {
		parts = parts[:3]
	}
	if len(parts) != 3 {
		return nil
	}
	return guessDate(parts[0], parts[1], parts[2], strings.Contains(s, "."))
}

// guessDate reads three parts as year-month-day, as day, month, year, or as
// month, day, year; dots stand only between day, month and year.
func guessDate(a, b, c string, hasDots bool) []string {
	if m := guessMonth(a); m > 0 {
		a, b = b, strconv.Itoa(int(m))
		hasDots = true
	} else if m := guessMonth(b); m > 0 {
		b, hasDots = strconv.Itoa(int(m)), true
	}
	x, okX := smallNumber(a)
	y, okY := smallNumber(b)
	z, okZ := smallNumber(c)
	switch {
	case !okX || !okY || !okZ:
		return nil
	case len(a) == 4 && len(c) <= 2:
		return spellDates(x, y, z)
	case len(c) != 4 || len(a) > 2 || len(b) > 2:
		return nil
	case hasDots:
		return spellDates(z, y, x)
	}
	found := spellDates(z, y, x)
	for _, d := range spellDates(z, x, y) {
		if !slices.Contains(found, d) {
			found = append(found, d)
		}
	}
	slices.Sort(found)
	return found
}

// spellDates gives the one date of a year, month and day, or none.
func spellDates(y, m, d int) []string {
	if y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, time.Month(m)) {
		return nil
	}
	return []string{NewDate(y, time.Month(m), d).String()}
}
