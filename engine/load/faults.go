package load

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"gopkg.in/yaml.v3"
)

// Codes of findings about files.
const (
	CodeEncoding      = "not-utf8"
	CodeControl       = "control-character"
	CodeSyntax        = "yaml-syntax"
	CodeSymlink       = "symlink"
	CodeLinkedFolder  = "linked-folder"
	CodeTooLarge      = "file-too-large"
	CodeTooMany       = "too-many-files"
	CodeUnreadable    = "unreadable-file"
	CodeDuplicateName = "duplicate-name"
	CodeSchema        = "schema"

	CodeTooManyFindings = spec.CodeTooMany
)

func symlink(source *diag.Source) diag.Finding {
	return diag.Finding{Code: CodeSymlink, Severity: diag.Error, Summary: "Links are not followed", At: span(source, 0, 0),
		Detail: "A link could show a file from outside the repository.", Fix: "commit the file itself, or list the link in .ententeignore"}
}

func linkedFolder(source *diag.Source) diag.Finding {
	return diag.Finding{Code: CodeLinkedFolder, Severity: diag.Warning, Summary: "A folder is not looked into", At: span(source, 0, 0),
		Detail: "It is a link or a submodule; documents behind it are not checked.", Fix: "move the documents into this repository, or list the name in .ententeignore"}
}

func unreadable(source *diag.Source, err error) diag.Finding {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return diag.Finding{Code: CodeUnreadable, Severity: diag.Error, Summary: "A file cannot be read", At: span(source, 0, 0),
		Detail: upperFirst(err.Error()) + ".", Fix: "mend the file's rights, or list it in .ententeignore"}
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

// afterEnd is about a second document that no marker announces.
func afterEnd(source *diag.Source, text []byte, c chunk, second *yaml.Node) diag.Finding {
	return diag.Finding{Code: CodeSyntax, Severity: diag.Error, Summary: "The YAML cannot be read",
		At:     lineFrom(source, text, c, mark{second.Line - 1, second.Column - 1}),
		Detail: "There is text after the end of the document (`...`).", Fix: "start the next document with a line `---`"}
}

func tooManyFindings(at diag.Span, of string, most int) diag.Finding {
	return diag.Finding{Code: CodeTooManyFindings, Severity: diag.Error, Summary: "Too many findings", At: at,
		Detail: fmt.Sprintf("The first %d of this %s are listed; the rest is not.", most, of), Fix: "mend those first"}
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
