package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"gopkg.in/yaml.v3"
)

// parse reads all documents of one file. Each is parsed on its own, so that one
// broken document leaves the others to be checked.
func parse(source *diag.Source, text []byte) result {
	var out result
	chunks := split(text)
	if f, isBad := badBytes(source, text); isBad {
		out.findings.Add(f)
		for _, c := range chunks {
			out.lose(text, c)
		}
		return out
	}
	for i, c := range chunks {
		if i == maxFileDocs {
			out.findings.Add(tooManyDocs(source, c))
			break
		}
		out.document(source, text, c)
	}
	return out
}

// document reads one document of a file.
func (r *result) document(source *diag.Source, text []byte, c chunk) {
	root, f := parseChunk(source, text, c)
	switch {
	case f != nil:
		r.add(*f)
		r.lose(text, c)
		return
	case isBlank(root):
		return
	}
	doc, findings := spec.Decode(source, text, c.begin, c.end, root)
	r.add(findings...)
	if doc == nil {
		r.lose(text, c)
		return
	}
	if doc.Name.V == "" {
		r.lost = append(r.lost, spec.Lost{Kind: doc.Kind.Name})
	}
	if len(findings) == 0 {
		r.add(secondOpinion(doc, root)...)
	}
	r.docs = append(r.docs, doc)
}

// add keeps a hostile file from filling the memory with findings.
func (r *result) add(findings ...diag.Finding) {
	for _, f := range findings {
		switch n := len(r.findings); {
		case n < maxFileFindings:
			r.findings.Add(f)
		case n == maxFileFindings:
			r.findings.Add(tooManyFindings(f.At, "file", maxFileFindings))
		}
	}
}

// isBlank tells a document of comments alone, or none between two markers.
func isBlank(root *yaml.Node) bool {
	if root.Kind != yaml.DocumentNode || len(root.Content) == 0 {
		return root.Kind == 0
	}
	n := root.Content[0]
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Value == "" && n.Anchor == "" && n.Style == 0
}

var (
	kindLine = regexp.MustCompile(`\bkind["']?:[ \t]*["']?([A-Za-z]+)`)
	nameLine = regexp.MustCompile(`\bname["']?:[ \t]*["']?([a-z0-9]+(?:-[a-z0-9]+)*)`)
)

// lose notes what a document that could not be read says of itself.
func (r *result) lose(text []byte, c chunk) {
	var lost spec.Lost
	if m := kindLine.FindSubmatch(text[c.begin:c.end]); m != nil && spec.KindByName(string(m[1])) != nil {
		lost.Kind = string(m[1])
	}
	if m := nameLine.FindSubmatch(text[c.begin:c.end]); m != nil {
		lost.Name = string(m[1])
	}
	if lost != (spec.Lost{}) {
		r.lost = append(r.lost, lost)
	}
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
	for i := begin; i < len(text); i = spec.NextLine(text, i) {
		if i > begin && isMarker(text[i:]) && !onlyDirectives(text[begin:i]) {
			out = append(out, chunk{begin, i})
			begin = i
		}
	}
	return append(out, chunk{begin, len(text)})
}

var bom = []byte("\xef\xbb\xbf")

func isMarker(b []byte) bool {
	rest, found := bytes.CutPrefix(b, []byte("---"))
	return found && (len(rest) == 0 || rest[0] == ' ' || rest[0] == '\t' || spec.BreakLen(rest) > 0)
}

// onlyDirectives keeps %YAML lines with the document that they speak of.
func onlyDirectives(b []byte) bool {
	found := false
	for i := 0; i < len(b); {
		next := spec.NextLine(b, i)
		line := bytes.TrimSpace(b[i:next])
		switch {
		case len(line) == 0 || line[0] == '#':
		case line[0] == '%':
			found = true
		default:
			return false
		}
		i = next
	}
	return found
}

// parseChunk parses one document. yaml.v3 can panic on hostile input, so the
// panic is turned into the same finding as a syntax error.
func parseChunk(source *diag.Source, text []byte, c chunk) (root *yaml.Node, finding *diag.Finding) {
	dec := yaml.NewDecoder(bytes.NewReader(text[c.begin:c.end]))
	defer func() {
		if r := recover(); r != nil {
			f := syntaxError(source, text, c, dec, fmt.Errorf("yaml: %v", r))
			root, finding = nil, &f
		}
	}()
	root = new(yaml.Node)
	if err := dec.Decode(root); err != nil && !errors.Is(err, io.EOF) {
		f := syntaxError(source, text, c, dec, err)
		return nil, &f
	}
	var rest yaml.Node
	switch err := dec.Decode(&rest); {
	case errors.Is(err, io.EOF):
	case err != nil:
		f := syntaxError(source, text, c, dec, err)
		return nil, &f
	default:
		f := afterEnd(source, text, c, rest.Content[0])
		return nil, &f
	}
	return root, nil
}
