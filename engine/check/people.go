package check

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Parties to a document about one partner.
const (
	vendors  = "vendor"
	partners = "partner"
	neither  = "neither" // an adviser, or somebody of another partner
)

// partyOf tells for which party an owner stands in a document about a partner; ""
// when that is not known, or when a team is made of several.
func (c *Context) partyOf(owner, partner string) string {
	switch owner {
	case "vendor":
		return vendors
	case "partner", "main-contact":
		return partners
	}
	party := ""
	for i, id := range c.Book.Holders(owner, nil) {
		of := c.partyOfPerson(id, partner)
		if i > 0 && of != party {
			return ""
		}
		party = of
	}
	return party
}

func (c *Context) partyOfPerson(id, partner string) string {
	p := c.Book.Person(id)
	switch {
	case p == nil:
		return ""
	case p.Side.Or("vendor") == "vendor":
		return vendors
	case p.Side.V == "adviser":
		return neither
	case p.Partner == nil:
		return ""
	case p.Partner.Name == partner:
		return partners
	}
	return neither
}

// isIn reports whether a role, which is a person, a team or a function, means a
// person.
func (c *Context) isIn(role, person string) bool {
	return slices.Contains(c.Book.InRole(role), person)
}

// isCurrent reports whether somebody is in the role on a day, without a day today
// and for good.
func isCurrent(p *spec.Person, day quantity.Date) bool {
	if day == 0 {
		return p.Until == nil
	}
	return (p.Since == nil || p.Since.V <= day) && (p.Until == nil || day <= p.Until.V)
}
