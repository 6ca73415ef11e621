package check

import (
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// outward are words of criteria that tell how large or known a company is.
var outward = []string{"size", "reach", "brand", "logo"}

// fitBySize warns when partners are chosen for their size or name.
func fitBySize(c *Context) {
	limit := c.settings().FitWeightCap.Or(20 * onePercent)
	each(c, func(v version[spec.Program]) {
		for _, x := range v.spec.Fit {
			isOutward := slices.ContainsFunc(words(string(x.Criterion.V)), func(w string) bool { return slices.Contains(outward, w) })
			if !isOutward || x.Weight.V.Rat().Cmp(limit.Percent()) <= 0 {
				continue
			}
			most := quantity.Decimal(limit.Percent(), 0, 8)
			v.report(diag.Finding{At: x.Weight.At, Path: "fit/" + string(x.Criterion.V) + "/weight", Label: "more than " + limit.String(),
				Detail: fmt.Sprintf("`%s` decides %s%% of the choice. It tells how known a partner is, not how well the two would work together.", x.Criterion.V, x.Weight.V),
				Fix:    fmt.Sprintf("write `weight: %s` or less, and give the rest to criteria such as values, goals, resources or synergy", most)})
		}
	}, "fit/*")
}
