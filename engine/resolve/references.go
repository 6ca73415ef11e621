package resolve

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// sides are owners that are no people.
var sides = []string{"vendor", "partner", "main-contact"}

// references checks every reference that a document makes.
func (b *Book) references(doc *spec.Document) diag.List {
	var findings diag.List
	spec.Walk(doc.Spec, func(n spec.Node) {
		ref, ok := n.Reference()
		if !ok || ref.Canonical() == "" {
			return
		}
		if names, what := b.candidates(ref); names != nil && !slices.Contains(names, ref.Canonical()) {
			findings.Add(unknownReference(doc, n.Path, ref, what, names))
		}
	})
	return findings
}

// candidates gives what a reference may name, or nil when it may name anything.
// An empty list is not nil: then there is nothing to name.
func (b *Book) candidates(ref spec.Reference) (names []string, what string) {
	switch target := ref.Target(); target {
	case spec.ToPerson:
		return sortedKeys(b.people), "person"
	case spec.ToOwner:
		return slices.Concat(sides, sortedKeys(b.people), sortedKeys(b.teams)), "person, team or side"
	case spec.ToFunction:
		return sortedKeys(b.functions), "function"
	case spec.ToRole:
		return slices.Concat(sortedKeys(b.people), sortedKeys(b.teams), sortedKeys(b.functions)), "person, team or function"
	case spec.ToAny:
		return b.addresses(ref.Canonical()), "document"
	case spec.ToEvidence:
		if e, ok := ref.(*spec.Evidence); ok && e.IsReference() {
			return b.addresses(ref.Canonical()), "document"
		}
		return nil, ""
	default:
		if b.Docs.Get(spec.NewAddress(target, ref.Canonical())) != nil {
			return nil, ""
		}
		return b.namesOf(target), target
	}
}

// addresses gives the documents that a kind/name could have meant; nil when it
// is one of them.
func (b *Book) addresses(to string) []string {
	if b.Docs.Get(spec.Address(to)) != nil {
		return nil
	}
	out := []string{}
	for _, d := range b.Docs.List {
		out = append(out, string(d.Address))
	}
	return out
}

func (b *Book) namesOf(kind string) []string {
	out := []string{}
	for _, d := range b.Docs.List {
		if d.Kind.Name == kind {
			out = append(out, string(d.Name.V))
		}
	}
	return out
}
