package resolve

import (
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// IsOver reports whether a partnership asks for nobody's work any more. Whoever
// manages one that is not carries it, be it a prospect or paused.
func IsOver(p *spec.Partner) bool { return p.Lifecycle.V == "ended" || p.Lifecycle.V == "declined" }

// ProgramsOf gives the programs of a partner, or of an agreement's or a goal's
// partner.
func (b *Book) ProgramsOf(a spec.Address) []string { return b.programsOf(a) }

// PartnerOf gives the partner that a document is about: the partner itself, or
// that of an agreement or a goal; "" when it is about none.
func (b *Book) PartnerOf(a spec.Address) spec.Address {
	doc := b.Docs.Get(a)
	if doc == nil {
		return ""
	}
	switch s := doc.Spec.(type) {
	case *spec.Partner:
		return doc.Address
	case *spec.Agreement:
		return spec.NewAddress("Partner", s.Partner.Name)
	case *spec.Goal:
		return spec.NewAddress("Partner", s.Partner.Name)
	}
	return ""
}

// ReviewsOf gives the reviews of a partner, and of its agreements and goals.
func (b *Book) ReviewsOf(partner spec.Address) []*spec.Document { return b.reviews[partner] }

func (b *Book) reviewsByPartner() map[spec.Address][]*spec.Document {
	out := map[spec.Address][]*spec.Document{}
	spec.Each(b.Docs, func(doc *spec.Document, r *spec.Review) {
		partner := b.PartnerOf(r.Subject.To)
		out[partner] = append(out[partner], doc)
	})
	return out
}

// Holidays are the Organization's days that are no business days.
func (b *Book) Holidays() map[quantity.Date]bool {
	out := make(map[quantity.Date]bool, len(b.Org.Holidays))
	for _, day := range b.Org.Holidays {
		out[day.V] = true
	}
	return out
}
