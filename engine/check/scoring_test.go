package check_test

import "testing"

func TestScorecardBalance(t *testing.T) {
	card := func(criteria string) string { return doc("Scorecard", "health", "criteria: ["+criteria+"]") }
	checkFaults(t, "scorecard-balance", map[string]fault{
		"one of each": {yaml: card(counted + ", " + judged)},
		"numbers alone": {
			yaml:   card("{id: «revenue», kpi: won-revenue, scale: {from: 0 USD, to: 9 USD}, weight: 70}, {id: rate, kpi: win-rate, scale: {from: 0%, to: 60%}, weight: 30}"),
			label:  "all criteria are measured",
			detail: "Numbers say what came of the partnership, not how it works: silence and broken promises show in them a year later.",
			fix:    "add a criterion that people rate, such as `{id: responsiveness, rated: {1: poor, 3: as agreed, 5: outstanding}, weight: 20}`, and take its weight from the others",
			mend:   []string{"weight: 70}", "weight: 50}, {id: responsiveness, rated: {1: poor, 3: as agreed, 5: outstanding}, weight: 20}"}},
		"ratings alone": {
			yaml:   card("{id: «responsiveness», rated: {1: poor, 5: good}, weight: 100}"),
			label:  "all criteria are rated",
			detail: "Ratings alone say how well people get along; nothing holds them against what came of it.",
			fix:    "add a criterion with a KPI, such as `{id: revenue, kpi: won-revenue, scale: {from: 0 USD, to: 100000 USD}, weight: 40}`, and take its weight from the others",
			mend:   []string{"weight: 100}", "weight: 60}, {id: revenue, kpi: won-revenue, scale: {from: 0 USD, to: 100000 USD}, weight: 40}"}},
		"ratings alone, another portfolio": {
			yaml:   doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\nsettings: {portfolioKpi: win-rate}") + card("{id: «responsiveness», rated: {1: poor, 5: good}, weight: 100}"),
			label:  "all criteria are rated",
			detail: "Ratings alone say how well people get along; nothing holds them against what came of it.",
			fix:    "add a criterion with a KPI, such as `{id: revenue, kpi: win-rate, scale: {from: 0%, to: 100%}, weight: 40}`, and take its weight from the others",
			mend:   []string{"weight: 100}", "weight: 60}, {id: revenue, kpi: win-rate, scale: {from: 0%, to: 100%}, weight: 40}"}},
	})
}

func TestRatingEvidence(t *testing.T) {
	review := func(rating string) string {
		return doc("Review", "q2", "type: qbr\nsubject: partner/northwind\ndate: 2026-06-25\nratings: [{criterion: responsiveness, by: partner-manager, "+rating+"}]")
	}
	checkFaults(t, "rating-evidence", map[string]fault{
		"what was seen": {yaml: review("value: 4, evidence: median answer 5 hours")},
		"a document":    {yaml: review("value: 4, evidence: partner/northwind")},
		"a note is no evidence": {
			yaml:   review("value: «4.5», note: it feels right"),
			label:  "what is it based on?",
			detail: "`partner-manager` rates `responsiveness` with 4.5 and gives no evidence.",
			fix:    "add `evidence:` with a document as kind/name, or with what was seen",
			mend:   []string{"4.5", "4.5, evidence: median answer 5 hours"}},
	})
}

func TestMixedScorecards(t *testing.T) {
	member := func(programs string) string {
		return doc("Partner", "northwind", "legalName: Northwind\nlifecycle: onboarding\nprograms: ["+programs+"]")
	}
	program := func(name, card string) string { return doc("Program", name, "type: services"+card) }
	cards := doc("Scorecard", "health", "criteria: ["+counted+", "+judged+"]") + doc("Scorecard", "delivery", "criteria: ["+counted+", "+judged+"]")
	checkFaults(t, "mixed-scorecards", map[string]fault{
		"one program":    {yaml: cards + program("a", "\nscorecard: health") + member("{program: a}")},
		"one scorecard":  {yaml: cards + program("a", "\nscorecard: health") + program("b", "\nscorecard: health") + member("{program: a}, {program: b}")},
		"both defaults":  {yaml: program("a", "") + program("b", "") + member("{program: a}, {program: b}")},
		"nobody in both": {yaml: cards + program("a", "\nscorecard: health") + program("b", "\nscorecard: delivery") + member("{program: a}")},
		"two scorecards": {
			yaml:   cards + program("a", "\nscorecard: health") + program("b", "\nscorecard: delivery") + member("{program: a}, {program: «b»}"),
			label:  "scored by `delivery`, `a` by `health`",
			detail: "A partner has one score, here by `health`; the other partners of `b` are scored by `delivery`, and the two cannot be compared.",
			fix:    "name one scorecard in both programs", mend: []string{"scorecard: delivery", "scorecard: health"}},
		"a scorecard and the default": {
			yaml:   cards + program("a", "\nscorecard: health") + program("b", "") + member("{program: a}, {program: «b»}"),
			label:  "scored by the default criteria, `a` by `health`",
			detail: "A partner has one score, here by `health`; the other partners of `b` are scored by the default criteria, and the two cannot be compared.",
			fix:    "name one scorecard in both programs", mend: []string{"\n  scorecard: health", ""}},
		"the default first": {
			yaml:   cards + program("a", "") + program("b", "\nscorecard: health") + member("{program: «a»}, {program: b}"),
			label:  "scored by the default criteria, `b` by `health`",
			detail: "A partner has one score, here by `health`; the other partners of `a` are scored by the default criteria, and the two cannot be compared.",
			fix:    "name one scorecard in both programs", mend: []string{"\n  scorecard: health", ""}},
	})
}
