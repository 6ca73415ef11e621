package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// goalDrift warns when the two sides of one goal want different things of it.
func goalDrift(c *Context) {
	each(c, func(v version[spec.Goal]) {
		o := v.spec.Objective
		if o == nil || o.Vendor == nil || o.Partner == nil || o.Vendor.V == o.Partner.V {
			return
		}
		v.report(diag.Finding{At: o.Partner.At, Path: "objective/partner",
			Label:   fmt.Sprintf("%s (line %d) and %s pull apart", o.Vendor.V, o.Vendor.At.From().Line, o.Partner.V),
			Detail:  fmt.Sprintf("The vendor works for %s, the partner for %s: each can reach its own while the goal fails.", o.Vendor.V, o.Partner.V),
			Fix:     "agree on one objective, or split this into two goals, each with both owners",
			Related: []diag.Related{{At: o.Vendor.At, Note: "the vendor's objective"}}})
	}, "objective")
}
