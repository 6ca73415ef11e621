package spec

import "gopkg.in/yaml.v3"

// isPlain refuses what the language leaves out of YAML: aliases, anchors, tags.
func (d *decoder) isPlain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		d.add(aliasFault(d.text.spanOf(n)))
	case n.Anchor != "":
		d.add(aliasFault(d.text.property(d.text.offsetOf(n.Line, n.Column), '&')))
	case d.text.hasProperties(n, d.text.offsetOf(n.Line, n.Column)):
		d.add(tagFault(d.text.property(d.text.offsetOf(n.Line, n.Column), '!')))
	default:
		return true
	}
	return false
}

// key checks one key of a mapping: plain text, not a merge, not a repetition.
func (d *decoder) key(key *yaml.Node, seen map[string]*yaml.Node) bool {
	if !d.isPlain(key) {
		return false
	}
	at := d.text.spanOf(key)
	switch {
	case key.Kind != yaml.ScalarNode:
		d.add(complexKey(at))
		return false
	case key.Value == "":
		d.add(emptyKey(at))
		return false
	case key.Tag == "!!merge" || key.Value == "<<" && key.Style == 0:
		d.add(mergeKey(at))
		return false
	}
	if first := seen[key.Value]; first != nil {
		d.addOf(duplicateKey(at, d.text.spanOf(first), key.Value), key.Value)
		return false
	}
	seen[key.Value] = key
	return true
}

// inspect looks through a tree that no type describes for faults of YAML itself.
func (d *decoder) inspect(n *yaml.Node, depth int) {
	if depth > maxDepth {
		d.add(tooDeep(d.text.spanOf(n)))
		return
	}
	if d.isFull() || !d.isPlain(n) {
		return
	}
	seen := map[string]*yaml.Node{}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			d.key(c, seen)
			continue
		}
		d.inspect(c, depth+1)
	}
}

// isNull also tells an anchored or tagged nothing from a value that is left out.
func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Style == 0 && n.Anchor == ""
}
