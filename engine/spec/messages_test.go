package spec_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// of writes a document of a kind.
func of(kind, body string) string {
	return "apiVersion: entente/v1\nkind: " + kind + "\nmetadata: {name: x}\nspec:\n  " + strings.ReplaceAll(strings.TrimSuffix(body, "\n"), "\n", "\n  ") + "\n"
}

func TestMessages(t *testing.T) {
	partner := func(more string) string { return of("Partner", "legalName: x\nlifecycle: active\n"+more) }
	goal := func(kpi string) string { return of("Goal", "partner: a\nperiod: 2026\nkpis: ["+kpi+"]") }
	plan := func(rule string) string {
		return of("CommissionPlan", "currency: USD\nrules: [{id: a, trigger: closed-won, "+rule+"}]")
	}
	change := func(rule string) string {
		return of("CommissionPlan", "currency: USD\nrules: []\nchanges: [{id: x, effective: 2026-01-01, set: {rules: ["+rule+"]}}]")
	}
	for _, c := range []struct{ text, code, detail, fix string }{
		{of("Partner", "legalName: 5\nlifecycle: active"), spec.CodeWrongType, "`legalName` expects some text, this is `5`.", `quote it: "5"`},
		{of("Partner", "legalName: [a]\nlifecycle: active"), spec.CodeWrongType, "`legalName` expects some text, this is a list.", "write some text"},
		{of("Partner", "legalName: {{ name }}\nlifecycle: active"), spec.CodeWrongType, "`legalName` expects some text, this is a mapping.", "quote a text that begins with {; templates are not filled in"},
		{of("Partner", "legalName:\nlifecycle: active"), spec.CodeEmptyValue, "`legalName` is left empty.", "give it a value, or take the line away"},
		{of("Partner", "legalName: ''\nlifecycle: active"), spec.CodeBadValue, "`legalName` is empty: expected some text.", "give it a value, or take the line away"},
		{of("Partner", "lifecycle: active"), spec.CodeMissingField, "Partner needs `legalName`: name as it stands in a contract.", "add `legalName: …`"},
		{of("Partner", "legalname: x\nlifecycle: active"), spec.CodeUnknownField, "`legalname` is not a field here, in Partner. Did you mean `legalName`?", "write `legalName`"},
		{of("Partner", "legalName: x\nlifecycle: activ"), spec.CodeUnknownValue, "`lifecycle` cannot be `activ`. Did you mean `active`?", "write `active`"},
		{of("Partner", "legalName: x\nlifecycle: live"), spec.CodeUnknownValue, "`lifecycle` cannot be `live`. Did you mean `active`?", "write `active`"},
		{of("Partner", "legalName: x\nlifecycle: banana"), spec.CodeUnknownValue, "`lifecycle` cannot be `banana`.", "write one of prospect, assessing, approved, onboarding, active, paused, winding-down, ended, declined"},
		{partner("programs: a"), spec.CodeWrongType, "`programs` expects a list, this is `a`.", "write a list: [{program: …}]"},
		{partner("programs: [a]"), spec.CodeWrongType, "An item of `programs` expects a mapping, this is `a`.", "write a mapping: {program: …}"},
		{partner("programs: [{since: 2025-01-01}]"), spec.CodeMissingField, "Partner (membership) needs `program`: the program.", "add `program: …`"},
		{partner("programs: [{program: a, sinc: 2025-01-01}]"), spec.CodeUnknownField, "`sinc` is not a field here, in Partner (membership). Did you mean `since`?", "write `since`"},
		{partner("programs: [{program: a, since: 1.2.2025}]"), spec.CodeBadValue, "`since` is `1.2.2025`: expected a date such as 2026-01-31.", "write 2025-02-01"},
		{partner("programs: [{program: a}, {program: a}]"), spec.CodeDuplicateItem, "`a` stands twice under `programs`; items are told apart by it.", "rename or remove one of them"},
		{partner("segments: [a, ~]"), spec.CodeEmptyValue, "An item of `segments` is left empty.", "give it a value, or take it away"},
		{partner("keys: [a]"), spec.CodeWrongType, "`keys` expects a mapping, this is a list.", "write a mapping: {name: …}"},
		{partner("capacity: {fte: '5'}"), spec.CodeWrongType, "A value of `capacity` expects a number such as 67.5, this is quoted text \"5\".", "take the quotes away: 5"},
		{partner("capacity: {fte: 1_000}"), spec.CodeBadValue, "A value of `capacity` is `1_000`: expected a number such as 67.5.", "write 1000"},
		{partner("payee: {paymentTerms: 30}"), spec.CodeWrongType, "`paymentTerms` expects a duration such as 90 days, this is `30`.", "write 30 days"},
		{partner("manager: Jane Doe"), spec.CodeBadValue, "`manager` is `Jane Doe`: expected a name in lowercase letters, digits and single hyphens, such as new-business.", "write jane-doe"},
		{partner("referredBy: partner/contoso"), spec.CodeBadValue, "`referredBy` is `partner/contoso`: expected the name alone, as the field says of what kind it is.", "write contoso"},
		{goal("{kpi: a, target: [5]}"), spec.CodeWrongType, "`target` expects a value such as 50000 USD, 12%, 67.5 or 5 days, or a mapping, this is a list.", "write it like 50000 USD"},
		{goal("{kpi: a, target: {low: 5, top: 6}}"), spec.CodeUnknownField, "`top` is not a field here, in Goal (target).", "the fields are value, low, high"},
		{goal("{kpi: a, target: 300.000 USD}"), spec.CodeBadValue, "`target` is `300.000 USD`: USD has 2 decimals, this has 3.", "write 300.00 USD or 300000 USD"},
		{of("Agreement", "partner: a\nprogram: b\nstatus: signed\nterm: {effective: 2026-01-01, renewal: yes}"), spec.CodeUnknownValue, "`renewal` cannot be `yes`.", "write one of none, auto, manual"},
		{of("KPI", "measure: {source: deals, aggregate: count, where: '"+strings.Repeat("x", 10_001)+"'}"), spec.CodeBadValue,
			"`where` is `" + strings.Repeat("x", 60) + "…`: it has 10,001 bytes, and a CEL expression has at most 10,000.", "shorten it, or split the KPI or the rule in two"},
		{plan("rate: 0.1"), spec.CodeWrongType, "`rate` expects a percentage such as 12.5%, this is `0.1`.", "write 10%"},
		{plan("flat: 1.005 USD"), spec.CodeBadValue, "`flat` is `1.005 USD`: USD has 2 decimals, this has 3.", "write 1.00 USD or 1.01 USD"},
		{plan("stack: yes"), spec.CodeWrongType, "`stack` expects true or false, this is `yes`.", "write true"},
		{plan("recurring: forever"), spec.CodeBadValue, "`recurring` is `forever`: expected first-sale, lifetime, a duration or a count of payments.", "write it like 12 months"},
		{plan("recurring: 0 payments"), spec.CodeBadValue, "`recurring` is `0 payments`: expected a count of payments, at least 1.", "write 12 payments"},
		{plan("remove: true"), spec.CodeUnknownField, "`remove` is a field only of what is laid over something else: under `set` of a dated change, or in an agreement's `terms`.", "take the item out of the list"},
		{change("{id: a, remove: true, rate: 5%}"), spec.CodeUnknownField, "`rate` says something of an item that `remove` takes away.", "take `rate` or `remove` away"},
		{change("{id: a, remove: false}"), spec.CodeUnknownValue, "`remove` cannot be `false`: an item that is not taken away stays.", "take `remove` away"},
		{change("{id: a, remove: yes}"), spec.CodeWrongType, "`remove` expects true or false, this is `yes`.", "write true"},
		{change("{remove: true}"), spec.CodeMissingField, "CommissionPlan (payRule) needs `id`: names the rule in plans and statements.", "add `id: new-business`"},
		{change("{id: a, recurring: {stages: [{remove: true}]}}"), spec.CodeMissingField, "CommissionPlan (stage) needs `for`: how long the stage lasts; the last is open.", "add `for: 90 days`"},
		{change("{id: a, remov: true}"), spec.CodeUnknownField, "`remov` is not a field here, in CommissionPlan (payRule). Did you mean `remove`?", "write `remove`"},
		{plan("remov: true"), spec.CodeUnknownField, "`remov` is not a field here, in CommissionPlan (payRule).", "the fields are id, trigger, credit, of, where, rate, allowOver100, flat, perUnit, bands, recurring, cap, floor, clawback, hold, override, stack, reopen"},
		{plan("bands: {method: slab, steps: []}"), spec.CodeUnknownValue, "`method` cannot be `slab`. Did you mean `graduated`?", "write `graduated`"},
		{plan("of: profit"), spec.CodeUnknownValue, "`of` cannot be `profit`. Did you mean `margin`?", "write `margin`"},
		{plan("bands: {method: volume, reset: yearly, steps: []}"), spec.CodeUnknownValue, "`reset` cannot be `yearly`. Did you mean `contract-year`?", "write `contract-year`"},
		{plan("unit_amount: 1 USD"), spec.CodeUnknownField, "`unit_amount` is not a field here, in CommissionPlan (payRule). Did you mean `perUnit`?", "write `perUnit`"},
		{plan("bands: {method: volume, steps: [{id: a, from: 5 USD, rate: 1%}]}"), spec.CodeUnknownField, "`from` is not a field here, in CommissionPlan (step).", "take it away: a step begins where the one before it ends, and says how far it reaches by `upTo`"},
		{plan("bands: {method: volume, steps: [{id: a, upTo: inf, rate: 1%}]}"), spec.CodeBadValue, "`upTo` is `inf`: expected a value such as 50000 USD, 12%, 67.5 or 5 days.", "take `upTo` away: the last step is open"},
		{plan("cap: 500 USD"), spec.CodeWrongType, "`cap` expects a mapping, this is `500 USD`.", "write {perEvent: 500 USD} or {perPeriod: 500 USD}"},
		{plan("override: 10%"), spec.CodeWrongType, "`override` expects a mapping, this is `10%`.", "write {of: …, rate: 10%}"},
		{plan("bands: {method: tiered, steps: []}"), spec.CodeUnknownValue, "`method` cannot be `tiered`. Did you mean `graduated`?", "write `graduated`"},
		{of("Scorecard", "criteria: [{id: a, rated: {6: x}, weight: 100}]"), spec.CodeBadValue, "A key of `rated` is `6`: expected a rating from 1 to 5.", "write a rating from 1 to 5"},
		{of("Review", "type: qbr\nsubject: northwind\ndate: 2026-06-25"), spec.CodeBadValue, "`subject` is `northwind`: expected a reference such as partner/northwind.", "write kind/name, with the kind in lower case"},
		{of("Partnr", "legalName: x"), spec.CodeUnknownKind, "`Partnr` is not a kind of entente/v1. Did you mean `Partner`?", "write `Partner`"},
	} {
		_, findings := decode(t, c.text)
		if len(findings) != 1 {
			t.Errorf("%q: %d findings:%s", c.text, len(findings), list(findings))
			continue
		}
		if f := findings[0]; f.Code != c.code || f.Detail != c.detail || f.Fix != c.fix {
			t.Errorf("%s\n  %s: %s\n  Fix: %s\nwant\n  %s: %s\n  Fix: %s", c.text, f.Code, f.Detail, f.Fix, c.code, c.detail, c.fix)
		}
	}
}

