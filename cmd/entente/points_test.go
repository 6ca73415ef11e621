package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPoint01Exact: 1,005.00 at 2.5% is 25.125, which a float makes less; the
// largest amount at 99.99999999% keeps its last cent, one cent more is rejected;
// 100 EUR come in at the day's 1.10.
func TestPoint01Exact(t *testing.T) {
	small := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 2.5%}]", facts: deals("D-1 1005.00 2026-01-02 2026-01-10")}
	holds(t, "half a cent", small.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 25.13")
	large := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 99.99999999%}]",
		facts: deals("D-1 100000000000.00 2026-01-02 2026-01-10", "D-2 100000000000.01 2026-01-02 2026-01-11")}
	holds(t, "at the bound", large.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 99999999990.00")
	foreign := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: map[string]string{
		"deals":    "id,partner,stage,amount,currency,createdAt,closedAt\nD-1,northwind,won,100.00,EUR,2026-01-02,2026-01-10\n",
		"fx-rates": "from,to,date,rate\nEUR,USD,2026-01-10,1.10\nEUR,USD,2026-03-31,1.50\n"}}
	holds(t, "in another currency", foreign.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 11.00")
}

// TestPoint02Order: 5.00 is raised to the floor of 10, 6,000 is cut to 5,000, and
// of 8,000 a period 2,990 are left for the third. Rounded on the statement, 8.25%
// of 197 and 49 is 20.295, of which the first line takes the odd cent.
func TestPoint02Order(t *testing.T) {
	limits := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%, floor: {perEvent: 10 USD}, cap: {perEvent: 5000 USD, perPeriod: 8000 USD}}]",
		facts: deals("D-1 50 2026-01-02 2026-01-10", "D-2 60000 2026-01-02 2026-01-11", "D-3 60000 2026-01-02 2026-01-12")}
	holds(t, "limits", limits.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 10.00", "D-2 earned 5000.00", "D-3 earned 2990.00")
	rounding := "rules: [{id: r, trigger: closed-won, rate: 8.25%}]\n"
	two := deals("D-1 197 2026-01-02 2026-01-10", "D-2 49 2026-01-02 2026-01-11")
	holds(t, "by line", payRepo{plan: simple + rounding, facts: two}.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 16.25", "D-2 earned 4.04")
	holds(t, "by statement", payRepo{plan: simple + rounding + "rounding: {scope: statement}", facts: two}.paid(t, "northwind", quarter, quarterEnd),
		"D-1 earned 16.26", "D-2 earned 4.04")
	even := deals("D-1 100.50 2026-01-02 2026-01-10")
	for mode, want := range map[string]string{"half-up": "1.01", "half-even": "1.00", "up": "1.01", "down": "1.00"} {
		holds(t, mode, payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 1%}]\nrounding: {mode: " + mode + "}", facts: even}.paid(t, "northwind", quarter, quarterEnd),
			"D-1 earned "+want)
	}
}

// TestPoint03BoundIsInclusive: exactly 50,000 is in the step up to 50,000, and
// with fromInclusive in the one above.
func TestPoint03BoundIsInclusive(t *testing.T) {
	at := deals("D-1 50000 2026-01-02 2026-01-10")
	holds(t, "(from, to]", payRepo{plan: banded("method: volume", twoSteps), facts: at}.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 5000.00")
	holds(t, "[from, to)", payRepo{plan: banded("method: volume, fromInclusive: true", twoSteps), facts: at}.paid(t, "northwind", quarter, quarterEnd),
		"D-1 earned 6000.00")
}

// TestPoint04SplitAndTrueUp: 40,000 and 20,000 over a bound of 50,000. Graduated
// splits the second; volume pays it whole at 12% and trues the first up by 2%.
func TestPoint04SplitAndTrueUp(t *testing.T) {
	two := deals("D-1 40000 2026-01-02 2026-01-10", "D-2 20000 2026-01-02 2026-01-11")
	holds(t, "graduated", payRepo{plan: banded("method: graduated", twoSteps), facts: two}.paid(t, "northwind", quarter, quarterEnd),
		"D-1 earned 4000.00", "D-2 earned 2200.00")
	holds(t, "volume", payRepo{plan: banded("method: volume", twoSteps), facts: two}.paid(t, "northwind", quarter, quarterEnd),
		"D-1 earned 4000.00", "D-2 earned 2400.00", "D-2 true-up 800.00")
}

// TestPoint05Flat: the flat of a step is due once, on entry; at zero only when the
// bands say so; quantities are paid by the unit.
func TestPoint05Flat(t *testing.T) {
	three := deals("D-1 600 2026-01-02 2026-01-10", "D-2 600 2026-01-02 2026-01-11", "D-3 600 2026-01-02 2026-01-12")
	holds(t, "on entry", payRepo{plan: banded("method: graduated", "{id: base, upTo: 1000 USD, rate: 10%}, {id: top, rate: 10%, flat: 200 USD}"), facts: three}.paid(t, "northwind", quarter, quarterEnd),
		"D-1 earned 60.00", "D-2 earned 260.00", "D-3 earned 60.00")
	none := deals("D-1 0 2026-01-02 2026-01-10")
	for zero, want := range map[string]string{"true": "D-1 earned 200.00", "false": "D-1 earned 0.00"} {
		holds(t, "flatAtZero "+zero, payRepo{plan: banded("method: graduated, flatAtZero: "+zero, "{id: all, rate: 1%, flat: 200 USD}"), facts: none}.paid(t, "northwind", quarter, quarterEnd), want)
	}
	units := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, of: quantity, perUnit: 6.50 USD}]",
		facts: map[string]string{"deals": "id,partner,stage,amount,quantity,createdAt,closedAt\nD-1,northwind,won,100,2.5,2026-01-02,2026-01-10\n"}}
	holds(t, "per unit", units.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 16.25")
}

