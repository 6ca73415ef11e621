package load_test

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"gopkg.in/yaml.v3"
)

// place is one scalar as it is written, found with nothing but yaml.v3's start of
// it and the simple ways in which the test data is written.
type place struct {
	file       string
	kind       string
	start, end int
	value      string
	isKey      bool
	shape      spec.Shape  // of what stands here, or of what the key belongs to
	field      *spec.Field // that the scalar fills; nil for keys
	typ        *spec.Type  // of the value; nil in the envelope
	envelope   string      // the envelope's field, such as metadata/name
	isBare     bool        // a scalar that stands in for a mapping
}

// example is the contract's example with a file that adds every field that the
// contract leaves out.
type example struct {
	files  fstest.MapFS
	docs   map[string][]*spec.Document // by file
	places []place
	refs   []reference
	fields map[*spec.Field]bool // that have a value somewhere
}

// reference is a scalar that names something declared elsewhere.
type reference struct {
	file       string
	kind       string
	start, end int
	isAddress  bool
}

func newExample(t testing.TB) *example {
	t.Helper()
	e := &example{files: fstest.MapFS{}, docs: map[string][]*spec.Document{}, fields: map[*spec.Field]bool{}}
	e.read(t, "../testdata/example")
	e.read(t, "testdata/every-field") // its Organization stands in for the example's
	docs, findings := e.load(t, e.files)
	_, resolved := resolve.Resolve(docs)
	for _, f := range append(findings, resolved...) {
		if f.Severity == diag.Error {
			t.Fatalf("the example has an error: %s: %s", f.At.File(), f.Detail)
		}
	}
	for _, doc := range docs.List {
		e.docs[doc.Source.Path] = append(e.docs[doc.Source.Path], doc)
		e.findReferences(doc)
	}
	for _, name := range e.names() {
		e.findPlaces(t, name)
	}
	return e
}

