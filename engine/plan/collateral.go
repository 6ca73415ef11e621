package plan

import "github.com/partnership-as-code/entente/engine/spec"

// collateral gives the documents that move without being touched, by address.
func collateral(values []Delta, changes []Change) []Collateral {
	isTouched := map[spec.Address]bool{}
	for _, c := range changes {
		isTouched[c.Address] = true
	}
	out := []Collateral{}
	for _, v := range values { // by address
		if isTouched[v.Address] || v.Address.Name() == "" {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Address != v.Address {
			out = append(out, Collateral{Address: v.Address, Title: v.Title})
		}
		last := &out[len(out)-1]
		last.Through = append(last.Through, v.Through...)
	}
	for i := range out {
		out[i].Through = distinctCauses(out[i].Through)
	}
	return out
}
