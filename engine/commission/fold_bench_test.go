package commission

import (
	"fmt"
	"slices"
	"testing"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// BenchmarkFold folds the events of one partner over two years, under graduated
// quarterly bands with a where: the shape of which ten million must be folded.
func BenchmarkFold(b *testing.B) {
	d := newDesk(b, `rules:
  - id: new-business
    trigger: closed-won
    where: "kind == 'new'"
    bands: {method: graduated, reset: quarterly, steps: [{id: base, upTo: 50000 USD, rate: 10%}, {id: mid, upTo: 150000 USD, rate: 12%}, {id: top, rate: 15%}]}
    hold: 30 days
payout: {cadence: quarterly}`, "ada")
	const n = 20_000
	events := make([]*Event, n)
	first := quantity.NewDate(2025, 7, 1)
	for i := range events {
		at := first.AddDays(i * 730 / n)
		events[i] = &Event{ID: fmt.Sprintf("D-%06d", i), Trigger: ClosedWon, At: at, Created: at, Closed: at, Partner: "ada", Customer: "Birke", Currency: "USD", Amount: int64(1_234_56 + i), Tests: []uint64{1}}
	}
	b.ReportAllocs()
	var lines, sum int64
	for i := 0; i < b.N; i += n {
		Fold(Input{Accounts: d.accounts}, slices.Values(events[:min(n, b.N-i)]), func(l *Line) { lines++; sum += l.Earned })
	}
	if lines != int64(b.N) || sum <= 0 {
		b.Fatalf("%d lines of %d, %d earned", lines, b.N, sum)
	}
}
