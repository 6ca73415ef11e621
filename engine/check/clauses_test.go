package check_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
)

// referral is a program with the terms given, and a signed agreement in it.
func referral(terms, agreement string) string {
	return doc("Program", "referral", "type: referral\n"+terms) +
		doc("Agreement", "northwind-referral", "partner: northwind\nprogram: referral\nstatus: «signed»\nterm: {effective: 2026-01-01}\n"+agreement)
}

// withoutLines takes away the lines that give the fields named.
func withoutLines(text string, fields ...string) string {
	for _, f := range fields {
		text = regexp.MustCompile(`(?m)^\s+`+f+`:.*\n?`).ReplaceAllString(text, "")
	}
	return text
}

func TestMissingClauses(t *testing.T) {
	const fix = "add it under `terms` of program `referral`, for all of its agreements, or under `terms` here"
	const fixes = "add them under `terms` of program `referral`, for all of its agreements, or under `terms` here"
	const halves = "terms: {communication: {vendor: vendor}, leadProcess: {}, reviewCadence: annual, liability: {unlimited: [breach]}, exit: {windDown: {for: 30 days}, tail: {except: [breach]}}, confidentiality: {}}"
	unmarked := strings.NewReplacer("«", "", "»", "").Replace
	checkFaults(t, "missing-clauses", map[string]fault{
		"inherited":          {yaml: unmarked(referral(clauses, ""))},
		"of its own":         {yaml: unmarked(referral("plan: referral", clauses)) + plan("{id: a, trigger: closed-won, rate: 5%}")},
		"a cadence":          {yaml: unmarked(referral("reviewCadence: annual\n"+strings.Replace(clauses, "  reviewCadence: quarterly\n", "", 1), ""))},
		"not signed yet":     {yaml: doc("Program", "referral", "type: referral") + doc("Agreement", "a", "partner: northwind\nprogram: referral\nstatus: draft\nterm: {effective: 2026-01-01}")},
		"added by amendment": {yaml: unmarked(referral(strings.Replace(clauses, "  liability: {cap: fees of 12 months}\n", "", 1), "amendments: [{id: cap, effective: 2026-06-01, set: {terms: {liability: {cap: 5000 USD}}}}]"))},
		"tails by reason":    {yaml: unmarked(referral(strings.Replace(clauses, "tail: {for: 90 days}", "tail: {reasons: [{reason: breach, for: 0 days}]}", 1), ""))},
		"one": {
			yaml:   referral(strings.Replace(clauses, "  reviewCadence: quarterly\n", "", 1), ""),
			label:  "1 clause is missing",
			detail: "It is signed, and neither it nor program `referral` says: reviewCadence.",
			fix:    fix, mend: []string{"type: referral", "type: referral\n  reviewCadence: annual"}},
		"what is left to the paper": {
			yaml:   referral(withoutLines(clauses, "successDefinition", "confidentiality", "governingLaw"), ""),
			label:  "3 clauses are missing",
			detail: "It is signed, and neither it nor program `referral` says: successDefinition, confidentiality, governingLaw.",
			fix:    fixes, mend: []string{"terms:", "terms:\n    successDefinition: Customers stay\n    confidentiality: {for: 2 years}\n    governingLaw: Laws of Spain"}},
		"half of each": {
			yaml:  referral(halves, ""),
			label: "11 clauses are missing",
			detail: "It is signed, and neither it nor program `referral` says: successDefinition, responsibilities, communication.partner, leadProcess (with channel, acceptWithin or protection), liability.cap," +
				" disputeResolution, exit.notice, exit.windDown.owner, exit.tail, confidentiality, governingLaw.",
			fix: fixes, mend: []string{halves,
				strings.ReplaceAll(clauses, "\n", "\n  ")}},
		"a contact that is nobody": {
			yaml:   referral(strings.Replace(clauses, "partner: partner", "partner: main-contact", 1), ""),
			label:  "1 clause is missing",
			detail: "It is signed, and neither it nor program `referral` says: communication.partner (main-contact is nobody: the partner has no mainContact).",
			fix:    fix, mend: []string{"main-contact", "partner"}},
		"a part of a clause": {yaml: unmarked(referral(clauses, "terms: {exit: {notice: 30 days}}"))},
		"the other part of a clause": {
			yaml:   referral(strings.Replace(clauses, ", tail: {for: 90 days}", "", 1), "terms: {exit: {notice: 30 days}}"),
			label:  "1 clause is missing",
			detail: "It is signed, and neither it nor program `referral` says: exit.tail.",
			fix:    fix, mend: []string{"terms: {exit: {notice: 30 days}}", "terms: {exit: {tail: {for: 30 days}}}"}},
	})
}

