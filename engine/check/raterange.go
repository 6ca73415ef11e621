package check

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// whole is 100%.
const whole = quantity.Rate(1e10)

// mostOver is what a rule that pays more than the whole can pay.
const mostOver = 100 * whole

// rateRange checks every rate of the language: all of them are shares of
// something, but for those of a commission rule that says otherwise. A KPI's own
// percentage is a value and can be anything.
func rateRange(c *Context) {
	for _, doc := range c.Book.Docs.List {
		if !doc.IsSound("*") {
			continue
		}
		for _, v := range c.Book.Versions(doc) {
			o := origin{c, doc, v.By}
			_, isPlan := v.Spec.(*spec.CommissionPlan)
			spec.Scalars(v.Spec, func(n spec.Node, rate *spec.Val[spec.Rate]) {
				if isPlan && strings.HasPrefix(n.Path, "changes/") {
					return // what a change makes of the plan is a version of its own
				}
				if r := paidBy(v.Spec, n.Path); r == nil || !r.AllowOver.Or(false) {
					o.share(n, rate.V, r != nil)
				} else {
					o.multiple(n, rate.V)
				}
			})
		}
	}
}

// paidBy finds the commission rule that pays by the rate of a path.
func paidBy(terms any, path string) *spec.PayRule {
	plan, isPlan := terms.(*spec.CommissionPlan)
	rest, isRule := strings.CutPrefix(path, "rules/")
	if !isPlan || !isRule || !strings.HasSuffix(path, "/rate") {
		return nil
	}
	id, _, _ := strings.Cut(rest, "/")
	for i := range plan.Rules {
		if string(plan.Rules[i].ID.V) == id {
			return &plan.Rules[i]
		}
	}
	return nil
}

// multiple checks a rate that may be more than 100%.
func (o origin) multiple(n spec.Node, rate quantity.Rate) {
	if rate >= 0 && rate <= mostOver {
		return
	}
	o.report(diag.Finding{At: n.At, Path: n.Path, Label: "a rate of this rule lies between 0% and " + mostOver.String(),
		Detail: fmt.Sprintf("`%s` is %s, although the rule allows more than 100%%.", n.Field.Name, rate), Fix: "write a rate from 0% to " + mostOver.String()})
}

func (o origin) share(n spec.Node, rate quantity.Rate, isOfRule bool) {
	if rate >= 0 && rate <= whole {
		return
	}
	f := diag.Finding{At: n.At, Path: n.Path, Label: "a share lies between 0% and 100%",
		Detail: fmt.Sprintf("`%s` is %s of a whole.", n.Field.Name, rate), Fix: "write a rate from 0% to 100%"}
	switch tenth := rate / 10; {
	case rate < 0:
		f.Fix += "; what is taken back stands under `clawback`"
	case tenth*10 == rate && tenth <= whole:
		f.Fix = "write " + tenth.String() + " when that is meant, or another rate from 0% to 100%"
	}
	if rate > whole && rate <= mostOver && isOfRule {
		f.Fix += "; a rule that is meant to pay more than the whole says `allowOver100: true`"
	}
	o.report(f)
}
