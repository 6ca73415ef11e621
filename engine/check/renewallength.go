package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// renewalLength warns when an agreement renews by itself and does not say for how
// long.
func renewalLength(c *Context) {
	each(c, func(v version[spec.Agreement]) {
		t := v.spec.Term
		if t.Expires == nil || t.Renewal.Or("none") != "auto" || t.RenewFor != nil {
			return
		}
		v.report(diag.Finding{At: t.Renewal.At, Path: "term/renewal", Label: "for how long?",
			Detail: fmt.Sprintf("After %s the agreement renews by itself for good: it has no further last day, so nobody is told when notice can be given.", t.Expires.V),
			Fix:    "add `renewFor: 12 months`, or take `expires` and `renewal` away for an agreement without end"})
	}, "term")
}
