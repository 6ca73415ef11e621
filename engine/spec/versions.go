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
		spec, found := d.decoded(tree, c.At)
		findings = append(findings, found...)
		out = append(out, Version{From: c.Effective.V, By: &changes[i], Spec: spec})
	}
	return out, findings
}

// With gives the spec with some of its dated changes, in their order, whatever
// the others would bring. What a change says of an item that only one of the others
// brings is left out with it. Of a document that is at fault it is the spec as written.
func (d *Document) With(changes []Dated) any {
	if d.patched == nil || d.Broken || len(changes) == 0 {
		return d.Spec
	}
	isIn := map[diag.Span]bool{}
	for _, c := range changes {
		isIn[c.At] = true
	}
	tree, whole := d.patched.spec, d.patched.spec
	for _, c := range Changes(d.Spec) {
		if c.tree == nil {
			continue
		}
		if isIn[c.At] {
			tree = mergeTree(tree, applicable(c.tree, tree, whole, d.Kind.Type), d.Kind.Type)
		}
		whole = mergeTree(whole, c.tree, d.Kind.Type)
	}
	spec, _ := d.decoded(tree, changes[len(changes)-1].At)
	return spec
}

// decoded reads a merged tree; at is where the change stands that it is about.
func (d *Document) decoded(tree *yaml.Node, at diag.Span) (any, diag.List) {
	dec := &decoder{text: d.patched.text, where: d.Kind.Name, resource: string(d.Address), path: []string{"spec"}}
	spec := reflect.New(d.Kind.Type.Go)
	dec.value(tree, spec.Elem(), d.Kind.Type, nil, at)
	return spec.Interface(), dec.findings
}

// applicable gives what set says of base. Where whole has something that base has
// not, set is about that: so go items, mappings that are no whole by themselves, and
// what would take the place of something else.
func applicable(set, base, whole *yaml.Node, t *Type) *yaml.Node {
	if set == nil || whole == nil || t == nil {
		return set
	}
	out := emptied(set)
	switch {
	case t.Shape == StructShape && set.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(set.Content); i += 2 {
			key, val := set.Content[i], set.Content[i+1]
			f, was, there := t.byName[key.Value], child(base, key.Value), child(whole, key.Value)
			if f == nil {
				out.Content = append(out.Content, key, val)
				continue
			}
			hasRival := slices.ContainsFunc(t.Rivals(f.Name), func(path string) bool { return base != nil && hasPath(base, path) })
			if was != nil || there == nil || !hasRival && !isPart(val, f.Type) {
				out.Content = append(out.Content, key, applicable(val, was, there, f.Type))
			}
		}
		return out
	case t.isKeyedList() && set.Kind == yaml.SequenceNode:
		for _, item := range set.Content {
			was, there := itemLike(base, item, t.Elem), itemLike(whole, item, t.Elem)
			if was != nil || there == nil {
				out.Content = append(out.Content, applicable(item, was, there, t.Elem))
			}
		}
		return out
	}
	return set
}

// isPart reports whether a mapping lacks a field that it needs.
func isPart(n *yaml.Node, t *Type) bool {
	return t.Shape == StructShape && n.Kind == yaml.MappingNode && slices.ContainsFunc(t.Fields, func(f *Field) bool {
		return f.Required && !hasKey(n, f.Name)
	})
}

// itemLike finds the item of a list that has another's key; nil when there is none.
func itemLike(list, item *yaml.Node, elem *Type) *yaml.Node {
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil
	}
	key := keyOfNode(item, elem)
	for _, n := range list.Content {
		if key != "" && keyOfNode(n, elem) == key {
			return n
		}
	}
	return nil
}
