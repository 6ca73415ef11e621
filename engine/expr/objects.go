package expr

import (
	"fmt"
	"maps"
	"slices"

	"cel.dev/cel-go/common/types"
)

var (
	changeType = types.NewObjectType("entente.Change")
	impactType = types.NewObjectType("entente.Impact")
)

// object declares the fields of a typed variable and how to read each.
type object struct {
	variable string
	fields   map[string]field
}

type field struct {
	kind *types.Type
	read func(*ChangeInput) any
}

func changeObjects() map[string]object {
	return map[string]object{
		changeType.TypeName(): {"change", map[string]field{
			"kind":    {types.StringType, func(in *ChangeInput) any { return in.Kind }},
			"path":    {types.StringType, func(in *ChangeInput) any { return in.Path }},
			"address": {types.StringType, func(in *ChangeInput) any { return in.Address }},
			"before":  {types.DynType, func(in *ChangeInput) any { return in.Before }},
			"after":   {types.DynType, func(in *ChangeInput) any { return in.After }},
		}},
		impactType.TypeName(): {"impact", map[string]field{
			"yearly":   {moneyType, func(in *ChangeInput) any { return in.Yearly }},
			"budget":   {moneyType, func(in *ChangeInput) any { return in.Budget }},
			"partners": {numberType, func(in *ChangeInput) any { return in.Partners }},
		}},
	}
}

// objects tells CEL the fields of the typed variables; it is a types.Provider.
type objects struct {
	*types.Registry
	declared map[string]object
}

func newObjects(declared map[string]object) (*objects, error) {
	registry, err := types.NewRegistry()
	return &objects{registry, declared}, err
}

// FindStructType is part of types.Provider.
func (o *objects) FindStructType(name string) (*types.Type, bool) {
	if _, found := o.declared[name]; found {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return o.Registry.FindStructType(name)
}

// FindStructFieldNames is part of types.Provider.
func (o *objects) FindStructFieldNames(name string) ([]string, bool) {
	if d, found := o.declared[name]; found {
		return slices.Sorted(maps.Keys(d.fields)), true
	}
	return o.Registry.FindStructFieldNames(name)
}

// FindStructFieldType is part of types.Provider.
func (o *objects) FindStructFieldType(name, fieldName string) (*types.FieldType, bool) {
	d, found := o.declared[name]
	if !found {
		return o.Registry.FindStructFieldType(name, fieldName)
	}
	f, found := d.fields[fieldName]
	if !found {
		return nil, false
	}
	return &types.FieldType{
		Type:  f.kind,
		IsSet: func(target any) bool { in, ok := target.(*ChangeInput); return ok && f.read(in) != nil },
		GetFrom: func(target any) (any, error) {
			if in, ok := target.(*ChangeInput); ok {
				return f.read(in), nil
			}
			return nil, fmt.Errorf("%s cannot be read", fieldName)
		},
	}, true
}

// paths are the fields of all typed variables as an author writes them.
func (o *objects) paths() []string {
	var out []string
	for _, d := range o.declared {
		for name := range d.fields {
			out = append(out, d.variable+"."+name)
		}
	}
	slices.Sort(out)
	return out
}
