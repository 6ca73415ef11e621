package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
)

// rightGap warns of amounts for which nobody decides.
func rightGap(c *Context) {
	for action, rules := range c.rights() {
		gaps, _ := gapsOf(rules)
		for _, g := range gaps {
			g.next.report(diag.Finding{At: g.next.spec.When.At, Path: g.next.path() + "/when", Label: "nobody decides " + g.scope.words(),
				Detail: fmt.Sprintf("No rule says who decides %s when `%s` is %s, so such a change can be approved by nobody.", action, g.scope.of, g.scope.words()),
				Fix:    fmt.Sprintf("add a rule with `when: '%s'`, or widen this one", g.scope.condition())})
		}
	}
}
