package evaluate_test

import (
	"strings"
	"testing"
)

// TestMissing looks at quarters without rows. The second quarter of 2026 has 91
// days, the third has 92: what is carried into the third is the second all the same.
func TestMissing(t *testing.T) {
	const won, closed = `where: 'stage == "won"'`, `where: 'stage in ["won", "lost"]'`
	shapes := map[string]string{
		"count": "measure: {source: deals, aggregate: count, " + won + "}",
		"sum":   "measure: {source: deals, aggregate: sum, field: amount, " + won + "}",
		"mean":  "measure: {source: deals, aggregate: mean, field: amount, " + won + "}",
		"ratio": "ratio: {numerator: {source: deals, aggregate: count, " + won + "}, denominator: {source: deals, aggregate: count, " + closed + "}}",
	}
	var kpis strings.Builder
	for name, shape := range shapes {
		kpis.WriteString(kpi(name, "{"+shape+"}"))
		for _, missing := range []string{"null", "zero", "carry"} {
			kpis.WriteString(kpi(name+"-"+missing, "{"+shape+", missing: "+`"`+missing+`"}`))
		}
	}
	rows := `id,partner,stage,amount,created,closed,by,product,seats,margin,region
1,A,won,1.00,2026-01-01,2026-03-30,,,,,
2,A,won,2.00,2026-01-01,2026-03-31,,,,,
3,A,lost,9.00,2026-01-01,2026-04-15,,,,,
4,A,won,4.00,2026-01-01,2026-06-30,,,,,
`
	s := evaluated(t, base.with("k.yaml", kpis.String(), "deals.csv", rows), "2026-09-30", "2026-Q3")
	wantValues(t, s,
		"ada count: 0", "ada count-null: no-rows", "ada count-zero: 0", "ada count-carry: 1",
		"ada sum: 0.00 USD", "ada sum-null: no-rows", "ada sum-zero: 0.00 USD", "ada sum-carry: 4.00 USD",
		"ada mean: no-rows", "ada mean-null: no-rows", "ada mean-zero: 0.00 USD", "ada mean-carry: 4.00 USD",
		"ada ratio: no-denominator = 0/0", "ada ratio-null: no-denominator = 0/0", "ada ratio-zero: 0% = 0/0", "ada ratio-carry: 50% = 1/2",
		"bob count-carry: no-rows", "bob sum-carry: no-rows", "bob ratio-carry: no-denominator = 0/0")

	s = evaluated(t, base.with("k.yaml", kpis.String(), "deals.csv", rows), "2026-09-30", "2026-Q2")
	wantValues(t, s, "ada count-carry: 1", "ada sum-null: 4.00 USD", "ada mean-zero: 4.00 USD", "ada ratio-carry: 50% = 1/2")
}

// TestZeroDenominatorIsNoMissingRow: amounts that cancel out are rows all the same.
func TestZeroDenominatorIsNoMissingRow(t *testing.T) {
	w := base.with("k.yaml", kpi("k", "{missing: zero, ratio: {numerator: {source: deals, aggregate: count}, denominator: {source: deals, aggregate: sum, field: amount}}}"),
		"deals.csv", "id,partner,stage,amount,created,closed,by,product,seats,margin,region\n1,A,won,5.00,2026-01-01,2026-02-01,,,,,\n2,A,won,-5.00,2026-01-01,2026-02-02,,,,,\n")
	wantValues(t, evaluated(t, w, "2026-06-30", ""), "ada k: no-denominator = 2/0")
}

func TestNegativeAmountsCount(t *testing.T) {
	w := base.with("k.yaml", kpi("sum", sum(`stage == "won"`))+kpi("mean", "{measure: {source: deals, aggregate: mean, field: amount}}"),
		"deals.csv", "id,partner,stage,amount,created,closed,by,product,seats,margin,region\n1,A,won,5.00,2026-01-01,2026-02-01,,,,,\n2,A,won,-8.50,2026-01-01,2026-02-02,,,,,\n")
	wantValues(t, evaluated(t, w, "2026-06-30", ""), "ada sum: -3.50 USD", "ada mean: -1.75 USD")
}

