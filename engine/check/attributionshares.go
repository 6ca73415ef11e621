package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// attributionShares checks that the fixed shares of a plan leave no deal paid more
// than once, and that what they leave looks meant.
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
		if v.spec.Attribution.Method.V == "fixed" && sum < whole && !isRestMeant(v.spec.Attribution.Shares, sum) {
			v.sharesUnder(v.spec.Attribution, sum, before)
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

// isRestMeant reports whether the deal's own partner is clearly meant to have what the
// shares leave: one partner alone is named, or all together for half at most.
func isRestMeant(shares []spec.AttributionShare, sum quantity.Rate) bool {
	return len(shares) < 2 || sum <= whole/2
}

func (o origin) sharesUnder(a *spec.Attribution, sum quantity.Rate, related []diag.Related) {
	const most = 5
	left, last := whole-sum, a.Shares[len(a.Shares)-1]
	o.report(diag.Finding{Severity: diag.Warning, At: last.Share.At, Path: "attribution/shares/" + last.Partner.Name + "/share", Label: left.String() + " is left",
		Detail:  fmt.Sprintf("The shares of one deal come to %s. The other %s is the deal's own partner's, beside what it is named for; of a deal without a partner it is nobody's.", sum, left),
		Fix:     "name partners for 100%; when the deal's own partner is to have the rest, no more is to do",
		Related: related[:min(len(related)-1, most)]})
}