// TestPoint06Order: events of one day go by their ids, whatever the file's order;
// a quarter of a deal collected earns a quarter of what is flat.
func TestPoint06Order(t *testing.T) {
	swapped := deals("D-2 20000 2026-01-02 2026-01-10", "D-1 40000 2026-01-02 2026-01-10")
	holds(t, "one day", payRepo{plan: banded("method: graduated", twoSteps), facts: swapped}.paid(t, "northwind", quarter, quarterEnd),
		"D-1 earned 4000.00", "D-2 earned 2200.00")
	collected := payRepo{plan: simple + "rules: [{id: r, trigger: collected, flat: 100 USD}]",
		facts: and(deals("D-1 1000 2026-01-02 2026-01-10"), "revenue", "id,partner,at,amount,deal,collectedAt\nP-1,northwind,2026-01-15,250,D-1,2026-02-01\n")}
	holds(t, "part of a deal", collected.paid(t, "northwind", quarter, quarterEnd), "P-1 earned 25.00")
}

// TestPoint02PartsOfDeals: a third of a deal has 333.38 − 133.352 of its margin, of
// which half is 100.014, and 3.3338 of its 10 units; the cost is not rounded first.
// With bands the volume counts in cents, and what is less goes by the last step.
func TestPoint02PartsOfDeals(t *testing.T) {
	facts := func() map[string]string {
		return map[string]string{"deals": "id,partner,stage,amount,createdAt,closedAt,cost,quantity\nD-1,northwind,won,1000,2026-01-02,2026-01-10,400,10\n",
			"revenue": "id,partner,at,amount,deal,collectedAt\nV-1,northwind,2026-01-15,333.38,D-1,2026-02-01\nV-2,northwind,2026-01-15,333.30,D-1,2026-02-02\n"}
	}
	for terms, want := range map[string][]string{
		"of: margin, rate: 50%":                                  {"V-1 earned 100.01", "V-2 earned 99.99"},
		"of: quantity, perUnit: 9 USD":                           {"V-1 earned 30.00", "V-2 earned 30.00"},
		"of: margin, rate: 50%, override: {of: sale, rate: 50%}": {"V-1 earned 100.01", "V-2 earned 99.99"},
		"of: margin, bands: {method: graduated, measure: amount, per: partner, reset: quarterly, steps: [{id: a, upTo: 200.03 USD, rate: 50%}, {id: b, rate: 100%}]}":                   {"V-1 earned 100.01", "V-2 earned 199.98"},
		"of: margin, bands: {method: volume, measure: amount, per: partner, reset: quarterly, steps: [{id: a, upTo: 200.03 USD, rate: 50%}, {id: b, rate: 100%}]}":                      {"V-1 earned 100.01", "V-2 earned 199.98", "V-2 true-up 100.01"},
		"of: margin, reopen: open-period, bands: {method: volume, measure: amount, per: partner, reset: quarterly, steps: [{id: a, upTo: 200.03 USD, rate: 50%}, {id: b, rate: 100%}]}": {"V-1 earned 100.01", "V-2 earned 199.98", "V-2 true-up 100.01"},
	} {
		r := payRepo{plan: simple + "rules: [{id: r, trigger: collected, " + terms + "}]", facts: facts(), partners: map[string]string{"northwind": "referredBy: contoso", "contoso": ""}}
		holds(t, terms, r.paid(t, "northwind", quarter, quarterEnd), want...)
		if strings.Contains(terms, "override") {
			holds(t, "of a referrer", r.paid(t, "contoso", quarter, quarterEnd), "V-1 override 100.01", "V-2 override 99.99")
		}
	}
}

// TestPoint06DealsThatAreNotWon: a tenth of a deal that is open, lost or won only
// later earns a tenth of what the deal is worth, as that of a won one does.
func TestPoint06DealsThatAreNotWon(t *testing.T) {
	for stage, closed := range map[string]string{"won": "2026-02-01", "open": "", "lost": "2026-03-01", "won later": "2026-05-01"} {
		word, _, _ := strings.Cut(stage, " ")
		facts := map[string]string{"deals": "id,partner,stage,amount,createdAt,closedAt,cost,quantity\nD-1,northwind," + word + ",1000,2026-01-02," + closed + ",400,10\n",
			"revenue": "id,partner,at,amount,deal,collectedAt\nV-1,northwind,2026-01-15,100,D-1,2026-02-02\n"}
		for terms, want := range map[string]string{"flat: 100 USD": "10.00", "of: margin, rate: 10%": "6.00", "of: quantity, perUnit: 6.50 USD": "6.50"} {
			r := payRepo{plan: simple + "rules: [{id: r, trigger: collected, " + terms + "}]", facts: facts}
			holds(t, stage+": "+terms, r.paid(t, "northwind", quarter, quarterEnd), "V-1 earned "+want)
		}
	}
}

