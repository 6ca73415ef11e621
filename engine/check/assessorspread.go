package check

import (
	"fmt"
	"math/big"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// assessorSpread warns when assessors of one criterion are so far apart that their
// mean says what neither of them thinks. A rating off the scale is a fault of its
// own.
func assessorSpread(c *Context) {
	most := c.settings().AssessorSpread.Or(quantity.Number{Coef: 2})
	each(c, func(v version[spec.Assessment]) {
		type ends struct{ low, high spec.FitRating }
		var order []string
		criteria := map[string]ends{}
		for _, r := range v.spec.Fit {
			name := string(r.Criterion.V)
			e, isKnown := criteria[name]
			if !isKnown {
				order, e = append(order, name), ends{r, r}
			}
			if r.Value.V.Cmp(e.low.Value.V) < 0 {
				e.low = r
			}
			if r.Value.V.Cmp(e.high.Value.V) > 0 {
				e.high = r
			}
			criteria[name] = e
		}
		for _, name := range order {
			low, high := criteria[name].low, criteria[name].high
			apart := new(big.Rat).Sub(high.Value.V.Rat(), low.Value.V.Rat())
			if apart.Cmp(most.Rat()) <= 0 || !isWithin(low.Value.V, 1, 5) || !isWithin(high.Value.V, 1, 5) {
				continue
			}
			first, second := low, high
			if first.Value.At.Start > second.Value.At.Start {
				first, second = second, first
			}
			v.report(diag.Finding{At: second.Value.At, Path: "fit/" + name + ":" + second.By.Name + "/value", Label: fmt.Sprintf("`%s` gave %s", first.By.Name, first.Value.V),
				Detail: fmt.Sprintf("`%s` and `%s` are %s apart on `%s`, more than %s: their mean is what neither of them thinks.",
					first.By.Name, second.By.Name, plain(apart), name, most),
				Fix:     "let them tell each other what they saw, and rate again",
				Related: []diag.Related{{At: first.Value.At, Note: "the other rating"}}})
		}
	}, "fit")
}
