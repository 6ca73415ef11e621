package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// partnerProfile warns when nothing says what an active partner brings, or what
// stands in its way.
func partnerProfile(c *Context) {
	each(c, func(v version[spec.Partner]) {
		if v.spec.Lifecycle.V != "active" {
			return
		}
		f := diag.Finding{At: v.spec.Lifecycle.At}
		switch brings, lacks := len(v.spec.Contributions) > 0, len(v.spec.Challenges) > 0; {
		case brings && lacks:
			return
		case brings:
			f.Path, f.Label = "challenges", "`challenges` is missing"
			f.Detail = fmt.Sprintf("Nothing says what stands in the way of `%s`, so nobody helps with it.", v.doc.Name.V)
			f.Fix = "add `challenges:` with what the partner lacks, such as [No marketing staff]"
		case lacks:
			f.Path, f.Label = "contributions", "`contributions` is missing"
			f.Detail = fmt.Sprintf("Nothing says what `%s` brings, so nobody can ask for it.", v.doc.Name.V)
			f.Fix = "add `contributions:` with what the partner brings, such as [Field sales in DACH]"
		default:
			f.Label = "`contributions` and `challenges` are missing"
			f.Detail = fmt.Sprintf("Nothing says what `%s` brings, nor what stands in its way.", v.doc.Name.V)
			f.Fix = "add `contributions:` such as [Field sales in DACH] and `challenges:` such as [No marketing staff]"
		}
		v.report(f)
	}, "lifecycle", "contributions", "challenges")
}
