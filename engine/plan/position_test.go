package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/plan"
)

func TestPositionsOfItems(t *testing.T) {
	program := func(levels string) repo {
		return one(document("Program", "p", "spec:\n  type: reseller\n  tiers: {levels: ["+levels+"]}\n"))
	}
	bands := func(steps string) repo {
		return one(document("CommissionPlan", "c", "spec:\n  currency: USD\n  rules: [{id: r, trigger: closed-won, bands: {method: graduated, steps: ["+steps+"]}}]\n"))
	}
	for name, c := range map[string]struct {
		base, head repo
		want       []plan.Position
	}{
		"a level in between": {program("{id: a}, {id: c}"), program("{id: a}, {id: b}, {id: c}"), []plan.Position{{Item: "b", To: 2, Of: 3}}},
		"a step in between": {bands("{id: a, upTo: 1 USD, rate: 1%}, {id: c, rate: 3%}"), bands("{id: a, upTo: 1 USD, rate: 1%}, {id: b, upTo: 2 USD, rate: 2%}, {id: c, rate: 3%}"),
			[]plan.Position{{Item: "b", To: 2, Of: 3}}},
		"one that moves up":            {program("{id: a}, {id: b}, {id: c}"), program("{id: c}, {id: a}, {id: b}"), []plan.Position{{Item: "c", From: 3, To: 1, Of: 3}}},
		"one that goes leaves no move": {program("{id: a}, {id: b}, {id: c}"), program("{id: b}, {id: c}"), nil},
		"one that moves beside a new one": {program("{id: a}, {id: b}, {id: c}"), program("{id: b}, {id: n}, {id: c}, {id: a}"),
			[]plan.Position{{Item: "a", From: 1, To: 4, Of: 4}, {Item: "n", To: 2, Of: 4}}},
		"a list whose order has no meaning": {
			one(document("Organization", "o", "spec: {baseCurrency: USD, timezone: UTC, people: [{id: a}]}\n")),
			one(document("Organization", "o", "spec: {baseCurrency: USD, timezone: UTC, people: [{id: b}, {id: a}]}\n")), nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []plan.Position
			for _, change := range plan.Diff(snapshot(t, c.base), snapshot(t, c.head)) {
				got = append(got, change.Positions...)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("positions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPositionOfWhatADatedChangeAdds(t *testing.T) {
	extra := one(reseller + "  changes:\n    - id: more\n      effective: 2026-07-15\n      set: {rules: [{id: new-business, bands: {steps: [{id: huge, rate: 16%}]}}]}\n")
	changes := plan.Diff(snapshot(t, one(reseller)), snapshot(t, extra))
	if diff := cmp.Diff([]plan.Position{{Item: "huge", To: 4, Of: 4}}, changes[0].Positions); diff != "" {
		t.Errorf("positions (-want +got):\n%s", diff)
	}
	for _, change := range plan.Diff(snapshot(t, extra), snapshot(t, one(reseller))) {
		if change.Positions != nil {
			t.Errorf("what goes has no place: %+v", change)
		}
	}
}

// TestMovedItemsExplainTheOrder: without the items that are said to have moved,
// both orders are the same, and no fewer would do.
func TestMovedItemsExplainTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := []string{"a", "b", "c", "d", "e", "f"}
		after := rapid.Permutation(before).Draw(t, "after")
		isMoved := map[string]bool{}
		for _, p := range plan.Shifted(before, after) {
			isMoved[p.Item] = true
			if before[p.From-1] != p.Item || after[p.To-1] != p.Item {
				t.Errorf("%+v is not where it is said to be", p)
			}
		}
		stay := func(list []string) (out []string) {
			for _, item := range list {
				if !isMoved[item] {
					out = append(out, item)
				}
			}
			return out
		}
		if diff := cmp.Diff(stay(before), stay(after)); diff != "" {
			t.Errorf("what stays is in another order: %s", diff)
		}
		if most := longestRise(after); len(stay(before)) != most {
			t.Errorf("%d stay of %v, %d could", len(stay(before)), after, most)
		}
	})
}

// longestRise tries every subset.
func longestRise(items []string) int {
	best := 0
	for set := range 1 << len(items) {
		last, n := "", 0
		for i, item := range items {
			if set>>i&1 == 0 {
				continue
			}
			if item < last {
				n = -len(items)
			}
			last, n = item, n+1
		}
		best = max(best, n)
	}
	return best
}
