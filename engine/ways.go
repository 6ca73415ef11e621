package engine

import (
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// namings gives, for every agreement of a book, what names the plan that it pays
// by after all of its amendments, at the level that its partner holds on a day.
func namings(book *resolve.Book, snap *state.Snapshot) map[spec.Address]*plan.Naming {
	out := map[spec.Address]*plan.Naming{}
	spec.Each(book.Docs, func(doc *spec.Document, a *spec.Agreement) {
		day := snap.AsOf
		if terms := book.Terms(doc); len(terms) > 0 {
			day = max(day, terms[len(terms)-1].From)
			a = terms[len(terms)-1].Agreement
		}
		partner := spec.NewAddress("Partner", a.Partner.Name)
		earned := ""
		for _, t := range snap.Judgements[partner].Tiers {
			if t.Program == a.Program.Name {
				earned = t.Earned
			}
		}
		if sources := book.PlansAt(doc, day, earned); len(sources) > 0 {
			out[doc.Address] = naming(book, doc, a, sources[0])
		}
	})
	return out
}

func naming(book *resolve.Book, doc *spec.Document, a *spec.Agreement, s resolve.PlanSource) *plan.Naming {
	out := &plan.Naming{By: string(s.NamedBy), Tier: s.Tier, Pinned: s.IsPinned, Plan: spec.NewAddress("CommissionPlan", s.Name), Path: []plan.Cause{}}
	program := spec.NewAddress("Program", a.Program.Name)
	switch s.NamedBy {
	case resolve.ByAgreement:
		out.Path = append(out.Path, at(doc.Address, "plan", s.At))
	case resolve.ByTier:
		out.Path = append(out.Path, at(doc.Address, "program", a.Program.At))
		if s.IsPinned {
			out.Path = append(out.Path, pinOf(book, a)...)
		}
		out.Path = append(out.Path, at(program, "tiers/levels/"+s.Tier+"/plan", s.At))
	default:
		out.Path = append(out.Path, at(doc.Address, "program", a.Program.At), at(program, "plan", s.At))
	}
	if s.Plan != nil {
		out.Path = append(out.Path, at(s.Plan.Address, "", s.Plan.Name.At))
	}
	return out
}

// pinOf is where the partner's document holds its level.
func pinOf(book *resolve.Book, a *spec.Agreement) []plan.Cause {
	doc, partner := spec.Lookup[spec.Partner](book.Docs, a.Partner.Name)
	if partner == nil {
		return nil
	}
	for _, m := range partner.Programs {
		if m.Program.Name == a.Program.Name && m.Pin != nil {
			return []plan.Cause{at(doc.Address, "programs/"+m.Program.Name+"/pin", m.Pin.Tier.At)}
		}
	}
	return nil
}

func at(address spec.Address, path string, where diag.Span) plan.Cause {
	return plan.Cause{Address: address, Path: path, File: where.File(), Line: where.From().Line}
}
