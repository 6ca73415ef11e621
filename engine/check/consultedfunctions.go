package check

import (
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// asked are the functions that a major decision concerns.
var asked = []string{"sales", "marketing", "finance", "product"}

// consultedFunctions warns of a major decision that was taken without a function
// that somebody of the vendor carried on that day.
func consultedFunctions(c *Context) {
	if !c.knowsPeople() {
		return
	}
	carriers := c.carriers()
	each(c, func(v version[spec.Decision]) {
		if !isMajor(v.spec) {
			return
		}
		day := quantity.Date(0)
		if v.spec.Date != nil {
			day = v.spec.Date.V
		} else if v.spec.Due != nil {
			day = v.spec.Due.V
		}
		heard := map[string]bool{}
		for _, role := range v.spec.Consulted {
			c.hear(heard, role.Name, day)
		}
		if v.spec.Decider != nil {
			c.hear(heard, v.spec.Decider.Name, day)
		}
		var missing []string
		for _, f := range asked {
			if !heard[f] && slices.ContainsFunc(carriers[f], func(p *spec.Person) bool { return isCurrent(p, day) }) {
				missing = append(missing, f)
			}
		}
		v.unheard(missing)
	}, "class", "status", "decider", "consulted", "date", "due")
}

// isMajor reports whether a decision is of a class that needs to be well founded.
// What took its place is looked at instead of a superseded one.
func isMajor(d *spec.Decision) bool {
	class := d.Class.Or("minor")
	return (class == "major" || class == "reserved") && d.Status.V != "superseded"
}

// hear adds the functions that a role stands for: a function itself, or those of
// the people whom it means.
func (c *Context) hear(heard map[string]bool, role string, day quantity.Date) {
	if c.Book.Holders(role, nil) == nil {
		heard[role] = true
		return
	}
	for _, id := range c.Book.Holders(role, nil) {
		if p := c.Book.Person(id); p != nil && isCurrent(p, day) {
			for _, f := range p.Functions {
				heard[string(f.V)] = true
			}
		}
	}
}

// carriers gives the vendor's people by the functions that are asked.
func (c *Context) carriers() map[string][]*spec.Person {
	out := map[string][]*spec.Person{}
	for _, f := range asked {
		for _, id := range c.Book.WithFunction(f) {
			if p := c.Book.Person(id); p != nil && p.Side.Or("vendor") == "vendor" {
				out[f] = append(out[f], p)
			}
		}
	}
	return out
}

func (o origin) unheard(missing []string) {
	d, _ := spec.As[spec.Decision](o.doc)
	if len(missing) == 0 || d == nil {
		return
	}
	f := diag.Finding{At: d.Class.At, Path: "consulted", Label: listed(missing) + " was not asked",
		Detail: fmt.Sprintf("A %s decision concerns %s, and nobody who stands for it was heard.", d.Class.V, listed(missing)),
		Fix:    "ask, and add to `consulted` the function or somebody who carries it: " + listed(missing)}
	if len(missing) > 1 {
		f.Label = listed(missing) + " were not asked"
	}
	o.report(f)
}
