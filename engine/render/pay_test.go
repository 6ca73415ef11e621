package render

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/spec"
)

// paid is a plan in which partners move by the given amounts.
func paid(deltas ...string) plan.Plan {
	price := &plan.Price{From: "2025-07-01", To: "2026-06-30", Currency: "USD"}
	for i, delta := range deltas {
		amount, currency, _ := strings.Cut(delta, " ")
		price.Partners = append(price.Partners, plan.PartnerPrice{Address: spec.Address(fmt.Sprintf("partner/p%d", i)), Title: fmt.Sprintf("P%d", i),
			Currency: currency, Before: "100.00", After: "0.00", Delta: amount})
	}
	return plan.Plan{FormatVersion: plan.FormatVersion, Headline: "One change.", Changes: []plan.Change{{Action: plan.Update, Address: "program/p", Path: "plan"}},
		Impact: plan.Impact{ProForma: price, Actual: &plan.Actual{AlreadyEarned: "0.00"}}}
}

func bothForms(t *testing.T, p plan.Plan) (text, md string) {
	t.Helper()
	return written(t, func(w io.Writer) error { return Plan(w, p, Options{}) }), written(t, func(w io.Writer) error { return PlanMarkdown(w, p) })
}

func TestLosersAreApartFromGainersBySize(t *testing.T) {
	text, md := bothForms(t, paid("-1.00", "-20.00", "5.00", "30.00", "-3.50"))
	for name, got := range map[string]string{"text": text, "markdown": md} {
		at := 0
		for _, want := range []string{"3 partners would earn less: −24.50 USD", "P1 ", "P4 ", "P0 ", "2 partners would earn more, which the company pays: +35.00 USD", "P3 ", "P2 "} {
			i := strings.Index(got[at:], want)
			if i < 0 {
				t.Fatalf("%s: %q is not there in its place:\n%s", name, want, got)
			}
			at += i
		}
	}
	if !strings.HasPrefix(md, "### Entente plan: 1 change, 3 partners would earn less, 2 would earn more\n") {
		t.Error(md)
	}
}

