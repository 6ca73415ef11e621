package load

import (
	"bytes"
	"reflect"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"gopkg.in/yaml.v3"
)

// syntaxError says what the parser met, and where.
func syntaxError(source *diag.Source, text []byte, c chunk, dec *yaml.Decoder, err error) diag.Finding {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	problem, context := marks(dec)
	at := lineFrom(source, text, c, problem)
	opened := lineFrom(source, text, c, context)
	finding := diag.Finding{Code: CodeSyntax, Severity: diag.Error, Summary: "The YAML cannot be read"}
	cause := explainSyntax(message)
	switch {
	case cause.isAtContext:
		at = opened
	case cause.closes && problem.line != context.line:
		finding.Related = []diag.Related{{At: at, Note: "read up to here"}}
		at = opened
	case cause.closes:
		finding.Related = []diag.Related{{At: opened, Note: "opened here"}}
	}
	if line, isKey := keyWithoutColon(source, text, c, problem); isKey && strings.Contains(message, "mapping values") {
		at, cause.says, cause.fix = line, "A key without its `: `.", "write `key: value`, with a blank after the colon"
	}
	if strings.Contains(message, "mapping values") || strings.Contains(message, "expected key") {
		if first, why, isLeft := tooFarLeft(source, text, c, problem); isLeft {
			finding.Related = []diag.Related{{At: at, Note: "what makes the YAML unreadable"}}
			at, cause = first, why
		}
	}
	if i := conflict(text[c.begin:c.end]); i >= 0 {
		cause.says, cause.fix = "A merge conflict was left in the file.", "choose one of the two sides and delete the marks"
		at, finding.Related = span(source, c.begin+i, c.begin+i+len(conflictMark)), nil
	}
	finding.At, finding.Fix = at, cause.fix
	finding.Detail = cause.says + " Nothing of this document was checked"
	if hasOthers(text, c) {
		finding.Detail += "; the other documents of the file were"
	}
	finding.Detail += "."
	return finding
}

// hasOthers is true of a chunk that is not all of its file.
func hasOthers(text []byte, c chunk) bool {
	const nothing = "- \t\r\n\xef\xbb\xbf"
	return len(bytes.Trim(text[:c.begin], nothing)) > 0 || len(bytes.Trim(text[c.end:], nothing)) > 0
}

// mark is a place as yaml.v3 counts it, line and column from 0.
type mark struct{ line, column int }

// marks reads where the parser met the problem, and where what it was reading
// began. yaml.v3 says only the line in its message, and the wrong one of the two
// for most errors; the exact ones stay in its private fields.
func marks(dec *yaml.Decoder) (problem, context mark) {
	parser := field(reflect.ValueOf(dec), "parser")
	scanner := field(parser, "parser")
	problem, context = markOf(field(scanner, "problem_mark")), markOf(field(scanner, "context_mark"))
	if problem == (mark{}) && context == (mark{}) { // no error of the scanner, but of what was read last
		problem = markOf(field(field(parser, "event"), "start_mark"))
	}
	return problem, context
}

// field gives a private field, or the zero Value.
func field(v reflect.Value, name string) reflect.Value {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v.FieldByName(name)
}

func markOf(v reflect.Value) mark {
	line, column := field(v, "line"), field(v, "column")
	if !line.CanInt() || !column.CanInt() {
		return mark{}
	}
	return mark{int(line.Int()), int(column.Int())}
}

// lineFrom covers what is written on a line from a mark on; where nothing is,
// the last line before it that has something.
func lineFrom(source *diag.Source, text []byte, c chunk, m mark) diag.Span {
	start := spec.OffsetOf(text, c.begin, c.end, m.line+1, m.column+1)
	written := bytes.TrimRight(text[start:spec.NextLine(text[:c.end], start)], blank)
	if len(written) > 0 {
		return span(source, start+len(written)-len(bytes.TrimLeft(written, " ")), start+len(written))
	}
	end := c.begin + len(bytes.TrimRight(text[c.begin:start], blank))
	begin := c.begin
	for next := begin; next < end; next = spec.NextLine(text, next) {
		begin = next
	}
	return span(source, begin+len(text[begin:end])-len(bytes.TrimLeft(text[begin:end], " ")), end)
}

const blank = " \t\r\n\u0085\u2028\u2029"

