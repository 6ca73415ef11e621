package check

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// swotEmpty warns of an assessment that leaves a quadrant of its SWOT empty.
func swotEmpty(c *Context) {
	each(c, func(v version[spec.Assessment]) {
		s := v.spec.SWOT
		if s == nil {
			s = &spec.SWOT{}
		}
		var empty []string
		for _, q := range quadrantsOf(s) {
			if len(q.entries) == 0 {
				empty = append(empty, q.name)
			}
		}
		if len(empty) == 0 {
			return
		}
		f := diag.Finding{At: v.spec.Subject.At, Path: "swot", Label: "empty: " + strings.Join(empty, ", "),
			Detail: fmt.Sprintf("Whoever assesses `%s` has not looked there yet: every partner has something in all four.", v.spec.Subject.To.Name()),
			Fix:    "add an entry under each of them, such as `{id: bench, text: Two sellers for six states, impact: 3}`"}
		if len(empty) == 4 {
			f.Label = "no SWOT"
			f.Fix = "add `swot:` with strengths, weaknesses, opportunities and threats, each with an entry such as `{id: bench, text: Two sellers for six states, impact: 3}`"
		}
		v.report(f)
	}, "subject", "swot")
}
