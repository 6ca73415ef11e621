package check_test

import (
	"strings"
	"testing"
)

// house is an Organization in which people carry functions at some times.
var house = doc("Organization", "acme", `baseCurrency: USD
timezone: Europe/Paris
people:
  - {id: partner-manager, functions: [partnerships]}
  - {id: finance-lead, functions: [finance]}
  - {id: demand-lead, functions: [marketing, sales], since: 2024-03-01}
  - {id: former-lead, functions: [product], until: 2025-12-31}
  - {id: new-lead, functions: [product], since: 2026-07-01}
  - {id: northwind-lead, side: partner, partner: northwind, functions: [product]}
teams: [{id: revenue-team, members: [demand-lead, finance-lead]}]`)

func decision(rest string) string {
	return doc("Decision", "d-1", "type: approve-partner\nsubject: partner/northwind\n"+rest)
}

func TestConsultedFunctions(t *testing.T) {
	major := func(rest string) string {
		return house + decision("status: accepted\nclass: «major»\nevidence: [seen]\n"+rest)
	}
	unmarked := strings.NewReplacer("«", "", "»", "").Replace
	const fix = "ask, and add to `consulted` the function or somebody who carries it: "
	checkFaults(t, "consulted-functions", map[string]fault{
		"people":                     {yaml: unmarked(major("date: 2026-05-20\ndecider: partner-manager\nconsulted: [finance-lead, demand-lead]"))},
		"functions and a team":       {yaml: unmarked(major("date: 2025-05-20\nconsulted: [revenue-team, product]"))},
		"the decider stands for one": {yaml: unmarked(major("date: 2026-05-20\ndecider: finance-lead\nconsulted: [demand-lead]"))},
		"a minor one":                {yaml: house + decision("status: accepted\ndate: 2026-05-20")},
		"superseded since":           {yaml: house + decision("status: superseded\nclass: major\ndate: 2026-05-20")},
		"one": {
			yaml: major("date: 2026-05-20\ndecider: partner-manager\nconsulted: [demand-lead]"), label: "finance was not asked",
			detail: "A major decision concerns finance, and nobody who stands for it was heard.", fix: fix + "finance", mend: []string{"[demand-lead]", "[demand-lead, finance]"}},
		"all that there are": {
			yaml: major("date: 2026-05-20\ndecider: partner-manager"), label: "sales, marketing and finance were not asked",
			detail: "A major decision concerns sales, marketing and finance, and nobody who stands for it was heard.", fix: fix + "sales, marketing and finance",
			mend: []string{"decider", "consulted: [demand-lead, finance]\n  decider"}},
		"who came later": {
			yaml: major("due: 2026-07-01\nconsulted: [revenue-team]"), label: "product was not asked",
			detail: "A major decision concerns product, and nobody who stands for it was heard.", fix: fix + "product", mend: []string{"[revenue-team]", "[revenue-team, new-lead]"}},
		"who had left by then does not count": {
			yaml: major("date: 2026-07-01\nconsulted: [revenue-team, former-lead]"), label: "product was not asked",
			detail: "A major decision concerns product, and nobody who stands for it was heard.", fix: fix + "product", mend: []string{"former-lead]", "new-lead]"}},
		"without a day those of today": {
			yaml: house + decision("status: open\nclass: «reserved»\nevidence: [seen]\nconsulted: [revenue-team]"), label: "product was not asked",
			detail: "A reserved decision concerns product, and nobody who stands for it was heard.", fix: fix + "product", mend: []string{"[revenue-team]", "[revenue-team, product]"}},
	})
}

func TestDecisionEvidence(t *testing.T) {
	checkFaults(t, "decision-evidence", map[string]fault{
		"what was seen": {yaml: decision("status: accepted\nclass: major\nconsulted: [finance]\nevidence: [two references]")},
		"a minor one":   {yaml: decision("status: accepted\nclass: minor")},
		"none": {
			yaml: decision("status: accepted\nclass: «major»\nconsulted: [finance]"), label: "no evidence",
			detail: "A major decision that names nothing it rests on cannot be looked back on.",
			fix:    "add `evidence:` with documents as kind/name, or with what was seen", mend: []string{"class: major", "class: major\n  evidence: [partner/northwind]"}},
	})
}

func TestDefaultDecision(t *testing.T) {
	checkFaults(t, "default-decision", map[string]fault{
		"judged":     {yaml: decision("status: accepted\nbasis: judgement")},
		"superseded": {yaml: decision("status: superseded\nbasis: default")},
		"by default": {
			yaml: decision("status: accepted\nbasis: «default»"), label: "nobody chose this",
			detail: "Things went on as they were because time ran out or nobody asked; that is a choice without reasons.",
			fix:    "look at the options once more, and write `basis: data` with `evidence`, or `basis: judgement` with `drivers`", mended: "data\n  evidence: [won revenue]"},
	})
}

func TestOverloadedManager(t *testing.T) {
	managed := func(carries string, lifecycles ...string) string {
		out := doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\npeople: [{id: partner-manager"+carries+"}, {id: finance-lead}]")
		for i, l := range lifecycles {
			out += doc("Partner", "p"+string(rune('a'+i)), "legalName: P\nlifecycle: "+l+"\nmanager: partner-manager\ncontributions: [a]\nchallenges: [b]")
		}
		return out
	}
	checkFaults(t, "overloaded-manager", map[string]fault{
		"as many as can be carried": {yaml: managed(", carries: 2", "active", "paused", "ended", "declined")},
		"nothing is said":           {yaml: managed("", "active", "active")},
		"too many": {
			yaml: managed(", carries: «1»", "active", "prospect", "paused"), label: "3 partners",
			detail: "`partner-manager` carries 1 and has 3 partners: the quiet ones are forgotten first.",
			fix:    "give 2 of them another `manager`, or raise `carries` if that is true", mended: "3"},
		"none at all": {
			yaml: managed(", carries: «0»", "onboarding"), label: "1 partner",
			detail: "`partner-manager` carries 0 and has 1 partner: the quiet ones are forgotten first.",
			fix:    "give 1 of them another `manager`, or raise `carries` if that is true", mended: "1"},
	})
}
