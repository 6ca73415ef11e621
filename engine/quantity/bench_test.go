package quantity_test

import (
	"testing"

	"github.com/partnership-as-code/entente/engine/quantity"
)

func BenchmarkParseMoney(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := quantity.ParseMoney("31500.25 EUR"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := quantity.ParseDate("2026-06-19"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseRate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := quantity.ParseRate("12.5%"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRefusedMoney is the dearest fault: the code is compared with all others.
func BenchmarkRefusedMoney(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := quantity.ParseMoney("31500.25 UER"); err == nil {
			b.Fatal("accepted")
		}
	}
}

// Parsing runs for each cell of files of ten million rows.
func TestParsingAllocatesNothing(t *testing.T) {
	allocated := testing.AllocsPerRun(100, func() {
		_, errMoney := quantity.ParseMoney("31500.25 EUR")
		_, errRate := quantity.ParseRate("12.5%")
		_, errDate := quantity.ParseDate("2026-06-19")
		_, errNumber := quantity.ParseNumber("67.50")
		if errMoney != nil || errRate != nil || errDate != nil || errNumber != nil {
			t.Error("a spelling is refused")
		}
	})
	if allocated > 0 {
		t.Errorf("%v allocations", allocated)
	}
}
