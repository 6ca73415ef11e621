package check_test

import "testing"

func plan(rules string) string {
	return doc("CommissionPlan", "referral", "currency: USD\nrules: ["+rules+"]")
}

func TestPayRule(t *testing.T) {
	checkFaults(t, "pay-rule", map[string]fault{
		"stages carry the rate":      {yaml: plan("{id: a, trigger: collected, recurring: {stages: [{for: 3 months, rate: 40%}, {rate: 20%}]}}")},
		"a duration beside the rate": {yaml: plan("{id: a, trigger: collected, rate: 20%, recurring: 12 months}")},
		"a step that pays two ways":  {yaml: amounts("{id: all, rate: 10%, flat: 200 USD}")},
		"nothing": {
			yaml:   plan("{id: «introduced», trigger: closed-won, cap: {perEvent: 100 USD}}"),
			label:  "what does it pay?",
			detail: "Rule `introduced` has none of rate, flat, perUnit and bands, nor stages with rates under recurring.",
			fix:    "add one of them, such as `rate: 10%`",
			mend:   []string{"closed-won", "closed-won, rate: 10%"}},
		"two ways": {
			yaml:   plan("{id: introduced, flat: 200 USD, trigger: closed-won, rate: «10%»}"),
			label:  "`flat` says so already",
			detail: "Rule `introduced` has `flat` and `rate`; which of them pays is not clear.",
			fix:    "take `flat` or `rate` away, or make two rules of it, the second with `stack: true`",
			mend:   []string{", flat: 200 USD", ""}},
		"a rate and stages": {
			yaml:   plan("{id: introduced, trigger: collected, rate: 10%, recurring: {stages: [{for: 3 months, rate: «40%»}, {rate: 20%}]}}"),
			label:  "`rate` says so already",
			detail: "Rule `introduced` has `rate` and `recurring.stages`; which of them pays is not clear.",
			fix:    "take `rate` or `recurring.stages` away, or make two rules of it, the second with `stack: true`",
			mend:   []string{"collected, rate: 10%", "collected"}},
		"a step without pay": {
			yaml:   amounts("{id: base, upTo: 10000 USD, rate: 10%}, {id: «above»}"),
			label:  "what does it pay?",
			detail: "Step `above` has none of rate, flat and perUnit.",
			fix:    "add `rate: 10%`, or `rate: 0%` when it pays nothing",
			mend:   []string{"id: above", "id: above, rate: 0%"}},
		"no steps": {
			yaml:   steps("{method: «volume», reset: never, steps: []}"),
			label:  "the bands have no steps",
			detail: "Bands without a step pay nothing.",
			fix:    "add a step such as `{id: all, rate: 10%}`",
			mend:   []string{"[]", "[{id: all, rate: 10%}]"}},
		"a second way by a change": {
			yaml: doc("CommissionPlan", "referral", `currency: USD
rules: [{id: introduced, trigger: closed-won, rate: 10%}]
changes: [{id: bonus, effective: 2026-07-01, set: {rules: [{id: introduced, rate: 5%, flat: «200 USD»}]}}]`),
			label:  "`rate` says so already",
			detail: "Rule `introduced` has `rate` and `flat`; which of them pays is not clear. So it is from 2026-07-01 on, by `bonus`.",
			fix:    "take `rate` or `flat` away, or make two rules of it, the second with `stack: true`",
			mend:   []string{"rate: 5%, flat", "flat"}},
	})
}

func TestRateRange(t *testing.T) {
	checkFaults(t, "rate-range", map[string]fault{
		"the ends belong to it":            {yaml: plan("{id: a, trigger: closed-won, rate: 100%}, {id: b, trigger: invoiced, rate: 0%}")},
		"a KPI may be more than the whole": {yaml: doc("Goal", "northwind-2026", owned+`kpis: [{kpi: win-rate, baseline: 90%, target: 110%}]`)},
		"a rule that says so":              {yaml: plan("{id: a, trigger: closed-won, allowOver100: true, rate: 125%}, {id: b, trigger: invoiced, allowOver100: true, bands: {method: graduated, per: event, steps: [{id: all, rate: 300%}]}}")},
		"no other rule": {
			yaml:   plan("{id: a, trigger: closed-won, allowOver100: true, rate: 125%}, {id: b, trigger: invoiced, rate: «125%»}"),
			label:  "a share lies between 0% and 100%",
			detail: "`rate` is 125% of a whole.",
			fix:    "write 12.5% when that is meant, or another rate from 0% to 100%; a rule that is meant to pay more than the whole says `allowOver100: true`", mended: "12.5%"},
		"what is taken back": {
			yaml:   plan("{id: a, trigger: closed-won, allowOver100: true, rate: 125%, clawback: {schedule: [{within: 90 days, share: «101%»}]}}"),
			label:  "a share lies between 0% and 100%",
			detail: "`share` is 101% of a whole.",
			fix:    "write 10.1% when that is meant, or another rate from 0% to 100%", mended: "10.1%"},
		"beyond what a rule may say": {
			yaml:   plan("{id: a, trigger: closed-won, allowOver100: true, rate: «10001%»}"),
			label:  "a rate of this rule lies between 0% and 10000%",
			detail: "`rate` is 10001%, although the rule allows more than 100%.",
			fix:    "write a rate from 0% to 10000%", mended: "10000%"},
		"a lost point": {
			yaml:   plan("{id: introduced, trigger: closed-won, rate: «125%»}"),
			label:  "a share lies between 0% and 100%",
			detail: "`rate` is 125% of a whole.",
			fix:    "write 12.5% when that is meant, or another rate from 0% to 100%; a rule that is meant to pay more than the whole says `allowOver100: true`", mended: "12.5%"},
		"negative": {
			yaml:   plan("{id: introduced, trigger: closed-won, rate: 10%, override: {of: sale, rate: «-5%»}}"),
			label:  "a share lies between 0% and 100%",
			detail: "`rate` is -5% of a whole.",
			fix:    "write a rate from 0% to 100%; what is taken back stands under `clawback`", mended: "5%"},
		"far too much": {
			yaml:   doc("Program", "referral", "type: referral\nmaxTotalRate: «3000%»"),
			label:  "a share lies between 0% and 100%",
			detail: "`maxTotalRate` is 3000% of a whole.",
			fix:    "write a rate from 0% to 100%", mended: "30%"},
		"a change": {
			yaml: doc("CommissionPlan", "referral", `currency: USD
rules: [{id: introduced, trigger: closed-won, rate: 10%}]
changes: [{id: more, effective: 2026-07-01, set: {rules: [{id: introduced, rate: «110%»}]}}]`),
			label:  "a share lies between 0% and 100%",
			detail: "`rate` is 110% of a whole. So it is from 2026-07-01 on, by `more`.",
			fix:    "write 11% when that is meant, or another rate from 0% to 100%; a rule that is meant to pay more than the whole says `allowOver100: true`", mended: "11%"},
	})
}
