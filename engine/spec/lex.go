package spec

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/diag"
	"gopkg.in/yaml.v3"
)

// text is the text of one YAML document within its file. yaml.v3 gives the line
// and column where a node starts; the rest is read off the bytes here.
type text struct {
	source *diag.Source
	bytes  []byte // of the file, up to the document's end
	begin  int    // where the document begins
	lines  []line // as yaml.v3 counts them

	// marks holds, for lines with wider characters, the offset of every 64th
	// column: a line of a million flow items stays linear.
	marks map[int][]int
}

type line struct {
	start   int
	isASCII bool // a column is a byte
}

const markEvery = 64

// newText takes the document that begins at begin and ends at end.
func newText(source *diag.Source, file []byte, begin, end int) *text {
	t := &text{source: source, bytes: file[:end], begin: begin, marks: map[int][]int{}}
	at := line{start: begin, isASCII: true}
	for i := begin; i < end; i++ {
		if n := BreakLen(file[i:end]); n > 0 {
			i += n - 1
			t.lines = append(t.lines, at)
			at = line{start: i + 1, isASCII: true}
		} else if file[i] >= utf8.RuneSelf {
			at.isASCII = false
		}
	}
	t.lines = append(t.lines, at)
	return t
}

// BreakLen is the length of the line break that b starts with, 0 for none, by
// YAML 1.1, which also breaks at NEL, LS and PS.
func BreakLen[T string | []byte](b T) int {
	if len(b) == 0 {
		return 0
	}
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

// offsetOf gives the byte at a line and a column, both from 1.
func (t *text) offsetOf(line, column int) int {
	if line < 1 || line > len(t.lines) {
		return t.begin
	}
	at := t.lines[line-1]
	if at.isASCII {
		return min(at.start+column-1, len(t.bytes))
	}
	marks := t.marksOf(line)
	mark := min((column-1)/markEvery, len(marks)-1)
	return t.forward(marks[mark], column-1-mark*markEvery)
}

func (t *text) marksOf(line int) []int {
	if known := t.marks[line]; known != nil {
		return known
	}
	end := len(t.bytes)
	if line < len(t.lines) {
		end = t.lines[line].start
	}
	var marks []int
	for i := t.lines[line-1].start; i < end; i = t.forward(i, markEvery) {
		marks = append(marks, i)
	}
	t.marks[line] = marks
	return marks
}

// forward gives the offset some characters on.
func (t *text) forward(i, characters int) int {
	for ; characters > 0 && i < len(t.bytes); characters-- {
		_, n := utf8.DecodeRune(t.bytes[i:])
		i += n
	}
	return i
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
	if t.hasProperties(n, start) {
		start = t.afterProperties(start)
	}
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
	if start >= len(t.bytes) || t.bytes[start] != '{' && t.bytes[start] != '[' || n.Style&yaml.FlowStyle == 0 {
		return max(end, start+1) // block style, or [the: pair] without braces
	}
	return t.closing(max(end, start+1))
}

// closing finds the bracket that ends a flow collection after its last value.
func (t *text) closing(i int) int {
	for i < len(t.bytes) {
		switch t.bytes[i] {
		case '}', ']':
			return i + 1
		case '#':
			i = NextLine(t.bytes, i)
		default:
			i++
		}
	}
	return len(t.bytes)
}

// property gives the anchor (mark &) or the tag (mark !) written before a node.
func (t *text) property(start int, mark byte) diag.Span {
	for i := start; i < len(t.bytes) && (t.bytes[i] == '&' || t.bytes[i] == '!'); i = t.pastBlanks(t.endOfProperty(i)) {
		if t.bytes[i] == mark {
			return t.span(i, t.endOfProperty(i))
		}
	}
	return t.span(start, start+1)
}

// hasProperties also finds the tag `!`, which yaml.v3 drops. A block collection
// begins where its first key does, whose tag it is.
func (t *text) hasProperties(n *yaml.Node, start int) bool {
	isBare := n.Value != "" || n.Style&^yaml.TaggedStyle != 0
	return n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 || isBare && start < len(t.bytes) && t.bytes[start] == '!'
}

func (t *text) afterProperties(i int) int {
	for i < len(t.bytes) && (t.bytes[i] == '&' || t.bytes[i] == '!') {
		i = t.pastBlanks(t.endOfProperty(i))
	}
	return i
}

func (t *text) endOfProperty(i int) int {
	ends := " \t,[]{}" + breaks
	if bytes.HasPrefix(t.bytes[i:], []byte("!<")) {
		ends = " \t>" + breaks
	}
	n := bytes.IndexAny(t.bytes[i:], ends)
	switch {
	case n < 0:
		return len(t.bytes)
	case t.bytes[i+n] == '>':
		return i + n + 1
	}
	return i + n
}

// pastBlanks also passes over comments, which can stand between a property and
// its node.
func (t *text) pastBlanks(i int) int {
	for i < len(t.bytes) {
		rest := len(t.bytes) - len(bytes.TrimLeft(t.bytes[i:], "\t"+blanks))
		if rest == len(t.bytes) || t.bytes[rest] != '#' || rest == i {
			return rest
		}
		i = NextLine(t.bytes, rest)
	}
	return i
}

func (t *text) endOfScalar(n *yaml.Node, start int) int {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return endOfDouble(t.bytes, start)
	case n.Style&yaml.SingleQuotedStyle != 0:
		return endOfSingle(t.bytes, start)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return endOfBlock(t.bytes, start, n.Value)
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

// endOfBlock ends a literal or folded scalar at the end of its last line that is
// not blank. The first line that is indented less than its text ends it.
func endOfBlock(b []byte, start int, value string) int {
	end := start + len(blockHeader(b[start:]))
	first := strings.TrimLeft(value, blanks)
	if first == "" {
		return end
	}
	i := NextLine(b, start)
	content := b[i : len(b)-len(bytes.TrimLeft(b[i:], blanks))]
	indent := trailingSpaces(content) - trailingSpaces([]byte(value[:len(value)-len(first)]))
	for i < len(b) {
		next := NextLine(b, i)
		written := bytes.TrimRight(b[i:next], breaks)
		spaces := leadingSpaces(written)
		if spaces < len(written) {
			if spaces < indent || bytes.HasPrefix(written, []byte("...")) {
				break
			}
			end = i + len(written)
		}
		i = next
	}
	return end
}

// Line breaks by YAML 1.1, and what may stand before the text of a line.
const (
	breaks = "\r\n\u0085\u2028\u2029"
	blanks = " " + breaks
)

func leadingSpaces(b []byte) int  { return len(b) - len(bytes.TrimLeft(b, " ")) }
func trailingSpaces(b []byte) int { return len(b) - len(bytes.TrimRight(b, " ")) }

// blockHeader is the header of a block scalar, without the comment after it.
func blockHeader[T string | []byte](b T) string {
	s := string(b[:min(len(b), 10)])
	if n := strings.IndexAny(s, " \t#"+breaks); n >= 0 {
		return s[:n]
	}
	return s
}

// OffsetOf gives the byte at a line and a column, both from 1 as yaml.v3 counts
// them, of the document that stands between begin and end.
func OffsetOf(file []byte, begin, end, line, column int) int {
	return newText(nil, file, begin, end).offsetOf(line, column)
}

// NextLine gives the offset behind the line break that follows i, or the end.
func NextLine[T string | []byte](b T, i int) int {
	for i < len(b) {
		if n := BreakLen(b[i:]); n > 0 {
			return i + n
		}
		i++
	}
	return len(b)
}

// endOfPlain walks the text beside the value: apart from the blanks around a
// line break they are the same.
func endOfPlain(b []byte, start int, value string) int {
	if bytes.HasPrefix(b[start:], []byte(value)) {
		return start + len(value)
	}
	i := start
	for v := 0; v < len(value); {
		if rest := strings.TrimLeft(value[v:], "\t"+blanks); len(rest) < len(value)-v {
			v = len(value) - len(rest)
			i = len(b) - len(bytes.TrimLeft(b[i:], "\t"+blanks))
			continue
		}
		if i >= len(b) || b[i] != value[v] {
			break
		}
		i, v = i+1, v+1
	}
	return i
}
