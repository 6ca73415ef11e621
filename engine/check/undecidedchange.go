package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// undecidedChange checks that a dated change rests on no decision that was not
// made, and on one when its matter is reserved. For the others the pull request
// that the gate lets through is the decision.
func undecidedChange(c *Change) {
	for _, base := range c.Base.Docs.List {
		head := c.Book.Docs.Get(base.Address)
		if head == nil || base.Broken || head.Broken || head.Kind != base.Kind || !c.isBinding(base) {
			continue
		}
		for _, d := range c.moved(base, head) {
			c.decided(head, d)
		}
	}
}

func (c *Change) decided(head *spec.Document, d spec.Dated) {
	o, path := origin{c: c.Context, doc: head}, changesOf(head)+"/"+d.ID
	if d.Decision == "" {
		if doc, open := c.reserved(head); doc != nil {
			o.report(diag.Finding{At: d.At, Path: path, Label: "which decision is it?",
				Detail: fmt.Sprintf("Decision `%s` reserves this to those who decide it, and is %s.", doc.Name.V, open.Status.V),
				Fix:    fmt.Sprintf("wait until it is accepted, then add `decision: %s`", doc.Name.V), Related: []diag.Related{{At: open.Status.At, Note: "the decision"}}})
		}
		return
	}
	doc, decision := spec.Lookup[spec.Decision](c.Book.Docs, d.Decision)
	if decision == nil || doc.Broken || decision.Status.V == "accepted" {
		return
	}
	at := d.At
	if n := read(head.Spec).at[path+"/decision"]; n != nil {
		at = n.At
	}
	isOpen := decision.Status.V == "open" || decision.Status.V == "proposed"
	if isOpen && decision.Class.Or("") != "reserved" {
		return
	}
	f := diag.Finding{At: at, Path: path + "/decision", Label: "it is " + string(decision.Status.V),
		Detail:  fmt.Sprintf("`%s` rests on decision `%s`, which is %s.", d.ID, d.Decision, decision.Status.V),
		Fix:     "take the change out, or name the decision that was accepted",
		Related: []diag.Related{{At: decision.Status.At, Note: "where it stands"}}}
	if isOpen {
		f.Detail = fmt.Sprintf("`%s` rests on decision `%s`, which is reserved and still %s.", d.ID, d.Decision, decision.Status.V)
		f.Fix = "wait until it is accepted"
	}
	o.report(f)
}

// decides is the action by which terms of a kind are decided.
var decides = map[string]string{"CommissionPlan": "set-commission", "Agreement": "sign-agreement", "Goal": "change-goal"}

// reserved finds a reserved decision about a document that is still to be made.
func (c *Change) reserved(head *spec.Document) (doc *spec.Document, found *spec.Decision) {
	spec.Each(c.Book.Docs, func(d *spec.Document, decision *spec.Decision) {
		isOpen := decision.Status.V == "open" || decision.Status.V == "proposed"
		if found == nil && !d.Broken && isOpen && decision.Class.Or("") == "reserved" &&
			string(decision.Type.V) == decides[head.Kind.Name] && decision.Subject.To == head.Address {
			doc, found = d, decision
		}
	})
	return doc, found
}
