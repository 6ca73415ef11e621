package evaluate

import (
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// uses names what a condition of a document is judged by, besides the document
// itself.
func (g judging) uses(doc *spec.Document, condition string) []state.Use {
	switch s := doc.Spec.(type) {
	case *spec.Partner:
		return g.partnerUses(doc.Address, condition)
	case *spec.Agreement:
		return append(g.program.ofOrganization("settings/renewalLead", "holidays"), g.successorUses(doc)...)
	case *spec.Goal:
		if condition == "CheckinDue" {
			return g.checkinUses(spec.NewAddress("Partner", s.Partner.Name))
		}
		return []state.Use{{Address: doc.Address, What: "pace"}}
	case *spec.Assessment:
		return g.program.ofOrganization("settings/assessmentMaxAge", "holidays")
	}
	return nil
}

func (g judging) partnerUses(partner spec.Address, condition string) []state.Use {
	switch condition {
	case "CheckinDue":
		return g.checkinUses(partner)
	case "AtRisk":
		return g.riskUses(partner)
	case "ReviewDue":
		return g.reviewUses(partner)
	}
	return append(g.program.ofOrganization("settings/renewalLead", "holidays"), g.standingUses(partner)...)
}

// standingUses names what says whether a partner's agreements hold, and how long.
func (g judging) standingUses(partner spec.Address, more ...string) []state.Use {
	var out []state.Use
	for _, h := range g.held[partner] {
		out = append(out, state.UsesOf(h.doc.Address, append(more, "partner", "program", "status", "term", "ended")...)...)
		out = append(out, g.successorUses(h.doc)...)
	}
	return out
}

// successorUses names what says whether another agreement takes the place of one.
func (g judging) successorUses(doc *spec.Document) []state.Use {
	var out []state.Use
	for _, next := range g.book.Successors(doc) {
		out = append(out, state.UsesOf(next.Address, "status", "term", "ended", "supersedes")...)
	}
	return out
}

func (g judging) reviewUses(partner spec.Address) []state.Use {
	out := append(g.program.ofOrganization("adopted", "holidays"), g.standingUses(partner, "terms/reviewCadence")...)
	for _, h := range g.held[partner] {
		program := spec.NewAddress("Program", h.Agreement.Program.Name)
		out = append(out, state.UsesOf(program, "reviewCadence", "terms/reviewCadence")...)
	}
	return append(out, g.meetings[partner]...)
}

func (g judging) checkinUses(partner spec.Address) []state.Use {
	out := g.program.ofOrganization("adopted", "holidays", "fiscalYearStart")
	for _, goal := range g.goals[partner] {
		out = append(out, state.UsesOf(goal.Address, "partner", "period", "checkinCadence", "supersedes")...)
	}
	return append(out, g.meetings[partner]...)
}

// riskUses are the band and the paces that speak for a risk, as far as they move.
func (g judging) riskUses(partner spec.Address) []state.Use {
	var out []state.Use
	if s := g.judged[partner].Score; s != nil {
		what := "band"
		if s.Band == "" {
			what = "score" // that there is one says something
		}
		out = append(out, state.Use{Address: partner, What: what}, bandsOf(s))
	}
	for _, goal := range g.goals[partner] {
		out = append(out, state.UsesOf(goal.Address, "partner", "period", "supersedes")...)
		out = append(out, state.Use{Address: goal.Address, What: "pace"})
	}
	return out
}
