package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// personSide checks that a person of the partner's side belongs to a partner,
// and nobody else does: who is on which side decides whose approval counts.
func personSide(c *Context) {
	each(c, func(v version[spec.Organization]) {
		for _, p := range v.spec.People {
			path := "people/" + string(p.ID.V) + "/partner"
			isPartners := p.Side.Or("vendor") == "partner"
			switch {
			case isPartners && p.Partner == nil:
				v.report(diag.Finding{At: p.Side.At, Path: path, Label: "of which partner?",
					Detail: fmt.Sprintf("`%s` is on the side of a partner, and nothing says of which.", p.ID.V),
					Fix:    "add `partner:` with the partner's name"})
			case !isPartners && p.Partner != nil && p.Side == nil:
				v.report(diag.Finding{At: p.Partner.At, Path: path, Label: "without `side` a person is the vendor's",
					Detail: fmt.Sprintf("`%s` names a partner, and counts as one of the vendor's people.", p.ID.V),
					Fix:    "add `side: partner`, or take `partner` away"})
			case !isPartners && p.Partner != nil:
				v.report(diag.Finding{At: p.Partner.At, Path: path, Label: "the side is " + string(p.Side.V),
					Detail:  fmt.Sprintf("`%s` is on side %s and names a partner.", p.ID.V, p.Side.V),
					Fix:     "write `side: partner`, or take `partner` away",
					Related: []diag.Related{{At: p.Side.At, Note: "the side"}}})
			}
		}
	}, "people/*")
}
