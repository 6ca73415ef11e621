package render

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/spec"
)

func text(s string) *string { return &s }

const stepRate = "rules/new-business/bands/steps/mid/rate"

func samplePlan() plan.Plan {
	return plan.Plan{
		FormatVersion: plan.FormatVersion, Base: "4c1d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f809", Head: "a77f02bf1a2b3c4d5e6f708192a3b4c5d6e7f809",
		AsOf: "2026-06-30", ToolVersion: "0.3.0", FactsDigest: "sha256:3f9c2a5be1d04c77", TermsDigest: "sha256:77aa", PlanDigest: "sha256:91bd04e1a2b3",
		Headline: "6 changes in agreement/northwind-reseller, commissionplan/reseller, goal/old and 2 more. KPIs of 2 partners move: Northwind and 名前.",
		Changes: []plan.Change{
			{Action: plan.Update, Address: "agreement/northwind-reseller", Title: "Northwind reseller agreement", Path: "terms/liability/cap",
				Before: text("100000.00 USD"), After: text("1250000.00 USD"), File: "agreements/northwind-reseller.yaml", Line: 10, Reason: plan.Edited},
			{Action: plan.Update, Address: "commissionplan/reseller", Title: "Reseller plan", Path: stepRate, Before: text("12%"), After: text("10%"),
				Effective: "2026-07-15", AppliesTo: "new-deals", Note: "Margin on mid-size deals", File: "plans/reseller.yaml", Line: 26, Reason: plan.PlanChange,
				About: "50,000 to 150,000 USD a quarter", Reach: "3 of 5 won deals"},
			{Action: plan.Reorder, Address: "commissionplan/reseller", Title: "Reseller plan", Path: "rules", Before: text("a, b"), After: text("b, a"),
				File: "plans/reseller.yaml", Line: 7, Reason: plan.Reordered, Positions: []plan.Position{{Item: "b", From: 2, To: 1, Of: 2}}},
			{Action: plan.Delete, Address: "goal/old", Title: "old", Before: text("Goal"), File: "goals/old.yaml", Line: 3, Reason: plan.Removed},
			{Action: plan.Create, Address: "partner/acme", Title: "Acme", After: text("Partner"), File: "partners/acme.yaml", Line: 3, Reason: plan.Added},
			{Action: plan.Create, Address: "program/resellers", Title: "Reseller program", Path: "tiers/levels/bronze", After: text("plan: reseller"),
				File: "programs/resellers.yaml", Line: 30, Reason: plan.Added, Positions: []plan.Position{{Item: "bronze", To: 2, Of: 4}}},
		},
		Notices: []plan.Notice{
			{Agreement: "agreement/northwind-reseller", Partner: "partner/northwind", Title: "Northwind", Through: "commissionplan/reseller",
				Effective: "2026-07-15", Notice: "14 days", MergeBy: "2026-07-01", Kept: true},
			{Agreement: "agreement/wide", Partner: "partner/wide", Title: "名前", Through: "commissionplan/reseller",
				Effective: "2026-07-15", Notice: "60 days", MergeBy: "2026-05-16"}},
		Previous: samplePrevious(),
		Impact: plan.Impact{Period: "2026-01-01..2026-06-30", ProForma: samplePrice(), Actual: sampleActual(), Values: []plan.Delta{
			{Address: "partner/northwind", Title: "Northwind", What: "kpi/lead-to-close", Unit: "percent", BeforeReason: "no-denominator", After: text("50")},
			{Address: "partner/northwind", Title: "Northwind", What: "kpi/win-rate", Unit: "percent", Before: text("80"), After: text("83.33333333"), Delta: text("3.33333333")},
			{Address: "partner/northwind", Title: "Northwind", What: "kpi/won-revenue", Unit: "money", Currency: "USD",
				Before: text("131500.00"), After: text("130878.89"), Delta: text("-621.11"), Because: []spec.Address{"commissionplan/reseller"},
				Through: []plan.Cause{{Address: "commissionplan/reseller", Path: stepRate, File: "plans/reseller.yaml", Line: 26}}},
			{Address: "partner/wide", Title: "名前", What: "kpi/average-deal-size", Unit: "money", Currency: "USD",
				Before: text("8999.995"), After: text("8999.999"), Delta: text("0.004")},
		}},
		Data: &plan.Data{FactsDigest: "sha256:0011223344", Files: []string{"data/deals.csv"}, Values: []plan.Delta{
			{Address: "partner/northwind", Title: "Northwind", What: "kpi/big-deals", Unit: "count", Before: text("1200"), After: text("1201"), Delta: text("1")}}},
		Findings: plan.Findings{Unchanged: 5,
			New:      []plan.Finding{plan.FindingOf(goalDrift()), plan.FindingOf(unplaced())},
			Resolved: []plan.Finding{plan.FindingOf(bandOrder())}},
		Collateral: []plan.Collateral{{Address: "partner/northwind", Title: "Northwind",
			Through: []plan.Cause{{Address: "commissionplan/reseller", Path: stepRate, File: "plans/reseller.yaml", Line: 26}}}},
	}
}

