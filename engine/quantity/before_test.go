package quantity

import "testing"

func TestBefore(t *testing.T) {
	day := func(s string) Date {
		d, err := ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	holidays := map[Date]bool{day("2026-05-01"): true}
	for name, c := range map[string]struct {
		d         Duration
		end, want string
	}{
		"days":                         {Duration{60, Days}, "2027-06-30", "2027-05-01"},
		"weeks":                        {Duration{2, Weeks}, "2026-01-05", "2025-12-22"},
		"a month clamps at its end":    {Duration{1, Months}, "2026-03-31", "2026-02-28"},
		"of a leap year":               {Duration{1, Months}, "2028-03-31", "2028-02-29"},
		"a quarter":                    {Duration{1, Quarters}, "2026-05-31", "2026-02-28"},
		"a year before a leap day":     {Duration{1, Years}, "2028-02-29", "2027-02-28"},
		"business days pass weekends":  {Duration{3, BusinessDays}, "2026-06-30", "2026-06-25"},
		"and holidays":                 {Duration{1, BusinessDays}, "2026-05-04", "2026-04-30"},
		"no days":                      {Duration{0, BusinessDays}, "2026-05-03", "2026-05-03"},
		"no duration":                  {Duration{}, "2026-05-03", "2026-05-03"},
		"nothing lies before day one":  {Duration{9, Days}, "0001-01-03", "0001-01-01"},
		"nor do business days":         {Duration{9, BusinessDays}, "0001-01-03", "0001-01-01"},
		"a business day from a Sunday": {Duration{1, BusinessDays}, "2026-06-28", "2026-06-26"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.d.Before(day(c.end), holidays); got != day(c.want) {
				t.Errorf("%s before %s is %s, want %s", c.d, c.end, got, c.want)
			}
		})
	}
	if got := (Duration{3, Days}).Before(0, nil); got != 0 {
		t.Errorf("before an absent day: %s", got)
	}
	if got := (Duration{3, BusinessDays}).Before(0, nil); got != 0 {
		t.Errorf("business days before an absent day: %s", got)
	}
}
