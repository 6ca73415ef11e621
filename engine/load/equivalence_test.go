package load_test

import (
	"bytes"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	published "github.com/partnership-as-code/entente/schema"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"
)

// odd are spellings that readers of YAML take for different things, or that come
// close to a scalar of the language.
var odd = []string{
	"014", "0o14", "0x1F", "1_000", "1e5", "1E400", ".inf", "-.inf", ".nan", ".5", "5.", "5.0", "-0", "-5", "+5", "00", "0",
	"99999999999999999999", "123456789.123456789123", "2026", "2026.5", "12345", "2026-Q5", "2026-Q1", "2026-13", "2026-02-30", "2026-01-01",
	"2026-01-01..2025-01-01", "2026-01-01T00:00:00Z", "1:30", "~", "null", "Null", "true", "True", "yes", "off", "y", `""`, "''", `" "`, `"5"`, `"12%"`, "12%", "-12%", "012%",
	"1.123456789%", "0 days", "1 days", "1 day", "5 business days", "100000 days", "1 quarter", "12 months", "12 payments", "1 payments", "0 payments", "payments",
	"fees of 1 month", "fees of 0 months", "fees of 12 days", "5000 USD", "05 USD", "1.005 USD", "5000 XYZ", "5000 usd", "-5 USD", "first-sale", "year-to-date",
	"a", "A", "a-b", "a--b", "-a", "partner/northwind", "Partner/x", "partner/", "x/y/z", "vendor", "entente/v1", "Partner", "USD", "January", "quarterly",
	"[]", "{}", "[1]", "[a, b]", "[[]]", "[null]", "{a: b}", "{value: 5}", "{value: 5 USD, low: 1 USD}", "{column: x}", "{column: x, unit: major, bogus: 1}", "{both: custom}",
	"!!str 5", "&a b", `"\u00e9"`, `"a\nb"`, strings.Repeat("a", 64), strings.Repeat("a", 10001),
}

// structural are the findings about shapes that a schema can see as well.
var structural = []string{spec.CodeUnknownField, spec.CodeMissingField, spec.CodeUnknownValue, spec.CodeEmptyValue, spec.CodeWrongType}

// Whatever the published schema refuses, the decoder refuses, and what the
// decoder says of shapes, an editor with the schema says too.
func TestTheDecoderAndTheSchemaAgree(t *testing.T) {
	e := newExample(t)
	schemas := compileSchemas(t)
	tally := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		for range 30 {
			file, text := e.mutate(random)
			for _, c := range compare(file, text, schemas) {
				tally[c.verdict()]++
				if c.refused != nil && len(c.findings) == 0 {
					t.Fatalf("only the schema refuses %s: %v\n%s", file, c.refused, c.body)
				}
				if c.refused != nil || c.has(spec.CodeDuplicateKey) { // the schema meets one of two equal keys
					continue
				}
				for _, f := range c.findings {
					if slices.Contains(structural, f.Code) && !isNumberLike(f.At.Text()) {
						t.Fatalf("only the decoder refuses %s: %s at %q: %s\n%s", file, f.Code, f.At.Text(), f.Detail, c.body)
					}
				}
			}
		}
	})
	for _, verdict := range slices.Sorted(maps.Keys(tally)) {
		t.Logf("%5d %s", tally[verdict], verdict)
	}
	for _, k := range spec.Kinds {
		if tally[k.Name+": both refuse"] == 0 || tally[k.Name+": both accept"] == 0 {
			t.Errorf("%s was not both refused and accepted", k.Name)
		}
	}
}

// mutate changes something about one file, in any kind with the same chance.
func (e *example) mutate(random *rand.Rand) (file, text string) {
	kind := pick(random, spec.Kinds).Name
	p := pick(random, e.places)
	for p.kind != kind {
		p = pick(random, e.places)
	}
	lines := strings.SplitAfter(e.text(p.file), "\n")
	i := strings.Count(e.text(p.file)[:p.start], "\n")
	switch random.IntN(10) {
	case 0: // a line is lost
		return p.file, strings.Join(slices.Delete(lines, i, i+1), "")
	case 1: // a line stands twice
		return p.file, strings.Join(slices.Insert(lines, i, lines[i]), "")
	case 2: // another scalar of the example
		other := pick(random, e.places)
		return p.file, e.replaced(p.file, p.start, p.end, e.text(other.file)[other.start:other.end])
	case 3: // nothing
		return p.file, e.replaced(p.file, p.start, p.end, "")
	}
	return p.file, e.replaced(p.file, p.start, p.end, pick(random, odd))
}

// comparison is what both say of one document.
type comparison struct {
	kind, body string
	findings   diag.List
	refused    error // by the schema
}

func (c comparison) has(code string) bool {
	return slices.ContainsFunc(c.findings, func(f diag.Finding) bool { return f.Code == code })
}

func (c comparison) verdict() string {
	switch {
	case c.refused == nil && len(c.findings) == 0:
		return c.kind + ": both accept"
	case c.refused == nil:
		return c.kind + ": the decoder sees more"
	}
	return c.kind + ": both refuse"
}

// compare leaves out documents that are no YAML or of no kind: the schema is
// chosen by the kind.
func compare(file, text string, schemas map[string]*jsonschema.Schema) []comparison {
	var out []comparison
	begin := 0
	for _, body := range strings.SplitAfter(text, "\n---\n") {
		var root yaml.Node
		if err := yaml.NewDecoder(strings.NewReader(body)).Decode(&root); err == nil && schemas[kindOf(&root)] != nil {
			_, findings := spec.Decode(diag.Bytes(file, []byte(text)), []byte(text), begin, begin+len(body), &root)
			c := comparison{kind: kindOf(&root), body: body, findings: findings}
			c.refused = schemas[c.kind].Validate(spec.JSON(&root))
			out = append(out, c)
		}
		begin += len(body)
	}
	return out
}

func kindOf(root *yaml.Node) string {
	if root.Content[0].Kind != yaml.MappingNode {
		return ""
	}
	for i := 0; i < len(root.Content[0].Content); i += 2 {
		if root.Content[0].Content[i].Value == "kind" {
			return root.Content[0].Content[i+1].Value
		}
	}
	return ""
}

// isNumberLike tells numbers that JSON would not read as written, which a schema
// meets as text.
func isNumberLike(s string) bool { return s != "" && strings.ContainsAny(s[:1], "+-.0123456789") }

func compileSchemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	out := map[string]*jsonschema.Schema{}
	for _, k := range spec.Kinds {
		text, err := published.Files.ReadFile(spec.SchemaFile(k))
		if err != nil {
			t.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		compiler.LoadURL = func(string) (io.ReadCloser, error) { return nil, io.EOF }
		if err := compiler.AddResource(k.Name, bytes.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		if out[k.Name], err = compiler.Compile(k.Name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
