package quantity_test

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func TestDurationSpellings(t *testing.T) {
	const form = "expected a duration such as 90 days"
	const whole = "a duration is a whole number of days, business days, weeks, months, quarters or years"
	checkSpellings(t, quantity.ParseDuration, good{
		"90 days": "90 days", "1 day": "1 day", "0 days": "0 days", "5 business days": "5 business days",
		"1 business day": "1 business day", "2 weeks": "2 weeks", "12 months": "12 months",
		"1 quarter": "1 quarter", "4 quarters": "4 quarters", "99999 years": "99999 years",
	}, bad{
		"":                 form,
		"days":             form,
		"5 hours":          form,
		"P1Y2M":            form,
		"1e3 days":         form,
		"٣ days":           form,
		"30":               form + ": write 30 days",
		"30d":              form + ": write 30 days",
		"3m":               form + ": write 3 months",
		"2w":               form + ": write 2 weeks",
		"1y":               form + ": write 1 year",
		"P30D":             form + ": write 30 days",
		"1 days":           form + ": write 1 day",
		"2 day":            form + ": write 2 days",
		"90 Days":          form + ": write 90 days",
		"90  days":         form + ": write 90 days",
		"90 days ":         form + ": write 90 days",
		"090 days":         form + ": write 90 days",
		"+90 days":         form + ": write 90 days",
		"1,000 days":       form + ": write 1000 days",
		"5 business-days":  form + ": write 5 business days",
		"5 working days":   form + ": write 5 business days",
		"5 bussiness days": form + ": write 5 business days",
		"-5 days":          "a duration is never negative",
		"1.5 months":       whole,
		"100000 days":      "a duration is at most 99999 days",
	})
}

func TestDurationFromADate(t *testing.T) {
	easter := map[quantity.Date]bool{day(t, "2026-04-03"): true, day(t, "2026-04-06"): true}
	for _, c := range []struct{ start, duration, want string }{
		{"2026-01-31", "1 month", "2026-02-28"},
		{"2024-01-31", "1 month", "2024-02-29"},
		{"2024-02-29", "1 year", "2025-02-28"},
		{"2026-11-30", "1 quarter", "2027-02-28"},
		{"2026-01-01", "90 days", "2026-04-01"},
		{"2026-01-01", "2 weeks", "2026-01-15"},
		{"2026-04-02", "1 business day", "2026-04-07"}, // Thursday, then Good Friday to Easter Monday
		{"2026-01-02", "5 business days", "2026-01-09"},
		{"2026-01-03", "1 business day", "2026-01-05"}, // Saturday to Monday
		{"2026-01-03", "0 business days", "2026-01-03"},
		{"2026-01-03", "99999 business days", "2409-04-27"},
		{"2026-01-03", "99999 years", "9999-12-31"},
	} {
		d, err := quantity.ParseDuration(c.duration)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.From(day(t, c.start), easter); got.String() != c.want {
			t.Errorf("%s from %s is %s, want %s", d, c.start, got, c.want)
		}
	}
}

func TestBusinessDaysPassOverWeekendsAndHolidays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := quantity.NewDate(2026, 1, rapid.IntRange(1, 365).Draw(t, "start"))
		n := rapid.IntRange(1, 60).Draw(t, "n")
		holidays := map[quantity.Date]bool{}
		for _, offset := range rapid.SliceOfN(rapid.IntRange(0, 90), 0, 10).Draw(t, "holidays") {
			holidays[start.AddDays(offset)] = true
		}
		end := quantity.Duration{N: n, Unit: quantity.BusinessDays}.From(start, holidays)
		isOpen := func(d quantity.Date) bool {
			return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday && !holidays[d]
		}
		open := 0
		for d := start.AddDays(1); d <= end; d = d.AddDays(1) {
			if isOpen(d) {
				open++
			}
		}
		if open != n || !isOpen(end) {
			t.Fatalf("%d business days lie in %s to %s, want %d", open, start, end, n)
		}
	})
}

func TestDurationOfACadence(t *testing.T) {
	for c, want := range map[quantity.Cadence]string{
		quantity.Weekly: "1 week", quantity.Monthly: "1 month", quantity.Quarterly: "1 quarter",
		quantity.Semiannual: "6 months", quantity.Annual: "1 year",
	} {
		if got := c.Duration().String(); got != want {
			t.Errorf("%s is every %s, want %s", c, got, want)
		}
	}
}

func TestBoundSpellings(t *testing.T) {
	const form = "expected a value such as 50000 USD, 12%, 67.5 or 5 days"
	checkSpellings(t, quantity.ParseBound, good{
		"50000 USD": "50000.00 USD", "12.50%": "12.5%", "67.50": "67.5", "-3": "-3", "5 business days": "5 business days",
	}, bad{
		"":           form,
		"five":       form,
		"NaN":        form,
		"5 hours":    form,
		"5 mon":      form,
		"30 bananas": form,
		"1.005 USD":  "USD has 2 decimals, this has 3: write 1.00 USD or 1.01 USD",
		"$5000":      "expected an amount such as 5000 USD: write 5000 USD",
		"5000 usd":   "a currency code is three capital letters: write 5000 USD",
		"5 UDS":      "UDS is not a currency code of ISO 4217: write 5 USD",
		"12 %":       "expected a percentage such as 12.5%: write 12%",
		"12 percent": "expected a percentage such as 12.5%: write 12%",
		"1 days":     "expected a duration such as 90 days: write 1 day",
		"5d":         "expected a duration such as 90 days: write 5 days",
		"1e3":        "expected a number such as 67.5: write 1000",
		"5,000":      "expected a number such as 67.5: write 5000 or 5.000",
	})
}

func TestBoundAsOneNumber(t *testing.T) {
	for s, want := range map[string]*big.Rat{
		"50000.50 USD": big.NewRat(100001, 2),
		"300 JPY":      big.NewRat(300, 1),
		"12.5%":        big.NewRat(25, 2),
		"67.5":         big.NewRat(135, 2),
		"5 days":       big.NewRat(5, 1),
	} {
		b, err := quantity.ParseBound(s)
		if err != nil || b.Rat().Cmp(want) != 0 {
			t.Errorf("%s is %s, %v, want %s", s, b.Rat(), err, want)
		}
	}
	if (quantity.Bound{}).Rat() != nil {
		t.Error("an absent bound has a number")
	}
}

func FuzzDuration(f *testing.F) {
	fuzzScalar(f, quantity.ParseDuration, "90 days", "5 business days", "30d", "P30D", "1.5 months", "100000 days")
}

func FuzzBound(f *testing.F) {
	fuzzScalar(f, quantity.ParseBound, "50000 USD", "12%", "67.5", "5 days", "1e3", "5 UDS", "12 %", "1 days")
}
