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
	y, m = yearMonth(clampInt(y, -1e6, 1e6)*12 + clampInt(int(m), -1e7, 1e7) - 1)
	return clampDate(daysBefore(y, m) + clampInt(d, -1e9, 1e9))
}

// DateOf gives the calendar day of t in t's location.
func DateOf(t time.Time) Date { return NewDate(t.Date()) }

// ParseDate reads "2026-01-31".
func ParseDate(s string) (Date, error) {
	d, ok := scanDate(s)
	if !ok {
		return 0, dateFault(s)
	}
	return d, nil
}

func scanDate(s string) (Date, bool) {
	y, m, d, ok := dateDigits(s)
	if !ok || y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	return Date(daysBefore(y, m) + d), true
}

// dateDigits reads YYYY-MM-DD without judging the numbers.
func dateDigits(s string) (y int, m time.Month, d int, ok bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, 0, 0, false
	}
	y1, y2, y3, y4 := s[0]-'0', s[1]-'0', s[2]-'0', s[3]-'0'
	m1, m2, d1, d2 := s[5]-'0', s[6]-'0', s[8]-'0', s[9]-'0'
	if max(y1, y2, y3, y4, m1, m2, d1, d2) > 9 {
		return 0, 0, 0, false
	}
	y = int(y1)*1000 + int(y2)*100 + int(y3)*10 + int(y4)
	return y, time.Month(m1*10 + m2), int(d1*10 + d2), true
}

// daysBefore counts the days from 0000-12-31 to the last day before a month.
func daysBefore(y int, m time.Month) int {
	days := 365*(y-1) + floorDiv(y-1, 4) - floorDiv(y-1, 100) + floorDiv(y-1, 400) + daysBeforeMonth[m-1]
	if m > time.February && isLeap(y) {
		days++
	}
	return days
}

// daysBeforeMonth counts from January 1 of a common year.
var daysBeforeMonth = [12]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

func isLeap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

// yearMonth undoes year*12 + month - 1.
func yearMonth(months int) (int, time.Month) {
	y := floorDiv(months, 12)
	return y, time.Month(months-y*12) + 1
}

func daysIn(y int, m time.Month) int {
	switch m {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if isLeap(y) {
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
	y, m = yearMonth(y*12 + int(m) - 1 + clampInt(n, -1e6, 1e6))
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
