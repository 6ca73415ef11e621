package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// swappedDates checks that what follows from something is not dated before it. The
// dates of an agreement's term are term-dates' matter.
func swappedDates(c *Context) {
	each(c, func(v version[spec.Decision]) {
		v.inOrder(v.spec.Date, v.spec.ReviewOn, "reviewOn", "the decision was taken", "Its outcome is to be looked at")
		if v.spec.Outcome != nil {
			v.inOrder(v.spec.Date, &v.spec.Outcome.On, "outcome/on", "the decision was taken", "The outcome was looked at")
		}
	}, "date", "reviewOn", "outcome")
	each(c, func(v version[spec.Organization]) {
		for i := range v.spec.People {
			p := &v.spec.People[i]
			v.inOrder(p.Since, p.Until, "people/"+string(p.ID.V)+"/until", "`"+string(p.ID.V)+"` began", "The last day in the role lies")
		}
	}, "people/*")
	each(c, func(v version[spec.Partner]) {
		for _, m := range v.spec.Programs {
			if m.Pin != nil {
				v.inOrder(m.Since, m.Pin.Until, "programs/"+m.Program.Name+"/pin/until", "the membership began", "The pin ends")
			}
		}
	}, "programs/*")
	each(c, func(v version[spec.Review]) {
		for _, a := range v.spec.Actions {
			v.inOrder(&v.spec.Date, a.Due, "actions/"+string(a.ID.V)+"/due", "the review was held", "`"+string(a.ID.V)+"` is due")
		}
	}, "date", "actions/*")
}

// inOrder reports a second date that lies before the first. One that is missing,
// or could not be read, is in nobody's way. began and what name the two.
func (o origin) inOrder(first, second *spec.Val[spec.Date], path, began, what string) {
	if first == nil || second == nil || first.At.IsZero() || second.V >= first.V {
		return
	}
	o.report(diag.Finding{At: second.At, Path: path, Label: began + " on " + first.V.String(),
		Detail:  fmt.Sprintf("%s on %s, before %s on %s.", what, second.V, began, first.V),
		Fix:     fmt.Sprintf("write a day from %s on, or swap the two", first.V),
		Related: []diag.Related{{At: first.At, Note: "the day before which it cannot be"}}})
}
