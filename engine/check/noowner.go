package check

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// noOwner checks that every activity of an agreement has one accountable owner,
// and warns of campaigns and actions that nobody owns.
func noOwner(c *Context) {
	each(c, func(v version[spec.Program]) {
		if v.spec.Terms != nil {
			v.oneOwner(v.spec.Terms.Responsibilities)
		}
	}, "terms/responsibilities")
	spec.Each(c.Book.Docs, func(doc *spec.Document, a *spec.Agreement) {
		standard, _, isKnown := sound[spec.Program](c, a.Program.Name)
		if !isKnown || !standard.IsSound("terms") || !doc.IsSound("program", "terms") {
			return
		}
		for _, in := range c.Book.Terms(doc) {
			origin{c, doc, in.By}.oneOwner(ownLast(in))
		}
	})
	each(c, func(v version[spec.Campaign]) { v.bothSides(v.spec.Owners, v.spec.Window.At) }, "owners", "window")
	each(c, func(v version[spec.Assessment]) {
		if s := v.spec.SWOT; s != nil {
			for _, q := range quadrantsOf(s) {
				for _, e := range q.entries {
					v.action("swot/"+q.name+"/"+string(e.ID.V), e.Action, e.Owner)
				}
			}
		}
	}, "swot/*")
	each(c, func(v version[spec.Review]) {
		for _, a := range v.spec.Actions {
			if a.Status.Or("open") == "open" {
				v.action("actions/"+string(a.ID.V), &a.Text, a.Owner)
			}
		}
	}, "actions/*")
}

// ownLast gives an agreement's responsibilities, those that it states after those
// that it inherits, as what deviates is where a fault came in.
func ownLast(in resolve.Interval) []spec.Responsibility {
	if in.Agreement.Terms == nil {
		return in.Terms.Responsibilities
	}
	isOwn := map[spec.Slug]bool{}
	for _, r := range in.Agreement.Terms.Responsibilities {
		isOwn[r.ID.V] = true
	}
	var inherited, own []spec.Responsibility
	for _, r := range in.Terms.Responsibilities {
		if isOwn[r.ID.V] {
			own = append(own, r)
		} else {
			inherited = append(inherited, r)
		}
	}
	return append(inherited, own...)
}

// oneOwner reports activities without owner, and activities that stand twice with
// different ones.
func (o origin) oneOwner(list []spec.Responsibility) {
	first := map[string]spec.Responsibility{}
	for _, r := range list {
		path := "terms/responsibilities/" + string(r.ID.V)
		if r.Owner == nil {
			o.report(diag.Finding{At: r.ID.At, Path: path + "/owner", Label: "who is accountable?",
				Detail: fmt.Sprintf("Activity `%s` has no owner, so each side can take it for the other's.", r.ID.V),
				Fix:    "add `owner:` with one person or team, or with `vendor` or `partner`"})
			continue
		}
		activity := strings.ToLower(strings.Join(strings.Fields(string(r.Activity.V)), " "))
		twin, isKnown := first[activity]
		if !isKnown {
			first[activity] = r
		} else if twin.Owner.Name != r.Owner.Name {
			o.report(diag.Finding{At: r.Owner.At, Path: path + "/owner", Label: "`" + twin.Owner.Name + "` owns it, too",
				Detail:  fmt.Sprintf("`%s` and `%s` are the same activity, owned by `%s` and by `%s`.", twin.ID.V, r.ID.V, twin.Owner.Name, r.Owner.Name),
				Fix:     "keep one of the two, with the one who answers for it; who is asked first stands under `consulted`",
				Related: []diag.Related{{At: twin.Owner.At, Note: "the other owner"}}})
		}
	}
}

// bothSides warns of joint work that a side does not own.
func (o origin) bothSides(owners *spec.SideOwners, at diag.Span) {
	if owners == nil {
		owners = &spec.SideOwners{}
	}
	f := diag.Finding{Severity: diag.Warning, At: at, Path: "owners", Label: "nobody owns it",
		Detail: fmt.Sprintf("Campaign `%s` has no owner on either side.", o.doc.Name.V), Fix: "add `owners: {vendor: …, partner: …}`"}
	lacks := func(side string, other *spec.OwnerRef) {
		f.At, f.Path, f.Label = other.At, "owners/"+side, "no owner on the "+side+"'s side"
		f.Detail = fmt.Sprintf("Campaign `%s` is joint work, and only one side owns it.", o.doc.Name.V)
		f.Fix = "add `" + side + ":` beside it"
	}
	switch {
	case owners.Vendor != nil && owners.Partner != nil:
		return
	case owners.Vendor != nil:
		lacks("partner", owners.Vendor)
	case owners.Partner != nil:
		lacks("vendor", owners.Partner)
	}
	o.report(f)
}

// action warns of something to do that nobody does.
func (o origin) action(path string, what *spec.Val[spec.Text], owner *spec.PersonRef) {
	if what == nil || owner != nil {
		return
	}
	o.report(diag.Finding{Severity: diag.Warning, At: what.At, Path: path + "/owner", Label: "who does it?",
		Detail: "What nobody owns is still open at the next review.", Fix: "add `owner:` with one person"})
}

// quadrant is one of the four parts of a SWOT.
type quadrant struct {
	name    string
	entries []spec.SWOTEntry
}

func quadrantsOf(s *spec.SWOT) []quadrant {
	return []quadrant{{"strengths", s.Strengths}, {"weaknesses", s.Weaknesses}, {"opportunities", s.Opportunities}, {"threats", s.Threats}}
}
