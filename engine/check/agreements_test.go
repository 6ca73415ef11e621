package check_test

import "testing"

func agreement(rest string) string {
	return doc("Agreement", "northwind-reseller", "partner: northwind\nprogram: resellers\nstatus: signed\n"+rest)
}

func TestTermDates(t *testing.T) {
	checkFaults(t, "term-dates", map[string]fault{
		"evergreen":     {yaml: agreement("term: {effective: 2026-01-01}")},
		"the last day":  {yaml: agreement("term: {effective: 2026-01-01, expires: 2026-12-31}\nended: {on: 2026-12-31, reason: convenience}")},
		"renewed since": {yaml: agreement("term: {effective: 2026-01-01, expires: 2026-12-31, renewal: auto, renewFor: 12 months}\nended: {on: 2028-03-31, reason: convenience}")},
		"extended since": {yaml: agreement(`term: {effective: 2026-01-01, expires: 2026-12-31}
amendments: [{id: more, effective: 2026-12-01, set: {term: {expires: 2027-12-31}}}]
ended: {on: 2027-06-30, reason: convenience}`)},
		"swapped": {
			yaml:   agreement("term: {effective: 2026-07-01, expires: «2026-06-30»}"),
			label:  "the first day is 2026-07-01",
			detail: "The agreement begins on 2026-07-01 and expires on 2026-06-30: it never holds.",
			fix:    "write a day after 2026-07-01, or swap the two days", mended: "2027-06-30"},
		"one day": {
			yaml:   agreement("term: {expires: «2026-07-01», effective: 2026-07-01}"),
			label:  "the first day is 2026-07-01",
			detail: "The agreement begins and expires on 2026-07-01: it holds for a single day.",
			fix:    "write `expires: 2027-06-30` for twelve months, or take `expires` away for an agreement without end", mended: "2027-06-30"},
		"ended before it began": {
			yaml:   agreement("term: {effective: 2026-07-01}\nended: {on: «2026-06-30», reason: convenience}"),
			label:  "the first day is 2026-07-01",
			detail: "The agreement was ended on 2026-06-30, before it began.",
			fix:    "write a day from 2026-07-01 on", mended: "2026-07-01"},
		"ended after it expired": {
			yaml:   agreement("term: {effective: 2026-01-01, expires: 2026-12-31}\nended: {on: «2027-01-01», reason: convenience}"),
			label:  "the last day is 2026-12-31",
			detail: "The agreement had expired by itself when it was ended on 2027-01-01.",
			fix:    "write a day from 2026-01-01 to 2026-12-31", mended: "2026-12-31"},
		"shortened to nothing": {
			yaml: agreement(`term: {effective: 2026-07-01, expires: 2026-12-31}
amendments: [{id: less, effective: 2026-12-01, set: {term: {expires: «2026-05-31»}}}]`),
			label:  "the first day is 2026-07-01",
			detail: "The agreement begins on 2026-07-01 and expires on 2026-05-31: it never holds. So it is from 2026-12-01 on, by `less`.",
			fix:    "write a day after 2026-07-01, or swap the two days", mended: "2027-05-31"},
	})
}

func TestRenewalLength(t *testing.T) {
	checkFaults(t, "renewal-length", map[string]fault{
		"by a length":    {yaml: agreement("term: {effective: 2026-01-01, expires: 2026-12-31, renewal: auto, renewFor: 12 months}")},
		"by agreement":   {yaml: agreement("term: {effective: 2026-01-01, expires: 2026-12-31, renewal: manual}")},
		"without an end": {yaml: agreement("term: {effective: 2026-01-01}")},
		"without a length": {
			yaml:   agreement("term: {effective: 2026-01-01, expires: 2026-12-31, renewal: «auto»}"),
			label:  "for how long?",
			detail: "After 2026-12-31 the agreement renews by itself for good: it has no further last day, so nobody is told when notice can be given.",
			fix:    "add `renewFor: 12 months`, or take `expires` and `renewal` away for an agreement without end", mended: "auto, renewFor: 12 months"},
	})
}

