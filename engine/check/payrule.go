package check

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// payRule checks that every rule of a plan, and every step of its bands, says
// what it pays, and a rule in one way.
func payRule(c *Context) {
	each(c, func(v version[spec.CommissionPlan]) {
		for _, r := range v.spec.Rules {
			v.oneWay(r)
			if r.Bands == nil {
				continue
			}
			path := "rules/" + string(r.ID.V) + "/bands/steps"
			if len(r.Bands.Steps) == 0 {
				v.report(diag.Finding{At: r.Bands.Method.At, Path: path, Label: "the bands have no steps",
					Detail: "Bands without a step pay nothing.", Fix: "add a step such as `{id: all, rate: 10%}`"})
			}
			for _, s := range r.Bands.Steps {
				if s.Rate == nil && s.Flat == nil && s.PerUnit == nil {
					v.report(diag.Finding{At: s.ID.At, Path: path + "/" + string(s.ID.V), Label: "what does it pay?",
						Detail: fmt.Sprintf("Step `%s` has none of rate, flat and perUnit.", s.ID.V), Fix: "add `rate: 10%`, or `rate: 0%` when it pays nothing"})
				}
			}
		}
	}, "rules/*")
}

// way is one of the fields by which a rule says what it pays.
type way struct {
	name string
	at   diag.Span
}

func waysOf(r spec.PayRule) []way {
	var out []way
	if r.Rate != nil {
		out = append(out, way{"rate", r.Rate.At})
	}
	if r.Flat != nil {
		out = append(out, way{"flat", r.Flat.At})
	}
	if r.PerUnit != nil {
		out = append(out, way{"perUnit", r.PerUnit.At})
	}
	if r.Bands != nil {
		out = append(out, way{"bands", r.Bands.Method.At})
	}
	if r.Recurring != nil && len(r.Recurring.Stages) > 0 {
		out = append(out, way{"recurring.stages", r.Recurring.Stages[0].Rate.At})
	}
	slices.SortFunc(out, func(a, b way) int { return cmp.Compare(a.at.Start, b.at.Start) })
	return out
}

func (o origin) oneWay(r spec.PayRule) {
	path := "rules/" + string(r.ID.V)
	ways := waysOf(r)
	if len(ways) == 0 {
		o.report(diag.Finding{At: r.ID.At, Path: path, Label: "what does it pay?",
			Detail: fmt.Sprintf("Rule `%s` has none of rate, flat, perUnit and bands, nor stages with rates under recurring.", r.ID.V),
			Fix:    "add one of them, such as `rate: 10%`"})
		return
	}
	for _, w := range ways[1:] {
		o.report(diag.Finding{At: w.at, Path: path + "/" + w.name, Label: "`" + ways[0].name + "` says so already",
			Detail:  fmt.Sprintf("Rule `%s` has `%s` and `%s`; which of them pays is not clear.", r.ID.V, ways[0].name, w.name),
			Fix:     fmt.Sprintf("take `%s` or `%s` away, or make two rules of it, the second with `stack: true`", ways[0].name, w.name),
			Related: []diag.Related{{At: ways[0].at, Note: "the first one"}}})
	}
}
