package render

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// RosterRow is the roster of one program, with the program as people read it.
type RosterRow struct {
	state.Roster
	Name string
}

// rosterDocument has null for what nobody knows, as long as the source has no facts.
type rosterDocument struct {
	Program spec.Address   `json:"program"`
	Title   string         `json:"title"`
	Source  spec.Address   `json:"source"`
	Listed  *int64         `json:"listed"`
	Active  *int64         `json:"active"`
	KPI     string         `json:"kpi,omitempty"`
	Value   *valueDocument `json:"value,omitempty"`
}

func rosterDocuments(rows []RosterRow) []rosterDocument {
	var out []rosterDocument
	for _, r := range rows {
		doc := rosterDocument{Program: r.Program, Title: r.Name, Source: r.Source, KPI: r.KPI}
		if r.IsKnown {
			doc.Listed, doc.Active = &r.Listed, &r.Active
		}
		if r.KPI != "" {
			value := valueDocumentOf(r.Value)
			doc.Value = &value
		}
		out = append(out, doc)
	}
	return out
}

// rosters says in a line for each who is listed and what they bring.
func (p *page) rosters(rows []RosterRow) {
	for _, r := range rows {
		parts := []string{"roster of " + r.Name + ": no facts of " + r.Source.Name() + " say who is on it"}
		if r.IsKnown {
			parts = []string{"roster of " + r.Name + ": " + count(r.Listed, "partner") + " without a file", number(r.Active) + " with a row elsewhere in the period"}
		}
		if r.KPI != "" {
			parts = append(parts, minus(r.Value.Display())+" of "+r.KPI+" apart")
		}
		p.parted(usual, parts...)
	}
	if len(rows) > 0 {
		p.blank()
	}
}

// isAnyRoster says whether some row is of a partner that only a roster lists.
func isAnyRoster(reports []facts.Report) bool {
	return slices.ContainsFunc(reports, func(r facts.Report) bool { return r.Roster > 0 })
}