// samplePrice is of two partners who lose, one of them in yen, and one who gains.
func samplePrice() *plan.Price {
	through := []plan.Cause{{Address: "commissionplan/reseller", Path: stepRate, File: "plans/reseller.yaml", Line: 26}}
	inherits := &plan.Naming{By: "program", Plan: "commissionplan/reseller", Path: []plan.Cause{
		{Address: "agreement/northwind-reseller", Path: "program", File: "agreements/northwind-reseller.yaml", Line: 6},
		{Address: "program/resellers", Path: "plan", File: "programs/resellers.yaml", Line: 6},
		{Address: "commissionplan/reseller", File: "plans/reseller.yaml", Line: 3}}}
	pinned := &plan.Naming{By: "tier", Tier: "gold", Pinned: true, Plan: "commissionplan/gold", Path: []plan.Cause{
		{Address: "agreement/wide", Path: "program", File: "agreements/wide.yaml", Line: 5},
		{Address: "partner/wide", Path: "programs/resellers/pin", File: "partners/wide.yaml", Line: 9}}}
	own := &plan.Naming{By: "agreement", Plan: "commissionplan/reseller", Path: []plan.Cause{{Address: "agreement/wide", Path: "plan", File: "agreements/wide.yaml", Line: 7}}}
	return &plan.Price{From: "2025-07-01", To: "2026-06-30", Currency: "USD",
		Total: []plan.Total{{Currency: "JPY", Before: "90000", After: "85000", Delta: "-5000", Yearly: "5000"},
			{Currency: "USD", Before: "20626.67", After: "20055.56", Delta: "-571.11", Yearly: "671.11"}},
		Partners: []plan.PartnerPrice{
			{Address: "partner/wide", Title: "名前", Currency: "JPY", Before: "90000", After: "85000", Delta: "-5000", Touched: true, Revenue: "1000000",
				ShareBefore: text("9.0"), ShareAfter: text("8.5"), Periods: []plan.PeriodPrice{{Period: "2026-Q1", Before: "90000", After: "85000", Delta: "-5000", Closed: true}},
				Through: through, CapBefore: "0", CapAfter: "0", Ways: []plan.Way{{Agreement: "agreement/wide", Before: pinned, After: own}}},
			{Address: "partner/northwind", Title: "Northwind", Before: "18126.67", After: "17505.56", Delta: "-621.11", Revenue: "187055.55",
				ShareBefore: text("9.7"), ShareAfter: text("9.4"), OpenDeals: 1, KeepOld: 1, Registered: 2, CapBefore: "0.00", CapAfter: "12.00",
				Periods: []plan.PeriodPrice{{Period: "2025-Q4", Before: "5666.67", After: "5555.56", Delta: "-111.11", Closed: true},
					{Period: "2026-Q2", Before: "12460.00", After: "11950.00", Delta: "-510.00"}},
				Through: through, Ways: []plan.Way{{Agreement: "agreement/northwind-reseller", Before: inherits, After: inherits}}},
			{Address: "partner/contoso", Title: "Contoso", Before: "2500.00", After: "2550.00", Delta: "50.00", Revenue: "0.00", OpenDeals: 3, KeepOld: 1,
				CapBefore: "0.00", CapAfter: "0.00", Through: through}},
		Bands: []plan.BandChange{{Address: "commissionplan/reseller", Rule: "new-business", Unit: "USD", Window: "a quarter",
			Effects: []plan.Effect{{From: "0.00", To: text("50000.00"), Pays: plan.PaysSame}, {From: "50000.00", To: text("157142.86"), Pays: plan.PaysLess},
				{From: "157142.86", Pays: plan.PaysMore}}, BreakEven: []string{"157142.86"}}},
		Caps: []plan.CapChange{{Address: "commissionplan/reseller", Rule: "new-business", Cap: "perPeriod", Currency: "USD", Before: "1300.00",
			Largest: "1499.99", Events: 4, WorstCase: "5999.96"}}}
}

