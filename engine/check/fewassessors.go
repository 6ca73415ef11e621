package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// fewAssessors warns when too few people have assessed a partner. Once there are
// ratings, those who rated count; before that, those who are to assess.
func fewAssessors(c *Context) {
	least := int(c.settings().MinAssessors.Or(2))
	each(c, func(v version[spec.Assessment]) {
		people, at, did := v.spec.Assessors, v.spec.Subject.At, "was assessed"
		if len(v.spec.Fit) > 0 {
			people, did = nil, "was rated"
			for _, r := range v.spec.Fit {
				people = append(people, r.By)
			}
		}
		names := map[string]bool{}
		for _, p := range people {
			names[p.Name] = true
		}
		if len(names) >= least {
			return
		}
		f := diag.Finding{At: at, Path: "assessors", Label: fmt.Sprintf("%d of %s", len(names), counted(int64(least), "assessor")),
			Detail: fmt.Sprintf("`%s` %s by nobody.", v.spec.Subject.To.Name(), did)}
		if len(people) > 0 {
			f.At = people[0].At
			f.Detail = fmt.Sprintf("`%s` %s by `%s` alone: nobody sees what one person overlooks.", v.spec.Subject.To.Name(), did, people[0].Name)
		}
		if len(names) > 1 {
			f.Detail = fmt.Sprintf("`%s` %s by %d people.", v.spec.Subject.To.Name(), did, len(names))
		}
		f.Fix = fmt.Sprintf("have %d more assess it, each alone before you talk", least-len(names))
		v.report(f)
	}, "subject", "assessors", "fit")
}
