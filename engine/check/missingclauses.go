package check

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// missingClauses checks that a signed agreement, with what it inherits, says all
// that two sides need when things go wrong. What is missing is listed at once.
// Amendments can add clauses, so the latest terms count; an agreement that was
// ended is left to ended-agreement.
func missingClauses(c *Context) {
	spec.Each(c.Book.Docs, func(doc *spec.Document, a *spec.Agreement) {
		_, _, isKnown := sound[spec.Program](c, a.Program.Name)
		if !isKnown || !doc.IsSound("partner", "program", "status", "terms", "ended") || !knowsChanges(doc) {
			return
		}
		terms := c.Book.Terms(doc)
		latest := terms[len(terms)-1]
		if latest.Agreement.Status.V == "signed" && latest.Agreement.Ended == nil {
			origin{c: c, doc: doc}.clauses(latest)
		}
	})
}

func (o origin) clauses(in resolve.Interval) {
	missing := missingIn(in.Terms, o.c.hasContact(in.Agreement.Partner.Name))
	if len(missing) == 0 { // an owner that is missing alone is an error of its own
		return
	}
	for _, r := range in.Terms.Responsibilities {
		if r.Owner == nil {
			missing = append(missing, "an owner of `"+string(r.ID.V)+"`")
		}
	}
	f := diag.Finding{At: in.Agreement.Status.At, Path: "terms", Label: fmt.Sprintf("%d clauses are missing", len(missing)),
		Detail: fmt.Sprintf("It is signed, and neither it nor program `%s` says: %s.", in.Agreement.Program.Name, strings.Join(missing, ", ")),
		Fix:    fmt.Sprintf("add them under `terms` of program `%s`, for all of its agreements, or under `terms` here", in.Agreement.Program.Name)}
	if len(missing) == 1 {
		f.Label = "1 clause is missing"
		f.Fix = strings.Replace(f.Fix, "add them", "add it", 1)
	}
	if o.c.settings().Strict.Or(false) {
		f.Severity = diag.Error
	}
	o.report(f)
}

// hasContact reports whether main-contact means somebody; an unknown partner is a
// fault of its own.
func (c *Context) hasContact(partner string) bool {
	_, p, isKnown := sound[spec.Partner](c, partner)
	return !isKnown || p.MainContact != nil
}

// missingIn names what terms lack of the list that docs/missing-clauses.md gives,
// in its order.
func missingIn(t spec.Terms, hasContact bool) []string {
	var out []string
	need := func(has bool, what string) {
		if !has {
			out = append(out, what)
		}
	}
	need(len(t.Responsibilities) > 0, "responsibilities with an owner each")
	talk := t.Communication
	need(talk != nil && talk.Vendor != nil, "communication.vendor")
	switch {
	case talk == nil || talk.Partner == nil:
		need(false, "communication.partner")
	case talk.Partner.Name == "main-contact":
		need(hasContact, "communication.partner (main-contact is nobody: the partner has no mainContact)")
	}
	lead := t.LeadProcess
	need(lead != nil && (lead.Channel != nil || lead.AcceptWithin != nil || lead.Protection != nil), "leadProcess")
	need(t.ReviewCadence != nil, "reviewCadence")
	need(t.Liability != nil && t.Liability.Cap != nil, "liability.cap")
	need(len(t.DisputeResolution) > 0, "disputeResolution")
	exit := t.Exit
	need(exit != nil && exit.Notice != nil, "exit.notice")
	need(exit != nil && exit.WindDown != nil && exit.WindDown.Owner != nil, "exit.windDown.owner")
	need(exit != nil && exit.Tail != nil && (exit.Tail.For != nil || len(exit.Tail.Reasons) > 0), "exit.tail")
	return out
}
