package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// goalAgreedLate warns when a goal's period began before the two sides agreed on
// the goal.
func goalAgreedLate(c *Context) {
	each(c, func(v version[spec.Goal]) {
		if v.spec.Agreed == nil || v.spec.Agreed.On == nil {
			return
		}
		period, on := v.spec.Period.V.Range(c.Book.FiscalStart()), *v.spec.Agreed.On
		if on.V <= period.From {
			return
		}
		f := diag.Finding{At: on.At, Path: "agreed/on", Label: "the period began on " + period.From.String(),
			Detail:  fmt.Sprintf("Both sides agreed on %s, with %s of the period gone: what was won by then was not won for this goal.", on.V, quantity.Duration{N: int(min(on.V, period.To+1) - period.From), Unit: quantity.Days}),
			Fix:     fmt.Sprintf("write `period: %s..%s` when it counts from then on", on.V, period.To),
			Related: []diag.Related{{At: v.spec.Period.At, Note: "the period"}}}
		if on.V > period.To {
			f.Fix = "agree on the next goal before its period begins"
		}
		v.report(f)
	}, "agreed", "period")
}
