package check_test

import "testing"

// shared is a goal of northwind with what it says of its two sides.
func shared(sides string) string {
	return doc("Goal", "northwind-2026", "partner: northwind\nkpis: [{kpi: won-revenue, target: 5 USD}]\n"+sides)
}

func TestGoalOwners(t *testing.T) {
	const detail = "A goal is shared when each side has somebody who answers for it, and says what it gains."
	const owners = "owners: {vendor: partner-manager, partner: northwind-lead}\n"
	const benefit = "benefit: {vendor: Revenue, partner: Commission}"
	unmarked := func(s string) string { return shared("period: 2026\n" + s) }
	marked := func(s string) string {
		return doc("Goal", "northwind-2026", "partner: «northwind»\nperiod: 2026\nkpis: [{kpi: won-revenue, target: 5 USD}]\n"+s)
	}
	people := doc("Organization", "acme", `baseCurrency: USD
timezone: Europe/Paris
people:
  - {id: partner-manager}
  - {id: seller}
  - {id: northwind-lead, side: partner, partner: northwind}
  - {id: contoso-lead, side: partner, partner: contoso}
  - {id: adviser, side: adviser}
teams: [{id: channel-team, members: [partner-manager, seller]}, {id: both, members: [seller, northwind-lead]}]`) +
		doc("Partner", "contoso", "legalName: Contoso\nlifecycle: prospect")
	checkFaults(t, "goal-owners", map[string]fault{
		"a person each":          {yaml: unmarked(owners + benefit)},
		"a team and a side":      {yaml: people + unmarked("owners: {vendor: channel-team, partner: partner}\n"+benefit)},
		"the sides themselves":   {yaml: unmarked("owners: {vendor: vendor, partner: main-contact}\n" + benefit)},
		"a team of both is left": {yaml: people + unmarked("owners: {vendor: both, partner: both}\n"+benefit)},
		"nothing": {
			yaml: marked(""), label: "`owners.vendor`, `owners.partner`, `benefit.vendor` and `benefit.partner` are missing", detail: detail,
			fix:  "add `owners: {vendor: …, partner: …}` with somebody of each side, and `benefit: {vendor: …, partner: …}`",
			mend: []string{"period: 2026", "period: 2026\n  " + owners + "  " + benefit}},
		"one side of each": {
			yaml: marked("owners: {vendor: partner-manager}\nbenefit: {vendor: Revenue}"), label: "`owners.partner` and `benefit.partner` are missing", detail: detail,
			fix:  "add `owners: {vendor: …, partner: …}` with somebody of each side, and `benefit: {vendor: …, partner: …}`",
			mend: []string{"vendor: partner-manager", "vendor: partner-manager, partner: northwind-lead", "vendor: Revenue", "vendor: Revenue, partner: Commission"}},
		"no owner of one side": {
			yaml: marked("owners: {partner: northwind-lead}\n" + benefit), label: "`owners.vendor` is missing", detail: detail,
			fix: "add `owners: {vendor: …, partner: …}` with somebody of each side", mend: []string{"{partner: northwind-lead", "{vendor: vendor, partner: northwind-lead"}},
		"no benefit of one side": {
			yaml: marked(owners + "benefit: {vendor: Revenue}"), label: "`benefit.partner` is missing", detail: detail,
			fix: "add `benefit: {vendor: …, partner: …}`: what each side gains", mend: []string{"vendor: Revenue", "vendor: Revenue, partner: Commission"}},
		"the vendor on both sides": {
			yaml:   unmarked("owners: {vendor: partner-manager, partner: «finance-lead»}\n" + benefit),
			label:  "`finance-lead` is the vendor's",
			detail: "The partner's side of the goal belongs to the other side, so nobody answers for it at home.",
			fix:    "name somebody of `northwind`", mended: "northwind-lead"},
		"the partner on both sides": {
			yaml:   unmarked("owners: {vendor: «partner», partner: northwind-lead}\n" + benefit),
			label:  "`partner` is the partner's",
			detail: "The vendor's side of the goal belongs to the other side, so nobody answers for it at home.",
			fix:    "name somebody of the vendor", mended: "vendor"},
		"another partner": {
			yaml:   people + unmarked("owners: {vendor: channel-team, partner: «contoso-lead»}\n"+benefit),
			label:  "`contoso-lead` works for neither side",
			detail: "The partner's side of the goal belongs to somebody who cannot answer for that side.",
			fix:    "name somebody of `northwind`", mended: "northwind-lead"},
		"an adviser": {
			yaml:   people + unmarked("owners: {vendor: «adviser», partner: northwind-lead}\n"+benefit),
			label:  "`adviser` works for neither side",
			detail: "The vendor's side of the goal belongs to somebody who cannot answer for that side.",
			fix:    "name somebody of the vendor", mended: "seller"},
	})
}

