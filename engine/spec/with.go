package spec

import "reflect"

// With gives the document's spec with some of its dated changes, in the order
// given, as Versions does with those up to a day. Without any it is the spec as
// first written.
func (d *Document) With(changes []Dated) any {
	if d.patched == nil || len(changes) == 0 {
		return d.Spec
	}
	tree := d.patched.spec
	for _, c := range changes {
		if c.tree != nil {
			tree = mergeTree(tree, c.tree, d.Kind.Type)
		}
	}
	dec := &decoder{text: d.patched.text, where: d.Kind.Name, resource: string(d.Address), path: []string{"spec"}}
	spec := reflect.New(d.Kind.Type.Go)
	dec.value(tree, spec.Elem(), d.Kind.Type, nil, changes[len(changes)-1].At)
	return spec.Interface()
}
