package load

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Codes of findings about files.
const (
	CodeEncoding      = "not-utf8"
	CodeControl       = "control-character"
	CodeSyntax        = "yaml-syntax"
	CodeSymlink       = "symlink"
	CodeTooLarge      = "file-too-large"
	CodeTooMany       = "too-many-files"
	CodeUnreadable    = "unreadable-file"
	CodeDuplicateName = "duplicate-name"
	CodeSchema        = "schema"
)

func symlink(source *diag.Source) diag.Finding {
	return diag.Finding{Code: CodeSymlink, Severity: diag.Error, Summary: "Links are not followed", At: span(source, 0, 0),
		Detail: "A link could show a file from outside the repository.", Fix: "commit the file itself, or list the link in .ententeignore"}
}

func unreadable(source *diag.Source, err error) diag.Finding {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return diag.Finding{Code: CodeUnreadable, Severity: diag.Error, Summary: "A file cannot be read", At: span(source, 0, 0),
		Detail: err.Error() + ".", Fix: "mend the file's rights, or list it in .ententeignore"}
}

func tooLarge(source *diag.Source, size int64) diag.Finding {
	return diag.Finding{Code: CodeTooLarge, Severity: diag.Error, Summary: "A file is too large", At: span(source, 0, 0),
		Detail: fmt.Sprintf("It has %.1f MiB; documents are read up to %d MiB a file.", float64(size)/(1<<20), MaxFileBytes>>20),
		Fix:    "split it, or list it in .ententeignore when it holds no documents"}
}

func tooMany(source *diag.Source) diag.Finding {
	return diag.Finding{Code: CodeTooMany, Severity: diag.Error, Summary: "Too many files", At: span(source, 0, 0),
		Detail: fmt.Sprintf("The first %d YAML files are read; this one and those after it are not.", MaxFiles), Fix: "list what holds no documents in .ententeignore"}
}

func tooManyDocs(source *diag.Source, c chunk) diag.Finding {
	return diag.Finding{Code: CodeTooMany, Severity: diag.Error, Summary: "Too many documents in one file", At: span(source, c.begin, c.begin+3),
		Detail: fmt.Sprintf("The first %d are read; the rest of the file is not.", maxFileDocs), Fix: "split the file"}
}

func duplicateName(second, first *spec.Document) diag.Finding {
	return diag.Finding{Code: CodeDuplicateName, Severity: diag.Error, Summary: "Two documents have the same name", At: second.Name.At,
		Resource: string(second.Address),
		Detail:   fmt.Sprintf("`%s` is taken by another %s; the other documents refer to it by this name.", second.Name.V, second.Kind.Name),
		Fix:      "rename or remove one of them", Related: []diag.Related{{At: first.Name.At, Note: "the first one"}}}
}

func afterEnd(source *diag.Source, text []byte, c chunk) diag.Finding {
	at := c.begin + bytes.Index(text[c.begin:c.end], []byte("\n...")) + 1
	return diag.Finding{Code: CodeSyntax, Severity: diag.Error, Summary: "The YAML cannot be read", At: span(source, at, at+3),
		Detail: "There is text after the end of the document (`...`).", Fix: "start the next document with a line `---`"}
}

var errorLine = regexp.MustCompile(`line (\d+): `)

// syntaxError places a parser's error on its line: yaml.v3 gives no column, and
// sometimes no line, which then is the document's first.
func syntaxError(source *diag.Source, text []byte, c chunk, err error) diag.Finding {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := errorLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = strings.Replace(message, m[0], "", 1)
	}
	at := lineSpan(source, text, c, line)
	cause, fix := explainSyntax(message, at.Text())
	return diag.Finding{Code: CodeSyntax, Severity: diag.Error, Summary: "The YAML cannot be read", At: at,
		Detail: cause + " Nothing of this document was checked; the other documents of the file were.", Fix: fix}
}

// lineSpan covers what is written on a line of a document.
func lineSpan(source *diag.Source, text []byte, c chunk, line int) diag.Span {
	starts := diag.LineStarts(text[c.begin:c.end])
	line = max(1, min(line, len(starts)))
	body := text[c.begin:c.end]
	for line > 1 && len(bytes.TrimSpace(lineOf(body, starts, line))) == 0 {
		line--
	}
	written := lineOf(body, starts, line)
	begin := c.begin + int(starts[line-1]) + len(written) - len(bytes.TrimLeft(written, " \t"))
	return span(source, begin, begin+len(bytes.TrimSpace(written)))
}

func lineOf(body []byte, starts []uint32, line int) []byte {
	end := len(body)
	if line < len(starts) {
		end = int(starts[line])
	}
	return body[starts[line-1]:end]
}

// explainSyntax says in a user's words what the parser met.
func explainSyntax(message, line string) (cause, fix string) {
	for _, known := range syntaxCauses {
		if strings.Contains(message, known.says) {
			return known.cause, known.fix
		}
	}
	if strings.Contains(line, "\t") {
		return "A tab stands where blanks are expected.", "indent with blanks"
	}
	return upperFirst(strings.TrimSuffix(message, ".")) + ".", "look at the indentation and the quotes of this line and the one before"
}

var syntaxCauses = []struct{ says, cause, fix string }{
	{"mapping values are not allowed", "A `key:` stands where none can: the line is indented too far, or a text with `: ` is not quoted.", "align the line with its neighbours, or put the text in quotes"},
	{"did not find expected key", "The indentation does not fit the lines before it, or a quote or bracket before it is not closed.", "align the line with the other fields of the same mapping"},
	{"did not find expected ',' or '}'", "A `{` is not closed, or a comma is missing.", "close it with }, or put a comma between the fields"},
	{"did not find expected ',' or ']'", "A `[` is not closed, or a comma is missing.", "close it with ], or put a comma between the items"},
	{"did not find expected '-' indicator", "A line stands between the items of a list without belonging to one.", "begin the item with `- `, or indent the line under its item"},
	{"could not find expected ':'", "A key without its `:`, or a text that runs on where a key is expected.", "write `key: value`, or quote the text"},
	{"cannot start any token", "A character that cannot begin a value: a tab in the indentation, or @, ` or %.", "indent with blanks; put a text that begins with such a character in quotes"},
	{"found unexpected end of stream", "A quote is not closed.", "close the quote"},
	{"unknown anchor", "An alias (`*name`) without its anchor; aliases are not part of the language.", "write the value out, or quote it when it is meant to begin with *"},
	{"anchor '", "An alias inside its own anchor; aliases are not part of the language.", "write the value out"},
	{"exceeded max depth", "It is nested deeper than any document of the language.", "look for a bracket that went wrong"},
	{"found unknown escape character", "A backslash in double quotes begins an escape that YAML does not know.", "use single quotes, or write \\\\"},
	{"found undefined tag handle", "Tags are not part of the language.", "quote a value that is meant to begin with !"},
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
