package load

import (
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Text reads the documents of one file that is at hand, as Load does.
func Text(source *diag.Source, text []byte) ([]*spec.Document, diag.List) {
	r := parse(source, text)
	return r.docs, r.findings
}
