package check_test

import (
	"fmt"
	"strings"
	"testing"
)

func rights(rules string) string { return doc("DecisionRights", "rights", "rules:\n"+rules) }

// commission is a right to set commission under a condition; "" for always.
func commission(id, when, decider string) string {
	if when != "" {
		when = ", when: '" + strings.ReplaceAll(when, "'", "''") + "'"
	}
	return "  - {id: " + id + ", action: set-commission" + when + ", decider: " + decider + "}\n"
}

func TestTwoDeciders(t *testing.T) {
	const keep = "keep one of the two, or say under `when` which changes each is for"
	const move = "move one of the bounds so that the two only meet, as `<=` and `>` of one amount do"
	small := commission("small", `impact.yearly <= money("500 USD")`, "partner-manager")
	checkFaults(t, "two-deciders", map[string]fault{
		"ranges that meet":        {yaml: rights(small + commission("large", `impact.yearly > money("500 USD")`, "finance-lead"))},
		"a part taken out":        {yaml: rights(commission("all", "", "partner-manager") + commission("large", `impact.yearly > money("500 USD")`, "finance-lead"))},
		"the same one twice":      {yaml: rights(commission("a", "", "partner-manager") + commission("b", "", "partner-manager"))},
		"other approvers only":    {yaml: rights(commission("a", "", "partner-manager") + "  - {id: b, action: set-commission, approvers: [{function: finance}]}\n")},
		"other actions":           {yaml: rights(commission("a", "", "partner-manager") + "  - {id: b, action: change-goal, decider: finance-lead}\n")},
		"conditions of all sorts": {yaml: rights(commission("a", `impact.partners > 2`, "partner-manager") + commission("b", `impact.yearly > money("500 USD") || change.kind == "Agreement"`, "finance-lead"))},
		"in every case": {
			yaml:   rights(commission("a", "", "partner-manager") + commission("b", "", "«finance-lead»")),
			label:  "`a` gives it to `partner-manager`",
			detail: "Both `a` and `b` decide set-commission in every case: each can undo what the other has decided.",
			fix:    keep, mend: []string{commission("b", "", "finance-lead"), ""}},
		"a body beside a person": {
			yaml:   rights(commission("a", "", "partner-manager") + "  - {id: «b», action: set-commission, body: {voters: [partner-manager, finance-lead], rule: unanimous}}\n"),
			label:  "`a` gives it to `partner-manager`",
			detail: "Both `a` and `b` decide set-commission in every case: each can undo what the other has decided.",
			fix:    keep, mend: []string{commission("a", "", "partner-manager"), ""}},
		"in another document": {
			yaml:   rights(commission("a", "", "partner-manager")) + doc("DecisionRights", "too", "rules:\n"+commission("b", "", "«finance-lead»")),
			label:  "`a` gives it to `partner-manager`",
			detail: "Both `a` and `b` decide set-commission in every case: each can undo what the other has decided.",
			fix:    keep, mend: []string{"finance-lead", "partner-manager"}},
		"the same condition": {
			yaml:   rights(commission("a", `impact.partners > 2`, "partner-manager") + commission("b", `impact.partners>2`, "«finance-lead»")),
			label:  "`a` gives it to `partner-manager`",
			detail: "Both `a` and `b` decide set-commission on the same condition: each can undo what the other has decided.",
			fix:    keep, mend: []string{"partners>2", "partners <= 2"}},
		"overlapping amounts": {
			yaml: rights(commission("small", `impact.yearly <= money("1000 USD")`, "partner-manager") +
				commission("large", `money('500 USD') < impact.yearly`, "«finance-lead»")),
			label:  "`small` gives it to `partner-manager`",
			detail: "Both `small` and `large` decide set-commission when `impact.yearly` is above 500 USD and up to 1,000 USD: each can undo what the other has decided.",
			fix:    move, mend: []string{"1000 USD", "500 USD"}},
		"both at the bound": {
			yaml:   rights(small + commission("large", `impact.yearly >= money("500 USD")`, "«finance-lead»")),
			label:  "`small` gives it to `partner-manager`",
			detail: "Both `small` and `large` decide set-commission when `impact.yearly` is exactly 500 USD: each can undo what the other has decided.",
			fix:    move, mend: []string{">=", ">"}},
	})
}

func TestRightGap(t *testing.T) {
	gap := func(when ...string) string {
		var list strings.Builder
		for i, w := range when {
			fmt.Fprintf(&list, "  - {id: r%d, action: set-commission, decider: partner-manager, when: %s}\n", i, w)
		}
		return rights(list.String())
	}
	const upTo500, above500 = `'impact.yearly <= money("500 USD")'`, `'impact.yearly > money("500 USD")'`
	checkFaults(t, "right-gap", map[string]fault{
		"without a gap":       {yaml: gap(upTo500, above500)},
		"in three steps":      {yaml: gap(`'impact.yearly > money("5000 USD")'`, upTo500, `'impact.yearly > money("500 USD") && impact.yearly <= money("5000 USD")'`)},
		"one for the rest":    {yaml: gap(above500) + doc("DecisionRights", "rest", "rules: [{id: rest, action: set-commission, decider: partner-manager}]")},
		"one is not readable": {yaml: gap(upTo500, `'impact.partners > 3'`)},
		"two amounts":         {yaml: gap(upTo500, `'impact.budget > money("500 USD")'`)},
		"above the last": {
			yaml:   gap(`«'impact.budget <= money("20000 USD")'»`),
			label:  "nobody decides above 20,000 USD",
			detail: "No rule says who decides set-commission when `impact.budget` is above 20,000 USD, so such a change can be approved by nobody.",
			fix:    "add a rule with `when: 'impact.budget > money(\"20000 USD\")'`, or widen this one", mended: `'impact.budget >= money("0 USD")'`},
		"below the first": {
			yaml:   gap(`«'impact.yearly > money("500 USD")'»`),
			label:  "nobody decides up to 500 USD",
			detail: "No rule says who decides set-commission when `impact.yearly` is up to 500 USD, so such a change can be approved by nobody.",
			fix:    "add a rule with `when: 'impact.yearly <= money(\"500 USD\")'`, or widen this one", mended: `'impact.yearly >= money("0 USD")'`},
		"between two": {
			yaml:   gap(upTo500, `«'impact.yearly >= money("5000 USD")'»`),
			label:  "nobody decides above 500 USD and below 5,000 USD",
			detail: "No rule says who decides set-commission when `impact.yearly` is above 500 USD and below 5,000 USD, so such a change can be approved by nobody.",
			fix:    "add a rule with `when: 'impact.yearly > money(\"500 USD\") && impact.yearly < money(\"5000 USD\")'`, or widen this one", mended: above500},
		"at the bound alone": {
			yaml:   gap(`'impact.yearly < money("500 USD")'`, `«'impact.yearly > money("500 USD")'»`),
			label:  "nobody decides exactly 500 USD",
			detail: "No rule says who decides set-commission when `impact.yearly` is exactly 500 USD, so such a change can be approved by nobody.",
			fix:    "add a rule with `when: 'impact.yearly == money(\"500 USD\")'`, or widen this one", mended: `'impact.yearly >= money("500 USD")'`},
	})
}

