package scaffold

import (
	"github.com/partnership-as-code/entente/engine/spec"
)

// people are those of the Organization, and those that an import adds.
type people struct {
	known map[string]*spec.Person
	taken map[string]bool // ids that stand for something else
	added []newcomer
}

// newcomer is a person to add; partner is "" on the vendor's side.
type newcomer struct{ id, partner string }

func peopleOf(org *spec.Organization) *people {
	p := &people{known: map[string]*spec.Person{}, taken: map[string]bool{"vendor": true, "partner": true, "main-contact": true}}
	for i := range org.People {
		p.known[string(org.People[i].ID.V)] = &org.People[i]
	}
	for _, t := range org.Teams {
		p.taken[string(t.ID.V)] = true
	}
	return p
}

// id finds or adds somebody by name, on the side of a partner or, with "", of
// the vendor. People are told apart by id and side alone, so one spelling is one
// person wherever it stands.
func (p *people) id(name, partner string) string {
	if name == "" {
		return ""
	}
	base := slug(name)
	for i := 1; ; i++ {
		id := numbered(base, i)
		if p.taken[id] {
			continue
		}
		known := p.known[id]
		if known == nil {
			p.add(newcomer{id, partner})
			return id
		}
		if worksFor(known) == partner {
			return id
		}
	}
}

func (p *people) add(n newcomer) {
	person := &spec.Person{}
	person.ID.V = spec.Slug(n.id)
	if n.partner != "" {
		person.Side = &spec.Val[spec.Text]{V: "partner"}
		person.Partner = &spec.Ref[spec.Partner]{Name: n.partner}
	}
	p.known[n.id] = person
	p.added = append(p.added, n)
}

// worksFor is the partner of a person on a partner's side, "" for the vendor's,
// and a name that no partner has for an adviser.
func worksFor(p *spec.Person) string {
	switch {
	case p.Side.Or("vendor") == "adviser":
		return "adviser/"
	case p.Partner == nil:
		return ""
	}
	return p.Partner.Name
}
