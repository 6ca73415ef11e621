package check_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFaultsDoNotHideEachOther shows that a fault in the shape of a document has
// one voice, and takes it from no fault beside it.
func TestFaultsDoNotHideEachOther(t *testing.T) {
	goal := func(body string) string {
		return doc("Goal", "northwind-2026", "partner: northwind\nperiod: 2026\nowners: {vendor: partner-manager, partner: northwind-lead}\nbenefit: {vendor: Revenue, partner: Commission}\n"+body)
	}
	agreement := func(body string) string {
		return doc("Agreement", "northwind", "partner: northwind\nprogram: resellers\nstatus: draft\n"+body)
	}
	for name, c := range map[string]struct {
		yaml string
		want []string // code and text underlined, in the order of places
	}{
		"a misspelt objective beside the KPIs": {
			goal("objectiv: brand\nkpis: [{kpi: win-rate, baseline: 60%, target: 40%, weight: 60}, {kpi: won-revenue, target: 5 USD, weight: 30}]"),
			[]string{"unknown-field objectiv", "goal-direction 40%", "weights 30"}},
		"a renewal beside the days of the term": {
			agreement("term: {effective: 2026-12-31, expires: 2026-01-01, renewal: yes}"),
			[]string{"term-dates 2026-01-01", "unknown-value yes"}},
		"a direction beside the measure": {
			doc("KPI", "faulty", "direction: up\nmeasure: {source: deals, aggregate: sum, field: amunt, at: closed, where: 'stag == \"won\" && amount > money(\"5\")'}"),
			[]string{"unknown-value up", "expression amunt", "unknown-column closed", "expression stag", "expression 5"}},
		"an item that stands twice hides the sum, which hangs on what becomes of it": {
			goal("kpis: [{kpi: win-rate, target: 40%, weight: 60}, {kpi: win-rate, target: 50%, weight: 50}, {kpi: won-revenue, baseline: 7 USD, target: 5 USD}]"),
			[]string{"duplicate-item win-rate", "goal-direction 5 USD"}},

		"a key like none may stand for any field that is not there": {
			doc("Goal", "northwind-2026", "partner: northwind\nperiod: 2026\nwho: {vendor: partner-manager}\nkpis: [{kpi: win-rate, target: 40%, weight: 60}]"),
			[]string{"unknown-field who", "weights 60"}},
		"a field that is missing beside one that is wrong": {
			doc("Goal", "northwind-2026", "partner: northwind\nowners: {vendor: partner-manager, partner: finance-lead}\nbenefit: {vendor: Revenue, partner: Commission}\nkpis: [{kpi: win-rate, weight: 60}]"),
			[]string{"missing-field spec", "goal-owners finance-lead", "weights 60"}},
		"a title": {
			strings.Replace(goal("kpis: [{kpi: win-rate, weight: 60}]"), "{name: northwind-2026}", "{name: northwind-2026, title: 2026}", 1),
			[]string{"wrong-type 2026", "weights 60"}},
		"a name, on which everything hangs": {
			strings.Replace(goal("kpis: [{kpi: win-rate, weight: 60}]"), "{name: northwind-2026}", "{name: 2026}", 1),
			[]string{"wrong-type 2026"}},
		"a rule of a plan beside another": {
			plan("{id: one, trigger: closed-won, rate: much}, {id: two, trigger: closed-won, rate: 150%, where: stag == 1}"),
			[]string{"bad-value much", "rate-range 150%", "expression stag"}},
		"a right beside another": {
			doc("DecisionRights", "rights", "rules: [{id: one, action: nothing, decider: partner-manager}, {id: two, action: set-commission, decider: partner-manager, when: impakt.yearly > money(\"5 USD\")}]"),
			[]string{"unknown-value nothing", "expression impakt"}},
		"a criterion hides the sum and no other criterion": {
			doc("Scorecard", "card", "criteria: [{id: x, kpi: win-rate, weight: lots}, {id: y, weight: 10}]\nbands: [{id: p, from: 50}]"),
			[]string{"wrong-type lots", "criterion-shape y", "band-order 50"}},
		"a column of a source, and a KPI over it": {
			doc("Source", "deals", "type: deals\nsystem: crm\nfrom: {files: data/deals.csv}\ncurrency: USD\ncolumns: {id: id, partner: partner, stage: {colum: stage}, amount: {column: amount, max: 5 EUR}, createdAt: created, closedAt: closed}") +
				doc("KPI", "faulty", "direction: increase\nmeasure: {source: deals, aggregate: sum, field: amunt, at: closedAt}"),
			[]string{"unknown-field colum", "bad-column 5 EUR", "expression amunt"}},
		"a function of the Organization leaves open who is who": {
			doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Pari\npeople: [{id: partner-manager}, {id: northwind-lead, side: partner, partnr: northwind}, {id: both, partner: northwind}]") +
				goal("kpis: [{kpi: win-rate}]\nagreed: {vendor: nobody}"),
			[]string{"unknown-timezone Europe/Pari", "unknown-field partnr", "person-side northwind"}},
		"a timezone of the Organization does not": {
			doc("Organization", "acme", "baseCurrency: USD\ntimezon: Europe/Paris\npeople: [{id: partner-manager}, {id: northwind-lead, side: partner, partner: northwind}]") +
				goal("kpis: [{kpi: win-rate}]\nagreed: {vendor: nobody}"),
			[]string{"unknown-field timezon", "unknown-reference nobody"}},
		"one fault of an item": {
			plan("{id: introduced, trigger: closed-won, rate: 150%, raet: 10%}"),
			[]string{"unknown-field raet"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range validate(t, over(t, c.yaml)) {
				got = append(got, f.Code+" "+f.At.Text())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

var written = regexp.MustCompile(`[:\[,] ([^\s\[\]{},]+)|(\w+): `)

// TestAFaultAccusesNoOtherDocument puts what cannot be read in the place of every
// key and value of faulty documents: nothing is said of the other documents that
// was not said before.
func TestAFaultAccusesNoOtherDocument(t *testing.T) {
	for i, document := range faulty {
		before := map[string]bool{}
		others := strings.Join(append(append([]string{}, faulty[:i]...), faulty[i+1:]...), "")
		for _, f := range validate(t, over(t, document+others)) {
			before[f.Resource+" "+f.Code+" "+f.At.Text()] = true
		}
		spec := strings.Index(document, "spec:")
		for _, m := range written.FindAllStringSubmatchIndex(document[spec:], -1) {
			start, end := m[2]+spec, m[3]+spec
			if m[2] < 0 {
				start, end = m[4]+spec, m[5]+spec
			}
			for _, junk := range []string{"[1]", "{zz: 1}", "zzzzzzzz"} {
				changed := document[:start] + junk + document[end:]
				for _, f := range validate(t, over(t, changed+others)) {
					isElsewhere := int(f.At.Start) >= len(changed) || f.At.File() != "example.yaml"
					if isElsewhere && !before[f.Resource+" "+f.Code+" "+f.At.Text()] {
						t.Errorf("%q for %q in\n%s\naccuses %s: %s %q %s", junk, document[start:end], document, f.Resource, f.Code, f.At.Text(), f.Detail)
					}
				}
			}
		}
	}
}
