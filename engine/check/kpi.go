package check

import (
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/state"
)

// unit is what a KPI counts; "" when that is not known, because the KPI is
// missing or at fault.
func (c *Context) unit(kpi string) state.Unit {
	if k := c.kpis[kpi]; k != nil {
		return k.Unit
	}
	return ""
}

// Directions of a KPI.
const (
	increase = "increase"
	decrease = "decrease"
	maintain = "maintain"
)

// direction is which way of a KPI is better; "" when nothing says so.
func (c *Context) direction(kpi string) string {
	if k := c.kpis[kpi]; k != nil {
		return evaluate.Direction(k)
	}
	return ""
}

// isWithin reports whether low ≤ n ≤ high.
func isWithin(n quantity.Number, low, high int64) bool {
	return n.Cmp(quantity.Number{Coef: low}) >= 0 && n.Cmp(quantity.Number{Coef: high}) <= 0
}
