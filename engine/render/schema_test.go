package render_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// TestGoldenFilesFitTheirSchemas holds every machine form in testdata against
// the schema that is published for it.
func TestGoldenFilesFitTheirSchemas(t *testing.T) {
	goldens, err := filepath.Glob("testdata/*.json")
	if err != nil || len(goldens) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	names := map[string]string{"findings": "validate", "status": "status", "plan": "plan", "due": "due", "owners": "owners", "gaps": "gaps",
		"statement": "statement", "statements": "statements", "payouts": "payouts", "payoutperiods": "payoutperiods", "reconcile": "reconcile"}
	used := map[string]bool{}
	for _, golden := range goldens {
		kind, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(golden), ".json"), "-")
		name, known := names[kind]
		if !known {
			t.Errorf("%s: no schema is published for it", golden)
			continue
		}
		used[name] = true
		text, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		var document any
		if err := json.Unmarshal(text, &document); err != nil {
			t.Fatal(err)
		}
		if err := jsonschema.MustCompile("../../schema/output/" + name + ".schema.json").Validate(document); err != nil {
			t.Errorf("%s: %#v", golden, err)
		}
	}
	for _, name := range names {
		if !used[name] {
			t.Errorf("no golden file shows %s", name)
		}
	}
}