// TestPoint07CapPerPeriod: of 1,000 a quarter the second deal finds 200; a refund
// of the first gives its 800 back for the third, in the same quarter alone.
func TestPoint07CapPerPeriod(t *testing.T) {
	plan := simple + "rules: [{id: r, trigger: closed-won, rate: 10%, cap: {perPeriod: 1000 USD}}]"
	rows := []string{"D-1 8000 2026-01-02 2026-01-10", "D-2 5000 2026-01-02 2026-01-11", "D-3 5000 2026-01-02 2026-03-01"}
	same := payRepo{plan: plan, facts: and(deals(rows...), "refunds", refundHeader+"R-1,D-1,8000,2026-02-01,refund\n")}
	holds(t, "in the window", same.paid(t, "northwind", quarter, quarterEnd),
		"D-1 earned 800.00", "D-2 earned 200.00", "R-1 refund -800.00", "D-3 earned 500.00")
	if cut := same.statement(t, "northwind", quarter, quarterEnd).Lines[1].CutPeriod; cut != "300.00" {
		t.Errorf("the cap reports %q, not 300.00", cut)
	}
	late := payRepo{plan: plan, facts: and(deals("D-1 8000 2026-01-02 2025-12-10", "D-2 9000 2026-01-02 2026-01-11", "D-3 5000 2026-01-02 2026-03-01"),
		"refunds", refundHeader+"R-1,D-1,8000,2026-02-01,refund\n")}
	holds(t, "of an earlier window", late.paid(t, "northwind", quarter, quarterEnd), "D-2 earned 900.00", "R-1 refund -800.00", "D-3 earned 100.00")
}

// TestPoint08Recurring: one month from 31 January ends before 28 February; stages
// follow each other.
func TestPoint08Recurring(t *testing.T) {
	rows := "id,partner,at,amount,customer,invoicedAt\nI-1,northwind,2026-01-31,100,Adler,2026-01-31\nI-2,northwind,2026-02-27,100,Adler,2026-02-27\nI-3,northwind,2026-02-28,100,Adler,2026-02-28\n"
	once := payRepo{plan: simple + "rules: [{id: r, trigger: invoiced, rate: 10%, recurring: {for: 1 month}}]", facts: map[string]string{"revenue": rows}}
	holds(t, "clamped", once.paid(t, "northwind", quarter, quarterEnd), "I-1 earned 10.00", "I-2 earned 10.00")
	staged := payRepo{plan: simple + "rules: [{id: r, trigger: invoiced, recurring: {for: lifetime, stages: [{for: 1 month, rate: 40%}, {rate: 20%}]}}]", facts: map[string]string{"revenue": rows}}
	of31 := payRepo{plan: simple + "rules: [{id: r, trigger: invoiced, recurring: {for: lifetime, stages: [{for: 1 month, rate: 40%}, {for: 2 months, rate: 20%}, {rate: 10%}]}}]",
		facts: map[string]string{"revenue": "id,partner,at,amount,customer,invoicedAt\nI-1,northwind,2026-01-31,100,Adler,2026-01-31\nI-2,northwind,2026-04-29,100,Adler,2026-04-29\nI-3,northwind,2026-04-30,100,Adler,2026-04-30\n"}}
	holds(t, "three months of 31 January end on 30 April", of31.paid(t, "northwind", "2026-Q2", "2026-06-30"), "I-2 earned 20.00", "I-3 earned 10.00")
	holds(t, "stages", staged.paid(t, "northwind", quarter, quarterEnd), "I-1 earned 40.00", "I-2 earned 40.00", "I-3 earned 20.00")
}

// TestPoint09FirstMatch: the first rule that matches pays, a stacked one on top,
// and the agreement's own plan before the program's.
func TestPoint09FirstMatch(t *testing.T) {
	facts := map[string]string{"deals": "id,partner,stage,amount,createdAt,closedAt,product\nD-1,northwind,won,1000,2026-01-02,2026-01-10,Suite\nD-2,northwind,won,1000,2026-01-02,2026-01-11,Other\nD-3,contoso,won,1000,2026-01-02,2026-01-12,Suite\n"}
	r := payRepo{plan: simple + `rules:
  - {id: suite, trigger: closed-won, where: 'product == "Suite"', rate: 20%}
  - {id: any, trigger: closed-won, rate: 10%}
  - {id: bonus, trigger: closed-won, rate: 1%, stack: true}`, facts: facts,
		partners:  map[string]string{"northwind": "", "contoso": ""},
		agreement: map[string]string{"contoso": plainTerm + "\nplan: own"},
		docs:      "---\napiVersion: entente/v1\nkind: CommissionPlan\nmetadata: {name: own}\nspec: {currency: USD, payout: {cadence: quarterly}, rules: [{id: own, trigger: closed-won, rate: 30%}]}\n"}
	var got []string
	for _, l := range r.statement(t, "northwind", quarter, quarterEnd).Lines {
		got = append(got, l.Event+" "+l.Rule+" "+l.Earned)
	}
	holds(t, "rules", got, "D-1 suite 200.00", "D-1 bonus 10.00", "D-2 any 100.00", "D-2 bonus 10.00")
	holds(t, "own plan", r.paid(t, "contoso", quarter, quarterEnd), "D-3 earned 300.00")
}

