package main

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"
)

// TestDocumentSchemaIsAllAnEditorNeeds validates the contract's documents with
// the one schema, which may look nothing up.
func TestDocumentSchemaIsAllAnEditorNeeds(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.LoadURL = func(url string) (io.ReadCloser, error) { return nil, errors.New("looks up " + url) }
	if err := compiler.AddResource("document.json", strings.NewReader(execute(t, exitOK, "schema", "document"))); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("document.json")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	err = fs.WalkDir(os.DirFS(example), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		text, err := fs.ReadFile(os.DirFS(example), path)
		if err != nil {
			return err
		}
		quoted := strings.Replace(string(text), "Qualify, sell and support", `"Qualify, sell and support"`, 1) // which YAML cuts in two
		for dec := yaml.NewDecoder(strings.NewReader(quoted)); ; {
			var n yaml.Node
			if err := dec.Decode(&n); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			seen++
			document := asJSON(n.Content[0]).(map[string]any)
			if err := schema.Validate(document); err != nil {
				t.Errorf("%s: %#v", path, err)
			}
			document["spec"].(map[string]any)["misspelt"] = "x"
			if schema.Validate(document) == nil {
				t.Errorf("%s: a field that does not exist is taken", path)
			}
		}
	})
	if err != nil || seen < 20 {
		t.Errorf("%d documents, %v", seen, err)
	}
}

// asJSON reads YAML as an editor does: what looks like a date is text.
func asJSON(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			out[n.Content[i].Value] = asJSON(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, item := range n.Content {
			out = append(out, asJSON(item))
		}
		return out
	}
	switch n.Tag {
	case "!!int", "!!float":
		return json.Number(n.Value)
	case "!!bool":
		return n.Value == "true"
	case "!!null":
		return nil
	}
	return n.Value
}

// TestOutputsFitTheirSchemas holds what the program prints for machines against
// the schemas that are published for it.
func TestOutputsFitTheirSchemas(t *testing.T) {
	change := laidOver(t, example, "../../engine/testdata/example-change")
	for name, args := range map[string][]string{
		"validate":        {"validate", "-C", example},
		"status":          {"status", "-C", example, "--as-of", "2026-06-30"},
		"statement":       {"statement", "northwind", "2026-Q2", "-C", example, "--as-of", "2026-06-30"},
		"statements":      {"statement", "northwind", "-C", example, "--as-of", "2026-06-30"},
		"reconcile":       {"statement", "northwind", "--reconcile", "-C", example, "--as-of", "2026-06-30"},
		"reconciliations": {"statement", "--reconcile", "-C", example, "--as-of", "2026-06-30"},
		"payoutperiods":   {"payouts", "-C", example, "--as-of", "2026-06-30"},
		"payouts":         {"payouts", "2026-Q2", "-C", example, "--as-of", "2026-06-30"},
		"plan":            {"plan", "--base", example, "--head", change, "--as-of", "2026-06-30"},
		"gate":            {"gate", "--base", example, "--head", change, "--as-of", "2026-06-30"},
	} {
		var document any
		code := exitOK
		if name == "gate" {
			code = exitFindings
		}
		if err := json.Unmarshal([]byte(execute(t, code, append(args, "--format", "json")...)), &document); err != nil {
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
