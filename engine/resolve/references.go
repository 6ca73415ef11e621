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
	spec.Scalars(doc.Spec, func(n spec.Node, ref spec.Reference) {
		if ref.Canonical() == "" || b.leads(ref) {
			return
		}
		names, what := b.candidates(ref.Target())
		findings.Add(b.unknownName(doc, n.Path, ref.Canonical(), ref.Span(), what, names))
	})
	return findings
}

// leads reports whether a reference names something that is there, or that may
// be there: of a broken Organization it is not known whom it names, of a document
// that could not be read not what it declares. Who refers to either is not at fault.
func (b *Book) leads(ref spec.Reference) bool {
	name := ref.Canonical()
	switch target := ref.Target(); target {
	case spec.ToPerson:
		return b.isPeopleLost || b.people[name] != nil
	case spec.ToOwner:
		return b.isPeopleLost || b.people[name] != nil || b.teams[name] != nil || slices.Contains(sides, name)
	case spec.ToFunction:
		return b.isPeopleLost || b.functions[name]
	case spec.ToRole:
		return b.isPeopleLost || b.people[name] != nil || b.teams[name] != nil || b.functions[name]
	case spec.ToAny:
		return b.isThere(spec.Address(name))
	case spec.ToEvidence:
		e, ok := ref.(*spec.Evidence)
		return !ok || !e.IsReference() || b.isThere(spec.Address(name))
	default:
		return b.Docs.Get(spec.NewAddress(target, name)) != nil || b.Docs.MayHold(target, name)
	}
}

func (b *Book) isThere(a spec.Address) bool {
	kind := spec.KindByLower(a.Kind())
	return b.Docs.Get(a) != nil || kind != nil && b.Docs.MayHold(kind.Name, a.Name())
}

// candidates gives what a reference to target may name, and what to call it.
func (b *Book) candidates(target string) (names []string, what string) {
	switch target {
	case spec.ToPerson:
		return sortedKeys(b.people), "person"
	case spec.ToOwner:
		return slices.Concat(sides, sortedKeys(b.people), sortedKeys(b.teams)), "person, team or side"
	case spec.ToFunction:
		return sortedKeys(b.functions), "function"
	case spec.ToRole:
		return slices.Concat(sortedKeys(b.people), sortedKeys(b.teams), sortedKeys(b.functions)), "person, team or function"
	case spec.ToAny, spec.ToEvidence:
		for _, d := range b.Docs.List {
			names = append(names, string(d.Address))
		}
		return names, "document"
	}
	for _, d := range b.Docs.List {
		if d.Kind.Name == target && d.Name.V != "" {
			names = append(names, string(d.Name.V))
		}
	}
	return names, target
}
