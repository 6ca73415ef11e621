package spec

import (
	"reflect"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"gopkg.in/yaml.v3"
)

// KeyOf gives an item's key and where it stands: its declared key fields joined
// by a colon, or the scalar itself; "" when it has none.
func KeyOf(v reflect.Value, t *Type) (string, diag.Span) {
	if t.Shape == ScalarShape {
		s := v.Addr().Interface().(Scalar)
		return s.Canonical(), s.Span()
	}
	if t.Shape != StructShape {
		return "", diag.Span{}
	}
	var parts []string
	var at diag.Span
	for _, k := range t.Keys {
		field := v.Field(k.index)
		if k.pointer {
			if field.IsNil() {
				continue
			}
			field = field.Elem()
		}
		s := field.Addr().Interface().(Scalar)
		if s.Span().IsZero() {
			continue
		}
		if at.IsZero() {
			at = s.Span()
		}
		parts = append(parts, s.Canonical())
	}
	return strings.Join(parts, ":"), at
}

// keysOfNodes gives the keys of items that are not decoded, as KeyOf does; openKey
// where the only key is left out, "" where it cannot be read.
func keysOfNodes(items []*yaml.Node, t *Type) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = keyOfNode(item, t)
	}
	return out
}

func keyOfNode(n *yaml.Node, t *Type) string {
	var parts []string
	for _, k := range t.Keys {
		v := child(n, k.Name)
		if v == nil {
			continue
		}
		s := reflect.New(k.Type.Go).Interface().(Scalar)
		if s.Set(v.Value, diag.Span{}) != nil {
			return ""
		}
		parts = append(parts, s.Canonical())
	}
	if len(parts) == 0 && t.hasOpenKey() {
		return openKey
	}
	return strings.Join(parts, ":")
}

// hasOpenKey reports whether one item of a list may be without its key.
func (t *Type) hasOpenKey() bool { return len(t.Keys) == 1 && t.Keys[0].pointer }

// itemName is an item's key as written, for paths in findings.
func itemName(n *yaml.Node, t *Type) string {
	if n.Kind == yaml.ScalarNode {
		return clip(n.Value)
	}
	var parts []string
	for _, k := range t.Keys {
		for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
			if n.Content[i].Value == k.Name {
				parts = append(parts, clip(n.Content[i+1].Value))
			}
		}
	}
	return strings.Join(parts, ":")
}
