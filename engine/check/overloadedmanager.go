package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// overloadedManager warns when somebody looks after more partners than he or she
// can, of all whose partnership is not over, as owners lists them.
func overloadedManager(c *Context) {
	managed := map[string]int64{}
	each(c, func(v version[spec.Partner]) {
		if v.spec.Manager != nil && !resolve.IsOver(v.spec) {
			managed[v.spec.Manager.Name]++
		}
	}, "manager", "lifecycle")
	each(c, func(v version[spec.Organization]) {
		for _, p := range v.spec.People {
			n := managed[string(p.ID.V)]
			if p.Carries == nil || n <= int64(p.Carries.V) {
				continue
			}
			v.report(diag.Finding{At: p.Carries.At, Path: "people/" + string(p.ID.V) + "/carries", Label: counted(n, "partner"),
				Detail: fmt.Sprintf("`%s` carries %d and has %s: the quiet ones are forgotten first.", p.ID.V, p.Carries.V, counted(n, "partner")),
				Fix:    fmt.Sprintf("give %d of them another `manager`, or raise `carries` if that is true", n-int64(p.Carries.V))})
		}
	}, "people/*")
}
