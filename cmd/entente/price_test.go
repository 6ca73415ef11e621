package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newMain is a branch without a change of its own, of the contract's example that
// is first edited on main.
func newMain(t *testing.T, edit func(branch)) branch {
	t.Helper()
	pr := branch{t, t.TempDir()}
	pr.lay("../../engine/testdata/example")
	if edit != nil {
		edit(pr)
	}
	pr.git("init", "-q", "-b", "main")
	pr.commit("the example")
	pr.git("checkout", "-q", "-b", "change")
	return pr
}

// add puts text at the end of a file.
func (pr branch) add(name, text string) {
	pr.t.Helper()
	had, err := os.ReadFile(filepath.Join(pr.dir, name))
	if err != nil {
		pr.t.Fatal(err)
	}
	pr.write(name, string(had)+text)
}

// planned is what the plan of the change says, in one line.
func (pr branch) planned() string {
	pr.t.Helper()
	return strings.Join(strings.Fields(execute(pr.t, exitOK, "plan", "-C", pr.dir, "--base", "main", "--head", "change", "--as-of", "2026-06-30")), " ")
}

func (pr branch) wantPlanned(texts ...string) {
	pr.t.Helper()
	got := pr.planned()
	for _, text := range texts {
		if !strings.Contains(got, text) {
			pr.t.Errorf("the plan does not say %q\n%s", text, got)
		}
	}
}

// TestGateCountsAdjustments: a single amount is paid like any commission.
func TestGateCountsAdjustments(t *testing.T) {
	const gift = "  adjustments: [{id: gift, date: 2026-06-15, amount: 90000 USD, reason: thanks}]\n"
	const file = "agreements/northwind-reseller.yaml"
	partnerManager := approves("partner-manager")
	t.Run("comes", func(t *testing.T) {
		pr := newMain(t, nil)
		pr.add(file, gift)
		pr.commit("a gift")
		pr.wantClosed("the yearly payout changes by 90,000 USD with adjustments of 90,000 USD, above 500 USD (rights.yaml:8)", partnerManager)
		pr.wantOpen(partnerManager, approves("finance-lead"))
		pr.wantPlanned("Adjustments: +90,000.00 USD for Northwind in 2026-Q2.")
		if got := pr.planned(); strings.Contains(got, "nobody would earn") || strings.Contains(got, "obody's commission moves") {
			t.Errorf("the plan says that nobody earns more\n%s", got)
		}
	})
	t.Run("changes", func(t *testing.T) {
		pr := newMain(t, func(pr branch) { pr.add(file, gift) })
		pr.edit(file, "90000 USD", "90600 USD")
		pr.commit("a larger gift")
		pr.wantClosed("changes by 600 USD with adjustments of 600 USD, above 500 USD", partnerManager)
	})
	t.Run("goes", func(t *testing.T) {
		pr := newMain(t, func(pr branch) { pr.add(file, gift) })
		pr.edit(file, gift, "")
		pr.commit("no gift")
		pr.wantClosed("changes by 90,000 USD with adjustments of 90,000 USD, above 500 USD", partnerManager)
		pr.wantPlanned("Adjustments: −90,000.00 USD for Northwind in 2026-Q2.")
	})
	t.Run("comes by an amendment and goes again", func(t *testing.T) {
		pr := newMain(t, nil)
		pr.add(file, "  amendments:\n"+
			"    - {id: on, effective: 2026-08-01, set: {adjustments: [{id: gift, date: 2026-08-02, amount: 90000 USD}]}}\n"+
			"    - {id: off, effective: 2026-12-01, set: {adjustments: [{id: gift, amount: 0 USD}]}}\n")
		pr.commit("a gift by the way")
		pr.wantClosed("changes by 180,000 USD with adjustments of 180,000 USD, above 500 USD", partnerManager, approves("legal-counsel"))
	})
	t.Run("another word", func(t *testing.T) {
		pr := newMain(t, func(pr branch) { pr.add(file, gift) })
		pr.edit(file, "reason: thanks", "reason: many thanks")
		pr.commit("words")
		pr.wantOpen(partnerManager)
	})
}

