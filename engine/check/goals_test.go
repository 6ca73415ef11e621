package check_test

import "testing"

// owned is what a goal of northwind says of its two sides.
const owned = "partner: northwind\nperiod: 2026\nowners: {vendor: partner-manager, partner: northwind-lead}\nbenefit: {vendor: Revenue, partner: Commission}\n"

func goal(kpis string) string {
	return doc("Goal", "northwind-2026", owned+"kpis: ["+kpis+"]")
}

// kpis are KPIs of every direction and unit, beside those of the base.
var kpis = doc("KPI", "sales-cycle", "builtin: sales-cycle") +
	doc("KPI", "slow-is-good", "builtin: sales-cycle\ndirection: increase") +
	doc("KPI", "stock", "unit: count\ndirection: maintain\nmeasure: {source: deals, aggregate: count}") +
	doc("KPI", "neutral", "measure: {source: deals, aggregate: count}")

func TestGoalDirection(t *testing.T) {
	checkFaults(t, "goal-direction", map[string]fault{
		"up":                            {yaml: goal("{kpi: won-revenue, baseline: 0 USD, target: 300000 USD, stretch: 400000 USD}")},
		"down":                          {yaml: kpis + goal("{kpi: sales-cycle, baseline: 90, target: 60 days, stretch: 45 days}")},
		"a declared direction wins":     {yaml: kpis + goal("{kpi: slow-is-good, baseline: 60, target: 90}")},
		"a band to stay within":         {yaml: kpis + goal("{kpi: stock, baseline: 5, target: {low: 4, high: 6}}")},
		"no direction, nothing to hold": {yaml: kpis + goal("{kpi: neutral, baseline: 90, target: 60}")},
		"no baseline":                   {yaml: goal("{kpi: won-revenue, target: 300000 USD}")},
		"below the baseline": {
			yaml:   goal("{kpi: win-rate, baseline: 60%, target: «40%»}"),
			label:  "the baseline is 60%",
			detail: "`win-rate` is to increase, and 40% is not above 60%.",
			fix:    "write a target above 60%, or swap baseline and target",
			mend:   []string{"baseline: 60%", "baseline: 40%", "target: 40%", "target: 60%"}},
		"at the baseline": {
			yaml:   goal("{kpi: won-revenue, target: «300000 USD», baseline: 300000.00 USD}"),
			label:  "the baseline is 300,000 USD",
			detail: "`won-revenue` is to increase, and 300,000 USD is not above 300,000 USD.",
			fix:    "write a target above 300000 USD", mended: "300001 USD"},
		"a cycle that gets longer": {
			yaml:   kpis + goal("{kpi: sales-cycle, baseline: 60, target: «90»}"),
			label:  "the baseline is 60",
			detail: "`sales-cycle` is to decrease, and 90 is not below 60.",
			fix:    "write a target below 60, or swap baseline and target", mended: "50"},
		"a stretch that is none": {
			yaml:   goal("{kpi: won-revenue, baseline: 0 USD, target: 300000 USD, stretch: «200000 USD»}"),
			label:  "the target is 300,000 USD",
			detail: "A stretch goes beyond the target, and 200,000 USD is not above 300,000 USD.",
			fix:    "write a stretch above 300000 USD, or take it away", mended: "400000 USD"},
		"a band for growth": {
			yaml:   goal("{kpi: win-rate, baseline: 40%, target: {low: «50%», high: 60%}}"),
			label:  "`win-rate` is to increase",
			detail: "A band is for a KPI that is to be maintained.",
			fix:    "write `target: 60%`, or `direction: maintain` in the KPI",
			mend:   []string{"{low: 50%, high: 60%}", "60%"}},
		"a value to maintain": {
			yaml:   kpis + goal("{kpi: stock, baseline: 5, target: «6»}"),
			label:  "`stock` is to be maintained",
			detail: "To maintain a value is to keep it between two ends.",
			fix:    "write a band around it, `target: {low: …, high: …}`, or `direction: increase` in the KPI", mended: "{low: 5, high: 6}"},
		"half a band": {
			yaml:   kpis + goal("{kpi: stock, target: {high: «6»}}"),
			label:  "the other end is missing",
			detail: "A band has two ends, `low` and `high`.",
			fix:    "add `low`, or write one value to reach",
			mend:   []string{"high: 6", "high: 6, low: 4"}},
		"a value and a band": {
			yaml:   kpis + goal("{kpi: stock, target: {value: 5, low: «4», high: 6}}"),
			label:  "a value is given, too",
			detail: "A target is either one value to reach or a band to stay within.",
			fix:    "keep `value`, or `low` and `high`",
			mend:   []string{"value: 5, ", ""}},
		"an empty band": {
			yaml:   kpis + goal("{kpi: stock, target: {low: «6», high: 4}}"),
			label:  "`high` is 4",
			detail: "No value lies between 6 and 4.",
			fix:    "swap the two ends: `{low: 4, high: 6}`",
			mend:   []string{"{low: 6, high: 4}", "{low: 4, high: 6}"}},
		"a change of the target": {
			yaml: doc("Goal", "northwind-2026", owned+`kpis: [{kpi: win-rate, baseline: 40%, target: 60%}]
changes: [{id: reality, effective: 2026-07-01, set: {kpis: [{kpi: win-rate, target: «30%»}]}}]`),
			label:  "the baseline is 40%",
			detail: "`win-rate` is to increase, and 30% is not above 40%. So it is from 2026-07-01 on, by `reality`.",
			fix:    "write a target above 40%, or swap baseline and target", mended: "50%"},
	})
}

