package check

import (
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// bandReset checks that a volume that adds up says when it starts again, and
// that a single event, which does not add up, says nothing of the kind.
func bandReset(c *Context) {
	each(c, func(v version[spec.CommissionPlan]) {
		for _, r := range v.spec.Rules {
			if r.Bands == nil {
				continue
			}
			per, reset := string(r.Bands.Per.Or("partner")), r.Bands.Reset
			f := diag.Finding{Path: "rules/" + string(r.ID.V) + "/bands/reset"}
			switch {
			case per == "event" && reset != nil:
				f.At, f.Label = reset.At, "each event starts at 0"
				f.Detail = "With `per: event` every event is rated by its own size; there is no volume that could start again."
				f.Fix = "take `reset` away, or write `per: partner`"
			case per != "event" && reset == nil:
				f.At, f.Label = r.Bands.Method.At, "`reset` is missing beside it"
				f.Detail = "Volume adds up per " + per + ", and nothing says when it starts again at 0."
				f.Fix = "add `reset: quarterly` (or monthly, contract-year, never), or write `per: event`"
			default:
				continue
			}
			v.report(f)
		}
	}, "rules/*")
}