func sampleActual() *plan.Actual {
	return &plan.Actual{AlreadyEarned: "-400.00", Total: []plan.Total{{Currency: "USD", Before: "18126.67", After: "17726.67", Delta: "-400.00", Yearly: "400.00"}},
		Partners: []plan.PartnerPrice{{Address: "partner/northwind", Title: "Northwind", Before: "18126.67", After: "17726.67", Delta: "-400.00",
			Revenue: "187055.55", CapBefore: "0.00", CapAfter: "0.00", Periods: []plan.PeriodPrice{{Period: "2026-Q1", Before: "7400.00", After: "7000.00", Delta: "-400.00", Closed: true}}}}}
}

func samplePrevious() *plan.Previous {
	return &plan.Previous{Base: "4c1d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f809", Head: "a77f02bf1a2b3c4d5e6f708192a3b4c5d6e7f809", AsOf: "2026-06-29",
		ToolVersion: "0.2.0", PlanDigest: "sha256:77", Together: []plan.Part{}, Splits: []plan.Split{{Currency: "USD", Before: "-155.28", After: "-571.11", Difference: "-415.83",
			Terms: text("-465.83"), Data: text("50.00"), ToolVersion: text("0.00"), ExchangeRate: text("0.00")}}}
}

func unchanged() plan.Plan {
	return plan.Plan{FormatVersion: plan.FormatVersion, Base: "main folder", Head: "../it's here", AsOf: "2026-06-30", ToolVersion: "0.3.0",
		FactsDigest: "sha256:3f9c2a5be1d04c77", PlanDigest: "sha256:91bd04e1a2b3", Headline: "No changes: both revisions declare the same."}
}

func TestPlanAsText(t *testing.T) {
	golden(t, "plan.txt", func(w io.Writer) error { return Plan(w, samplePlan(), Options{}) })
	golden(t, "plan-narrow.txt", func(w io.Writer) error { return Plan(w, samplePlan(), Options{Width: 60}) })
	for _, columns := range []int{80, 100, 120} {
		got := golden(t, fmt.Sprintf("plan-%d.txt", columns), func(w io.Writer) error { return Plan(w, samplePlan(), Options{Width: columns}) })
		for line := range strings.Lines(got) {
			if n := width(strings.TrimSuffix(line, "\n")); n > columns && !strings.HasPrefix(line, "reproduce:") {
				t.Errorf("%d columns, of %d: %s", n, columns, line)
			}
		}
	}
	golden(t, "plan-none.txt", func(w io.Writer) error { return Plan(w, unchanged(), Options{}) })
}

