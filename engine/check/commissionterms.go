package check

import (
	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/spec"
)

// commissionTerms checks that what a plan says can be computed, by compiling each
// of its versions. What is against another rule is left to that rule.
func commissionTerms(c *Context) {
	each(c, func(v version[spec.CommissionPlan]) {
		_, found := commission.Compile(v.doc, v.spec, func(*spec.PayRule) int { return -1 })
		for _, f := range found {
			if f.Code == commission.CodeTerms {
				f.Severity = ""
				v.report(f)
			}
		}
	}, "currency", "rules/*", "attribution", "rounding", "payout")
}
