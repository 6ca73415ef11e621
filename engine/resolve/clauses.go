package resolve

import "github.com/partnership-as-code/entente/engine/spec"

// MissingClauses gives the clauses of the standard list that terms do not have,
// in the order of the list. Terms are taken as they are in force, inheritance
// included.
func MissingClauses(t spec.Terms) []string {
	var out []string
	for _, c := range []struct {
		name string
		has  bool
	}{
		{"successDefinition", t.SuccessDefinition != nil},
		{"responsibilities", len(t.Responsibilities) > 0},
		{"communication", t.Communication != nil},
		{"leadProcess", t.LeadProcess != nil},
		{"reviewCadence", t.ReviewCadence != nil},
		{"liability", t.Liability != nil},
		{"disputeResolution", len(t.DisputeResolution) > 0},
		{"exit", t.Exit != nil},
		{"confidentiality", t.Confidentiality != nil},
		{"governingLaw", t.GoverningLaw != nil},
	} {
		if !c.has {
			out = append(out, c.name)
		}
	}
	return out
}
