package spec

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// merger lays one tree over another: mappings by key, lists of named items by
// their keys, everything else replaced. Of alternatives those of set take the place
// of base's. Trees that go in are not changed.
type merger struct {
	// isPartial is true of what is laid over something else later on: what is to be
	// taken away there is still to be said.
	isPartial bool
}

// mergeTree lays set over base, which stands for itself.
func mergeTree(base, set *yaml.Node, t *Type) *yaml.Node { return merger{}.tree(base, set, t) }

func (m merger) tree(base, set *yaml.Node, t *Type) *yaml.Node {
	if base == nil {
		base = emptied(set)
	}
	if base.Kind != set.Kind && t != nil && t.Bare != nil {
		base, set = spelledOut(base, t.Bare), spelledOut(set, t.Bare)
	}
	switch {
	case t == nil || base.Kind != set.Kind:
		return set
	case t.Shape == StructShape && set.Kind == yaml.MappingNode:
		return m.structure(withoutAlternatives(base, set, t), set, t)
	case t.Shape == MapShape && set.Kind == yaml.MappingNode:
		return mapping(base, set, func(_ string, was, now *yaml.Node) *yaml.Node { return m.tree(was, now, t.Elem) })
	case t.isKeyedList() && set.Kind == yaml.SequenceNode:
		return m.items(base, set, t.Elem)
	}
	return set
}

// emptied is what a tree is laid over when there is nothing.
func emptied(n *yaml.Node) *yaml.Node {
	out := *n
	out.Content = nil
	return &out
}

// spelledOut writes a bare scalar as the mapping that it stands for.
func spelledOut(n *yaml.Node, bare *Field) *yaml.Node {
	if n.Kind != yaml.ScalarNode {
		return n
	}
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: bare.Name, Line: n.Line, Column: n.Column}
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column, Content: []*yaml.Node{key, n}}
}

func (m merger) structure(base, set *yaml.Node, t *Type) *yaml.Node {
	return mapping(base, set, func(key string, was, now *yaml.Node) *yaml.Node {
		f := t.byName[key]
		if f == nil {
			return now
		}
		return merger{m.isPartial || f.Partial}.tree(was, now, f.Type)
	})
}

// mapping lays the values of set over those of base; was is nil where base has none.
func mapping(base, set *yaml.Node, lay func(key string, was, now *yaml.Node) *yaml.Node) *yaml.Node {
	out := *base
	out.Content = slices.Clone(base.Content)
	for i := 0; i+1 < len(set.Content); i += 2 {
		key, val := set.Content[i], set.Content[i+1]
		at := keyIndex(&out, key.Value)
		if at < 0 {
			out.Content = append(out.Content, key, lay(key.Value, nil, val))
			continue
		}
		out.Content[at], out.Content[at+1] = key, lay(key.Value, out.Content[at+1], val)
	}
	return &out
}

// items merges lists of named items. An item to be taken away leaves a nil.
func (m merger) items(base, set *yaml.Node, elem *Type) *yaml.Node {
	was, now := keysOfNodes(base.Content, elem), keysOfNodes(set.Content, elem)
	items, at := slices.Clone(base.Content), placesOf(was)
	for i, item := range set.Content {
		place, known := at[now[i]]
		switch {
		case !known:
		case !isRemoval(item, elem) && !isRemoval(items[place], elem):
			items[place] = m.tree(items[place], item, elem)
		case isRemoval(item, elem) && !m.isPartial:
			items[place] = nil
		default:
			items[place] = item
		}
	}
	fresh := gaps(was, now)
	if elem.bound != nil {
		fresh = byBound(fresh, items, set.Content, elem.bound)
	}
	out := *base
	out.Content = nil
	for i, gap := range fresh {
		for _, own := range gap {
			if item := set.Content[own]; m.isPartial || !isRemoval(item, elem) {
				out.Content = append(out.Content, m.tree(nil, item, elem))
			}
		}
		if i < len(items) && items[i] != nil {
			out.Content = append(out.Content, items[i])
		}
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
