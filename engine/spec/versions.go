package spec

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"gopkg.in/yaml.v3"
)

// Dated is one dated change of a document: an amendment, or a plan's or a
// goal's change.
type Dated struct {
	ID        string
	Effective Val[Date]
	AppliesTo string // of plans: new-deals or new-events
	Reason    string
	Decision  string
	At        diag.Span // of the id
	tree      *yaml.Node
}

// Changes gives a spec's dated changes by effective date, then as written.
func Changes(spec any) []Dated {
	var out []Dated
	add := func(id Val[Slug], effective Val[Date], tree *yaml.Node, reason *Val[Text], decision *Ref[Decision]) *Dated {
		out = append(out, Dated{ID: string(id.V), Effective: effective, Reason: string(reason.Or("")), At: id.At, tree: tree})
		if decision != nil {
			out[len(out)-1].Decision = decision.Name
		}
		return &out[len(out)-1]
	}
	switch s := spec.(type) {
	case *Agreement:
		for _, c := range s.Amendments {
			add(c.ID, c.Effective, c.Set.Tree, c.Reason, c.Decision)
		}
	case *CommissionPlan:
		for _, c := range s.Changes {
			add(c.ID, c.Effective, c.Set.Tree, c.Reason, c.Decision).AppliesTo = string(c.AppliesTo.Or("new-deals"))
		}
	case *Goal:
		for _, c := range s.Changes {
			add(c.ID, c.Effective, c.Set.Tree, c.Reason, c.Decision)
		}
	}
	slices.SortStableFunc(out, func(a, b Dated) int { return cmp.Compare(a.Effective.V, b.Effective.V) })
	return out
}

// Version is a document's spec from a day on, until the next version's day.
type Version struct {
	From quantity.Date // 0: since ever
	By   *Dated        // nil for the document as first written
	Spec any
}

// Versions gives the document as first written and after each dated change,
// merged into the tree before decoding, so that every value still points at the
// line that set it. Findings are about what only the merged whole shows.
func (d *Document) Versions() ([]Version, diag.List) {
	out := []Version{{Spec: d.Spec}}
	if d.patched == nil || d.Broken {
		return out, nil
	}
	var findings diag.List
	tree := d.patched.spec
	changes := Changes(d.Spec)
	for i, c := range changes {
		if c.tree == nil {
			continue
		}
		tree = mergeTree(tree, c.tree, d.Kind.Type)
		dec := &decoder{text: d.patched.text, where: d.Kind.Name, resource: string(d.Address), path: []string{"spec"}}
		spec := reflect.New(d.Kind.Type.Go)
		dec.value(tree, spec.Elem(), d.Kind.Type, nil, c.At)
		findings = append(findings, dec.findings...)
		out = append(out, Version{From: c.Effective.V, By: &changes[i], Spec: spec.Interface()})
	}
	return out, findings
}
