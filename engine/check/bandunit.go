package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// bandUnit checks that the bounds of commission steps are spelled in what the
// bands measure: amounts in the plan's currency, or plain numbers.
func bandUnit(c *Context) {
	each(c, func(v version[spec.CommissionPlan]) {
		for _, r := range v.spec.Rules {
			if r.Bands == nil {
				continue
			}
			measure := string(r.Bands.Measure.Or("amount"))
			for _, s := range r.Bands.Steps {
				if s.UpTo == nil {
					continue
				}
				v.stepUnit(measure, v.spec.Currency.V, *s.UpTo, "rules/"+string(r.ID.V)+"/bands/steps/"+string(s.ID.V)+"/upTo")
			}
		}
	}, "currency", "rules/*")
}

func (o origin) stepUnit(measure string, currency spec.Currency, upTo spec.Val[spec.Bound], path string) {
	isMoney := upTo.V.Kind == quantity.BoundMoney
	f := diag.Finding{At: upTo.At, Path: path}
	switch {
	case measure == "amount" && isMoney && upTo.V.Money.Currency == currency:
		return
	case measure == "amount" && isMoney:
		f.Label = "the plan counts in " + string(currency)
		f.Detail = fmt.Sprintf("%s cannot be held against amounts in %s: the exchange rate of which day would count?", show(upTo.V), currency)
		f.Fix = writable(numberOf(upTo.V)+" "+string(currency), "an amount in "+string(currency)) + " when that amount is meant"
	case measure == "amount":
		f.Label = "an amount in " + string(currency) + " is expected"
		f.Detail = fmt.Sprintf("The bands measure amounts, and %s is not one.", show(upTo.V))
		f.Fix = writable(numberOf(upTo.V)+" "+string(currency), "an amount in "+string(currency))
		if upTo.V.Kind == quantity.BoundNumber {
			f.Fix += ", or add measure: quantity (or count) to the bands"
		}
	case upTo.V.Kind == quantity.BoundNumber:
		return
	default:
		f.Label = "a plain number is expected"
		f.Detail = fmt.Sprintf("The bands measure %s, and %s is not a plain number.", measure, show(upTo.V))
		f.Fix = "write " + numberOf(upTo.V)
		if isMoney {
			f.Fix += ", or measure: amount"
		}
	}
	o.report(f)
}
