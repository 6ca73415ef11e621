package check

import (
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// escalatedInScope warns of an open decision that lies with whom it is escalated
// to, although there is a decider whatever the amount.
func escalatedInScope(c *Context) {
	rights := c.rights()
	each(c, func(v version[spec.Decision]) {
		rules := rights[string(v.spec.Type.V)]
		isOpen := v.spec.Status.V == "open" || v.spec.Status.V == "proposed"
		if d := v.spec.Decider; isOpen && d != nil && len(rules) > 0 {
			v.escalated(*d, rules)
		}
	}, "type", "status", "decider")
}

func (o origin) escalated(d spec.PersonRef, rules []right) {
	for _, r := range rules {
		if r.spec.Decider == nil || o.c.isIn(r.spec.Decider.Name, d.Name) { // in scope, or a vote
			return
		}
	}
	at := slices.IndexFunc(rules, func(r right) bool { return r.spec.EscalateTo != nil && o.c.isIn(r.spec.EscalateTo.Name, d.Name) })
	if gaps, ok := gapsOf(rules); at < 0 || !ok || len(gaps) > 0 {
		return
	}
	r := rules[at]
	after := "when the decider does not"
	if r.spec.Within != nil {
		after = fmt.Sprintf("when the decider has not done so within %s", r.spec.Within.V)
	}
	f := diag.Finding{At: d.At, Path: "decider", Label: fmt.Sprintf("`%s` decides this", r.spec.Decider.Name),
		Detail:  fmt.Sprintf("By rule `%s` it is for `%s`; `%s` decides only %s.", r.spec.ID.V, r.spec.Decider.Name, d.Name, after),
		Fix:     fmt.Sprintf("write `decider: %s`, or leave it if that time has passed", r.spec.Decider.Name),
		Related: []diag.Related{{At: r.spec.Decider.At, Note: "the decider"}}}
	if o.c.Book.Person(r.spec.Decider.Name) == nil {
		f.Fix = fmt.Sprintf("name somebody of `%s`, or leave it if that time has passed", r.spec.Decider.Name)
	}
	o.report(f)
}