func TestValueUnit(t *testing.T) {
	card := func(criterion string) string {
		return doc("Scorecard", "health", "criteria: ["+criterion+", "+judged+"]")
	}
	decision := func(expected string) string {
		return doc("Decision", "d-1", "type: change-goal\nsubject: partner/northwind\nstatus: accepted\nexpected: "+expected)
	}
	checkFaults(t, "value-unit", map[string]fault{
		"each in its unit": {yaml: kpis + goal("{kpi: won-revenue, baseline: -5 USD, target: 7 USD}, {kpi: win-rate, target: 60%}, {kpi: sales-cycle, target: 60 days}, {kpi: neutral, target: 6}")},
		"no currency": {
			yaml:   goal("{kpi: won-revenue, baseline: 0 USD, target: «300000»}"),
			label:  "an amount in USD is expected",
			detail: "`won-revenue` counts in USD, and 300,000 is no such value.",
			fix:    "write 300000 USD", mended: "300000 USD"},
		"no percent sign": {
			yaml:   goal("{kpi: win-rate, baseline: «40», target: 60%}"),
			label:  "a percentage is expected",
			detail: "`win-rate` counts in percent, and 40 is no such value.",
			fix:    "write 40%", mended: "40%"},
		"another currency": {
			yaml:   card("{id: deal-value, kpi: won-revenue, scale: {from: 0 USD, to: «200000 EUR»}, weight: 40}"),
			label:  "an amount in USD is expected",
			detail: "`won-revenue` counts in USD, and 200,000 EUR is no such value.",
			fix:    "write 200000 USD when that is meant, or name another KPI", mended: "200000 USD"},
		"points": {
			yaml:   kpis + card("{id: pace, kpi: sales-cycle, steps: [{from: 0, points: 100}, {from: «2 weeks», points: 0}], weight: 40}"),
			label:  "a number of days is expected",
			detail: "`sales-cycle` counts in days, and 2 weeks is no such value.",
			fix:    "write 2 when that is meant, or name another KPI", mended: "14"},
		"a tier": {
			yaml:   levels("{id: gold, qualify: [{kpi: win-rate, from: «40 USD»}]}"),
			label:  "a percentage is expected",
			detail: "`win-rate` counts in percent, and 40 USD is no such value.",
			fix:    "write 40% when that is meant, or name another KPI", mended: "40%"},
		"a band": {
			yaml:   kpis + goal("{kpi: stock, target: {low: 4, high: «60%»}}"),
			label:  "a plain number is expected",
			detail: "`stock` counts in plain numbers, and 60% is no such value.",
			fix:    "write 60 when that is meant, or name another KPI", mended: "60"},
		"what a decision expects": {
			yaml:   decision("{kpi: won-revenue, change: «80000»}"),
			label:  "an amount in USD is expected",
			detail: "`won-revenue` counts in USD, and 80,000 is no such value.",
			fix:    "write 80000 USD", mended: "80000 USD"},
	})
}

