package quantity_test

import (
	"testing"
	"time"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func TestPeriodSpellings(t *testing.T) {
	const form = "expected a period such as 2026, 2026-Q1, 2026-03 or 2026-01-01..2026-06-30"
	checkSpellings(t, quantity.ParsePeriod, good{
		"2026": "2026", "2026-Q1": "2026-Q1", "2026-03": "2026-03", "0001": "0001",
		"2026-01-01..2026-06-30": "2026-01-01..2026-06-30", "2026-01-01..2026-01-01": "2026-01-01..2026-01-01",
	}, bad{
		"":                         form,
		"0000":                     form,
		"26":                       form,
		"Q1":                       form,
		"last year":                form,
		"31/01/2026":               form,
		"2026-H3":                  form,
		"2026..2027":               form,
		"Q1 2026":                  form + ": write 2026-Q1",
		"2026Q1":                   form + ": write 2026-Q1",
		"2026-q1":                  form + ": write 2026-Q1",
		" 2026":                    form + ": write 2026",
		"FY2026":                   form + ": write 2026",
		"2026/03":                  form + ": write 2026-03",
		"2026-3":                   form + ": write 2026-03",
		"202603":                   form + ": write 2026-03",
		"March 2026":               form + ": write 2026-03",
		"2026-H2":                  form + ": write 2026-07-01..2026-12-31",
		"2026-01-15":               form + ": write 2026-01 or 2026-01-15..2026-01-15",
		"2026-01-01 to 2026-06-30": form + ": write 2026-01-01..2026-06-30",
		"2026-01-01/2026-06-30":    form + ": write 2026-01-01..2026-06-30",
		"2026-01-01 .. 2026-06-30": form + ": write 2026-01-01..2026-06-30",
		"01.01.2026 – 30.06.2026":  form + ": write 2026-01-01..2026-06-30",
		"2026-06-30..2026-01-01":   "the period ends before it begins: write 2026-01-01..2026-06-30",
		"2026-02-30..2026-06-30":   "February 2026 has 28 days",
		"2026-Q5":                  "a year has 4 quarters, Q1 to Q4, this says Q5",
		"2026-13":                  "a year has 12 months, this says 13",
	})
}

func TestPeriodDays(t *testing.T) {
	for _, c := range []struct {
		period string
		start  time.Month
		want   string
	}{
		{"2026", 0, "2026-01-01..2026-12-31"},
		{"2026", time.January, "2026-01-01..2026-12-31"},
		{"2026", time.July, "2025-07-01..2026-06-30"},
		{"2026-Q1", time.January, "2026-01-01..2026-03-31"},
		{"2026-Q4", time.January, "2026-10-01..2026-12-31"},
		{"2026-Q1", time.July, "2025-07-01..2025-09-30"},
		{"2026-Q3", time.July, "2026-01-01..2026-03-31"},
		{"2024-02", time.July, "2024-02-01..2024-02-29"},
		{"2026-12", time.January, "2026-12-01..2026-12-31"},
		{"2026-05-01..2026-06-15", time.July, "2026-05-01..2026-06-15"},
	} {
		p, err := quantity.ParsePeriod(c.period)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Range(c.start).String(); got != c.want {
			t.Errorf("%s with years from %s is %s, want %s", c.period, c.start, got, c.want)
		}
	}
}

func TestFourQuartersMakeAYear(t *testing.T) {
	for start := time.January; start <= time.December; start++ {
		year := quantity.Period{Year: 2026}.Range(start)
		next := year.From
		for q := 1; q <= 4; q++ {
			quarter := quantity.Period{Year: 2026, Quarter: q}.Range(start)
			if quarter.From != next {
				t.Errorf("years from %s: Q%d begins on %s, want %s", start, q, quarter.From, next)
			}
			next = quarter.To.AddDays(1)
		}
		if next != year.To.AddDays(1) {
			t.Errorf("years from %s: Q4 ends before %s, the year on %s", start, next, year.To)
		}
	}
}

func FuzzPeriod(f *testing.F) {
	fuzzScalar(f, quantity.ParsePeriod, "2026", "2026-Q1", "2026-03", "2026-01-01..2026-06-30", "Q1 2026", "March 2026", "2026-13", "1/2/2026 to 3/4/2026")
}
