package load

import (
	"fmt"
	"io"
	"sync"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	published "github.com/partnership-as-code/entente/schema"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"
)

// secondOpinion holds a document that the decoder took against the published
// JSON Schema, so that nothing passes here that an editor would refuse. It
// speaks only where the decoder was silent, and its findings are coarse: a
// finding of it is a gap in the decoder.
func secondOpinion(doc *spec.Document, root *yaml.Node) diag.List {
	err := schemas.get(doc.Kind).Validate(spec.JSON(root))
	if err == nil {
		return nil
	}
	detail := err.Error()
	if v, ok := err.(*jsonschema.ValidationError); ok {
		for len(v.Causes) > 0 {
			v = v.Causes[0]
		}
		detail = fmt.Sprintf("At %s: %s.", v.InstanceLocation, v.Message)
	}
	return diag.List{{Code: CodeSchema, Severity: diag.Error, Summary: "The document does not fit its schema", At: doc.At,
		Resource: string(doc.Address), Detail: detail, Fix: "see `entente schema " + doc.Kind.Name + "`"}}
}

// compiled holds each schema, compiled when the first document of its kind is met.
type compiled struct {
	mu    sync.Mutex
	byKey map[*spec.KindInfo]func() *jsonschema.Schema
}

var schemas = compiled{byKey: map[*spec.KindInfo]func() *jsonschema.Schema{}}

func (c *compiled) get(k *spec.KindInfo) *jsonschema.Schema {
	c.mu.Lock()
	once, known := c.byKey[k]
	if !known {
		once = sync.OnceValue(func() *jsonschema.Schema { return compile(k) })
		c.byKey[k] = once
	}
	c.mu.Unlock()
	return once()
}

// compile panics on a broken schema: it is generated, embedded and tested.
func compile(k *spec.KindInfo) *jsonschema.Schema {
	compiler := jsonschema.NewCompiler()
	compiler.LoadURL = func(url string) (io.ReadCloser, error) {
		return nil, fmt.Errorf("schemas are read from the program alone, not from %s", url)
	}
	f, err := published.Files.Open(spec.SchemaFile(k))
	if err != nil {
		panic(err)
	}
	defer f.Close()
	name := "entente:" + spec.SchemaFile(k)
	if err := compiler.AddResource(name, f); err != nil {
		panic(err)
	}
	return compiler.MustCompile(name)
}
