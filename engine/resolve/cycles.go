package resolve

import (
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// link is one step of a chain that must come to an end.
type link struct {
	from *spec.Document
	to   spec.Address
	at   diag.Span
	verb string
}

// cycles reports chains of supersession and referral that bite their own tail,
// each once, at the link of the first document by address.
func (b *Book) cycles() diag.List {
	links := map[spec.Address]link{}
	add := func(doc *spec.Document, name string, at diag.Span, verb string) {
		links[doc.Address] = link{from: doc, to: spec.NewAddress(doc.Kind.Name, name), at: at, verb: verb}
	}
	spec.Each(b.Docs, func(doc *spec.Document, s *spec.Agreement) {
		if s.Supersedes != nil {
			add(doc, s.Supersedes.Name, s.Supersedes.At, "supersedes")
		}
	})
	spec.Each(b.Docs, func(doc *spec.Document, s *spec.Goal) {
		if s.Supersedes != nil {
			add(doc, s.Supersedes.Name, s.Supersedes.At, "supersedes")
		}
	})
	spec.Each(b.Docs, func(doc *spec.Document, s *spec.Decision) {
		if s.Supersedes != nil {
			add(doc, s.Supersedes.Name, s.Supersedes.At, "supersedes")
		}
	})
	spec.Each(b.Docs, func(doc *spec.Document, s *spec.Partner) {
		if s.ReferredBy != nil {
			add(doc, s.ReferredBy.Name, s.ReferredBy.At, "is referred by")
		}
	})
	var findings diag.List
	reported := map[spec.Address]bool{}
	for _, doc := range b.Docs.List {
		if chain := chainFrom(links, doc.Address); chain != nil && !reported[doc.Address] {
			for _, l := range chain {
				reported[l.from.Address] = true
			}
			findings.Add(referenceCycle(chain))
		}
	}
	return findings
}

// chainFrom follows links from a document until it comes back; nil when it does
// not.
func chainFrom(links map[spec.Address]link, start spec.Address) []link {
	var chain []link
	for at := start; len(chain) <= len(links); {
		l, ok := links[at]
		if !ok {
			return nil
		}
		chain = append(chain, l)
		if at = l.to; at == start {
			return chain
		}
	}
	return nil
}
