package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"gopkg.in/yaml.v3"
)

// parse reads all documents of one file. Each is parsed on its own, so that one
// broken document leaves the others to be checked.
func parse(source *diag.Source, text []byte) result {
	if f, ok := badBytes(source, text); ok {
		return result{findings: diag.List{f}}
	}
	var out result
	for i, c := range split(text) {
		if i == maxFileDocs {
			out.findings.Add(tooManyDocs(source, c))
			break
		}
		root, f := parseChunk(source, text, c)
		if f != nil {
			out.findings.Add(*f)
			continue
		}
		if root.Kind == 0 {
			continue // blank, or comments only
		}
		doc, findings := spec.Decode(source, text, c.begin, c.end, root)
		out.findings = append(out.findings, findings...)
		if doc == nil {
			continue
		}
		if len(findings) == 0 {
			out.findings = append(out.findings, secondOpinion(doc, root)...)
		}
		out.docs = append(out.docs, doc)
	}
	return out
}

// chunk is one YAML document within a file, in byte offsets.
type chunk struct{ begin, end int }

// split cuts a file at its document markers. A line that starts with --- is a
// marker wherever it stands: YAML forbids it even inside block and quoted text.
func split(text []byte) []chunk {
	begin := 0
	if bytes.HasPrefix(text, bom) {
		begin = len(bom)
	}
	var out []chunk
	for i := begin; i < len(text); i = lineEnd(text, i) {
		if i > begin && isMarker(text[i:]) && !onlyDirectives(text[begin:i]) {
			out = append(out, chunk{begin, i})
			begin = i
		}
	}
	return append(out, chunk{begin, len(text)})
}

var bom = []byte("\xef\xbb\xbf")

func isMarker(b []byte) bool {
	return bytes.HasPrefix(b, []byte("---")) && (len(b) == 3 || bytes.IndexByte([]byte(" \t\r\n"), b[3]) >= 0)
}

// onlyDirectives keeps %YAML lines with the document that they speak of.
func onlyDirectives(b []byte) bool {
	found := false
	for line := range bytes.Lines(b) {
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0 || line[0] == '#':
		case line[0] == '%':
			found = true
		default:
			return false
		}
	}
	return found
}

func lineEnd(b []byte, i int) int {
	if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(b)
}

// parseChunk parses one document. yaml.v3 can panic on hostile input, so the
// panic is turned into the same finding as a syntax error.
func parseChunk(source *diag.Source, text []byte, c chunk) (root *yaml.Node, finding *diag.Finding) {
	defer func() {
		if r := recover(); r != nil {
			f := syntaxError(source, text, c, fmt.Errorf("yaml: %v", r))
			finding = &f
		}
	}()
	body := text[c.begin:c.end]
	root = new(yaml.Node)
	dec := yaml.NewDecoder(bytes.NewReader(body))
	if err := dec.Decode(root); err != nil && !errors.Is(err, io.EOF) {
		f := syntaxError(source, text, c, err)
		return nil, &f
	}
	if bytes.Contains(body, []byte("\n...")) {
		var rest yaml.Node
		if err := dec.Decode(&rest); !errors.Is(err, io.EOF) {
			f := afterEnd(source, text, c)
			return nil, &f
		}
	}
	return root, nil
}
