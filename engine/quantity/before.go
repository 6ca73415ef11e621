package quantity

import "time"

// Before gives the day that lies the duration before end, the counterpart of
// From: months clamp at the end of a month, business days pass over weekends
// and holidays. No duration gives end itself.
func (d Duration) Before(end Date, holidays map[Date]bool) Date {
	if d.Unit != BusinessDays {
		return Duration{-d.N, d.Unit}.From(end, holidays)
	}
	for n := d.N; n > 0 && end > firstDate; {
		end--
		if w := end.Weekday(); w != time.Saturday && w != time.Sunday && !holidays[end] {
			n--
		}
	}
	return end
}