// TestStrictMakesMissingClausesErrors holds settings.strict.
func TestStrictMakesMissingClausesErrors(t *testing.T) {
	without := strings.NewReplacer("«", "", "»", "").Replace(referral("plan: referral", "")) + plan("{id: a, trigger: closed-won, rate: 5%}")
	for settings, want := range map[string]diag.Severity{"": diag.Warning, "\nsettings: {strict: false}": diag.Warning, "\nsettings: {strict: true}": diag.Error} {
		got := validate(t, over(t, without+doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris"+settings)))
		if len(got) != 1 || got[0].Code != "missing-clauses" || got[0].Severity != want {
			t.Errorf("%q: want one %s, got: %s", settings, want, spelled(got))
		}
	}
}

// TestAllThatIsMissingIsListedAtOnce: an agreement without exit, liability, lead
// process and owners has one warning that names every one of them.
func TestAllThatIsMissingIsListedAtOnce(t *testing.T) {
	got := validate(t, over(t, doc("Program", "referral", "type: referral\nterms: {responsibilities: [{id: refer, activity: Introduce customers}], communication: {vendor: vendor, partner: partner},"+
		" reviewCadence: annual, disputeResolution: [{step: court}], successDefinition: Customers stay, governingLaw: Laws of Spain}")+
		doc("Agreement", "northwind-referral", "partner: northwind\nprogram: referral\nstatus: signed\nterm: {effective: 2026-01-01}")))
	var missing diag.List
	for _, f := range got {
		if f.Code == "missing-clauses" {
			missing.Add(f)
		}
	}
	want := "It is signed, and neither it nor program `referral` says: leadProcess (with channel, acceptWithin or protection), liability (with cap)," +
		" exit (with notice, windDown.owner and tail.for), confidentiality, an owner of `refer`."
	if len(missing) != 1 || missing[0].Detail != want || missing[0].Severity != diag.Warning {
		t.Errorf("want %q, got: %s", want, spelled(missing))
	}
}

// TestAClauseNamesAllItsParts: who writes what is asked for is asked for nothing more.
func TestAClauseNamesAllItsParts(t *testing.T) {
	unmarked := strings.NewReplacer("«", "", "»", "").Replace
	for clause, c := range map[string]struct{ says, written string }{
		"exit":            {"exit (with notice, windDown.owner and tail.for)", "exit: {notice: 60 days, windDown: {owner: vendor}, tail: {for: 90 days}}"},
		"communication":   {"communication (with vendor and partner)", "communication: {vendor: vendor, partner: partner}"},
		"liability":       {"liability (with cap)", "liability: {cap: 5000 USD}"},
		"leadProcess":     {"leadProcess (with channel, acceptWithin or protection)", "leadProcess: {protection: 90 days}"},
		"confidentiality": {"confidentiality", "confidentiality: {for: 2 years}"},
	} {
		without := withoutLines(clauses, clause)
		got := validate(t, over(t, unmarked(referral(without, ""))))
		if len(got) != 1 || !strings.HasSuffix(got[0].Detail, "says: "+c.says+".") {
			t.Errorf("%s: %s", clause, spelled(got))
		}
		if left := validate(t, over(t, unmarked(referral(without+"\n  "+c.written, "")))); len(left) > 0 {
			t.Errorf("%s: as it was asked for, and still: %s", clause, spelled(left))
		}
	}
}

func TestNoOwner(t *testing.T) {
	work := func(list string) string {
		return doc("Program", "referral", "type: referral\nterms: {responsibilities: ["+list+"]}")
	}
	checkFaults(t, "no-owner", map[string]fault{
		"one each":                   {yaml: work("{id: refer, activity: Refer, owner: partner}, {id: close, activity: Close, owner: vendor, consulted: [partner-manager]}")},
		"the same work by one owner": {yaml: work("{id: refer, activity: Refer, owner: partner}, {id: again, activity: refer, owner: partner}")},
		"nobody": {
			yaml:   work("{id: refer, activity: Refer, owner: partner}, {id: «close», activity: Close}"),
			label:  "who is accountable?",
			detail: "Activity `close` has no owner, so each side can take it for the other's.",
			fix:    "add `owner:` with one person or team, or with `vendor` or `partner`", mend: []string{"activity: Close", "activity: Close, owner: vendor"}},
		"two": {
			yaml:   work("{id: refer, activity: Refer customers, owner: partner}, {id: send, activity: refer  customers, owner: «vendor»}"),
			label:  "`partner` owns it, too",
			detail: "`refer` and `send` are the same activity, owned by `partner` and by `vendor`.",
			fix:    "keep one of the two, with the one who answers for it; who is asked first stands under `consulted`",
			mend:   []string{", {id: send, activity: refer  customers, owner: vendor}", ""}},
		"in an agreement": {
			yaml:   agreement("term: {effective: 2026-01-01}\nterms: {responsibilities: [{id: «pack», activity: Pack}]}"),
			label:  "who is accountable?",
			detail: "Activity `pack` has no owner, so each side can take it for the other's.",
			fix:    "add `owner:` with one person or team, or with `vendor` or `partner`", mend: []string{"activity: Pack", "activity: Pack, owner: partner"}},
		"inherited by an agreement": {yaml: agreement("term: {effective: 2026-01-01}\nterms: {responsibilities: [{id: sell, activity: Sell abroad, consulted: [vendor]}]}")},
		"two in an agreement and its program": {
			yaml:   agreement("term: {effective: 2026-01-01}\nterms: {responsibilities: [{id: sell, activity: train and give second-line support, owner: «partner»}]}"),
			label:  "`vendor` owns it, too",
			detail: "`enable` and `sell` are the same activity, owned by `vendor` and by `partner`.",
			fix:    "keep one of the two, with the one who answers for it; who is asked first stands under `consulted`",
			mend:   []string{"activity: train and give second-line support", "activity: Sell"}},
		"by an amendment": {
			yaml:   agreement("term: {effective: 2026-01-01}\namendments: [{id: more, effective: 2026-06-01, set: {terms: {responsibilities: [{id: sell, owner: vendor}, {id: «pack», activity: Pack}]}}}]"),
			label:  "who is accountable?",
			detail: "Activity `pack` has no owner, so each side can take it for the other's. So it is from 2026-06-01 on, by `more`.",
			fix:    "add `owner:` with one person or team, or with `vendor` or `partner`", mend: []string{"activity: Pack", "activity: Pack, owner: partner"}},
	})
}

func TestWorkWithoutOwnerIsWarnedOf(t *testing.T) {
	campaign := func(owners string) string {
		return doc("Campaign", "roundtable", "partners: [northwind]\nwindow: 2026-05-01..2026-06-15"+owners)
	}
	review := func(action string) string {
		return doc("Review", "q2", "type: qbr\nsubject: partner/northwind\ndate: 2026-06-25\nactions: [{id: docs, text: Translate the guide"+action+"}]")
	}
	for name, c := range map[string]struct{ yaml, at, label string }{
		"a campaign of both":             {campaign("\nowners: {vendor: partner-manager, partner: northwind-lead}"), "", ""},
		"a campaign of nobody":           {campaign(""), "2026-05-01..2026-06-15", "nobody owns it"},
		"a campaign of one side":         {campaign("\nowners: {vendor: partner-manager}"), "partner-manager", "no owner on the partner's side"},
		"a campaign of the other side":   {campaign("\nowners: {partner: northwind-lead}"), "northwind-lead", "no owner on the vendor's side"},
		"an action of a review":          {review(""), "Translate the guide", "who does it?"},
		"an action that somebody does":   {review(", owner: partner-manager"), "", ""},
		"an action that is done":         {review(", status: done"), "", ""},
		"an answer to a weakness":        {swot("weaknesses: [{id: bench, text: Two sellers, action: Ask for a plan}]"), "Ask for a plan", "who does it?"},
		"a weakness that is only stated": {swot("weaknesses: [{id: bench, text: Two sellers}]"), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := validate(t, over(t, c.yaml))
			switch {
			case c.label == "" && len(got) == 0:
			case len(got) != 1 || got[0].Code != "no-owner" || got[0].Severity != diag.Warning || got[0].Label != c.label || got[0].At.Text() != c.at:
				t.Errorf("want %q at %q, got: %s", c.label, c.at, spelled(got))
			}
		})
	}
}

// swot is a full assessment of northwind by two people, with one quadrant as
// given.
func swot(quadrant string) string {
	text := "subject: partner/northwind\ndate: 2026-05-10\nassessors: [partner-manager, finance-lead]\nswot:\n  " + quadrant
	for _, q := range []string{"strengths", "weaknesses", "opportunities", "threats"} {
		if !strings.HasPrefix(quadrant, q) {
			text += "\n  " + q + ": [{id: one, text: Something}]"
		}
	}
	return doc("Assessment", "northwind", text)
}