func TestTextsThatACommaCuts(t *testing.T) {
	terms := func(item string) string {
		return of("Program", "type: custom\nterms: {responsibilities: ["+item+"]}")
	}
	for _, c := range []struct{ item, whole, value string }{
		{"{id: a, activity: Qualify, sell and support, owner: vendor}", "Qualify, sell and support", "Qualify, sell and support"},
		{"{id: a, activity: Qualify, sell, train and support, owner: vendor}", "Qualify, sell, train and support", "Qualify, sell, train and support"},
		{"{id: a, owner: vendor, activity: Qualify, sell, train}", "Qualify, sell, train", "Qualify, sell, train"},
		{"{id: a, activity: Qualify,sell ,  train, }", "Qualify,sell ,  train", "Qualify,sell ,  train"},
		{"{id: a, activity: Qualify,\n    sell\n    and support}", "Qualify,\n    sell\n    and support", "Qualify, sell and support"},
		{"{id: a, activity: 漢字, é, owner: vendor}", "漢字, é", "漢字, é"},
	} {
		text := terms(c.item)
		doc, findings := decode(t, text)
		if len(findings) != 1 || findings[0].Code != spec.CodeCutText || findings[0].Severity != diag.Warning {
			t.Errorf("%s:%s", c.item, list(findings))
			continue
		}
		whole := strings.ReplaceAll(c.whole, "\n", "\n  ")
		if got := findings[0].At.Text(); got != whole {
			t.Errorf("%s: the finding stands at %q", c.item, got)
		}
		activity := doc.Spec.(*spec.Program).Terms.Responsibilities[0].Activity
		if string(activity.V) != c.value || activity.At.Text() != whole {
			t.Errorf("%s: read as %q at %q", c.item, activity.V, activity.At.Text())
		}
		if !strings.Contains(findings[0].Fix, c.value) {
			t.Errorf("%s: fix %q", c.item, findings[0].Fix)
		}
		if doc.Broken {
			t.Errorf("%s: a warning breaks the document", c.item)
		}
	}
}

