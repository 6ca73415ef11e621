package main

import (
	"strings"
	"testing"
)

// tellings are repositories with each kind of line that a plan can make, for which
// why has to show every figure.
func tellings() map[string]payRepo {
	reopening := func(method string) payRepo {
		return payRepo{plan: simple + "rules:\n  - id: r\n    trigger: closed-won\n    reopen: open-period\n    bands:\n      method: " + method + "\n      measure: amount\n      per: partner\n      reset: quarterly\n      steps:\n        - {id: base, upTo: 50000 USD, rate: 10.001%}\n        - {id: top, rate: 12%}",
			facts: and(deals("D-1 40000 2026-01-02 2026-01-10", "D-2 20000 2026-01-02 2026-01-11"), "refunds", refundHeader+"R-1,D-1,33333.33,2026-02-01,refund\n")}
	}
	touched := func(method, touches string) payRepo {
		return payRepo{plan: simple + "rules:\n  - id: r\n    trigger: closed-won\n    rate: 10%\nattribution: " + method,
			partners: map[string]string{"northwind": "", "contoso": ""},
			docs:     "---\napiVersion: entente/v1\nkind: Partner\nmetadata: {name: fabrikam}\nspec: {legalName: Fabrikam Ltd, lifecycle: active}\n",
			facts:    and(deals("D-1 1000 2026-01-02 2026-01-10"), "touches", "id,partner,deal,at\n"+touches)}
	}
	direct := func(r payRepo) payRepo {
		r.facts["deals"] = strings.ReplaceAll(r.facts["deals"], "D-1,northwind", "D-1,")
		return r
	}
	return map[string]payRepo{
		"cap":       {plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%, cap: {perEvent: 1000 USD}}]", facts: and(deals("D-1 30000 2026-01-02 2026-01-10"), "refunds", refundHeader+"R-1,D-1,26999.91,2026-02-01,refund\nR-2,D-1,1000.00,2026-02-02,refund\n")},
		"floor":     {plan: simple + "rules: [{id: r, trigger: closed-won, rate: 16.6666669%, floor: {perEvent: 200 USD}}]\nrounding: {mode: down, scope: statement, increment: 0.05 USD}", facts: deals("D-1 1000 2026-01-02 2026-01-10", "D-2 3000 2026-01-02 2026-01-11")},
		"graduated": reopening("graduated"),
		"volume":    reopening("volume"),
		"churn":     {plan: simple + "rules:\n  - id: r\n    trigger: closed-won\n    rate: 10%\n    clawback:\n      on: [churn]\n      schedule:\n        - {within: 30 days, share: 100%}\n        - {within: 90 days, share: 33.3%}", facts: and(deals("D-1 1000.10 2026-01-02 2026-01-10"), "refunds", refundHeader+"R-1,D-1,100,2026-01-20,refund\nR-2,D-1,0,2026-03-01,churn\n")},
		"period":    {plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%, cap: {perPeriod: 150 USD}}]", facts: deals("D-1 1000 2026-01-02 2026-01-10", "D-2 1000 2026-01-02 2026-01-11")},
		"linear":    touched("{method: linear}", "T-1,northwind,D-1,2026-01-03\nT-2,fabrikam,D-1,2026-01-04\nT-3,contoso,D-1,2026-01-05\n"),
		"nobody":    touched("{method: linear}", "T-2,fabrikam,D-1,2026-01-04\n"),
		"fixed":     touched("{method: fixed, shares: [{partner: contoso, share: 30%}, {partner: fabrikam, share: 20%}]}", ""),
		"lapsing":   direct(touched("{method: fixed, shares: [{partner: contoso, share: 30%}, {partner: fabrikam, share: 20%}]}", "T-1,contoso,D-1,2026-01-03\n")),
		"lopsided":  touched("{method: fixed, shares: [{partner: northwind, share: 33%}, {partner: contoso, share: 33%}]}", ""),
		"margin": {plan: simple + "rules: [{id: r, trigger: collected, of: margin, rate: 10%}]", facts: map[string]string{
			"deals":   "id,partner,stage,amount,createdAt,closedAt,cost\nD-1,northwind,won,1000.00,2026-01-02,2026-01-10,400.00\nD-2,northwind,won,500.00,2026-01-02,2026-01-10,\n",
			"revenue": "id,partner,amount,deal,at,collectedAt\nV-1,northwind,333.33,D-1,2026-01-15,2026-02-01\nV-2,northwind,500.00,D-2,2026-01-15,2026-02-02\n"}},
		"units": {plan: simple + "rules: [{id: r, trigger: collected, of: quantity, perUnit: 6.50 USD}]", facts: map[string]string{
			"deals":   "id,partner,stage,amount,createdAt,closedAt,quantity\nD-1,northwind,won,1000.00,2026-01-02,2026-01-10,10\n",
			"revenue": "id,partner,amount,deal,at,collectedAt\nV-1,northwind,400.00,D-1,2026-01-15,2026-02-01\nV-2,northwind,600.00,D-1,2026-01-15,2026-03-01\nV-3,northwind,1.00,,2026-01-15,2026-03-02\n",
			"refunds": refundHeader + "R-1,D-1,500.00,2026-03-20,refund\n"}},
		"blank": {plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: deals("D-1 1000 2026-01-02 2026-01-10")},
		"early": {plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: and(deals("D-1 1000 2026-01-02 2026-01-10"), "refunds", refundHeader+"R-1,D-1,300.00,2025-12-30,refund\n")},
		"returned": {plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: map[string]string{
			"deals":    "id,partner,stage,amount,currency,createdAt,closedAt\nD-1,northwind,won,1000,USD,2026-01-02,2026-01-10\n",
			"refunds":  "id,of,amount,currency,at,reason\nR-1,D-1,100.00,EUR,2026-02-20,refund\n",
			"fx-rates": "from,to,date,rate\nEUR,USD,2026-01-05,1.10\nEUR,USD,2026-02-19,1.20\n"}},
		"kept": {plan: simple + "rules:\n  - id: r\n    trigger: closed-won\n    reopen: none\n    bands:\n      method: volume\n      measure: amount\n      per: partner\n      reset: quarterly\n      steps:\n        - {id: base, upTo: 1000 USD, rate: 10%}\n        - {id: top, rate: 20%}",
			facts: and(deals("D-1 800 2026-01-02 2026-01-10", "D-2 700 2026-01-02 2026-02-10"), "refunds", refundHeader+"R-1,D-2,700,2026-02-25,refund\n")},
		"payout":     {plan: "currency: USD\npayout: {cadence: quarterly, currency: EUR}\nrules: [{id: r, trigger: closed-won, rate: 10%}]", facts: and(deals("D-1 1000 2026-01-02 2026-01-10"), "fx-rates", "from,to,date,rate\nEUR,USD,2026-03-31,1.30\n")},
		"stages":     {plan: simple + "rules:\n  - id: r\n    trigger: closed-won\n    recurring:\n      for: 12 months\n      stages:\n        - {for: 1 month, rate: 40%}\n        - {rate: 20%}", facts: map[string]string{"deals": "id,partner,stage,customer,amount,createdAt,closedAt\nD-1,northwind,won,Ada,1000,2026-01-02,2026-01-10\nD-2,northwind,won,Ada,1000,2026-01-02,2026-02-10\n"}},
		"override":   {plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%, override: {of: commission, rate: 3.33%}}]", partners: map[string]string{"northwind": "referredBy: contoso", "contoso": ""}, facts: deals("D-1 1000.10 2026-01-02 2026-01-10")},
		"euro":       {plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", facts: map[string]string{"deals": "id,partner,stage,amount,currency,createdAt,closedAt\nD-1,northwind,won,1000,EUR,2026-01-02,2026-01-10\n", "fx-rates": "from,to,date,rate\nEUR,USD,2026-01-05,1.10\n"}},
		"adjustment": {plan: simple + "rules: [{id: r, trigger: closed-won, rate: 10%}]", agreement: map[string]string{"northwind": plainTerm + "\nadjustments:\n  - id: spiff\n    date: 2026-01-20\n    amount: 250 USD\n    decision: spiff-q1"}, docs: "---\napiVersion: entente/v1\nkind: Decision\nmetadata: {name: spiff-q1}\nspec: {type: set-commission, subject: agreement/northwind, status: accepted}\n", facts: deals("D-1 1000 2026-01-02 2026-01-10")},
	}
}

