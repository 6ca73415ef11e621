package load_test

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

const (
	header  = "apiVersion: entente/v1\nkind: Partner\nmetadata: {name: fine}\nspec:\n"
	fine    = header + "  legalName: Fine Inc\n  lifecycle: active\n"
	another = "apiVersion: entente/v1\nkind: Partner\nmetadata: {name: another}\nspec: {legalName: Another Inc, lifecycle: active}\n"
)

// Each file is read beside a sound one. « and » stand around the bytes that the
// finding must point at; they are not part of the file.
var hostile = []struct {
	name, text, code string
	docs             int // read from the file
}{
	// YAML that cannot be read.
	{"tab in the indentation", header + "  legalName: Fine Inc\n«\tlifecycle: active»\n", load.CodeSyntax, 0},
	{"tab before the first field", header + "«\tlegalName: Fine Inc»\n  lifecycle: active\n", load.CodeSyntax, 0},
	{"tab after a dash", header + "  keep:\n  -«\t- a»\n", load.CodeSyntax, 0},
	{"indented too little", header + "  legalName: Fine Inc\n «lifecycle: active»\n", load.CodeSyntax, 0},
	{"indented too far", header + "  legalName: Fine Inc\n    lifecycle«: active»\n", load.CodeSyntax, 0},
	{"colon in a text", header + "  legalName: Fine«: Inc»\n  lifecycle: active\n", load.CodeSyntax, 0},
	{"no colon", header + "  «legalName Fine Inc»\n  lifecycle: active\n", load.CodeSyntax, 0},
	{"no blank after the colon", header + "  legalName: Fine\n  «lifecycle:active»\n  segments: []\n", load.CodeSyntax, 0},
	{"quote not closed", header + "  legalName: «\"Fine Inc»\n  lifecycle: active\n", load.CodeSyntax, 0},
	{"apostrophe in single quotes", header + "  legalName: 'It'«s fine'»\n  lifecycle: active\n", load.CodeSyntax, 0},
	{"text behind a quote", header + "  legalName: \"Fine\" «Inc»\n  lifecycle: active\n", load.CodeSyntax, 0},
	{"brace not closed", header + "  legalName: Fine Inc\n  payee: «{vendorId: V-1»\n  lifecycle: active\n", load.CodeSyntax, 0},
	{"bracket not closed", header + "  segments: «[a, b»\n  lifecycle: active\n", load.CodeSyntax, 0},
	{"bracket not closed at the end", header + "  segments: «[a, b»\n", load.CodeSyntax, 0},
	{"a bracket too many", header + "  segments: [a]«]»\n  lifecycle: active\n", load.CodeSyntax, 0},
	{"no comma", header + "  programs: [{program: a} «{program: b}]»\n", load.CodeSyntax, 0},
	{"question mark in braces", header + "  programs: [{program: really«?}]»\n", load.CodeSyntax, 0},
	{"at sign", header + "  legalName: «@fine»\n", load.CodeSyntax, 0},
	{"backtick", header + "  legalName: «`fine`»\n", load.CodeSyntax, 0},
	{"percent", header + "  legalName: «%fine»\n", load.CodeSyntax, 0},
	{"unknown escape", header + "  legalName: \"Fine «\\Inc\"»\n", load.CodeSyntax, 0},
	{"dash under a key", header + "  segments: a\n  «- b»\n", load.CodeSyntax, 0},
	{"key under a dash", header + "  segments:\n    - a\n    «lifecycle: active»\n", load.CodeSyntax, 0},
	{"header of a block text", header + "  legalName: |«x»\n    Fine\n", load.CodeSyntax, 0},
	{"undefined tag handle", header + "  legalName: «!x!y Fine»\n", load.CodeSyntax, 0},
	{"merge conflict", header + "«<<<<<<<» HEAD\n  legalName: Fine Inc\n=======\n  legalName: Finer Inc\n>>>>>>> main\n", load.CodeSyntax, 0},
	{"key of 1,100 letters", header + "  " + strings.Repeat("k", 1100) + "«: x»\n", load.CodeSyntax, 0},
	{"alias without an anchor", header + "  legalName: «*fine»\n", load.CodeSyntax, 0},
	{"alias of another document", strings.ReplaceAll(fine, "Fine", "&x Fine") + "---\n" + strings.ReplaceAll(another, "Another Inc, lifecycle: active}", "«*x , lifecycle: active}»"), load.CodeSyntax, 1},
	{"text after the end", fine + "...\n«legalName: Fine Inc»\n", load.CodeSyntax, 0},
	{"text after the end, with a comment between", fine + "... # end\n# more\n«more»\n", load.CodeSyntax, 0},
	{"end before the beginning", "«...»\n" + fine, load.CodeSyntax, 0},
	{"old version of YAML", "%YAML 3.0\n---\n" + fine, load.CodeSyntax, 0},
	{"nested 20,000 deep in brackets", header + "  a: " + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "\n", load.CodeSyntax, 0},
	{"nested 20,000 deep in braces", header + "  a: " + strings.Repeat("{a: ", 20_000) + strings.Repeat("}", 20_000) + "\n", load.CodeSyntax, 0},
	{"nested 20,000 deep in dashes", header + "  a:\n    " + strings.Repeat("- ", 20_000) + "\n", load.CodeSyntax, 0},
	{"nested 5,000 deep in brackets", header + "  legalName: «" + strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000) + "»\n  lifecycle: active\n", spec.CodeWrongType, 1},
	{"nested 5,000 deep in braces", header + "  keys: " + strings.Repeat("{a: ", 5_000) + strings.Repeat("}", 5_000) + "\n", spec.CodeWrongType, 1},
	{"nested 5,000 deep in an unknown field", header + "  what: " + strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000) + "\n", spec.CodeTooDeep, 1},

	// YAML that the language leaves out.
	{"alias", header + "  legalName: «&x» Fine Inc\n  lifecycle: active\n  segments: [*x]\n", spec.CodeAlias, 1},
	{"alias, at its use", header + "  legalName: &x Fine Inc\n  lifecycle: active\n  segments: [«*x»]\n", spec.CodeAlias, 1},
	{"alias bomb", header + "  a: «&a» [x, x]\n  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n  d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n  e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n  f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n", spec.CodeAlias, 1},
	{"alias cycle", header + "  segments: «&x» [*x]\n", spec.CodeAlias, 1},
	{"alias cycle through a key", header + "  keys: «&x» {a: b, *x : c}\n", spec.CodeAlias, 1},
	{"anchored key", header + "  «&x» legalName: Fine Inc\n", spec.CodeAlias, 1},
	{"merge key", header + "  payee: {«<<»: {vendorId: V-1}}\n", spec.CodeMergeKey, 1},
	{"merge key on the top", "«<<»: {a: b}\n" + fine, spec.CodeMergeKey, 1},
	{"merge key of two lists", header + "  payee: {«{}»,<<}\n", spec.CodeComplexKey, 1},
	{"merge key without a value", header + "  payee: {{},«<<»}\n", spec.CodeMergeKey, 1},
	{"tag", header + "  legalName: «!!binary» aGk=\n", spec.CodeTag, 1},
	{"tag, verbatim", header + "  legalName: «!<tag:yaml.org,2002:str>» Fine\n", spec.CodeTag, 1},
	{"tag of the author's own", header + "  legalName: «!env» NAME\n", spec.CodeTag, 1},
	{"bare tag", header + "  legalName: «!» Fine\n", spec.CodeTag, 1},
	{"list as a key", header + "  «[a]»: b\n", spec.CodeComplexKey, 1},
	{"mapping as a key", header + "  keys: {«{a: b}»: c}\n", spec.CodeComplexKey, 1},
	{"template", header + "  legalName: «{{ name }}»\n", spec.CodeWrongType, 1},
	{"no key", header + "  keys: {«\"\"»: c}\n", spec.CodeComplexKey, 1},

	// Duplicates.
	{"duplicate key", header + "  legalName: Fine Inc\n  lifecycle: active\n  «legalName»: Other Inc\n", spec.CodeDuplicateKey, 1},
	{"duplicate key, quoted", header + "  legalName: Fine Inc\n  lifecycle: active\n  «\"legal\\u004eame\"»: Other Inc\n", spec.CodeDuplicateKey, 1},
	{"duplicate key in braces", header + "  keys: {crm: a, «crm»: b}\n", spec.CodeDuplicateKey, 1},
	{"duplicate key of an unknown field", header + "  what: {a: b, «a»: c}\n", spec.CodeDuplicateKey, 1},
	{"duplicate item", header + "  programs: [{program: a}, {program: «a»}]\n", spec.CodeDuplicateItem, 1},
	{"two documents of one name", another + "---\n" + strings.ReplaceAll(another, "name: another", "name: «another»"), load.CodeDuplicateName, 2},

	// Bytes.
	{"UTF-16", "«\xff\xfe»a\x00", load.CodeEncoding, 0},
	{"UTF-16, the other way round", "«\xfe\xff»\x00a", load.CodeEncoding, 0},
	{"UTF-16 without a mark", "a«\x00»p\x00", load.CodeControl, 0},
	{"Windows-1252", header + "  legalName: M«\xfc»ller\n", load.CodeEncoding, 0},
	{"half a character", header + "  legalName: M«\xc3»\n", load.CodeEncoding, 0},
	{"half a character at the end", fine + "# «\xe2»\x82", load.CodeEncoding, 0},
	{"surrogate", header + "  legalName: «\xed»\xa0\x80\n", load.CodeEncoding, 0},
	{"overlong", header + "  legalName: «\xc0»\xaf\n", load.CodeEncoding, 0},
	{"NUL", header + "  legalName: Fine«\x00»\n", load.CodeControl, 0},
	{"escape character", header + "  # «\x1b»[31m red\n", load.CodeControl, 0},
	{"delete", header + "  # «\x7f»\n", load.CodeControl, 0},
	{"C1 control", header + "  # «\u0090»\n", load.CodeControl, 0},
	{"BOM in the middle", fine + "---\n«\ufeff»" + another, load.CodeControl, 0},
	{"BOM", "\ufeff" + strings.ReplaceAll(fine, "active", "«actve»"), spec.CodeUnknownValue, 1},
	{"CRLF", strings.ReplaceAll(strings.ReplaceAll(fine, "active", "«actve»"), "\n", "\r\n"), spec.CodeUnknownValue, 1},
	{"CR alone", strings.ReplaceAll(strings.ReplaceAll(fine+"---\n"+another, "Fine Inc", "«5»"), "\n", "\r"), spec.CodeWrongType, 2},
	{"NEL and LS in comments", "# a\u0085# b\u2028# c\u2029" + strings.ReplaceAll(fine, "active", "«actve»"), spec.CodeUnknownValue, 1},
	{"NEL as a line break before a marker", strings.TrimSuffix(fine, "\n") + "\u0085---\n" + strings.ReplaceAll(another, "lifecycle: active", "lifecycle: «5»"), spec.CodeWrongType, 2},
	{"LS in a text", header + "  legalName: a\u2028    b\n  lifecycle: «actve»\n", spec.CodeUnknownValue, 1},
	{"wide characters before it", header + "  payee: {vendorId: 漢字😀é, taxStatus: «5»}\n  legalName: Fine\n  lifecycle: active\n", spec.CodeWrongType, 1},

	// Scalars on which readers of YAML disagree.
	{"infinity", header + "  capacity: {a: «.inf»}\n", spec.CodeBadValue, 1},
	{"not a number", header + "  capacity: {a: «.nan»}\n", spec.CodeBadValue, 1},
	{"huge exponent", header + "  capacity: {a: «1e10000000»}\n", spec.CodeWrongType, 1},
	{"exponent", header + "  capacity: {a: «1e5»}\n", spec.CodeBadValue, 1},
	{"octal", header + "  capacity: {a: «014»}\n", spec.CodeBadValue, 1},
	{"octal, as a text", header + "  legalName: «014»\n  lifecycle: active\n", spec.CodeWrongType, 1},
	{"underscores", header + "  capacity: {a: «1_000»}\n", spec.CodeBadValue, 1},
	{"hexadecimal", header + "  capacity: {a: «0x1F»}\n", spec.CodeBadValue, 1},
	{"30 digits", header + "  capacity: {a: «" + strings.Repeat("9", 30) + "»}\n", spec.CodeBadValue, 1},
	{"no such day", header + "  programs: [{program: a, since: «2026-02-30»}]\n", spec.CodeBadValue, 1},
	{"a day with a time", header + "  programs: [{program: a, since: «2026-02-01T00:00:00Z»}]\n", spec.CodeBadValue, 1},
	{"a third of a cent", "apiVersion: entente/v1\nkind: Campaign\nmetadata: {name: c}\nspec: {partners: [fine], window: 2026, budget: {vendor: «1.005 USD»}}\n", spec.CodeBadValue, 1},
	{"yes for true", "apiVersion: entente/v1\nkind: Organization\nmetadata: {name: o}\nspec: {baseCurrency: USD, timezone: UTC, settings: {strict: «yes»}}\n", spec.CodeWrongType, 1},
	{"True for true", "apiVersion: entente/v1\nkind: Organization\nmetadata: {name: o}\nspec: {baseCurrency: USD, timezone: UTC, settings: {strict: «True»}}\n", spec.CodeBadValue, 1},
	{"text of 10,001 bytes", header + "  lifecycle: active\n  legalName: «" + strings.Repeat("x", 10_001) + "»\n", spec.CodeBadValue, 1},

	// Envelopes.
	{"unknown kind", "apiVersion: entente/v1\nkind: «Partnr»\nmetadata: {name: x}\nspec: {}\n", spec.CodeUnknownKind, 0},
	{"kind in lower case", "apiVersion: entente/v1\nkind: «partner»\nmetadata: {name: x}\nspec: {}\n", spec.CodeUnknownKind, 0},
	{"unknown version", "apiVersion: «entente/v2»\nkind: Partner\nmetadata: {name: x}\nspec: {}\n", spec.CodeVersion, 0},
	{"another system's document", "apiVersion: «apps/v1»\nkind: Deployment\nmetadata: {name: x}\n", spec.CodeVersion, 0},
	{"no envelope", "«name: x\nother: y»\n", spec.CodeForeign, 0},
	{"list on the top", "«- a\n- b»\n", spec.CodeForeign, 0},
	{"text on the top", "«just text»\n", spec.CodeForeign, 0},
	{"block text on the top", "--- «|\n  just\n  text»\n", spec.CodeForeign, 0},
	{"null on the top", "«~»\n", spec.CodeForeign, 0},
	{"null spec", "apiVersion: entente/v1\nkind: Partner\nmetadata: {name: x}\n«spec»:\n", spec.CodeEmptyValue, 1},
	{"spec of a scalar", "apiVersion: entente/v1\nkind: Partner\nmetadata: {name: x}\nspec: «5»\n", spec.CodeWrongType, 1},
	{"spec of a list", "apiVersion: entente/v1\nkind: Partner\nmetadata: {name: x}\nspec: «[a]»\n", spec.CodeWrongType, 1},
	{"empty spec", "apiVersion: entente/v1\nkind: Partner\nmetadata: {name: x}\n«spec»: {}\n", spec.CodeMissingField, 1},
	{"no spec", "«apiVersion»: entente/v1\nkind: Partner\nmetadata: {name: x}\n", spec.CodeMissingField, 1},
	{"no kind", "«apiVersion»: entente/v1\nmetadata: {name: x}\nspec: {}\n", spec.CodeMissingField, 0},
	{"kind of a list", "apiVersion: entente/v1\nkind: «[Partner]»\nmetadata: {name: x}\nspec: {}\n", spec.CodeWrongType, 0},
	{"null metadata", "apiVersion: entente/v1\nkind: Partner\n«metadata»:\nspec: {legalName: x, lifecycle: active}\n", spec.CodeEmptyValue, 1},
	{"null item", header + "  segments: [a, «~»]\n", spec.CodeEmptyValue, 1},

	// Many documents.
	{"the second of three broken", another + "---\n" + header + "  legalName: Fine«: Inc»\n---\n" + strings.ReplaceAll(another, "name: another", "name: third"), load.CodeSyntax, 2},
	{"directives", "%YAML 1.1\n# comment\n---\n" + strings.ReplaceAll(fine, "active", "«actve»") + "--- # again\n" + another, spec.CodeUnknownValue, 2},
	{"marker in a block text", header + "  legalName: |\n    a\n    ---\n    b\n  lifecycle: «actve»\n", spec.CodeUnknownValue, 1},
	{"very long unknown key", header + "  ? «" + strings.Repeat("k", 500_000) + "»\n  : x\n", spec.CodeUnknownField, 1},
}

