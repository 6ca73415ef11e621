package evaluate

import (
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// ofOrganization names what is used of the Organization; nothing without one.
func (p *Program) ofOrganization(paths ...string) []state.Use {
	if p.Book.OrgDoc == nil || len(paths) == 0 {
		return nil
	}
	return state.UsesOf(p.Book.OrgDoc.Address, paths...)
}

// ofPartner names what of a partner says which rows of facts are its own, and
// since when.
func ofPartner(partner spec.Address) []state.Use { return state.UsesOf(partner, "keys", "programs") }

// scoring names what a score goes by besides KPIs and ratings: which scorecard
// the programs of the partner name, and what it says. card is nil for the default.
func (p *Program) scoring(partner, card *spec.Document) []state.Use {
	out := append(p.ofOrganization("baseCurrency", "fiscalYearStart", "settings/coverageMinimum"), ofPartner(partner.Address)...)
	for _, name := range p.Book.ProgramsOf(partner.Address) {
		out = append(out, state.Use{Address: spec.NewAddress("Program", name), Path: "scorecard"})
	}
	if card != nil {
		out = append(out, state.UsesOf(card.Address, "criteria", "window")...)
	}
	return out
}

// bandsOf names what says what a score means.
func bandsOf(s *state.ScoreState) state.Use {
	return state.Use{Address: spec.NewAddress("Scorecard", s.Scorecard), Path: "bands"}
}

// leveling names what every level of a partner goes by: its membership, and how
// levels are measured and kept.
func (p *Program) leveling(m membership) []state.Use {
	out := append(p.ofOrganization("fiscalYearStart", "holidays"), ofPartner(m.partner.Address)...)
	return append(out, state.UsesOf(m.program.Address, "tiers/measured", "tiers/evaluate", "tiers/demoteGrace")...)
}

// pacing adds to what a goal's progress goes by the thresholds of its pace.
func (p *Program) pacing(g *state.GoalState) []state.Use {
	return append(p.ofOrganization("settings/paceTolerance", "settings/atRiskFrom"), g.Uses...)
}

// fitting names what an assessment is held against: the criteria of the programs
// that it may be about, and how much of their weight must be rated.
func (p *Program) fitting(assessment spec.Address) []state.Use {
	a, ok := p.Book.Docs.Get(assessment).Spec.(*spec.Assessment)
	if !ok {
		return nil
	}
	out := p.ofOrganization("settings/coverageMinimum")
	names := p.Book.ProgramsOf(a.Subject.To)
	if a.Program != nil {
		names = []string{a.Program.Name}
	} else {
		out = append(out, state.UsesOf(a.Subject.To, "programs", "program")...)
	}
	for _, name := range names {
		out = append(out, state.Use{Address: spec.NewAddress("Program", name), Path: "fit"})
	}
	return out
}
