package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// personSide checks that a person of the partner's side belongs to a partner,
// and nobody else does: who is on which side decides whose approval counts. A
// partner's manager is the vendor's, its main contact one of its own.
func personSide(c *Context) {
	if c.knowsPeople() {
		each(c, func(v version[spec.Partner]) { v.sides(v.spec) }, "manager", "mainContact")
	}
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

// sides checks who speaks for a partner on either side.
func (o origin) sides(p *spec.Partner) {
	name := string(o.doc.Name.V)
	if p.Manager != nil {
		o.speaksFor(p.Manager, "manager", vendors, name)
	}
	if p.MainContact != nil {
		o.speaksFor(p.MainContact, "mainContact", partners, name)
	}
}

func (o origin) speaksFor(who *spec.PersonRef, field, side, partner string) {
	of := o.c.partyOfPerson(who.Name, partner)
	if of == "" || of == side {
		return
	}
	f := diag.Finding{At: who.At, Path: field}
	switch person := o.c.Book.Person(who.Name); {
	case person.Side.Or("vendor") == "vendor":
		f.Label = "one of the vendor's people"
	case person.Side.V == "adviser":
		f.Label = "an adviser"
	default:
		f.Label = fmt.Sprintf("works for `%s`", person.Partner.Name)
	}
	if side == vendors {
		f.Detail = fmt.Sprintf("`%s` would look after `%s` for the vendor, and is not on the vendor's side.", who.Name, partner)
		f.Fix = "name one of the vendor's people, or `mainContact` is meant"
	} else {
		f.Detail = fmt.Sprintf("`%s` would speak for `%s`, and does not work for it.", who.Name, partner)
		f.Fix = fmt.Sprintf("name somebody with `side: partner, partner: %s`, or `manager` is meant", partner)
	}
	f.Related = []diag.Related{{At: o.c.Book.Person(who.Name).ID.At, Note: "the person"}}
	o.report(f)
}
