package engine_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/plan"
)

const fabrikamAgreement = `apiVersion: entente/v1
kind: Agreement
metadata: {name: fabrikam-reseller}
spec:
  partner: fabrikam
  program: resellers
  status: signed
  term: {effective: 2026-01-01, notice: 30 days}
  signatures: [{person: partner-manager, on: 2025-12-20}, {person: fabrikam-lead, on: 2025-12-21}]
`

const euroPlan = `apiVersion: entente/v1
kind: CommissionPlan
metadata: {name: euro}
spec:
  currency: EUR
  effective: 2025-07-01
  rules: [{id: all, trigger: closed-won, of: amount, rate: 5%}]
  payout: {cadence: quarterly}
`

const rates = `---
apiVersion: entente/v1
kind: Source
metadata: {name: rates}
spec:
  type: fx-rates
  from: {files: data/rates.csv}
  columns: {from: from, to: to, date: date, rate: rate}
`

// money is what a headline says of commission.
func money(p plan.Plan) string { return p.Impact.Money() }

func TestHeadlinesOfMoney(t *testing.T) {
	won := func(r repository) { // Fabrikam sells for 10,000.00
		r.edit("data/deals.csv", "D-301,", "D-401,FA-003,Olive,Suite Pro,Closed Won,\"$10,000.00\",2026-02-01,2026-04-20,Partner\nD-301,")
	}
	inEuros := func(r repository) { // a dollar is half a euro
		r.edit("organization.yaml", "  timezone:", "  settings: {exchangeRateMaxAge: 24 months}\n  timezone:")
		text, err := os.ReadFile(filepath.Join(r.dir(), "sources.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		r.write("sources.yaml", string(text)+rates)
		r.write("data/rates.csv", "from,to,date,rate\nUSD,EUR,2025-01-01,0.5\n")
		r.write("plans/euro.yaml", euroPlan)
	}
	for _, test := range []struct {
		name         string
		base, change func(repository)
		want         string
		why          string
	}{
		{"an agreement that is new", won, func(r repository) { r.write("agreements/fabrikam.yaml", fabrikamAgreement) },
			"On the last twelve months that would have been +1,000.00 USD for Fabrikam (0.00 to 1,000.00), a proxy for the next twelve. " +
				"Alarm: money already earned changes by +1,000.00 USD, of Fabrikam.", "null → program reseller"},
		{"an agreement that goes", func(repository) {}, func(r repository) { r.git("rm", "-q", "agreements/contoso-referral.yaml") },
			"On the last twelve months that would have been −2,500.00 USD for Contoso (2,500.00 to 0.00, −100.0%), a proxy for the next twelve. " +
				"Alarm: money already earned changes by −2,500.00 USD, of Contoso.", "program referral → null"},
		// 5% of 187,055.55 USD, less the 12,000.00 that are refunded, at 0.5: each line is rounded.
		{"another plan in another currency", inEuros, func(r repository) {
			r.edit("agreements/northwind-reseller.yaml", "  signatures:", "  amendments: [{id: euros, effective: 2026-08-01, set: {plan: euro}, reason: Sells at home, signatures: "+
				"[{person: partner-manager, on: 2026-06-20}, {person: northwind-lead, on: 2026-06-24}]}]\n  signatures:")
		},
			"On the last twelve months that would have been +4,376.39 EUR for Northwind (0.00 to 4,376.39) and −18,126.67 USD for Northwind " +
				"(18,126.67 to 0.00, −100.0%), a proxy for the next twelve. Nothing already earned changes (0.00).", "program reseller → agreement euro"},
		// Until it reached gold at the end of June the program's plan paid; a pin at gold
		// pays 187,055.55 less 12,000.00 at 5% throughout.
		{"a level that is pinned", func(r repository) {
			r.write("plans/gold.yaml", strings.NewReplacer("euro", "gold", "EUR", "USD").Replace(euroPlan))
			r.edit("programs/resellers.yaml", "{id: gold,", "{id: gold, plan: gold,")
		}, func(r repository) {
			r.edit("partners/northwind.yaml", "{program: resellers", "{program: resellers, pin: {tier: gold, reason: A good year}")
		},
			"On the last twelve months that would have been −9,373.89 USD for Northwind (18,126.67 to 8,752.78, −51.7%), a proxy for the next twelve. " +
				"Alarm: money already earned changes by −9,373.89 USD, of Northwind.", "tier gold → tier gold"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRepository(t, ".")
			test.base(r)
			r.commit("base")
			r.git("checkout", "-q", "-b", "change")
			test.change(r)
			r.commit("change")
			p := r.plan("main", "change", "2026-06-30")
			if got := money(p); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if !strings.Contains(p.Headline, test.want) {
				t.Errorf("the headline says something else: %s", p.Headline)
			}
			ways := p.Impact.ProForma.Partners[0].Ways
			if len(ways) != 1 || named(ways[0].Before)+" → "+named(ways[0].After) != test.why {
				t.Errorf("ways %+v, want %s", ways, test.why)
			}
		})
	}
}

func named(n *plan.Naming) string {
	if n == nil {
		return "null"
	}
	return n.By + " " + n.Plan.Name()
}

// TestNothingIsSaidOfMoneyThatNobodyIsPaid: without plans there is no commission.
func TestNothingIsSaidOfMoneyThatNobodyIsPaid(t *testing.T) {
	r := newRepository(t, ".")
	r.git("rm", "-q", "-r", "plans")
	for _, program := range []string{"programs/resellers.yaml", "programs/referral.yaml"} {
		plan := map[bool]string{true: "  plan: reseller\n", false: "  plan: referral\n"}[strings.Contains(program, "resellers")]
		r.edit(program, plan, "")
	}
	r.commit("without plans")
	r.git("checkout", "-q", "-b", "change")
	r.edit("goals/contoso-2026.yaml", "60000 USD", "70000 USD")
	r.commit("change")
	p := r.plan("main", "change", "2026-06-30")
	if p.Impact.ProForma != nil || p.Impact.Actual != nil || strings.Contains(p.Headline, "ommission") || strings.Contains(p.Headline, "earned") {
		t.Errorf("%s\n%+v", p.Headline, p.Impact.ProForma)
	}
}

// TestFactsOfTheHeadMovePay: a deal that only the head knows is data, and pays by
// the head's terms.
func TestFactsOfTheHeadMovePay(t *testing.T) {
	r := newRepository(t, ".")
	r.git("checkout", "-q", "-b", "change")
	r.won("D-107", "10,000.00") // all of it in mid: 12%
	p := r.plan("main", "change", "2026-06-30")
	if got := money(p); got != "" {
		t.Errorf("the terms move nothing: %s", got)
	}
	d := p.Data
	if d == nil || d.ProForma == nil || len(d.ProForma.Partners) != 1 || d.ProForma.Partners[0].Delta != "1200.00" || d.Actual.AlreadyEarned != "1200.00" {
		t.Fatalf("%+v", d)
	}
}

// TestAnAgreementThatHasEndedHoldsNoOpenDeals: what is open pays by the one in force.
func TestAnAgreementThatHasEndedHoldsNoOpenDeals(t *testing.T) {
	r := newRepository(t, ".")
	r.write("agreements/northwind-2024.yaml", strings.NewReplacer("fabrikam-reseller", "northwind-2024", "fabrikam", "northwind", "program: resellers", "program: resellers\n  plan: referral",
		"effective: 2026-01-01, notice: 30 days", "effective: 2024-07-01, expires: 2025-06-30, renewal: none", "2025-12", "2024-06").Replace(fabrikamAgreement))
	r.commit("the agreement before")
	r.propose("10%")
	row := r.plan("main", "change", "2026-06-30").Impact.ProForma.Partners[0]
	if row.Delta != "-621.11" || row.OpenDeals != 1 || row.KeepOld != 1 {
		t.Errorf("%s, %d open, %d keep the old terms", row.Delta, row.OpenDeals, row.KeepOld)
	}
}
