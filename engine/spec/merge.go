package spec

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// mergeTree lays set over base: mappings by key, lists of named items by their
// keys, everything else replaced. Of alternatives those of set take the place of
// base's. Neither input is changed.
func mergeTree(base, set *yaml.Node, t *Type) *yaml.Node {
	switch {
	case base == nil || t == nil:
		return set
	case base.Kind != set.Kind && t.Bare != nil:
		base, set = spelledOut(base, t.Bare), spelledOut(set, t.Bare)
	}
	switch {
	case base.Kind != set.Kind:
		return set
	case t.Shape == StructShape && set.Kind == yaml.MappingNode:
		return mergeMapping(withoutAlternatives(base, set, t), set, func(key string) *Type {
			if f := t.byName[key]; f != nil {
				return f.Type
			}
			return nil
		})
	case t.Shape == MapShape && set.Kind == yaml.MappingNode:
		return mergeMapping(base, set, func(string) *Type { return t.Elem })
	case t.isKeyedList() && set.Kind == yaml.SequenceNode:
		return mergeItems(base, set, t.Elem)
	}
	return set
}

// spelledOut writes a bare scalar as the mapping that it stands for.
func spelledOut(n *yaml.Node, bare *Field) *yaml.Node {
	if n.Kind != yaml.ScalarNode {
		return n
	}
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: bare.Name, Line: n.Line, Column: n.Column}
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column, Content: []*yaml.Node{key, n}}
}

func mergeMapping(base, set *yaml.Node, typeOf func(string) *Type) *yaml.Node {
	out := *base
	out.Content = slices.Clone(base.Content)
	for i := 0; i+1 < len(set.Content); i += 2 {
		key, val := set.Content[i], set.Content[i+1]
		at := keyIndex(&out, key.Value)
		if at < 0 {
			out.Content = append(out.Content, key, val)
			continue
		}
		out.Content[at], out.Content[at+1] = key, mergeTree(out.Content[at+1], val, typeOf(key.Value))
	}
	return &out
}

func mergeItems(base, set *yaml.Node, elem *Type) *yaml.Node {
	out := *base
	out.Content = slices.Clone(base.Content)
	at := map[string]int{}
	for i, item := range base.Content {
		at[keyOfNode(item, elem)] = i
	}
	for _, item := range set.Content {
		key := keyOfNode(item, elem)
		if i, known := at[key]; known && key != "" {
			out.Content[i] = mergeTree(out.Content[i], item, elem)
			continue
		}
		out.Content = append(out.Content, item)
	}
	return &out
}

// withoutAlternatives takes out of base what excludes what set has: a rule that
// had a rate and is given bands has no rate any more.
func withoutAlternatives(base, set *yaml.Node, t *Type) *yaml.Node {
	isSet := func(paths []string) bool {
		return slices.ContainsFunc(paths, func(p string) bool { return hasPath(set, p) })
	}
	if !slices.ContainsFunc(t.alternatives, isSet) {
		return base
	}
	for _, paths := range t.alternatives {
		if !isSet(paths) {
			for _, p := range paths {
				base = without(base, p)
			}
		}
	}
	return base
}

func hasPath(n *yaml.Node, path string) bool {
	name, rest, isDeeper := strings.Cut(path, "/")
	inner := child(n, name)
	return inner != nil && (!isDeeper || hasPath(inner, rest))
}

// without gives a mapping without what stands at a path, and without the mappings
// around it that this empties.
func without(n *yaml.Node, path string) *yaml.Node {
	if !hasPath(n, path) {
		return n
	}
	name, rest, isDeeper := strings.Cut(path, "/")
	at := keyIndex(n, name)
	out := *n
	out.Content = slices.Clone(n.Content)
	if isDeeper {
		out.Content[at+1] = without(n.Content[at+1], rest)
	}
	if !isDeeper || len(out.Content[at+1].Content) == 0 {
		out.Content = slices.Delete(out.Content, at, at+2)
	}
	return &out
}

// keyIndex gives the place of a key among a mapping's nodes; -1 when it is not there.
func keyIndex(n *yaml.Node, name string) int {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return i
		}
	}
	return -1
}