// richPlan is one that pays twice as much.
func (pr branch) richPlan() {
	pr.t.Helper()
	text, err := os.ReadFile(filepath.Join(pr.dir, "plans/reseller.yaml"))
	if err != nil {
		pr.t.Fatal(err)
	}
	pr.write("plans/rich.yaml", strings.NewReplacer("name: reseller,", "name: rich,", "rate: 10%", "rate: 24%", "rate: 12%", "rate: 24%", "rate: 15%", "rate: 24%").Replace(string(text)))
}

// TestGateCountsTermsInBetween: the latest terms do not hide those before them.
func TestGateCountsTermsInBetween(t *testing.T) {
	change := func(id, day string, rates ...string) string {
		return "    - {id: " + id + ", effective: " + day + ", set: {rules: [{id: new-business, bands: {steps: [{id: base, rate: " + rates[0] +
			"}, {id: mid, rate: " + rates[1] + "}, {id: top, rate: " + rates[2] + "}]}}]}, reason: x}\n"
	}
	up, back := change("up", "2026-12-15", "25%", "25%", "25%"), change("back", "2029-12-15", "10%", "12%", "15%")
	legal := approves("legal-counsel")
	t.Run("there and back", func(t *testing.T) {
		pr := newMain(t, nil)
		pr.add("plans/reseller.yaml", "  changes:\n"+up+back)
		reviewed := said{"acme-finance-lead", "APPROVED", pr.commit("more for three years")}
		pr.wantClosed("the yearly payout changes by 25,637.22 USD under the terms from 2026-12-15, above 500 USD (rights.yaml:8)", approves("partner-manager"))
		pr.wantOpen(reviewed)
		pr.wantPlanned("Under the terms from 2026-12-15 pay moves by 25,637.22 USD on twelve months")
		if got := pr.planned(); strings.Contains(got, "nobody would earn") || strings.Contains(got, "obody's commission moves") {
			t.Errorf("the plan says that nobody earns more\n%s", got)
		}
		pr.edit("plans/reseller.yaml", "  changes:\n", "  changes: # as talked over\n")
		pr.commit("a comment")
		pr.wantOpen(reviewed)
	})
	t.Run("what was to come is sooner", func(t *testing.T) {
		pr := newMain(t, func(pr branch) { pr.add("plans/reseller.yaml", "  changes:\n"+up) })
		pr.edit("plans/reseller.yaml", "effective: 2026-12-15", "effective: 2026-08-15")
		pr.commit("sooner")
		pr.wantClosed("changes by 25,637.22 USD under the terms from 2026-08-15, above 500 USD", approves("partner-manager"))
	})
	t.Run("an agreement's plan", func(t *testing.T) {
		pr := newMain(t, branch.richPlan)
		pr.add("agreements/northwind-reseller.yaml", "  amendments:\n    - {id: up, effective: 2026-12-15, set: {plan: rich}}\n    - {id: back, effective: 2027-03-15, set: {plan: reseller}}\n")
		pr.commit("more for a quarter")
		pr.wantClosed("changes by 23,886.66 USD under the terms from 2026-12-15, above 500 USD", approves("partner-manager"), legal)
	})
}

