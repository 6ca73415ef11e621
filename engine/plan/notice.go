package plan

import (
	"cmp"
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Notice is what an agreement promises about the time before changed terms, and
// whether a change leaves it that time.
type Notice struct {
	Agreement spec.Address `json:"agreement"`
	Partner   spec.Address `json:"partner"`
	Title     string       `json:"title,omitempty"` // of the partner
	Through   spec.Address `json:"through"`         // the changed document
	Effective string       `json:"effective"`
	Notice    string       `json:"notice"`  // 14 days
	MergeBy   string       `json:"mergeBy"` // last day on which the change can be made known in time
	Kept      bool         `json:"kept"`    // as of the plan's day
}

// Bound is an agreement that holds, with what binds changes to its terms.
type Bound struct {
	Agreement, Partner spec.Address
	Under              []spec.Address // documents that its terms are in: itself, its program, its plans
	Notice             quantity.Duration
}

// notices gives every agreement with a changeNotice whose terms move from a day
// on that is not past.
func notices(in Input, changes []Change, named map[spec.Address]string) []Notice {
	out := []Notice{}
	for _, b := range in.Bound {
		for _, c := range changes {
			if !c.isDated() || c.Effective <= in.Base.AsOf.String() || !slices.Contains(b.Under, c.Address) {
				continue
			}
			effective, err := quantity.ParseDate(c.Effective)
			if err != nil {
				continue
			}
			by := b.Notice.Before(effective, in.Holidays)
			out = append(out, Notice{Agreement: b.Agreement, Partner: b.Partner, Title: named[b.Partner], Through: c.Address,
				Effective: c.Effective, Notice: b.Notice.String(), MergeBy: by.String(), Kept: in.Base.AsOf <= by})
		}
	}
	slices.SortFunc(out, func(a, b Notice) int {
		return cmp.Or(cmp.Compare(a.MergeBy, b.MergeBy), cmp.Compare(a.Agreement, b.Agreement), cmp.Compare(a.Through, b.Through))
	})
	return slices.Compact(out)
}
