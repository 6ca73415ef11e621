package commission

import (
	"time"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// PeriodOf gives the payout period that a day lies in: weeks from Monday, months
// of the calendar, anything longer of the fiscal year.
func PeriodOf(c quantity.Cadence, day quantity.Date, fiscal time.Month) quantity.Range {
	switch c {
	case quantity.Weekly:
		monday := day.AddDays(-int(day.Weekday()+6) % 7)
		return quantity.Range{From: monday, To: monday.AddDays(6)}
	case quantity.Quarterly:
		return months(3, day, fiscal)
	case quantity.Semiannual:
		return months(6, day, fiscal)
	case quantity.Annual:
		return months(12, day, fiscal)
	}
	return months(1, day, fiscal)
}

// months gives the stretch of n months, counted from the start of a fiscal year,
// that a day lies in.
func months(n int, day quantity.Date, fiscal time.Month) quantity.Range {
	y, m, _ := day.YMD()
	into := (int(m) - int(max(fiscal, time.January)) + 12) % n // n divides 12
	from := quantity.NewDate(y, m-time.Month(into), 1)
	return quantity.Range{From: from, To: from.AddMonths(n).AddDays(-1)}
}

// contractYear gives the year from an agreement's first day that a day lies in.
func contractYear(first, day quantity.Date) quantity.Range {
	y, _, _ := first.YMD()
	now, _, _ := day.YMD()
	years := now - y
	if first.AddMonths(12*years) > day {
		years--
	}
	return quantity.Range{From: first.AddMonths(12 * years), To: first.AddMonths(12 * (years + 1)).AddDays(-1)}
}

// window gives the days over which bands add up. An event before the first day
// of a contract cannot be paid under it, so its years begin with that day.
func (b *Bands) window(day, first quantity.Date, fiscal time.Month) quantity.Range {
	switch b.Reset {
	case Monthly:
		return months(1, day, fiscal)
	case Quarterly:
		return months(3, day, fiscal)
	case ContractYear:
		return contractYear(first, day)
	}
	return always
}

// always is the window that never resets.
var always = quantity.Range{From: 1, To: quantity.NewDate(9999, 12, 31)}
