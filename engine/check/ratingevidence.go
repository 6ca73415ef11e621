package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// ratingEvidence checks that a review says what each of its ratings rests on.
func ratingEvidence(c *Context) {
	each(c, func(v version[spec.Review]) {
		for _, r := range v.spec.Ratings {
			if r.Evidence == nil {
				v.report(diag.Finding{At: r.Value.At, Path: "ratings/" + string(r.Criterion.V) + ":" + r.By.Name + "/evidence", Label: "what is it based on?",
					Detail: fmt.Sprintf("`%s` rates `%s` with %s and gives no evidence.", r.By.Name, r.Criterion.V, r.Value.V),
					Fix:    "add `evidence:` with a document as kind/name, or with what was seen"})
			}
		}
	}, "ratings/*")
}
