package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// asked runs a verb and gives what it prints, errors apart.
func asked(t *testing.T, dir string, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(append([]string{"-C", dir}, args...), strings.NewReader(""), &out, &errs); code != want {
		t.Fatalf("%v: exit %d, want %d\n%s%s", args, code, want, out.String(), errs.String())
	}
	return out.String(), errs.String()
}

func (r payRepo) withAge(t *testing.T, age string) string {
	t.Helper()
	dir := r.write(t)
	file := filepath.Join(dir, "entente.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, "entente.yaml", strings.Replace(string(text), "timezone: UTC", "timezone: UTC, settings: {exchangeRateMaxAge: "+age+"}", 1))
	return dir
}

// oneLine puts what was wrapped for a terminal back into one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

const inEuros = "currency: USD\npayout: {cadence: quarterly, currency: EUR}\nrules: [{id: r, trigger: closed-won, rate: 10%}]"

// TestRateTooOldIsNoRate: the quarter ends on a Tuesday, and the rate of the Tuesday
// before counts; a day older and it is missing. Then no figure is shown, and the
// pair, the day, the age and the way out are. A program that has averages of a
// month says so.
func TestRateTooOldIsNoRate(t *testing.T) {
	r := payRepo{plan: inEuros, facts: and(deals("D-1 1000 2026-01-02 2026-02-10"), "fx-rates", "from,to,date,rate\nEUR,USD,2026-03-24,1.25\n")}
	if s := r.statement(t, "northwind", quarter, quarterEnd); s.Currency != "EUR" || s.Totals["paid"] != "80.00" {
		t.Errorf("at the rate of a week before: %+v", s)
	}
	r.facts["fx-rates"] = "from,to,date,rate\nEUR,USD,2026-03-01,1.25\n"
	dir := r.write(t)
	for _, args := range [][]string{{"statement", "northwind", quarter}, {"statement", "northwind", quarter, "--format", "json"}, {"statement", "northwind"}, {"payouts", quarter},
		{"payouts", quarter, "--format", "json"}, {"payouts"}, {"why", "northwind", quarter, "D-1"}, {"statement", "northwind", "--reconcile"}} {
		stdout, stderr := asked(t, dir, 1, append(args, "--as-of", quarterEnd)...)
		if stdout != "" {
			t.Errorf("%v shows figures without a rate:\n%s", args, stdout)
		}
		for _, want := range []string{"missing-rate", "USD to EUR on 2026-03-31, needed by 1 row", "The latest quote is 30 days old, of 2026-03-01, and one counts for 7 days",
			"add the rate to a source of type fx-rates", "`settings.exchangeRateMaxAge` in the Organization"} {
			if !strings.Contains(oneLine(stderr), want) {
				t.Errorf("%v does not say %q:\n%s", args, want, stderr)
			}
		}
	}
	for age, want := range map[string]int{"29 days": 1, "30 days": 0, "31 days": 0, "4 weeks": 1, "1 month": 0} {
		asked(t, r.withAge(t, age), want, "statement", "northwind", quarter, "--as-of", quarterEnd)
	}
	wrong, _ := asked(t, r.withAge(t, "5 business days"), 1, "validate")
	if !strings.Contains(oneLine(wrong), "a duration in days, weeks or months") {
		t.Errorf("business days: %s", wrong)
	}
}

// TestFiguresWithARateOfTheirOwn: contoso's deal in pounds has no rate. Its own
// figures and finance's list of all are not shown; northwind's are, and the exit
// tells that something is wrong.
func TestFiguresWithARateOfTheirOwn(t *testing.T) {
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", partners: map[string]string{"northwind": "", "contoso": ""},
		facts: map[string]string{"deals": "id,partner,stage,amount,currency,createdAt,closedAt\nD-1,northwind,won,1000,USD,2026-01-02,2026-01-10\nD-2,contoso,won,1000,GBP,2026-01-02,2026-01-10\nD-3,contoso,won,500,USD,2026-01-02,2026-01-11\n"}}
	dir := r.write(t)
	if stdout, stderr := asked(t, dir, 1, "statement", "northwind", quarter, "--as-of", quarterEnd); !strings.Contains(stdout, "100.00") || !strings.Contains(stderr, "missing-rate") {
		t.Errorf("northwind:\n%s%s", stdout, stderr)
	}
	for _, args := range [][]string{{"statement", "contoso", quarter}, {"payouts", quarter}, {"payouts"}, {"why", "contoso", quarter, "D-3"}} {
		stdout, stderr := asked(t, dir, 1, append(args, "--as-of", quarterEnd)...)
		if stdout != "" || !strings.Contains(oneLine(stderr), "GBP to USD on 2026-01-10, needed by 1 row, first at deals.csv:3. There is no quote of that day or before") {
			t.Errorf("%v:\n%s%s", args, stdout, stderr)
		}
	}
}

