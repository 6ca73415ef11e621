package check

import (
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/spec"
)

// ladder is a list of bounds that must ascend strictly.
type ladder []spec.Bound

// falls gives the places of the rungs that are not above the one before; none
// when the rungs are of several units, which is a fault of its own.
func (l ladder) falls() []int {
	var out []int
	for i := 1; i < len(l); i++ {
		if !isLike(l[i-1], l[i]) {
			return nil
		}
		if l[i].Rat().Cmp(l[i-1].Rat()) <= 0 {
			out = append(out, i)
		}
	}
	return out
}

// mostRungs keeps the advice for one long, hostile list short and cheap.
const mostRungs = 20

// fix says how to mend the ladder at rung i; thing is what a rung belongs to.
func (l ladder) fix(i int, thing string) string {
	if ten, ok := tenfold(l[i]); ok && len(l) <= mostRungs && l.with(i, ten).isSound() {
		return "write " + write(ten) + ", or " + l.reorder(i, thing)
	}
	return l.reorder(i, thing)
}

// reorder says how to mend the ladder at rung i without another bound.
func (l ladder) reorder(i int, thing string) string {
	if len(l) > mostRungs {
		return "put the " + thing + "s in ascending order, each with a bound of its own"
	}
	sorted := slices.Clone(l)
	slices.SortStableFunc(sorted, func(a, b spec.Bound) int { return a.Rat().Cmp(b.Rat()) })
	swapped := slices.Clone(l)
	swapped[i-1], swapped[i] = swapped[i], swapped[i-1]
	switch {
	case !sorted.isSound():
		return "give each " + thing + " a bound of its own, or take this " + thing + " away"
	case slices.Equal(swapped, sorted):
		return "swap the two " + thing + "s"
	}
	var bounds []string
	for _, b := range sorted {
		bounds = append(bounds, write(b))
	}
	return "put the " + thing + "s in the order " + strings.Join(bounds, ", ")
}

func (l ladder) with(i int, b spec.Bound) ladder {
	out := slices.Clone(l)
	out[i] = b
	return out
}

func (l ladder) isSound() bool { return len(l.falls()) == 0 }
