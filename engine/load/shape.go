package load

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/partnership-as-code/entente/engine/spec"
	"gopkg.in/yaml.v3"
)

// shape is a published schema, or a part of one, read to answer one question
// fast: does a tree surely fit? No is no verdict, as numbers are not weighed. It
// has every keyword that the generator writes and that is not for people alone.
type shape struct {
	Ref                  string            `json:"$ref"`
	Type                 any               `json:"type"` // a name or a list of names
	Enum                 []string          `json:"enum"`
	Const                *string           `json:"const"`
	Pattern              string            `json:"pattern"`
	Required             []string          `json:"required"`
	Properties           map[string]*shape `json:"properties"`
	PropertyNames        *shape            `json:"propertyNames"`
	AdditionalProperties json.RawMessage   `json:"additionalProperties"` // a shape, true or false
	Items                *shape            `json:"items"`
	AllOf                []*shape          `json:"allOf"`
	AnyOf                []*shape          `json:"anyOf"`

	target     func() *shape // of Ref
	types      []string
	pattern    func(string) bool
	isOpen     bool
	additional *shape
}

// readShape reads a kind's schema as the generator writes it; nil when it cannot.
func readShape(schema []byte) *shape {
	text, definitions := cut(schema)
	root, targets := decodeShape(text), map[string]func() *shape{}
	for name, text := range definitions {
		// Read when first met: half of them are for dated changes, which few documents have.
		targets["#/definitions/"+name] = sync.OnceValue(func() *shape {
			s := decodeShape(text)
			if !s.prepare(targets) {
				return nil
			}
			return s
		})
	}
	if !root.prepare(targets) {
		return nil
	}
	return root
}

// cut takes the definitions out of a schema by its indentation, as reading all of
// them takes longer than reading a small repository.
func cut(schema []byte) (rest []byte, definitions map[string][]byte) {
	before, inner, found := bytes.Cut(schema, []byte("\n  \"definitions\": {"))
	inner, after, closed := bytes.Cut(inner, []byte("\n  },"))
	if !found || !closed {
		return schema, nil
	}
	definitions = map[string][]byte{}
	for _, one := range bytes.Split(inner, []byte("\n    \""))[1:] {
		name, text, _ := bytes.Cut(one, []byte("\": "))
		definitions[string(name)] = bytes.TrimSuffix(text, []byte(","))
	}
	return slices.Concat(before, after), definitions
}

func decodeShape(text []byte) *shape {
	var s shape
	if json.Unmarshal(text, &s) != nil {
		return nil
	}
	return &s
}

// prepare works out what follows from the keywords, here and below, and reports
// whether it could.
func (s *shape) prepare(targets map[string]func() *shape) bool {
	if s == nil {
		return false
	}
	if s.Ref != "" { // draft-07 passes over everything beside it
		s.target = targets[s.Ref]
		return s.target != nil
	}
	switch t := s.Type.(type) {
	case string:
		s.types = []string{t}
	case []any:
		for _, name := range t {
			text, _ := name.(string)
			s.types = append(s.types, text)
		}
	}
	s.pattern = matcher(s.Pattern)
	switch string(s.AdditionalProperties) {
	case "", "true":
		s.isOpen = true
	case "false":
	default:
		s.additional = decodeShape(s.AdditionalProperties)
		if !s.additional.prepare(targets) {
			return false
		}
	}
	ok := s.Items == nil || s.Items.prepare(targets)
	ok = ok && (s.PropertyNames == nil || s.PropertyNames.prepare(targets) && s.PropertyNames.isOfText())
	for _, p := range s.Properties {
		ok = ok && p.prepare(targets)
	}
	for _, part := range slices.Concat(s.AllOf, s.AnyOf) {
		ok = ok && part.prepare(targets)
	}
	return ok
}

// isOfText reports whether fitsText says all that the shape says of a text.
func (s *shape) isOfText() bool { return s.Ref == "" && s.AllOf == nil && s.AnyOf == nil }

// patterns are shared by the kinds: most of them use the same few scalars.
var patterns struct {
	mu       sync.Mutex
	matchers map[string]func(string) bool
}

// matcher compiles a pattern when it is first needed. The commonest one asks for
// any text at all.
func matcher(pattern string) func(string) bool {
	switch pattern {
	case "":
		return nil
	case `^[\s\S]+$`:
		return func(text string) bool { return text != "" }
	}
	patterns.mu.Lock()
	defer patterns.mu.Unlock()
	if known := patterns.matchers[pattern]; known != nil {
		return known
	}
	if patterns.matchers == nil {
		patterns.matchers = map[string]func(string) bool{}
	}
	compiled := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
	patterns.matchers[pattern] = func(text string) bool { return compiled().MatchString(text) }
	return patterns.matchers[pattern]
}

// fits reports whether a tree surely fits. The tree is free of aliases and of
// repeated keys.
func (s *shape) fits(n *yaml.Node) bool {
	if s == nil {
		return false
	}
	if s.target != nil {
		return s.target().fits(n)
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return len(n.Content) == 1 && s.fits(n.Content[0])
	case yaml.MappingNode:
		if !s.fitsMapping(n) {
			return false
		}
	case yaml.SequenceNode:
		if !s.fitsSequence(n) {
			return false
		}
	default:
		if !s.fitsScalar(n) {
			return false
		}
	}
	for _, part := range s.AllOf {
		if !part.fits(n) {
			return false
		}
	}
	return len(s.AnyOf) == 0 || slices.ContainsFunc(s.AnyOf, func(part *shape) bool { return part.fits(n) })
}

// takes reports whether a JSON type is accepted.
func (s *shape) takes(name string) bool { return s.types == nil || slices.Contains(s.types, name) }

func (s *shape) fitsMapping(n *yaml.Node) bool {
	if !s.takes("object") || s.Enum != nil || s.Const != nil {
		return false
	}
	present := 0
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if s.PropertyNames != nil && !s.PropertyNames.fitsText(key.Value) {
			return false
		}
		if slices.Contains(s.Required, key.Value) {
			present++
		}
		switch known := s.Properties[key.Value]; {
		case known != nil:
			if !known.fits(value) {
				return false
			}
		case s.additional != nil:
			if !s.additional.fits(value) {
				return false
			}
		case !s.isOpen:
			return false
		}
	}
	return present == len(s.Required)
}

func (s *shape) fitsSequence(n *yaml.Node) bool {
	if !s.takes("array") || s.Enum != nil || s.Const != nil {
		return false
	}
	return s.Items == nil || !slices.ContainsFunc(n.Content, func(item *yaml.Node) bool { return !s.Items.fits(item) })
}

func (s *shape) fitsScalar(n *yaml.Node) bool {
	switch v := spec.JSON(n).(type) {
	case string:
		return s.fitsText(v)
	case json.Number:
		isWhole := !strings.Contains(string(v), ".")
		return (s.takes("number") || isWhole && s.takes("integer")) && s.Enum == nil && s.Const == nil
	case bool:
		return s.takes("boolean") && s.Enum == nil && s.Const == nil
	}
	return false
}

// fitsText holds a text, or the name of a property, against what is said of texts.
func (s *shape) fitsText(text string) bool {
	return s.takes("string") && (s.Enum == nil || slices.Contains(s.Enum, text)) &&
		(s.Const == nil || *s.Const == text) && (s.pattern == nil || s.pattern(text))
}
