package spec

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/diag"
	"gopkg.in/yaml.v3"
)

// Text is the text of one YAML document within its file. yaml.v3 gives the line
// and column where a node starts; the rest is read off the bytes here.
type text struct {
	source *diag.Source
	bytes  []byte // of the whole file
	begin  int    // where the document begins
	lines  []int  // offsets of the document's lines, as yaml.v3 counts them

	// Nodes are visited in written order, so the last place is where the next
	// search begins: a line of a million flow items stays linear.
	line, column, offset int
}

// newText takes the document that begins at begin and ends at end.
func newText(source *diag.Source, file []byte, begin, end int) *text {
	t := &text{source: source, bytes: file[:end], begin: begin}
	t.lines = append(t.lines, begin)
	for i := begin; i < end; i++ {
		if n := breakLen(file[i:end]); n > 0 {
			i += n - 1
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

// breakLen is the length of the line break that b starts with, by YAML 1.1,
// which also breaks at NEL, LS and PS.
func breakLen(b []byte) int {
	switch b[0] {
	case '\n':
		return 1
	case '\r':
		if len(b) > 1 && b[1] == '\n' {
			return 2
		}
		return 1
	case 0xc2:
		if len(b) > 1 && b[1] == 0x85 {
			return 2
		}
	case 0xe2:
		if len(b) > 2 && b[1] == 0x80 && (b[2] == 0xa8 || b[2] == 0xa9) {
			return 3
		}
	}
	return 0
}

func (t *text) offsetOf(line, column int) int {
	if line < 1 || line > len(t.lines) {
		return t.begin
	}
	if line != t.line || column < t.column {
		t.line, t.column, t.offset = line, 1, t.lines[line-1]
	}
	for t.column < column && t.offset < len(t.bytes) {
		if t.bytes[t.offset] < utf8.RuneSelf {
			t.offset++
		} else {
			_, n := utf8.DecodeRune(t.bytes[t.offset:])
			t.offset += n
		}
		t.column++
	}
	return t.offset
}

func (t *text) span(start, end int) diag.Span {
	return diag.Span{Source: t.source, Start: uint32(start), End: uint32(max(start, end))}
}

// spanOf is the exact stretch of a node: a scalar with its quotes, a flow
// collection with its brackets, a block collection from its first key to the
// end of its last value.
func (t *text) spanOf(n *yaml.Node) diag.Span {
	start := t.offsetOf(n.Line, n.Column)
	return t.span(start, t.endOf(n, start))
}

func (t *text) endOf(n *yaml.Node, start int) int {
	switch n.Kind {
	case yaml.ScalarNode:
		return t.endOfScalar(n, start)
	case yaml.AliasNode:
		return start + 1 + len(n.Value)
	}
	end := start
	if len(n.Content) > 0 {
		last := n.Content[len(n.Content)-1]
		end = t.endOf(last, t.offsetOf(last.Line, last.Column))
	}
	if n.Style&yaml.FlowStyle == 0 {
		return max(end, start+1)
	}
	if len(n.Content) == 0 {
		end = start + 1
	}
	return t.closing(end)
}

// closing finds the bracket that ends a flow collection after its last value.
func (t *text) closing(i int) int {
	for i < len(t.bytes) {
		switch t.bytes[i] {
		case '}', ']':
			return i + 1
		case '#':
			for i < len(t.bytes) && t.bytes[i] != '\n' {
				i++
			}
		default:
			i++
		}
	}
	return len(t.bytes)
}

func (t *text) endOfScalar(n *yaml.Node, start int) int {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return endOfDouble(t.bytes, start)
	case n.Style&yaml.SingleQuotedStyle != 0:
		return endOfSingle(t.bytes, start)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return endOfBlock(t.bytes, start)
	}
	return endOfPlain(t.bytes, start, n.Value)
}

func endOfDouble(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

func endOfSingle(b []byte, i int) int {
	for i++; i < len(b); i++ {
		if b[i] != '\'' {
			continue
		}
		if i+1 < len(b) && b[i+1] == '\'' {
			i++
			continue
		}
		return i + 1
	}
	return len(b)
}

// endOfBlock ends a literal or folded scalar at the end of its last line of
// content: the first line that is neither blank nor indented like the first ends it.
func endOfBlock(b []byte, start int) int {
	i := nextLine(b, start)
	end, indent := i, -1
	for i < len(b) {
		stop := nextLine(b, i)
		line := bytes.TrimRight(b[i:stop], "\r\n")
		spaces := len(line) - len(bytes.TrimLeft(line, " "))
		if spaces < len(line) {
			if indent < 0 {
				indent = spaces
			}
			if spaces < indent || indent == 0 {
				break
			}
			end = i + len(line)
		}
		i = stop
	}
	return max(end, start+1)
}

func nextLine(b []byte, i int) int {
	if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(b)
}

// endOfPlain walks the text beside the value: a folded line break stands for
// one space or for newlines in the value.
func endOfPlain(b []byte, start int, value string) int {
	if bytes.HasPrefix(b[start:], []byte(value)) {
		return start + len(value)
	}
	i := start
	for v := 0; v < len(value) && i < len(b); {
		if b[i] == value[v] && b[i] != ' ' && b[i] != '\n' {
			i, v = i+1, v+1
			continue
		}
		spaces := len(b[i:]) - len(bytes.TrimLeft(b[i:], " \t\r\n"))
		blanks := len(value[v:]) - len(strings.TrimLeft(value[v:], " \t\n"))
		if spaces == 0 || blanks == 0 {
			break
		}
		i, v = i+spaces, v+blanks
	}
	return i
}

// Within maps the stretch [start, end) of a scalar's decoded value, in bytes,
// to the place in the file where those bytes are written.
func Within(at diag.Span, start, end int) diag.Span {
	raw := at.Text()
	offsets := decodedOffsets(raw)
	if len(offsets) == 0 {
		return at
	}
	pick := func(n int) uint32 { return at.Start + uint32(offsets[max(0, min(n, len(offsets)-1))]) }
	span := diag.Span{Source: at.Source, Start: pick(start), End: pick(end)}
	if span.End <= span.Start {
		span.End = min(span.Start+1, at.End)
	}
	return span
}
