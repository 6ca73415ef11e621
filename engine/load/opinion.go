package load

import (
	"bytes"
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
// finding of it is a gap in the decoder. The schema's shape clears nearly every
// document; what it does not clear is for the library to judge.
func secondOpinion(doc *spec.Document, root *yaml.Node) diag.List {
	if shapes.get(doc.Kind).fits(root) {
		return nil
	}
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

// perKind makes something of each kind's schema when the first document of the
// kind is met.
type perKind[T any] struct {
	read   func(file string, schema []byte) T
	mu     sync.Mutex
	byKind map[*spec.KindInfo]func() T
}

var (
	shapes  = perKind[*shape]{read: func(_ string, schema []byte) *shape { return readShape(schema) }}
	schemas = perKind[*jsonschema.Schema]{read: compile}
)

// get panics without the kind's schema: it is generated, embedded and tested.
func (p *perKind[T]) get(k *spec.KindInfo) T {
	p.mu.Lock()
	once, known := p.byKind[k]
	if !known {
		once = sync.OnceValue(func() T {
			file := spec.SchemaFile(k)
			schema, err := published.Files.ReadFile(file)
			if err != nil {
				panic(err)
			}
			return p.read(file, schema)
		})
		if p.byKind == nil {
			p.byKind = map[*spec.KindInfo]func() T{}
		}
		p.byKind[k] = once
	}
	p.mu.Unlock()
	return once()
}

// compile panics on a broken schema, as get does on a missing one.
func compile(file string, schema []byte) *jsonschema.Schema {
	compiler := jsonschema.NewCompiler()
	compiler.LoadURL = func(url string) (io.ReadCloser, error) {
		return nil, fmt.Errorf("schemas are read from the program alone, not from %s", url)
	}
	if err := compiler.AddResource("entente:"+file, bytes.NewReader(schema)); err != nil {
		panic(err)
	}
	return compiler.MustCompile("entente:" + file)
}
