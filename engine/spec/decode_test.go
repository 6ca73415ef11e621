package spec_test

import (
	"errors"
	"io"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"gopkg.in/yaml.v3"
)

// decode reads a file of one document.
func decode(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) (*spec.Document, diag.List) {
	t.Helper()
	var root yaml.Node
	if err := yaml.NewDecoder(strings.NewReader(text)).Decode(&root); err != nil && !errors.Is(err, io.EOF) {
		t.Fatalf("%v in\n%s", err, text)
	}
	doc, findings := spec.Decode(diag.Bytes("test.yaml", []byte(text)), []byte(text), 0, len(text), &root)
	return doc, findings.Sorted()
}
