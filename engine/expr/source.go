package expr

import (
	"fmt"
	"sort"
	"unicode/utf8"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/parser"
)

// Limits of one expression. They bound the work of every later step, so that no
// pull request can make a check slow.
const (
	maxBytes = 10_000
	maxDepth = 50
	maxNodes = 1_000
)

// source is one expression's text with its tokens: the parser names places by
// code points of single operators, a reader wants whole words in bytes.
type source struct {
	text   string
	starts []int // byte offset of each code point, and of the end
	tokens []token
	info   *ast.SourceInfo
}

func newParser(macros ...parser.Macro) (*parser.Parser, error) {
	return parser.NewParser(
		parser.EnablePrattParser(true),
		parser.Macros(macros...),
		parser.ExpressionSizeCodePointLimit(maxBytes),
		parser.MaxRecursionDepth(maxDepth),
		parser.MaxExpressionNodeCount(maxNodes),
	)
}

// parse reads text. A text with a syntax error gives exactly one Problem, since
// what a parser says after its first is mostly noise.
func parse(p *parser.Parser, text string) (*source, *ast.AST, []Problem) {
	if problem, refused := refuseText(text); refused {
		return nil, nil, []Problem{problem}
	}
	s := newSource(text)
	if len(s.tokens) == 0 {
		return nil, nil, []Problem{{0, len(text), "the expression is empty", ""}}
	}
	input := common.NewTextSource(text)
	tree, errs := p.Parse(input)
	if found := errs.GetErrors(); len(found) > 0 {
		return nil, nil, []Problem{s.syntaxProblem(input, found)}
	}
	s.info = tree.SourceInfo()
	if n := ast.NodeCount(tree); n > maxNodes {
		return nil, nil, []Problem{s.tooLarge(fmt.Sprintf("the expression has %d parts, at most %d are allowed", n, maxNodes))}
	}
	return s, tree, nil
}

func refuseText(text string) (Problem, bool) {
	switch {
	case len(text) > maxBytes:
		// The span ends at the limit, backed up to a whole rune.
		end := maxBytes
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		return Problem{0, end, fmt.Sprintf("the expression has %d bytes, at most %d are allowed", len(text), maxBytes), ""}, true
	case !utf8.ValidString(text):
		return Problem{0, len(text), "the expression is not valid UTF-8", "save the file as UTF-8"}, true
	}
	return Problem{}, false
}

func newSource(text string) *source {
	s := &source{text: text, tokens: scan(text)}
	s.starts = make([]int, 0, len(text)+1)
	for at := range text {
		s.starts = append(s.starts, at)
	}
	s.starts = append(s.starts, len(text))
	return s
}

func (s *source) tooLarge(message string) Problem {
	return Problem{0, len(s.text), message, "split it, or say the same with fewer parts"}
}

// at gives the index of the token at a code point, or the next one; past the
// end it is the last.
func (s *source) at(codePoint int) int {
	byteAt := s.starts[max(0, min(codePoint, len(s.starts)-1))]
	i := sort.Search(len(s.tokens), func(i int) bool { return s.tokens[i].end > byteAt })
	return min(i, len(s.tokens)-1)
}

// anchor is the word to underline for a node: the name of a call, whose place
// is its parenthesis, the field of a selection, whose place is its dot, else
// the operator, name or literal itself.
func (s *source) anchor(id int64) token {
	span, _ := s.info.GetOffsetRange(id)
	i := s.at(int(span.Start))
	switch s.word(i) {
	case "(":
		i = max(i-1, 0)
	case ".":
		i = min(i+1, len(s.tokens)-1)
	}
	return s.tokens[i]
}

// literal is the whole literal at a node and its spelling; a negative number's
// place is its sign, and blanks may follow that.
func (s *source) literal(id int64) (token, string) {
	span, _ := s.info.GetOffsetRange(id)
	i := s.at(int(span.Start))
	if s.word(i) == "-" && i+1 < len(s.tokens) {
		return token{s.tokens[i].start, s.tokens[i+1].end}, "-" + s.word(i+1)
	}
	return s.tokens[i], s.word(i)
}

// after is the index of the token that follows t, or the last.
func (s *source) after(t token) int {
	i := sort.Search(len(s.tokens), func(i int) bool { return s.tokens[i].start >= t.end })
	return min(i, len(s.tokens)-1)
}

func (s *source) word(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.text[s.tokens[i].start:s.tokens[i].end]
}

func (s *source) textOf(t token) string { return s.text[t.start:t.end] }

// problem makes a Problem that underlines t.
func (t token) problem(fix, format string, args ...any) Problem {
	return Problem{t.start, t.end, fmt.Sprintf(format, args...), fix}
}
