package spec

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"gopkg.in/yaml.v3"
)

// astray finds the fields of a mapping that stand too far left: the field just
// above them is left empty, and its type is the one that has them. It reports all
// that belong under one field as one fault.
func (d *decoder) astray(n *yaml.Node, t *Type) map[*yaml.Node]bool {
	if n.Style&yaml.FlowStyle != 0 {
		return nil
	}
	var found map[*yaml.Node]bool
	var group strays
	for i := 2; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || t.byName[key.Value] != nil {
			d.reportStrays(group, t) // what follows could not be indented alike
			group = strays{}
			continue
		}
		if !group.takes(key, t) {
			d.reportStrays(group, t)
			group = d.openAt(n, i-2, t)
		}
		if !group.takes(key, t) {
			continue
		}
		if found == nil {
			found = map[*yaml.Node]bool{}
		}
		found[key] = true
		group.keys, group.below = append(group.keys, key), group.below || lastLine(n.Content[i+1]) > key.Line
	}
	d.reportStrays(group, t)
	return found
}

// strays are fields that belong under a field which is left empty.
type strays struct {
	under, empty *yaml.Node // the key and the value of the field
	inner        *Type      // of its value
	around       string     // the field of the mapping that under stands in, or is
	keys         []*yaml.Node
	below        bool // a key has more lines
}

// takes reports whether a key that is unknown in t is one of the empty field's. A
// map has any key, so there one that is only misspelt stays where it is.
func (s strays) takes(key *yaml.Node, t *Type) bool {
	switch {
	case s.inner == nil || key.Column > s.under.Column:
		return false
	case s.inner.Shape == StructShape:
		f := s.inner.byName[key.Value]
		return f != nil && !f.Removal
	}
	var names []string
	for _, f := range t.Fields {
		names = append(names, f.Name)
	}
	_, isMisspelt := diag.Nearest(key.Value, names)
	return s.inner.Shape == MapShape && !isMisspelt
}

// openAt gives the field that is left empty at the end of what stands at i.
func (d *decoder) openAt(n *yaml.Node, i int, t *Type) strays {
	s := strays{around: n.Content[i].Value}
	for {
		key, val := n.Content[i], n.Content[i+1]
		f := t.byName[key.Value]
		if f == nil {
			return strays{}
		}
		inner := d.innerOf(f.Type)
		if isNull(val) && val.Value == "" {
			s.under, s.empty, s.inner = key, val, inner
			return s
		}
		if val.Kind == yaml.SequenceNode && len(val.Content) > 0 && inner.Shape == ListShape {
			val, inner = val.Content[len(val.Content)-1], d.innerOf(inner.Elem)
		}
		if val.Kind != yaml.MappingNode || val.Style&yaml.FlowStyle != 0 || len(val.Content) == 0 || inner.Shape != StructShape {
			return strays{}
		}
		n, i, t = val, len(val.Content)-2, inner
	}
}

// innerOf is the type of what stands under a field.
func (d *decoder) innerOf(t *Type) *Type {
	switch {
	case t.Shape == PatchShape:
		return t.Elem
	case t.Shape == SpecShape && d.spec != nil:
		return d.spec
	}
	return t
}

func (d *decoder) reportStrays(s strays, t *Type) {
	if len(s.keys) == 0 {
		return
	}
	if d.filled == nil {
		d.filled = map[*yaml.Node]bool{}
	}
	d.filled[s.empty] = true
	f := strayFields(d.text.spanOf(s.keys[0]), s, whereIn(d.where, t))
	f.Related = []diag.Related{{At: d.text.spanOf(s.under), Note: "left empty"}}
	d.addOf(f, s.around)
}

func strayFields(at diag.Span, s strays, where string) diag.Finding {
	names, it, are := make([]string, len(s.keys)), "it belongs", "is not a field"
	for i, key := range s.keys {
		names[i] = "`" + clip(key.Value) + "`"
	}
	if len(names) > 1 {
		it, are = "they belong", "are not fields"
	}
	listed := listOf(names)
	what := listed
	if s.below {
		what += " and the lines below"
	}
	return diag.Finding{Code: CodeUnknownField, Summary: "Unknown field", At: at, Label: "too far left",
		Detail: fmt.Sprintf("%s %s here, in %s, but of `%s`, which is left empty.", listed, are, where, s.under.Value),
		Fix:    fmt.Sprintf("indent %s by %s: %s under `%s`", what, MoreBlanks(s.under.Column+2-s.keys[0].Column), it, s.under.Value)}
}

// MoreBlanks spells how far a line is to be indented.
func MoreBlanks(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six"}
	switch {
	case n == 1:
		return "one more blank"
	case n < len(words):
		return words[n] + " more blanks"
	}
	return fmt.Sprintf("%d more blanks", n)
}

func listOf(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// lastLine is where the last node of a tree begins.
func lastLine(n *yaml.Node) int {
	for len(n.Content) > 0 {
		n = n.Content[len(n.Content)-1]
	}
	return n.Line
}
