package check_test

import "testing"

func TestPersonSide(t *testing.T) {
	org := func(person string) string {
		return doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\npeople: ["+person+"]")
	}
	checkFaults(t, "person-side", map[string]fault{
		"each where they belong": {yaml: org("{id: a}, {id: b, side: vendor}, {id: c, side: adviser, independentOf: [partner/northwind]}, {id: d, side: partner, partner: northwind}")},
		"of which partner": {
			yaml:   org("{id: lead, side: «partner»}"),
			label:  "of which partner?",
			detail: "`lead` is on the side of a partner, and nothing says of which.",
			fix:    "add `partner:` with the partner's name",
			mend:   []string{"side: partner", "side: partner, partner: northwind"}},
		"side left out": {
			yaml:   org("{id: lead, partner: «northwind»}"),
			label:  "without `side` a person is the vendor's",
			detail: "`lead` names a partner, and counts as one of the vendor's people.",
			fix:    "add `side: partner`, or take `partner` away",
			mend:   []string{"id: lead", "id: lead, side: partner"}},
		"an adviser of a partner": {
			yaml:   org("{id: lead, side: adviser, partner: «northwind»}"),
			label:  "the side is adviser",
			detail: "`lead` is on side adviser and names a partner.",
			fix:    "write `side: partner`, or take `partner` away",
			mend:   []string{", partner: northwind", ""}},
	})
}

func TestGitHubAccount(t *testing.T) {
	org := func(people string) string {
		return doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\npeople:\n  - "+people)
	}
	const fix = "write the account as it stands in its address: letters, digits and single hyphens, without @"
	not := func(account string) string {
		return "`" + account + "` cannot be the GitHub account of `a`, so none of their reviews is recognised."
	}
	checkFaults(t, "github-account", map[string]fault{
		"each their own": {yaml: org("{id: a, github: mona}\n  - {id: b, github: mona-2}\n  - {id: c}\n  - {id: d, github: mona_acme}")},
		"one of two, in other letters": {
			yaml: org("{id: a, github: mona}\n  - {id: b, github: «Mona»}"), label: "`a` has it, too",
			detail: "`a` and `b` have one GitHub account: whose review one of it is cannot be told, so it counts for neither.",
			fix:    "give each person an account of their own, or make them one person with all functions", mended: "lisa"},
		"with an at": {
			yaml: org(`{id: a, github: «"@mona"»}`), label: "no account of GitHub", detail: not("@mona"), fix: "write `github: mona`", mended: "mona"},
		"an address": {
			yaml: org(`{id: a, github: «mona@acme.example»}`), label: "no account of GitHub", detail: not("mona@acme.example"), fix: fix, mended: "mona"},
		"two hyphens": {
			yaml: org(`{id: a, github: «mona--lisa»}`), label: "no account of GitHub", detail: not("mona--lisa"), fix: fix, mended: "mona-lisa"},
	})
}

func TestWhoSpeaksForAPartner(t *testing.T) {
	org := doc("Organization", "acme", `baseCurrency: USD
timezone: Europe/Paris
people:
  - {id: seller}
  - {id: northwind-lead, side: partner, partner: northwind}
  - {id: contoso-lead, side: partner, partner: contoso}
  - {id: adviser, side: adviser}`) + doc("Partner", "contoso", "legalName: Contoso\nlifecycle: prospect")
	partner := func(who string) string {
		return org + doc("Partner", "northwind", "legalName: Northwind\nlifecycle: prospect\n"+who)
	}
	checkFaults(t, "person-side", map[string]fault{
		"each on their side": {yaml: partner("manager: seller\nmainContact: northwind-lead")},
		"the partner manages itself": {
			yaml: partner("manager: «northwind-lead»"), label: "works for `northwind`",
			detail: "`northwind-lead` would look after `northwind` for the vendor, and is not on the vendor's side.",
			fix:    "name one of the vendor's people, or `mainContact` is meant", mended: "seller"},
		"an adviser manages": {
			yaml: partner("manager: «adviser»"), label: "an adviser",
			detail: "`adviser` would look after `northwind` for the vendor, and is not on the vendor's side.",
			fix:    "name one of the vendor's people, or `mainContact` is meant", mended: "seller"},
		"the vendor is the contact": {
			yaml: partner("mainContact: «seller»"), label: "one of the vendor's people",
			detail: "`seller` would speak for `northwind`, and does not work for it.",
			fix:    "name somebody with `side: partner, partner: northwind`, or `manager` is meant", mended: "northwind-lead"},
		"somebody of another partner": {
			yaml: partner("manager: seller\nmainContact: «contoso-lead»"), label: "works for `contoso`",
			detail: "`contoso-lead` would speak for `northwind`, and does not work for it.",
			fix:    "name somebody with `side: partner, partner: northwind`, or `manager` is meant", mended: "northwind-lead"},
	})
}