// TestWhyShowsHowEachLineCameAbout: what is computed, from which rows, what is
// rounded; by repository, partner, event and sentence.
func TestWhyShowsHowEachLineCameAbout(t *testing.T) {
	for _, told := range []struct{ repo, partner, event, says string }{
		{"cap", "northwind", "R-1", "1,000.00 × 26,999.91 / 30,000.00 = −899.997 USD."},
		{"cap", "northwind", "R-1", "Rounded half-up per line: −899.997 to −900.00."},
		{"cap", "northwind", "R-2", "1,000.00 × 27,999.91 / 30,000.00 = −933.33033333…. Of that −900.00 were taken before, by R-1 (refunds.csv:2): −33.33033333… USD are left."},
		{"cap", "northwind", "R-2", "Rounded half-up per line: −33.33033333… to −33.33."},
		{"floor", "northwind", "D-1", "The floor for one event is 200 USD (entente.yaml:19): 33.333331 more."},
		{"floor", "northwind", "D-2", "by largest remainder: 500.000007 to 500.00."},
		{"graduated", "northwind", "R-1", "R-1 takes back 33,333.33 USD (refunds.csv:2) of D-1 on 2026-02-01, which lowers the volume that D-2 counted in: it is rated again. D-2 closed on 2026-01-11 for 20,000.00 USD (deals.csv:3)."},
		{"graduated", "northwind", "R-1", "Its window is rated again: reopen is open-period (entente.yaml:22). The volume this quarter was 60,000.00 USD and is 26,666.67 USD after it."},
		{"graduated", "northwind", "R-1", "Before, D-2 was rated, with 40,000.00 USD counted before it: 10,000.00 × 10.001% = 1,000.10 in base (entente.yaml:29), 10,000.00 × 12% = 1,200.00 in top (entente.yaml:30); 2,200.10 in all."},
		{"graduated", "northwind", "R-1", "Now D-2 is rated, with 6,666.67 USD counted before it: 20,000.00 × 10.001% = 2,000.20 in base (entente.yaml:29); 2,000.20 in all."},
		{"graduated", "northwind", "R-1", "2,000.20 less 2,200.10 is −199.90 USD."},
		{"volume", "northwind", "D-2", "The volume rose from 40,000.00 to 60,000.00, across the bound of 50,000 USD (entente.yaml:29)."},
		{"volume", "northwind", "D-2", "Counted before: 40,000.00 of D-1 (deals.csv:2). These 40,000.00 are rated at 12% in top (entente.yaml:30) in place of 10.001% in base (entente.yaml:29): a difference of 799.60 USD."},
		{"volume", "northwind", "R-1", "A true-up had paid for D-1, too: the one of D-2 (deals.csv:3), of 799.60. Its part of that is taken back: 799.60 × 83.333325% = −666.3332667 USD."},
		{"volume", "northwind", "R-1", "Now D-1 is rated: 6,666.67 × 10.001% = 666.7336667 in base (entente.yaml:29)"},
		{"volume", "northwind", "R-1", "Rounded half-up per line: −133.2667333 to −133.27."},
		{"churn", "northwind", "R-2", "Of what it earned 90.01 are kept: R-1 (refunds.csv:2) took from it before. 2026-03-01 is 50 days after closing on 2026-01-10 (deals.csv:2), which is within 90 days (entente.yaml:27): 90.01 × 33.3% (entente.yaml:27) = −29.97333 USD."},
		{"period", "northwind", "D-2", "The cap for one payout period is 150 USD (entente.yaml:19): 100.00 were used before it, 100.00 for D-1 (deals.csv:2), 50.00 are left: of 100.00 are cut 50.00."},
		{"linear", "northwind", "D-1", "Touches: T-1 of northwind on 2026-01-03 (touches.csv:2), T-2 of fabrikam on 2026-01-04 (touches.csv:3) and T-3 of contoso on 2026-01-05 (touches.csv:4). Shared by method linear (entente.yaml:23), all touches alike: northwind has 50% and contoso has 50%."},
		{"linear", "northwind", "D-1", "Nothing is paid for the touch T-2 (touches.csv:3) of fabrikam: fabrikam has no signed agreement; else fabrikam would have 1/3. The parts of the others come to the whole"},
		{"nobody", "northwind", "D-1", "fabrikam has no signed agreement. Nobody is paid for it."},
		{"nobody", "northwind", "D-1", "does not: the plan shares it among those who touched the deal (entente.yaml:23), and northwind did not."},
		{"fixed", "northwind", "D-1", "Nothing is paid for fabrikam (entente.yaml:23): fabrikam has no signed agreement; else fabrikam would have 20%. The parts of the others come to the whole"},
		{"lapsing", "contoso", "D-1", "The parts that are paid come to 30.00%: nobody gets the other 70.00%."},
		{"stages", "northwind", "D-2", "The customer's time began on 2026-01-10 with D-1 (deals.csv:2) and ends before 2027-01-10. Stage 2 of 2 runs from 2026-02-10 to before 2027-01-10."},
		{"override", "contoso", "D-1", "It is northwind's, whom contoso referred (entente.yaml:"},
		{"override", "contoso", "D-1", "northwind earned 100.01 by D-1 (deals.csv:2) before rounding and the cap of its period: 1,000.10 × 10% (entente.yaml:19) = 100.01."},
		{"override", "contoso", "D-1", "Rounded half-up per line: 3.330333 to 3.33."},
		{"euro", "northwind", "D-1", "which is 1,100.00 USD at 1.1, quoted on 2026-01-05 (fx-rates.csv:2)"},
		{"lopsided", "northwind", "D-1", "northwind has 67%: 33% by fixed shares (entente.yaml:23), and the 34% that the plan gives to nobody; contoso has 33% (entente.yaml:23)."},
		{"margin", "northwind", "V-1", "less cost of 400.00 (deals.csv:2) it is 200.00 USD, what is taken off counting pro rata for a part of 1,000.00 (deals.csv:2)."},
		{"margin", "northwind", "V-2", "It pays on margin (entente.yaml:19): 500.00 USD. Cost is empty in deals.csv:3, counted as 0."},
		{"units", "northwind", "R-1", "R-1 takes back 500.00 USD (refunds.csv:2) of deal D-1 on 2026-03-20. The part of V-1 in that is 200.00 USD."},
		{"early", "northwind", "R-1", "R-1 takes back 300.00 USD (refunds.csv:2) of D-1. It is dated 2025-12-30 (refunds.csv:2), before the sale, and counts on the day of that, 2026-01-10."},
		{"early", "northwind", "R-1", "It counts in 2026-Q1, the period of the sale: nothing is taken back before it is earned."},
		{"returned", "northwind", "R-1", "R-1 takes back 100.00 EUR (refunds.csv:2), which is 110.00 USD at 1.1, quoted on 2026-01-05 (fx-rates.csv:2), of D-1 on 2026-02-20."},
		{"payout", "northwind", "D-1", "100.00 USD × ≈0.76923077, quoted on 2026-03-31"},
		{"adjustment", "northwind", "spiff", "It goes back to decision spiff-q1 (entente.yaml:40)."},
	} {
		text := execute(t, exitOK, "why", told.partner, quarter, told.event, "-C", tellings()[told.repo].write(t), "--as-of", quarterEnd)
		if !strings.Contains(text, told.says) {
			t.Errorf("%s %s does not say\n%s\nbut\n%s", told.repo, told.event, told.says, text)
		}
	}
}