// TestGateCountsAgreementsToCome: one that is signed and begins later pays as if it
// had held all along, and one from today as much as one from tomorrow.
func TestGateCountsAgreementsToCome(t *testing.T) {
	agreement := func(first, more string) string {
		return "apiVersion: entente/v1\nkind: Agreement\nmetadata: {name: northwind-2}\nspec: {partner: northwind, program: resellers, plan: rich, status: signed, " + more +
			"term: {effective: " + first + "}, signatures: [{person: partner-manager, on: 2026-06-20}, {person: northwind-lead, on: 2026-06-24}]}\n"
	}
	for name, c := range map[string]struct{ first, more, want string }{
		"in half a year":      {"2027-01-01", "supersedes: northwind-reseller, ", "changes by 23,886.66 USD, above 500 USD"},
		"from today on":       {"2026-06-30", "supersedes: northwind-reseller, ", "changes by 23,886.66 USD under the terms of 2026-06-30, above 500 USD"},
		"and taken back soon": {"2027-01-01", "supersedes: northwind-reseller, amendments: [{id: back, effective: 2027-06-01, set: {plan: reseller}}], ", "changes by 23,886.66 USD under the terms from 2027-01-01, above 500 USD"},
	} {
		t.Run(name, func(t *testing.T) {
			pr := newMain(t, branch.richPlan)
			pr.write("agreements/northwind-2.yaml", agreement(c.first, c.more))
			pr.commit("a further agreement")
			pr.wantClosed(c.want, approves("partner-manager"), approves("legal-counsel"))
		})
	}
	t.Run("the plan says so", func(t *testing.T) {
		pr := newMain(t, branch.richPlan)
		pr.write("agreements/northwind-2.yaml", agreement("2027-01-01", "supersedes: northwind-reseller, "))
		pr.commit("a further agreement")
		pr.wantPlanned("On the last twelve months that would have been +23,886.66 USD for Northwind (18,126.67 to 42,013.33")
	})
}

// TestGateWithoutFactsOrRates: what cannot be worked out asks for every right that
// goes by it.
func TestGateWithoutFactsOrRates(t *testing.T) {
	lower := func(pr branch) {
		pr.add("plans/reseller.yaml", "  changes:\n    - {id: lower-mid, effective: 2026-07-15, set: {rules: [{id: new-business, bands: {steps: [{id: mid, rate: 10%}]}}]}, reason: x}\n")
		pr.commit("the change")
	}
	facts := func(pr branch) {
		if err := os.RemoveAll(filepath.Join(pr.dir, "data")); err != nil {
			t.Fatal(err)
		}
	}
	const unknown = "because the yearly payout cannot be worked out: "
	t.Run("no file of a source", func(t *testing.T) {
		pr := newMain(t, facts)
		lower(pr)
		pr.wantClosed("finance: anyone of 1 person, "+unknown+"no file holds source deals: name the folder with --facts (rights.yaml:8)", approves("partner-manager"))
		pr.wantClosed("partner-manager, "+unknown+"no file holds source deals: name the folder with --facts (rights.yaml:7)", approves("finance-lead"))
		pr.wantOpen(approves("partner-manager"), approves("finance-lead"))
		pr.wantPlanned("The yearly payout cannot be worked out: no file holds source deals: name the folder with --facts.")
		if got := pr.planned(); strings.Contains(got, "nobody would earn") || strings.Contains(got, "obody's commission moves") {
			t.Errorf("the plan says that nobody earns more\n%s", got)
		}
	})
	t.Run("no source", func(t *testing.T) {
		pr := newMain(t, func(pr branch) {
			facts(pr)
			if err := os.Remove(filepath.Join(pr.dir, "sources.yaml")); err != nil {
				t.Fatal(err)
			}
		})
		lower(pr)
		_, approvals, text := pr.gate(approves("partner-manager"))
		if len(approvals) != 1 || !approvals[0].Met || approvals[0].Rule != "small-commission" {
			t.Errorf("asks for more than the right on small changes\n%s", text)
		}
	})
	t.Run("no exchange rate", func(t *testing.T) {
		pr := newMain(t, func(pr branch) {
			pr.edit("plans/reseller.yaml", "currency: USD", "currency: EUR")
			pr.edit("plans/reseller.yaml", "50000 USD", "50000 EUR")
			pr.edit("plans/reseller.yaml", "150000 USD", "150000 EUR")
			pr.edit("plans/reseller.yaml", "50 USD", "50 EUR")
		})
		lower(pr)
		pr.wantClosed("finance: anyone of 1 person, " + unknown + "there is no exchange rate from USD to EUR on 2025-")
		pr.wantClosed("partner-manager, " + unknown + "there is no exchange rate from USD to EUR on 2025-")
	})
}