func TestPlanIsColoredOnlyWhenAskedFor(t *testing.T) {
	bare := written(t, func(w io.Writer) error { return Plan(w, samplePlan(), Options{}) })
	colored := written(t, func(w io.Writer) error { return Plan(w, samplePlan(), Options{Color: true}) })
	if strings.Contains(bare, "\x1b") || !strings.Contains(colored, "\x1b[32m+\x1b[0m") {
		t.Errorf("colours: %q", colored)
	}
	if diff := cmp.Diff(bare, ansi.ReplaceAllString(colored, "")); diff != "" {
		t.Errorf("colour changes the text: %s", diff)
	}
}

func TestPlanAsMarkdown(t *testing.T) {
	golden(t, "plan.md", func(w io.Writer) error { return PlanMarkdown(w, samplePlan()) })
	golden(t, "plan-none.md", func(w io.Writer) error { return PlanMarkdown(w, unchanged()) })
}

func TestPlanAsJSONReadsBack(t *testing.T) {
	got := golden(t, "plan.json", func(w io.Writer) error { return PlanJSON(w, samplePlan()) })
	var back plan.Plan
	if err := json.Unmarshal([]byte(got), &back); err != nil {
		t.Fatal(err)
	}
	again := written(t, func(w io.Writer) error { return PlanJSON(w, back) })
	if diff := cmp.Diff(got, again); diff != "" {
		t.Error(diff)
	}
	golden(t, "plan-none.json", func(w io.Writer) error { return PlanJSON(w, unchanged()) })
}

func TestAMoveIsRoundedUnlessThatHidesIt(t *testing.T) {
	for _, c := range []struct {
		delta plan.Delta
		want  move
	}{
		{plan.Delta{Unit: "money", Currency: "USD", Before: text("18126.67"), After: text("17505.56"), Delta: text("-621.11")},
			move{"", "18,126.67 USD", "17,505.56 USD", "−621.11", ""}},
		{plan.Delta{Unit: "money", Currency: "JPY", Before: text("-1200"), After: text("34567"), Delta: text("35767")},
			move{"", "−1,200 JPY", "34,567 JPY", "+35,767", ""}},
		{plan.Delta{Unit: "money", Currency: "USD", Before: text("8999.995"), After: text("9000.001"), Delta: text("0.006")},
			move{"", "8,999.995 USD", "9,000.001 USD", "+0.006", ""}},
		{plan.Delta{Unit: "percent", Before: text("83.33333333"), After: text("80"), Delta: text("-3.33333333")},
			move{"", "83.3%", "80%", "−3.3 points", ""}},
		{plan.Delta{Unit: "percent", Before: text("83.33333333"), After: text("83.34"), Delta: text("0.00666667")},
			move{"", "83.33333333%", "83.34%", "+0.00666667 points", ""}},
		{plan.Delta{Unit: "days", Before: text("2"), After: text("1"), Delta: text("-1")}, move{"", "2 days", "1 day", "−1 day", ""}},
		{plan.Delta{Unit: "percent", Before: text("49"), After: text("50"), Delta: text("1")}, move{"", "49%", "50%", "+1 point", ""}},
		{plan.Delta{Unit: "days", Before: text("30"), After: text("31.5"), Delta: text("1.5")}, move{"", "30 days", "31.5 days", "+1.5 days", ""}},
		{plan.Delta{Unit: "count", BeforeReason: plan.NotDeclared, After: text("1234567")}, move{"", "no value", "1,234,567", "", "before: not declared"}},
		{plan.Delta{Unit: "count", Before: text("3"), After: text("3"), Delta: text("0")}, move{"", "3", "3", "0", ""}},
		{plan.Delta{Unit: "count", Before: text("1e999999999"), After: text("1/3"), Delta: text("x")}, move{"", "1e999999999", "1/3", "x", ""}},
	} {
		got := moveOf(c.delta)
		if c.want.by == "x" {
			got.by = "x" // what is no decimal is only not read
		}
		if got != c.want {
			t.Errorf("got %+v, want %+v", got, c.want)
		}
	}
}

