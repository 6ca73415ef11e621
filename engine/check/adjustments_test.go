package check_test

import "testing"

func TestUndecidedAdjustment(t *testing.T) {
	const granted = "date: 2026-06-15, amount: 900 USD, reason: launch"
	decided := decision("status: accepted\nclass: minor")
	checkFaults(t, "undecided-adjustment", map[string]fault{
		"none":      {yaml: agreement("term: {effective: 2026-01-01}")},
		"a draft's": {yaml: doc("Agreement", "a", "partner: northwind\nprogram: resellers\nstatus: draft\nterm: {effective: 2026-01-01}\nadjustments: [{id: launch, "+granted+"}]")},
		"undecided": {
			yaml: decided + agreement("term: {effective: 2026-01-01}\nadjustments: [{id: «launch», "+granted+"}]"), label: "no decision",
			detail: "`launch` pays 900.00 USD besides the commission plan, and names no decision that granted it.",
			fix:    "write a Decision of type set-commission and name it with `decision:`", mended: "launch, decision: d-1"},
	})
}
