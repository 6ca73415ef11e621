package plan

import (
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Spelled puts behind each whole document that comes or goes a change for every
// clause that it holds: who signs one reads all of it.
func Spelled(changes []Change, base, head map[spec.Address]state.Declared) []Change {
	var out []Change
	for _, c := range changes {
		out = append(out, c)
		if c.Path != "" || c.Address == Repository {
			continue
		}
		b, h := base[c.Address], head[c.Address]
		nothing := state.Declared{Address: c.Address, Title: c.Title}
		if c.Action == Create {
			b = nothing
		} else {
			h = nothing
		}
		for _, clause := range append(fields(b, h, b.Fields, h.Fields, ""), dated(b, h)...) {
			if clause.Path != "metadata/title" {
				clause.Address, clause.Title = c.Address, c.Title
				out = append(out, clause)
			}
		}
	}
	return out
}
