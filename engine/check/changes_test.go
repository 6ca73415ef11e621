package check_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/check"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
)

// bookOf resolves documents laid over the base.
func bookOf(t *testing.T, yaml string) *resolve.Book {
	t.Helper()
	docs, _, err := load.Load(context.Background(), over(t, yaml), "")
	if err != nil {
		t.Fatal(err)
	}
	book, _ := resolve.Resolve(docs)
	return book
}

// changeFaults holds a change against the change stage on 30 June 2026.
func changeFaults(t *testing.T, before, after string) diag.List {
	t.Helper()
	asOf, err := quantity.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	return check.Changes(bookOf(t, before), bookOf(t, before), bookOf(t, after), asOf).Sorted()
}

// reseller is a plan that pays a signed agreement with 14 days of notice, and a
// goal that both sides have agreed on.
const (
	bandsPlan = `currency: USD
effective: 2026-01-01
rules:
  - id: deals
    trigger: closed-won
    bands: {method: graduated, reset: quarterly, steps: [{id: base, upTo: 50000 USD, rate: 10%}, {id: mid, upTo: 150000 USD, rate: 12%}, {id: top, rate: 15%}]}
`
	signedSpec = "partner: northwind\nprogram: resellers\nstatus: signed\nplan: reseller\nterm: {effective: 2026-01-01, changeNotice: 14 days}\nterritory: [DE, AT]\n"
	goalSpec   = "partner: northwind\nperiod: 2026\nagreed: {on: 2025-12-20}\nkpis: [{kpi: won-revenue, baseline: 0 USD, target: 300000 USD}]\n"
)

func resellers(plan, agreement, goal string) string {
	return doc("CommissionPlan", "reseller", plan) + doc("Agreement", "northwind-reseller", agreement) + doc("Goal", "northwind-2026", goal)
}

var resellersBefore = resellers(bandsPlan, signedSpec, goalSpec)

