package check

import (
	"fmt"
	"math/big"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// weights checks that what is weighed shares out exactly 100.
func weights(c *Context) {
	each(c, func(v version[spec.Scorecard]) {
		var list []weighed
		for _, x := range v.spec.Criteria {
			list = append(list, weighed{"criteria/" + string(x.ID.V), x.ID.At, &x.Weight})
		}
		v.weigh("criteria", list)
	}, "criteria")
	each(c, func(v version[spec.Program]) {
		var list []weighed
		for _, x := range v.spec.Fit {
			list = append(list, weighed{"fit/" + string(x.Criterion.V), x.Criterion.At, &x.Weight})
		}
		v.weigh("fit criteria", list)
	}, "fit")
	each(c, func(v version[spec.Goal]) {
		var list []weighed
		isWeighted := false
		for _, x := range v.spec.KPIs {
			list = append(list, weighed{"kpis/" + x.KPI.Name, x.KPI.At, x.Weight})
			isWeighted = isWeighted || x.Weight != nil
		}
		if isWeighted { // without any weight all count the same
			v.weigh("KPIs", list)
		}
	}, "kpis")
}

// weighed is one item that has a weight, or should have.
type weighed struct {
	path   string
	at     diag.Span
	weight *spec.Val[spec.Number]
}

func (o origin) weigh(what string, list []weighed) {
	sum, last, missing, isSound := new(big.Rat), weighed{}, []weighed{}, true
	for _, w := range list {
		switch {
		case w.weight == nil:
			missing = append(missing, w)
		case w.weight.At.IsZero(): // reported as a missing field
			return
		case w.weight.V.Coef <= 0:
			isSound = false
			o.report(diag.Finding{At: w.weight.At, Path: w.path + "/weight", Label: "must be above 0",
				Detail: fmt.Sprintf("A weight of %s has no share in the 100.", w.weight.V), Fix: "write a weight above 0, or take the line away"})
		default:
			sum.Add(sum, w.weight.V.Rat())
			if last.weight == nil || !o.isSetByChange(last.weight.At) || o.isSetByChange(w.weight.At) {
				last = w
			}
		}
	}
	difference := new(big.Rat).Sub(big.NewRat(100, 1), sum)
	for _, w := range missing {
		isSound = false
		f := diag.Finding{At: w.at, Path: w.path + "/weight", Label: "`weight` is missing here",
			Detail: fmt.Sprintf("Other %s have a weight, so this one would count for nothing.", what), Fix: "give every one of them a weight, or none: then they count the same"}
		if len(missing) == 1 && difference.Sign() > 0 {
			f.Fix = "add `weight: " + plain(difference) + "`, or take the other weights away: then they count the same"
		}
		o.report(f)
	}
	if isSound && last.weight != nil && difference.Sign() != 0 {
		o.wrongSum(what, len(list), sum, difference, last)
	}
}

func (o origin) wrongSum(what string, n int, sum, difference *big.Rat, last weighed) {
	amount := plain(new(big.Rat).Abs(difference))
	f := diag.Finding{At: last.weight.At, Path: last.path + "/weight", Label: "the sum is " + plain(sum) + " here"}
	side := "short of"
	if difference.Sign() < 0 {
		side = "over"
	}
	f.Detail = fmt.Sprintf("The weights of the %d %s sum to %s, %s %s 100.", n, what, plain(sum), amount, side)
	if n == 1 {
		f.Detail = fmt.Sprintf("The only weight is %s, and weights share out 100.", plain(sum))
	}
	f.Fix = "lower the weights by " + amount + " in all"
	if mended := new(big.Rat).Add(last.weight.V.Rat(), difference); mended.Sign() > 0 {
		f.Fix = "write `weight: " + plain(mended) + "` here"
		if n > 1 {
			f.Fix += ", or change the others by " + amount + " in all"
		}
	}
	o.report(f)
}
