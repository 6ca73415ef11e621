package check

import (
	"fmt"
	"math/big"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// soleDecider warns when one person takes most of the decisions.
func soleDecider(c *Context) {
	total, by := int64(0), map[string]int64{}
	each(c, func(v version[spec.Decision]) {
		if v.spec.Status.V == "accepted" {
			total++
			if v.spec.Decider != nil {
				by[v.spec.Decider.Name]++
			}
		}
	}, "status", "decider")
	settings := c.settings()
	limit := settings.SoleDeciderShare.Or(80 * onePercent)
	if !c.knowsPeople() || total < int64(settings.SoleDeciderMinimum.Or(5)) {
		return
	}
	each(c, func(v version[spec.Organization]) {
		for _, p := range v.spec.People {
			n := by[string(p.ID.V)]
			if n == 0 || big.NewRat(n, total).Cmp(limit.Rat()) <= 0 {
				continue
			}
			v.report(diag.Finding{At: p.ID.At, Path: "people/" + string(p.ID.V), Label: fmt.Sprintf("%d of %d decisions", n, total),
				Detail: fmt.Sprintf("`%s` has taken %s of the accepted decisions; more than %s waits for one person, and leaves with one person.",
					p.ID.V, percentOf(n, total), limit),
				Fix: "give a part of the decisions to others in DecisionRights"})
		}
	}, "people/*")
}

// onePercent is 1%.
const onePercent = whole / 100

// percentOf spells a share for people, to the percent.
func percentOf(part, whole int64) string {
	return quantity.Decimal(big.NewRat(part*100, whole), 0, 0) + "%"
}
