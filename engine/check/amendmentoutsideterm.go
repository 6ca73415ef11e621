package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// amendmentOutsideTerm checks that an agreement is amended while it holds. The
// day after the last one is left to an amendment that extends the agreement.
func amendmentOutsideTerm(c *Context) {
	spec.Each(c.Book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		versions := versionsOf[spec.Agreement](c, doc)
		for i := 1; i < len(versions); i++ {
			before, after := versions[i-1].spec, versions[i].spec
			if !isBackward(before.Term) && !isBackward(after.Term) {
				origin{c: c, doc: doc}.amendedOutside(*versions[i].by, before, after)
			}
		}
	})
}

func (o origin) amendedOutside(amendment spec.Dated, before, after *spec.Agreement) {
	day, first := amendment.Effective, before.Term.Effective
	f := diag.Finding{At: day.At, Path: "amendments/" + amendment.ID + "/effective"}
	was, is := lastDay(before.Term, before.Ended), lastDay(after.Term, after.Ended)
	last := was
	switch {
	case day.V <= first.V:
		f.Label = "the first day is " + first.V.String()
		f.Detail = fmt.Sprintf("An amendment on %s would leave nothing of the agreement as it was signed.", day.V)
		f.Fix = "write a day after " + first.V.String() + ", or put the change into the agreement itself"
		f.Related = []diag.Related{{At: first.At, Note: "the first day"}}
		o.report(f)
		return
	case was != nil && day.V > was.V.AddDays(1):
	case is != nil && day.V > is.V:
		last = is
	default:
		return
	}
	f.Label = "the last day is " + last.V.String()
	f.Detail = fmt.Sprintf("On %s there is no agreement left to amend.", day.V)
	f.Fix = fmt.Sprintf("write a day from %s to %s, or extend the term", first.V.AddDays(1), last.V)
	f.Related = []diag.Related{{At: last.At, Note: "the last day"}}
	o.report(f)
}
