package state

import (
	"cmp"
	"slices"

	"github.com/partnership-as-code/entente/engine/spec"
)

// Use is what a derived value came from: all of a document, what it declares at a
// path and below, or another derived value.
type Use struct {
	Address spec.Address
	Path    string // "" for all of it
	What    string // the derived value, as pace; with it Path is ""
}

// UsesOf gives several paths of one document; without any, all of it.
func UsesOf(address spec.Address, paths ...string) []Use {
	if len(paths) == 0 {
		return []Use{{Address: address}}
	}
	out := make([]Use, len(paths))
	for i, path := range paths {
		out[i] = Use{Address: address, Path: path}
	}
	return out
}

// DistinctUses sorts by address and path and takes each once.
func DistinctUses(list []Use) []Use {
	slices.SortFunc(list, func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Path, b.Path), cmp.Compare(a.What, b.What))
	})
	return slices.Compact(list)
}
