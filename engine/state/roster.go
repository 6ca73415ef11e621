package state

import "github.com/partnership-as-code/entente/engine/spec"

// Roster is a program's partners without a file of their own: those whom its
// roster lists under keys that no Partner has.
type Roster struct {
	Program spec.Address
	Source  spec.Address // that lists them
	IsKnown bool         // the source has facts
	Listed  int64        // partners
	Active  int64        // of these, whom a row of another source names in the period
	KPI     string       // by which partners are weighed; "" when it is not declared, or does not add up
	Value   Value        // of the KPI, over all who are listed
}
