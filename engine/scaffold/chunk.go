package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gopkg.in/yaml.v3"

	"github.com/partnership-as-code/entente/engine/spec"
)

// chunkAt gives the document of a file that holds an offset: from its marker, if
// it has one, to the next.
func chunkAt(text []byte, offset int) (begin, end int) {
	for i := 0; i < len(text); i = spec.NextLine(text, i) {
		switch isMarker := i > 0 && startsDocument(text[i:]); {
		case isMarker && i <= offset:
			begin = i
		case isMarker:
			return begin, i
		}
	}
	return begin, len(text)
}

// startsDocument tells a line that begins with the marker ---.
func startsDocument(text []byte) bool {
	rest, found := bytes.CutPrefix(text, []byte("---"))
	return found && (len(rest) == 0 || rest[0] == ' ' || rest[0] == '\t' || spec.BreakLen(rest) > 0)
}

// appendChunk puts a document behind those of a file.
func appendChunk(text, document []byte) []byte {
	out := bytes.Clone(text)
	if len(out) > 0 {
		if out[len(out)-1] != '\n' {
			out = append(out, '\n')
		}
		out = append(out, "---\n"...)
	}
	return append(out, document...)
}

// parseChunk gives the mapping of exactly one document. yaml.v3 can panic on
// text that is no YAML, which an edit under trial may be.
func parseChunk(text []byte) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("yaml: %v", r)
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var doc, rest yaml.Node
	if err := dec.Decode(&doc); err != nil {
		return nil, err
	}
	if err := dec.Decode(&rest); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one document")
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("no mapping")
	}
	return doc.Content[0], nil
}

// isSame compares what two trees say, wherever it is written.
func isSame(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || a.ShortTag() != b.ShortTag() || a.Value != b.Value || len(a.Content) != len(b.Content) {
		return false
	}
	for i := range a.Content {
		if !isSame(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}

// child gives the value of a key; nil when there is none.
func child(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
