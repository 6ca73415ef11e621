package spec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/spec"
)

// Definitions of all kinds share one schema by their names: two of one name must
// be the same.
func TestKindsShareTheirDefinitions(t *testing.T) {
	all := spec.DocumentSchema()["definitions"].(map[string]any)
	for _, k := range spec.Kinds {
		one := spec.JSONSchema(k)
		for name, definition := range one["definitions"].(map[string]any) {
			if diff := cmp.Diff(definition, all[name]); diff != "" {
				t.Errorf("%s of %s (-alone +shared):\n%s", name, k.Name, diff)
			}
		}
		if all[k.Name+"Document"] == nil {
			t.Errorf("%s has no definition", k.Name)
		}
	}
}
