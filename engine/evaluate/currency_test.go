package evaluate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/facts"
)

// abroad has deals in five currencies. A euro is 1.10 dollars, from 1 March 1.20;
// a dollar is 150 yen. Nobody quotes the pound.
var abroad = base.with(
	"org.yaml", strings.Replace(organization, "baseCurrency: USD", "baseCurrency: USD, settings: {exchangeRateMaxAge: 9 weeks}", 1),
	"deals.yaml", entry("Source", "deals", "{type: deals, system: crm, from: {files: deals.csv}, currency: USD, columns: {id: id, partner: partner, stage: stage, amount: amount, currency: in, closedAt: closed}}"),
	"deals.csv", `id,partner,stage,amount,in,closed
1,A,won,100,EUR,2026-02-10
2,A,won,10,EUR,2026-03-01
3,A,won,5,,2026-03-02
4,A,won,1000,JPY,2026-03-03
5,B,won,7,GBP,2026-02-01
6,B,won,1,USD,2026-02-02
7,A,won,3,GBP,2025-02-02
8,B,lost,4,GBP,2026-02-03
`,
	"rates.yaml", entry("Source", "rates", "{type: fx-rates, from: {files: rates.csv}, columns: {from: from, to: to, date: on, rate: rate}}"),
	"rates.csv", `from,to,on,rate
EUR,USD,2026-01-01,1.10
EUR,USD,2026-03-01,1.20
USD,JPY,2026-01-01,150
`,
	"k.yaml", kpi("revenue", sum(`stage == "won"`))+
		kpi("won", `{measure: {source: deals, aggregate: count, where: 'stage == "won"'}}`)+
		kpi("big", `{measure: {source: deals, aggregate: count, where: 'amount > money("9 USD")'}}`)+
		kpi("size", "{builtin: average-deal-size}")+
		kpi("lost", sum(`stage == "lost"`))+
		kpi("twice", `{unit: money, formula: 'kpi("revenue") * 2'}`)+
		kpi("billed", "{unit: money, measure: {source: bills, aggregate: sum, field: amount}}"),
	"bills.yaml", entry("Source", "bills", "{type: revenue, system: crm, from: {files: bills.csv}, columns: {id: id, partner: partner, at: at, amount: amount}}"),
	"bills.csv", "id,partner,at,amount\n1,B,2026-02-02,12.34\n",
)

func TestCurrencies(t *testing.T) {
	s := evaluated(t, abroad, "2026-06-30", "")
	wantValues(t, s,
		"ada revenue: 133.67 USD", // 110.00 + 12.00 + 5.00 + 6.67
		"ada big: 2",              // 110.00 and 12.00
		"ada size: 33.4175 USD = 133.67/4",
		"ada twice: 267.34 USD",
	)
	yen := abroad.edited(t, "org.yaml", "baseCurrency: USD", "baseCurrency: JPY").
		edited(t, "deals.csv", "100,EUR", "100,USD").edited(t, "deals.csv", "10,EUR", "10,USD").edited(t, "deals.csv", "5,,", "5,USD,")
	wantValues(t, evaluated(t, yen, "2026-06-30", ""), "ada revenue: 18250 JPY")
}

// A row that names no currency is in the source's. Where the source has none, a
// column is mapped so that each row names its own, and one that does not is a
// mistake of the export, not an amount in dollars.
func TestAnAmountWithoutACurrencyIsRejected(t *testing.T) {
	s := evaluated(t, abroad.edited(t, "deals.yaml", "currency: USD, ", ""), "2026-06-30", "")
	wantValues(t, s, "ada revenue: 128.67 USD") // without the 5 of row 3
	for _, report := range s.Facts {
		if report.Source != "deals" {
			continue
		}
		if len(report.Rejected) != 1 || report.Rejected[0].Reason != facts.ReasonBadCurrency || report.Rejected[0].First[0] != "deals.csv:4" {
			t.Errorf("rejected %v", report.Rejected)
		}
	}
}

