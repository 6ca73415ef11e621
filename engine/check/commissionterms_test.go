package check_test

import (
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
)

func TestCommissionTerms(t *testing.T) {
	const inDollars = "write the amount in USD"
	const below = "write 0 or more; what is taken back stands under `clawback`, and a refund takes its share back by itself"
	checkFaults(t, "commission-terms", map[string]fault{
		"a minimum is converted": {yaml: doc("CommissionPlan", "referral", "currency: USD\nrules: [{id: a, trigger: closed-won, rate: 5%}]\npayout: {minimum: 50 EUR, currency: EUR}")},
		"a cap in another currency": {
			yaml:   plan("{id: a, trigger: closed-won, rate: 5%, cap: {perPeriod: «100 EUR»}}"),
			detail: "The plan counts in USD, and 100.00 EUR is in another currency.", fix: inDollars, mended: "100 USD"},
		"a step's flat": {
			yaml:   amounts("{id: base, upTo: 5000 USD, rate: 5%}, {id: top, rate: 6%, flat: «10 EUR»}"),
			detail: "The plan counts in USD, and 10.00 EUR is in another currency.", fix: inDollars, mended: "10 USD"},
		"a rate of single events": {
			yaml:   plan("{id: a, trigger: closed-won, of: each, rate: «5%»}"),
			detail: "The rule pays on each event, and a rate is a share of money.", fix: "write perUnit with an amount, or of: amount", mend: []string{"of: each", "of: amount"}},
		"a stage behind one without end": {
			yaml:   plan("{id: a, trigger: closed-won, recurring: {stages: [{rate: «20%»}, {for: 3 months, rate: 40%}]}}"),
			detail: "Only the last stage can go without a time: stages after it would never begin.", fix: "write how long it lasts, such as `for: 3 months`",
			mend: []string{"[{rate: 20%}, {for: 3 months, rate: 40%}]", "[{for: 9 months, rate: 20%}, {for: 3 months, rate: 40%}]"}},
		"a tenth of an event": {
			yaml:   steps("{method: graduated, measure: count, reset: quarterly, steps: [{id: base, upTo: «2.5», flat: 10 USD}, {id: top, flat: 20 USD}]}"),
			detail: "The bands measure count, and 2.5 is no bound of that.", fix: "write a whole number", mended: "2"},
		"a year of everybody": {
			yaml:   steps("{method: graduated, per: program, reset: «contract-year», steps: [{id: base, upTo: 5000 USD, rate: 5%}, {id: top, rate: 6%}]}"),
			detail: "A contract year is one partner's, and the volume of a program is everybody's.", fix: "write reset: quarterly, monthly or never", mended: "quarterly"},
		"an increment": {
			yaml:   doc("CommissionPlan", "referral", "currency: USD\nrules: [{id: a, trigger: closed-won, rate: 5%}]\nrounding: {increment: «0 USD»}"),
			detail: "Amounts cannot be rounded to multiples of 0.00 USD.", fix: "write a small amount such as 0.05 USD", mended: "0.05 USD"},
		"less than nothing for an event": {
			yaml: plan("{id: a, trigger: closed-won, flat: «-5 USD»}"), label: "less than nothing",
			detail: "Nothing can earn or be limited to -5.00 USD.", fix: below, mended: "5 USD"},
		"less than nothing for a unit": {
			yaml:  steps("{method: graduated, measure: quantity, per: event, steps: [{id: base, upTo: 5, perUnit: 1 USD}, {id: top, perUnit: «-0.005 USD»}]}"),
			label: "less than nothing", detail: "Nothing can earn or be limited to -0.005 USD.", fix: below, mended: "0.005 USD"},
		"a cap below nothing": {
			yaml: plan("{id: a, trigger: closed-won, rate: 5%, cap: {perPeriod: «-5 USD»}}"), label: "less than nothing",
			detail: "Nothing can earn or be limited to -5.00 USD.", fix: below, mended: "5 USD"},
		"a floor above the cap": {
			yaml: plan("{id: a, trigger: closed-won, rate: 5%, floor: {perEvent: «50 USD»}, cap: {perEvent: 5 USD}}"), label: "more than the cap of 5.00 USD",
			detail: "What is least would be more than what is most; every event would earn the cap.", fix: "write a floor of at most 5.00 USD, or raise the cap", mended: "5 USD"},
		"fixed shares of nobody": {
			yaml:  doc("CommissionPlan", "referral", "currency: USD\nrules: [{id: a, trigger: closed-won, rate: 5%}]\nattribution: {method: «fixed»}"),
			label: "whose shares?", detail: "Method `fixed` shares a deal as `shares` says, and nobody is named.", fix: "add `shares: [{partner: …, share: 50%}]`, or choose another method", mended: "linear"},
		"shares that do not count": {
			yaml:  doc("CommissionPlan", "referral", "currency: USD\nrules: [{id: a, trigger: closed-won, rate: 5%}]\nattribution: {method: linear, shares: [{partner: northwind, share: «50%»}]}"),
			label: "`linear` does not read it", detail: "Method `linear` shares a deal by its touches; the shares would count for nothing.", fix: "write `method: fixed`, or take `shares` away", mend: []string{"linear", "fixed"}},
		"by a dated change alone": {
			yaml: doc("CommissionPlan", "referral", `currency: USD
rules: [{id: a, trigger: closed-won, rate: 5%}]
changes: [{id: capped, effective: 2026-07-01, set: {rules: [{id: a, cap: {perEvent: «5 EUR»}}]}}]`),
			detail: "The plan counts in USD, and 5.00 EUR is in another currency. So it is from 2026-07-01 on, by `capped`.", fix: inDollars, mended: "5 USD"},
		"as written, once for all dated changes": {
			yaml: doc("CommissionPlan", "referral", `currency: USD
rules: [{id: a, trigger: closed-won, rate: 5%, floor: {perEvent: «5 EUR»}}]
changes: [{id: more, effective: 2026-07-01, set: {rules: [{id: a, rate: 6%}]}}]`),
			detail: "The plan counts in USD, and 5.00 EUR is in another currency.", fix: inDollars, mended: "5 USD"},
	})
}

