package spec

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/partnership-as-code/entente/engine/quantity"
	"gopkg.in/yaml.v3"
)

// Shape is how a type is written in YAML.
type Shape uint8

const (
	ScalarShape Shape = iota + 1
	StructShape
	ListShape
	MapShape
	PatchShape // a partial spec, merged later
	RawShape   // anything
	SpecShape  // the spec of an envelope, decoded once the kind is known
)

// Type describes one Go type of the language.
type Type struct {
	Shape  Shape
	Name   string // Go name of a struct
	Go     reflect.Type
	Fields []*Field // of a struct, in declared order
	Keys   []*Field // of a struct: what identifies it in a list
	Bare   *Field   // of a struct: the field a bare scalar fills
	Elem   *Type    // of a list, a map or a patch
	Form   quantity.Form
	Target string // of a reference

	byName       map[string]*Field
	alternatives [][]string // of a struct: paths of which one group can be given
	bound        *Field     // of a struct: by which a list of it ascends
	removal      *Field     // of a struct: says that the item of this name is taken away
}

// Field is one field of a struct.
type Field struct {
	Name     string
	Doc      string
	Type     *Type
	Required bool
	Key      bool
	Ordered  bool // the order of the list has a meaning
	Changes  bool // the list holds dated patches of its own document
	Partial  bool // what is left out is inherited, required fields too
	Removal  bool // takes the item away; only where something is laid over something else
	Enum     []string
	Pattern  *regexp.Regexp
	Expects  string         // what Pattern wants, in words
	Keys     *regexp.Regexp // of a map's keys
	KeysWant string

	index   int
	pointer bool
	part    string // "An item of " for the field of a list's items, in messages
}

// Field finds a field by its YAML name.
func (t *Type) Field(name string) *Field { return t.byName[name] }

// Patch is a partial spec T: the tree is merged into a document's own before
// that is decoded again; V is the patch decoded alone, for its references.
type Patch[T any] struct {
	V    T
	Tree *yaml.Node
}

func (p *Patch[T]) parts() (spec any, tree **yaml.Node) { return &p.V, &p.Tree }

type patch interface{ parts() (any, **yaml.Node) }

// exclusive is a struct with fields that exclude each other: groups of paths, of
// which one group is given. Where a change gives another, the first one goes.
type exclusive interface{ alternatives() [][]string }

// Rivals gives the paths within a type that exclude what a path leads to: of
// rules/a/rate among others rules/a/bands.
func (t *Type) Rivals(path string) []string {
	around := ""
	for t != nil && path != "" {
		if at := slices.IndexFunc(t.alternatives, func(paths []string) bool { return leadsInto(paths, path) }); at >= 0 {
			var out []string
			for _, rival := range slices.Concat(slices.Concat(t.alternatives[:at], t.alternatives[at+1:])...) {
				out = append(out, join(around, rival))
			}
			return out
		}
		name, rest, _ := strings.Cut(path, "/")
		if f := t.byName[name]; f != nil {
			t = f.Type
		} else {
			t = t.Elem
		}
		around, path = join(around, name), rest
	}
	return nil
}

func leadsInto(paths []string, path string) bool {
	return slices.ContainsFunc(paths, func(p string) bool { return path == p || strings.HasPrefix(path, p+"/") })
}

// Raw is a tree that another stage reads.
type Raw struct{ Tree *yaml.Node }

// Types refer to each other (a Patch to its own document), so a type enters the
// cache before its fields are read.
var (
	typesMu sync.Mutex
	types   = map[reflect.Type]*Type{}
)

func typeOf(t reflect.Type) *Type {
	typesMu.Lock()
	defer typesMu.Unlock()
	return build(t)
}

func build(t reflect.Type) *Type {
	if known, ok := types[t]; ok {
		return known
	}
	out := &Type{Go: t, Name: t.Name()}
	types[t] = out
	switch v := reflect.New(t).Interface().(type) {
	case Reference:
		out.Shape, out.Form, out.Target = ScalarShape, v.Form(), v.Target()
		return out
	case Scalar:
		out.Shape, out.Form = ScalarShape, v.Form()
		return out
	case patch:
		spec, _ := v.parts()
		out.Shape, out.Elem = PatchShape, build(reflect.TypeOf(spec).Elem())
		return out
	case *Raw:
		out.Shape = RawShape
		return out
	case *specTree:
		out.Shape = SpecShape
		return out
	}
	if t.Kind() == reflect.Slice {
		out.Shape, out.Elem = ListShape, nil
		elem := t.Elem()
		if strings.HasPrefix(elem.Name(), "Entry[") {
			value, _ := elem.FieldByName("Value")
			out.Shape, elem = MapShape, value.Type
		}
		out.Elem = build(elem)
		return out
	}
	out.Shape, out.byName = StructShape, map[string]*Field{}
	if v, ok := reflect.New(t).Interface().(exclusive); ok {
		out.alternatives = v.alternatives()
	}
	for i := range t.NumField() {
		out.add(t.Field(i), i)
	}
	return out
}

func (t *Type) add(sf reflect.StructField, index int) {
	f := &Field{Name: sf.Tag.Get("yaml"), Doc: sf.Tag.Get("doc"), index: index}
	goType := sf.Type
	if f.pointer = goType.Kind() == reflect.Pointer; f.pointer {
		goType = goType.Elem()
	}
	f.Type = build(goType)
	if enum := sf.Tag.Get("enum"); enum != "" {
		f.Enum = strings.Split(enum, "|")
	}
	if pattern := sf.Tag.Get("pattern"); pattern != "" {
		f.Pattern, f.Expects = regexp.MustCompile(pattern), sf.Tag.Get("expects")
	}
	if keys := sf.Tag.Get("keys"); keys != "" {
		f.Keys, f.KeysWant = regexp.MustCompile(keys), sf.Tag.Get("keysExpect")
	}
	for is := range strings.SplitSeq(sf.Tag.Get("is"), ",") {
		switch is {
		case "":
		case "required":
			f.Required = true
		case "key":
			f.Key = true
			t.Keys = append(t.Keys, f)
		case "bare":
			t.Bare = f
		case "ordered":
			f.Ordered = true
		case "changes":
			f.Changes = true
		case "partial":
			f.Partial = true
		case "bound":
			t.bound = f
		case "removal":
			f.Removal, t.removal = true, f
		default:
			panic(fmt.Sprintf("spec: %s.%s: unknown tag %q", t.Name, f.Name, is))
		}
	}
	t.Fields = append(t.Fields, f)
	t.byName[f.Name] = f
}
