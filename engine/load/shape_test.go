package load_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/spec"
	published "github.com/partnership-as-code/entente/schema"
	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"
)

// What is cleared fast would be cleared by the library, too, and what the library
// clears seldom needs it.
func TestAShapeClearsOnlyWhatTheSchemaAccepts(t *testing.T) {
	e := newExample(t)
	schemas := compileSchemas(t)
	cleared, accepted := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for range 40 {
			_, text := e.mutate(random)
			for _, body := range strings.SplitAfter(text, "\n---\n") {
				var root yaml.Node
				if err := yaml.NewDecoder(strings.NewReader(body)).Decode(&root); err != nil || schemas[kindOf(&root)] == nil || isRepetitive(&root) {
					continue
				}
				isCleared := load.FitsShape(spec.KindByName(kindOf(&root)), &root)
				switch err := schemas[kindOf(&root)].Validate(spec.JSON(&root)); {
				case err != nil && isCleared:
					t.Fatalf("cleared, and refused by the schema: %v\n%s", err, body)
				case err == nil:
					accepted++
					if isCleared {
						cleared++
					}
				}
			}
		}
	})
	if accepted == 0 || cleared*100 < accepted*99 {
		t.Errorf("%d of %d sound documents are cleared fast", cleared, accepted)
	}
}

func TestAShapeClearsItsOwnKindAlone(t *testing.T) {
	for _, kind := range []string{"Partner", "Goal"} {
		var root yaml.Node
		body := "{apiVersion: entente/v1, kind: " + kind + ", metadata: {name: a}, spec: {legalName: A, lifecycle: active}}"
		if err := yaml.Unmarshal([]byte(body), &root); err != nil {
			t.Fatal(err)
		}
		if got := load.FitsShape(spec.KindByName("Partner"), &root); got != (kind == "Partner") {
			t.Errorf("a partner's shape clears kind %s: %t", kind, got)
		}
	}
}

// A keyword that shapes do not know would be passed over.
func TestShapesKnowEveryKeywordOfTheSchemas(t *testing.T) {
	known := []string{"$ref", "type", "enum", "const", "pattern", "required", "properties", "propertyNames", "additionalProperties",
		"items", "allOf", "anyOf", "definitions", "$schema", "title", "description", "examples"}
	var walk func(file string, schema any)
	walk = func(file string, schema any) {
		keywords, _ := schema.(map[string]any)
		for keyword, value := range keywords {
			if !slices.Contains(known, keyword) {
				t.Errorf("%s: keyword %q", file, keyword)
			}
			switch inner := value.(type) {
			case map[string]any:
				if keyword != "properties" && keyword != "definitions" {
					walk(file, inner)
					continue
				}
				for _, one := range inner {
					walk(file, one)
				}
			case []any:
				for _, one := range inner {
					walk(file, one)
				}
			}
		}
	}
	for _, k := range spec.Kinds {
		text, err := published.Files.ReadFile(spec.SchemaFile(k))
		if err != nil {
			t.Fatal(err)
		}
		var schema any
		if err := json.Unmarshal(text, &schema); err != nil {
			t.Fatal(err)
		}
		walk(spec.SchemaFile(k), schema)
	}
}

// isRepetitive finds aliases and repeated keys, which the decoder refuses before
// anybody asks for a second opinion.
func isRepetitive(n *yaml.Node) bool {
	seen := map[string]bool{}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if seen[c.Value] {
				return true
			}
			seen[c.Value] = true
		}
		if c.Kind == yaml.AliasNode || isRepetitive(c) {
			return true
		}
	}
	return false
}

func BenchmarkLoad(b *testing.B) {
	example := os.DirFS("../testdata/example")
	for b.Loop() {
		if _, _, err := load.Load(context.Background(), example, ""); err != nil {
			b.Fatal(err)
		}
	}
}
