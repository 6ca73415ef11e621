package main

import (
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// TestOutputsFitTheirSchemas holds what the program prints for machines against
// the schemas that are published for it.
func TestOutputsFitTheirSchemas(t *testing.T) {
	change := laidOver(t, example, "../../engine/testdata/example-change")
	for name, args := range map[string][]string{
		"validate": {"validate", "-C", example},
		"status":   {"status", "-C", example, "--as-of", "2026-06-30"},
		"plan":     {"plan", "--base", example, "--head", change, "--as-of", "2026-06-30"},
	} {
		var document any
		if err := json.Unmarshal([]byte(execute(t, exitOK, append(args, "--format", "json")...)), &document); err != nil {
			t.Fatal(err)
		}
		schema := jsonschema.MustCompile("../../schema/output/" + name + ".schema.json")
		if err := schema.Validate(document); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
		broken := document.(map[string]any)
		delete(broken, "formatVersion")
		if schema.Validate(broken) == nil {
			t.Errorf("%s: the schema takes a document without its version", name)
		}
	}
}
