package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// overloadedManager warns when somebody looks after more active partners than he
// or she can.
func overloadedManager(c *Context) {
	active := map[string]int64{}
	each(c, func(v version[spec.Partner]) {
		if v.spec.Manager != nil && v.spec.Lifecycle.V == "active" {
			active[v.spec.Manager.Name]++
		}
	}, "manager", "lifecycle")
	each(c, func(v version[spec.Organization]) {
		for _, p := range v.spec.People {
			n := active[string(p.ID.V)]
			if p.Carries == nil || n <= int64(p.Carries.V) {
				continue
			}
			v.report(diag.Finding{At: p.Carries.At, Path: "people/" + string(p.ID.V) + "/carries", Label: counted(n, "active partner"),
				Detail: fmt.Sprintf("`%s` carries %d and has %s: the quiet ones are forgotten first.", p.ID.V, p.Carries.V, counted(n, "active partner")),
				Fix:    fmt.Sprintf("give %d of them another `manager`, or raise `carries` if that is true", n-int64(p.Carries.V))})
		}
	}, "people/*")
}
