package resolve

import (
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Interval is an agreement's terms in force in [From, Until), inherited clauses
// included. From is 0 in the first, Until is 0 in the last interval.
type Interval struct {
	From, Until quantity.Date
	By          *spec.Dated // the amendment that began it; nil for the first
	Agreement   *spec.Agreement
	Terms       spec.Terms
	Plan        string // commission plan, the agreement's own or the program's
}

// Terms gives an agreement's terms over time.
func (b *Book) Terms(doc *spec.Document) []Interval {
	var out []Interval
	for _, v := range b.Versions(doc) {
		a, ok := v.Spec.(*spec.Agreement)
		if !ok {
			continue
		}
		if n := len(out); n > 0 {
			out[n-1].Until = v.From
		}
		_, program := spec.Lookup[spec.Program](b.Docs, a.Program.Name)
		out = append(out, Interval{From: v.From, By: v.By, Agreement: a, Terms: inherit(a, program), Plan: planOf(a, program)})
	}
	return out
}

// TermsAt gives an agreement's terms in force on a day.
func (b *Book) TermsAt(doc *spec.Document, day quantity.Date) Interval {
	var in Interval
	for _, i := range b.Terms(doc) {
		if i.From <= day {
			in = i
		}
	}
	return in
}

func planOf(a *spec.Agreement, program *spec.Program) string {
	switch {
	case a.Plan != nil:
		return a.Plan.Name
	case program != nil && program.Plan != nil:
		return program.Plan.Name
	}
	return ""
}

// inherit takes each clause from the agreement, else from its program. A stated
// clause replaces the standard one as a whole, as a deviation in a contract does.
func inherit(a *spec.Agreement, program *spec.Program) spec.Terms {
	var out spec.Terms
	if program != nil && program.Terms != nil {
		out = *program.Terms
	}
	if out.ReviewCadence == nil && program != nil {
		out.ReviewCadence = program.ReviewCadence
	}
	if a.Terms == nil {
		return out
	}
	own := a.Terms
	over(&out.SuccessDefinition, own.SuccessDefinition)
	over(&out.Communication, own.Communication)
	over(&out.LeadProcess, own.LeadProcess)
	over(&out.ReviewCadence, own.ReviewCadence)
	over(&out.Liability, own.Liability)
	over(&out.Exit, own.Exit)
	over(&out.Confidentiality, own.Confidentiality)
	over(&out.GoverningLaw, own.GoverningLaw)
	if len(own.Responsibilities) > 0 {
		out.Responsibilities = own.Responsibilities
	}
	if len(own.DisputeResolution) > 0 {
		out.DisputeResolution = own.DisputeResolution
	}
	return out
}

func over[T any](standard **T, own *T) {
	if own != nil {
		*standard = own
	}
}