// TestMinimumNeedsARate: 100 USD are due and at least 50 EUR are paid; which is more
// cannot be told.
func TestMinimumNeedsARate(t *testing.T) {
	r := payRepo{plan: "currency: USD\npayout: {cadence: quarterly, minimum: 50 EUR}\nrules: [{id: r, trigger: closed-won, rate: 10%}]", facts: deals("D-1 1000 2026-01-02 2026-02-10")}
	stdout, stderr := asked(t, r.write(t), 1, "payouts", quarter, "--as-of", quarterEnd)
	if stdout != "" || !strings.Contains(stderr, "EUR to USD on 2026-03-31") {
		t.Errorf("%s%s", stdout, stderr)
	}
}

// TestLockedStatementNeedsNoRate: what was locked holds its rates. It is shown when
// they have gone, and so is the list of a period that is all locked; what is open is
// not.
func TestLockedStatementNeedsNoRate(t *testing.T) {
	r := payRepo{plan: inEuros, facts: and(deals("D-1 1000 2026-01-02 2026-02-10", "D-2 1000 2026-04-02 2026-05-10"), "fx-rates", "from,to,date,rate\nUSD,EUR,2026-03-31,0.8\nUSD,EUR,2026-06-30,0.8\n")}
	dir := r.write(t)
	asked(t, dir, 0, "statement", "northwind", quarter, "--lock", "--as-of", "2026-04-01")
	put(t, dir, "fx-rates.csv", "from,to,date,rate\nUSD,EUR,2026-01-01,0.8\n")
	if stdout, _ := asked(t, dir, 1, "statement", "northwind", quarter, "--as-of", "2026-06-30"); !strings.Contains(stdout, "80.00") {
		t.Errorf("locked:\n%s", stdout)
	}
	if stdout, _ := asked(t, dir, 1, "payouts", quarter, "--as-of", "2026-06-30"); !strings.Contains(stdout, "80.00") {
		t.Errorf("the list:\n%s", stdout)
	}
	if stdout, _ := asked(t, dir, 1, "statement", "northwind", "2026-Q2", "--as-of", "2026-06-30"); stdout != "" {
		t.Errorf("open:\n%s", stdout)
	}
	asked(t, dir, 0, "statement", "--verify")
}

// TestExchangeIsRoundedByThePlan: 10.00 USD at 0.8125 are 8.125 EUR. The mode of the
// plan says what is paid, why says so, and a locked statement comes to it again. An
// increment counts in its own currency alone.
func TestExchangeIsRoundedByThePlan(t *testing.T) {
	const rate = "from,to,date,rate\nUSD,EUR,2026-03-31,0.8125\nUSD,EUR,2026-04-01,0.8125\n"
	for rounding, want := range map[string]string{
		"":                                           "8.13", // half-up
		"rounding: {mode: half-up}\n":                "8.13",
		"rounding: {mode: half-even}\n":              "8.12",
		"rounding: {mode: up}\n":                     "8.13",
		"rounding: {mode: down}\n":                   "8.12",
		"rounding: {increment: 0.05 USD}\n":          "8.13",
		"rounding: {increment: 0.05 EUR}\n":          "8.15",
		"rounding: {mode: down, increment: 1 EUR}\n": "8.00",
	} {
		r := payRepo{plan: rounding + inEuros, facts: and(deals("D-1 100 2026-01-02 2026-02-10"), "fx-rates", rate),
			agreement: map[string]string{"northwind": plainTerm + "\nadjustments: [{id: goodwill, date: 2026-02-01, amount: -10 USD, reason: late answer}, {id: spiff, date: 2026-02-01, amount: 10 USD, reason: launch}]"}}
		s := r.statement(t, "northwind", quarter, quarterEnd)
		if s.Totals["earned"] != want || s.Totals["adjustments"] != "0.00" {
			t.Errorf("%q: %s and %s EUR, want %s and nothing", rounding, s.Totals["earned"], s.Totals["adjustments"], want)
		}
		dir := r.write(t)
		why, _ := asked(t, dir, 0, "why", "northwind", quarter, "D-1", "--as-of", quarterEnd)
		if !regexp.MustCompile(`= 8\.125 EUR\. The exchange is rounded .*: ` + regexp.QuoteMeta(want) + ` EUR\.`).MatchString(oneLine(why)) {
			t.Errorf("%q: why says\n%s", rounding, why)
		}
		asked(t, dir, 0, "statement", "northwind", quarter, "--lock", "--as-of", "2026-04-01")
		asked(t, dir, 0, "statement", "--verify")
		if after := r.locked(t, dir, "2026-04-01"); after.Totals["earned"] != want {
			t.Errorf("%q: locked, it earned %s", rounding, after.Totals["earned"])
		}
	}
}