func TestWhatIsNoCutText(t *testing.T) {
	terms := func(item string) string {
		return of("Program", "type: custom\nterms: {responsibilities: ["+item+"]}")
	}
	for item, code := range map[string]string{
		"{id: a, activity: Qualify, sell: }":             spec.CodeUnknownField, // a key with its colon
		"{id: a, activity: Qualify, owner}":              spec.CodeEmptyValue,   // a field
		"{id: a, activity: \"Qualify\", sell}":           spec.CodeUnknownField, // the text has its quotes
		"{id: a, activity: Qualify, \"sell\"}":           spec.CodeUnknownField,
		"{sell, id: a, activity: b}":                     spec.CodeUnknownField, // nothing before it
		"{activity: b, id: a, sell}":                     spec.CodeUnknownField, // a name before it
		"{id: a, activity: Qualify, # who\n    sell}":    spec.CodeUnknownField, // a comment between
		"{id: a, activity: Qualify, &x sell}":            spec.CodeAlias,
		"{id: a, activity: [Qualify], sell}":             spec.CodeUnknownField,
		"{id: a, owner: vendor, activity: b, sell, ? x}": spec.CodeUnknownField,
	} {
		_, findings := decode(t, terms(item))
		found := false
		for _, f := range findings {
			found = found || f.Code == code
		}
		if !found {
			t.Errorf("%s: no %s:%s", item, code, list(findings))
		}
	}
}

