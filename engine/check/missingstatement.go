package check

import (
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/spec"
)

// missingStatement checks that nothing is missing of the statements that later ones
// build on.
func missingStatement(c *Context) {
	for _, g := range ledger.Gaps(Statements(c.Book.Docs), ledger.Calendar{Fiscal: c.Book.FiscalStart()}, LostStatement(c.Book.Docs)) {
		doc := c.Book.Docs.Get(spec.NewAddress((spec.Statement{}).KindName(), g.Statement.Name))
		origin{c: c, doc: doc}.report(diag.Finding{At: g.At, Detail: g.Detail, Fix: g.Fix})
	}
}

// Statements gives the locked statements that can be read.
func Statements(docs *spec.Documents) []ledger.Kept {
	var out []ledger.Kept
	spec.Each(docs, func(doc *spec.Document, s *spec.Statement) {
		if !doc.Broken {
			out = append(out, ledger.Kept{Name: string(doc.Name.V), Statement: s})
		}
	})
	return out
}

// LostStatement reports whether a statement may be among what cannot be read.
func LostStatement(docs *spec.Documents) func(name string) bool {
	kind := (spec.Statement{}).KindName()
	return func(name string) bool {
		return docs.MayHold(kind, name) || docs.Get(spec.NewAddress(kind, name)) != nil
	}
}