// TestPoint10Attribution: 100.01 by position 40/20/40 leaves a cent for the first
// touch; an override is taken of 1.045, not of the 1.05 that is paid.
func TestPoint10Attribution(t *testing.T) {
	shared := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]\nattribution: {method: position}",
		partners: map[string]string{"northwind": "", "contoso": "", "fabrikam": ""},
		facts: and(deals("D-1 1000.10 2026-01-02 2026-01-10"), "touches",
			"id,partner,deal,at\nT-3,northwind,D-1,2026-01-05\nT-1,contoso,D-1,2026-01-03\nT-2,fabrikam,D-1,2026-01-04\n")}
	for partner, want := range map[string]string{"contoso": "40.01", "fabrikam": "20.00", "northwind": "40.00"} {
		holds(t, partner, shared.paid(t, partner, quarter, quarterEnd), "D-1 earned "+want)
	}
	override := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%, override: {of: commission, rate: 50%}}]",
		partners: map[string]string{"northwind": "referredBy: contoso", "contoso": ""}, facts: deals("D-1 10.45 2026-01-02 2026-01-10")}
	holds(t, "partner", override.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 1.05")
	holds(t, "referrer", override.paid(t, "contoso", quarter, quarterEnd), "D-1 override 0.52")
}

// TestPoint11TakenBack: a refund takes its share on its own day; churn takes all
// within 90 days of closing, half within 180, nothing later, and nothing without
// a schedule, of the part that its amount is. Refunds in three parts come to all.
func TestPoint11TakenBack(t *testing.T) {
	one := "D-1 1000 2025-12-01 2026-01-10"
	plan := func(clawback string) string {
		return simple + "rules: [{id: r, trigger: closed-won, rate: 10%" + clawback + "}]"
	}
	const schedule = ", clawback: {on: [churn], schedule: [{within: 90 days, share: 100%}, {within: 180 days, share: 50%}]}"
	for _, c := range []struct{ name, clawback, period, refunds, want string }{
		{"refund", "", "2026-Q3", "R-1,D-1,300,2026-09-01,refund\n", "R-1 refund -30.00"},
		{"churn early", schedule, "2026-Q2", "R-1,D-1,1000,2026-04-10,churn\n", "R-1 clawback -100.00"},
		{"written the other way round", ", clawback: {on: [churn], schedule: [{within: 180 days, share: 50%}, {within: 90 days, share: 100%}]}", "2026-Q2", "R-1,D-1,1000,2026-04-10,churn\n", "R-1 clawback -100.00"},
		{"churn later", schedule, "2026-Q3", "R-1,D-1,1000,2026-07-09,churn\n", "R-1 clawback -50.00"},
	} {
		r := payRepo{plan: plan(c.clawback), facts: and(deals(one), "refunds", refundHeader+c.refunds)}
		holds(t, c.name, r.paid(t, "northwind", c.period, "2026-12-31"), c.want)
	}
	for name, clawback := range map[string]string{"too late": schedule, "no schedule": ""} {
		r := payRepo{plan: plan(clawback), facts: and(deals(one, "D-9 10 2026-07-01 2026-07-20"), "refunds", refundHeader+"R-1,D-1,1000,2026-07-10,churn\n")}
		holds(t, name, r.paid(t, "northwind", "2026-Q3", "2026-12-31"), "D-9 earned 1.00")
	}
	const full = ", clawback: {schedule: [{within: 90 days, share: 100%}]}"
	for _, c := range []struct {
		name, clawback, refunds string
		want                    []string
	}{
		{"in two halves", full, "R-1,D-1,1500,2026-04-01,non-payment\nR-2,D-1,1500,2026-04-02,churn\n", []string{"R-1 clawback -150.00", "R-2 clawback -150.00"}},
		{"one dollar of it", full, "R-1,D-1,1.00,2026-04-10,non-payment\n", []string{"R-1 clawback -0.10"}},
		{"half of it, later", schedule, "R-1,D-1,1500,2026-05-01,churn\n", []string{"R-1 clawback -75.00"}},
		{"more than is left", full, "R-1,D-1,2000,2026-04-01,refund\nR-2,D-1,1500,2026-04-02,churn\n", []string{"R-1 refund -200.00", "R-2 clawback -100.00"}},
		{"without an amount", full, "R-1,D-1,0,2026-04-01,churn\n", []string{"R-1 clawback -300.00"}},
	} {
		r := payRepo{plan: plan(c.clawback), facts: and(deals("D-1 3000 2025-12-01 2026-01-10"), "refunds", refundHeader+c.refunds)}
		holds(t, c.name, r.paid(t, "northwind", "2026-Q2", "2026-06-30"), c.want...)
	}
	part := payRepo{plan: plan(full), facts: and(deals("D-1 3000 2025-12-01 2026-01-10"), "refunds", refundHeader+"R-1,D-1,1.00,2026-04-10,non-payment\n")}
	if amount := part.statement(t, "northwind", "2026-Q2", "2026-06-30").Lines[0].Amount; amount != "-1.00" {
		t.Errorf("the clawback is of %s", amount)
	}
	answers(t, part, "northwind 2026-Q2 R-1", "claws back what 1.00 USD of D-1 earned", "300.00 × 1.00 / 3,000.00 = 0.10", "0.10 × 100%")
	foreign := payRepo{plan: plan(""), facts: map[string]string{"deals": deals("D-1 1000 2026-01-02 2026-01-10")["deals"],
		"refunds": "id,of,amount,currency,at,reason\nR-1,D-1,100,EUR,2026-02-01,refund\nR-2,D-1,100,EUR,2026-02-02,refund\n", "fx-rates": "from,to,date,rate\nEUR,USD,2026-01-10,1.10\nEUR,USD,2026-02-01,1.50\n"}}
	holds(t, "in another currency, at the rate of the event's day", foreign.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 100.00", "R-1 refund -11.00", "R-2 refund -11.00")
	foreign.plan, foreign.facts["refunds"] = plan(full), strings.ReplaceAll(foreign.facts["refunds"], ",refund\n", ",churn\n")
	holds(t, "churn in another currency", foreign.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 100.00", "R-1 clawback -11.00", "R-2 clawback -11.00")
	referred := payRepo{plan: plan(full + ", override: {of: sale, rate: 1%}"), partners: map[string]string{"northwind": "referredBy: contoso", "contoso": ""},
		facts: and(deals("D-1 3000 2025-12-01 2026-01-10"), "refunds", refundHeader+"R-1,D-1,1000,2026-04-10,churn\n")}
	holds(t, "of a referrer", referred.paid(t, "contoso", "2026-Q2", "2026-06-30"), "R-1 clawback -10.00")
	thirds := payRepo{plan: plan(""), facts: and(deals("D-1 100.05 2026-01-02 2026-01-10"), "refunds",
		refundHeader+"R-1,D-1,33.35,2026-04-01,refund\nR-2,D-1,33.35,2026-04-02,refund\nR-3,D-1,33.35,2026-04-03,refund\n")}
	holds(t, "in three parts, of 10.01", thirds.paid(t, "northwind", "2026-Q2", "2026-06-30"), "R-1 refund -3.34", "R-2 refund -3.33", "R-3 refund -3.34")

	// What was refunded before the volume reached the next step is in no true-up.
	const volume = simple + "rules: [{id: r, trigger: closed-won, bands: {method: volume, reset: quarterly, steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, rate: 20%}]}}]"
	sales := deals("D-1 800 2025-12-01 2026-01-10", "D-2 2000 2025-12-01 2026-02-10")
	r := payRepo{plan: volume, facts: and(sales, "refunds", refundHeader+"R-1,D-1,800,2026-02-05,refund\nR-2,D-2,2000,2026-03-05,refund\n")}
	holds(t, "refunded before the bound", r.paid(t, "northwind", "2026-Q1", "2026-06-30"), "D-1 earned 80.00", "R-1 refund -80.00", "D-2 earned 400.00", "R-2 refund -400.00")
	r = payRepo{plan: volume, facts: and(sales, "refunds", refundHeader+"R-1,D-1,400,2026-02-05,refund\nR-3,D-1,200,2026-03-05,refund\n")}
	holds(t, "half before, half of the rest after", r.paid(t, "northwind", "2026-Q1", "2026-06-30"),
		"D-1 earned 80.00", "R-1 refund -40.00", "D-2 earned 400.00", "D-2 true-up 40.00", "R-3 refund -20.00", "R-3 refund -20.00")
}

// TestNegativeRefund: what is taken back is written without a sign; with one, the
// row is rejected where it stands.
func TestNegativeRefund(t *testing.T) {
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: and(deals("D-1 1000 2026-01-02 2026-01-10"), "refunds", refundHeader+"R-1,D-1,100,2026-02-01,refund\nR-2,D-1,-100,2026-02-02,refund\n")}
	holds(t, "lines", r.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 100.00", "R-1 refund -10.00")
	var stdout, stderr bytes.Buffer
	run([]string{"-C", r.write(t), "status", "--as-of", quarterEnd}, strings.NewReader(""), &stdout, &stderr)
	if all := stdout.String() + stderr.String(); !strings.Contains(all, "amount `-100` is not an amount") || !strings.Contains(all, "refunds.csv:3") {
		t.Errorf("the row is not named:\n%s", all)
	}
}

// TestPoint12Reopen: half of the first deal comes back. As it was earned the
// second deal keeps its 2,200; re-rated, all of it lies under the bound.
func TestPoint12Reopen(t *testing.T) {
	facts := func() map[string]string {
		return and(deals("D-1 40000 2026-01-02 2026-01-10", "D-2 20000 2026-01-02 2026-01-11"), "refunds", refundHeader+"R-1,D-1,20000,2026-02-01,refund\n")
	}
	lines := []string{"D-1 earned 4000.00", "D-2 earned 2200.00", "R-1 refund -2000.00"}
	none := payRepo{plan: banded("method: graduated", twoSteps), facts: facts()}
	holds(t, "none", none.paid(t, "northwind", quarter, quarterEnd), lines...)
	reopened := payRepo{plan: strings.Replace(none.plan, "trigger: closed-won", "trigger: closed-won, reopen: open-period", 1), facts: facts()}
	holds(t, "open period", reopened.paid(t, "northwind", quarter, quarterEnd), append(lines, "R-1 reopened -200.00")...)
	reopened.facts["refunds"] = refundHeader + "R-1,D-1,9999.99,2026-02-01,refund\n"
	holds(t, "the volume stays above the bound", reopened.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 4000.00", "D-2 earned 2200.00", "R-1 refund -1000.00")
	reopened.facts["refunds"] = refundHeader + "R-1,D-1,9000,2026-02-01,refund\nR-2,D-1,1000,2026-02-02,refund\n"
	holds(t, "two come to the bound", reopened.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 4000.00", "D-2 earned 2200.00", "R-1 refund -900.00", "R-2 refund -100.00", "R-2 reopened -200.00")
	reopened.facts = and(deals("D-1 40000 2026-01-02 2026-01-10", "D-2 9000 2026-01-02 2026-01-11", "D-3 2000 2026-01-02 2026-03-01"), "refunds", refundHeader+"R-1,D-1,1000,2026-02-01,refund\n")
	holds(t, "what comes after counts from the lower volume", reopened.paid(t, "northwind", quarter, quarterEnd),
		"D-1 earned 4000.00", "D-2 earned 900.00", "R-1 refund -100.00", "D-3 earned 200.00")
	flat := payRepo{plan: strings.Replace(banded("method: volume", "{id: base, upTo: 1000 USD, rate: 10%, flat: 100 USD}, {id: top, rate: 15%, flat: 100 USD}"), "trigger: closed-won", "trigger: closed-won, reopen: open-period", 1),
		facts: and(deals("D-1 800 2026-01-02 2026-01-10", "D-2 800 2026-01-02 2026-01-11"), "refunds", refundHeader+"R-1,D-1,800,2026-02-01,refund\n")}
	answers(t, flat, "northwind "+quarter+" R-1", "Before, D-2 was rated: 800.00 × 15%", "= 120.00 in top", "120.00 in all", "Now D-2 is rated: 800.00 × 10%", "100 USD", "flat on entering base", "180.00 in all")
}

// TestPoint13TermsInForce: from 1 March the rate is 5%, for deals begun from then
// on or for all that happens from then on.
func TestPoint13TermsInForce(t *testing.T) {
	two := deals("D-1 1000 2026-02-10 2026-03-10", "D-2 1000 2026-03-01 2026-03-11")
	for applies, want := range map[string][]string{
		"new-deals":  {"D-1 earned 100.00", "D-2 earned 50.00"},
		"new-events": {"D-1 earned 50.00", "D-2 earned 50.00"},
	} {
		r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]\nchanges: [{id: c, effective: 2026-03-01, appliesTo: " + applies + ", set: {rules: [{id: r, rate: 5%}]}}]", facts: two}
		holds(t, applies, r.paid(t, "northwind", quarter, quarterEnd), want...)
	}
	carried := payRepo{plan: banded("method: graduated", twoSteps) + "\nchanges: [{id: c, effective: 2026-03-01, appliesTo: new-events, set: {rules: [{id: r, bands: {steps: [{id: top, rate: 20%}]}}]}}]",
		facts: deals("D-1 60000 2026-01-02 2026-01-10", "D-2 1000 2026-01-02 2026-03-10")}
	holds(t, "the measure carries over", carried.paid(t, "northwind", quarter, quarterEnd), "D-1 earned 6200.00", "D-2 earned 200.00")
}

// TestPoint14Exchange: 100 USD are 90 EUR on the day of the event and 80 at the end
// of the period; a missing rate is an error that names the day.
func TestPoint14Exchange(t *testing.T) {
	facts := and(deals("D-1 1000 2026-01-02 2026-02-10"), "fx-rates", "from,to,date,rate\nUSD,EUR,2026-02-10,0.90\nUSD,EUR,2026-03-31,0.80\n")
	for at, want := range map[string]string{"event": "90.00", "period-end": "80.00"} {
		r := payRepo{plan: "currency: USD\npayout: {cadence: quarterly, currency: EUR, rateAt: " + at + "}\nrules: [{id: r, trigger: closed-won, rate: 10%}]", facts: facts}
		s := r.statement(t, "northwind", quarter, quarterEnd)
		if s.Currency != "EUR" || s.Totals["paid"] != want {
			t.Errorf("%s: %s %s is paid, not %s EUR", at, s.Totals["paid"], s.Currency, want)
		}
	}
	lacking := payRepo{plan: "currency: USD\npayout: {cadence: quarterly, currency: EUR}\nrules: [{id: r, trigger: closed-won, rate: 10%}]", facts: deals("D-1 1000 2026-01-02 2026-02-10")}
	var stdout, stderr bytes.Buffer
	if code := run([]string{"-C", lacking.write(t), "statement", "northwind", quarter, "--as-of", quarterEnd}, strings.NewReader(""), &stdout, &stderr); code != 1 {
		t.Errorf("without a rate the exit is %d", code)
	}
	if all := stdout.String() + stderr.String(); !strings.Contains(all, "missing-rate") || !strings.Contains(all, "USD to EUR on 2026-03-31") {
		t.Errorf("the rate is not named:\n%s", all)
	}
}

// TestPoint15Minimum: 49.99 of at least 50 is carried, and paid with one cent more;
// a negative balance is carried, too; after the end everything is paid.
func TestPoint15Minimum(t *testing.T) {
	plan := "currency: USD\npayout: {cadence: quarterly, minimum: 50 USD}\nrules: [{id: r, trigger: closed-won, rate: 10%}]"
	r := payRepo{plan: plan, facts: deals("D-1 499.90 2026-01-02 2026-01-10", "D-2 0.10 2026-04-01 2026-04-10")}
	totals := func(period, asOf string) []string {
		s := r.statement(t, "northwind", period, asOf).Totals
		return []string{s["carriedIn"], s["paid"], s["carriedOut"]}
	}
	holds(t, "below", totals(quarter, quarterEnd), "0.00", "0.00", "49.99")
	holds(t, "reached", totals("2026-Q2", "2026-06-30"), "49.99", "50.00", "0.00")
	r.facts = and(deals("D-1 1000 2026-01-02 2026-01-10", "D-2 300 2026-05-01 2026-07-10"), "refunds", refundHeader+"R-1,D-1,800,2026-04-05,refund\n")
	holds(t, "negative", totals("2026-Q2", "2026-06-30"), "0.00", "0.00", "-80.00")
	holds(t, "offset", totals("2026-Q3", "2026-09-30"), "-80.00", "0.00", "-50.00")
	r.agreement = map[string]string{"northwind": plainTerm + "\nended: {on: 2026-02-01, reason: by-partner, windDownOwner: lead}\nterms: {exit: {tail: {for: 10 days}}}"}
	r.facts = deals("D-1 100 2026-01-02 2026-01-10")
	holds(t, "ended", totals(quarter, quarterEnd), "0.00", "10.00", "0.00")
}

// TestPoint16Tail: registered before the end and closed on the last of 90 days
// pays, a day later not; begun after the end, or ended for a breach, neither.
func TestPoint16Tail(t *testing.T) {
	facts := deals("D-1 1000 2026-03-15 2026-06-29", "D-2 1000 2026-03-15 2026-06-30", "D-3 1000 2026-04-01 2026-05-01", "D-4 1000 2026-03-01 2026-03-31")
	ended := func(reason string) map[string]string {
		return map[string]string{"northwind": plainTerm + "\nended: {on: 2026-03-31, reason: " + reason + ", windDownOwner: lead}\nterms: {exit: {tail: {for: 90 days, except: [breach]}}}"}
	}
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: facts, agreement: ended("convenience")}
	holds(t, "tail", r.paid(t, "northwind", "2026-Q2", "2026-06-30"), "D-1 earned 100.00")
	r.agreement = ended("breach")
	var stdout, stderr bytes.Buffer
	run([]string{"-C", r.write(t), "statement", "northwind", "--as-of", "2026-06-30"}, strings.NewReader(""), &stdout, &stderr)
	if !strings.Contains(stdout.String(), quarter) || strings.Contains(stdout.String(), "2026-Q2") {
		t.Errorf("after a breach:\n%s%s", stdout.String(), stderr.String())
	}
}

// TestPoint17States: on hold to the day, the second row of an id and a sale to
// itself void, and an adjustment on a line of its own.
func TestPoint17States(t *testing.T) {
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%, hold: 30 days}]",
		agreement: map[string]string{"northwind": plainTerm + "\nadjustments: [{id: goodwill, date: 2026-02-01, amount: 5 USD, reason: late answer}]"},
		facts: map[string]string{"deals": "id,partner,stage,amount,createdAt,closedAt,customer\n" +
			"D-1,northwind,won,1000,2026-01-02,2026-03-01,Adler\nD-1,northwind,won,1000,2026-01-02,2026-03-02,Adler\n" +
			"D-2,northwind,won,1000,2026-01-02,2026-03-02,northwind Ltd\nD-3,northwind,won,500,2026-01-02,2026-03-03,Birke\n"}}
	holds(t, "lines", r.paid(t, "northwind", quarter, quarterEnd),
		"goodwill adjustment 5.00", "D-1 earned 100.00", "D-1 void duplicate", "D-2 void self-referral", "D-3 earned 50.00")
	s := r.statement(t, "northwind", quarter, quarterEnd)
	holds(t, "totals", []string{s.Totals["earned"], s.Totals["held"], s.Totals["payable"], s.Totals["adjustments"], s.Totals["paid"]},
		"150.00", "50.00", "100.00", "5.00", "105.00")
}