func TestMarkdownListsAtMost200Changes(t *testing.T) {
	pl := samplePlan()
	pl.Changes = nil
	for i := range 1500 {
		pl.Changes = append(pl.Changes, plan.Change{Action: plan.Update, Address: spec.Address(fmt.Sprintf("partner/p%d", i/10)), Path: "lifecycle",
			Before: text("active"), After: text("paused"), File: "p.yaml", Line: i + 1})
	}
	md := written(t, func(w io.Writer) error { return PlanMarkdown(w, pl) })
	if n := strings.Count(md, "lifecycle: active → paused"); n != 200 || !strings.Contains(md, "\n\n… and 1,300 more\n\n</details>") {
		t.Errorf("%d changes are listed", n)
	}
	for name, write := range map[string]func(io.Writer) error{
		"text":    func(w io.Writer) error { return Plan(w, pl, Options{}) },
		"summary": func(w io.Writer) error { return WholePlanMarkdown(w, pl) },
	} {
		if n := strings.Count(written(t, write), "lifecycle: active → paused"); n != 1500 {
			t.Errorf("%s lists %d changes", name, n)
		}
	}
}

// A comment has room for twenty partners and sixty periods; the summary for all.
func TestTheSummaryNamesEveryPartner(t *testing.T) {
	pl := samplePlan()
	price := &plan.Price{Currency: "USD"}
	for i := range 70 {
		price.Partners = append(price.Partners, plan.PartnerPrice{Address: spec.Address(fmt.Sprintf("partner/p%d", i)), Before: "2.00", After: "1.00", Delta: "-1.00",
			Periods: []plan.PeriodPrice{{Period: "2026-Q1", Before: "2.00", After: "1.00", Delta: "-1.00"}}})
	}
	pl.Impact.ProForma = price
	comment := written(t, func(w io.Writer) error { return PlanMarkdown(w, pl) })
	summary := written(t, func(w io.Writer) error { return WholePlanMarkdown(w, pl) })
	if strings.Contains(comment, "| partner/p69 |") || !strings.Contains(comment, "… and 50 more, −50.00 USD") || !strings.Contains(comment, "… and 10 more periods") {
		t.Errorf("the comment is not cut where it should be:\n%s", comment)
	}
	if n := strings.Count(summary, "| partner/p69"); n != 2 || strings.Contains(summary, "… and") {
		t.Errorf("the summary names the last partner %d times:\n%s", n, summary)
	}
}

// Two units of one repository comment on the same pull request.
func TestThePlanOfAUnitNamesIt(t *testing.T) {
	pl := samplePlan()
	pl.Unit = "emea/a b"
	md := written(t, func(w io.Writer) error { return PlanMarkdown(w, pl) })
	if !strings.HasPrefix(md, "### Entente plan of `emea/a b`: ") || !strings.Contains(md, "entente plan -C 'emea/a b' --base") {
		t.Errorf("it begins %.60q and does not say how to make it again", md)
	}
}

