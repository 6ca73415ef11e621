package check_test

import "testing"

// steps writes a plan of one rule with bands.
func steps(bands string) string {
	return doc("CommissionPlan", "reseller", `currency: USD
rules:
  - id: new-business
    trigger: closed-won
    bands: `+bands)
}

func amounts(list string) string {
	return steps("{method: graduated, reset: quarterly, steps: [" + list + "]}")
}

// counted and judged are one criterion of each sort, as every scorecard has.
const (
	counted = "{id: counted, kpi: won-revenue, scale: {from: 0 USD, to: 100 USD}, weight: 40}"
	judged  = "{id: judged, rated: {1: poor, 5: good}, weight: 60}"
)

func scoreBands(list string) string {
	return doc("Scorecard", "health", "criteria: ["+counted+", "+judged+"]\nbands: ["+list+"]")
}

func levels(list string) string {
	return doc("Program", "resellers", "type: reseller\ntiers: {levels: ["+list+"]}")
}

func TestBandOrder(t *testing.T) {
	checkFaults(t, "band-order", map[string]fault{
		"ascending":     {yaml: amounts("{id: base, upTo: 50000 USD, rate: 10%}, {id: mid, upTo: 150000 USD, rate: 12%}, {id: top, rate: 15%}")},
		"one open step": {yaml: amounts("{id: all, rate: 10%}")},
		"a zero too few": {
			yaml:   amounts("{id: base, upTo: 150000 USD, rate: 10%}, {id: mid, upTo: «50000 USD», rate: 12%}, {id: top, rate: 15%}"),
			label:  "the step before already reaches 150,000 USD",
			detail: "Steps are read in order, each up to and including its bound. Nothing could ever earn 12% here.",
			fix:    "write 500000 USD, or swap the two steps", mended: "500000 USD"},
		"swapped": {
			yaml:   amounts("{id: base, upTo: 150000.50 USD, flat: 200 USD}, {id: mid, upTo: «2000 USD», flat: 500.50 USD}, {id: top, rate: 15%}"),
			label:  "the step before already reaches 150,000.50 USD",
			detail: "Steps are read in order, each up to and including its bound. Nothing could ever earn 500.50 USD here.",
			fix:    "swap the two steps",
			mend:   []string{"{id: base, upTo: 150000.50 USD, flat: 200 USD}", "{id: mid, upTo: 2000 USD, flat: 500.50 USD}", "{id: mid, upTo: 2000 USD, flat: 500.50 USD}", "{id: base, upTo: 150000.50 USD, flat: 200 USD}"}},
		"several out of order": {
			yaml:   amounts("{id: a, upTo: 150000 USD, rate: 1%}, {id: b, upTo: «3000 USD», rate: 2%}, {id: c, upTo: 5000 USD, rate: 3%}, {id: d, rate: 4%}"),
			label:  "the step before already reaches 150,000 USD",
			detail: "Steps are read in order, each up to and including its bound. Nothing could ever earn 2% here.",
			fix:    "put the steps in the order 3000 USD, 5000 USD, 150000 USD",
			mend:   []string{"150000", "3000", "3000 ", "5000 ", "5000 ", "150000 "}},
		"the same bound twice": {
			yaml:   steps("{method: graduated, measure: count, per: event, fromInclusive: true, steps: [{id: a, upTo: 5, perUnit: 1 USD}, {id: b, upTo: «5», perUnit: 2 USD}, {id: c, rate: 0%}]}"),
			label:  "the step before already reaches 5",
			detail: "Steps are read in order, each up to but not including its bound. Nothing could ever earn 2 USD a unit here.",
			fix:    "write 50, or give each step a bound of its own, or take this step away", mended: "50"},
		"a closed end": {
			yaml:   amounts("{id: base, upTo: 50000 USD, rate: 10%}, {id: mid, upTo: «150000 USD», rate: 12%}"),
			label:  "nothing above 150,000 USD is rated",
			detail: "The last step ends at 150,000 USD; what lies above it would have no rate.",
			fix:    "take `upTo` away, or add a step such as `{id: above, rate: 0%}` after it",
			mend:   []string{"rate: 12%}", "rate: 12%}, {id: above, rate: 0%}"}},
		"open in the middle": {
			yaml:   amounts("{id: base, upTo: 50000 USD, rate: 10%}, {id: «top», rate: 15%}, {id: mid, upTo: 150000 USD, rate: 12%}"),
			label:  "no `upTo`: it takes everything from here on",
			detail: "Only the last step is open. Step `mid` after it could never pay.",
			fix:    "move it to the end of the list",
			mend:   []string{"{id: top, rate: 15%}, {id: mid, upTo: 150000 USD, rate: 12%}", "{id: mid, upTo: 150000 USD, rate: 12%}, {id: top, rate: 15%}"}},
		"two open steps": {
			yaml:   amounts("{id: «base», rate: 10%}, {id: mid, upTo: 150000 USD, rate: 12%}, {id: top, rate: 15%}"),
			label:  "no `upTo`: it takes everything from here on",
			detail: "Only the last step is open. The 2 steps after it could never pay.",
			fix:    "give it `upTo`",
			mend:   []string{"id: base", "id: base, upTo: 50000 USD"}},
		"nothing below the first bound": {
			yaml:   amounts("{id: base, upTo: «0 USD», rate: 10%}, {id: top, rate: 15%}"),
			label:  "volume is counted from 0",
			detail: "The first step reaches from 0 up to its bound. Nothing could ever earn 10% here.",
			fix:    "write a bound above 0, or take the step away", mended: "10000 USD"},
		"moved by a change": {
			yaml: doc("CommissionPlan", "reseller", `currency: USD
rules:
  - id: new-business
    trigger: closed-won
    bands:
      method: graduated
      reset: quarterly
      steps: [{id: base, upTo: 50000 USD, rate: 10%}, {id: mid, upTo: 150000 USD, rate: 12%}, {id: top, rate: 15%}]
changes:
  - id: lower
    effective: 2026-07-15
    set: {rules: [{id: new-business, bands: {steps: [{id: mid, upTo: «20000 USD»}]}}]}`),
			label:  "the step before already reaches 50,000 USD",
			detail: "Steps are read in order, each up to and including its bound. Nothing could ever earn 12% here. So it is from 2026-07-15 on, by `lower`.",
			fix:    "write 200000 USD, or swap the two steps", mended: "200000 USD"},

		"score bands": {yaml: scoreBands("{id: weak, from: 0}, {id: good, from: 70}, {id: best, from: 100}")},
		"score bands swapped": {
			yaml:   scoreBands("{id: weak, from: 0}, {id: good, from: 70}, {id: fair, from: «50.5»}"),
			label:  "the band before already begins at 70",
			detail: "Bands are read in order, each up to where the next begins. No score could ever be `good`.",
			fix:    "swap the two bands",
			mend:   []string{"{id: good, from: 70}, {id: fair, from: 50.5}", "{id: fair, from: 50.5}, {id: good, from: 70}"}},
		"a band twice": {
			yaml:   scoreBands("{id: weak, from: 0}, {id: good, from: 70}, {id: best, from: «70»}"),
			label:  "the band before already begins at 70",
			detail: "Bands are read in order, each up to where the next begins. No score could ever be `good`.",
			fix:    "give each band a bound of its own, or take this band away", mended: "85"},
		"no band for low scores": {
			yaml:   scoreBands("{id: fair, from: «50»}, {id: good, from: 70}"),
			label:  "scores below 50 have no band",
			detail: "A score can be anything from 0 on, so the first band begins there.",
			fix:    "write `from: 0`", mended: "0"},
		"a band above every score": {
			yaml:   scoreBands("{id: weak, from: 0}, {id: good, from: «700»}"),
			label:  "scores run from 0 to 100",
			detail: "No score could ever begin the band `good` at 700.",
			fix:    "write a score from 0 to 100", mended: "70"},
		"points": {
			yaml: doc("Scorecard", "health", `criteria:
  - {id: deal-value, kpi: won-revenue, weight: 40, steps: [{from: 0 USD, points: 0}, {from: 20000 USD, points: 80}, {from: «10000 USD», points: 50}]}
  - `+judged),
			label:  "the step before already begins at 20,000 USD",
			detail: "Steps are read in order, each up to where the next begins. Nothing could ever score the 80 points before this.",
			fix:    "write 100000 USD, or swap the two steps", mended: "100000 USD"},

		"levels": {yaml: levels("{id: registered}, {id: silver, qualify: [{kpi: won-revenue, from: 50000 USD}]}, {id: gold, qualify: [{kpi: won-revenue, from: 50000 USD}, {kpi: win-rate, from: 40%}]}")},
		"a level easier than the one below": {
			yaml:   levels("{id: silver, qualify: [{kpi: won-revenue, from: 50000 USD}]}, {id: partner-of-the-year}, {id: gold, qualify: [{kpi: won-revenue, from: «15000 USD»}]}"),
			label:  "`silver` below it asks for 50,000 USD",
			detail: "Levels are read lowest first. `gold` would be easier to reach than `silver`.",
			fix:    "write 50000 USD or more", mended: "50000 USD"},
	})
}

