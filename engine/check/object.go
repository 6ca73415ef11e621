package check

import (
	"reflect"

	"gopkg.in/yaml.v3"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// objectOf turns a spec into the tree that a condition reads: mappings by the
// names of fields, lists, and scalars with their units. What can be written as one
// scalar stands as that scalar.
func objectOf(v reflect.Value, t *spec.Type) any {
	switch t.Shape {
	case spec.ScalarShape:
		return valueOf(v.Addr().Interface().(spec.Scalar))
	case spec.StructShape:
		out := map[string]any{}
		for i, f := range t.Fields { // fields of the table are in the order of the struct's
			field := v.Field(i)
			if field.Kind() == reflect.Pointer {
				field = field.Elem()
			}
			if isGiven(field, f.Type) {
				out[f.Name] = objectOf(field, f.Type)
			}
		}
		return withoutBare(out, t)
	case spec.ListShape:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = objectOf(v.Index(i), t.Elem)
		}
		return out
	case spec.MapShape:
		out := map[string]any{}
		for i := range v.Len() {
			entry := v.Index(i)
			out[entry.Field(0).Interface().(spec.Val[spec.Text]).V.String()] = objectOf(entry.Field(1), t.Elem)
		}
		return out
	case spec.PatchShape:
		return objectOf(v.FieldByName("V"), t.Elem)
	}
	if raw, ok := v.Interface().(spec.Raw); ok && raw.Tree != nil {
		return spec.JSON(raw.Tree)
	}
	return nil
}

// isGiven reports whether a field was written.
func isGiven(v reflect.Value, t *spec.Type) bool {
	switch {
	case !v.IsValid():
		return false
	case t.Shape == spec.ScalarShape:
		return !v.Addr().Interface().(spec.Scalar).Span().IsZero()
	case v.Kind() == reflect.Slice:
		return !v.IsNil()
	}
	return true
}

// valueOf is a scalar as package expr knows it: a reference by its name.
func valueOf(s spec.Scalar) any {
	if ref, ok := s.(spec.Reference); ok {
		return ref.Canonical()
	}
	return reflect.ValueOf(s).Elem().FieldByName("V").Interface()
}

// withoutBare stands for a mapping by its one field that a scalar could have
// filled, so that both spellings read the same.
func withoutBare(m map[string]any, t *spec.Type) any {
	if t.Bare != nil && len(m) == 1 {
		if only, ok := m[t.Bare.Name]; ok {
			return only
		}
	}
	return m
}

// treeOf is objectOf for a spec, or a part of one, that is only written down: the
// test of a house rule. t is nil when the kind is not known; then texts stay texts.
func treeOf(n *yaml.Node, t *spec.Type) any {
	switch {
	case t == nil:
		return spec.JSON(n)
	case t.Shape == spec.PatchShape:
		return treeOf(n, t.Elem)
	case n.Kind == yaml.MappingNode && (t.Shape == spec.StructShape || t.Shape == spec.MapShape):
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			inner := t.Elem
			if t.Shape == spec.StructShape {
				inner = nil
				if f := t.Field(n.Content[i].Value); f != nil {
					inner = f.Type
				}
			}
			out[n.Content[i].Value] = treeOf(n.Content[i+1], inner)
		}
		return withoutBare(out, t)
	case n.Kind == yaml.SequenceNode && t.Shape == spec.ListShape:
		out := make([]any, len(n.Content))
		for i, item := range n.Content {
			out[i] = treeOf(item, t.Elem)
		}
		return out
	case n.Kind == yaml.ScalarNode && t.Bare != nil:
		return treeOf(n, t.Bare.Type)
	case n.Kind == yaml.ScalarNode && t.Shape == spec.ScalarShape:
		if s := reflect.New(t.Go).Interface().(spec.Scalar); s.Set(n.Value, diag.Span{}) == nil {
			return valueOf(s)
		}
	}
	return spec.JSON(n)
}
