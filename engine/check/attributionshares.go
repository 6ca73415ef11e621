package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// attributionShares checks that the fixed shares of a plan leave no deal paid more
// than once.
func attributionShares(c *Context) {
	each(c, func(v version[spec.CommissionPlan]) {
		if v.spec.Attribution == nil {
			return
		}
		var sum quantity.Rate
		var before []diag.Related
		for _, s := range v.spec.Attribution.Shares {
			if sum += s.Share.V; sum > whole {
				v.sharesOver(s, sum-s.Share.V, before)
				return
			}
			before = append(before, diag.Related{At: s.Share.At, Note: "the share of " + s.Partner.Name})
		}
	}, "attribution")
}

func (o origin) sharesOver(s spec.AttributionShare, before quantity.Rate, related []diag.Related) {
	const most = 5
	left := whole - before
	f := diag.Finding{At: s.Share.At, Path: "attribution/shares/" + s.Partner.Name + "/share", Label: left.String() + " is left",
		Detail:  fmt.Sprintf("With %s for `%s` the shares of one deal come to %s.", s.Share.V, s.Partner.Name, before+s.Share.V),
		Fix:     "write " + left.String() + " or less; what nobody is named for is the deal's own partner's",
		Related: related[:min(len(related), most)]}
	if left == 0 {
		f.Label, f.Fix = "nothing is left", "lower a share before it, or take this one out"
	}
	o.report(f)
}