// TestAdjustmentWithoutTerms: an amount from before the plan's first day is paid
// all the same.
func TestAdjustmentWithoutTerms(t *testing.T) {
	r := payRepo{plan: simple + "effective: 2026-03-01\nrules: [{id: r, trigger: closed-won, rate: 10%}]",
		agreement: map[string]string{"northwind": plainTerm + "\nadjustments: [{id: goodwill, date: 2026-02-01, amount: 5 USD}]"},
		facts:     deals("D-1 1000 2026-01-02 2026-01-10")}
	holds(t, "lines", r.paid(t, "northwind", quarter, quarterEnd), "goodwill adjustment 5.00")
}

// TestPoint18Statement: of 1,000 at 10% and 500 at 10%, 150.00 are locked. The first
// deal turns out to be 800: 20.00 are corrected in the next statement, and with that
// locked there is nothing left to correct. The locked file stays as it is.
func TestPoint18Statement(t *testing.T) {
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: deals("D-1 1000 2026-01-02 2026-01-10", "D-2 500 2026-01-02 2026-02-10")}
	dir, again := r.write(t), r.write(t)
	entente := func(dir string, want int, args ...string) string {
		t.Helper()
		var stdout, stderr bytes.Buffer
		if code := run(append([]string{"-C", dir}, args...), strings.NewReader(""), &stdout, &stderr); code != want {
			t.Fatalf("%v: exit %d\n%s%s", args, code, stdout.String(), stderr.String())
		}
		return stdout.String()
	}
	file := filepath.Join("statements", "northwind", "2026-q1.yaml")
	locked := func(dir string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for _, d := range []string{dir, again} {
		entente(d, 0, "statement", "northwind", quarter, "--lock", "--as-of", "2026-04-01")
	}
	before := locked(dir)
	if diff := cmp.Diff(before, locked(again)); diff != "" {
		t.Errorf("locked twice (-first +second):\n%s", diff)
	}
	if out := entente(dir, 0, "statement", "--verify"); out != "Verified 1 statement: each line gives the same bytes again.\n" {
		t.Error(out)
	}
	if out := entente(dir, 0, "statement", "northwind", "--reconcile", "--as-of", "2026-04-20"); !strings.HasSuffix(out, "\nNothing to correct.\n") {
		t.Error(out)
	}

	put(t, dir, "deals.csv", deals("D-1 800 2026-01-02 2026-01-10", "D-2 500 2026-01-02 2026-02-10")["deals"])
	var rows struct {
		Corrections []struct{ Event, Reason, Locked, Due, Correction, Period string }
	}
	if err := json.Unmarshal([]byte(entente(dir, 0, "statement", "northwind", "--reconcile", "--as-of", "2026-07-01", "--format", "json")), &rows); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(rows.Corrections); got != "[{D-1 changed-fact 100.00 80.00 -20.00 2026-Q2}]" {
		t.Errorf("corrections are %s", got)
	}
	var next statementDoc
	if err := json.Unmarshal([]byte(entente(dir, 0, "statement", "northwind", "2026-Q2", "--as-of", "2026-07-01", "--format", "json")), &next); err != nil {
		t.Fatal(err)
	}
	if len(next.Lines) != 1 || next.Lines[0].Kind != "correction" || next.Lines[0].Earned != "-20.00" || next.Totals["carriedOut"] != "-20.00" {
		t.Errorf("the open statement is %+v", next)
	}
	entente(dir, 0, "statement", "northwind", "2026-Q2", "--lock", "--as-of", "2026-07-01")
	if out := entente(dir, 0, "statement", "northwind", "--reconcile", "--as-of", "2026-07-20"); !strings.HasSuffix(out, "\nNothing to correct.\n") {
		t.Error(out)
	}
	if diff := cmp.Diff(before, locked(dir)); diff != "" {
		t.Errorf("the locked statement (-then +now):\n%s", diff)
	}
	if out := entente(dir, 0, "statement", "--verify"); !strings.HasPrefix(out, "Verified 2 statements: ") {
		t.Error(out)
	}
}