// TestStatementTellsOfUnpaidTouches: a touch of a partner without a signed agreement
// pays nothing, and what becomes of its share is told; the parts that are paid come
// to the whole of 100.00, unless shares are fixed and lapse.
func TestStatementTellsOfUnpaidTouches(t *testing.T) {
	for name, want := range map[string]struct {
		says string
		paid map[string][]string
	}{
		"linear":  {"The touch T-2 of fabrikam in D-1 pays nothing, as fabrikam has no signed agreement: the others share the whole.", map[string][]string{"northwind": {"D-1 earned 50.00"}, "contoso": {"D-1 earned 50.00"}}},
		"nobody":  {"The touch T-2 of fabrikam in D-1 pays nothing, as fabrikam has no signed agreement: nobody is paid for it.", map[string][]string{"northwind": {}}},
		"fixed":   {"The fixed share of fabrikam in D-1 pays nothing, as fabrikam has no signed agreement: the others share the whole.", map[string][]string{"northwind": {"D-1 earned 70.00"}, "contoso": {"D-1 earned 30.00"}}},
		"lapsing": {"The fixed share of fabrikam in D-1 pays nothing, as fabrikam has no signed agreement: nobody gets 70.00%.", map[string][]string{"contoso": {"D-1 earned 30.00"}}},
	} {
		r := tellings()[name]
		for partner, lines := range want.paid {
			holds(t, name, r.paid(t, partner, quarter, quarterEnd), lines...)
			text := unescaped(execute(t, exitOK, "statement", partner, quarter, "-C", r.write(t), "--as-of", quarterEnd))
			if !strings.Contains(text, want.says) {
				t.Errorf("%s of %s does not say %q:\n%s", name, partner, want.says, text)
			}
		}
	}
}

