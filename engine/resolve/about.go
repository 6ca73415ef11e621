package resolve

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/spec"
)

// maxHops keeps decisions on each other from asking in circles.
const maxHops = 4

// PartnersOf gives the partners that a document is about, itself or through what
// it speaks of: a decision on a campaign is about the campaign's partners. They
// are sorted; none when the document is about no partner.
func (b *Book) PartnersOf(a spec.Address) []spec.Address {
	for range maxHops {
		if partner := b.PartnerOf(a); partner != "" {
			return []spec.Address{partner}
		}
		doc := b.Docs.Get(a)
		if doc == nil {
			return nil
		}
		switch s := doc.Spec.(type) {
		case *spec.Review:
			a = s.Subject.To
		case *spec.Assessment:
			a = s.Subject.To
		case *spec.Decision:
			a = s.Subject.To
		case *spec.Campaign:
			return partnersOf(s)
		default:
			return nil
		}
	}
	return nil
}

func partnersOf(c *spec.Campaign) []spec.Address {
	var out []spec.Address
	for _, p := range c.Partners {
		out = append(out, spec.NewAddress("Partner", p.Name))
	}
	slices.Sort(out)
	return out
}

// Holders gives the people behind an owner: a person, the members of a team; the
// side vendor is the partner's manager, partner and main-contact its main
// contact. partner is nil when the owner has nothing to do with one.
func (b *Book) Holders(owner string, partner *spec.Partner) []string {
	switch {
	case owner == "":
		return nil
	case b.people[owner] != nil:
		return []string{owner}
	case b.teams[owner] != nil:
		return b.members(owner)
	case partner == nil:
		return nil
	case owner == "vendor" && partner.Manager != nil:
		return []string{partner.Manager.Name}
	case (owner == "partner" || owner == "main-contact") && partner.MainContact != nil:
		return []string{partner.MainContact.Name}
	}
	return nil
}

// InRole gives the people that a role means: a person, the members of a team, or
// everybody with a function.
func (b *Book) InRole(role string) []string {
	if b.people[role] != nil || b.teams[role] != nil {
		return b.Holders(role, nil)
	}
	return b.WithFunction(role)
}

// WithFunction gives everybody who carries a function, as declared.
func (b *Book) WithFunction(function string) []string {
	var out []string
	for _, p := range b.Org.People {
		if slices.ContainsFunc(p.Functions, func(f spec.Val[spec.Slug]) bool { return string(f.V) == function }) {
			out = append(out, string(p.ID.V))
		}
	}
	return out
}

func (b *Book) members(team string) []string {
	var out []string
	for _, m := range b.teams[team].Members {
		out = append(out, m.Name)
	}
	return out
}