func TestHostileInput(t *testing.T) {
	for _, c := range hostile {
		t.Run(c.name, func(t *testing.T) {
			text, start, end := marked(c.text)
			began := time.Now()
			docs, findings := loadFiles(t, fstest.MapFS{"b/hostile.yaml": {Data: []byte(text)}, "a/sound.yaml": {Data: []byte(strings.ReplaceAll(another, "another", "sound"))}})
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %s", took)
			}
			if docs.Get("partner/sound") == nil {
				t.Error("the sound file was not read")
			}
			if got := len(docs.List) - 1; got != c.docs {
				t.Errorf("%d documents were read, want %d", got, c.docs)
			}
			wantFinding(t, findings, c.code, text, start, end)
			wantSane(t, findings, text)
		})
	}
}

// marked takes the marks out of a text; without any, start is -1.
func marked(text string) (clean string, start, end int) {
	start = strings.Index(text, "«")
	if start < 0 {
		return text, -1, -1
	}
	text = strings.Replace(text, "«", "", 1)
	end = strings.Index(text, "»")
	return strings.Replace(text, "»", "", 1), start, end
}

func wantFinding(t *testing.T, findings diag.List, code, text string, start, end int) {
	t.Helper()
	for _, f := range findings {
		if f.Code == code && (start < 0 || int(f.At.Start) == start && int(f.At.End) == end) {
			return
		}
	}
	if start >= 0 {
		t.Errorf("no %s at %q", code, clipped(text[start:end]))
	} else {
		t.Errorf("no %s", code)
	}
	for _, f := range findings {
		t.Logf("%s at %q: %s", f.Code, clipped(f.At.Text()), f.Detail)
	}
}

