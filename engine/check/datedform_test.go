package check_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// TestTheDatedFormOffered pastes what undated-change offers in place of an edit:
// nothing is left to say, and from its day on the terms are those of the edit.
func TestTheDatedFormOffered(t *testing.T) {
	for name, c := range map[string]struct {
		address spec.Address
		edits   []string
	}{
		"a rate":            {"commissionplan/reseller", []string{"rate: 12%", "rate: 10%"}},
		"steps":             {"commissionplan/reseller", []string{"{id: mid, upTo: 150000 USD, rate: 12%}", "{id: high, upTo: 200000 USD, rate: 13%, flat: 200 USD}"}},
		"a rate for bands":  {"commissionplan/reseller", []string{bandsPlan[strings.Index(bandsPlan, "bands:") : len(bandsPlan)-1], "rate: 11%\n      where: 'amount > money(\"5 USD\")'"}},
		"a rule in front":   {"commissionplan/reseller", []string{"rules:\n", "rules:\n    - {id: launch, trigger: closed-won, rate: 20%, cap: {perEvent: 5 USD}}\n"}},
		"a rule behind":     {"commissionplan/reseller", []string{"rate: 15%}]}\n", "rate: 15%}]}\n    - {id: late, trigger: collected, stack: true, recurring: 12 months, clawback: {schedule: [{within: 90 days, share: 100%}]}, rate: 2%}\n"}},
		"rounding":          {"commissionplan/reseller", []string{"currency: USD\n", "currency: USD\n  rounding: {mode: down, increment: 0.05 USD}\n  payout: {cadence: quarterly}\n"}},
		"a territory":       {"agreement/northwind-reseller", []string{"[DE, AT]", "[DE, AT, 'NO', \"CH: south\"]"}},
		"a clause":          {"agreement/northwind-reseller", []string{"territory:", "terms: {responsibilities: [{id: sell, activity: 'Sell, demo: install'}], leadProcess: {protection: 30 days}, liability: {cap: 100000 USD}}\n  territory:"}},
		"a target and more": {"goal/northwind-2026", []string{"target: 300000 USD}", "target: 250000 USD, weight: 60}, {kpi: win-rate, target: {low: 30%, high: 40%}, weight: 40}"}},
	} {
		t.Run(name, func(t *testing.T) {
			edited := strings.NewReplacer(c.edits...).Replace(resellersBefore)
			found := changeFaults(t, resellersBefore, edited)
			if len(found) != 1 || found[0].Code != "undated-change" {
				t.Fatalf("want one finding, got: %s", spelled(found))
			}
			_, form, ok := strings.Cut(found[0].Fix, "later day: ")
			if !ok {
				t.Fatalf("no dated form is offered: %s", found[0].Fix)
			}
			at := strings.Index(resellersBefore, "name: "+c.address.Name()+"}\nspec:\n") + len("name: "+c.address.Name()+"}\nspec:\n")
			pasted := resellersBefore[:at] + "  " + form + "\n" + resellersBefore[at:]
			if left := changeFaults(t, resellersBefore, pasted); len(left) > 0 {
				t.Errorf("after\n%s\nthere is left: %s", form, spelled(left))
			}
			if diff := cmp.Diff(finalTerms(t, bookOf(t, edited), c.address), finalTerms(t, bookOf(t, pasted), c.address)); diff != "" {
				t.Errorf("%s\n-edited +pasted\n%s", form, diff)
			}
		})
	}
}

// finalTerms are the fields of a document's last version but its dated changes.
func finalTerms(t *testing.T, book *resolve.Book, address spec.Address) map[string]string {
	doc := book.Docs.Get(address)
	versions := book.Versions(doc)
	last := *doc
	last.Spec = versions[len(versions)-1].Spec
	out := map[string]string{}
	for _, f := range state.Flatten(&last, versions).Fields {
		if f.Order == nil {
			out[f.Path] = f.Text
		}
	}
	if len(out) < 3 {
		t.Fatal("nothing to compare")
	}
	return out
}

