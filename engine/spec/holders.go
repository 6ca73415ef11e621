package spec

import (
	"reflect"
	"sync"
)

// holdings knows, for a spec and a type of scalars, the types within the spec
// that hold such scalars at any depth.
var holdings = struct {
	mu    sync.Mutex
	known map[holding]map[*Type]bool
}{known: map[holding]map[*Type]bool{}}

type holding struct {
	root   *Type
	scalar reflect.Type
}

func holdersOf(root *Type, scalar reflect.Type) map[*Type]bool {
	holdings.mu.Lock()
	defer holdings.mu.Unlock()
	key := holding{root, scalar}
	if holdings.known[key] == nil {
		holdings.known[key] = findHolders(root, scalar)
	}
	return holdings.known[key]
}

// findHolders marks the scalars' own types, then whatever has a marked part, until
// nothing is added: types can contain themselves.
func findHolders(root *Type, scalar reflect.Type) map[*Type]bool {
	parts := map[*Type][]*Type{}
	collectParts(root, parts)
	holders := map[*Type]bool{}
	for t := range parts {
		if goType := reflect.PointerTo(t.Go); t.Shape == ScalarShape && goType.AssignableTo(scalar) {
			holders[t] = true
		}
	}
	for grown := true; grown; {
		grown = false
		for t, inner := range parts {
			for _, part := range inner {
				if holders[part] && !holders[t] {
					holders[t], grown = true, true
				}
			}
		}
	}
	return holders
}

func collectParts(t *Type, into map[*Type][]*Type) {
	if _, met := into[t]; met {
		return
	}
	var parts []*Type
	for _, f := range t.Fields {
		parts = append(parts, f.Type)
	}
	if t.Elem != nil {
		parts = append(parts, t.Elem)
	}
	into[t] = parts
	for _, part := range parts {
		collectParts(part, into)
	}
}