func clipped(s string) string { return s[:min(len(s), 80)] }

// wantSane asserts what holds for every finding about any file.
func wantSane(t interface {
	Helper()
	Errorf(string, ...any)
	Failed() bool
}, findings diag.List, text string) {
	t.Helper()
	for _, f := range findings {
		if t.Failed() {
			return
		}
		if f.At.File() == "a/sound.yaml" {
			t.Errorf("the sound file has a finding: %s", f.Detail)
		}
		if f.At.Start > f.At.End || int(f.At.End) > len(text) {
			t.Errorf("%s stands at %d..%d of %d bytes", f.Code, f.At.Start, f.At.End, len(text))
		}
		if f.Code == load.CodeSchema {
			t.Errorf("the schema speaks: %s", f.Detail)
		}
		if f.Code == "" || f.Severity == "" || f.Summary == "" || f.Detail == "" || f.Fix == "" {
			t.Errorf("a finding says too little: %+v", f)
		}
		if len(f.Detail)+len(f.Fix) > 2000 {
			t.Errorf("%s says too much: %d bytes", f.Code, len(f.Detail)+len(f.Fix))
		}
		if f.Excerpt == nil {
			continue
		}
		for _, line := range f.Excerpt.Lines {
			if len([]rune(line)) > 240 || strings.ContainsAny(line, "\x00\x1b\r\n\t") {
				t.Errorf("%s shows %q", f.Code, clipped(line))
			}
		}
		last := []rune(f.Excerpt.Lines[len(f.Excerpt.Lines)-1])
		if e := f.Excerpt; e.Column < 1 || e.Width < 1 || e.Column > len(last)+1 || e.Column+e.Width > len(last)+2 {
			t.Errorf("%s underlines %d columns from %d of %d", f.Code, e.Width, e.Column, len(last))
		}
	}
}

