package spec

import (
	"cmp"
	"math/big"
	"slices"
	"sort"

	"github.com/partnership-as-code/entente/engine/quantity"
	"gopkg.in/yaml.v3"
)

// openKey is the key of the one item that a list may have without one, such as
// the last stage, which has no length. It is not the key of a broken item, "".
const openKey = "\x00"

// placesOf indexes keys; of two the same the first is found, of none nothing.
func placesOf(keys []string) map[string]int {
	at := make(map[string]int, len(keys))
	for i, k := range keys {
		if _, taken := at[k]; !taken && k != "" {
			at[k] = i
		}
	}
	return at
}

// gaps says where the items that only own has go among those of base, which keep
// their order: gaps[i] in front of item i, the last gap at the end. A new item
// follows the one that it follows in own, or goes in front of the next one there
// that base has; with neither it goes to the end, in front of the open item.
func gaps(base, own []string) [][]int {
	out, at := make([][]int, len(base)+1), placesOf(base)
	var leading []int
	next := -1 // the gap behind the item before
	for i, key := range own {
		place, known := at[key]
		switch {
		case known:
			out[place] = append(out[place], leading...)
			leading, next = nil, place+1
		case next >= 0:
			out[next] = append(out[next], i)
		default:
			leading = append(leading, i)
		}
	}
	end := len(base)
	if end > 0 && base[end-1] == openKey {
		end--
	}
	out[end] = append(out[end], leading...)
	return out
}

// byBound puts new items where their bounds belong instead: in front of the first
// item that is above, the open one at the end. What is there keeps its order, so that
// a bound that moves past its neighbour is still seen. Bounds of several units
// have no order: then the neighbours decide.
func byBound(gaps [][]int, items, own []*yaml.Node, field *Field) [][]int {
	fresh := slices.Concat(gaps...)
	var all []*yaml.Node
	for _, i := range fresh {
		all = append(all, own[i])
	}
	rungs, areAlike := rungsOf(append(all, items...), field)
	if !areAlike {
		return gaps
	}
	added, there := rungs[:len(fresh)], rungs[len(fresh):]
	for i := 1; i < len(there); i++ { // so that the first that is above can be searched for
		if there[i].cmp(there[i-1]) < 0 {
			there[i] = there[i-1]
		}
	}
	order := make([]int, len(fresh))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return added[a].cmp(added[b]) })
	out := make([][]int, len(items)+1)
	for _, i := range order {
		gap := sort.Search(len(there), func(j int) bool { return there[j].cmp(added[i]) > 0 })
		out[gap] = append(out[gap], fresh[i])
	}
	return out
}

// rung is the bound of an item: nil where it is taken away, which is below all.
type rung struct {
	value  *big.Rat
	isOpen bool
}

func (r rung) cmp(s rung) int {
	switch {
	case r.value == nil || s.value == nil:
		return cmp.Compare(r.height(), s.height())
	}
	return r.value.Cmp(s.value)
}

func (r rung) height() int {
	switch {
	case r.isOpen:
		return 2
	case r.value != nil:
		return 1
	}
	return 0
}

// rungsOf reads the bounds of items, in which a nil is one that is taken away.
func rungsOf(items []*yaml.Node, field *Field) (out []rung, areAlike bool) {
	var first quantity.Bound
	for _, item := range items {
		written := child(item, field.Name)
		if item == nil || written == nil {
			out = append(out, rung{isOpen: item != nil})
			continue
		}
		b, err := quantity.ParseBound(written.Value)
		if first.Kind == 0 {
			first = b
		}
		if err != nil || b.Kind != first.Kind || b.Money.Currency != first.Money.Currency || b.Duration.Unit != first.Duration.Unit {
			return nil, false
		}
		out = append(out, rung{value: b.Rat()})
	}
	return out, true
}
