package spec

import (
	"strings"
	"unicode"
)

const draft7 = "http://json-schema.org/draft-07/schema#"

// JSONSchema gives the draft-07 schema of a kind's documents. It reports the
// same shapes as the decoder, for editors and for a second opinion.
func JSONSchema(k *KindInfo) map[string]any {
	g := generator{definitions: map[string]any{}}
	root := g.document(k)
	root["$schema"], root["definitions"] = draft7, g.definitions
	return root
}

// DocumentSchema chooses a kind's schema by the kind, for editors that know
// only one schema for all files. It refers to nothing outside of itself, so that
// one file is all an editor needs.
func DocumentSchema() map[string]any {
	g := generator{definitions: map[string]any{}}
	var names, branches []any
	for _, k := range Kinds {
		name := k.Name + "Document"
		g.definitions[name] = g.document(k)
		names = append(names, k.Name)
		branches = append(branches, map[string]any{
			"if":   map[string]any{"properties": map[string]any{"kind": map[string]any{"const": k.Name}}},
			"then": map[string]any{"$ref": "#/definitions/" + name}})
	}
	return map[string]any{"$schema": draft7, "title": "entente document",
		"description": "Any document of " + APIVersion + ".", "type": "object", "required": []any{"apiVersion", "kind", "metadata", "spec"},
		"properties": map[string]any{"kind": map[string]any{"enum": names}}, "allOf": branches, "definitions": g.definitions}
}

// SchemaFile is the name under which a kind's schema is published.
func SchemaFile(k *KindInfo) string { return strings.ToLower(k.Name) + ".schema.json" }

type generator struct{ definitions map[string]any }

func (g generator) document(k *KindInfo) map[string]any {
	root := g.structure(envelopeType, false)
	props := root["properties"].(map[string]any)
	props["kind"] = map[string]any{"const": k.Name, "title": "Kind", "description": k.Doc}
	props["spec"] = g.ref(k.Type, false)
	root["title"], root["description"] = k.Name, k.Doc
	return root
}

// ref gives a reference to a struct's definition, making it on first use.
func (g generator) ref(t *Type, partial bool) map[string]any {
	name := t.Name
	if partial {
		name += "Patch"
	}
	if _, made := g.definitions[name]; !made {
		g.definitions[name] = nil // a type may contain itself
		g.definitions[name] = g.structure(t, partial)
	}
	return map[string]any{"$ref": "#/definitions/" + name}
}

func (g generator) structure(t *Type, partial bool) map[string]any {
	props := map[string]any{}
	var required []any
	for _, f := range t.Fields {
		if f.Removal && !partial {
			continue
		}
		props[f.Name] = g.field(f, partial || f.Partial)
		if f.Required && (!partial || f.Key) {
			required = append(required, f.Name)
		}
	}
	out := map[string]any{"type": "object", "additionalProperties": false, "properties": props}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func (g generator) field(f *Field, partial bool) map[string]any {
	s := g.shape(f.Type, f, partial)
	if _, isRef := s["$ref"]; isRef { // draft-07 ignores what stands beside $ref
		s = map[string]any{"allOf": []any{s}}
	}
	s["title"], s["description"] = title(f.Name), f.Doc
	return s
}

func (g generator) shape(t *Type, f *Field, partial bool) map[string]any {
	switch t.Shape {
	case ScalarShape:
		return g.scalar(t, f)
	case StructShape:
		if t.Bare != nil {
			return map[string]any{"anyOf": []any{g.shape(t.Bare.Type, t.Bare, partial), g.ref(t, partial)}}
		}
		return g.ref(t, partial)
	case ListShape:
		return map[string]any{"type": "array", "items": g.shape(t.Elem, f, partial)}
	case MapShape:
		out := map[string]any{"type": "object", "additionalProperties": g.shape(t.Elem, nil, partial)}
		if f != nil && f.Keys != nil {
			out["propertyNames"] = map[string]any{"pattern": f.Keys.String()}
		}
		return out
	case PatchShape:
		return g.ref(t.Elem, true)
	}
	return map[string]any{"type": "object"}
}

// scalar refers to the scalar's one definition, so that its pattern is compiled
// once; a field with values of its own has no definition.
func (g generator) scalar(t *Type, f *Field) map[string]any {
	switch {
	case f != nil && f.Enum != nil:
		return map[string]any{"type": "string", "enum": f.Enum}
	case f != nil && f.Pattern != nil:
		return map[string]any{"type": "string", "pattern": f.Pattern.String()}
	}
	name := scalarName(t)
	if _, made := g.definitions[name]; !made {
		made := scalarSchema(t)
		if name == refName {
			made["description"] = "the name of a document" // the field says of what kind
		}
		g.definitions[name] = made
	}
	return map[string]any{"$ref": "#/definitions/" + name}
}

func scalarSchema(t *Type) map[string]any {
	out := map[string]any{"description": t.Form.Expects}
	switch len(t.Form.JSON) {
	case 0:
	case 1:
		out["type"] = t.Form.JSON[0]
	default:
		out["type"] = t.Form.JSON
	}
	if t.Form.Enum != nil {
		out["enum"] = t.Form.Enum
		return out
	}
	if t.Form.Pattern != "" && matchesJSON(t.Form.JSON, "string") {
		out["pattern"] = t.Form.Pattern
	}
	if t.Form.Example != "" && t.Target == "" {
		out["examples"] = []any{t.Form.Example}
	}
	return out
}

// refName is the definition of every Ref.
const refName = "Name"

// scalarName is the Go type's bare name; every Ref is a slug.
func scalarName(t *Type) string {
	name := t.Name
	if strings.HasPrefix(name, "Ref[") {
		return refName
	}
	name = strings.TrimSuffix(name, "]")
	return name[strings.LastIndexByte(name, '.')+1:]
}

// title spells a field's name as words: upTo is "Up to".
func title(name string) string {
	var b strings.Builder
	for i, r := range name {
		switch {
		case i == 0:
			b.WriteRune(unicode.ToUpper(r))
		case unicode.IsUpper(r):
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