func loadFiles(t testing.TB, files fs.FS) (*spec.Documents, diag.List) {
	t.Helper()
	docs, findings, err := load.Load(context.Background(), files, "")
	if err != nil {
		t.Fatal(err)
	}
	return docs, findings.Sorted()
}

// Files that say nothing are no fault.
func TestSilentFiles(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "blank": "\n \n\n", "comments": "# a\n# b\n", "BOM": "\ufeff", "marker": "---\n", "markers": "---\n---\n# x\n---",
		"marker at the end": fine + "---\n", "marker at both ends": "---\n" + fine + "---", "comment before": "# a\n---\n" + fine, "end": fine + "...\n",
		"end and marker": fine + "...\n---\n" + another, "CRLF": strings.ReplaceAll("---\n"+fine+"---\n", "\n", "\r\n"), "CR": strings.ReplaceAll("---\n"+fine+"---\n", "\n", "\r"),
	} {
		docs, findings := loadFiles(t, fstest.MapFS{"x.yaml": {Data: []byte(text)}})
		if len(findings) > 0 {
			t.Errorf("%s: %s: %s", name, findings[0].Code, findings[0].Detail)
		}
		if got, want := len(docs.List), strings.Count(text, "kind: Partner"); got != want {
			t.Errorf("%s: %d documents, want %d", name, got, want)
		}
	}
}

