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
