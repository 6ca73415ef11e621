package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// ratingRange checks that ratings run from 1 to 5 and points from 0 to 100:
// scores are worked out from them on these scales.
func ratingRange(c *Context) {
	each(c, func(v version[spec.Review]) {
		for _, r := range v.spec.Ratings {
			v.onScale("ratings/"+string(r.Criterion.V)+":"+r.By.Name+"/value", "rating", &r.Value, 1, 5)
		}
	}, "ratings/*")
	each(c, func(v version[spec.Assessment]) {
		for _, r := range v.spec.Fit {
			v.onScale("fit/"+string(r.Criterion.V)+":"+r.By.Name+"/value", "rating", &r.Value, 1, 5)
		}
	}, "fit/*")
	each(c, func(v version[spec.Assessment]) {
		if s := v.spec.SWOT; s != nil {
			for _, q := range quadrantsOf(s) {
				v.swot(q)
			}
		}
	}, "swot/*")
	each(c, func(v version[spec.Scorecard]) {
		for _, criterion := range v.spec.Criteria {
			for _, s := range criterion.Steps {
				v.onScale(fmt.Sprintf("criteria/%s/steps/%s/points", criterion.ID.V, s.From.V), "number of points", &s.Points, 0, 100)
			}
		}
	}, "criteria/*")
}

func (o origin) swot(q quadrant) {
	for _, e := range q.entries {
		path := "swot/" + q.name + "/" + string(e.ID.V)
		o.onScale(path+"/impact", "impact", e.Impact, 1, 5)
		o.onScale(path+"/likelihood", "likelihood", e.Likelihood, 1, 5)
	}
}

func (o origin) onScale(path, what string, n *spec.Val[spec.Number], low, high int64) {
	if n == nil || isWithin(n.V, low, high) {
		return
	}
	o.report(diag.Finding{At: n.At, Path: path, Label: fmt.Sprintf("from %d to %d", low, high),
		Detail: fmt.Sprintf("%s is no %s on the scale.", n.V, what), Fix: fmt.Sprintf("write a number from %d to %d", low, high)})
}
