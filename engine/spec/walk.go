package spec

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"gopkg.in/yaml.v3"
)

// Node is what a walk meets: a scalar, an item of a list or key of a map (Key
// set, Scalar nil), or the order of an ordered list (Order set).
type Node struct {
	Path   string // by field names and item keys: rules/new-business/rate
	Field  *Field
	Scalar Scalar
	IsItem bool
	Order  []string // keys of an ordered list, as written
	Text   string   // canonical text of a scalar
	At     diag.Span
}

// Reference gives the node's scalar as a reference, when it is one.
func (n Node) Reference() (Reference, bool) {
	r, ok := n.Scalar.(Reference)
	return r, ok
}

// Walk visits every scalar, item and ordered list of a spec in declared order.
// Fields that only say which item it is are met as the item.
func Walk(spec any, visit func(Node)) {
	v := reflect.ValueOf(spec)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return
	}
	w := walker{visit: visit}
	w.value(v.Elem(), typeOf(v.Elem().Type()), nil, "")
}

// Scalars visits the scalars of type S, such as Reference or *Val[Rate], in
// declared order, and passes over whatever can hold none.
func Scalars[S Scalar](spec any, visit func(Node, S)) {
	v := reflect.ValueOf(spec)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return
	}
	root := typeOf(v.Elem().Type())
	w := walker{holders: holdersOf(root, reflect.TypeFor[S]()), visit: func(n Node) {
		if s, ok := n.Scalar.(S); ok {
			visit(n, s)
		}
	}}
	w.value(v.Elem(), root, nil, "")
}

type walker struct {
	visit   func(Node)
	holders map[*Type]bool // types to look into; nil: all
}

// passes reports whether nothing of a type is asked for.
func (w walker) passes(t *Type) bool { return w.holders != nil && !w.holders[t] }

func (w walker) value(v reflect.Value, t *Type, f *Field, path string) {
	if w.passes(t) {
		return
	}
	switch t.Shape {
	case ScalarShape:
		s := v.Addr().Interface().(Scalar)
		if !s.Span().IsZero() {
			w.visit(Node{Path: path, Field: f, Scalar: s, Text: s.Canonical(), At: s.Span()})
		}
	case StructShape:
		w.structure(v, t, path)
	case ListShape:
		w.list(v, t, f, path)
	case MapShape:
		for i := range v.Len() {
			entry := v.Index(i)
			key := entry.Field(0).Addr().Interface().(*Val[Text])
			inner := join(path, segment(string(key.V)))
			w.visit(Node{Path: inner, Field: f, IsItem: true, At: key.At})
			w.value(entry.Field(1), t.Elem, f, inner)
		}
	case PatchShape:
		spec, _ := v.Addr().Interface().(patch).parts()
		w.value(reflect.ValueOf(spec).Elem(), t.Elem, f, path)
	case RawShape:
		w.raw(v.Addr().Interface().(*Raw).Tree, f, path)
	}
}

func (w walker) structure(v reflect.Value, t *Type, path string) {
	for _, f := range t.Fields {
		if w.passes(f.Type) {
			continue
		}
		field := v.Field(f.index)
		if f.pointer {
			if field.IsNil() {
				continue
			}
			field = field.Elem()
		}
		inner := join(path, f.Name)
		if f == t.Bare {
			inner = path // {value: x} and x say the same
		}
		w.value(field, f.Type, f, inner)
	}
}

func (w walker) list(v reflect.Value, t *Type, f *Field, path string) {
	var order []string
	for i := range v.Len() {
		item := v.Index(i)
		key, at := KeyOf(item, t.Elem)
		if key == "" {
			key = strconv.Itoa(i)
		}
		inner := join(path, segment(key))
		order = append(order, key)
		if t.Elem.Shape == ScalarShape {
			s := item.Addr().Interface().(Scalar)
			w.visit(Node{Path: inner, Field: f, Scalar: s, IsItem: true, Text: s.Canonical(), At: s.Span()})
			continue
		}
		w.visit(Node{Path: inner, Field: f, IsItem: true, At: at})
		w.value(item, t.Elem, f, inner)
	}
	if f != nil && f.Ordered && len(order) > 1 {
		_, at := KeyOf(v.Index(0), t.Elem)
		w.visit(Node{Path: path, Field: f, Order: order, At: at})
	}
}

func (w walker) raw(n *yaml.Node, f *Field, path string) {
	if n == nil {
		return
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			w.raw(n.Content[i+1], f, join(path, segment(n.Content[i].Value)))
		}
	case yaml.SequenceNode:
		for i, c := range n.Content {
			w.raw(c, f, join(path, strconv.Itoa(i)))
		}
	case yaml.ScalarNode:
		w.visit(Node{Path: path, Field: f, Text: n.Value})
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}

// segment keeps a key with a slash one segment of a path.
func segment(key string) string { return strings.ReplaceAll(key, "/", "~1") }
