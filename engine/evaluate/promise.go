package evaluate

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// promise is what a partner's terms say on a day about the leads that it brings.
type promise struct {
	until quantity.Date // last day of a protection that begins on that day; 0: none is promised
	rules []string      // written down for leads that two partners bring, sorted
}

// promises looks up what partners were promised, and remembers it.
type promises struct {
	book     *resolve.Book
	holidays map[quantity.Date]bool
	held     map[string][]*spec.Document // agreements by partner
	known    map[partnerDay]promise
}

type partnerDay struct {
	partner string
	day     quantity.Date
}

func (p *Program) promises() *promises {
	out := &promises{book: p.Book, holidays: p.Book.Holidays(), held: map[string][]*spec.Document{}, known: map[partnerDay]promise{}}
	spec.Each(p.Book.Docs, func(doc *spec.Document, a *spec.Agreement) {
		out.held[a.Partner.Name] = append(out.held[a.Partner.Name], doc)
	})
	return out
}

// on gives a promise. Of several agreements that hold on the day, the one that
// protects longest counts: the partner can rely on it.
func (ps *promises) on(partner string, day quantity.Date) promise {
	at := partnerDay{partner, day}
	if found, ok := ps.known[at]; ok {
		return found
	}
	var out promise
	for _, lead := range ps.clauses(partner, day) {
		if lead == nil {
			continue
		}
		if lead.Protection != nil {
			out.until = max(out.until, lead.Protection.V.From(day, ps.holidays))
		}
		if lead.Duplicates != nil {
			out.rules = append(out.rules, string(lead.Duplicates.V))
		}
	}
	out.rules = distinct(out.rules)
	ps.known[at] = out
	return out
}

// clauses gives the lead processes of the agreements that hold on a day. Where no
// agreement with the partner was ever signed, its programs' standard terms stand in.
func (ps *promises) clauses(partner string, day quantity.Date) []*spec.LeadProcess {
	var out []*spec.LeadProcess
	isSigned := false
	for _, doc := range ps.held[partner] {
		phase := ps.book.StandingOf(doc, day).Phase
		isSigned = isSigned || !slices.Contains([]resolve.Phase{"", resolve.Draft, resolve.InReview}, phase)
		if phase == resolve.Active {
			out = append(out, ps.book.TermsAt(doc, day).Terms.LeadProcess)
		}
	}
	_, member := spec.Lookup[spec.Partner](ps.book.Docs, partner)
	if isSigned || member == nil {
		return out
	}
	for _, m := range member.Programs {
		_, program := spec.Lookup[spec.Program](ps.book.Docs, m.Program.Name)
		if program != nil && program.Terms != nil && (m.Since == nil || m.Since.V <= day) {
			out = append(out, program.Terms.LeadProcess)
		}
	}
	return out
}