func TestSwappedDates(t *testing.T) {
	decision := func(dates string) string {
		return doc("Decision", "d", "type: approve-partner\nsubject: partner/northwind\nstatus: accepted\ndecider: partner-manager\n"+dates)
	}
	review := func(due string) string {
		return doc("Review", "r", "type: qbr\nsubject: partner/northwind\ndate: 2026-06-25\nactions: [{id: docs, text: Translate, owner: partner-manager, due: "+due+"}]")
	}
	person := func(dates string) string {
		return doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\npeople: [{id: partner-manager, "+dates+"}, {id: finance-lead}, {id: northwind-lead, side: partner, partner: northwind}]")
	}
	pin := func(until string) string {
		return doc("Program", "resellers", "type: reseller\n"+clauses+"\ntiers: {evaluate: quarterly, levels: [{id: registered}, {id: gold}]}") +
			doc("Partner", "northwind", "legalName: Northwind\nlifecycle: onboarding\nprograms: [{program: resellers, since: 2025-07-01, pin: {tier: gold, until: "+until+"}}]")
	}
	checkFaults(t, "swapped-dates", map[string]fault{
		"a decision of one day": {yaml: decision("date: 2026-05-20\nreviewOn: 2026-05-20")},
		"not decided yet":       {yaml: decision("reviewOn: 2020-05-20")},
		"an action of one day":  {yaml: review("2026-06-25")},
		"somebody for a day":    {yaml: person("since: 2026-01-01, until: 2026-01-01")},
		"a pin after the start": {yaml: pin("2025-12-31")},
		"looked back on before": {
			yaml:   decision("date: 2026-05-20\nreviewOn: «2025-11-30»"),
			label:  "the decision was taken on 2026-05-20",
			detail: "Its outcome is to be looked at on 2025-11-30, before the decision was taken on 2026-05-20.",
			fix:    "write a day from 2026-05-20 on, or swap the two", mended: "2026-11-30"},
		"due before the review": {
			yaml:   review("«2026-06-24»"),
			label:  "the review was held on 2026-06-25",
			detail: "`docs` is due on 2026-06-24, before the review was held on 2026-06-25.",
			fix:    "write a day from 2026-06-25 on, or swap the two", mended: "2026-08-31"},
		"gone before": {
			yaml:   person("until: «2025-12-31», since: 2026-01-01"),
			label:  "`partner-manager` began on 2026-01-01",
			detail: "The last day in the role lies on 2025-12-31, before `partner-manager` began on 2026-01-01.",
			fix:    "write a day from 2026-01-01 on, or swap the two", mended: "2026-12-31"},
		"a pin before the start": {
			yaml:   pin("«2025-06-30»"),
			label:  "the membership began on 2025-07-01",
			detail: "The pin ends on 2025-06-30, before the membership began on 2025-07-01.",
			fix:    "write a day from 2025-07-01 on, or swap the two", mended: "2026-06-30"},
	})
}

func TestAmendmentOutsideTerm(t *testing.T) {
	checkFaults(t, "amendment-outside-term", map[string]fault{
		"extended on the day after": {yaml: agreement(`term: {effective: 2026-01-01, expires: 2026-12-31}
amendments: [{id: more, effective: 2027-01-01, set: {term: {expires: 2027-12-31}}}]`)},
		"renewed by itself": {yaml: agreement(`term: {effective: 2026-01-01, expires: 2026-12-31, renewal: auto, renewFor: 12 months}
amendments: [{id: wider, effective: 2028-01-01, set: {territory: [DE]}}]`)},
		"evergreen": {yaml: agreement(`term: {effective: 2026-01-01}
amendments: [{id: wider, effective: 2028-01-01, set: {territory: [DE]}}]`)},
		"on the first day": {
			yaml: agreement(`term: {effective: 2026-01-01}
amendments: [{id: wider, effective: «2026-01-01», set: {territory: [DE]}}]`),
			label:  "the first day is 2026-01-01",
			detail: "An amendment on 2026-01-01 would leave nothing of the agreement as it was signed.",
			fix:    "write a day after 2026-01-01, or put the change into the agreement itself", mended: "2026-01-02"},
		"the day after": {
			yaml: agreement(`term: {effective: 2026-01-01, expires: 2026-12-31}
amendments: [{id: wider, effective: «2027-01-01», set: {territory: [DE]}}]`),
			label:  "the last day is 2026-12-31",
			detail: "On 2027-01-01 there is no agreement left to amend.",
			fix:    "write a day from 2026-01-02 to 2026-12-31, or extend the term", mended: "2026-12-31"},
		"extended too late": {
			yaml: agreement(`term: {effective: 2026-01-01, expires: 2026-12-31}
amendments: [{id: more, effective: «2027-02-01», set: {term: {expires: 2027-12-31}}}]`),
			label:  "the last day is 2026-12-31",
			detail: "On 2027-02-01 there is no agreement left to amend.",
			fix:    "write a day from 2026-01-02 to 2026-12-31, or extend the term", mended: "2026-12-31"},
		"after the end": {
			yaml: agreement(`term: {effective: 2026-01-01}
amendments: [{id: wider, effective: «2026-08-01», set: {territory: [DE]}}]
ended: {on: 2026-06-30, reason: convenience}`),
			label:  "the last day is 2026-06-30",
			detail: "On 2026-08-01 there is no agreement left to amend.",
			fix:    "write a day from 2026-01-02 to 2026-06-30, or extend the term", mended: "2026-06-30"},
	})
}

