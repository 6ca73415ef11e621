package commission_test

import (
	"strconv"
	"strings"
	"time"
)

// day is midnight UTC of a day; the zero time is no day.
type day = time.Time

func dayOf(s string) day {
	if s == "" {
		return day{}
	}
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func spelled(d day) string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}

// months moves by calendar months; a day that the month lacks becomes its last.
func months(d day, n int) day {
	first := time.Date(d.Year(), d.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1)
	return first.AddDate(0, 0, min(d.Day(), last.Day())-1)
}

// later is the day that lies a duration such as "3 months" after another.
func later(d day, duration string) day { return times(d, duration, 1) }

// times is later with n durations at once: clamping happens once, at the end.
func times(d day, duration string, n int) day {
	count, unit, _ := strings.Cut(duration, " ")
	each, err := strconv.Atoi(count)
	if err != nil {
		panic(err)
	}
	n *= each
	switch strings.TrimSuffix(unit, "s") {
	case "day":
		return d.AddDate(0, 0, n)
	case "week":
		return d.AddDate(0, 0, 7*n)
	case "month":
		return months(d, n)
	case "quarter":
		return months(d, 3*n)
	case "year":
		return months(d, 12*n)
	}
	panic("no unit: " + duration)
}

// window is a half-open stretch of days; two zero days are all time.
type window struct{ from, to day }

func (w window) holds(d day) bool {
	return w == window{} || !d.Before(w.from) && d.Before(w.to)
}

// calendar is the window of so many months that a day lies in, counted from the
// start of the fiscal year.
func calendar(d day, length int, fiscal time.Month) window {
	from := time.Date(d.Year()-1, max(fiscal, time.January), 1, 0, 0, 0, 0, time.UTC)
	for !(window{from, from.AddDate(0, length, 0)}).holds(d) {
		from = from.AddDate(0, length, 0)
	}
	return window{from, from.AddDate(0, length, 0)}
}

// contractYear is the year since an agreement's first day that a day lies in.
func contractYear(first, d day) window {
	n := 0
	for !d.Before(months(first, 12*(n+1))) {
		n++
	}
	return window{months(first, 12*n), months(first, 12*(n+1))}
}

// payoutPeriod is the period of a cadence that a day lies in. Weeks begin on
// Mondays.
func payoutPeriod(cadence string, d day, fiscal time.Month) window {
	switch cadence {
	case "weekly":
		from := d
		for from.Weekday() != time.Monday {
			from = from.AddDate(0, 0, -1)
		}
		return window{from, from.AddDate(0, 0, 7)}
	case "monthly":
		return calendar(d, 1, fiscal)
	case "quarterly":
		return calendar(d, 3, fiscal)
	case "semiannual":
		return calendar(d, 6, fiscal)
	}
	return calendar(d, 12, fiscal)
}
