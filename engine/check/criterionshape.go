package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// criterionShape checks that a criterion is either measured, by a KPI with a
// scale or steps, or rated by people.
func criterionShape(c *Context) {
	each(c, func(v version[spec.Scorecard]) {
		for _, x := range v.spec.Criteria {
			v.criterion(x)
		}
	}, "criteria/*")
}

func (o origin) criterion(x spec.Criterion) {
	f := diag.Finding{Path: "criteria/" + string(x.ID.V)}
	isRated, hasSteps := len(x.Rated) > 0, len(x.Steps) > 0
	switch {
	case x.KPI == nil && !isRated && (x.Scale != nil || hasSteps):
		f.At, f.Label = x.ID.At, "which KPI?"
		f.Detail = fmt.Sprintf("Criterion `%s` has points for values, and no KPI that gives the values.", x.ID.V)
		f.Fix = "add `kpi:` with the name of a KPI"
	case x.KPI == nil && !isRated:
		f.At, f.Label = x.ID.At, "how is it scored?"
		f.Detail = fmt.Sprintf("Criterion `%s` is neither measured by a KPI nor rated by people.", x.ID.V)
		f.Fix = "add `rated: {1: poor, 3: as agreed, 5: outstanding}`, or `kpi` with a scale"
	case isRated && (x.KPI != nil || x.Scale != nil || hasSteps):
		f.At, f.Label = x.Rated[0].Key.At, "a rating"
		f.Detail = fmt.Sprintf("Criterion `%s` is measured and rated; which of them scores is not clear.", x.ID.V)
		f.Fix = "take `rated` away, or make it a criterion of its own"
	case isRated:
		return
	case x.Scale != nil && hasSteps:
		f.At, f.Label = x.Steps[0].From.At, "`scale` is given, too"
		f.Detail = fmt.Sprintf("Criterion `%s` turns values into points in two ways.", x.ID.V)
		f.Fix = "take `scale` or `steps` away"
		f.Related = []diag.Related{{At: x.Scale.From.At, Note: "the scale"}}
	case x.Scale == nil && !hasSteps:
		f.At, f.Label = x.KPI.At, "how many points for which value?"
		f.Detail = fmt.Sprintf("Criterion `%s` has a KPI, and neither `scale` nor `steps` to turn it into points.", x.ID.V)
		f.Fix = "add `scale: " + o.c.exampleScale(x.KPI.Name) + "`: the values of 0 and of 100 points"
	case x.Scale != nil && x.Scale.From.V == x.Scale.To.V:
		f.At, f.Label = x.Scale.To.At, "the scale begins there, too"
		f.Detail = fmt.Sprintf("Criterion `%s` gives 0 and 100 points for the same value.", x.ID.V)
		f.Fix = "write another value at one of the ends"
		f.Related = []diag.Related{{At: x.Scale.From.At, Note: "0 points"}}
	default:
		return
	}
	o.report(f)
}

// exampleScale spells a scale in a KPI's unit.
func (c *Context) exampleScale(kpi string) string {
	switch c.unit(kpi) {
	case state.Money:
		return "{from: 0 " + string(c.Book.Org.BaseCurrency.V) + ", to: 100000 " + string(c.Book.Org.BaseCurrency.V) + "}"
	case state.Percent:
		return "{from: 0%, to: 100%}"
	}
	return "{from: 0, to: 100}"
}