func TestAmendmentNotice(t *testing.T) {
	amended := func(notice, effective, signatures string) string {
		return agreement("term: {effective: 2026-01-01" + notice + "}\namendments: [{id: wider, effective: " + effective +
			", set: {territory: [DE]}, signatures: [" + signatures + "]}]")
	}
	const both = "{person: northwind-lead, on: 2026-04-20}, {person: partner-manager, on: 2026-04-10}"
	checkFaults(t, "amendment-notice", map[string]fault{
		"kept to the day":     {yaml: amended(", changeNotice: 14 days", "2026-05-04", both)},
		"no notice agreed":    {yaml: amended("", "2026-04-21", both)},
		"not signed yet":      {yaml: amended(", changeNotice: 14 days", "2026-04-21", "")},
		"business days count": {yaml: amended(", changeNotice: 10 business days", "2026-05-05", both)},
		"too early": {
			yaml:   amended(", changeNotice: 14 days", "«2026-05-03»", both),
			label:  "notice is kept from 2026-05-04 on",
			detail: "The last signature is of 2026-04-20, and changed terms need 14 days of notice.",
			fix:    "write `effective: 2026-05-04` or a later day", mended: "2026-05-04"},
		"a holiday lies between": {
			yaml:   amended(", changeNotice: 10 business days", "«2026-05-04»", both),
			label:  "notice is kept from 2026-05-05 on",
			detail: "The last signature is of 2026-04-20, and changed terms need 10 business days of notice.",
			fix:    "write `effective: 2026-05-05` or a later day", mended: "2026-05-05"},
		"the notice in force counts": {
			yaml: agreement(`term: {effective: 2026-01-01, changeNotice: 14 days}
amendments:
  - {id: slower, effective: 2026-03-01, set: {term: {changeNotice: 60 days}}, signatures: [{person: partner-manager, on: 2026-02-01}]}
  - {id: wider, effective: «2026-05-03», set: {territory: [DE]}, signatures: [{person: partner-manager, on: 2026-04-01}]}`),
			label:  "notice is kept from 2026-05-31 on",
			detail: "The last signature is of 2026-04-01, and changed terms need 60 days of notice.",
			fix:    "write `effective: 2026-05-31` or a later day", mended: "2026-05-31"},
	})
}