func (r payRepo) locked(t *testing.T, dir, asOf string) (out statementDoc) {
	t.Helper()
	text, _ := asked(t, dir, 0, "statement", "northwind", quarter, "--as-of", asOf, "--format", "json")
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestLockedExchangeCannotBeRoundedAnew: a cent more than the terms allow is found,
// whatever mode the line then says it is rounded by.
func TestLockedExchangeCannotBeRoundedAnew(t *testing.T) {
	r := payRepo{plan: "rounding: {mode: half-even}\n" + inEuros, facts: and(deals("D-1 100 2026-01-02 2026-02-10"), "fx-rates", "from,to,date,rate\nUSD,EUR,2026-03-31,0.8125\n")}
	dir := r.write(t)
	asked(t, dir, 0, "statement", "northwind", quarter, "--lock", "--as-of", "2026-04-01")
	name := filepath.Join("statements", "northwind", "2026-q1-eur.yaml")
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	const line = "rounding: half-even, amount: 8.12 EUR"
	if !strings.Contains(string(text), line) {
		t.Fatalf("the line does not say %q:\n%s", line, text)
	}
	put(t, dir, name, strings.Replace(string(text), line, "rounding: up, amount: 8.13 EUR", 1))
	if stdout, _ := asked(t, dir, 1, "statement", "--verify"); !strings.Contains(stdout, "rounding: half-even") && !strings.Contains(stdout, "8.12") {
		t.Errorf("not found:\n%s", stdout)
	}
}

// TestEventsAreExchangedByThePlansMode: 0.75 EUR at 1.10 are 0.825 USD, of which all
// is paid.
func TestEventsAreExchangedByThePlansMode(t *testing.T) {
	for mode, want := range map[string]string{"half-up": "0.83", "half-even": "0.82", "up": "0.83", "down": "0.82"} {
		r := payRepo{plan: simple + "rounding: {mode: " + mode + "}\nrules: [{id: r, trigger: closed-won, rate: 100%}]",
			facts: map[string]string{"deals": "id,partner,stage,amount,currency,createdAt,closedAt\nD-1,northwind,won,0.75,EUR,2026-01-02,2026-01-10\n", "fx-rates": "from,to,date,rate\nEUR,USD,2026-01-09,1.10\n"}}
		holds(t, mode, r.paid(t, "northwind", quarter, quarterEnd), "D-1 earned "+want)
	}
}

// TestPaymentInAnotherCurrency: 100.00 USD were locked. What is paid in euros is not
// counted, and said, whether a column or the source names them.
func TestPaymentInAnotherCurrency(t *testing.T) {
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: and(deals("D-1 1000 2026-01-02 2026-01-10"),
		"payments", "id,partner,at,amount,currency,statement\nP-1,northwind,2026-04-10,100,EUR,northwind-2026-q1\nP-2,northwind,2026-04-20,60,USD,northwind-2026-q1\n")}
	dir := r.write(t)
	asked(t, dir, 0, "statement", "northwind", quarter, "--lock", "--as-of", "2026-04-01")
	const want = "`northwind-2026-q1` is in USD, and P-1 at payments.csv:2 pays 100.00 EUR on it: that is not counted."
	stdout, stderr := asked(t, dir, 1, "statement", "northwind", quarter, "--as-of", "2026-05-01")
	if !strings.Contains(stdout, "60.00 USD were paid so far, 40.00 are left.") || !strings.Contains(oneLine(stderr), want) || !strings.Contains(stderr, "payment-currency") {
		t.Errorf("by a column:\n%s%s", stdout, stderr)
	}
	if found, _ := asked(t, dir, 1, "validate", "--rows"); !strings.Contains(oneLine(found), want) {
		t.Errorf("validate:\n%s", found)
	}
	if stdout, _ := asked(t, dir, 0, "statement", "northwind", quarter, "--as-of", "2026-04-09"); strings.Contains(stdout, "were paid") {
		t.Errorf("before it was paid:\n%s", stdout)
	}
	file, err := os.ReadFile(filepath.Join(dir, "entente.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(file), "\n")
	at := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "from: {files: payments.csv}") })
	lines[at+1], lines[at+2] = "  currency: EUR", strings.Replace(lines[at+2], "currency: currency, ", "", 1)
	put(t, dir, "entente.yaml", strings.Join(lines, "\n"))
	stdout, stderr = asked(t, dir, 1, "statement", "northwind", quarter, "--as-of", "2026-05-01")
	if strings.Contains(stdout, "were paid") || strings.Contains(stdout, "Paid in full") || !strings.Contains(stderr, "payment-currency") {
		t.Errorf("by the source:\n%s%s", stdout, stderr)
	}
}
