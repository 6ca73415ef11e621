package check_test

import (
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
)

const quadrants = "swot: {strengths: [{id: a, text: A}], weaknesses: [{id: b, text: B}], opportunities: [{id: c, text: C}], threats: [{id: d, text: D}]}"

// rated is an assessment of northwind with ratings.
func rated(fit string) string {
	return doc("Assessment", "northwind", "subject: partner/northwind\ndate: 2026-05-10\nfit: ["+fit+"]\n"+quadrants)
}

func TestFitBySize(t *testing.T) {
	fit := func(list string) string { return doc("Program", "referral", "type: referral\nfit: ["+list+"]") }
	const detail = " of the choice. It tells how known a partner is, not how well the two would work together."
	checkFaults(t, "fit-by-size", map[string]fault{
		"at the cap":        {yaml: fit("{criterion: company-size, weight: 20}, {criterion: brand, weight: 20}, {criterion: values, weight: 60}")},
		"only a part of it": {yaml: fit("{criterion: upsizeable, weight: 50}, {criterion: reachable-people, weight: 50}")},
		"a higher cap":      {yaml: doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\nsettings: {fitWeightCap: 40%}") + fit("{criterion: reach, weight: 40}, {criterion: values, weight: 60}")},
		"the size": {
			yaml: fit("{criterion: values, weight: 69.5}, {criterion: company-size, weight: «30.5»}"), label: "more than 20%", detail: "`company-size` decides 30.5%" + detail,
			fix:  "write `weight: 20` or less, and give the rest to criteria such as values, goals, resources or synergy",
			mend: []string{"69.5", "80", "30.5", "20"}},
		"a lower cap": {
			yaml:  doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\nsettings: {fitWeightCap: 12.5%}") + fit("{criterion: logo, weight: «20»}, {criterion: values, weight: 80}"),
			label: "more than 12.5%", detail: "`logo` decides 20%" + detail,
			fix:  "write `weight: 12.5` or less, and give the rest to criteria such as values, goals, resources or synergy",
			mend: []string{"weight: 20", "weight: 12.5", "weight: 80", "weight: 87.5"}},
	})
}

// TestSizeInAnySpelling: a criterion is outward however its name is written.
func TestSizeInAnySpelling(t *testing.T) {
	for _, c := range []struct {
		criterion string
		isOutward bool
	}{
		{"sizes", true}, {"brands", true}, {"logos", true}, {"reach", true}, {"companysize", true}, {"company-size", true},
		{"company-sizes", true}, {"size-of-company", true}, {"brandsize", false}, {"partner-logos", true}, {"teamsize", true},
		{"resized", false}, {"upsize", false}, {"outreach", false}, {"branding-help", false}, {"sizeable-pipeline", false}, {"values", false},
	} {
		got := validate(t, over(t, doc("Program", "referral", "type: referral\nfit: [{criterion: "+c.criterion+", weight: 30}, {criterion: goals, weight: 70}]")))
		if isWarned := len(got) == 1 && got[0].Code == "fit-by-size"; isWarned != c.isOutward || !isWarned && len(got) > 0 {
			t.Errorf("%s: want a warning %v, got: %s", c.criterion, c.isOutward, spelled(got))
		}
	}
}

// TestAPartnerChosenForSize: a criterion of size that weighs 30% is warned of, and
// the change can be merged all the same.
func TestAPartnerChosenForSize(t *testing.T) {
	got := validate(t, over(t, doc("Program", "referral", "type: referral\nfit: [{criterion: size, weight: 30}, {criterion: values, weight: 70}]")))
	if len(got) != 1 || got[0].Code != "fit-by-size" || got[0].Severity != diag.Warning {
		t.Error(spelled(got))
	}
}

func TestFewAssessors(t *testing.T) {
	listed := func(assessors string) string {
		return doc("Assessment", "northwind", "subject: partner/northwind\ndate: 2026-05-10\n"+assessors+quadrants)
	}
	asks := func(n string) string {
		return doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\npeople: [{id: partner-manager}, {id: finance-lead}, {id: product-lead}]\nsettings: {minAssessors: "+n+"}")
	}
	checkFaults(t, "few-assessors", map[string]fault{
		"two to come":   {yaml: listed("assessors: [partner-manager, finance-lead]\n")},
		"two who rated": {yaml: rated("{criterion: values, by: partner-manager, value: 4}, {criterion: synergy, by: finance-lead, value: 3}")},
		"one is enough": {yaml: asks("1") + rated("{criterion: values, by: partner-manager, value: 4}")},
		"one to come": {
			yaml: listed("assessors: [«partner-manager»]\n"), label: "1 of 2 assessors",
			detail: "`northwind` was assessed by `partner-manager` alone: nobody sees what one person overlooks.",
			fix:    "have 1 more assess it, each alone before you talk", mended: "partner-manager, finance-lead"},
		"nobody": {
			yaml: doc("Assessment", "northwind", "subject: «partner/northwind»\ndate: 2026-05-10\n"+quadrants), label: "0 of 2 assessors",
			detail: "`northwind` was assessed by nobody.",
			fix:    "have 2 more assess it, each alone before you talk", mend: []string{"date: 2026-05-10", "date: 2026-05-10\n  assessors: [partner-manager, finance-lead]"}},
		"one of the two rated": {
			yaml:  doc("Assessment", "northwind", "subject: partner/northwind\ndate: 2026-05-10\nassessors: [partner-manager, finance-lead]\nfit: [{criterion: values, by: «partner-manager», value: 4}, {criterion: synergy, by: partner-manager, value: 4}]\n"+quadrants),
			label: "1 of 2 assessors", detail: "`northwind` was rated by `partner-manager` alone: nobody sees what one person overlooks.",
			fix: "have 1 more assess it, each alone before you talk", mended: "finance-lead"},
		"three are wanted": {
			yaml: asks("3") + rated("{criterion: values, by: «partner-manager», value: 4}, {criterion: values, by: finance-lead, value: 3}"), label: "2 of 3 assessors",
			detail: "`northwind` was rated by 2 people.",
			fix:    "have 1 more assess it, each alone before you talk", mend: []string{"value: 3}", "value: 3}, {criterion: values, by: product-lead, value: 4}"}},
	})
}

func TestAssessorSpread(t *testing.T) {
	both := func(a, b string) string {
		return rated("{criterion: values, by: partner-manager, value: " + a + "}, {criterion: synergy, by: finance-lead, value: 5}, {criterion: values, by: finance-lead, value: " + b + "}")
	}
	const fix = "let them tell each other what they saw, and rate again"
	checkFaults(t, "assessor-spread", map[string]fault{
		"two apart":               {yaml: both("1", "3")},
		"apart on other criteria": {yaml: both("1", "1")},
		"the second is lower": {
			yaml: both("5", "«2.5»"), label: "`partner-manager` gave 5",
			detail: "`partner-manager` and `finance-lead` are 2.5 apart on `values`, more than 2: their mean is what neither of them thinks.", fix: fix, mended: "3"},
		"the second is higher": {
			yaml: both("1", "«5»"), label: "`partner-manager` gave 1",
			detail: "`partner-manager` and `finance-lead` are 4 apart on `values`, more than 2: their mean is what neither of them thinks.", fix: fix, mended: "3"},
		"a lower limit": {
			yaml: doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\npeople: [{id: partner-manager}, {id: finance-lead}]\nsettings: {assessorSpread: 0.5}") + both("3", "«4»"), label: "`partner-manager` gave 3",
			detail: "`partner-manager` and `finance-lead` are 1 apart on `values`, more than 0.5: their mean is what neither of them thinks.", fix: fix, mended: "3.5"},
	})
}

func TestSWOTEmpty(t *testing.T) {
	assessment := func(swot string) string {
		return doc("Assessment", "northwind", "subject: «partner/northwind»\ndate: 2026-05-10\nassessors: [partner-manager, finance-lead]"+swot)
	}
	const detail = "Whoever assesses `northwind` has not looked there yet: every partner has something in all four."
	checkFaults(t, "swot-empty", map[string]fault{
		"full": {yaml: swot("threats: [{id: rival, text: A rival}]")},
		"two are empty": {
			yaml: assessment("\nswot: {strengths: [{id: a, text: A}], weaknesses: [], threats: [{id: d, text: D}]}"), label: "empty: weaknesses, opportunities", detail: detail,
			fix:  "add an entry under each of them, such as `{id: bench, text: Two sellers for six states, impact: 3}`",
			mend: []string{"weaknesses: []", "weaknesses: [{id: bench, text: Two sellers for six states, impact: 3}], opportunities: [{id: c, text: C}]"}},
		"there is none": {
			yaml: assessment(""), label: "no SWOT", detail: detail,
			fix:  "add `swot:` with strengths, weaknesses, opportunities and threats, each with an entry such as `{id: bench, text: Two sellers for six states, impact: 3}`",
			mend: []string{"date: 2026-05-10", "date: 2026-05-10\n  " + quadrants}},
	})
}

func TestPartnerProfile(t *testing.T) {
	partner := func(lifecycle, rest string) string {
		return doc("Partner", "contoso", "legalName: Contoso\nlifecycle: "+lifecycle+rest)
	}
	checkFaults(t, "partner-profile", map[string]fault{
		"both":           {yaml: partner("active", "\ncontributions: [Accountants]\nchallenges: [No sellers]")},
		"not active yet": {yaml: partner("onboarding", "")},
		"neither": {
			yaml: partner("«active»", ""), label: "`contributions` and `challenges` are missing",
			detail: "Nothing says what `contoso` brings, nor what stands in its way.",
			fix:    "add `contributions:` such as [Field sales in DACH] and `challenges:` such as [No marketing staff]",
			mend:   []string{"active", "active\n  contributions: [Accountants]\n  challenges: [No sellers]"}},
		"no challenges": {
			yaml: partner("«active»", "\ncontributions: [Accountants]"), label: "`challenges` is missing",
			detail: "Nothing says what stands in the way of `contoso`, so nobody helps with it.",
			fix:    "add `challenges:` with what the partner lacks, such as [No marketing staff]", mend: []string{"active", "active\n  challenges: [No sellers]"}},
		"no contributions": {
			yaml: partner("«active»", "\nchallenges: [No sellers]"), label: "`contributions` is missing",
			detail: "Nothing says what `contoso` brings, so nobody can ask for it.",
			fix:    "add `contributions:` with what the partner brings, such as [Field sales in DACH]", mend: []string{"active", "active\n  contributions: [Accountants]"}},
	})
}
