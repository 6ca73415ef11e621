package check_test

import "testing"

func TestUnfedRule(t *testing.T) {
	source := func(name, kind, columns string) string {
		return doc("Source", name, "type: "+kind+"\nfrom: {files: data/deals.csv}\ncurrency: USD\ncolumns: {"+columns+"}")
	}
	revenue := func(more string) string {
		return source("payments", "revenue", "id: id, partner: partner, at: closed, amount: amount"+more)
	}
	program := doc("Program", "referral", "type: referral\nplan: referral")
	under := func(rule string) string { return program + plan("{id: a, "+rule+"}") }
	checkFaults(t, "unfed-rule", map[string]fault{
		"a won deal":                 {yaml: under("trigger: closed-won, rate: 5%")},
		"the plan of nobody":         {yaml: plan("{id: a, trigger: collected, rate: 5%}")},
		"revenue that was collected": {yaml: revenue(", collectedAt: closed") + under("trigger: collected, rate: 5%")},
		"a lead for a fixed amount":  {yaml: source("leads", "leads", "id: id, partner: partner, submittedAt: created, status: stage, decidedAt: closed") + under("trigger: lead-accepted, flat: 50 USD")},
		"no revenue": {
			yaml: under("trigger: «collected», rate: 5%"), label: "nothing says it",
			detail: "No source has rows of type revenue, so rule `a` never pays.", fix: "add a Source of type revenue, or name another trigger", mended: "closed-won"},
		"revenue without the day": {
			yaml: revenue("") + under("trigger: «collected», rate: 5%"), label: "nothing says it",
			detail: "No source of type revenue maps `collectedAt`, so rule `a` never pays.", fix: "map `collectedAt` in source `payments`",
			mend: []string{"amount: amount", "amount: amount, collectedAt: closed"}},
		"who brought it": {
			yaml: under("trigger: closed-won, credit: «sourced», rate: 5%"), label: "nothing says it",
			detail: "No source of type deals maps `sourcedBy`; every deal counts as brought by its partner.", fix: "map `sourcedBy` in source `deals`", mended: "any"},
		"who touched it": {
			yaml: under("trigger: closed-won, credit: «influenced», rate: 5%"), label: "nothing says it",
			detail: "No source has rows of type touches, so rule `a` never pays.", fix: "add a Source of type touches, or ask for another credit", mended: "any"},
		"what is left of the amount": {
			yaml: under("trigger: closed-won, of: «net», rate: 5%"), label: "nothing says it",
			detail: "No source of type deals maps `tax`, `discount` or `shipping`; net is the whole amount.", fix: "map `tax`, `discount` or `shipping` in source `deals`", mended: "amount"},
		"what it cost": {
			yaml: under("trigger: closed-won, of: «margin», rate: 5%"), label: "nothing says it",
			detail: "No source of type deals maps `cost`; the margin is the whole amount.", fix: "map `cost` in source `deals`", mended: "amount"},
		"how many": {
			yaml: under("trigger: closed-won, of: «quantity», perUnit: 5 USD"), label: "nothing says it",
			detail: "No source of type deals maps `quantity`; every quantity is 0.", fix: "map `quantity` in source `deals`",
			mend: []string{"of: quantity, perUnit: 5 USD", "of: each, flat: 5 USD"}},
		"a share of a lead": {
			yaml:   source("leads", "leads", "id: id, partner: partner, submittedAt: created, status: stage, decidedAt: closed") + program + plan("{id: «a», trigger: lead-accepted, rate: 5%}"),
			label:  "nothing says it",
			detail: "Rows of type leads have no amount; every amount is 0.", fix: "pay a `flat` amount for each, or name another trigger", mend: []string{"rate: 5%", "flat: 5 USD"}},
		"a way to share": {
			yaml:   program + doc("CommissionPlan", "referral", "currency: USD\nrules: [{id: a, trigger: closed-won, rate: 5%}]\nattribution: {method: «linear»}"),
			label:  "there are no touches",
			detail: "No source has rows of type touches, so every deal is its own partner's.", fix: "add a Source of type touches, or take `attribution` out", mend: []string{"attribution: {method: linear}", ""}},
	})
}
