package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// whole is 100%.
const whole = quantity.Rate(1e10)

// rateRange checks every rate of the language: all of them are shares of
// something. A KPI's own percentage is a value and can be anything.
func rateRange(c *Context) {
	for _, doc := range c.Book.Docs.List {
		if !doc.IsSound("*") {
			continue
		}
		for _, v := range c.Book.Versions(doc) {
			o := origin{c, doc, v.By}
			spec.Scalars(v.Spec, func(n spec.Node, rate *spec.Val[spec.Rate]) { o.share(n, rate.V) })
		}
	}
}

func (o origin) share(n spec.Node, rate quantity.Rate) {
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
	o.report(f)
}