func TestRatingRange(t *testing.T) {
	review := func(value string) string {
		return doc("Review", "q2", "type: qbr\nsubject: partner/northwind\ndate: 2026-06-25\nratings: [{criterion: responsiveness, value: "+value+", by: partner-manager, evidence: seen}]")
	}
	checkFaults(t, "rating-range", map[string]fault{
		"the ends":          {yaml: review("1") + swot("threats: [{id: rival, text: A rival, impact: 5, likelihood: 1}]")},
		"between two marks": {yaml: review("4.5")},
		"in tens": {
			yaml: review("«7»"), label: "from 1 to 5", detail: "7 is no rating on the scale.", fix: "write a number from 1 to 5", mended: "4"},
		"just above": {
			yaml: review("«5.01»"), label: "from 1 to 5", detail: "5.01 is no rating on the scale.", fix: "write a number from 1 to 5", mended: "5"},
		"fit": {
			yaml:  rated("{criterion: values, by: partner-manager, value: «0»}, {criterion: values, by: finance-lead, value: 2}"),
			label: "from 1 to 5", detail: "0 is no rating on the scale.", fix: "write a number from 1 to 5", mended: "1"},
		"likelihood": {
			yaml:  swot("threats: [{id: rival, text: A rival, impact: 4, likelihood: «20»}]"),
			label: "from 1 to 5", detail: "20 is no likelihood on the scale.", fix: "write a number from 1 to 5", mended: "2"},
		"points": {
			yaml:  doc("Scorecard", "health", "criteria: [{id: a, kpi: won-revenue, steps: [{from: 0 USD, points: «-1»}], weight: 40}, "+judged+"]"),
			label: "from 0 to 100", detail: "-1 is no number of points on the scale.", fix: "write a number from 0 to 100", mended: "0"},
	})
}

func TestCriterionShape(t *testing.T) {
	card := func(criterion string) string {
		return doc("Scorecard", "health", "criteria: [{"+criterion+", weight: 20}, "+judged+", {id: too, kpi: won-revenue, scale: {from: 0 USD, to: 9 USD}, weight: 20}]")
	}
	checkFaults(t, "criterion-shape", map[string]fault{
		"rated":            {yaml: card("id: a, rated: {1: poor}")},
		"from high to low": {yaml: kpis + card("id: a, kpi: sales-cycle, scale: {from: 90, to: 30}")},
		"neither": {
			yaml:   card("id: «pace»"),
			label:  "how is it scored?",
			detail: "Criterion `pace` is neither measured by a KPI nor rated by people.",
			fix:    "add `rated: {1: poor, 3: as agreed, 5: outstanding}`, or `kpi` with a scale",
			mend:   []string{"id: pace", "id: pace, rated: {1: poor, 3: as agreed, 5: outstanding}"}},
		"a scale of nothing": {
			yaml:   card("id: «pace», scale: {from: 0, to: 10}"),
			label:  "which KPI?",
			detail: "Criterion `pace` has points for values, and no KPI that gives the values.",
			fix:    "add `kpi:` with the name of a KPI",
			mend:   []string{"id: pace, scale: {from: 0, to: 10}", "id: pace, kpi: won-revenue, scale: {from: 0 USD, to: 10 USD}"}},
		"both": {
			yaml:   card("id: pace, kpi: win-rate, rated: {«3»: as agreed}"),
			label:  "a rating",
			detail: "Criterion `pace` is measured and rated; which of them scores is not clear.",
			fix:    "take `rated` away, or make it a criterion of its own",
			mend:   []string{"rated: {3: as agreed}", "scale: {from: 0%, to: 100%}"}},
		"no points": {
			yaml:   card("id: pace, kpi: «win-rate»"),
			label:  "how many points for which value?",
			detail: "Criterion `pace` has a KPI, and neither `scale` nor `steps` to turn it into points.",
			fix:    "add `scale: {from: 0%, to: 100%}`: the values of 0 and of 100 points",
			mend:   []string{"win-rate", "win-rate, scale: {from: 0%, to: 100%}"}},
		"points twice": {
			yaml:   card("id: pace, kpi: win-rate, scale: {from: 0%, to: 60%}, steps: [{from: «0%», points: 0}]"),
			label:  "`scale` is given, too",
			detail: "Criterion `pace` turns values into points in two ways.",
			fix:    "take `scale` or `steps` away",
			mend:   []string{"scale: {from: 0%, to: 60%}, ", ""}},
		"a scale without length": {
			yaml:   card("id: pace, kpi: win-rate, scale: {from: 60%, to: «60.00%»}"),
			label:  "the scale begins there, too",
			detail: "Criterion `pace` gives 0 and 100 points for the same value.",
			fix:    "write another value at one of the ends", mended: "80%"},
	})
}
