package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// goalOwners checks that both sides own a goal, each with its own people, and
// that both say what they gain by it.
func goalOwners(c *Context) {
	each(c, func(v version[spec.Goal]) {
		owners, benefit := v.spec.Owners, v.spec.Benefit
		if owners == nil {
			owners = &spec.SideOwners{}
		}
		if benefit == nil {
			benefit = &spec.SideTexts{}
		}
		v.sidesMissing(v.spec.Partner.At, owners, benefit)
	}, "partner", "owners", "benefit")
	each(c, func(v version[spec.Goal]) {
		if owners := v.spec.Owners; owners != nil {
			v.onSide(vendors, v.spec.Partner.Name, owners.Vendor)
			v.onSide(partners, v.spec.Partner.Name, owners.Partner)
		}
	}, "partner", "owners/*")
}

// sidesMissing reports, at once, what a goal does not say of its two sides.
func (o origin) sidesMissing(at diag.Span, owners *spec.SideOwners, benefit *spec.SideTexts) {
	var missing []string
	for _, part := range []struct {
		has  bool
		name string
	}{{owners.Vendor != nil, "owners.vendor"}, {owners.Partner != nil, "owners.partner"},
		{benefit.Vendor != nil, "benefit.vendor"}, {benefit.Partner != nil, "benefit.partner"}} {
		if !part.has {
			missing = append(missing, "`"+part.name+"`")
		}
	}
	if len(missing) == 0 {
		return
	}
	f := diag.Finding{At: at, Label: listed(missing) + " are missing",
		Detail: "A goal is shared when each side has somebody who answers for it, and says what it gains.",
		Fix:    "add `owners: {vendor: …, partner: …}` with somebody of each side, and `benefit: {vendor: …, partner: …}`"}
	if len(missing) == 1 {
		f.Label = missing[0] + " is missing"
	}
	switch {
	case owners.Vendor != nil && owners.Partner != nil:
		f.Path, f.Fix = "benefit", "add `benefit: {vendor: …, partner: …}`: what each side gains"
	case benefit.Vendor != nil && benefit.Partner != nil:
		f.Path, f.Fix = "owners", "add `owners: {vendor: …, partner: …}` with somebody of each side"
	}
	o.report(f)
}

// onSide reports an owner who does not work for the side that is to be owned.
func (o origin) onSide(side, partner string, owner *spec.OwnerRef) {
	if owner == nil {
		return
	}
	party := o.c.partyOf(owner.Name, partner)
	if party == "" || party == side {
		return
	}
	f := diag.Finding{At: owner.At, Path: "owners/" + side, Label: fmt.Sprintf("`%s` is the %s's", owner.Name, party),
		Detail: fmt.Sprintf("The %s's side of the goal belongs to the other side, so nobody answers for it at home.", side),
		Fix:    "name somebody of the vendor"}
	if party == neither {
		f.Label = fmt.Sprintf("`%s` works for neither side", owner.Name)
		f.Detail = fmt.Sprintf("The %s's side of the goal belongs to somebody who cannot answer for that side.", side)
	}
	if side == partners {
		f.Fix = fmt.Sprintf("name somebody of `%s`", partner)
	}
	o.report(f)
}