// keyWithoutColon finds the line before a mark's, when it is no key: YAML reads
// both as one text, and stumbles only over the colon of the second.
func keyWithoutColon(source *diag.Source, text []byte, c chunk, m mark) (diag.Span, bool) {
	if m.line == 0 {
		return diag.Span{}, false
	}
	before := lineFrom(source, text, c, mark{m.line - 1, 0})
	line := text[before.Start:before.End]
	isKey := len(line) > 0 && !bytes.ContainsAny(line, ":#{}[]\"'") && line[0] != '-' &&
		columnOf(text, before) == columnOf(text, lineFrom(source, text, c, mark{m.line, 0}))
	return before, isKey
}

// columnOf counts the blanks before a span.
func columnOf(text []byte, at diag.Span) int {
	return int(at.Start) - len(bytes.TrimRight(text[:at.Start], " "))
}

const conflictMark = "<<<<<<<"

// conflict finds the first mark that a merge left; -1 when there is none.
func conflict(body []byte) int {
	if bytes.HasPrefix(body, []byte(conflictMark+" ")) {
		return 0
	}
	if i := bytes.Index(body, []byte("\n"+conflictMark+" ")); i >= 0 {
		return i + 1
	}
	return -1
}

// cause is a parser's error in a user's words.
type cause struct {
	says, fix   string
	isAtContext bool // is best shown where what was being read began
	closes      bool // is about a bracket that was opened at the context
}

func explainSyntax(message string) cause {
	for _, known := range syntaxCauses {
		if strings.Contains(message, known.message) {
			return known.cause
		}
	}
	return cause{says: upperFirst(strings.TrimSuffix(message, ".")) + ".", fix: "look at the indentation and the quotes of this line and the one before"}
}

var syntaxCauses = []struct {
	message string
	cause
}{
	{"mapping values are not allowed", cause{says: "A `:` stands where no key can be: the line is indented too far, or a text with `: ` is not quoted.", fix: "align the line with its neighbours, or put the text in quotes"}},
	{"did not find expected key", cause{says: "Something stands here that fits neither the text before it nor the fields of its mapping.", fix: "align it with the other fields of the mapping; put a text with quotes or brackets of its own in quotes"}},
	{"did not find expected ',' or '}'", cause{says: "A `{` is not closed, or a comma is missing.", fix: "close it with }, put a comma between the fields, or quote a text that holds `: ` or `?`", closes: true}},
	{"did not find expected ',' or ']'", cause{says: "A `[` is not closed, or a comma is missing.", fix: "close it with ], put a comma between the items, or quote a text that holds `: ` or `?`", closes: true}},
	{"did not find expected '-' indicator", cause{says: "A line stands between the items of a list without belonging to one.", fix: "begin the item with `- `, or indent the line under its item"}},
	{"did not find expected node content", cause{says: "A value is missing here, or something stands in its place that cannot begin one.", fix: "give a value, or take the comma or the mark away"}},
	{"could not find expected ':'", cause{says: "A key without its `: `, or a text that runs on where a key is expected.", fix: "write `key: value`, with a blank after the colon, or quote the text", isAtContext: true}},
	{"found a tab character", cause{says: "A tab stands in the indentation.", fix: "indent with blanks"}},
	{"cannot start any token", cause{says: "A character that cannot begin a value: a tab in the indentation, or @, ` or %.", fix: "indent with blanks; put a text that begins with such a character in quotes"}},
	{"found unexpected end of stream", cause{says: "A quote is not closed.", fix: "close the quote", isAtContext: true}},
	{"found unexpected document indicator", cause{says: "A quote is not closed before the next document.", fix: "close the quote", isAtContext: true}},
	{"unknown anchor", cause{says: "An alias (`*name`) without its anchor; aliases are not part of the language.", fix: "write the value out, or quote it when it is meant to begin with *"}},
	{"exceeded max depth", cause{says: "It is nested deeper than any document of the language.", fix: "look for a bracket that went wrong"}},
	{"found unknown escape character", cause{says: "A backslash in double quotes begins an escape that YAML does not know.", fix: "use single quotes, or write \\\\"}},
	{"found undefined tag handle", cause{says: "Tags are not part of the language.", fix: "quote a value that is meant to begin with !"}},
	{"block sequence entries are not allowed", cause{says: "A `- ` stands where no list can begin.", fix: "put the list on lines of its own, or quote a text that begins with `- `"}},
	{"did not find expected comment or line break", cause{says: "Text stands on the line of a `|` or `>`.", fix: "begin the text on the next line, indented"}},
}