func TestGoalDrift(t *testing.T) {
	with := func(objective string) string {
		return doc("Goal", "northwind-2026", owned+"objective: "+objective+"\nkpis: [{kpi: won-revenue, target: 5 USD}]")
	}
	checkFaults(t, "goal-drift", map[string]fault{
		"one for both":      {yaml: with("brand")},
		"the same on both":  {yaml: with("{vendor: brand, partner: brand}")},
		"only one is known": {yaml: with("{vendor: brand}")},
		"two": {
			yaml:   with("{vendor: customer-acquisition, partner: «brand»}"),
			label:  "customer-acquisition (line 10) and brand pull apart",
			detail: "The vendor works for customer-acquisition, the partner for brand: each can reach its own while the goal fails.",
			fix:    "agree on one objective, or split this into two goals, each with both owners", mended: "customer-acquisition"},
	})
}

func TestWeights(t *testing.T) {
	card := func(a, b, c string) string {
		return doc("Scorecard", "health", `criteria:
  - {id: a, kpi: won-revenue, scale: {from: 0 USD, to: 200000 USD}, weight: `+a+`}
  - {id: b, rated: {1: silence}, weight: `+b+`}
  - {id: c, rated: {1: nothing}, weight: `+c+`}`)
	}
	fit := func(list string) string { return doc("Program", "referral", "type: referral\nfit: ["+list+"]") }
	checkFaults(t, "weights", map[string]fault{
		"exact decimals":          {yaml: card("33.3", "33.3", "33.4")},
		"a goal without weights":  {yaml: goal("{kpi: won-revenue, target: 5 USD}, {kpi: win-rate, target: 60%}")},
		"a program without a fit": {yaml: fit("")},
		"short": {
			yaml:   card("40", "29", "«30»"),
			label:  "the sum is 99 here",
			detail: "The weights of the 3 criteria sum to 99, 1 short of 100.",
			fix:    "write `weight: 31` here, or change the others by 1 in all", mended: "31"},
		"thirds": {
			yaml:   card("33.3333", "33.3333", "«33.3333»"),
			label:  "the sum is 99.9999 here",
			detail: "The weights of the 3 criteria sum to 99.9999, 0.0001 short of 100.",
			fix:    "write `weight: 33.3334` here, or change the others by 0.0001 in all", mended: "33.3334"},
		"over": {
			yaml:   fit("{criterion: values, weight: 100}, {criterion: reach, weight: «20»}"),
			label:  "the sum is 120 here",
			detail: "The weights of the 2 fit criteria sum to 120, 20 over 100.",
			fix:    "lower the weights by 20 in all",
			mend:   []string{"weight: 100", "weight: 80"}},
		"one": {
			yaml:   fit("{criterion: values, weight: «1»}"),
			label:  "the sum is 1 here",
			detail: "The only weight is 1, and weights share out 100.",
			fix:    "write `weight: 100` here", mended: "100"},
		"none of it": {
			yaml:   card("60", "«0»", "40"),
			label:  "must be above 0",
			detail: "A weight of 0 has no share in the 100.",
			fix:    "write a weight above 0, or take the line away",
			mend:   []string{"  - {id: b, rated: {1: silence}, weight: 0}\n  ", ""}},
		"one left out": {
			yaml:   goal("{kpi: won-revenue, target: 5 USD, weight: 70}, {kpi: «win-rate», target: 60%}"),
			label:  "`weight` is missing here",
			detail: "Other KPIs have a weight, so this one would count for nothing.",
			fix:    "add `weight: 30`, or take the other weights away: then they count the same",
			mend:   []string{"target: 60%", "target: 60%, weight: 30"}},
		"a change adds a KPI": {
			yaml: doc("Goal", "northwind-2026", owned+`kpis: [{kpi: won-revenue, target: 5 USD, weight: 70}, {kpi: win-rate, target: 60%, weight: 30}]
changes: [{id: focus, effective: 2026-07-01, set: {kpis: [{kpi: won-revenue, weight: «80»}]}}]`),
			label:  "the sum is 110 here",
			detail: "The weights of the 2 KPIs sum to 110, 10 over 100. So it is from 2026-07-01 on, by `focus`.",
			fix:    "write `weight: 70` here, or change the others by 10 in all", mended: "70"},
	})
}
