package plan

import (
	"maps"
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/state"
)

// Yearly is what a change moves of the yearly payout, gains and losses both
// counted as positive.
type Yearly struct {
	Moved    []quantity.Money // by currency, adjustments included
	Adjusted []quantity.Money // of Moved: single amounts of agreements
	Partners int              // whose pay moves
}

// sums are minor units by currency.
type sums map[quantity.Currency]int64

func (s sums) list() []quantity.Money {
	var out []quantity.Money
	for _, c := range slices.Sorted(maps.Keys(s)) {
		out = append(out, quantity.Money{Minor: s[c], Currency: c})
	}
	return out
}

// Yearly is taken on the day that approvals bind to.
func (in Input) Yearly() Yearly {
	before, after := in.bindingDay()
	adjusted, of := movedOf(adjustments(before, after, nil))
	moved := maps.Clone(adjusted)
	for _, e := range pays(before.Earnings, after.Earnings) {
		moved[e.Currency] += abs(e.After - e.Before)
		of[e.Partner] = true
	}
	return Yearly{Moved: moved.list(), Adjusted: adjusted.list(), Partners: len(of)}
}

// bindingDay gives both revisions on the day that approvals bind to.
func (in Input) bindingDay() (before, after *state.Snapshot) {
	if in.TermsSnapshots[0] != nil {
		return in.TermsSnapshots[0], in.TermsSnapshots[1]
	}
	return in.Base, in.Head
}
