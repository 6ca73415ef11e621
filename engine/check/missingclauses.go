package check

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// missingClauses checks that a signed agreement, with what it inherits, has every
// clause of the list. What is missing is listed at once.
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

// partsOf says what a clause that is missing as a whole has to hold, so that
// writing it does not bring up the next gap.
var partsOf = map[string]string{
	"communication": "with vendor and partner",
	"leadProcess":   "with channel, acceptWithin or protection",
	"liability":     "with cap",
	"exit":          "with notice, windDown.owner and tail.for",
}

func (o origin) clauses(in resolve.Interval) {
	missing := resolve.MissingClauses(in.Terms)
	if talk := in.Terms.Communication; talk != nil && talk.Partner != nil && talk.Partner.Name == "main-contact" && !o.c.hasContact(in.Agreement.Partner.Name) {
		missing = append(missing, "communication.partner (main-contact is nobody: the partner has no mainContact)")
	}
	if len(missing) == 0 { // an owner that is missing alone is an error of its own
		return
	}
	for _, r := range in.Terms.Responsibilities {
		if r.Owner == nil {
			missing = append(missing, "an owner of `"+string(r.ID.V)+"`")
		}
	}
	for i, clause := range missing {
		if parts := partsOf[clause]; parts != "" {
			missing[i] = clause + " (" + parts + ")"
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