// TestMissingRate: Bob's pound deals have no value in dollars. What does not need
// them keeps its value: counts, Bob's bills, and everything of Ada's, whose only
// pound deal lies before the period.
func TestMissingRate(t *testing.T) {
	s := evaluated(t, abroad, "2026-06-30", "")
	wantValues(t, s,
		"bob revenue: no-rate", "bob size: no-rate", "bob big: no-rate", "bob lost: no-rate", "bob twice: missing-input",
		"bob won: 2", "bob billed: 12.34 USD",
		"ada revenue: 133.67 USD", "ada lost: 0.00 USD",
		"portfolio revenue: no-rate", "portfolio won: 6", "portfolio billed: 12.34 USD",
		"direct revenue: 0.00 USD")
	want := []string{"missing-rate org.yaml:4:22 `USD` GBP to USD on 2026-02-01 and on 2026-02-03, needed by 2 rows, first at deals.csv:6. There is no quote of that day or before; " +
		"amounts in GBP have no value. → add the rate to a source of type fx-rates"}
	if diff := cmp.Diff(want, spelt(s.Findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}

	quoted := abroad.edited(t, "rates.csv", "USD,JPY", "GBP,USD,2026-02-02,2\nUSD,JPY")
	s = evaluated(t, quoted, "2026-06-30", "")
	wantValues(t, s, "bob revenue: no-rate", "bob lost: 8.00 USD") // 1 February is before the first quote
	s = evaluated(t, quoted.edited(t, "rates.csv", "2026-02-02,2", "2026-02-01,2"), "2026-06-30", "")
	wantValues(t, s, "bob revenue: 15.00 USD", "bob size: 7.50 USD = 15/2", "bob big: 1", "portfolio revenue: 148.67 USD")
	if len(s.Findings) > 0 {
		t.Errorf("findings although every rate is there: %v", spelt(s.Findings))
	}
}

// TestRateTooOld: by default a rate counts for a week, in either direction. The age
// and how to allow for it are said, with the days of all rows.
func TestRateTooOld(t *testing.T) {
	w := base.with("deals.yaml", abroad["deals.yaml"], "rates.yaml", abroad["rates.yaml"], "k.yaml", kpi("revenue", sum(`stage == "won"`)),
		"deals.csv", "id,partner,stage,amount,in,closed\n1,A,won,100,EUR,2026-01-08\n2,B,won,100,EUR,2026-01-09\n3,B,won,100,EUR,2026-02-02\n4,B,won,100,EUR,2026-02-03\n5,A,won,1500,JPY,2026-01-08\n",
		"rates.csv", "from,to,on,rate\nEUR,USD,2026-01-01,1.10\nUSD,JPY,2026-01-01,150\n")
	s := evaluated(t, w, "2026-06-30", "")
	wantValues(t, s, "ada revenue: 120.00 USD", "bob revenue: no-rate")
	want := []string{"missing-rate org.yaml:4:22 `USD` EUR to USD on 2026-01-09 and 2 more days up to 2026-02-03, needed by 3 rows, first at deals.csv:3. " +
		"The latest quote is 8 days old, of 2026-01-01, and one counts for 7 days; amounts in EUR have no value. → add the rate to a source of type fx-rates; " +
		"where rates are quoted less often, such as by month, set `settings.exchangeRateMaxAge` in the Organization"}
	if diff := cmp.Diff(want, spelt(s.Findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	for age, want := range map[string]string{"6 days": "ada revenue: no-rate", "31 days": "bob revenue: no-rate", "32 days": "bob revenue: no-rate", "33 days": "bob revenue: 330.00 USD", "2 months": "bob revenue: 330.00 USD"} {
		wantValues(t, evaluated(t, w.edited(t, "org.yaml", "baseCurrency: USD", "baseCurrency: USD, settings: {exchangeRateMaxAge: "+age+"}"), "2026-06-30", ""), want)
	}
}

// TestCarriedValueNeedsItsOwnRates: what is missing in the period before does not
// take away the value of a period with rows, nor the other way round.
func TestCarriedValueNeedsItsOwnRates(t *testing.T) {
	w := abroad.with("k.yaml", kpi("k", `{unit: money, missing: carry, measure: {source: deals, aggregate: sum, field: amount, where: 'stage == "won"'}}`))
	wantValues(t, evaluated(t, w, "2026-12-31", "2026-03"), "ada k: 23.67 USD", "bob k: no-rate")
	wantValues(t, evaluated(t, w, "2026-12-31", "2026-04"), "ada k: 23.67 USD", "bob k: no-rows")
	wantValues(t, evaluated(t, w, "2026-12-31", "2026-02"), "bob k: no-rate")
}

func TestSourceInAnotherCurrency(t *testing.T) {
	w := abroad.with("bills.yaml", entry("Source", "bills", "{type: revenue, system: crm, currency: EUR, from: {files: bills.csv}, columns: {id: id, partner: partner, at: at, amount: amount}}"))
	s := evaluated(t, w, "2026-06-30", "")
	wantValues(t, s, "bob billed: 13.57 USD") // 12.34 × 1.10 = 13.574
}
