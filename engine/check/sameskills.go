package check

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// sameSkills warns when a side brings no skill to a goal that the other lacks.
func sameSkills(c *Context) {
	each(c, func(v version[spec.Goal]) {
		s := v.spec.Skills
		if s == nil || len(s.Vendor) == 0 || len(s.Partner) == 0 {
			return
		}
		f := diag.Finding{At: s.Partner[0].At, Path: "skills/partner",
			Detail: fmt.Sprintf("Whatever `%s` brings, the vendor has already: the two do not complement each other.", v.spec.Partner.Name),
			Fix:    "name what each side can do that the other cannot, or ask why the goal is a shared one"}
		switch {
		case !isAmong(s.Partner, s.Vendor):
			if !isAmong(s.Vendor, s.Partner) {
				return
			}
			f.At, f.Path, f.Label = s.Vendor[0].At, "skills/vendor", "the partner has it, too"
			f.Detail = "Whatever the vendor brings, the partner has already: the two do not complement each other."
		case len(s.Partner) == 1:
			f.Label = "the vendor has it, too"
		default:
			f.Label = fmt.Sprintf("the vendor has all %d of them, too", len(s.Partner))
		}
		v.report(f)
	}, "skills")
}

// isAmong reports whether every text of a list is in another, in whatever case.
func isAmong(list, other []spec.Val[spec.Text]) bool {
	has := map[string]bool{}
	for _, t := range other {
		has[strings.ToLower(string(t.V))] = true
	}
	for _, t := range list {
		if !has[strings.ToLower(string(t.V))] {
			return false
		}
	}
	return true
}
