package spec_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"gopkg.in/yaml.v3"
)

// Whatever a walk over everything meets of a type of scalars is met, in the same
// order, when that type alone is asked for.
func TestScalarsOfOneTypeAreAllMet(t *testing.T) {
	files, err := filepath.Glob("../load/testdata/every-field/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no documents with every field", err)
	}
	met := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var root yaml.Node
		if err := yaml.Unmarshal(text, &root); err != nil {
			t.Fatal(err)
		}
		doc, _ := spec.Decode(diag.Bytes(file, text), text, 0, len(text), &root)
		met += sameAsWalk[spec.Reference](t, file, doc.Spec)
		met += sameAsWalk[*spec.Val[spec.Rate]](t, file, doc.Spec)
		met += sameAsWalk[*spec.Val[spec.Expr]](t, file, doc.Spec)
	}
	if met < 50 {
		t.Errorf("only %d scalars were met", met)
	}
}

func sameAsWalk[S spec.Scalar](t *testing.T, file string, from any) int {
	t.Helper()
	var all, asked []string
	spec.Walk(from, func(n spec.Node) {
		if _, ok := n.Scalar.(S); ok {
			all = append(all, n.Path+" "+n.Text)
		}
	})
	spec.Scalars(from, func(n spec.Node, _ S) { asked = append(asked, n.Path+" "+n.Text) })
	if diff := cmp.Diff(all, asked); diff != "" {
		t.Errorf("%s:\n%s", file, diff)
	}
	return len(asked)
}