// A document that cannot be read takes only itself along, which is said where
// there is another.
func TestOthersOfAFileAreSpokenOfWhereThereAre(t *testing.T) {
	const broken = "apiVersion: entente/v1\n  kind: Partner\n"
	for text, want := range map[string]bool{broken: false, "---\n" + broken + "---\n": false, broken + "---\n" + fine: true, fine + "---\n" + broken: true} {
		_, findings := loadFiles(t, fstest.MapFS{"x.yaml": {Data: []byte(text)}})
		if len(findings) != 1 || strings.Contains(findings[0].Detail, "the other documents of the file were") != want {
			t.Errorf("%q: %v", text, findings)
		}
	}
}

// Lines in findings are those that editors count.
func TestLinesAreAnEditors(t *testing.T) {
	for newline, want := range map[string]int{"\n": 6, "\r\n": 6, "\r": 6, "\u0085": 1, "\u2028": 1} {
		text := strings.ReplaceAll("# one\napiVersion: entente/v1\nkind: Partner\nmetadata: {name: x}\nspec:\n  nope: x\n", "\n", newline)
		if newline == "\u0085" || newline == "\u2028" {
			text = strings.ReplaceAll(text, newline+"  ", newline+" ")
		}
		_, findings := loadFiles(t, fstest.MapFS{"x.yaml": {Data: []byte(text)}})
		wantFinding(t, findings, spec.CodeUnknownField, text, strings.Index(text, "nope"), strings.Index(text, "nope")+4)
		for _, f := range findings {
			if f.Code == spec.CodeUnknownField && f.At.From().Line != want {
				t.Errorf("with %q the line is %d, want %d", newline, f.At.From().Line, want)
			}
		}
	}
}