func TestMinSample(t *testing.T) {
	const ratio = "ratio: {numerator: {source: deals, aggregate: count, where: 'stage == \"won\"'}, denominator: {source: deals, aggregate: count}}"
	w := base.with("k.yaml",
		kpi("four", "{minSample: 4, measure: {source: deals, aggregate: sum, field: amount, where: 'stage == \"won\"'}}")+
			kpi("five", "{minSample: 5, measure: {source: deals, aggregate: sum, field: amount, where: 'stage == \"won\"'}}")+
			kpi("closed-five", "{minSample: 5, "+ratio+"}")+kpi("closed-six", "{minSample: 6, "+ratio+"}")+
			kpi("builtin-six", "{minSample: 6, builtin: win-rate}")+
			kpi("half", "{unit: percent, formula: 'kpi(\"closed-six\") / 2'}"))
	wantValues(t, evaluated(t, w, "2026-06-30", ""),
		"ada four: 100.01 USD", "ada five: 100.01 USD low", "bob five: 0.00 USD low",
		"ada closed-five: 80% = 4/5", "ada closed-six: 80% = 4/5 low", "ada builtin-six: 80% = 4/5 low",
		"ada half: 40% low")
}

// TestPeriods: Ada won on 31 January (10.00), 10 February (20.00), 3 March
// (20.00) and 2 April (50.01).
func TestPeriods(t *testing.T) {
	july := organization[:len(organization)-2] + ", fiscalYearStart: July}\n"
	for name, c := range map[string]struct{ org, asOf, period, want string }{
		"year to date":                      {organization, "2026-06-30", "", "100.01 USD"},
		"year to date, the day is included": {organization, "2026-04-02", "", "100.01 USD"},
		"year to date, the day before":      {organization, "2026-04-01", "", "50.00 USD"},
		"fiscal year to date":               {july, "2026-06-30", "", "100.01 USD"},
		"fiscal year to date, the next":     {july, "2026-07-01", "", "0.00 USD"},
		"a year":                            {organization, "2026-12-31", "2026", "100.01 USD"},
		"a year not yet over":               {organization, "2026-03-31", "2026", "50.00 USD partial"},
		"a quarter":                         {organization, "2026-06-30", "2026-Q1", "50.00 USD"},
		"a fiscal year":                     {july, "2026-12-31", "2026", "100.01 USD"},
		"the third fiscal quarter":          {july, "2026-06-30", "2026-Q3", "50.00 USD"},
		"the fourth, not yet over":          {july, "2026-06-29", "2026-Q4", "50.01 USD partial"},
		"a month":                           {july, "2026-06-30", "2026-02", "20.00 USD"},
		"two days, both included":           {organization, "2026-06-30", "2026-01-31..2026-02-10", "30.00 USD"},
		"the days between":                  {organization, "2026-06-30", "2026-02-01..2026-02-09", "0.00 USD"},
		"a time to come":                    {organization, "2026-06-30", "2027", "0.00 USD partial"},
		"the as-of day cuts it":             {organization, "2026-02-09", "2026-Q1", "10.00 USD partial"},
	} {
		t.Run(name, func(t *testing.T) {
			s := evaluated(t, base.with("org.yaml", c.org, "k.yaml", kpi("k", sum(`stage == "won"`))), c.asOf, c.period)
			wantValues(t, s, "ada k: "+c.want)
		})
	}
}

func TestSnapshotNamesItsPeriod(t *testing.T) {
	w := base.with("k.yaml", kpi("k", sum(`stage == "won"`)))
	s := evaluated(t, w, "2026-05-15", "2026-Q2")
	if got := s.PeriodName + " " + s.Period.String() + " " + s.AsOf.String(); got != "2026-Q2 2026-04-01..2026-05-15 2026-05-15" {
		t.Errorf("got %s", got)
	}
	s = evaluated(t, w, "2026-05-15", "")
	if got := s.PeriodName + " " + s.Period.String(); got != "year-to-date 2026-01-01..2026-05-15" {
		t.Errorf("got %s", got)
	}
}
