package scaffold

import (
	"bytes"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/partnership-as-code/entente/engine/spec"
)

// addPeople puts people at the end of the Organization's list.
func addPeople(chunk []byte, people []newcomer) ([]byte, bool) {
	var items []string
	for _, p := range people {
		items = append(items, p.item())
	}
	return addItems(chunk, "people", items)
}

// addItems puts items, each a mapping in braces, at the end of a list of a spec, in
// the text of its document, so that every other byte stays. Where the end of the
// list is, only a parser can tell: places are tried in order, and the first counts
// that reads as the same document with these items and nothing else. false when
// there is none.
func addItems(chunk []byte, name string, items []string) ([]byte, bool) {
	if len(items) == 0 {
		return chunk, true
	}
	root, err := parseChunk(chunk)
	if err != nil || child(root, "spec") == nil {
		return nil, false
	}
	want, err := withItems(root, name, items)
	if err != nil {
		return nil, false
	}
	for _, e := range itemEdits(chunk, child(root, "spec"), name, items) {
		edited := slices.Insert(bytes.Clone(chunk), e.at, []byte(e.text)...)
		if got, err := parseChunk(edited); err == nil && isSame(want, got) {
			return edited, true
		}
	}
	return nil, false
}

// edit is text to put in at an offset.
type edit struct {
	at   int
	text string
}

// itemEdits gives the places to try, by how the list is written.
func itemEdits(chunk []byte, spec *yaml.Node, name string, items []string) []edit {
	flow := strings.Join(items, ", ")
	list := child(spec, name)
	switch {
	case list == nil && spec.Style&yaml.FlowStyle != 0:
		return beforeEach(chunk, spec, '}', ", "+name+": ["+flow+"]", " "+name+": ["+flow+"]")
	case list == nil:
		indent := strings.Repeat(" ", spec.Column-1)
		return afterLines(chunk, lastLine(spec), append([]string{indent + name + ":"}, indented(indent+"  ", items)...))
	case list.Style&yaml.FlowStyle != 0:
		return beforeEach(chunk, list, ']', ", "+flow, flow, " "+flow)
	}
	return afterLines(chunk, lastLine(list), indented(strings.Repeat(" ", list.Column-1), items))
}

func indented(indent string, items []string) []string {
	var out []string
	for _, item := range items {
		out = append(out, indent+"- "+item)
	}
	return out
}

// lastLine is where the last entry of a block begins.
func lastLine(n *yaml.Node) int {
	if len(n.Content) == 0 {
		return n.Line
	}
	return n.Content[len(n.Content)-1].Line
}

// afterLines tries the end of a line and of each line after it.
func afterLines(chunk []byte, line int, added []string) []edit {
	eol := "\n"
	if bytes.Contains(chunk, []byte("\r\n")) {
		eol = "\r\n"
	}
	text := strings.Join(added, eol) + eol
	var out []edit
	for i, n := 0, 1; i < len(chunk); n++ {
		i = spec.NextLine(chunk, i)
		switch isLast := i == len(chunk) && chunk[i-1] != '\n' && chunk[i-1] != '\r'; {
		case n < line:
		case isLast:
			out = append(out, edit{i, eol + text})
		default:
			out = append(out, edit{i, text})
		}
	}
	return out
}

// beforeEach tries the place before each closing bracket from a node's last entry
// on.
func beforeEach(chunk []byte, from *yaml.Node, bracket byte, texts ...string) []edit {
	if len(from.Content) > 0 {
		from = from.Content[len(from.Content)-1]
	}
	var out []edit
	for i := spec.OffsetOf(chunk, 0, len(chunk), from.Line, from.Column); i < len(chunk); i++ {
		if chunk[i] != bracket {
			continue
		}
		for _, text := range texts {
			out = append(out, edit{i, text})
		}
	}
	return out
}

// withItems is the document as it shall read.
func withItems(root *yaml.Node, name string, items []string) (*yaml.Node, error) {
	out := clone(root)
	spec := child(out, "spec")
	if child(spec, name) == nil {
		spec.Content = append(spec.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name}, &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"})
	}
	list := child(spec, name)
	for _, item := range items {
		node, err := parseChunk([]byte(item + "\n"))
		if err != nil {
			return nil, err
		}
		list.Content = append(list.Content, node)
	}
	return out, nil
}

func clone(n *yaml.Node) *yaml.Node {
	out := *n
	out.Content = make([]*yaml.Node, len(n.Content))
	for i, c := range n.Content {
		out.Content[i] = clone(c)
	}
	return &out
}
