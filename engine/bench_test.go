package engine_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/quantity"
)

func BenchmarkCheckExample(b *testing.B) {
	for b.Loop() {
		if _, err := engine.Check(b.Context(), engine.Where{Dir: "testdata/example"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlanExample(b *testing.B) {
	const base, changed = "testdata/example", "plans/reseller.yaml"
	head := b.TempDir()
	if err := os.CopyFS(head, os.DirFS(base)); err != nil {
		b.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join("testdata/example-change", changed))
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(head, changed), text, 0o644); err != nil {
		b.Fatal(err)
	}
	day, err := quantity.ParseDate("2026-06-30")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := engine.Plan(b.Context(), engine.Between{Dir: head, Base: "./" + base}, engine.When{AsOf: day}); err != nil {
			b.Fatal(err)
		}
	}
}
