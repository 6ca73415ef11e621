package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// adviserIndependence checks that who has the casting vote has no other one, and
// depends on none of the parties that vote.
func adviserIndependence(c *Context) {
	c.eachBody(func(b body) {
		t := b.spec.TieBreaker
		if t == nil || !c.knowsPeople() || c.Book.Person(t.Name) == nil {
			return
		}
		if b.voters()[t.Name] {
			b.report(diag.Finding{At: t.At, Path: b.path + "/tieBreaker", Label: "`" + t.Name + "` votes already",
				Detail: fmt.Sprintf("With the casting vote `%s` would have two votes, and every tie would go the same way.", t.Name),
				Fix:    "name an adviser who is not among `voters`"})
			return
		}
		if parties := b.parties(); len(parties) > 1 {
			b.independent(*t, c.Book.Person(t.Name), parties)
		}
	})
}

// parties are those whose people vote, as addresses. An agreement has two; a body
// of decision rights can be the vendor's alone, and then anybody of the vendor may
// have the casting vote.
func (b body) parties() []string {
	own := string(b.c.Book.OrgDoc.Address)
	if b.partner != "" {
		return []string{own, string(spec.NewAddress("Partner", b.partner))}
	}
	var out []string
	for voter := range b.voters() {
		party := own
		switch p := b.c.Book.Person(voter); {
		case p == nil || p.Side.Or("vendor") == "adviser":
			continue
		case p.Partner != nil:
			party = string(spec.NewAddress("Partner", p.Partner.Name))
		}
		if !slices.Contains(out, party) {
			out = append(out, party)
		}
	}
	slices.Sort(out)
	return out
}

func (b body) independent(t spec.PersonRef, p *spec.Person, parties []string) {
	f := diag.Finding{At: t.At, Path: b.path + "/tieBreaker"}
	var missing []string
	for _, party := range parties {
		if !slices.ContainsFunc(p.IndependentOf, func(r spec.AnyRef) bool { return string(r.To) == party }) {
			missing = append(missing, party)
		}
	}
	side := p.Side.Or("vendor")
	switch {
	case side == "adviser" && len(missing) == 0:
		return
	case side == "adviser":
		f.Label = fmt.Sprintf("not known to be independent of %s", listed(missing))
		f.Detail = fmt.Sprintf("`%s` has the casting vote, and is not declared independent of %s.", t.Name, listed(missing))
		f.Fix = fmt.Sprintf("write `independentOf: [%s]` for `%s` in %s if that is so, else name another adviser", strings.Join(parties, ", "), t.Name, b.c.Book.OrgDoc.Address)
	default:
		f.Label = fmt.Sprintf("`%s` is on side %s", t.Name, side)
		f.Detail = fmt.Sprintf("The casting vote of `%s` would settle every tie for the %s.", t.Name, side)
		f.Fix = fmt.Sprintf("name somebody with `side: adviser` and `independentOf: [%s]`", strings.Join(parties, ", "))
	}
	f.Related = []diag.Related{{At: p.ID.At, Note: "the person"}}
	b.report(f)
}
