package quantity

import (
	"fmt"
	"strings"
	"time"
)

// Period is a named stretch of time: a year ("2026"), one of its quarters
// ("2026-Q1"), a month ("2026-03") or any days ("2026-01-01..2026-06-30").
// Fields that its spelling does not use are zero.
type Period struct {
	Year    int
	Quarter int
	Month   time.Month
	Span    Range
}

// ParsePeriod reads a period.
func ParsePeriod(s string) (Period, error) {
	if p, ok := scanPeriod(s); ok {
		return p, nil
	}
	return Period{}, periodFault(s)
}

func scanPeriod(s string) (Period, bool) {
	if from, to, ok := strings.Cut(s, ".."); ok {
		f, okFrom := scanDate(from)
		t, okTo := scanDate(to)
		return Period{Span: Range{f, t}}, okFrom && okTo && f <= t
	}
	switch {
	case len(s) == 4:
		y, ok := scanYear(s)
		return Period{Year: y}, ok
	case len(s) != 7 || s[4] != '-':
		return Period{}, false
	}
	y, ok := scanYear(s[:4])
	if q := int(s[6] - '0'); s[5] == 'Q' {
		return Period{Year: y, Quarter: q}, ok && q >= 1 && q <= 4
	}
	first, ok := scanDate(s + "-01")
	_, m, _ := first.YMD()
	return Period{Year: y, Month: m}, ok
}

func scanYear(s string) (int, bool) {
	d, ok := scanDate(s + "-01-01")
	y, _, _ := d.YMD()
	return y, ok
}

// String gives the period as it is written, and "" for the zero Period.
func (p Period) String() string {
	switch {
	case p == Period{}:
		return ""
	case p.Year == 0:
		return p.Span.String()
	case p.Quarter != 0:
		return fmt.Sprintf("%04d-Q%d", p.Year, p.Quarter)
	case p.Month != 0:
		return fmt.Sprintf("%04d-%02d", p.Year, p.Month)
	}
	return fmt.Sprintf("%04d", p.Year)
}

// Range gives the days of the period. Years and quarters are fiscal ones: with
// a start other than January a fiscal year is named for the calendar year in
// which it ends (start July: 2026 is 2025-07-01..2026-06-30). Months are
// calendar months. A start of 0 is January.
func (p Period) Range(fiscalYearStart time.Month) Range {
	first, months := NewDate(p.Year, p.Month, 1), 1
	switch {
	case p.Year == 0:
		return p.Span
	case p.Month == 0:
		first, months = fiscalYear(p.Year, fiscalYearStart), 12
	}
	if p.Quarter != 0 {
		first, months = first.AddMonths(3*(p.Quarter-1)), 3
	}
	return Range{first, first.AddMonths(months).AddDays(-1)}
}

func fiscalYear(year int, start time.Month) Date {
	if start <= time.January {
		return NewDate(year, time.January, 1)
	}
	return NewDate(year-1, start, 1)
}

// UnmarshalText is ParsePeriod.
func (p *Period) UnmarshalText(text []byte) error { return unmarshal(p, text, ParsePeriod) }

// Form describes the spelling.
func (Period) Form() Form {
	return Form{
		Pattern: `^[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2])|-[0-9]{2}-[0-9]{2}\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})?$`,
		Expects: "a period such as 2026, 2026-Q1, 2026-03 or 2026-01-01..2026-06-30",
		Example: "2026-Q1",
		JSON:    []string{"string", "integer"},
	}
}

// PeriodOf names a stretch of days: a fiscal year or quarter, a calendar month,
// else the days themselves. It undoes Period.Range.
func PeriodOf(r Range, fiscalYearStart time.Month) Period {
	y, m, _ := r.To.YMD()
	if fiscalYearStart > time.January && m >= fiscalYearStart {
		y++ // a fiscal year is named for the year in which it ends
	}
	named := []Period{{Year: y}}
	for q := range 4 {
		named = append(named, Period{Year: y, Quarter: q + 1})
	}
	from, month, _ := r.From.YMD()
	for _, p := range append(named, Period{Year: from, Month: month}) {
		if p.Range(fiscalYearStart) == r {
			return p
		}
	}
	return Period{Span: r}
}
