package check_test

import "testing"

// signed writes an agreement of northwind in resellers.
func signed(name, rest string) string {
	return doc("Agreement", name, "partner: northwind\nprogram: resellers\nstatus: signed\n"+rest)
}

// clauses are the terms of a program whose agreements lack nothing.
const clauses = `terms:
  successDefinition: Revenue that neither side would have won alone
  responsibilities: [{id: sell, activity: Sell, owner: partner}]
  communication: {vendor: vendor, partner: partner}
  leadProcess: {channel: registration form}
  reviewCadence: quarterly
  liability: {cap: fees of 12 months}
  disputeResolution: [{step: mediation}]
  exit: {notice: 60 days, windDown: {for: 60 days, owner: vendor}, tail: {for: 90 days}}
  confidentiality: {covers: Customer data, for: 24 months}
  governingLaw: Laws of France`

func TestTwoAgreements(t *testing.T) {
	const fix = "add `supersedes: first` when this one takes its place, else give the two other dates or territories"
	const until = "term: {effective: 2025-07-01, expires: 2026-06-30}\n"
	const evergreen = "term: {effective: 2025-07-01}\n"
	checkFaults(t, "two-agreements", map[string]fault{
		"one after the other":    {yaml: signed("first", until) + signed("second", "term: {effective: 2026-07-01}")},
		"side by side":           {yaml: signed("first", evergreen+"territory: [DE, AT]") + signed("second", evergreen+"territory: [CH]")},
		"not signed yet":         {yaml: signed("first", evergreen) + doc("Agreement", "second", "partner: northwind\nprogram: resellers\nstatus: in-review\nterm: {effective: 2026-01-01}")},
		"in another program":     {yaml: signed("first", evergreen) + doc("Program", "services", "type: services\n"+clauses) + doc("Agreement", "second", "partner: northwind\nprogram: services\nstatus: signed\nterm: {effective: 2026-01-01}")},
		"the place of the other": {yaml: signed("first", evergreen) + signed("second", "term: {effective: 2026-01-01}\nsupersedes: first")},
		"through the one between": {yaml: signed("first", evergreen) + signed("second", "term: {effective: 2026-01-01}\nsupersedes: first") +
			signed("third", "term: {effective: 2026-04-01}\nsupersedes: second")},
		"ended in time": {yaml: signed("first", evergreen+"ended: {on: 2025-12-31, reason: convenience}") + signed("second", "term: {effective: 2026-01-01}")},
		"moved away in time": {yaml: signed("first", evergreen+"territory: [DE]\namendments: [{id: move, effective: 2026-01-01, set: {territory: [CH]}}]") +
			signed("second", "term: {effective: 2026-01-01}\nterritory: [DE]")},
		"without end": {
			yaml:   signed("first", evergreen) + signed("second", "term: {effective: «2026-01-01»}"),
			label:  "`first` holds from 2025-07-01 on",
			detail: "`first` and `second` are both signed with `northwind` in program `resellers`, and from 2026-01-01 on both hold.",
			fix:    fix, mend: []string{"effective: 2026-01-01}", "effective: 2026-01-01}\n  supersedes: first"}},
		"on the last day": {
			yaml:   signed("first", until) + signed("second", "term: {effective: «2026-06-30»}"),
			label:  "`first` holds from 2025-07-01 to 2026-06-30",
			detail: "`first` and `second` are both signed with `northwind` in program `resellers`, and from 2026-06-30 on both hold.",
			fix:    fix, mended: "2026-07-01"},
		"renewed by itself": {
			yaml:   signed("first", "term: {effective: 2025-07-01, expires: 2026-06-30, renewal: auto, renewFor: 12 months}") + signed("second", "term: {effective: «2026-07-01»}"),
			label:  "`first` holds from 2025-07-01 on",
			detail: "`first` and `second` are both signed with `northwind` in program `resellers`, and from 2026-07-01 on both hold.",
			fix:    fix, mend: []string{"effective: 2026-07-01}", "effective: 2026-07-01}\n  supersedes: first"}},
		"one territory of several": {
			yaml:   signed("first", evergreen+"territory: [DE, AT]") + signed("second", "term: {effective: «2026-01-01»}\nterritory: [at, CH]"),
			label:  "`first` holds from 2025-07-01 on",
			detail: "`first` and `second` are both signed with `northwind` in program `resellers`, and from 2026-01-01 on both hold in at.",
			fix:    fix, mend: []string{"[at, CH]", "[CH]"}},
		"everywhere and somewhere": {
			yaml:   signed("first", evergreen) + signed("second", "term: {effective: «2026-01-01»}\nterritory: [DE, AT]"),
			label:  "`first` holds from 2025-07-01 on",
			detail: "`first` and `second` are both signed with `northwind` in program `resellers`, and from 2026-01-01 on both hold in DE and AT.",
			fix:    fix, mend: []string{"effective: 2025-07-01}", "effective: 2025-07-01}\n  territory: [CH]"}},
		"widened by an amendment": {
			yaml: signed("first", evergreen+"territory: [DE]") +
				signed("second", "term: {effective: 2025-07-01}\nterritory: [AT]\namendments: [{id: «wider», effective: 2026-01-01, set: {territory: [AT, DE]}}]"),
			label: "`first` holds from 2025-07-01 on",
			detail: "`first` and `second` are both signed with `northwind` in program `resellers`, and from 2026-01-01 on both hold in DE." +
				" So it is from 2026-01-01 on, by `wider`.",
			fix: fix, mend: []string{"[AT, DE]", "[AT, CH]"}},
	})
}