func TestAmendmentConflict(t *testing.T) {
	changed := func(a, b string) string {
		return doc("CommissionPlan", "reseller", `currency: USD
rules:
  - {id: new-business, trigger: closed-won, rate: 10%, cap: {perEvent: 100 USD}}
  - {id: renewals, trigger: invoiced, rate: 5%}
changes:
  - {id: later-in-name, effective: 2026-07-01, set: `+a+`}
  - {id: by-the-board, effective: 2026-07-01, set: `+b+"}")
	}
	const fix = "give one of the two another day, or take the line out of one of them"
	checkFaults(t, "amendment-conflict", map[string]fault{
		"two rules":                {yaml: changed("{rules: [{id: new-business, rate: 11%}]}", "{rules: [{id: renewals, rate: 6%}]}")},
		"two fields of two rules":  {yaml: changed("{rules: [{id: new-business, rate: 11%}, {id: renewals, rate: 6%}]}", "{rules: [{id: new-business, hold: 30 days}, {id: renewals, hold: 30 days}]}")},
		"two parts of one mapping": {yaml: changed("{rules: [{id: new-business, cap: {perEvent: 200 USD}}]}", "{rules: [{id: new-business, cap: {perPeriod: 900 USD}}]}")},
		"one rate": {
			yaml:   changed("{rules: [{id: new-business, rate: 11%}]}", "{rules: [{id: new-business, rate: «12%», hold: 30 days}]}"),
			label:  "`later-in-name` sets it on that day, too",
			detail: "`later-in-name` and `by-the-board` both set `rules/new-business/rate` from 2026-07-01 on; nothing says which of them holds.",
			fix:    fix, mend: []string{"rate: 12%, ", ""}},
		"to the same value": {
			yaml:   changed("{rules: [{id: new-business, rate: 11%}]}", "{rules: [{id: new-business, rate: «11%»}]}"),
			label:  "`later-in-name` sets it on that day, too",
			detail: "`later-in-name` and `by-the-board` both set `rules/new-business/rate` from 2026-07-01 on; nothing says which of them holds.",
			fix:    fix, mend: []string{"by-the-board, effective: 2026-07-01", "by-the-board, effective: 2026-08-01"}},
		"a value and a part of it": {
			yaml:   changed("{rules: [{id: renewals, recurring: 12 months}]}", "{rules: [{id: renewals, recurring: {for: «24 months»}}]}"),
			label:  "`later-in-name` sets it on that day, too",
			detail: "`later-in-name` and `by-the-board` both set `rules/renewals/recurring` from 2026-07-01 on; nothing says which of them holds.",
			fix:    fix, mend: []string{"by-the-board, effective: 2026-07-01", "by-the-board, effective: 2026-08-01"}},
		"two ways to pay": {
			yaml:   changed("{rules: [{id: renewals, bands: {method: graduated, reset: quarterly, steps: [{id: all, rate: 4%}]}}]}", "{rules: [{id: renewals, flat: «5 USD»}]}"),
			label:  "`later-in-name` sets it on that day, too",
			detail: "`later-in-name` and `by-the-board` both set `rules/renewals/flat` from 2026-07-01 on; nothing says which of them holds.",
			fix:    fix, mend: []string{"by-the-board, effective: 2026-07-01", "by-the-board, effective: 2026-08-01"}},
		"a rule and its end": {
			yaml:   changed("{rules: [{id: renewals, rate: 6%}]}", "{rules: [{id: renewals, remove: «true»}]}"),
			label:  "`later-in-name` sets it on that day, too",
			detail: "`later-in-name` and `by-the-board` both set `rules/renewals` from 2026-07-01 on; nothing says which of them holds.",
			fix:    fix, mend: []string{"by-the-board, effective: 2026-07-01", "by-the-board, effective: 2026-08-01"}},
		"a whole list": {
			yaml: agreement(`term: {effective: 2026-01-01}
amendments:
  - {id: north, effective: 2026-07-01, set: {territory: [DE, DK]}}
  - {id: south, effective: 2026-07-01, set: {territory: [«AT», CH]}}`),
			label:  "`north` sets it on that day, too",
			detail: "`north` and `south` both set `territory` from 2026-07-01 on; nothing says which of them holds.",
			fix:    fix, mend: []string{"south, effective: 2026-07-01", "south, effective: 2026-08-01"}},
		"shorthand and mapping": {
			yaml: agreement(`term: {effective: 2026-01-01}
amendments:
  - {id: a, effective: 2026-07-01, set: {exclusivity: {until: 2026-12-31}}}
  - {id: b, effective: 2026-07-01, set: {exclusivity: «sole»}}`),
			label:  "`a` sets it on that day, too",
			detail: "`a` and `b` both set `exclusivity` from 2026-07-01 on; nothing says which of them holds.",
			fix:    fix, mend: []string{"id: b, effective: 2026-07-01", "id: b, effective: 2026-08-01"}},
		"a goal": {
			yaml: doc("Goal", "northwind-2026", owned+`kpis: [{kpi: won-revenue, target: 5 USD}]
changes:
  - {id: a, effective: 2026-07-01, set: {kpis: [{kpi: won-revenue, target: 6 USD}]}}
  - {id: b, effective: 2026-07-01, set: {kpis: [{kpi: won-revenue, target: «7 USD»}]}}`),
			label:  "`a` sets it on that day, too",
			detail: "`a` and `b` both set `kpis/won-revenue/target` from 2026-07-01 on; nothing says which of them holds.",
			fix:    fix, mend: []string{"id: b, effective: 2026-07-01", "id: b, effective: 2026-08-01"}},
	})
}
