package quantity

import "time"

// Date is a calendar day, counted from 0000-12-31, so that 0001-01-01 is 1 and
// 9999-12-31 the last. 0 means absent.
type Date int32

const (
	firstDate Date = 1
	lastDate  Date = 3652059 // 9999-12-31

	daysPer400Years = 146097
)

// NewDate gives the day of a year, month and day; values outside their usual
// ranges carry over as with time.Date (February 30 is March 1 or 2). It stops
// at the first and the last Date.
func NewDate(y int, m time.Month, d int) Date {
	months := y*12 + int(m) - 1
	y, m = months/12, time.Month(months%12)+1
	if m < 1 {
		y, m = y-1, m+12
	}
	return clampDate(daysBefore(clampInt(y, -10000, 20000), m) + clampInt(d, -1e7, 1e7))
}

// DateOf gives the calendar day of t in t's location.
func DateOf(t time.Time) Date { return NewDate(t.Date()) }

// ParseDate reads "2026-01-31".
func ParseDate(s string) (Date, error) {
	y, m, d, ok := scanDate(s)
	if !ok || y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, dateFault(s)
	}
	return Date(daysBefore(y, m) + d), nil
}

// scanDate reads the digits of YYYY-MM-DD without judging them.
func scanDate(s string) (y int, m time.Month, d int, ok bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, 0, 0, false
	}
	for _, i := range [...]int{0, 1, 2, 3, 5, 6, 8, 9} {
		if s[i]-'0' > 9 {
			return 0, 0, 0, false
		}
	}
	y = int(s[0]-'0')*1000 + int(s[1]-'0')*100 + int(s[2]-'0')*10 + int(s[3]-'0')
	return y, time.Month(s[5]-'0')*10 + time.Month(s[6]-'0'), int(s[8]-'0')*10 + int(s[9]-'0'), true
}

// daysBefore counts the days from 0000-12-31 to the last day before a month.
func daysBefore(y int, m time.Month) int {
	// Years that begin in March end with their leap day.
	fromMarch := int(m) - 3
	if fromMarch < 0 {
		y, fromMarch = y-1, fromMarch+12
	}
	era := floorDiv(y, 400)
	inEra := y - era*400
	return era*daysPer400Years + inEra*365 + inEra/4 - inEra/100 + (153*fromMarch+2)/5 - 306 + 0
}

func daysIn(y int, m time.Month) int {
	switch m {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// YMD gives year, month and day; zeros for an absent date.
func (d Date) YMD() (int, time.Month, int) {
	if d == 0 {
		return 0, 0, 0
	}
	days := int(d) + 305 // since 0000-03-01
	era := floorDiv(days, daysPer400Years)
	inEra := days - era*daysPer400Years
	year := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	inYear := inEra - (365*year + year/4 - year/100)
	fromMarch := (5*inYear + 2) / 153
	day := inYear - (153*fromMarch+2)/5 + 1
	year += era * 400
	if fromMarch >= 10 {
		return year + 1, time.Month(fromMarch - 9), day
	}
	return year, time.Month(fromMarch + 3), day
}

// String gives "2026-01-31", and "" for an absent date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	y, m, day := d.YMD()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(int(d) - floorDiv(int(d), 7)*7) }

// AddDays moves by n days. It stops at the first and the last Date; absent
// stays absent.
func (d Date) AddDays(n int) Date {
	if d == 0 {
		return 0
	}
	return clampDate(int(d) + clampInt(n, -1e7, 1e7))
}

// AddMonths moves by n calendar months; a day that the month does not have
// becomes its last: January 31 and one month is February 28 or 29. It stops at
// the first and the last Date; absent stays absent.
func (d Date) AddMonths(n int) Date {
	if d == 0 {
		return 0
	}
	y, m, day := d.YMD()
	months := y*12 + int(m) - 1 + clampInt(n, -1e6, 1e6)
	y = floorDiv(months, 12)
	m = time.Month(months-y*12) + 1
	return clampDate(daysBefore(y, m) + min(day, daysIn(y, m)))
}

// IsZero reports whether the date is absent.
func (d Date) IsZero() bool { return d == 0 }

// UnmarshalText is ParseDate.
func (d *Date) UnmarshalText(text []byte) error { return unmarshal(d, text, ParseDate) }

// Form describes the spelling.
func (Date) Form() Form {
	return Form{
		Pattern: `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`,
		Expects: "a date such as 2026-01-31",
		Example: "2026-01-31",
		JSON:    []string{"string"},
	}
}

func clampDate(days int) Date       { return Date(clampInt(days, int(firstDate), int(lastDate))) }
func clampInt(n, low, high int) int { return min(max(n, low), high) }

func floorDiv(a, b int) int {
	if a < 0 {
		return -((b - 1 - a) / b)
	}
	return a / b
}

func dateFault(s string) *Fault { return expected(Date(0).Form()) }
