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

// Terms gives an agreement's terms over time, oldest first; none of a document
// that is no agreement.
func (b *Book) Terms(doc *spec.Document) []Interval { return b.terms[doc.Address] }

func (b *Book) intervals(doc *spec.Document) []Interval {
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

// inherit lays what the agreement states over the terms of its program.
func inherit(a *spec.Agreement, program *spec.Program) spec.Terms {
	var standard *spec.Terms
	if program != nil {
		standard = program.Terms
	}
	out := *spec.Overlay(standard, a.Terms)
	if out.ReviewCadence == nil && program != nil {
		out.ReviewCadence = program.ReviewCadence
	}
	return out
}
