package load_test

import (
	"testing"
	"testing/fstest"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Whatever the bytes: no panic, every finding complete and within the file, every
// value's span within the file, and never a word of the schema where the decoder
// is silent.
func FuzzLoad(f *testing.F) {
	e := newExample(f)
	for _, name := range e.names() {
		f.Add([]byte(e.text(name)))
	}
	for _, c := range hostile {
		if text, _, _ := marked(c.text); len(text) < 10_000 {
			f.Add([]byte(text))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		docs, findings := loadFiles(t, fstest.MapFS{"x.yaml": {Data: text}})
		book, resolved := resolve.Resolve(docs)
		wantSane(t, append(findings, resolved...).Sorted(), string(text))
		for _, doc := range docs.List {
			for _, v := range book.Versions(doc) {
				spec.Walk(v.Spec, func(n spec.Node) { wantInside(t, n.Path, n.At, text) })
			}
			wantInside(t, "kind", doc.At, text)
			wantInside(t, "name", doc.Name.At, text)
		}
	})
}

func wantInside(t *testing.T, path string, at diag.Span, text []byte) {
	t.Helper()
	if at.Start > at.End || int(at.End) > len(text) {
		t.Errorf("%s stands at %d..%d of %d bytes", path, at.Start, at.End, len(text))
	}
}
