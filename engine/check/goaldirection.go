package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// goalDirection checks that a target lies where its KPI is better.
func goalDirection(c *Context) {
	each(c, func(v version[spec.Goal]) {
		for _, k := range v.spec.KPIs {
			if k.Target == nil {
				continue
			}
			a := aim{origin: v.origin, kpi: k.KPI.Name, direction: c.direction(k.KPI.Name), path: "kpis/" + k.KPI.Name, asked: k}
			switch t := k.Target; {
			case t.Low != nil || t.High != nil:
				a.band(t)
			case t.Value != nil:
				a.value(*t.Value)
			}
		}
	}, "kpis/*")
}

// aim is one KPI of a goal with the way it should move.
type aim struct {
	origin
	kpi, direction string
	path           string
	asked          spec.GoalKPI
}

// band checks a target to stay within.
func (a aim) band(t *spec.Target) {
	low, high := t.Low, t.High
	one, other := low, "high"
	if one == nil {
		one, other = high, "low"
	}
	f := diag.Finding{At: one.At, Path: a.path + "/target"}
	switch {
	case t.Value != nil:
		f.Label = "a value is given, too"
		f.Detail = "A target is either one value to reach or a band to stay within."
		f.Fix = "keep `value`, or `low` and `high`"
	case low == nil || high == nil:
		f.Label = "the other end is missing"
		f.Detail = "A band has two ends, `low` and `high`."
		f.Fix = "add `" + other + "`, or write one value to reach"
	case a.direction == increase || a.direction == decrease:
		end := high
		if a.direction == decrease {
			end = low
		}
		f.Label = "`" + a.kpi + "` is to " + a.direction
		f.Detail = "A band is for a KPI that is to be maintained."
		f.Fix = "write `target: " + write(end.V) + "`, or `direction: maintain` in the KPI"
	case isLike(low.V, high.V) && low.V.Rat().Cmp(high.V.Rat()) >= 0:
		f.Label = "`high` is " + show(high.V)
		f.Detail = fmt.Sprintf("No value lies between %s and %s.", show(low.V), show(high.V))
		f.Fix = "write a `low` below " + write(high.V)
		if low.V != high.V {
			f.Fix = "swap the two ends: `{low: " + write(high.V) + ", high: " + write(low.V) + "}`"
		}
	default:
		return
	}
	a.report(f)
}

// value checks a target to reach, from the baseline and up to the stretch.
func (a aim) value(target spec.Val[spec.Bound]) {
	baseline, stretch := a.asked.Baseline, a.asked.Stretch
	if a.direction == maintain {
		a.report(diag.Finding{At: target.At, Path: a.path + "/target", Label: "`" + a.kpi + "` is to be maintained",
			Detail: "To maintain a value is to keep it between two ends.",
			Fix:    "write a band around it, `target: {low: …, high: …}`, or `direction: increase` in the KPI"})
		return
	}
	if baseline != nil && a.isNotBeyond(target.V, baseline.V) {
		f := diag.Finding{At: target.At, Path: a.path + "/target", Label: "the baseline is " + show(baseline.V),
			Detail:  fmt.Sprintf("`%s` is to %s, and %s is not %s %s.", a.kpi, a.direction, show(target.V), a.side(), show(baseline.V)),
			Fix:     "write a target " + a.side() + " " + write(baseline.V),
			Related: []diag.Related{{At: baseline.At, Note: "the baseline"}}}
		if target.V != baseline.V {
			f.Fix += ", or swap baseline and target"
		}
		a.report(f)
	}
	if stretch != nil && a.isNotBeyond(stretch.V, target.V) {
		a.report(diag.Finding{At: stretch.At, Path: a.path + "/stretch", Label: "the target is " + show(target.V),
			Detail:  fmt.Sprintf("A stretch goes beyond the target, and %s is not %s %s.", show(stretch.V), a.side(), show(target.V)),
			Fix:     "write a stretch " + a.side() + " " + write(target.V) + ", or take it away",
			Related: []diag.Related{{At: target.At, Note: "the target"}}})
	}
}

// isNotBeyond reports whether a value is known not to be better than another.
func (a aim) isNotBeyond(value, than spec.Bound) bool {
	if !isLike(value, than) {
		return false
	}
	order := value.Rat().Cmp(than.Rat())
	return a.direction == increase && order <= 0 || a.direction == decrease && order >= 0
}

// side is where better values lie.
func (a aim) side() string {
	if a.direction == decrease {
		return "below"
	}
	return "above"
}