func TestNamesInASentenceAreCode(t *testing.T) {
	for text, want := range map[string]string{
		"put `a|@b` here, and `c`":   "put `a|@b` here, and `c`",
		"an `open one @x":            "an &#96;open one &#64;<!-- -->x",
		"`` is empty":                "&#96;&#96; is empty",
		"see `[a](http://x)` [b](c)": "see `[a](http://x)` &#91;b&#93;(c)",
	} {
		if got := prose(text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// Where one person is the decider and the only one of a function, one line asks both,
// whoever of them cannot give it.
func TestOnePersonIsAskedOnce(t *testing.T) {
	decider, function := plan.Need{Person: "finance-lead", Count: 1, May: []string{"finance-lead"}}, plan.Need{Function: "finance", Count: 1, May: []string{"finance-lead"}}
	const cannot = ", who has no GitHub account"
	a := plan.Approval{Rule: "commission", Because: "pay moves", Need: []plan.Need{decider, function},
		Missing: []plan.Missing{{Need: decider, Why: decider.Words(0) + cannot}, {Need: function, Why: function.Words(0) + cannot}}}
	if got, want := approvalWords(a), "⏳ finance: anyone of 1 person, who has no GitHub account, because pay moves"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	a.Missing[0].Why = "finance-lead asked for changes"
	if got := approvalWords(a); !strings.Contains(got, "finance-lead asked for changes, finance: anyone") {
		t.Errorf("an objection is lost: %s", got)
	}
}

func TestOneApprovalIsOneLine(t *testing.T) {
	one := plan.Approval{Rule: "commission", Action: "set-commission", File: "rights.yaml", Line: 8, Because: "the yearly payout changes", Met: true,
		Need: []plan.Need{{Function: "finance", Count: 1, May: []string{"finance-lead"}}}}
	for n, want := range map[int]string{
		1: "**Approvals** 1 of 1 · ✅ finance: anyone of 1 person, because the yearly payout changes (`rights.yaml:8`)",
		2: "**Approvals** 2 of 2\n- ✅ finance: anyone of 1 person, because the yearly payout changes (`rights.yaml:8`)\n- ✅",
	} {
		pl := samplePlan()
		pl.Approvals = slices.Repeat([]plan.Approval{one}, n)
		pl.Headline += " Needs finance."
		if md := written(t, func(w io.Writer) error { return PlanMarkdown(w, pl) }); !strings.Contains(md, want) || !strings.Contains(md, "Approved, as it needs to be, by **finance**.") {
			t.Errorf("%d approvals:\n%s", n, md)
		}
	}
}

// poison puts a hostile text into every string of a value.
func poison(v reflect.Value, payload string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), payload)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			poison(v.Field(i), payload)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), payload)
		}
	case reflect.String:
		v.SetString(payload)
	}
}

const payload = "`</summary></details>|<script>x</script> [a](http://evil) www.evil.com @team #1 GH-1 ![i](x) **b** _u_ ~~s~~ $m$ \\\n" +
	"::error::x\r##[error]y\u2028\u202e\u200b\x1b[31m\x07 <!-- entente -->"

func poisoned() plan.Plan {
	pl := samplePlan()
	poison(reflect.ValueOf(&pl).Elem(), payload)
	for i := range pl.Changes { // the enumerations choose what is printed
		pl.Changes[i].Action = samplePlan().Changes[i].Action
	}
	return pl
}

func TestAPlanOfHostileTextIsHarmlessText(t *testing.T) {
	got := written(t, func(w io.Writer) error { return Plan(w, poisoned(), Options{Width: 40}) })
	for line := range strings.Lines(got) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.ContainsAny(line, "\x1b\x07\u202e\u200b\u2028\r") {
			t.Errorf("hostile line %q", line)
		}
	}
}