// TestATermOfTheProgram: what signed agreements inherit from the program is theirs,
// too, unless they state it themselves.
func TestATermOfTheProgram(t *testing.T) {
	program := func(tail string) string {
		return doc("Program", "resellers", "type: reseller\nplan: reseller\nterms: {exit: {tail: {for: "+tail+"}}}")
	}
	agreement := doc("Agreement", "northwind-reseller", strings.ReplaceAll(signedSpec, "plan: reseller\n", ""))
	plan := doc("CommissionPlan", "reseller", bandsPlan)
	got := changeFaults(t, program("90 days")+agreement+plan, program("30 days")+agreement+plan)
	if len(got) != 1 || got[0].Code != "undated-change" || got[0].At.Text() != "30 days" || got[0].Resource != "program/resellers" ||
		!strings.Contains(got[0].Detail, "`terms/exit/tail/for` goes from 90 days to 30 days, and `northwind-reseller` inherits it") ||
		!strings.Contains(got[0].Fix, "amendments: [{id: from-2026-07-14, effective: 2026-07-14, set: {terms: {exit: {tail: {for: 30 days}}}}}]") {
		t.Errorf("got: %s", spelled(got))
	}
	stated := strings.Replace(agreement, "territory:", "terms: {exit: {tail: {for: 90 days}}}\n  territory:", 1)
	if got := changeFaults(t, program("90 days")+agreement+plan, program("30 days")+stated+plan); len(got) > 0 {
		t.Errorf("what was agreed is stated now, and nothing changes: %s", spelled(got))
	}
	other := doc("CommissionPlan", "other", "currency: USD\nrules: [{id: all, trigger: closed-won, rate: 1%}]")
	got = changeFaults(t, program("90 days")+agreement+plan, strings.Replace(program("90 days"), "plan: reseller", "plan: other", 1)+agreement+plan+other)
	if len(got) != 1 || got[0].At.Text() != "other" || got[0].Resource != "program/resellers" {
		t.Errorf("another plan for all: %s", spelled(got))
	}
}

func TestASignedAgreementStays(t *testing.T) {
	left := doc("CommissionPlan", "reseller", bandsPlan) + doc("Goal", "northwind-2026", goalSpec)
	got := changeFaults(t, resellersBefore, left)
	if len(got) != 1 || got[0].Code != "past-terms" || got[0].Resource != "agreement/northwind-reseller" {
		t.Errorf("got: %s", spelled(got))
	}
}

func TestUndecidedChange(t *testing.T) {
	lower := func(more string) string {
		return strings.Replace(resellersBefore, "currency: USD\n", "currency: USD\n  changes: [{id: lower, effective: 2026-09-01, set: {rounding: {mode: down}}"+more+"}]\n", 1)
	}
	decision := func(class, status string) string {
		return doc("Decision", "margins", "type: set-commission\nsubject: commissionplan/reseller\nclass: "+class+"\nstatus: "+status)
	}
	for name, c := range map[string]struct {
		head string
		want string // the text underlined; "" for nothing to say
	}{
		"no decision":                 {lower(""), ""},
		"a minor one is the merge":    {lower(", decision: margins") + decision("minor", "proposed"), ""},
		"an accepted one":             {lower(", decision: margins") + decision("reserved", "accepted"), ""},
		"a reserved one, still open":  {lower(", decision: margins") + decision("reserved", "open"), "margins"},
		"a rejected one":              {lower(", decision: margins") + decision("minor", "rejected"), "margins"},
		"a reserved one, not named":   {lower("") + decision("reserved", "proposed"), "lower"},
		"a reserved one, made before": {lower("") + decision("reserved", "accepted"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := changeFaults(t, resellersBefore, c.head)
			if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || got[0].Code != "undecided-change" || got[0].At.Text() != c.want) {
				t.Errorf("want %q, got: %s", c.want, spelled(got))
			}
		})
	}
}
