package check_test

import (
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
)

// council is an Organization whose advisers are independent of both sides of an
// agreement with northwind, of one side, and of none.
var council = doc("Organization", "acme", `baseCurrency: USD
timezone: Europe/Paris
people:
  - {id: partner-manager, functions: [partnerships]}
  - {id: finance-lead, functions: [finance]}
  - {id: legal-lead, functions: [legal]}
  - {id: northwind-lead, side: partner, partner: northwind}
  - {id: mediator, side: adviser, independentOf: [partner/northwind, organization/acme]}
  - {id: counsel, side: adviser, independentOf: [partner/northwind]}
  - {id: friend, side: adviser}`)

// governed is a signed agreement with northwind that a body governs.
func governed(body string) string {
	return council + agreement("term: {effective: 2026-01-01}\ngovernance: {"+body+"}")
}

// decided is a right that a body holds.
func decided(body string) string {
	return council + doc("DecisionRights", "rights", "rules: [{id: agreements, action: sign-agreement, body: {"+body+"}}]")
}

func TestVotingBody(t *testing.T) {
	const detail = "With 1 for and 1 against nothing is decided, and nobody is named who has the casting vote."
	const fix = "add `tieBreaker:` with an adviser who depends on neither side, or write `rule: unanimous`"
	checkFaults(t, "voting-body", map[string]fault{
		"an adviser":    {yaml: governed("voters: [partner-manager, northwind-lead], rule: majority, tieBreaker: mediator")},
		"unanimous":     {yaml: governed("voters: [partner-manager, northwind-lead], rule: unanimous")},
		"an odd number": {yaml: governed("voters: [partner-manager, finance-lead, northwind-lead], rule: majority")},
		"two": {
			yaml: governed("voters: [partner-manager, northwind-lead], rule: «majority»"), label: "2 votes can tie", detail: detail, fix: fix, mended: "unanimous"},
		"two, and no rule": {
			yaml: governed("voters: [partner-manager, «northwind-lead»]"), label: "2 votes can tie", detail: detail, fix: fix,
			mend: []string{"northwind-lead]", "northwind-lead], tieBreaker: mediator"}},
		"a right": {
			yaml: decided("voters: [partner-manager, finance-lead], rule: «majority»"), label: "2 votes can tie", detail: detail, fix: fix,
			mend: []string{"majority", "majority, tieBreaker: legal-lead"}},
		"four": {
			yaml:  governed("rule: «majority», voters: [partner-manager, finance-lead, legal-lead, northwind-lead]"),
			label: "4 votes can tie", detail: "With 2 for and 2 against nothing is decided, and nobody is named who has the casting vote.", fix: fix,
			mend: []string{"majority", "majority, tieBreaker: mediator"}},
		"by an amendment": {
			yaml: council + agreement(`term: {effective: 2026-01-01}
governance: {voters: [partner-manager, northwind-lead], rule: unanimous}
amendments: [{id: faster, effective: 2026-06-01, set: {governance: {rule: «majority»}}}]`),
			label: "2 votes can tie", detail: detail + " So it is from 2026-06-01 on, by `faster`.", fix: fix, mend: []string{"rule: majority", "rule: majority, tieBreaker: mediator"}},
	})
}

