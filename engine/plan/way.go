package plan

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Way is how an agreement comes by the plan that it pays by, in both revisions.
type Way struct {
	Agreement spec.Address `json:"agreement"`
	Before    *Naming      `json:"before"` // null: there is no such agreement, or nothing names a plan
	After     *Naming      `json:"after"`
}

// Naming is what names a commission plan, and every declared value on the way from
// the agreement to the plan's document.
type Naming struct {
	By     string       `json:"by"`             // agreement, tier or program
	Tier   string       `json:"tier,omitempty"` // of a tier: the level
	Pinned bool         `json:"pinned,omitempty"`
	Plan   spec.Address `json:"plan"`
	Path   []Cause      `json:"path"`
}

// waysOf gives the ways of the agreements that a partner is paid under.
func waysOf(in Input, partner spec.Address, uses []state.Use) []Way {
	var list []spec.Address
	for _, u := range uses {
		if u.Address.Kind() == "agreement" {
			list = append(list, u.Address)
		}
	}
	if len(list) == 0 {
		list = slices.Clone(in.AgreementsOf[partner])
	}
	slices.Sort(list)
	out := []Way{}
	for _, agreement := range slices.Compact(list) {
		w := Way{agreement, in.Named[0][agreement], in.Named[1][agreement]}
		if w.Before != nil || w.After != nil {
			out = append(out, w)
		}
	}
	// Those whose plan is another one explain more than those that keep theirs.
	slices.SortStableFunc(out, func(a, b Way) int { return cmp.Compare(a.rank(), b.rank()) })
	return out
}

func (w Way) rank() int {
	if w.IsOther() {
		return 0
	}
	return 1
}

// IsOther says whether head's agreement pays by another plan than base's, or has
// its plan from elsewhere.
func (w Way) IsOther() bool {
	if w.Before == nil || w.After == nil {
		return true
	}
	a, b := *w.Before, *w.After
	a.Path, b.Path = nil, nil
	return !reflect.DeepEqual(a, b)
}
