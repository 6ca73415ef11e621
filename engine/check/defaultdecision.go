package check

import (
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// defaultDecision warns of what was decided because nobody chose otherwise.
func defaultDecision(c *Context) {
	each(c, func(v version[spec.Decision]) {
		if v.spec.Basis != nil && v.spec.Basis.V == "default" && v.spec.Status.V != "superseded" {
			v.report(diag.Finding{At: v.spec.Basis.At, Path: "basis", Label: "nobody chose this",
				Detail: "Things went on as they were because time ran out or nobody asked; that is a choice without reasons.",
				Fix:    "look at the options once more, and write `basis: data` with `evidence`, or `basis: judgement` with `drivers`"})
		}
	}, "basis", "status")
}
