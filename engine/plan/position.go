package plan

import (
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/state"
)

// Position is where an item of a list stands that is read in order, from 1.
type Position struct {
	Item string `json:"item"`
	From int    `json:"from,omitempty"` // in base; 0 of a new item
	To   int    `json:"to"`             // in head
	Of   int    `json:"of"`             // items in head
}

// positioned says where items that are added stand in their lists. items are those
// of head, prefix stands before their paths in the changes.
func positioned(changes []Change, items []state.Field, prefix string) []Change {
	var places map[string]Position
	for i, c := range changes {
		path, isHere := strings.CutPrefix(c.Path, prefix)
		if c.Action != Create || !isHere {
			continue
		}
		if places == nil {
			places = placesOf(items)
		}
		if p, isOrdered := places[path]; isOrdered {
			changes[i].Positions = []Position{p}
		}
	}
	return changes
}

// placesOf gives the place of every item of a list that is read in order, by path.
func placesOf(items []state.Field) map[string]Position {
	isOrdered := map[string]bool{}
	for _, f := range items {
		isOrdered[f.Path] = isOrdered[f.Path] || f.Order != nil
	}
	lists := map[string][]string{}
	for _, f := range items {
		list := parent(f.Path)
		if f.IsItem && (isOrdered[list] || isSteps(list)) {
			lists[list] = append(lists[list], f.Path)
		}
	}
	out := map[string]Position{}
	for _, paths := range lists {
		for i, path := range paths {
			out[path] = Position{Item: strings.ReplaceAll(path[len(parent(path))+1:], "~1", "/"), To: i + 1, Of: len(paths)}
		}
	}
	return out
}

// isSteps is true of steps, which stand by their bounds: to reorder them is a
// fault and not a change, but it matters between which two a new one comes.
func isSteps(list string) bool { return strings.HasSuffix(list, "/steps") }

// shifted gives the items that moved in an order: the fewest that, taken out,
// leave the rest as it was.
func shifted(before, after []string) []Position {
	from, to := common(before, after)
	rank := make(map[string]int, len(from))
	for i, item := range from {
		rank[item] = i
	}
	stays := map[string]bool{}
	for _, item := range rising(to, rank) {
		stays[item] = true
	}
	var out []Position
	for _, item := range to {
		if !stays[item] {
			out = append(out, Position{Item: item, From: slices.Index(before, item) + 1, To: slices.Index(after, item) + 1, Of: len(after)})
		}
	}
	return out
}

// rising gives a longest subsequence of items whose ranks rise.
func rising(items []string, rank map[string]int) []string {
	var tails []int // by length: where the subsequence with the lowest last rank ends
	before := make([]int, len(items))
	for i, item := range items {
		n, _ := slices.BinarySearchFunc(tails, rank[item], func(at, r int) int { return rank[items[at]] - r })
		before[i] = -1
		if n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		}
		tails[n] = i
	}
	if len(tails) == 0 {
		return nil
	}
	var out []string
	for i := tails[len(tails)-1]; i >= 0; i = before[i] {
		out = append(out, items[i])
	}
	return out
}
