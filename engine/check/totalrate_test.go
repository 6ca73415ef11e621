package check_test

import "testing"

func TestTotalRate(t *testing.T) {
	program := doc("Program", "referral", "type: referral\nplan: referral\nmaxTotalRate: 20%")
	under := func(rules string) string { return program + plan(rules) }
	revenue := doc("Source", "revenue", "type: revenue\nfrom: {files: data/deals.csv}\ncurrency: USD\ncolumns: {id: id, partner: partner, at: closed, amount: amount, collectedAt: closed}")
	const raise = ", or raise `maxTotalRate` of the program"
	checkFaults(t, "total-rate", map[string]fault{
		"at the maximum":       {yaml: under("{id: a, trigger: closed-won, rate: 15%}, {id: b, trigger: closed-won, rate: 5%, stack: true}")},
		"the first match pays": {yaml: under("{id: a, trigger: closed-won, rate: 15%, where: 'amount > money(\"5 USD\")'}, {id: b, trigger: closed-won, rate: 20%}")},
		"amounts do not count": {yaml: under("{id: a, trigger: closed-won, rate: 20%}, {id: b, trigger: closed-won, flat: 500 USD, stack: true}")},
		"of the commission":    {yaml: under("{id: a, trigger: closed-won, rate: 20%, override: {of: commission, rate: 10%}}")},
		"no maximum":           {yaml: doc("Program", "referral", "type: referral\nplan: referral") + plan("{id: a, trigger: closed-won, rate: 90%}")},
		"the plan of nobody":   {yaml: program + plan("{id: a, trigger: closed-won, rate: 5%}") + doc("CommissionPlan", "idle", "currency: USD\nrules: [{id: a, trigger: closed-won, rate: 90%}]")},
		"one rate": {
			yaml:   under("{id: introduced, trigger: closed-won, rate: «22%»}"),
			label:  "the maximum is 20%",
			detail: "One deal can pay 22% by `introduced`, and program `referral` allows 20%.",
			fix:    "write 20% or less" + raise, mended: "20%"},
		"a band": {
			yaml:   under("{id: all, trigger: closed-won, bands: {method: graduated, reset: quarterly, steps: [{id: base, upTo: 50000 USD, rate: 10%}, {id: top, rate: «20.5%»}]}}"),
			label:  "the maximum is 20%",
			detail: "One deal can pay 20.5% by `all`, and program `referral` allows 20%.",
			fix:    "write 20% or less" + raise, mended: "20%"},
		"a stage": {
			yaml:   revenue + under("{id: all, trigger: collected, recurring: {stages: [{for: 3 months, rate: «40%»}, {rate: 20%}]}}"),
			label:  "the maximum is 20%",
			detail: "One deal can pay 40% by `all`, and program `referral` allows 20%.",
			fix:    "write 20% or less" + raise, mended: "20%"},
		"on top": {
			yaml:   under("{id: introduced, trigger: closed-won, rate: «15%»}, {id: launch, trigger: closed-won, rate: 4%, stack: true}, {id: size, trigger: closed-won, rate: 3%, stack: true}"),
			label:  "the maximum is 20%",
			detail: "One deal can pay 15% by `introduced`, 4% by `launch` on top and 3% by `size` on top: 22% in all, and program `referral` allows 20%.",
			fix:    "write 13% or less" + raise, mended: "13%"},
		"when it closes and when it is paid": {
			yaml:   revenue + under("{id: closing, trigger: closed-won, rate: 8%}, {id: paying, trigger: collected, rate: «12.5%»}"),
			label:  "the maximum is 20%",
			detail: "One deal can pay 8% by `closing` and 12.5% by `paying`: 20.5% in all, and program `referral` allows 20%.",
			fix:    "write 12% or less" + raise, mended: "12%"},
		"with the referrer's share": {
			yaml:   under("{id: introduced, trigger: closed-won, rate: «18%», override: {of: sale, rate: 5%}}, {id: small, trigger: closed-won, rate: 19%}"),
			label:  "the maximum is 20%",
			detail: "One deal can pay 23% by `introduced`, the referrer's share included, and program `referral` allows 20%.",
			fix:    "write 15% or less" + raise, mended: "15%"},
		"the referrer's share alone": {
			yaml:   under("{id: introduced, trigger: closed-won, flat: 5 USD, override: {of: sale, rate: «25%»}}"),
			label:  "the maximum is 20%",
			detail: "One deal can pay 25% by `introduced`, and program `referral` allows 20%.",
			fix:    "write 20% or less" + raise, mended: "20%"},
		"too much of everything": {
			yaml:   under("{id: a, trigger: closed-won, rate: 10%, stack: true}, {id: b, trigger: closed-won, rate: 10%, stack: true}, {id: c, trigger: closed-won, rate: «10%»}"),
			label:  "the maximum is 20%",
			detail: "One deal can pay 10% by `a` on top, 10% by `b` on top and 10% by `c`: 30% in all, and program `referral` allows 20%.",
			fix:    "lower the rates by 10% in all" + raise, mended: "0%"},
		"an agreement's own plan": {
			yaml: doc("Program", "referral", "type: referral\nmaxTotalRate: 20%\n"+clauses) + plan("{id: introduced, trigger: closed-won, rate: «25%»}") +
				doc("Agreement", "northwind-referral", "partner: northwind\nprogram: referral\nplan: referral\nstatus: signed\nterm: {effective: 2026-01-01}"),
			label:  "the maximum is 20%",
			detail: "One deal can pay 25% by `introduced`, and program `referral`, whose agreement `northwind-referral` has this plan, allows 20%.",
			fix:    "write 20% or less" + raise, mended: "20%"},
		"a tier's plan": {
			yaml:   doc("Program", "referral", "type: referral\nmaxTotalRate: 20%\ntiers: {levels: [{id: gold, plan: referral}]}") + plan("{id: introduced, trigger: closed-won, rate: «25%»}"),
			label:  "the maximum is 20%",
			detail: "One deal can pay 25% by `introduced`, and program `referral`, whose tier `gold` has this plan, allows 20%.",
			fix:    "write 20% or less" + raise, mended: "20%"},
		"the lowest maximum": {
			yaml:   program + doc("Program", "affiliate", "type: affiliate\nplan: referral\nmaxTotalRate: 10%") + plan("{id: introduced, trigger: closed-won, rate: «15%»}"),
			label:  "the maximum is 10%",
			detail: "One deal can pay 15% by `introduced`, and program `affiliate` allows 10%.",
			fix:    "write 10% or less" + raise, mended: "10%"},
		"by a change": {
			yaml: program + doc("CommissionPlan", "referral", `currency: USD
rules: [{id: introduced, trigger: closed-won, rate: 15%}, {id: launch, trigger: closed-won, rate: 3%, stack: true}]
changes: [{id: autumn, effective: 2026-09-01, set: {rules: [{id: launch, rate: «8%»}]}}]`),
			label:  "the maximum is 20%",
			detail: "One deal can pay 15% by `introduced` and 8% by `launch` on top: 23% in all, and program `referral` allows 20%. So it is from 2026-09-01 on, by `autumn`.",
			fix:    "write 5% or less" + raise, mended: "5%"},
	})
}
