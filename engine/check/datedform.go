package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// datedForm spells the dated change that takes the place of steps made in the
// text of a document, in one line of YAML, ready to be written under spec. after
// is the spec with the steps made. It is not ok when no dated change can do it:
// something is put in another order, or taken away that is no item.
func datedForm(doc *spec.Document, after any, steps []step, from quantity.Date) (yaml string, ok bool) {
	field := changesOf(doc)
	t, whole, root := doc.Kind.Type, read(after), &twig{}
	for _, s := range steps {
		if !root.grow(t, s, whole, steps) {
			return "", false
		}
	}
	set, ok := root.spell(t)
	if !ok || len(root.kids) == 0 {
		return "", false
	}
	one := fmt.Sprintf("{id: %s, effective: %s, set: %s}", freeID(doc, "from-"+from.String()), from, set)
	return field + ": [" + one + "]", true
}

// freeID gives a name that no dated change of a document has.
func freeID(doc *spec.Document, id string) string {
	isTaken := func(id string) bool {
		return slices.ContainsFunc(spec.Changes(doc.Spec), func(d spec.Dated) bool { return d.ID == id })
	}
	out := id
	for n := 2; isTaken(out); n++ {
		out = fmt.Sprintf("%s-%d", id, n)
	}
	return out
}

// twig is a part of what a change sets: a value, or what is set below it.
type twig struct {
	value *spec.Node
	list  []string // instead, of a list of plain values: all of them
	names []string
	kids  map[string]*twig
}

func (tw *twig) at(path string) *twig {
	for name := range strings.SplitSeq(path, "/") {
		if tw.kids == nil {
			tw.kids = map[string]*twig{}
		}
		if tw.kids[name] == nil {
			tw.kids[name] = &twig{}
			tw.names = append(tw.names, name)
		}
		tw = tw.kids[name]
	}
	return tw
}

// grow takes in one step; false when no dated change can make it.
func (tw *twig) grow(t *spec.Type, s step, whole reading, all []step) bool {
	node := s.is
	if node == nil {
		node = s.was
	}
	list := parent(s.path)
	switch {
	case node.Order != nil:
		return false
	case node.IsItem && node.Scalar != nil: // plain lists are replaced whole
		at := tw.at(list)
		at.list = []string{}
		for _, path := range whole.paths {
			if n := whole.at[path]; parent(path) == list && n.IsItem {
				at.list = append(at.list, quoted(n))
			}
		}
	case s.is == nil && slices.ContainsFunc(all, func(other step) bool { return other.is != nil && isBelow(other.path, t.Rivals(s.path)...) }):
		// gone with what takes its place
	case s.is == nil && node.IsItem:
		tw.at(s.path + "/" + removal).value = &spec.Node{Text: "true"}
	case s.is == nil:
		return false
	case node.IsItem:
		tw.at(s.path)
		for _, path := range whole.paths {
			if n := whole.at[path]; strings.HasPrefix(path, s.path+"/") && n.Scalar != nil {
				if !tw.grow(t, step{path: path, is: n}, whole, nil) {
					return false
				}
			}
		}
		if next := whole.after(list, s.path); next != "" {
			tw.at(next) // tells where the new item goes
		}
	default:
		tw.at(s.path).value = node
	}
	return true
}

// removal is the field that takes an item away.
const removal = "remove"

// after gives the item behind another one of an ordered list; "" for the last.
func (r reading) after(list, item string) string {
	order := r.at[list+orderMark]
	if order == nil {
		return ""
	}
	i := slices.Index(order.Order, strings.TrimPrefix(item, list+"/"))
	if i < 0 || i == len(order.Order)-1 {
		return ""
	}
	return list + "/" + order.Order[i+1]
}

// spell writes what is below a twig; t is the type of the value there.
func (tw *twig) spell(t *spec.Type) (string, bool) {
	switch {
	case tw.list != nil:
		return "[" + strings.Join(tw.list, ", ") + "]", true
	case tw.value != nil && len(tw.names) == 0:
		return quoted(tw.value), true
	case t.Shape == spec.ListShape:
		return tw.spellItems(t.Elem)
	}
	var parts []string
	if tw.value != nil {
		parts = append(parts, t.Bare.Name+": "+quoted(tw.value))
	}
	for _, name := range tw.names {
		inner := t.Elem
		if t.Shape == spec.StructShape {
			f := t.Field(name)
			if f == nil {
				return "", false
			}
			inner = f.Type
		}
		text, ok := tw.kids[name].spell(inner)
		if !ok {
			return "", false
		}
		parts = append(parts, strings.ReplaceAll(name, "~1", "/")+": "+text)
	}
	return "{" + strings.Join(parts, ", ") + "}", true
}

func (tw *twig) spellItems(t *spec.Type) (string, bool) {
	if t.Shape != spec.StructShape || len(t.Keys) != 1 || !t.Keys[0].Required {
		return "", false
	}
	var items []string
	for _, key := range tw.names {
		text, ok := tw.kids[key].spell(t)
		if !ok {
			return "", false
		}
		head := t.Keys[0].Name + ": " + strings.ReplaceAll(key, "~1", "/")
		if inner := text[1 : len(text)-1]; inner != "" {
			head += ", " + inner
		}
		items = append(items, "{"+head+"}")
	}
	return "[" + strings.Join(items, ", ") + "]", true
}

var (
	plainScalar = regexp.MustCompile(`^[\pL0-9][\pL0-9 ._%+/()€$-]*$`)
	nonText     = regexp.MustCompile(`^([-+.0-9]+|true|false|null|yes|no|on|off)$`)
)

// quoted writes a value as YAML within brackets.
func quoted(n *spec.Node) string {
	text := written(n)
	isText := n.Scalar != nil && slices.Equal(n.Scalar.Form().JSON, []string{"string"})
	isDate := len(text) == len("2026-01-01") && text[4] == '-'
	switch {
	case strings.ContainsAny(n.Text, "\n\t"):
		return fmt.Sprintf("%q", n.Text)
	case plainScalar.MatchString(text) && !strings.HasSuffix(text, " ") && (!isText || isDate || !nonText.MatchString(strings.ToLower(text))):
		return text
	}
	return "'" + strings.ReplaceAll(n.Text, "'", "''") + "'"
}