func TestBandUnit(t *testing.T) {
	checkFaults(t, "band-unit", map[string]fault{
		"counts": {yaml: steps("{method: volume, measure: count, reset: never, steps: [{id: base, upTo: 10, rate: 10%}, {id: top, rate: 15%}]}")},
		"no currency": {
			yaml:   amounts("{id: base, upTo: «50000», rate: 10%}, {id: top, rate: 15%}"),
			label:  "an amount in USD is expected",
			detail: "The bands measure amounts, and 50,000 is not one.",
			fix:    "write 50000 USD, or add measure: quantity (or count) to the bands", mended: "50000 USD"},
		"more decimals than the currency has": {
			yaml:   amounts("{id: base, upTo: «0.125», rate: 10%}, {id: top, rate: 15%}"),
			label:  "an amount in USD is expected",
			detail: "The bands measure amounts, and 0.125 is not one.",
			fix:    "write an amount in USD, or add measure: quantity (or count) to the bands", mended: "0.12 USD"},
		"another currency": {
			yaml:   amounts("{id: base, upTo: «50000 EUR», rate: 10%}, {id: mid, upTo: 70000 USD, rate: 12%}, {id: top, rate: 15%}"),
			label:  "the plan counts in USD",
			detail: "50,000 EUR cannot be held against amounts in USD: the exchange rate of which day would count?",
			fix:    "write 50000 USD when that amount is meant", mended: "50000 USD"},
		"money for a quantity": {
			yaml:   steps("{method: graduated, measure: quantity, reset: monthly, steps: [{id: base, upTo: «50.50 USD», perUnit: 6 USD}, {id: top, perUnit: 5 USD}]}"),
			label:  "a plain number is expected",
			detail: "The bands measure quantity, and 50.50 USD is not a plain number.",
			fix:    "write 50.5, or measure: amount", mended: "50.5"},
		"a share": {
			yaml:   amounts("{id: base, upTo: «50%», rate: 10%}, {id: top, rate: 15%}"),
			label:  "an amount in USD is expected",
			detail: "The bands measure amounts, and 50% is not one.",
			fix:    "write 50 USD", mended: "50 USD"},
	})
}

