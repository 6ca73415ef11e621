package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// noAgreement warns when an active partner has no signed agreement in one of its
// programs. Click-through programs, which list their partners in a roster, have
// no agreement per partner.
func noAgreement(c *Context) {
	agreements := map[[2]string]*spec.Document{} // the best of each partner and program
	isUnread := c.Book.Docs.MayHold("Agreement", "")
	spec.Each(c.Book.Docs, func(doc *spec.Document, a *spec.Agreement) {
		key := [2]string{a.Partner.Name, a.Program.Name}
		isUnread = isUnread || key[0] == "" || key[1] == ""
		if best := agreements[key]; best == nil || nearness(doc) > nearness(best) {
			agreements[key] = doc
		}
	})
	if isUnread { // it may be the one that is missed
		return
	}
	each(c, func(v version[spec.Partner]) {
		for _, m := range v.spec.Programs {
			_, program, ok := sound[spec.Program](c, m.Program.Name)
			if ok && program.Roster == nil && v.spec.Lifecycle.V == "active" {
				v.signed(m, agreements[[2]string{string(v.doc.Name.V), m.Program.Name}])
			}
		}
	}, "programs/*", "lifecycle")
}

// held is the nearness of an agreement that was signed, or may have been: of a
// broken one it is not known. Whether it still holds is a matter of days, of which
// lapsed-agreement speaks.
const held = 2

// nearness orders agreements by how near they are to one that holds.
func nearness(doc *spec.Document) int {
	a, ok := spec.As[spec.Agreement](doc)
	if ok && !doc.Broken && a.Status.V != "signed" {
		return 1
	}
	return held
}

func (o origin) signed(m spec.Membership, best *spec.Document) {
	f := diag.Finding{At: m.Program.At, Path: "programs/" + m.Program.Name, Label: "no agreement",
		Detail: fmt.Sprintf("`%s` is active in `%s`, and no signed agreement says on which terms.", o.doc.Name.V, m.Program.Name),
		Fix:    "add an Agreement of this partner and program with `status: signed`, or say `lifecycle: onboarding` until there is one"}
	if best != nil {
		if nearness(best) == held {
			return
		}
		a, _ := spec.As[spec.Agreement](best)
		f.Label = "`" + string(best.Name.V) + "` is " + string(a.Status.V)
		f.Fix = fmt.Sprintf("sign `%s` and write `status: signed` in it, or say `lifecycle: onboarding` until then", best.Name.V)
		f.Related = []diag.Related{{At: best.Name.At, Note: "the agreement that there is"}}
	}
	o.report(f)
}
