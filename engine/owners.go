package engine

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Owners gives who owns what; person "" means everybody.
func (a *Agenda) Owners(person string) render.OwnersView {
	v := render.OwnersView{AsOf: a.AsOf}
	o := owners{Agenda: a, of: map[string]*render.PersonView{}}
	for _, p := range a.book.Org.People {
		if person == "" || string(p.ID.V) == person {
			o.of[string(p.ID.V)] = o.person(p)
		}
	}
	for _, doc := range a.book.Docs.List {
		if !doc.Broken {
			o.gather(doc)
		}
	}
	for _, p := range a.book.Org.People {
		if one := o.of[string(p.ID.V)]; one != nil {
			v.People = append(v.People, *one)
		}
	}
	return v
}

// owners hands out what documents say to the people of a view.
type owners struct {
	*Agenda
	of map[string]*render.PersonView
}

func (o owners) person(p spec.Person) *render.PersonView {
	v := &render.PersonView{ID: string(p.ID.V), Side: string(p.Side.Or("vendor")), Until: p.Until.Or(0), At: p.ID.At}
	if p.Carries != nil {
		carries := int(p.Carries.V)
		v.Carries = &carries
	}
	if p.Partner != nil {
		v.Partner.Address = spec.NewAddress("Partner", p.Partner.Name)
		v.Partner.Name = o.display(v.Partner.Address)
	}
	for _, f := range p.Functions {
		v.Functions = append(v.Functions, string(f.V))
	}
	return v
}

func (o owners) gather(doc *spec.Document) {
	switch s := doc.Spec.(type) {
	case *spec.Partner:
		if s.Manager != nil && !resolve.IsOver(s) {
			if p := o.of[s.Manager.Name]; p != nil {
				p.Manages = append(p.Manages, render.PartnerName{Address: doc.Address, Name: doc.DisplayName()})
			}
		}
	case *spec.Agreement:
		o.activities(doc)
	case *spec.Goal:
		o.goal(doc)
	case *spec.DecisionRights:
		for _, r := range s.Rules {
			o.right(doc, r)
		}
	case *spec.Review:
		o.actions(doc, s)
	case *spec.Decision:
		o.decision(doc, s)
	}
}

// hold gives a thing to everybody behind its owner.
func (o owners) hold(owner string, partner *spec.Partner, thing render.Owned, list func(*render.PersonView) *[]render.Owned) {
	for _, id := range o.book.Holders(owner, partner) {
		p := o.of[id]
		if p == nil {
			continue
		}
		mine := thing
		if id != owner {
			mine.As = owner
		}
		*list(p) = append(*list(p), mine)
	}
}

func (o owners) activities(doc *spec.Document) {
	s := o.book.StandingOf(doc, o.AsOf)
	if s.Phase != resolve.Active && s.Phase != resolve.Upcoming {
		return
	}
	_, partner := spec.Lookup[spec.Partner](o.book.Docs, s.Agreement.Partner.Name)
	for _, r := range o.book.TermsAt(doc, o.AsOf).Terms.Responsibilities {
		if r.Owner != nil {
			thing := render.Owned{Address: doc.Address, ID: string(r.ID.V), Text: string(r.Activity.V), At: r.Owner.At}
			o.hold(r.Owner.Name, partner, thing, func(p *render.PersonView) *[]render.Owned { return &p.Activities })
		}
	}
}

func (o owners) goal(doc *spec.Document) {
	goal := o.book.At(doc, o.AsOf).(*spec.Goal)
	if goal.Owners == nil || o.period(goal).To < o.AsOf {
		return
	}
	_, partner := spec.Lookup[spec.Partner](o.book.Docs, goal.Partner.Name)
	for _, owner := range []*spec.OwnerRef{goal.Owners.Vendor, goal.Owners.Partner} {
		if owner != nil {
			thing := render.Owned{Address: doc.Address, Text: doc.DisplayName(), At: owner.At}
			o.hold(owner.Name, partner, thing, func(p *render.PersonView) *[]render.Owned { return &p.Goals })
		}
	}
}

func (a *Agenda) period(goal *spec.Goal) quantity.Range {
	return goal.Period.V.Range(a.book.FiscalStart())
}

func (o owners) actions(doc *spec.Document, r *spec.Review) {
	for _, action := range r.Actions {
		if action.Owner == nil || action.Status.Or("open") != "open" {
			continue
		}
		thing := render.Owned{Address: doc.Address, ID: string(action.ID.V), Text: string(action.Text.V), On: action.Due.Or(0), At: action.ID.At}
		thing.IsLate = thing.On != 0 && thing.On < o.AsOf
		o.hold(action.Owner.Name, nil, thing, func(p *render.PersonView) *[]render.Owned { return &p.Actions })
	}
}

func (o owners) decision(doc *spec.Document, d *spec.Decision) {
	if d.Decider == nil {
		return
	}
	thing := render.Owned{Address: doc.Address, Text: doc.DisplayName(), State: string(d.Status.V), On: d.Date.Or(0), At: d.Decider.At}
	if thing.State == "open" || thing.State == "proposed" {
		thing.On = d.Due.Or(0)
		thing.IsLate = thing.On != 0 && thing.On < o.AsOf
	}
	o.hold(d.Decider.Name, nil, thing, func(p *render.PersonView) *[]render.Owned { return &p.Decisions })
}

// right gives a rule to its decider, to everybody who may approve by it and to
// those who vote; who has several parts has the first.
func (o owners) right(doc *spec.Document, r spec.Right) {
	one := render.Right{Address: doc.Address, ID: string(r.ID.V), Action: string(r.Action.V), At: r.ID.At}
	if r.When != nil {
		one.When = string(r.When.V)
	}
	var had []string
	give := func(role, name string, ids []string) {
		for _, id := range ids {
			p := o.of[id]
			if p == nil || slices.Contains(had, id) {
				continue
			}
			had = append(had, id)
			mine := one
			if mine.Role = role; id != name {
				mine.As = name
			}
			p.Rights = append(p.Rights, mine)
		}
	}
	if r.Decider != nil {
		give("decider", r.Decider.Name, o.book.InRole(r.Decider.Name))
	}
	for _, a := range r.Approvers {
		switch {
		case a.Person != nil:
			give("approver", a.Person.Name, o.book.Holders(a.Person.Name, nil))
		case a.Team != nil:
			give("approver", a.Team.Name, o.book.InRole(a.Team.Name))
		case a.Function != nil:
			give("approver", a.Function.Name, o.book.WithFunction(a.Function.Name))
		}
	}
	if r.Body != nil {
		for _, voter := range r.Body.Voters {
			give("voter", voter.Name, o.book.Holders(voter.Name, nil))
		}
	}
}
