package spec

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"gopkg.in/yaml.v3"
)

// Limits of one document; beyond them a finding says so.
const (
	maxDepth    = 100
	maxFindings = 50
)

// decoder fills Go values from a tree, and says everything that is wrong with
// its shape, each fault once.
type decoder struct {
	text     *text
	findings diag.List
	blamed   blame
	sound    map[string]reflect.Value // by field, lists of the spec without the items at fault
	resource string
	path     []string
	where    string // the kind, for messages
	partial  bool   // a patch: required fields may be absent
	patches  int
	spec     *Type               // of the kind; nil when that is unknown
	filled   map[*yaml.Node]bool // empty values whose fields stand too far left
	laid     laid
}

// Decode reads one document of a file: its bytes from begin to end hold one
// YAML document, parsed as root. The document is nil when its kind is unknown.
func Decode(source *diag.Source, file []byte, begin, end int, root *yaml.Node) (*Document, diag.List) {
	d := &decoder{text: newText(source, file, begin, end), where: "document"}
	if root.Kind == yaml.DocumentNode && len(root.Content) == 1 {
		root = root.Content[0]
	}
	doc := d.document(root)
	return doc, d.findings
}

// add reports a fault of what is being read.
func (d *decoder) add(f diag.Finding) {
	d.report(f)
	if f.Severity != diag.Warning {
		d.blame(d.path)
	}
}

// addOf reports a fault of fields or items of what is being read: the rest of it
// is sound.
func (d *decoder) addOf(f diag.Finding, names ...string) {
	d.report(f)
	for _, name := range names {
		d.blame(append(slices.Clip(d.path), name))
	}
}

func (d *decoder) report(f diag.Finding) {
	switch {
	case d.isFull():
		return
	case len(d.findings) == maxFindings: // what else is at fault is not known
		f = tooManyFindings(f.At)
		d.blame(nil)
	}
	if f.Severity == "" {
		f.Severity = diag.Error
	}
	f.Resource, f.Path = d.resource, strings.Join(d.path, "/")
	d.findings.Add(f)
}

func (d *decoder) blame(path []string) {
	if d.blamed == nil {
		d.blamed = blame{}
	}
	d.blamed[placeOf(path)] = true
}

// isFull reports whether nothing more will be said of the document.
func (d *decoder) isFull() bool { return len(d.findings) > maxFindings }

// value fills v, which is settable, from n. owner is what a missing field of n
// is reported at.
func (d *decoder) value(n *yaml.Node, v reflect.Value, t *Type, f *Field, owner diag.Span) {
	if len(d.path) > maxDepth {
		d.add(tooDeep(d.text.spanOf(n)))
		return
	}
	if d.isFull() || !d.isPlain(n) {
		return
	}
	switch t.Shape {
	case ScalarShape:
		d.scalar(n, v.Addr().Interface().(Scalar), t, f)
	case StructShape:
		d.structure(n, v, t, f, owner)
	case ListShape:
		d.list(n, v, t, f)
	case MapShape:
		d.mapping(n, v, t, f)
	case PatchShape:
		d.patch(n, v, t, f)
	case RawShape:
		if n.Kind != yaml.MappingNode {
			d.wrongType(n, "a mapping", f)
			return
		}
		d.inspect(n, 0)
		v.Addr().Interface().(*Raw).Tree = n
	case SpecShape:
		v.Addr().Interface().(*specTree).node = n
	}
}

func (d *decoder) scalar(n *yaml.Node, s Scalar, t *Type, f *Field) {
	if n.Kind != yaml.ScalarNode || !matchesJSON(t.Form.JSON, jsonType(n)) {
		d.wrongType(n, expects(t, f), f)
		return
	}
	at := d.text.spanOf(n)
	if err := s.Set(n.Value, at); err != nil {
		d.add(badValue(at, f, n.Value, err))
		return
	}
	if f == nil {
		return
	}
	if f.Enum != nil && !slices.Contains(f.Enum, n.Value) {
		d.add(notInEnum(at, f, n.Value))
	}
	if f.Pattern != nil && !f.Pattern.MatchString(n.Value) {
		d.add(badValue(at, f, n.Value, &quantity.Fault{Expected: "expected " + f.Expects, Fix: "write " + f.Expects}))
	}
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value, t *Type, f *Field, owner diag.Span) {
	if t.Bare != nil && n.Kind == yaml.ScalarNode {
		d.field(n, v, bareOf(t, f), owner)
		return
	}
	if n.Kind != yaml.MappingNode {
		want := "a mapping"
		if t.Bare != nil {
			want = expects(t.Bare.Type, t.Bare) + ", or a mapping"
		}
		d.wrongType(n, want, f)
		return
	}
	if t.Bare != nil || owner.IsZero() {
		owner = d.text.spanOf(n)
	}
	astray := d.astray(n, t)
	seen := map[string]*yaml.Node{}
	var unknown []string
	for i := 0; i+1 < len(n.Content) && !d.isFull(); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		if !d.key(key, seen) {
			continue
		}
		field := d.fieldOf(t, key.Value)
		if last := d.cutText(n, i, t); last > 0 && d.rejoin(n, i-2, last, v, t) {
			i = last
			continue
		}
		if astray[key] {
			d.inspect(val, len(d.path))
			continue
		}
		if last := d.cutNumber(n, i, field); last > 0 {
			i = last
			continue
		}
		if field == nil {
			unknown = append(unknown, key.Value)
			d.addOf(unknownField(d.text.spanOf(key), key.Value, d.where, t, d.partial), meantBy(key.Value, n, t)...)
			d.inspect(val, len(d.path))
			continue
		}
		d.push(field.Name)
		d.field(val, v, field, d.text.spanOf(key))
		d.pop()
	}
	d.missing(t, seen, unknown, owner)
	if t.removal != nil && d.partial && seen[t.removal.Name] != nil {
		d.laid.takesAway = true
		d.removal(n, t)
	}
}

