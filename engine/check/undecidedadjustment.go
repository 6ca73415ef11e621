package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// undecidedAdjustment warns of single amounts of signed agreements that no decision
// stands behind.
func undecidedAdjustment(c *Context) {
	each(c, func(v version[spec.Agreement]) {
		if v.spec.Status.V != "signed" {
			return
		}
		for i := range v.spec.Adjustments {
			adj := &v.spec.Adjustments[i]
			if adj.Decision == nil {
				v.report(diag.Finding{At: adj.ID.At, Path: "adjustments/" + string(adj.ID.V), Label: "no decision",
					Detail: fmt.Sprintf("`%s` pays %s besides the commission plan, and names no decision that granted it.", adj.ID.V, adj.Amount.V),
					Fix:    "write a Decision of type set-commission and name it with `decision:`"})
			}
		}
	}, "status", "adjustments")
}
