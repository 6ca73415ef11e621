package state

import "github.com/partnership-as-code/entente/engine/spec"

// TellApart names documents by their titles. Those of one kind that share a
// title have their names behind it: Contoso (contoso-uk).
func TellApart(titles map[spec.Address]string) map[spec.Address]string {
	type titled struct{ kind, title string }
	shared := map[titled]int{}
	for address, title := range titles {
		shared[titled{address.Kind(), title}]++
	}
	out := make(map[spec.Address]string, len(titles))
	for address, title := range titles {
		if shared[titled{address.Kind(), title}] > 1 {
			title += " (" + address.Name() + ")"
		}
		out[address] = title
	}
	return out
}