// TestTermsOfOtherRules: what another rule speaks of is not said twice.
func TestTermsOfOtherRules(t *testing.T) {
	for code, yaml := range map[string]string{
		"band-unit":          amounts("{id: base, upTo: 5000 EUR, rate: 5%}, {id: top, rate: 6%}"),
		"band-order":         amounts("{id: base, upTo: 5000 USD, rate: 5%}, {id: mid, upTo: 4000 USD, rate: 5%}, {id: top, rate: 6%}"),
		"pay-rule":           plan("{id: a, trigger: closed-won, rate: 10%, recurring: {stages: [{for: 3 months, rate: 40%}, {rate: 20%}]}}"),
		"attribution-shares": doc("CommissionPlan", "referral", "currency: USD\nrules: [{id: a, trigger: closed-won, rate: 5%}]\nattribution: {method: fixed, shares: [{partner: northwind, share: 60%}, {partner: contoso, share: 60%}]}") + doc("Partner", "contoso", "legalName: Contoso\nlifecycle: prospect"),
	} {
		if got := validate(t, over(t, yaml)); len(got) != 1 || got[0].Code != code {
			t.Errorf("want %s alone, got: %s", code, spelled(got))
		}
	}
}

func TestAttributionShares(t *testing.T) {
	fixed := func(shares, more string) string {
		return doc("Partner", "contoso", "legalName: Contoso\nlifecycle: prospect") +
			doc("CommissionPlan", "shared", "currency: USD\nrules: [{id: a, trigger: closed-won, rate: 5%}]\nattribution: {method: fixed, shares: ["+shares+"]}\n"+more)
	}
	for shares, want := range map[string]string{
		"{partner: northwind, share: 33%}, {partner: contoso, share: 33%}":    "The shares of one deal come to 66%. The other 34% is the deal's own partner's, beside what it is named for; of a deal without a partner it is nobody's.",
		"{partner: northwind, share: 33%}, {partner: contoso, share: 67%}":    "",
		"{partner: northwind, share: 20%}, {partner: contoso, share: 30%}":    "",
		"{partner: northwind, share: 75%}":                                    "",
		"{partner: northwind, share: 49.99%}, {partner: contoso, share: 50%}": "The shares of one deal come to 99.99%. The other 0.01% is the deal's own partner's, beside what it is named for; of a deal without a partner it is nobody's.",
	} {
		got := validate(t, over(t, fixed(shares, "")))
		if want == "" && len(got) > 0 || want != "" && (len(got) != 1 || got[0].Severity != diag.Warning || got[0].Code != "attribution-shares" || got[0].Detail != want) {
			t.Errorf("%s: want %q, got: %s", shares, want, spelled(got))
		}
	}
	const rest = " or less; what nobody is named for is the deal's own partner's"
	checkFaults(t, "attribution-shares", map[string]fault{
		"the whole":       {yaml: fixed("{partner: northwind, share: 60%}, {partner: contoso, share: 40%}", "")},
		"less":            {yaml: fixed("{partner: northwind, share: 60%}", "")},
		"more by a penny": {yaml: fixed("{partner: northwind, share: 60%}, {partner: contoso, share: «40.00000001%»}", ""), label: "40% is left", detail: "With 40.00000001% for `contoso` the shares of one deal come to 100.00000001%.", fix: "write 40%" + rest, mended: "40%"},
		"by a dated change": {
			yaml:  fixed("{partner: northwind, share: 60%}, {partner: contoso, share: 40%}", "changes: [{id: more, effective: 2026-07-01, set: {attribution: {shares: [{partner: contoso, share: «50%»}]}}}]"),
			label: "40% is left", detail: "With 50% for `contoso` the shares of one deal come to 110%. So it is from 2026-07-01 on, by `more`.", fix: "write 40%" + rest, mended: "40%"},
	})
}