// TestChanges: each case is an edit of the same repository, given as pairs of old
// and new text, with what is said of it: the code, the text underlined, and a part
// of the detail and of the fix.
func TestChanges(t *testing.T) {
	dated := func(change string) []string {
		return []string{"currency: USD\n", "currency: USD\n  changes: [" + change + "]\n"}
	}
	amended := func(amendment string) []string {
		return []string{"territory: [DE, AT]\n", "territory: [DE, AT]\n  amendments: [" + amendment + "]\n"}
	}
	lower := "set: {rules: [{id: deals, bands: {steps: [{id: mid, rate: 10%}]}}]}"
	type said struct{ code, marked, detail, fix string }
	for name, c := range map[string]struct {
		first []string // edits of the base
		edits []string // edits of the head on top
		want  []said
	}{
		"a dated change that keeps the notice": {edits: dated("{id: lower-mid, effective: 2026-07-14, " + lower + "}")},
		"words and papers":                     {edits: []string{"territory: [DE, AT]\n", "territory: [AT, DE]\n  signatures: [{person: partner-manager, on: 2026-06-01}]\n", "metadata: {name: reseller}", "metadata: {name: reseller, title: Ours}"}},
		"a draft": {
			first: []string{"status: signed", "status: draft"},
			edits: []string{"rate: 12%", "rate: 10%", "territory: [DE, AT]", "territory: [DE]"}},
		"before the repository took over": {
			first: []string{"---\napiVersion: entente/v1\nkind: CommissionPlan", doc("Organization", "acme", "baseCurrency: USD\ntimezone: Europe/Paris\nadopted: 2026-07-01\npeople: [{id: partner-manager}]") + "---\napiVersion: entente/v1\nkind: CommissionPlan"},
			edits: []string{"rate: 12%", "rate: 10%"}},
		"a rate in the text": {
			edits: []string{"rate: 12%", "rate: 10%"},
			want: []said{{"undated-change", "10%", "`rules/deals/bands/steps/mid/rate` goes from 12% to 10% without a day, so it would hold for the past of `northwind-reseller`, too.",
				"put it back, and add this with this or a later day: changes: [{id: from-2026-07-14, effective: 2026-07-14, set: {rules: [{id: deals, bands: {steps: [{id: mid, rate: 10%}]}}]}}]"}}},
		"a step more, and one less": {
			edits: []string{"{id: mid, upTo: 150000 USD, rate: 12%}", "{id: high, upTo: 200000 USD, rate: 13%}"},
			want: []said{{"undated-change", "high", "`rules/deals/bands/steps/high` is added, and one more value changes without a day",
				"set: {rules: [{id: deals, bands: {steps: [{id: high, upTo: 200000 USD, rate: 13%}, {id: mid, remove: true}]}}]}"}}},
		"a rate for bands": {
			edits: []string{"bands: {method: graduated, reset: quarterly, steps: [{id: base, upTo: 50000 USD, rate: 10%}, {id: mid, upTo: 150000 USD, rate: 12%}, {id: top, rate: 15%}]}", "rate: 11%\n      where: 'amount > money(\"5 USD\")'"},
			want:  []said{{"undated-change", "'amount > money(\"5 USD\")'", "is added", "set: {rules: [{id: deals, where: 'amount > money(\"5 USD\")', rate: 11%}]}"}}},
		"a further rule in front": {
			edits: []string{"rules:\n", "rules:\n    - {id: launch, trigger: closed-won, rate: 20%}\n"},
			want: []said{{"undated-change", "launch", "`rules/launch` is added",
				"set: {rules: [{id: launch, trigger: closed-won, rate: 20%}, {id: deals}]}"}}},
		"a second dated change beside one of the past": {
			first: dated("{id: from-2026-07-14, effective: 2026-02-01, " + lower + "}"),
			edits: []string{"rate: 15%", "rate: 14%"},
			want:  []said{{"undated-change", "14%", "from 15% to 14%", "add to `changes`, with this or a later day: - {id: from-2026-07-14-2, effective: 2026-07-14,"}}},
		"a value that a dated change has replaced": {
			first: dated("{id: lower-mid, effective: 2026-02-01, " + lower + "}"),
			edits: []string{"rate: 12%", "rate: 11%"},
			want:  []said{{"past-terms", "11%", "a dated change took its place", "put `12%` back"}}},
		"a territory of a signed agreement": {
			edits: []string{"[DE, AT]", "[DE, AT, CH]"},
			want: []said{{"undated-change", "CH", "in an agreement that is signed",
				"amendments: [{id: from-2026-07-14, effective: 2026-07-14, set: {territory: [DE, AT, CH]}}]"}}},
		"another partner": {
			edits: []string{"partner: northwind\n  program", "partner: contoso\n  program"},
			want:  []said{{"undated-change", "contoso", "goes from northwind to contoso", "put it back, and write a new agreement for `contoso`"}}},
		"a target": {
			edits: []string{"target: 300000 USD", "target: 250000 USD"},
			want: []said{{"undated-change", "250000 USD", "in a goal that both sides work by",
				"changes: [{id: from-2026-06-30, effective: 2026-06-30, set: {kpis: [{kpi: won-revenue, target: 250000 USD}]}}]"}}},
		"a baseline that becomes known": {
			first: []string{"baseline: 0 USD, ", ""},
			edits: []string{"target: 300000 USD", "target: 300000 USD, baseline: 1000 USD"}},
		"a target whose time is over": {
			first: []string{"period: 2026", "period: 2026-Q1"},
			edits: []string{"target: 300000 USD", "target: 250000 USD"},
			want:  []said{{"undated-change", "250000 USD", "from 300000 USD to 250000 USD", "put it back: the goal's period is over"}}},
		"a change put into the past": {
			edits: dated("{id: lower-mid, effective: 2026-06-01, " + lower + "}"),
			want:  []said{{"past-terms", "2026-06-01", "`lower-mid` is new, and would change terms from 2026-06-01 on; today is 2026-06-30.", "write `effective: 2026-07-14` or a later day"}}},
		"the terms of a change that has begun": {
			first: dated("{id: lower-mid, effective: 2026-06-01, " + lower + "}"),
			edits: []string{"rate: 10%}]}}]}", "rate: 9%}]}}]}"},
			want:  []said{{"past-terms", "9%", "in a change that is in force since 2026-06-01", "put it back"}}},
		"a change that has begun, put off": {
			first: dated("{id: lower-mid, effective: 2026-06-01, " + lower + "}"),
			edits: []string{"effective: 2026-06-01", "effective: 2026-08-01"},
			want:  []said{{"past-terms", "2026-08-01", "goes from 2026-06-01 to 2026-08-01", "put it back"}}},
		"a change that has begun, taken out": {
			first: dated("{id: lower-mid, effective: 2026-06-01, " + lower + "}"),
			edits: []string{"changes: [{id: lower-mid, effective: 2026-06-01, " + lower + "}]", "rounding: {mode: half-up}"},
			want: []said{{"past-terms", "reseller", "`lower-mid` was in force since 2026-06-01", "put it back"},
				{"undated-change", "half-up", "`rounding/mode` is added (half-up) without a day", "set: {rounding: {mode: half-up}}"}}},
		"a change that is still to come, taken out": {
			first: dated("{id: lower-mid, effective: 2026-09-01, " + lower + "}"),
			edits: []string{"changes: [{id: lower-mid, effective: 2026-09-01, " + lower + "}]", "changes: []"}},
		"a change that is still to come, brought forward": {
			first: dated("{id: lower-mid, effective: 2026-09-01, " + lower + "}"),
			edits: []string{"effective: 2026-09-01", "effective: 2026-07-05"},
			want:  []said{{"change-notice", "2026-07-05", "14 days of notice was agreed with `northwind-reseller`", "write `effective: 2026-07-14` or a later day"}}},
		"an amendment without notice": {
			edits: amended("{id: smaller, effective: 2026-07-01, set: {territory: [DE]}}"),
			want:  []said{{"change-notice", "2026-07-01", "1 day after today", "write `effective: 2026-07-14` or a later day"}}},
		"a first day in the past": {
			edits: []string{"term: {effective: 2026-01-01", "term: {effective: 2026-03-01"},
			want:  []said{{"past-terms", "2026-03-01", "what was earned from 2026-01-01 to 2026-02-28 would change", "put 2026-01-01 back"}}},
		"a first day before anybody was bound": {edits: []string{"\n  effective: 2026-01-01", "\n  effective: 2025-01-01"}},
		"an end that is still to come":         {edits: []string{"territory:", "ended: {on: 2026-07-31, reason: convenience, windDownOwner: partner-manager}\n  territory:"}},
		"an end in the past": {
			edits: []string{"territory:", "ended: {on: 2026-05-31, reason: convenience, windDownOwner: partner-manager}\n  territory:"},
			want:  []said{{"past-terms", "2026-05-31", "The last day moves from none to 2026-05-31", "write `on: 2026-06-30` or a later day"}}},
		"a signature taken back": {
			edits: []string{"status: signed", "status: draft"},
			want:  []said{{"past-terms", "draft", "was signed, and is `draft` now", "write `status: signed`"}}},
	} {
		t.Run(name, func(t *testing.T) {
			before := strings.NewReplacer(c.first...).Replace(resellersBefore)
			after := strings.NewReplacer(c.edits...).Replace(before)
			if after == before {
				t.Fatal("the case changes nothing")
			}
			found := changeFaults(t, before, after)
			var got, want []string
			for i, f := range found {
				got = append(got, f.Code+" "+f.At.Text())
				if i < len(c.want) && !(strings.Contains(f.Detail, c.want[i].detail) && strings.Contains(f.Fix, c.want[i].fix)) {
					t.Errorf("%s\n%s\nwant in them\n%s\n%s", f.Detail, f.Fix, c.want[i].detail, c.want[i].fix)
				}
			}
			for _, w := range c.want {
				want = append(want, w.code+" "+w.marked)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got\n%s%s", diff, spelled(found))
			}
		})
	}
}
