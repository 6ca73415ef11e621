package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEqualAttention gives fifty partners one review each, while ten of them
// bring nine tenths of the revenue: status says where effort and contribution part.
// Of no single partner it does: each takes a fiftieth.
func TestEqualAttention(t *testing.T) {
	text := execute(t, exitOK, "status", "-C", attended(t, map[int]int{}), "--as-of", "2026-06-30")
	// The nine largest bring 324,000 of 400,000 USD, which is over 80%; the other
	// forty-one take 41 of 50 reviews and bring 76,000 USD.
	for _, want := range []string{
		"9 partners bring at least 80% of 400,000.00 USD (of 50)",
		"effort goes elsewhere: 82% of it on partners that bring 19% of won-revenue",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("status does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "warning[effort-contribution]") {
		t.Error("a partner with a fiftieth of the effort is said to take too much")
	}
}

// TestOneTakesTheAttention gives one of the fifty ten reviews: it is named.
func TestOneTakesTheAttention(t *testing.T) {
	text := execute(t, exitOK, "status", "-C", attended(t, map[int]int{49: 10}), "--as-of", "2026-06-30")
	for _, want := range []string{
		"effort goes elsewhere: 85% of it on partners that bring 19% of won-revenue", // 50 of 59 reviews
		"p49 takes 16.9% of the effort and brings 0.3% of won-revenue.",              // 10 of 59, 1,000 of 400,000 USD
	} {
		if !strings.Contains(text, want) {
			t.Errorf("status does not say %q:\n%s", want, text)
		}
	}
	if n := strings.Count(text, "warning[effort-contribution]"); n != 1 {
		t.Errorf("%d partners are said to take too much, want 1", n)
	}
}

// attended writes fifty partners, ten of which bring 360,000 of 400,000 USD, with
// one review each or as many as given.
func attended(t *testing.T, more map[int]int) string {
	t.Helper()
	dir := t.TempDir()
	var yaml, deals strings.Builder
	yaml.WriteString(`apiVersion: entente/v1
kind: Organization
metadata: {name: acme}
spec: {baseCurrency: USD, timezone: UTC, people: [{id: manager}], settings: {effortRatio: 2}}
---
apiVersion: entente/v1
kind: Program
metadata: {name: resellers}
spec: {type: reseller}
---
apiVersion: entente/v1
kind: Source
metadata: {name: deals}
spec: {type: deals, from: {files: deals.csv}, columns: {id: id, partner: partner, stage: stage, amount: amount, closedAt: closed}}
---
apiVersion: entente/v1
kind: KPI
metadata: {name: won-revenue}
spec: {unit: money, direction: increase, measure: {source: deals, aggregate: sum, field: amount, where: 'stage == "won"'}}
`)
	deals.WriteString("id,partner,stage,amount,closed\n")
	for i := range 50 {
		amount := 1000
		if i < 10 {
			amount = 36000
		}
		fmt.Fprintf(&yaml, "---\napiVersion: entente/v1\nkind: Partner\nmetadata: {name: p%02d}\nspec: {legalName: P%02d, lifecycle: prospect, programs: [{program: resellers}]}\n", i, i)
		for r := range max(1, more[i]) {
			fmt.Fprintf(&yaml, "---\napiVersion: entente/v1\nkind: Review\nmetadata: {name: p%02d-%d}\nspec: {type: checkin, subject: partner/p%02d, date: 2026-03-01}\n", i, r, i)
		}
		fmt.Fprintf(&deals, "%d,p%02d,won,%d,2026-02-01\n", i, i, amount)
	}
	for name, text := range map[string]string{"all.yaml": yaml.String(), "deals.csv": deals.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
