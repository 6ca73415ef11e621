package resolve

import "github.com/partnership-as-code/entente/engine/spec"

// MissingClauses gives the clauses of the language's list that terms do not have,
// in the order of the list: exit when the whole is missing, exit.tail when only
// that part of it is. Terms are taken as they are in force, inheritance included.
// It is the one list: rules and reports take what is missing from here.
func MissingClauses(t spec.Terms) []string {
	var out []string
	need := func(has bool, clause string) bool {
		if !has {
			out = append(out, clause)
		}
		return has
	}
	need(t.SuccessDefinition != nil, "successDefinition")
	need(len(t.Responsibilities) > 0, "responsibilities")
	if c := t.Communication; need(c != nil, "communication") {
		need(c.Vendor != nil, "communication.vendor")
		need(c.Partner != nil, "communication.partner")
	}
	l := t.LeadProcess
	need(l != nil && (l.Channel != nil || l.AcceptWithin != nil || l.Protection != nil), "leadProcess")
	need(t.ReviewCadence != nil, "reviewCadence")
	if need(t.Liability != nil, "liability") {
		need(t.Liability.Cap != nil, "liability.cap")
	}
	need(len(t.DisputeResolution) > 0, "disputeResolution")
	if e := t.Exit; need(e != nil, "exit") {
		need(e.Notice != nil, "exit.notice")
		need(e.WindDown != nil && e.WindDown.Owner != nil, "exit.windDown.owner")
		need(e.Tail != nil && (e.Tail.For != nil || len(e.Tail.Reasons) > 0), "exit.tail")
	}
	c := t.Confidentiality
	need(c != nil && (c.Covers != nil || c.For != nil), "confidentiality")
	need(t.GoverningLaw != nil, "governingLaw")
	return out
}