// A message says a thing once.
func TestMessagesDoNotStammer(t *testing.T) {
	stammer := regexp.MustCompile(`\b(\w+) (\w+) \b`)
	for _, kind := range spec.Kinds {
		for _, value := range []string{"[a]", "{a: b}", "5", "no such", "true", "''", "1.5.2026"} {
			for _, f := range kind.Type.Fields {
				_, findings := decode(t, of(kind.Name, f.Name+": "+value))
				for _, found := range findings {
					for _, m := range stammer.FindAllStringSubmatch(found.Detail+" "+found.Fix+" ", -1) {
						if m[1] == m[2] {
							t.Errorf("%q", found.Detail)
						}
					}
					if found.Fix == "" || strings.Contains(found.Detail, "..") && !strings.Contains(found.Detail, "2026-06-30") || strings.Contains(found.Detail, "expected expected") {
						t.Errorf("%s: %s Fix: %s", found.Code, found.Detail, found.Fix)
					}
				}
			}
		}
	}
}

// A comma between the digits of a number, between braces.
func TestNumbersThatACommaCuts(t *testing.T) {
	goal := func(kpi string) string { return of("Goal", "partner: a\nperiod: 2026\nkpis: [{kpi: a, "+kpi+"}]") }
	plan := func(rule string) string {
		return of("CommissionPlan", "currency: USD\nrules: [{id: a, trigger: closed-won, "+rule+"}]")
	}
	for _, c := range []struct{ text, at, fix string }{
		{goal("target: 300,000 USD, weight: 100"), "300,000 USD", "write 300000 USD"},
		{goal("target: $300,000"), "$300,000", "write 300000 USD"},
		{goal("target: -1,250,000.50 USD"), "-1,250,000.50 USD", "write -1250000.50 USD"},
		{goal("target: 1.250.000,50 EUR"), "1.250.000,50 EUR", "write 1250000.50 EUR"},
		{goal("target: 1,00,000 INR"), "1,00,000 INR", "write 100000 INR"},
		{goal("target: {value: 300,000 USD}"), "300,000 USD", "write 300000 USD"},
		{goal("target: 12,5%"), "12,5%", "write 12.5%"},
		{goal("target: 300,000"), "300,000", "write 300000 or 300.000"},
		{goal("target: 5 USD, weight: 12,5"), "12,5", "write 12.5"},
		{plan("rate: 12,5%"), "12,5%", "write 12.5%"},
		{plan("rate: 12,5 % , hold: 30 days"), "12,5 %", "write 12.5%"},
		{plan("flat: 1,000 USD"), "1,000 USD", "write 1000 USD"},
		{plan("bands: {method: graduated, measure: amount, steps: [{id: x, upTo: 50,000 USD, rate: 10%}, {id: y, rate: 5%}]}"), "50,000 USD", "write 50000 USD"},
		{of("Partner", "legalName: x\nlifecycle: active\ncapacity: {fte: 2,5, reps: 1}"), "2,5", "write 2.5"},
	} {
		_, findings := decode(t, c.text)
		if len(findings) != 1 {
			t.Errorf("%q: %d findings:%s", c.text, len(findings), list(findings))
			continue
		}
		f := findings[0]
		if f.Code != spec.CodeCutText || f.Severity != diag.Error || f.At.Text() != c.at || f.Fix != c.fix || !strings.Contains(f.Detail, "comma") {
			t.Errorf("%q: %s at %q: %s Fix: %s", c.text, f.Code, f.At.Text(), f.Detail, f.Fix)
		}
		mended := strings.Replace(c.text, c.at, strings.TrimPrefix(strings.Split(f.Fix, " or ")[0], "write "), 1)
		if _, left := decode(t, mended); len(left) > 0 {
			t.Errorf("%q: as the fix says, and still:%s", mended, list(left))
		}
	}
}

func TestWhatIsNoCutNumber(t *testing.T) {
	for kpi, code := range map[string]string{
		"target: 300, 000 USD":         spec.CodeUnknownField, // a blank after the comma
		"target: 300,weigth":           spec.CodeUnknownField,
		"target: \"300\",000 USD":      spec.CodeUnknownField,
		"target: 300,000 USD: 5":       spec.CodeUnknownField, // a key with its colon
		"target: 300,weight":           spec.CodeEmptyValue,
		"target: 300,1a2":              spec.CodeUnknownField,
		"target: [300,000], weight: 1": spec.CodeWrongType,
	} {
		_, findings := decode(t, of("Goal", "partner: a\nperiod: 2026\nkpis: [{kpi: a, "+kpi+"}]"))
		found := false
		for _, f := range findings {
			found = found || f.Code == code
			if f.Code == spec.CodeCutText {
				t.Errorf("%s: %s", kpi, f.Fix)
			}
		}
		if !found {
			t.Errorf("%s: no %s:%s", kpi, code, list(findings))
		}
	}
}