func TestEscalatedInScope(t *testing.T) {
	goals := func(rules, status, decider string) string {
		return rights(rules) + doc("Decision", "d-1", "type: change-goal\nsubject: partner/northwind\nstatus: "+status+"\ndecider: "+decider)
	}
	const right = "  - {id: goals, action: change-goal, decider: partner-manager, escalateTo: finance-lead}\n"
	checkFaults(t, "escalated-in-scope", map[string]fault{
		"where it belongs":     {yaml: goals(right, "open", "partner-manager")},
		"decided already":      {yaml: goals(right, "accepted", "finance-lead")},
		"somebody else's case": {yaml: goals(right, "open", "northwind-lead")},
		"a case of his own": {yaml: goals(strings.Replace(right, "escalateTo", `when: 'impact.yearly <= money("5 USD")', escalateTo`, 1)+
			"  - {id: large, action: change-goal, decider: finance, when: 'impact.yearly > money(\"5 USD\")'}\n", "open", "finance-lead")},
		"nobody's case": {yaml: goals("  - {id: goals, action: change-goal, decider: partner-manager, when: 'impact.partners > 3', escalateTo: finance-lead}\n", "open", "finance-lead")},
		"over the head": {
			yaml:   goals(right, "open", "«finance-lead»"),
			label:  "`partner-manager` decides this",
			detail: "By rule `goals` it is for `partner-manager`; `finance-lead` decides only when the decider does not.",
			fix:    "write `decider: partner-manager`, or leave it if that time has passed", mended: "partner-manager"},
		"over the head of a function": {
			yaml:   goals("  - {id: goals, action: change-goal, decider: partnerships, within: 5 business days, escalateTo: finance}\n", "proposed", "«finance-lead»"),
			label:  "`partnerships` decides this",
			detail: "By rule `goals` it is for `partnerships`; `finance-lead` decides only when the decider has not done so within 5 business days.",
			fix:    "name somebody of `partnerships`, or leave it if that time has passed", mended: "partner-manager"},
	})
}

func TestSoleDecider(t *testing.T) {
	people := func(first, settings string) string {
		return doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\npeople: [{id: "+first+"}, {id: finance-lead}]"+settings)
	}
	decisions := func(by ...string) string {
		var out strings.Builder
		for i, decider := range by {
			status := "accepted"
			if decider == "" {
				decider, status = "partner-manager", "open"
			}
			out.WriteString(doc("Decision", fmt.Sprintf("d-%d", i), "type: change-goal\nsubject: partner/northwind\nstatus: "+status+"\ndecider: "+decider))
		}
		return out.String()
	}
	const one, other = "partner-manager", "finance-lead"
	const fix = "give a part of the decisions to others in DecisionRights"
	checkFaults(t, "sole-decider", map[string]fault{
		"four in five":    {yaml: people(one, "") + decisions(one, one, one, one, other)},
		"too few to tell": {yaml: people(one, "") + decisions(one, one, one, one)},
		"not decided yet": {yaml: people(one, "") + decisions(one, one, one, one, "", "")},
		"allowed to":      {yaml: people(one, "\nsettings: {soleDeciderShare: 100%}") + decisions(one, one, one, one, one)},
		"all of five": {
			yaml:   people("«partner-manager»", "") + decisions(one, one, one, one, one),
			label:  "5 of 5 decisions",
			detail: "`partner-manager` has taken 100% of the accepted decisions; more than 80% waits for one person, and leaves with one person.",
			fix:    fix, mend: []string{decisions(one), decisions(other)}},
		"most of six": {
			yaml:   people("«partner-manager»", "") + decisions(one, one, one, one, one, other),
			label:  "5 of 6 decisions",
			detail: "`partner-manager` has taken 83% of the accepted decisions; more than 80% waits for one person, and leaves with one person.",
			fix:    fix, mend: []string{decisions(one), decisions(other)}},
		"a lower share": {
			yaml:   people("«partner-manager»", "\nsettings: {soleDeciderShare: 50%, soleDeciderMinimum: 3}") + decisions(one, one, other),
			label:  "2 of 3 decisions",
			detail: "`partner-manager` has taken 67% of the accepted decisions; more than 50% waits for one person, and leaves with one person.",
			fix:    fix, mend: []string{"50%", "70%"}},
	})
}