func TestBandReset(t *testing.T) {
	checkFaults(t, "band-reset", map[string]fault{
		"an event starts at 0 by itself": {yaml: steps("{method: graduated, per: event, steps: [{id: all, rate: 10%}]}")},
		"volume without a reset": {
			yaml:   steps("{method: «volume», per: customer, steps: [{id: all, rate: 10%}]}"),
			label:  "`reset` is missing beside it",
			detail: "Volume adds up per customer, and nothing says when it starts again at 0.",
			fix:    "add `reset: quarterly` (or monthly, contract-year, never), or write `per: event`",
			mend:   []string{"per: customer", "per: customer, reset: quarterly"}},
		"the partner is meant when nothing is said": {
			yaml:   steps("{method: «graduated», steps: [{id: all, rate: 10%}]}"),
			label:  "`reset` is missing beside it",
			detail: "Volume adds up per partner, and nothing says when it starts again at 0.",
			fix:    "add `reset: quarterly` (or monthly, contract-year, never), or write `per: event`",
			mend:   []string{"method: graduated", "method: graduated, per: event"}},
		"an event with a reset": {
			yaml:   steps("{method: graduated, per: event, reset: «monthly», steps: [{id: all, rate: 10%}]}"),
			label:  "each event starts at 0",
			detail: "With `per: event` every event is rated by its own size; there is no volume that could start again.",
			fix:    "take `reset` away, or write `per: partner`",
			mend:   []string{", reset: monthly", ""}},
	})
}