func TestAPlanOfHostileTextIsHarmlessMarkdown(t *testing.T) {
	got := written(t, func(w io.Writer) error { return PlanMarkdown(w, poisoned()) })
	outside := entity.ReplaceAllString(withoutCode(got), "")
	for _, raw := range []string{"@team", "#1", "<script", "http://", "www.", "GH-1", "[a]", "**b**", "_u_", "~~", "$m$", "<!-- entente", "::", `\`} {
		if strings.Contains(outside, raw) {
			t.Errorf("%q is raw", raw)
		}
	}
	if n, m := strings.Count(outside, "<details>"), strings.Count(outside, "</details>"); n != m || n == 0 {
		t.Errorf("%d folds are opened and %d closed", n, m)
	}
	cells := 0
	for line := range strings.Lines(got) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.ContainsAny(line, "\x1b\x07\u202e\u200b\u2028\r") {
			t.Errorf("hostile line %q", line)
		}
		switch n := strings.Count(withoutCode(line), "|"); {
		case !strings.HasPrefix(line, "|"):
			cells = 0
		case cells == 0:
			cells = n
		case n != cells:
			t.Errorf("not as many cells as the head of its table: %q", line)
		}
	}
}

// A partner under a new address is one that goes and one that comes.
func TestTwoOfOneTitleAreToldApart(t *testing.T) {
	p := samplePlan()
	for i := range p.Impact.Values {
		p.Impact.Values[i].Title = "Northwind"
	}
	for name, write := range map[string]func(io.Writer) error{
		"text":     func(w io.Writer) error { return Plan(w, p, Options{Width: 200}) },
		"markdown": func(w io.Writer) error { return PlanMarkdown(w, p) },
	} {
		got := written(t, write)
		if !strings.Contains(got, "Northwind (northwind)") || !strings.Contains(got, "Northwind (wide)") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

func TestCollateralSaysWhatMovesByWhat(t *testing.T) {
	rate := []plan.Cause{{Address: "commissionplan/reseller", Path: stepRate, File: "plans/reseller.yaml", Line: 26}}
	weights := []plan.Cause{{Address: "scorecard/health", Path: "criteria/a/weight", File: "card.yaml", Line: 7}, {Address: "scorecard/health", Path: "criteria/b/weight", File: "card.yaml", Line: 8}}
	var levels []plan.Cause
	for i := range 6 {
		levels = append(levels, plan.Cause{Address: "program/resellers", Path: fmt.Sprintf("tiers/levels/l%d", i), File: "p.yaml", Line: i + 1})
	}
	p := plan.Plan{Impact: plan.Impact{
		ProForma: &plan.Price{Currency: "USD", Partners: []plan.PartnerPrice{{Address: "partner/northwind", Title: "Northwind", Before: "18126.67", After: "-5.00", Through: rate}}},
		Values: []plan.Delta{
			{Address: "partner/northwind", Title: "Northwind", What: "band", Unit: "text", Before: text("good"), After: text("bad"), Through: weights},
			{Address: "partner/northwind", Title: "Northwind", What: "score", Unit: "score", Before: text("73"), After: text("50"), Through: weights},
			{Address: "partner/northwind", Title: "Northwind", What: "tier/resellers", Unit: "text", Before: text("gold"), After: text("silver"), Through: levels}}},
		Collateral: []plan.Collateral{{Address: "partner/northwind", Title: "Northwind"}, {Address: "program/new", Through: []plan.Cause{{Address: "kpi/x", File: "k.yaml", Line: 3}}}}}
	want := []string{
		"Northwind: pay over twelve months 18,126.67 → −5.00 USD | commissionplan/reseller " + stepRate + " (plans/reseller.yaml:26)",
		"Northwind: band good → bad, score 73.0 → 50.0 | scorecard/health criteria/a/weight (card.yaml:7), criteria/b/weight (card.yaml:8)",
		"Northwind: tier in resellers gold → silver | program/resellers tiers/levels/l0 (p.yaml:1), tiers/levels/l1 (p.yaml:2), tiers/levels/l2 (p.yaml:3), tiers/levels/l3 (p.yaml:4), and 2 more",
		"program/new: moves | kpi/x (k.yaml:3)"}
	var got []string
	for _, s := range sideEffects(p) {
		got = append(got, s.name+": "+s.words()+" | "+s.causes(plain))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestReproduceIsACommandThatWorks(t *testing.T) {
	for _, test := range []struct{ base, head, want string }{
		{"main", plan.WorkingFolder, "entente plan --base main --as-of 2026-06-30"},
		{"../before", "./my folder", "entente plan --base ../before --head './my folder' --as-of 2026-06-30"},
		{"~draft", "it's", `entente plan --base '~draft' --head 'it'\''s' --as-of 2026-06-30`},
	} {
		got := reproduce(plan.Plan{Base: test.base, Head: test.head, AsOf: "2026-06-30"})
		if got != test.want {
			t.Errorf("%s with %s: %s, want %s", test.base, test.head, got, test.want)
		}
	}
}
