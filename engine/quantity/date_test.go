package quantity_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func day(t *testing.T, s string) quantity.Date {
	t.Helper()
	d, err := quantity.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDateSpellings(t *testing.T) {
	const form = "expected a date such as 2026-01-31"
	checkSpellings(t, quantity.ParseDate, good{
		"2026-01-31": "2026-01-31", "2024-02-29": "2024-02-29", "2000-02-29": "2000-02-29",
		"0001-01-01": "0001-01-01", "9999-12-31": "9999-12-31",
	}, bad{
		"":                     form,
		"tomorrow":             form,
		"31/01/26":             form,
		"20261331":             form,
		"2026-02-3O":           form,
		"٢٠٢٦-٠١-٣١":           form,
		"+2026-01-31x":         form,
		"2026/01/31":           form + ": write 2026-01-31",
		"2026.01.31":           form + ": write 2026-01-31",
		"31.01.2026":           form + ": write 2026-01-31",
		"01.02.2026":           form + ": write 2026-02-01",
		"20260131":             form + ": write 2026-01-31",
		"31/01/2026":           form + ": write 2026-01-31",
		"1/31/2026":            form + ": write 2026-01-31",
		"05/05/2026":           form + ": write 2026-05-05",
		"01/02/2026":           form + ": write 2026-01-02 or 2026-02-01",
		"2026-1-5":             form + ": write 2026-01-05",
		" 2026-01-31":          form + ": write 2026-01-31",
		"31 January 2026":      form + ": write 2026-01-31",
		"Jan 31, 2026":         form + ": write 2026-01-31",
		"2026-01-31T08:00:00Z": form + ": write 2026-01-31",
		"2026-01-31 08:00:00":  form + ": write 2026-01-31",
		"2026-02-30":           "February 2026 has 28 days: write 2026-02-28",
		"1900-02-29":           "February 1900 has 28 days: write 1900-02-28",
		"2024-02-30":           "February 2024 has 29 days: write 2024-02-29",
		"2026-04-31":           "April 2026 has 30 days: write 2026-04-30",
		"2026-01-00":           "days of a month start at 01: write 2026-01-01",
		"2026-31-01":           "a year has 12 months, this says 31: write 2026-01-31",
		"2026-13-13":           "a year has 12 months, this says 13",
		"0000-01-01":           "years run from 0001 to 9999",
	})
}

func TestDatesAgreeWithPackageTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.IntRange(1, 9999).Draw(t, "year")
		m := time.Month(rapid.IntRange(1, 12).Draw(t, "month"))
		dayOfMonth := rapid.IntRange(1, 31).Draw(t, "day")
		want := time.Date(y, m, dayOfMonth, 0, 0, 0, 0, time.UTC)
		if want.Year() > 9999 {
			return
		}
		got := quantity.NewDate(y, m, dayOfMonth)
		agree(t, got, want)

		n := rapid.IntRange(-800000, 800000).Draw(t, "days")
		if moved := want.AddDate(0, 0, n); moved.Year() >= 1 && moved.Year() <= 9999 {
			agree(t, got.AddDays(n), moved)
			if between := int(got.AddDays(n) - got); between != n {
				t.Fatalf("%d days after %s is %d days later", n, got, between)
			}
		}
		months := rapid.IntRange(-24000, 24000).Draw(t, "months")
		lastOfMonth := time.Date(want.Year(), want.Month()+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
		if lastOfMonth.Year() >= 1 && lastOfMonth.Year() <= 9999 {
			clamped := min(want.Day(), lastOfMonth.Day())
			agree(t, got.AddMonths(months), lastOfMonth.AddDate(0, 0, clamped-lastOfMonth.Day()))
		}
	})
}

func agree(t *rapid.T, got quantity.Date, want time.Time) {
	y, m, d := got.YMD()
	if y != want.Year() || m != want.Month() || d != want.Day() {
		t.Fatalf("%04d-%02d-%02d, want %s", y, m, d, want.Format(time.DateOnly))
	}
	if got.Weekday() != want.Weekday() || got.String() != want.Format(time.DateOnly) || got != quantity.DateOf(want) {
		t.Fatalf("%s is a %s, want %s", got, got.Weekday(), want)
	}
	if read, err := quantity.ParseDate(got.String()); err != nil || read != got {
		t.Fatalf("%s reads as %s, %v", got, read, err)
	}
}

func TestDatesCountFromTheYearOne(t *testing.T) {
	if first := quantity.NewDate(1, time.January, 1); first != 1 || first.Weekday() != time.Monday {
		t.Errorf("0001-01-01 is %d, a %s", first, first.Weekday())
	}
	if d := quantity.NewDate(2026, time.February, 30); d != day(t, "2026-03-02") {
		t.Errorf("February 30, 2026 carries over to %s", d)
	}
}

func TestDateArithmeticStopsAtItsEnds(t *testing.T) {
	first, last := day(t, "0001-01-01"), day(t, "9999-12-31")
	for _, got := range []quantity.Date{
		last.AddDays(1), first.AddDays(math.MaxInt), last.AddMonths(1), first.AddMonths(math.MaxInt),
		quantity.NewDate(math.MaxInt, 1, 1), quantity.NewDate(1, math.MaxInt, 1), quantity.NewDate(1, 1, math.MaxInt),
	} {
		if got != last {
			t.Errorf("got %s, want the last date", got)
		}
	}
	for _, got := range []quantity.Date{
		first.AddDays(-1), last.AddDays(math.MinInt), first.AddMonths(-1), last.AddMonths(math.MinInt),
		quantity.NewDate(math.MinInt, 1, 1), quantity.NewDate(1, math.MinInt, 1), quantity.NewDate(1, 1, math.MinInt),
	} {
		if got != first {
			t.Errorf("got %s, want the first date", got)
		}
	}
}

func TestAnAbsentDateStaysAbsent(t *testing.T) {
	var d quantity.Date
	y, m, dd := d.YMD()
	if !d.IsZero() || d.AddDays(5) != 0 || d.AddMonths(5) != 0 || d.String() != "" || y != 0 || m != 0 || dd != 0 {
		t.Errorf("an absent date became something: %q", d)
	}
}

func TestDateOfIsTheDayWhereTheClockHangs(t *testing.T) {
	late := time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC)
	if d := quantity.DateOf(late.In(time.FixedZone("", 2*3600))); d != day(t, "2026-07-01") {
		t.Errorf("two hours east it is %s", d)
	}
}

func TestRangeIncludesBothEnds(t *testing.T) {
	r := quantity.Range{From: day(t, "2026-01-01"), To: day(t, "2026-06-30")}
	if r.Days() != 181 || r.String() != "2026-01-01..2026-06-30" {
		t.Errorf("%s has %d days", r, r.Days())
	}
	for s, want := range map[string]bool{"2025-12-31": false, "2026-01-01": true, "2026-06-30": true, "2026-07-01": false} {
		if r.Contains(day(t, s)) != want {
			t.Errorf("%s in %s: want %t", s, r, want)
		}
	}
	if reversed := (quantity.Range{From: r.To, To: r.From}); reversed.Days() != 0 {
		t.Errorf("%s has %d days", reversed, reversed.Days())
	}
}

func FuzzDate(f *testing.F) {
	fuzzScalar(f, quantity.ParseDate, "2026-01-31", "2026-02-30", "2026-31-01", "31.01.2026", "Jan 31, 2026", "20260131", "2026-01-31T08:00:00Z")
}
