package commission

import (
	"fmt"
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
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("D-%06d", i)
	}
	e := &Event{Trigger: ClosedWon, Partner: "ada", Customer: "Birke", Currency: "USD", Tests: []uint64{1}}
	first := quantity.NewDate(2025, 7, 1)
	events := func(yield func(*Event) bool) { // as a stream gives them: one event, filled again and again
		for i, id := range ids {
			e.ID, e.At, e.Amount = id, first.AddDays(i*730/n), int64(1_234_56+i)
			e.Created, e.Closed = e.At, e.At
			if !yield(e) {
				return
			}
		}
	}
	b.ReportAllocs()
	var lines, sum int64
	for i := 0; i < b.N; i += n {
		Fold(Input{Accounts: d.accounts, Events: n}, events, func(l *Line) { lines++; sum += l.Earned })
	}
	if lines < int64(b.N) || sum <= 0 {
		b.Fatalf("%d lines of %d, %d earned", lines, b.N, sum)
	}
}
