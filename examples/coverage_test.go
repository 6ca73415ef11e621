package examples

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/spec"
)

// unshown are fields that no example can show, each with the reason.
var unshown = map[string]string{
	"From.connection":      "its address comes from the environment of whoever runs it",
	"From.table":           "belongs to a connection",
	"PayRule.allowOver100": "no business here pays more than a deal brings in",
}

// TestEveryKindAndFieldIsShown reads the table of the language and reports what
// nobody would find in an example: kinds, fields at any depth, lifecycles and
// the other choices that change what a document means, types of sources.
func TestEveryKindAndFieldIsShown(t *testing.T) {
	kinds, fields, values := shown(t)
	written := slices.DeleteFunc(slices.Clone(spec.Kinds), func(k *spec.KindInfo) bool { return k.Name == generated })
	for _, k := range written {
		if !kinds[k.Name] {
			t.Errorf("no example shows the kind %s", k.Name)
		}
	}
	eachField(written, func(owner *spec.Type, f *spec.Field) {
		if f.Name == "remove" {
			return // takes an item away in a dated change: nothing in a document as it stands
		}
		name := owner.Name + "." + f.Name
		if _, excused := unshown[name]; fields[f] == excused {
			t.Errorf("%s: shown %t, excused %t", name, fields[f], excused)
		}
		for _, choice := range f.Enum {
			if slices.Contains(telling, name) && !values[f][choice] {
				t.Errorf("no example shows %s: %s", name, choice)
			}
		}
	})
	for _, source := range facts.Types {
		if f := spec.KindByName("Source").Type.Field("type"); !values[f][source.Name] {
			t.Errorf("no example has facts of type %s", source.Name)
		}
	}
}

// generated is the kind that nobody writes by hand.
const generated = "Statement"

// telling are the fields whose every choice makes another kind of document,
// which a reader may look for.
var telling = []string{"Partner.lifecycle", "Agreement.status", "Review.type", "Decision.status", "PayRule.trigger", "PayRule.credit"}

// shown collects what the examples use, changes included.
func shown(t *testing.T) (kinds map[string]bool, fields map[*spec.Field]bool, values map[*spec.Field]map[string]bool) {
	t.Helper()
	kinds, fields, values = map[string]bool{}, map[*spec.Field]bool{}, map[*spec.Field]map[string]bool{}
	for _, e := range All() {
		dir := t.TempDir()
		if err := e.Lay(dir); err != nil {
			t.Fatal(err)
		}
		for _, side := range []string{"base", "proposed"} {
			docs, _, err := load.Load(context.Background(), os.DirFS(filepath.Join(dir, side)), "")
			if err != nil {
				t.Fatal(err)
			}
			for _, doc := range docs.List {
				kinds[doc.Kind.Name] = true
				spec.Walk(doc.Spec, func(n spec.Node) {
					fields[n.Field] = true
					if values[n.Field] == nil {
						values[n.Field] = map[string]bool{}
					}
					values[n.Field][n.Text] = true
				})
			}
		}
	}
	return kinds, fields, values
}

// eachField visits the fields below kinds that hold a value of their own, once
// each. A struct shows in its fields, a patch in those of what it patches.
func eachField(kinds []*spec.KindInfo, visit func(*spec.Type, *spec.Field)) {
	seen := map[*spec.Type]bool{}
	var walk func(*spec.Type)
	walk = func(t *spec.Type) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		for _, f := range t.Fields {
			if f.Type.Shape != spec.StructShape && f.Type.Shape != spec.PatchShape {
				visit(t, f)
			}
			walk(f.Type)
		}
		walk(t.Elem)
	}
	for _, k := range kinds {
		walk(k.Type)
	}
}