func TestSameSkills(t *testing.T) {
	with := func(skills string) string {
		return doc("Goal", "northwind-2026", owned+"kpis: [{kpi: won-revenue, target: 5 USD}]\nskills: "+skills)
	}
	const fix = "name what each side can do that the other cannot, or ask why the goal is a shared one"
	const partners = "Whatever `northwind` brings, the vendor has already: the two do not complement each other."
	checkFaults(t, "same-skills", map[string]fault{
		"each its own":      {yaml: with("{vendor: [enablement], partner: [field sales]}")},
		"some in common":    {yaml: with("{vendor: [enablement, events], partner: [events, field sales]}")},
		"only one is known": {yaml: with("{vendor: [enablement]}")},
		"the same": {
			yaml: with("{vendor: [Enablement], partner: [«enablement»]}"), label: "the vendor has it, too", detail: partners, fix: fix, mended: "field sales"},
		"the same, several": {
			yaml: with("{vendor: [enablement, events], partner: [«events», enablement]}"), label: "the vendor has all 2 of them, too", detail: partners, fix: fix, mended: "field sales"},
		"less than the vendor": {
			yaml: with("{vendor: [enablement, events], partner: [«events»]}"), label: "the vendor has it, too", detail: partners, fix: fix, mended: "field sales"},
		"less than the partner": {
			yaml: with("{vendor: [«events»], partner: [field sales, events]}"), label: "the partner has it, too",
			detail: "Whatever the vendor brings, the partner has already: the two do not complement each other.", fix: fix, mended: "enablement"},
	})
}

func TestGoalAgreedLate(t *testing.T) {
	agreed := func(period, on string) string {
		return shared("owners: {vendor: partner-manager, partner: northwind-lead}\nbenefit: {vendor: Revenue, partner: Commission}\nperiod: " + period + "\nagreed: {on: " + on + "}")
	}
	fiscal := doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\nfiscalYearStart: July\npeople: [{id: partner-manager}, {id: northwind-lead, side: partner, partner: northwind}]")
	checkFaults(t, "goal-agreed-late", map[string]fault{
		"before":             {yaml: agreed("2026", "2025-12-20")},
		"on the first day":   {yaml: agreed("2026-Q2", "2026-04-01")},
		"in the fiscal year": {yaml: fiscal + agreed("2027", "2026-07-01")},
		"a day late": {
			yaml:   agreed("2026", "«2026-01-02»"),
			label:  "the period began on 2026-01-01",
			detail: "Both sides agreed on 2026-01-02, with 1 day of the period gone: what was won by then was not won for this goal.",
			fix:    "write `period: 2026-01-02..2026-12-31` when it counts from then on", mend: []string{"period: 2026", "period: 2026-01-02..2026-12-31"}},
		"the fiscal year had begun": {
			yaml:   fiscal + agreed("2026", "«2025-12-20»"),
			label:  "the period began on 2025-07-01",
			detail: "Both sides agreed on 2025-12-20, with 172 days of the period gone: what was won by then was not won for this goal.",
			fix:    "write `period: 2025-12-20..2026-06-30` when it counts from then on", mend: []string{"period: 2026", "period: 2025-12-20..2026-06-30"}},
		"after the period": {
			yaml:   agreed("2026-Q1", "«2026-04-10»"),
			label:  "the period began on 2026-01-01",
			detail: "Both sides agreed on 2026-04-10, with 90 days of the period gone: what was won by then was not won for this goal.",
			fix:    "agree on the next goal before its period begins", mend: []string{"2026-Q1", "2026-Q3"}},
	})
}
