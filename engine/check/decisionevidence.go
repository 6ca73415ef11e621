package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// decisionEvidence warns of a major decision that names nothing it rests on.
func decisionEvidence(c *Context) {
	each(c, func(v version[spec.Decision]) {
		if isMajor(v.spec) && len(v.spec.Evidence) == 0 {
			v.report(diag.Finding{At: v.spec.Class.At, Path: "evidence", Label: "no evidence",
				Detail: fmt.Sprintf("A %s decision that names nothing it rests on cannot be looked back on.", v.spec.Class.V),
				Fix:    "add `evidence:` with documents as kind/name, or with what was seen"})
		}
	}, "class", "status", "evidence")
}