// A document that cannot be read does not make faults of what refers to it.
func TestReferencesToWhatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ text, code string }{
		"unknown kind":   {strings.Replace(fine, "Partner", "Partnr", 1), spec.CodeUnknownKind},
		"broken YAML":    {fine + "  oops\n", load.CodeSyntax},
		"not UTF-8":      {fine + "# \xfc\n", load.CodeEncoding},
		"no kind":        {strings.Replace(fine, "kind: Partner\n", "", 1), spec.CodeMissingField},
		"no name":        {strings.Replace(fine, "name:", "nam:", 1), spec.CodeUnknownField},
		"no legal name":  {strings.Replace(fine, "legalName", "legal", 1), spec.CodeUnknownField},
		"later version":  {strings.Replace(fine, "v1", "v7", 1), spec.CodeVersion},
		"misspelt label": {strings.Replace(fine, "metadata", "metdata", 1), spec.CodeUnknownField},
	} {
		t.Run(name, func(t *testing.T) {
			docs, findings := loadFiles(t, fstest.MapFS{
				"fine.yaml": {Data: []byte(c.text)},
				"org.yaml":  {Data: []byte("apiVersion: entente/v1\nkind: Organization\nmetadata: {name: o}\nspec: {baseCurrency: USD, timezone: UTC}\n")},
				"c.yaml":    {Data: []byte("apiVersion: entente/v1\nkind: Campaign\nmetadata: {name: c}\nspec: {partners: [fine], window: 2026}\n")},
				"d.yaml":    {Data: []byte("apiVersion: entente/v1\nkind: Decision\nmetadata: {name: d}\nspec: {type: terminate, subject: partner/fine, status: open}\n")},
			})
			_, resolved := resolve.Resolve(docs)
			wantFinding(t, findings, c.code, "", -1, -1)
			for _, f := range resolved {
				t.Errorf("%s: %s", f.Code, f.Detail)
			}
		})
	}
}

