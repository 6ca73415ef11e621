package check_test

import (
	"strings"
	"testing"
)

// exit is a program whose exit clause is as given, with an agreement that was
// ended.
func exit(clause, ended string) string {
	return doc("Program", "referral", "type: referral\n"+strings.Replace(clauses, "exit: {notice: 60 days, windDown: {for: 60 days, owner: vendor}, tail: {for: 90 days}}", "exit: "+clause, 1)) +
		doc("Agreement", "northwind-referral", "partner: northwind\nprogram: referral\nstatus: signed\nterm: {effective: 2025-07-01}\nended: {"+ended+"}")
}

func TestEndedAgreement(t *testing.T) {
	const open = "The agreement was ended on 2026-06-30, and open deals and customers are left to whoever feels responsible."
	const full = "{notice: 30 days, windDown: {for: 90 days, owner: vendor}, tail: {for: 90 days, except: [breach]}}"
	const short = "{notice: 30 days, windDown: {for: 90 days, owner: vendor}, tail: {for: 60 days, except: [breach], reasons: [{reason: insolvency, for: 6 months}]}}"
	const late = "The wind-down takes 90 days and registered deals pay for 60 days: those that close last pay nothing."
	checkFaults(t, "ended-agreement", map[string]fault{
		"as agreed":          {yaml: exit(full, "on: 2026-06-30, reason: convenience")},
		"no wind-down":       {yaml: exit("{notice: 30 days, tail: {for: 0 days}}", "on: 2026-06-30, reason: convenience, windDownOwner: partner-manager")},
		"a reason without":   {yaml: exit(short, "on: 2026-06-30, reason: breach")},
		"a reason with more": {yaml: exit(short, "on: 2026-06-30, reason: insolvency")},
		"months by calendar": {yaml: exit("{notice: 30 days, windDown: {for: 92 days, owner: vendor}, tail: {for: 3 months}}", "on: 2026-06-30, reason: convenience")},
		"no reason": {
			yaml: exit(full, "on: «2026-06-30»"), label: "without a reason", detail: open,
			fix: "add under `ended` `reason: convenience`, or breach, insolvency, …", mended: "2026-06-30, reason: convenience"},
		"neither reason nor owner": {
			yaml: exit("{notice: 30 days, windDown: {for: 60 days}, tail: {for: 60 days}}", "on: «2026-06-30»"), label: "without a reason and somebody who winds it down", detail: open,
			fix: "add under `ended` `reason: convenience`, or breach, insolvency, … and `windDownOwner:` with a person", mended: "2026-06-30, reason: convenience, windDownOwner: partner-manager"},
		"no owner": {
			yaml: exit("{notice: 30 days, tail: {for: 60 days}}", "on: «2026-06-30», reason: convenience"), label: "without somebody who winds it down", detail: open,
			fix: "add under `ended` `windDownOwner:` with a person", mended: "2026-06-30, windDownOwner: partner-manager"},
		"a tail that is too short": {
			yaml: exit(short, "on: «2026-06-30», reason: convenience"), label: "the tail is over on 2026-08-29, the wind-down on 2026-09-28", detail: late,
			fix: "write a tail of 90 days or more, or a shorter wind-down", mend: []string{"tail: {for: 60 days", "tail: {for: 90 days"}},
		"a tail that is short for this reason": {
			yaml:   exit("{notice: 30 days, windDown: {for: 90 days, owner: vendor}, tail: {for: 90 days, reasons: [{reason: breach, for: 10 days}]}}", "on: «2026-06-30», reason: breach"),
			label:  "the tail is over on 2026-07-10, the wind-down on 2026-09-28",
			detail: "The wind-down takes 90 days and registered deals pay for 10 days: those that close last pay nothing.",
			fix:    "write a tail of 90 days or more, or a shorter wind-down", mend: []string{"for: 10 days", "for: 90 days"}},
		"no tail": {
			yaml: exit("{notice: 30 days, windDown: {for: 30 days, owner: vendor}}", "on: «2026-06-30», reason: convenience"), label: "no tail",
			detail: "Nothing says how long deals that were registered before the end still pay.",
			fix:    "add `exit.tail` under `terms` of program `referral` or of this agreement, such as `{for: 30 days}`",
			mend:   []string{"owner: vendor}}", "owner: vendor}, tail: {for: 30 days}}"}},
		"mended by an amendment": {
			yaml: exit("{notice: 30 days, windDown: {for: 30 days, owner: vendor}}", "on: 2026-06-30, reason: convenience") +
				"  amendments: [{id: tail, effective: 2026-01-01, set: {terms: {exit: {windDown: {owner: vendor}, tail: {for: 30 days}}}}}]\n"},
	})
}
