package state

import (
	"time"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Snapshot is a revision evaluated against facts on a day.
type Snapshot struct {
	Rev         string // full commit hash, or the folder as the user named it
	AsOf        quantity.Date
	Period      quantity.Range // the period of the KPIs in Derived
	PeriodName  string         // as asked for: year-to-date, 2026-Q1, …
	FactsDigest string
	Facts       []facts.Report
	Declared    map[spec.Address]Declared
	Derived     map[spec.Address]map[string]Value // by what: kpi/won-revenue
	Judgements  map[spec.Address]Judgement        // scores, tiers, goals, fit and conditions
	Effort      []Effort                          // by partner; empty without any
	Earnings    []Earnings                        // by partner and currency; of jobs that ask for commission
	Moments     []Moment                          // pro forma by the terms of further days; of jobs that ask for them
	Unpriced    Unpriced                          // what pro forma pay lacks
	Adjustments []Adjustment                      // of signed agreements; of jobs that ask for commission
	Rosters     []Roster                          // of programs that have one
	Rates       facts.Exchange                    // of jobs that ask for commission; nil: none
	Unrated     []facts.MissingRate               // the exchange rates that something lacked, by pair and day
	Findings    diag.List
}

// Declared is one document flattened to what can be compared.
type Declared struct {
	Address spec.Address
	Kind    string
	Title   string
	At      diag.Span // of the document's name
	Fields  []Field   // in declared order; without dated changes
	// Inherited is what holds from the start though the document does not state
	// it; known of documents with dated changes alone, and no part of what is
	// compared.
	Inherited []Field
	Changes   []Dated // dated changes, by id
}

// Field is one scalar, one item of a list, or the order of an ordered list.
type Field struct {
	Path   string // spec fields bare, metadata under metadata/
	Text   string // canonical spelling; "" of an item that has fields
	IsItem bool
	Order  []string
	At     diag.Span
}

// Dated is one dated change with what it sets.
type Dated struct {
	ID        string
	Effective quantity.Date
	AppliesTo string
	Reason    string
	Decision  string
	At        diag.Span
	About     []Field           // its other fields: effective, reason, signatures/…
	Set       []Field           // what it sets, with the items on the way there
	Unset     []Field           // what was in force and no longer is: a list of plain values is replaced whole
	Before    map[string]string // value in force before it, by path of Set
	Items     []Field           // items and orders from its day on of the lists that Set adds to
}

// DisplayDay spells a day for people.
func DisplayDay(d quantity.Date) string {
	y, m, day := d.YMD()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC).Format("2 January 2006")
}