// field fills one field of a struct, allocating it when it is optional.
func (d *decoder) field(n *yaml.Node, v reflect.Value, f *Field, owner diag.Span) {
	if d.filled[n] {
		return // what belongs into it is reported
	}
	if isNull(n) {
		d.add(emptyValue(owner, f))
		return
	}
	was := d.partial
	d.partial = d.partial || f.Partial
	defer func() { d.partial = was }()
	target := v.Field(f.index)
	if !f.pointer {
		d.value(n, target, f.Type, f, owner)
		return
	}
	fresh := reflect.New(f.Type.Go)
	before := len(d.findings)
	d.value(n, fresh.Elem(), f.Type, f, owner)
	if f.Type.Shape != ScalarShape || len(d.findings) == before {
		target.Set(fresh)
	}
}

// missing reports required fields that are absent, unless a misspelt key looks
// like the one that is missed.
func (d *decoder) missing(t *Type, seen map[string]*yaml.Node, unknown []string, owner diag.Span) {
	for _, f := range t.Fields {
		if !f.Required || seen[f.Name] != nil {
			continue
		}
		if d.partial && !f.Key {
			d.laid.leavesOut = true
			continue
		}
		if near, ok := diag.Nearest(f.Name, unknown); ok && near != "" {
			continue
		}
		d.addOf(missingField(owner, f, d.where, t), f.Name)
	}
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, t *Type, f *Field) {
	if n.Kind != yaml.SequenceNode {
		d.wrongType(n, "a list", f)
		return
	}
	out := reflect.MakeSlice(t.Go, len(n.Content), len(n.Content))
	seen := map[string]diag.Span{}
	of := partOf(f, "An item of ")
	for i, item := range n.Content {
		if isNull(item) {
			d.add(emptyItem(d.text.spanOf(item), of))
			continue
		}
		d.push(segmentOf(item, t.Elem, i))
		before := len(d.findings)
		d.value(item, out.Index(i), t.Elem, of, diag.Span{})
		d.pop()
		if key, at := KeyOf(out.Index(i), t.Elem); key != "" && before == len(d.findings) {
			if first, taken := seen[key]; taken {
				d.addOf(duplicateItem(at, first, key, f), key)
			}
			seen[key] = at
		}
	}
	v.Set(out)
	d.sift(n, out, t)
}

// segmentOf names an item in a path.
func segmentOf(item *yaml.Node, t *Type, i int) string {
	return cmp.Or(itemName(item, t), strconv.Itoa(i))
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, t *Type, f *Field) {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, "a mapping", f)
		return
	}
	out := reflect.MakeSlice(t.Go, 0, len(n.Content)/2)
	seen := map[string]*yaml.Node{}
	of := partOf(f, "A value of ")
	for i := 0; i+1 < len(n.Content) && !d.isFull(); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		if !d.key(key, seen) {
			continue
		}
		if last := d.cutNumber(n, i, of); last > 0 {
			i = last
			continue
		}
		at := d.text.spanOf(key)
		if f != nil && f.Keys != nil && !f.Keys.MatchString(key.Value) {
			d.add(badKey(at, f, key.Value, &quantity.Fault{Expected: "expected " + f.KeysWant, Fix: "write " + f.KeysWant}))
			continue
		}
		entry := reflect.New(t.Go.Elem()).Elem()
		entry.Field(0).Addr().Interface().(*Val[Text]).Set(key.Value, at)
		if isNull(val) {
			d.add(emptyValue(at, of))
			continue
		}
		d.push(key.Value)
		d.value(val, entry.Field(1), t.Elem, of, at)
		d.pop()
		out = reflect.Append(out, entry)
	}
	v.Set(out)
}

// partOf is what a list's or a map's field says of one of its values.
func partOf(f *Field, part string) *Field {
	if f == nil {
		return nil
	}
	of := *f
	of.Type, of.Keys, of.part = f.Type.Elem, nil, part
	return &of
}

func (d *decoder) patch(n *yaml.Node, v reflect.Value, t *Type, f *Field) {
	spec, tree := v.Addr().Interface().(patch).parts()
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, "a mapping", f)
		return
	}
	d.patches++
	*tree = n
	was := d.partial
	d.partial = true
	d.value(n, reflect.ValueOf(spec).Elem(), t.Elem, f, diag.Span{})
	d.partial = was
}

func (d *decoder) wrongType(n *yaml.Node, want string, f *Field) {
	d.add(wrongType(d.text.spanOf(n), n, want, f))
}

func (d *decoder) push(name string) { d.path = append(d.path, name) }
func (d *decoder) pop()             { d.path = d.path[:len(d.path)-1] }

func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		return fmt.Sprintf("quoted text %q", clip(n.Value))
	}
	return "`" + clip(n.Value) + "`"
}