// TestStatementsSayWhatLinesPayOn: a line shows what its rate is taken of, what of its
// row is empty, and where a refund that is older than its sale counts.
func TestStatementsSayWhatLinesPayOn(t *testing.T) {
	blank := tellings()["blank"]
	blank.facts["deals"] += "D-2,northwind,won,,2026-01-02,2026-01-11\n"
	for name, told := range map[string]struct {
		payRepo
		says, not []string
	}{
		"margin":   {tellings()["margin"], []string{"on the margin of 200.00", "on the margin of 500.00; cost is empty in deals.csv:3, counted as 0"}, nil},
		"units":    {tellings()["units"], []string{"on a quantity of 4", "no quantity is known for revenue.csv:4, counted as 0"}, []string{"6.50%"}},
		"blank":    {blank, []string{"amount is empty in deals.csv:3, counted as 0"}, []string{"deals.csv:2"}},
		"early":    {tellings()["early"], []string{"dated 2025-12-30, before the sale on whose day it counts"}, nil},
		"lopsided": {tellings()["lopsided"], []string{"its share is 67%: 33% by fixed shares, and the 34% that the plan gives to nobody"}, []string{"67%, by fixed"}},
		"kept":     {tellings()["kept"], []string{"80.00  800.00 of earlier sales are rated anew\n"}, nil},
		"payout":   {tellings()["payout"], []string{"at ≈0.76923077 of 2026-03-31"}, nil},
	} {
		text := execute(t, exitOK, "statement", "northwind", quarter, "-C", told.write(t), "--as-of", quarterEnd)
		for _, want := range told.says {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%s", name, want, text)
			}
		}
		for _, not := range told.not {
			if strings.Contains(text, not) {
				t.Errorf("%s says %q:\n%s", name, not, text)
			}
		}
	}
	if text := execute(t, exitOK, "why", "northwind", quarter, "D-2", "-C", tellings()["kept"].write(t), "--as-of", quarterEnd); strings.Count(text, "It was taken back in full.") != 1 {
		t.Errorf("the true-up was kept:\n%s", text)
	}
}