func TestTheLargestAreListedAndTheOthersCounted(t *testing.T) {
	var deltas []string
	for i := range 32 {
		deltas = append(deltas, fmt.Sprintf("-%d.00", i+1))
	}
	text, md := bothForms(t, paid(deltas...))
	for name, got := range map[string]string{"text": text, "markdown": md} {
		// 12 + 11 + … + 1 of the smallest
		if !strings.Contains(got, "… and 12 more, −78.00 USD") || !strings.Contains(got, "P31 ") || strings.Contains(got, "P11 ") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

func TestOtherCurrenciesAreSummedApart(t *testing.T) {
	text, _ := bothForms(t, paid("-1.00", "-20 JPY", "-2.00"))
	if !strings.Contains(text, "3 partners would earn less: −20 JPY and −3.00 USD") {
		t.Error(text)
	}
	p := paid("-100.00", "90.00 EUR")
	p.Impact.ProForma.Partners[1].Address, p.Impact.ProForma.Partners[1].Title = "partner/p0", "P0"
	text, md := bothForms(t, p)
	if !strings.Contains(text, "1 partner would be paid in another currency: −100.00 USD and +90.00 EUR") || !strings.Contains(md, "plan: 1 change, 1 partner would be paid in another currency\n") {
		t.Error(text, md)
	}
}

func TestPayThatOnlyChangesItsPeriodIsNoLoss(t *testing.T) {
	p := paid("0.00")
	p.Impact.ProForma.Partners[0].Periods = []plan.PeriodPrice{{Period: "2026-Q1", Before: "100.00", After: "0.00", Delta: "-100.00"}, {Period: "2026-Q2", Before: "0.00", After: "100.00", Delta: "100.00"}}
	text, md := bothForms(t, p)
	if !strings.Contains(text, "1 partner would earn the same, in other periods") || !strings.Contains(text, "P0: 2026-Q1 −100.00, 2026-Q2 +100.00") || !strings.Contains(md, "1 partner would earn the same\n") {
		t.Error(text, md)
	}
}

func TestNobodyMoves(t *testing.T) {
	text, md := bothForms(t, paid())
	none := plan.Plan{Headline: "One change.", Changes: paid().Changes}
	without, _ := bothForms(t, none)
	if !strings.Contains(text, nobodyMoves) || !strings.Contains(md, nobodyMoves) || strings.Contains(without, "ommission") {
		t.Error(text, md, without)
	}
}

func TestAlikeReasonsAreGivenOnce(t *testing.T) {
	p := paid("-1.00", "-2.00", "-3.00")
	for i := range p.Impact.ProForma.Partners {
		row := &p.Impact.ProForma.Partners[i]
		own := plan.Cause{Address: spec.Address(fmt.Sprintf("agreement/a%d", i)), Path: "program", File: fmt.Sprintf("a%d.yaml", i), Line: 5}
		n := &plan.Naming{By: "program", Plan: "commissionplan/standard", Path: []plan.Cause{own, {Address: "program/p", Path: "plan", File: "p.yaml", Line: 6}, {Address: "commissionplan/standard", File: "plan.yaml", Line: 3}}}
		row.Ways = []plan.Way{{Agreement: own.Address, Before: n, After: n}}
		row.Through = []plan.Cause{{Address: "commissionplan/standard", Path: "rules/all/rate", File: "plan.yaml", Line: 12}}
	}
	text, md := bothForms(t, p)
	if want := "Why 3 partners move (P2, P1 and P0): the agreement of each inherits plan `standard` from the\n  program (p.yaml:6 → plan.yaml:12)\n"; !strings.Contains(text, want) {
		t.Error(text)
	}
	if want := "**Why 3 partners move (P2, P1 and P0):** the agreement of each inherits plan `standard` from the program (`p.yaml:6` → `plan.yaml:12`)."; !strings.Contains(md, want) {
		t.Error(md)
	}
}

// A level with a plan of its own is left out of the change; what paid before it was
// reached is not.
func TestAChangedPlanThatPaidForAPartOfTheTime(t *testing.T) {
	p := paid("-1.00")
	n := &plan.Naming{By: "tier", Tier: "gold", Plan: "commissionplan/gold", Path: []plan.Cause{{Address: "commissionplan/gold", File: "gold.yaml", Line: 3}}}
	row := &p.Impact.ProForma.Partners[0]
	row.Ways = []plan.Way{{Agreement: "agreement/a", Before: n, After: n}}
	row.Through = []plan.Cause{{Address: "commissionplan/standard", Path: "rules/all/rate", File: "plan.yaml", Line: 12}}
	_, md := bothForms(t, p)
	want := "**Why P0 moves:** its agreement paid by plan `standard` for a part of the time, and now takes plan `gold` from tier gold (`plan.yaml:12`)."
	if !strings.Contains(md, want) {
		t.Error(md)
	}
}

func TestPartsThatCannotBeToldApart(t *testing.T) {
	p := paid("-1.00")
	p.Previous = &plan.Previous{AsOf: "2026-06-29", Head: plan.WorkingFolder, Together: []plan.Part{plan.ByData, plan.ByRate, plan.ByTerms}, Reason: plan.RevisionGone,
		Splits: []plan.Split{{Currency: "USD", Before: "-3.00", After: "-1.00", Difference: "2.00", ToolVersion: text("0.00"), Unsplit: text("2.00")}}}
	_, md := bothForms(t, p)
	want := "Against the plan of 2026-06-29, head working folder: Δ was −3.00 and is −1.00 USD, +2.00: tool version 0.00, " +
		"data, exchange rate and terms together +2.00, which cannot be told apart: its revisions are not in this repository."
	if !strings.Contains(md, want) {
		t.Error(md)
	}
}
