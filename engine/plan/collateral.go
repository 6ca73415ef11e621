package plan

import (
	"cmp"
	"slices"

	"github.com/partnership-as-code/entente/engine/spec"
)

// collateral gives the documents whose values or pay move without their being
// touched, by address.
func collateral(impact Impact, changes []Change) []Collateral {
	isTouched := map[spec.Address]bool{}
	for _, c := range changes {
		isTouched[c.Address] = true
	}
	out := []Collateral{}
	add := func(address spec.Address, title string, through []Cause) {
		if isTouched[address] || address.Name() == "" {
			return
		}
		at := slices.IndexFunc(out, func(c Collateral) bool { return c.Address == address })
		if at < 0 {
			at = len(out)
			out = append(out, Collateral{Address: address, Title: title})
		}
		out[at].Through = append(out[at].Through, through...)
	}
	for _, v := range impact.Values {
		add(v.Address, v.Title, v.Through)
	}
	if impact.ProForma != nil {
		for _, p := range impact.ProForma.Partners {
			if !p.Touched {
				add(p.Address, p.Title, p.Through)
			}
		}
	}
	for i := range out {
		out[i].Through = distinctCauses(out[i].Through)
	}
	slices.SortFunc(out, func(a, b Collateral) int { return cmp.Compare(a.Address, b.Address) })
	return out
}