// TestLockWaitsForTheEnd: a day in the future does not end a period that runs.
func TestLockWaitsForTheEnd(t *testing.T) {
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: deals("D-1 1000 2999-01-02 2999-01-10")}
	dir := r.write(t)
	var stdout, stderr bytes.Buffer
	code := run([]string{"-C", dir, "statement", "northwind", "2999-Q1", "--lock", "--as-of", "3000-01-01"}, strings.NewReader(""), &stdout, &stderr)
	if code == 0 || !strings.Contains(stderr.String(), "has not ended") {
		t.Errorf("exit %d\n%s%s", code, stdout.String(), stderr.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "statements")); err == nil {
		t.Error("something was locked")
	}
}

// TestBrokenPlanIsNamed: without a plan that can be read there is no statement;
// its fault is what the user is told.
func TestBrokenPlanIsNamed(t *testing.T) {
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, rate: 12}]", facts: deals("D-1 1000 2026-01-02 2026-01-10")}
	dir := r.write(t)
	for _, args := range [][]string{{"statement", "northwind", quarter}, {"why", "northwind", quarter, "D-1"}} {
		var stdout, stderr bytes.Buffer
		code := run(append([]string{"-C", dir}, args...), strings.NewReader(""), &stdout, &stderr)
		if code != 1 || !strings.Contains(stderr.String(), "12%") {
			t.Errorf("%s: exit %d\n%s%s", args[0], code, stdout.String(), stderr.String())
		}
	}
}

// TestColumnOfATrueUpAddsUp shows a true-up as it was before the period's cap cut
// it, and the cut below it.
func TestColumnOfATrueUpAddsUp(t *testing.T) {
	r := payRepo{plan: simple + "rules: [{id: r, trigger: closed-won, bands: {method: volume, reset: quarterly, steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, rate: 20%}]}, cap: {perPeriod: 300 USD}}]",
		facts: deals("D-1 800 2025-12-01 2026-01-10", "D-2 1000 2025-12-01 2026-02-10")}
	var out bytes.Buffer
	if code := run([]string{"-C", r.write(t), "statement", "northwind", "2026-Q1", "--as-of", "2026-06-30"}, nil, &out, &out); code != 0 {
		t.Fatalf("exit %d\n%s", code, out.String())
	}
	text := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{"a 10.00% 80.00", "b 20.00% 200.00", "true-up to b 20.00% 80.00", "cap per period −60.00", "Earned 300.00"} {
		if !strings.Contains(text, want) {
			t.Errorf("the statement lacks %q:\n%s", want, out.String())
		}
	}
}
