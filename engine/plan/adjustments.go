package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// AdjustmentChange is a single amount of a signed agreement that comes, goes or
// changes.
type AdjustmentChange struct {
	Address   spec.Address `json:"address"` // of the agreement
	Amendment string       `json:"amendment,omitempty"`
	ID        string       `json:"id"`
	Partner   spec.Address `json:"partner"`
	Title     string       `json:"title,omitempty"` // of the partner
	Period    string       `json:"period"`          // payout period of its day
	Currency  string       `json:"currency"`
	Before    string       `json:"before"`
	After     string       `json:"after"`
	Delta     string       `json:"delta"`
}

// adjustments compares the single amounts of both revisions.
func adjustments(before, after *state.Snapshot, named map[spec.Address]string) []AdjustmentChange {
	type pair struct {
		last  state.Adjustment
		minor [2]int64
	}
	var list []pair
	for side, all := range [][]state.Adjustment{before.Adjustments, after.Adjustments} {
		for _, a := range all {
			i := slices.IndexFunc(list, func(p pair) bool {
				l := p.last
				return l.Agreement == a.Agreement && l.Amendment == a.Amendment && l.ID == a.ID && l.Partner == a.Partner && l.Amount.Currency == a.Amount.Currency
			})
			if i < 0 {
				i = len(list)
				list = append(list, pair{})
			}
			list[i].last = a
			list[i].minor[side] += a.Amount.Minor
		}
	}
	var out []AdjustmentChange
	for _, p := range list {
		l, c := p.last, p.last.Amount.Currency
		if was, is := p.minor[0], p.minor[1]; was != is {
			out = append(out, AdjustmentChange{l.Agreement, l.Amendment, l.ID, l.Partner, named[l.Partner], l.Period, string(c),
				major(was, c), major(is, c), major(is-was, c)})
		}
	}
	slices.SortStableFunc(out, func(a, b AdjustmentChange) int {
		return cmp.Or(cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.Period, b.Period), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Words says what is paid besides: +90,000.00 USD for Northwind in 2026-Q2.
func (a AdjustmentChange) Words() string {
	return fmt.Sprintf("%s %s for %s in %s", Signed(a.Delta), a.Currency, cmp.Or(a.Title, string(a.Partner)), a.Period)
}

// adjusted says in a sentence which single amounts change.
func (i Impact) adjusted() string {
	const most = 3
	var out []string
	for n, a := range i.Adjustments {
		if n == most {
			out = append(out, fmt.Sprintf("and %d more", len(i.Adjustments)-most))
			break
		}
		out = append(out, a.Words())
	}
	if len(out) == 0 {
		return ""
	}
	return "Adjustments: " + strings.Join(out, "; ") + "."
}

// movedOf adds up what adjustments move, by currency, and whose they are.
func movedOf(list []AdjustmentChange) (moved sums, partners map[spec.Address]bool) {
	moved, partners = sums{}, map[spec.Address]bool{}
	for _, a := range list {
		m, _ := quantity.ParseMoney(a.Delta + " " + a.Currency) // spelled by major
		moved[m.Currency] += abs(m.Minor)
		partners[a.Partner] = true
	}
	return moved, partners
}