func TestABrokenOrganizationAccusesNobody(t *testing.T) {
	const sound = "apiVersion: entente/v1\nkind: Organization\nmetadata: {name: o}\nspec:\n  baseCurrency: USD\n  timezone: UTC\n  people: [{id: ann}]\n"
	partner := fine + "  manager: ann\n  mainContact: bob\n"
	for name, org := range map[string]string{
		"broken YAML": sound + "  oops\n", "unknown field": sound + "  oops: 1\n", "misspelt kind": strings.Replace(sound, "Organization", "Organisation", 1),
	} {
		docs, _ := loadFiles(t, fstest.MapFS{"o.yaml": {Data: []byte(org)}, "p.yaml": {Data: []byte(partner)}})
		if _, resolved := resolve.Resolve(docs); len(resolved) > 0 {
			t.Errorf("%s: %s: %s", name, resolved[0].Code, resolved[0].Detail)
		}
	}
	docs, _ := loadFiles(t, fstest.MapFS{"o.yaml": {Data: []byte(sound)}, "p.yaml": {Data: []byte(partner)}})
	if _, resolved := resolve.Resolve(docs); len(resolved) != 1 || resolved[0].At.Text() != "bob" {
		t.Errorf("of a sound one: %v", resolved)
	}
}

func TestTheIgnoreFile(t *testing.T) {
	files := fstest.MapFS{
		".ententeignore":    {Data: []byte("# ours are elsewhere\r\nother/\n*.tmpl.yaml\n" + strings.Repeat("x", 100_000) + "\n")},
		"other/a.yaml":      {Data: []byte("not: ours\n")},
		"sub/b.tmpl.yaml":   {Data: []byte("{{ template }}\n")},
		"sub/c.yaml":        {Data: []byte(fine)},
		"readme.md":         {Data: []byte("not: yaml\n")},
		".github/wf.yaml":   {Data: []byte("on: push\n")},
		"sub/.hidden.yaml":  {Data: []byte("not: ours\n")},
		"sub/UPPER.YML":     {Data: []byte(another)},
		"sub/d.yaml.backup": {Data: []byte("not: ours\n")},
	}
	docs, findings := loadFiles(t, files)
	if len(findings) > 0 || len(docs.List) != 2 || docs.Files != 2 {
		t.Errorf("%d documents of %d files, findings %v", len(docs.List), docs.Files, findings)
	}
}

func TestABreakageIsAnError(t *testing.T) {
	if _, _, err := load.Load(context.Background(), os.DirFS(t.TempDir()+"/nowhere"), ""); err == nil {
		t.Error("a folder that is not there was read")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := load.Load(ctx, fstest.MapFS{"x.yaml": {Data: []byte(fine)}}, ""); err == nil {
		t.Error("a cancelled load went on")
	}
}