func (e *example) read(t testing.TB, folder string) {
	t.Helper()
	dir := os.DirFS(folder)
	err := fs.WalkDir(dir, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".yaml" {
			return err
		}
		text, err := fs.ReadFile(dir, name)
		e.files[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (e *example) names() []string {
	var names []string
	for name := range e.files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (e *example) load(t testing.TB, files fs.FS) (*spec.Documents, diag.List) {
	t.Helper()
	docs, findings, err := load.Load(context.Background(), files, "")
	if err != nil {
		t.Fatal(err)
	}
	return docs, findings
}

// with gives the findings about the example with one file's text changed. Only
// that file is read again.
func (e *example) with(t testing.TB, file, text string) diag.List {
	t.Helper()
	changed, findings := e.load(t, fstest.MapFS{file: {Data: []byte(text)}})
	list := slices.Clone(changed.List)
	for name, docs := range e.docs {
		if name != file {
			list = append(list, docs...)
		}
	}
	slices.SortStableFunc(list, func(a, b *spec.Document) int { return cmp.Compare(a.Address, b.Address) })
	docs := spec.NewDocuments(list, len(e.files))
	docs.Lost = changed.Lost
	_, resolved := resolve.Resolve(docs)
	return append(findings, resolved...).Sorted()
}

// wholly is with, reading every file.
func (e *example) wholly(t testing.TB, file, text string) diag.List {
	t.Helper()
	files := fstest.MapFS{}
	for name, f := range e.files {
		files[name] = f
	}
	files[file] = &fstest.MapFile{Data: []byte(text)}
	docs, findings := e.load(t, files)
	_, resolved := resolve.Resolve(docs)
	return append(findings, resolved...).Sorted()
}

func (e *example) text(file string) string { return string(e.files[file].Data) }

// replaced gives a file's text with [start, end) replaced.
func (e *example) replaced(file string, start, end int, by string) string {
	text := e.text(file)
	return text[:start] + by + text[end:]
}

func (e *example) findReferences(doc *spec.Document) {
	add := func(at diag.Span, isAddress bool) {
		e.refs = append(e.refs, reference{file: doc.Source.Path, kind: doc.Kind.Name, start: int(at.Start), end: int(at.End), isAddress: isAddress})
	}
	spec.Walk(doc.Spec, func(n spec.Node) {
		ref, ok := n.Reference()
		if !ok {
			return
		}
		if evidence, ok := ref.(*spec.Evidence); ok && !evidence.IsReference() {
			return
		}
		add(ref.Span(), strings.Contains(ref.Canonical(), "/"))
	})
	if review, ok := spec.As[spec.Review](doc); ok {
		for _, r := range review.Ratings {
			add(r.Criterion.At, false)
		}
	}
	if assessment, ok := spec.As[spec.Assessment](doc); ok {
		for _, r := range assessment.Fit {
			add(r.Criterion.At, false)
		}
	}
}

func (e *example) findPlaces(t testing.TB, file string) {
	t.Helper()
	begin := 0
	for _, body := range strings.SplitAfter(e.text(file), "\n---\n") {
		var root yaml.Node
		if err := yaml.Unmarshal([]byte(body), &root); err != nil {
			t.Fatal(err)
		}
		f := finder{t: t, e: e, file: file, body: body, begin: begin}
		f.document(root.Content[0])
		begin += len(body)
	}
}

// finder walks one document of the example beside the types of its kind.
type finder struct {
	t     testing.TB
	e     *example
	file  string
	body  string
	begin int
	kind  string
}

func (f *finder) document(root *yaml.Node) {
	for i := 0; i < len(root.Content); i += 2 {
		if root.Content[i].Value == "kind" {
			f.kind = root.Content[i+1].Value
		}
	}
	for i := 0; i < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		f.add(key, place{isKey: true, shape: spec.StructShape, envelope: key.Value})
		switch key.Value {
		case "metadata":
			f.metadata(value)
		case "spec":
			f.value(value, spec.KindByName(f.kind).Type, nil)
		default:
			f.add(value, place{shape: spec.ScalarShape, envelope: key.Value})
		}
	}
}

func (f *finder) metadata(n *yaml.Node) {
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		f.add(key, place{isKey: true, shape: spec.StructShape, envelope: "metadata/" + key.Value})
		if value.Kind == yaml.ScalarNode {
			f.add(value, place{shape: spec.ScalarShape, envelope: "metadata/" + key.Value})
			continue
		}
		for j := 0; j < len(value.Content); j += 2 {
			f.add(value.Content[j], place{isKey: true, shape: spec.MapShape, envelope: "metadata/labels/"})
			f.add(value.Content[j+1], place{shape: spec.ScalarShape, envelope: "metadata/labels/"})
		}
	}
}

func (f *finder) value(n *yaml.Node, typ *spec.Type, field *spec.Field) {
	switch {
	case typ.Shape == spec.RawShape: // another stage's to judge
	case typ.Shape == spec.PatchShape:
		f.value(n, typ.Elem, nil)
	case n.Kind == yaml.ScalarNode:
		at := place{shape: typ.Shape, typ: typ, field: field}
		if typ.Bare != nil {
			at.isBare, at.typ, at.field = true, typ.Bare.Type, typ.Bare
			f.e.fields[typ.Bare] = true
		}
		f.add(n, at)
	case typ.Shape == spec.ListShape:
		for _, item := range n.Content {
			f.value(item, typ.Elem, field)
		}
	case typ.Shape == spec.MapShape:
		for i := 0; i < len(n.Content); i += 2 {
			f.add(n.Content[i], place{isKey: true, shape: spec.MapShape, field: field})
			f.value(n.Content[i+1], typ.Elem, nil)
		}
	default:
		for i := 0; i < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			of := typ.Field(key.Value)
			if of == nil { // the text that a comma cuts
				continue
			}
			f.e.fields[of] = true
			f.add(key, place{isKey: true, shape: spec.StructShape})
			f.value(value, of.Type, of)
		}
	}
}

var (
	singleQuoted = regexp.MustCompile(`^'(?:[^']|'')*'`)
	doubleQuoted = regexp.MustCompile(`^"(?:[^"\\]|\\.)*"`)
	blockScalar  = regexp.MustCompile(`^[|>]-?(?:\n {8}[^\n]*)+`)
)

func (f *finder) add(n *yaml.Node, p place) {
	f.t.Helper()
	line := strings.SplitAfter(f.body, "\n")[:n.Line-1]
	start := len(strings.Join(line, "")) + n.Column - 1
	written := n.Value
	switch n.Style {
	case yaml.SingleQuotedStyle:
		written = singleQuoted.FindString(f.body[start:])
	case yaml.DoubleQuotedStyle:
		written = doubleQuoted.FindString(f.body[start:])
	case yaml.LiteralStyle, yaml.FoldedStyle:
		written = blockScalar.FindString(f.body[start:])
	}
	if written == "" || !strings.HasPrefix(f.body[start:], written) {
		f.t.Fatalf("%s:%d: %q is not written as expected", f.file, n.Line, n.Value)
	}
	p.file, p.kind, p.value = f.file, f.kind, n.Value
	p.start, p.end = f.begin+start, f.begin+start+len(written)
	f.e.places = append(f.e.places, p)
}
