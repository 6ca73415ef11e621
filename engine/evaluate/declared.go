package evaluate

import (
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// declared flattens a document. An amended agreement is compared as it is in
// force, inherited clauses included, so that an amendment shows against the
// program's clause that it takes the place of.
func (p *Program) declared(doc *spec.Document) state.Declared {
	versions := p.Book.Versions(doc)
	if _, ok := doc.Spec.(*spec.Agreement); ok && len(versions) > 1 {
		versions = p.inForce(doc)
	}
	return state.Flatten(doc, versions)
}

func (p *Program) inForce(doc *spec.Document) []spec.Version {
	var out []spec.Version
	for _, interval := range p.Book.Terms(doc) {
		agreement := *interval.Agreement
		agreement.Terms = &interval.Terms
		if _, program := spec.Lookup[spec.Program](p.Book.Docs, agreement.Program.Name); agreement.Plan == nil && program != nil {
			agreement.Plan = program.Plan
		}
		out = append(out, spec.Version{From: interval.From, By: interval.By, Spec: &agreement})
	}
	return out
}