func TestAdviserIndependence(t *testing.T) {
	two := func(tieBreaker string) string {
		return governed("voters: [partner-manager, northwind-lead], rule: majority, tieBreaker: " + tieBreaker)
	}
	const adviser = "name somebody with `side: adviser` and `independentOf: [organization/acme, partner/northwind]`"
	checkFaults(t, "adviser-independence", map[string]fault{
		"of both":            {yaml: two("mediator")},
		"a house of its own": {yaml: decided("voters: [partner-manager, finance-lead], tieBreaker: legal-lead")},
		"a voter": {
			yaml: two("«partner-manager»"), label: "`partner-manager` votes already",
			detail: "With the casting vote `partner-manager` would have two votes, and every tie would go the same way.",
			fix:    "name an adviser who is not among `voters`", mended: "mediator"},
		"the vendor's": {
			yaml: two("«finance-lead»"), label: "`finance-lead` is on side vendor",
			detail: "The casting vote of `finance-lead` would settle every tie for the vendor.", fix: adviser, mended: "mediator"},
		"of one side alone": {
			yaml: two("«counsel»"), label: "not known to be independent of organization/acme",
			detail: "`counsel` has the casting vote, and is not declared independent of organization/acme.",
			fix:    "write `independentOf: [organization/acme, partner/northwind]` for `counsel` in organization/acme if that is so, else name another adviser",
			mend:   []string{"{id: counsel, side: adviser, independentOf: [partner/northwind]}", "{id: counsel, side: adviser, independentOf: [organization/acme, partner/northwind]}"}},
		"of none": {
			yaml: two("«friend»"), label: "not known to be independent of organization/acme and partner/northwind",
			detail: "`friend` has the casting vote, and is not declared independent of organization/acme and partner/northwind.",
			fix:    "write `independentOf: [organization/acme, partner/northwind]` for `friend` in organization/acme if that is so, else name another adviser",
			mended: "mediator"},
		"a right of both sides": {
			yaml: decided("voters: [partner-manager, northwind-lead], tieBreaker: «finance-lead»"), label: "`finance-lead` is on side vendor",
			detail: "The casting vote of `finance-lead` would settle every tie for the vendor.", fix: adviser, mended: "mediator"},
	})
}

func TestQuorum(t *testing.T) {
	checkFaults(t, "quorum", map[string]fault{
		"all":            {yaml: governed("voters: [partner-manager, northwind-lead], rule: unanimous, quorum: 2")},
		"most":           {yaml: governed("voters: [partner-manager, finance-lead, northwind-lead], quorum: 2")},
		"one can say no": {yaml: governed("voters: [partner-manager, northwind-lead], rule: unanimous, quorum: 1")},
		"more than all": {
			yaml:  governed("voters: [partner-manager, finance-lead, northwind-lead], quorum: «4»"),
			label: "of 3 voters", detail: "4 votes must be cast, and 3 can be: nothing is ever decided.",
			fix: "write a quorum from 2 to 3", mended: "2"},
		"none": {
			yaml:  decided("voters: [partner-manager, finance-lead], rule: unanimous, quorum: «0»"),
			label: "of 2 voters", detail: "With a quorum of 0 nobody needs to vote.",
			fix: "write `quorum: 2`", mended: "2"},
	})
}

func TestAMinorityThatDecidesIsWarnedOf(t *testing.T) {
	of := func(q string) diag.List {
		return validate(t, over(t, governed("voters: [partner-manager, finance-lead, legal-lead, northwind-lead], tieBreaker: mediator, quorum: "+q)))
	}
	got := of("2")
	if len(got) != 1 || got[0].Severity != diag.Warning || got[0].Code != "quorum" || got[0].At.Text() != "2" ||
		got[0].Detail != "2 of 4 voters are no majority, and yet they could decide for all." || got[0].Fix != "write `quorum: 3` or more" {
		t.Error(spelled(got))
	}
	if got := of("3"); len(got) > 0 {
		t.Error(spelled(got))
	}
}

// TestAVoteOfTwo: two who can tie need an adviser, and one who is independent.
func TestAVoteOfTwo(t *testing.T) {
	for tieBreaker, want := range map[string]string{
		"":                           "voting-body",
		", tieBreaker: mediator":     "",
		", tieBreaker: finance-lead": "adviser-independence",
	} {
		got := validate(t, over(t, governed("voters: [partner-manager, northwind-lead], rule: majority"+tieBreaker)))
		if want == "" && len(got) == 0 {
			continue
		}
		if len(got) != 1 || got[0].Code != want || got[0].Severity != diag.Error {
			t.Errorf("%q: want an error %q, got: %s", tieBreaker, want, spelled(got))
		}
	}
}
