package spec

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"gopkg.in/yaml.v3"
)

// Document is one decoded document.
type Document struct {
	Address Address
	Kind    *KindInfo
	Name    Val[Slug]
	Title   *Val[Text]
	Labels  Map[Val[Text]]
	Spec    any       // *Partner, *Agreement, …
	At      diag.Span // of the kind's name, for findings about the whole
	Source  *diag.Source
	Tree    *yaml.Node // nil unless the decoder was asked to keep it

	// Broken is set when anything in the shape of the document is at fault. Who
	// builds on all of it leaves it alone then, so that one mistake has one finding;
	// who reads a part of it asks IsSound.
	Broken bool

	blamed  blame
	sound   any // spec without items at fault; nil when all are sound
	patched *patched
	laid    laid
}

// patched keeps what merging dated changes needs.
type patched struct {
	spec *yaml.Node
	text *text
}

// laid is what a document says that has a meaning only over something else.
type laid struct{ leavesOut, takesAway bool }

// LeavesOut reports whether anything in the document lacks a required field, and so
// counts on what it is laid over.
func (d *Document) LeavesOut() bool { return d.laid.leavesOut }

// TakesAway reports whether anything in the document takes an item away.
func (d *Document) TakesAway() bool { return d.laid.takesAway }

// DisplayName is the title, or the name when there is none.
func (d *Document) DisplayName() string {
	if d.Title != nil {
		return string(d.Title.V)
	}
	return string(d.Name.V)
}

// As gives a document's spec when it is of kind K.
func As[K any](d *Document) (*K, bool) {
	k, ok := d.Spec.(*K)
	return k, ok
}

// Lost is what can be told of a document that could not be read: its kind or
// its name or both.
type Lost struct{ Kind, Name string }

// Documents are all documents of a revision, sorted by address.
type Documents struct {
	List  []*Document
	Files int    // files that were read
	Lost  []Lost // documents that may be what a reference without target meant
	index map[Address]*Document
	kinds map[string][]*Document // in the list's order
}

// NewDocuments indexes a sorted list; of two documents of one address the first
// is found.
func NewDocuments(list []*Document, files int) *Documents {
	docs := &Documents{List: list, Files: files, index: make(map[Address]*Document, len(list)), kinds: map[string][]*Document{}}
	for _, d := range list {
		docs.kinds[d.Kind.Name] = append(docs.kinds[d.Kind.Name], d)
		if _, taken := docs.index[d.Address]; !taken {
			docs.index[d.Address] = d
		}
	}
	return docs
}

// Get finds a document; nil when there is none.
func (d *Documents) Get(a Address) *Document { return d.index[a] }

// MayHold reports whether a document that could not be read may be the one of
// this kind and name. Whoever refers to it is not at fault. An empty name asks
// for any document of the kind.
func (d *Documents) MayHold(kind, name string) bool {
	return slices.ContainsFunc(d.Lost, func(l Lost) bool {
		return (l.Kind == "" || l.Kind == kind) && (l.Name == "" || name == "" || l.Name == name)
	})
}

// Lookup finds a document and its spec by kind and bare name.
func Lookup[K Kind](d *Documents, name string) (*Document, *K) {
	var k K
	doc := d.index[NewAddress(k.KindName(), name)]
	if doc == nil {
		return nil, nil
	}
	spec, _ := doc.Spec.(*K)
	return doc, spec
}

// Each calls f for every document of kind K, in order of address.
func Each[K Kind](d *Documents, f func(*Document, *K)) {
	var k K
	for _, doc := range d.kinds[k.KindName()] {
		if spec, ok := doc.Spec.(*K); ok {
			f(doc, spec)
		}
	}
}
