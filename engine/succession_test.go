package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// succeeded is the example with a second agreement of Northwind, which takes the
// place of the first from 2026 on.
func succeeded(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/example")); err != nil {
		t.Fatal(err)
	}
	first, err := os.ReadFile(filepath.Join(dir, "agreements/northwind-reseller.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	second := strings.NewReplacer("name: northwind-reseller, title: Northwind reseller agreement", "name: northwind-two",
		"effective: 2025-07-01, expires: 2027-06-30", "effective: 2026-01-01, expires: 2028-12-31").Replace(string(first)) + "  supersedes: northwind-reseller\n"
	if err := os.WriteFile(filepath.Join(dir, "agreements/two.yaml"), []byte(second), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestNobodyWorksForASupersededAgreement(t *testing.T) {
	const old = "agreement/northwind-reseller"
	a, err := engine.ReadAgenda(context.Background(), engine.Where{Dir: succeeded(t)}, engine.When{AsOf: quantity.NewDate(2026, 6, 30)})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	activities := 0
	for _, p := range a.Owners("").People {
		for _, o := range p.Activities {
			activities++
			if o.Address == old {
				t.Errorf("%s still has %q by the old agreement", p.ID, o.Text)
			}
		}
	}
	if activities == 0 {
		t.Error("nobody has anything to do by the new one")
	}
	for _, p := range a.Gaps("").Partners {
		for _, g := range p.Gaps {
			if g.Address == old {
				t.Errorf("%s of the old agreement counts as a gap", g.Of)
			}
		}
	}
}

// Deals of the time before close under the new agreement, so that none is paid
// twice or by the old terms.
func TestASupersededAgreementPaysNothingAnyMore(t *testing.T) {
	dir := succeeded(t)
	out, err := engine.Statements(context.Background(), engine.Where{Dir: dir}, engine.When{AsOf: quantity.NewDate(2026, 6, 30)})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	began := quantity.NewDate(2026, 1, 1)
	byAgreement := map[string]int{}
	for _, l := range out.Paid.Lines {
		if l.Partner != "northwind" || l.Earned == 0 {
			continue
		}
		byAgreement[l.Agreement.Name()]++
		if isOld := l.Agreement == "agreement/northwind-reseller"; isOld != (l.At < began) {
			t.Errorf("%s of %s is paid by %s", l.Event, l.At, l.Agreement)
		}
	}
	if byAgreement["northwind-reseller"] == 0 || byAgreement["northwind-two"] == 0 {
		t.Errorf("lines by agreement: %v", byAgreement)
	}
}

func TestStatusShowsWhichAgreementIsOver(t *testing.T) {
	out, err := engine.Status(context.Background(), engine.Where{Dir: succeeded(t)}, engine.When{AsOf: quantity.NewDate(2026, 6, 30)})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	got := map[string]string{}
	for _, p := range out.View(nil).Partners {
		for _, a := range p.Agreements {
			got[a.Address.Name()] = a.Status
		}
	}
	if got["northwind-reseller"] != "superseded" || got["northwind-two"] != "signed" {
		t.Errorf("agreements stand as %v", got)
	}
}