// TestAnAgreementThatStandsTwice is one mistake, not two agreements.
func TestAnAgreementThatStandsTwice(t *testing.T) {
	const evergreen = "term: {effective: 2025-07-01}"
	got := validate(t, over(t, signed("first", evergreen)+"# file: copy.yaml\n"+signed("first", evergreen)))
	if len(got) != 1 || got[0].Code != "duplicate-name" {
		t.Error(spelled(got))
	}
}

func TestNoAgreement(t *testing.T) {
	active := func(rest string) string {
		return doc("Partner", "northwind", "legalName: Northwind\nlifecycle: active\ncontributions: [Field sales]\nchallenges: [No marketing staff]\n"+rest)
	}
	const detail = "`northwind` is active in `resellers`, and no signed agreement says on which terms."
	const onboarding = "lifecycle: onboarding"
	checkFaults(t, "no-agreement", map[string]fault{
		"signed":            {yaml: active("programs: [{program: resellers}]") + signed("first", "term: {effective: 2026-01-01}")},
		"in no program":     {yaml: active("segments: [mid-market]")},
		"not active":        {yaml: doc("Partner", "northwind", "legalName: Northwind\nlifecycle: paused\nprograms: [{program: resellers}]")},
		"accepted by click": {yaml: active("programs: [{program: clicks}]") + doc("Program", "clicks", "type: affiliate\nroster: deals")},
		"none": {
			yaml: active("programs: [{program: «resellers»}]"), label: "no agreement", detail: detail,
			fix:  "add an Agreement of this partner and program with `status: signed`, or say `lifecycle: onboarding` until there is one",
			mend: []string{"lifecycle: active", onboarding}},
		"a draft": {
			yaml:  active("programs: [{program: «resellers»}]") + doc("Agreement", "first", "partner: northwind\nprogram: resellers\nstatus: draft\nterm: {effective: 2026-01-01}"),
			label: "`first` is draft", detail: detail,
			fix:  "sign `first` and write `status: signed` in it, or say `lifecycle: onboarding` until then",
			mend: []string{"status: draft", "status: signed"}},
		"ended, on whatever day": {yaml: active("programs: [{program: resellers}]") +
			signed("first", "term: {effective: 2026-01-01}\nended: {on: 2027-01-31, reason: convenience}")},
	})
}
