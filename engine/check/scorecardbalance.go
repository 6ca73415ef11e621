package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// scorecardBalance checks that a scorecard both measures and asks people. A
// criterion that does neither or both is a fault of its own; what was meant is
// not known then.
func scorecardBalance(c *Context) {
	each(c, func(v version[spec.Scorecard]) {
		measured, rated := 0, 0
		for _, x := range v.spec.Criteria {
			switch isMeasured, isRated := x.KPI != nil, len(x.Rated) > 0; {
			case isMeasured == isRated:
				return
			case isMeasured:
				measured++
			default:
				rated++
			}
		}
		if measured+rated == 0 || measured > 0 && rated > 0 {
			return
		}
		f := diag.Finding{At: v.spec.Criteria[0].ID.At, Path: "criteria", Label: "all criteria are measured",
			Detail: "Numbers say what came of the partnership, not how it works: silence and broken promises show in them a year later.",
			Fix:    "add a criterion that people rate, such as `{id: responsiveness, rated: {1: poor, 3: as agreed, 5: outstanding}, weight: 20}`, and take its weight from the others"}
		if measured == 0 {
			f.Label = "all criteria are rated"
			f.Detail = "Ratings alone say how well people get along; nothing holds them against what came of it."
			f.Fix = fmt.Sprintf("add a criterion with a KPI, such as `{id: revenue, kpi: %[1]s, scale: %[2]s, weight: 40}`, and take its weight from the others",
				c.portfolioKPI(), c.exampleScale(c.portfolioKPI()))
		}
		v.report(f)
	}, "criteria")
}

// portfolioKPI is the KPI by which partners are weighed against each other.
func (c *Context) portfolioKPI() string {
	if k := c.settings().PortfolioKPI; k != nil {
		return k.Name
	}
	return "won-revenue"
}
