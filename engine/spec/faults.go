package spec

import (
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"gopkg.in/yaml.v3"
)

// Codes of findings about the shape of a document.
const (
	CodeForeign       = "foreign-document"
	CodeVersion       = "unknown-version"
	CodeUnknownKind   = "unknown-kind"
	CodeUnknownField  = "unknown-field"
	CodeMissingField  = "missing-field"
	CodeWrongType     = "wrong-type"
	CodeEmptyValue    = "empty-value"
	CodeBadValue      = "bad-value"
	CodeUnknownValue  = "unknown-value"
	CodeDuplicateItem = "duplicate-item"
	CodeDuplicateKey  = "duplicate-key"
	CodeComplexKey    = "complex-key"
	CodeMergeKey      = "merge-key"
	CodeAlias         = "yaml-alias"
	CodeTag           = "yaml-tag"
	CodeTooDeep       = "too-deep"
	CodeCutText       = "unquoted-comma"
	CodeTooMany       = "too-many-findings"
)

func foreignDocument(at diag.Span) diag.Finding {
	return diag.Finding{Code: CodeForeign, Summary: "This document is not entente's", At: at,
		Detail: "It has neither apiVersion nor kind.",
		Fix:    "start it with `apiVersion: " + APIVersion + "` and `kind:`, or list the file in .ententeignore"}
}

func unknownVersion(at diag.Span, value string) diag.Finding {
	return diag.Finding{Code: CodeVersion, Summary: "Unknown apiVersion", At: at,
		Detail: fmt.Sprintf("`%s` is not a version of the language that this program reads.", clip(value)),
		Fix:    "write `" + APIVersion + "`, or list the file in .ententeignore when it is not entente's"}
}

func unknownKind(at diag.Span, value, near string, names []string) diag.Finding {
	return diag.Finding{Code: CodeUnknownKind, Summary: "Unknown kind", At: at,
		Detail: fmt.Sprintf("`%s` is not a kind of %s.%s", clip(value), APIVersion, didYouMean(near)),
		Fix:    fix(near, "the kinds are "+strings.Join(names, ", "))}
}

func unknownField(at diag.Span, name, where string, t *Type, isPartial bool) diag.Finding {
	var names []string
	for _, f := range t.Fields {
		if !f.Removal || isPartial {
			names = append(names, f.Name)
		}
	}
	if t.removal != nil && name == t.removal.Name {
		return diag.Finding{Code: CodeUnknownField, Summary: "Unknown field", At: at,
			Detail: fmt.Sprintf("`%s` is a field only of what is laid over something else: under `set` of a dated change, or in an agreement's `terms`.", name),
			Fix:    "take the item out of the list"}
	}
	near := meant(name, names, fieldSynonyms)
	where = whereIn(where, t)
	if fix := lowerBound(t, name); fix != "" {
		return diag.Finding{Code: CodeUnknownField, Summary: "Unknown field", At: at,
			Detail: fmt.Sprintf("`%s` is not a field here, in %s.", name, where), Fix: fix}
	}
	return diag.Finding{Code: CodeUnknownField, Summary: "Unknown field", At: at,
		Detail: fmt.Sprintf("`%s` is not a field here, in %s.%s", clip(name), where, didYouMean(near)),
		Fix:    fix(near, "the fields are "+strings.Join(names, ", "))}
}

// whereIn names the part of a document that a struct stands for.
func whereIn(where string, t *Type) string {
	if t.Name == "" || where == t.Name || where == "document" {
		return where
	}
	return where + " (" + strings.ToLower(t.Name[:1]) + t.Name[1:] + ")"
}

func missingField(at diag.Span, f *Field, where string, t *Type) diag.Finding {
	where = whereIn(where, t)
	detail := fmt.Sprintf("%s needs `%s`: %s", where, f.Name, lowerFirst(f.Doc))
	return diag.Finding{Code: CodeMissingField, Summary: "A required field is missing", At: at,
		Detail: detail, Label: "`" + f.Name + "` is missing here", Fix: "add `" + f.Name + ": " + exampleOf(f) + "`"}
}

func wrongType(at diag.Span, n *yaml.Node, want string, f *Field) diag.Finding {
	return diag.Finding{Code: CodeWrongType, Summary: "Wrong type of value", At: at,
		Detail: fmt.Sprintf("%s expects %s, this is %s.", fieldName(f), want, describe(n)), Fix: retype(at, n, want, f)}
}

// retype says how to write what is of another type.
func retype(at diag.Span, n *yaml.Node, want string, f *Field) string {
	switch {
	case n.Kind == yaml.MappingNode && strings.HasPrefix(at.Text(), "{{"):
		return "quote a text that begins with {; templates are not filled in"
	case f == nil:
		return "write " + want
	case f.Enum != nil:
		return "write " + want
	case f.Type.Shape != ScalarShape && f.Type.Bare == nil:
		if fix := asField(n, at, f.Type); fix != "" {
			return fix
		}
		return "write " + want + ": " + exampleOf(f)
	case n.Kind != yaml.ScalarNode || f.Type.Shape != ScalarShape:
		return likeExample(f)
	}
	err := reflect.New(f.Type.Go).Interface().(Scalar).Set(n.Value, at)
	fault, _ := err.(*quantity.Fault)
	switch {
	case err == nil && n.Style == 0:
		return fmt.Sprintf("quote it: %q", clip(n.Value))
	case err == nil:
		return "take the quotes away: " + clip(n.Value)
	case fault != nil && fault.Fix != "":
		return fault.Fix
	}
	return likeExample(f)
}

// likeExample is the fix of a value that gives no hint of what was meant.
func likeExample(f *Field) string {
	if example := exampleOf(f); example != "…" {
		return "write it like " + example
	}
	return "write " + expects(f.Type, f)
}

func emptyValue(owner diag.Span, f *Field) diag.Finding {
	return diag.Finding{Code: CodeEmptyValue, Summary: "A value is missing", At: owner,
		Detail: fmt.Sprintf("%s is left empty.", fieldName(f)), Fix: giveValue(f)}
}

func giveValue(f *Field) string {
	if example := exampleOf(f); example != "…" {
		return "give it a value such as " + example + ", or take the line away"
	}
	return "give it a value, or take the line away"
}

func emptyItem(at diag.Span, f *Field) diag.Finding {
	return diag.Finding{Code: CodeEmptyValue, Summary: "A value is missing", At: at,
		Detail: fmt.Sprintf("%s is left empty.", fieldName(f)), Fix: "give it a value, or take it away"}
}

func badValue(at diag.Span, f *Field, value string, err error) diag.Finding {
	out := diag.Finding{Code: CodeBadValue, Summary: "Malformed value", At: at}
	fault, ok := err.(*quantity.Fault)
	if !ok {
		fault = &quantity.Fault{Expected: err.Error()}
	}
	written := "`" + clip(value) + "`"
	if value == "" {
		written = "empty"
	}
	out.Detail, out.Fix = fmt.Sprintf("%s is %s: %s.", fieldName(f), written, strings.TrimSuffix(fault.Expected, ".")), fault.Fix
	if open := openBound(f, value); open != "" {
		out.Fix = open
	}
	switch {
	case out.Fix != "":
	case value == "":
		out.Fix = giveValue(f)
	case len(value) > clipAt:
		out.Fix = "shorten it"
	default:
		out.Fix = likeExample(f)
	}
	return out
}

func badKey(at diag.Span, f *Field, key string, err error) diag.Finding {
	out := badValue(at, f, key, err)
	out.Detail = "A key of " + out.Detail
	return out
}

func notInEnum(at diag.Span, f *Field, value string) diag.Finding {
	near := meant(value, f.Enum, valueSynonyms)
	return diag.Finding{Code: CodeUnknownValue, Summary: "Unknown value", At: at,
		Detail: fmt.Sprintf("%s cannot be `%s`.%s", fieldName(f), clip(value), didYouMean(near)),
		Fix:    fix(near, "write one of "+strings.Join(f.Enum, ", "))}
}

func duplicateItem(at, first diag.Span, key string, f *Field) diag.Finding {
	return diag.Finding{Code: CodeDuplicateItem, Summary: "Two items of one list have the same name", At: at,
		Detail: fmt.Sprintf("`%s` stands twice under %s; items are told apart by it.", clip(key), strings.ToLower(fieldName(f)[:1])+fieldName(f)[1:]),
		Fix:    "rename or remove one of them", Related: []diag.Related{{At: first, Note: "the first one"}}}
}

func duplicateKey(at, first diag.Span, key string) diag.Finding {
	return diag.Finding{Code: CodeDuplicateKey, Summary: "A key stands twice", At: at,
		Detail: fmt.Sprintf("`%s` is already set above; which of the two holds is not clear.", clip(key)),
		Fix:    "remove one of them", Related: []diag.Related{{At: first, Note: "the first one"}}}
}

func complexKey(at diag.Span) diag.Finding {
	return diag.Finding{Code: CodeComplexKey, Summary: "A key must be plain text", At: at,
		Detail: "A list or a mapping cannot name a field.", Fix: "write the key as one word"}
}

func emptyKey(at diag.Span) diag.Finding {
	return diag.Finding{Code: CodeComplexKey, Summary: "A key must be plain text", At: at,
		Detail: "The key of this field is empty.", Fix: "write a key before the `:`"}
}

func mergeKey(at diag.Span) diag.Finding {
	return diag.Finding{Code: CodeMergeKey, Summary: "Merge keys are not part of the language", At: at,
		Detail: "`<<` copies fields from elsewhere, so that a value no longer stands on the line a reviewer reads.",
		Fix:    "write the fields out; what agreements share belongs into Program.terms"}
}

func aliasFault(at diag.Span) diag.Finding {
	return diag.Finding{Code: CodeAlias, Summary: "Anchors and aliases are not part of the language", At: at,
		Detail: "A plan points at the one line that sets a value; an alias has none.",
		Fix:    "write the value out, or quote it when it is meant to begin with & or *"}
}

func tagFault(at diag.Span) diag.Finding {
	return diag.Finding{Code: CodeTag, Summary: "Tags are not part of the language", At: at,
		Detail: fmt.Sprintf("`%s` asks for a type; the field already has one.", clip(at.Text())), Fix: "take the tag away, or quote the value when it is meant to begin with !"}
}

func tooManyFindings(at diag.Span) diag.Finding {
	return diag.Finding{Code: CodeTooMany, Severity: diag.Error, Summary: "Too many findings in one document", At: at,
		Detail: fmt.Sprintf("The first %d are listed; the rest of the document was not checked.", maxFindings), Fix: "mend those first"}
}

func tooDeep(at diag.Span) diag.Finding {
	return diag.Finding{Code: CodeTooDeep, Summary: "Nested too deeply", At: at,
		Detail: fmt.Sprintf("No document of the language is nested more than %d levels.", maxDepth), Fix: "look for an indentation or a bracket that went wrong"}
}

func cutText(at diag.Span, f *Field, text string) diag.Finding {
	return diag.Finding{Code: CodeCutText, Severity: diag.Warning, Summary: "A comma cuts a text in two", At: at,
		Detail: fmt.Sprintf("Between braces a comma begins the next field; %s is read here as %q, other readers of YAML lose what follows the comma.", fieldName(f), clip(text)),
		Fix:    fmt.Sprintf("quote it: %q", clip(text))}
}

func cutNumberFault(at diag.Span, f *Field, fix string) diag.Finding {
	return diag.Finding{Code: CodeCutText, Summary: "A comma cuts a number in two", At: at,
		Detail: fmt.Sprintf("Between braces a comma begins the next field, so %s is read only up to the comma in `%s`.", fieldName(f), clip(at.Text())),
		Fix:    fix}
}

func didYouMean(near string) string {
	if near == "" {
		return ""
	}
	return " Did you mean `" + near + "`?"
}

func fix(near, otherwise string) string {
	if near != "" {
		return "write `" + near + "`"
	}
	return otherwise
}

func fieldName(f *Field) string {
	if f == nil || f.Name == "" {
		return "The document"
	}
	return f.part + "`" + f.Name + "`"
}

// bareOf is the field that a bare scalar fills, under the name that was written:
// `target: 5` says nothing of `value`.
func bareOf(t *Type, f *Field) *Field {
	if f == nil {
		return t.Bare
	}
	named := *t.Bare
	named.Name, named.part = f.Name, f.part
	return &named
}

// expects says what a scalar field takes, in words.
func expects(t *Type, f *Field) string {
	if f != nil && f.Enum != nil {
		return "one of " + strings.Join(f.Enum, ", ")
	}
	return t.Form.Expects
}

func exampleOf(f *Field) string {
	switch {
	case f == nil:
		return "…"
	case len(f.Enum) > 0:
		return f.Enum[0]
	}
	switch t := f.Type; t.Shape {
	case ScalarShape:
		return exampleOfScalar(t)
	case ListShape:
		if t.Elem.Shape == ScalarShape {
			return "[" + exampleOfScalar(t.Elem) + ", …]"
		}
		return "[" + exampleOfMapping(t.Elem) + "]"
	case MapShape, RawShape:
		return "{name: …}"
	case StructShape:
		return exampleOfMapping(t)
	}
	return "{…}"
}

// exampleOfScalar has no example for texts and names: somebody else's reads like
// advice.
func exampleOfScalar(t *Type) string {
	isText := t.Go == reflect.TypeFor[Val[Text]]() || t.Target != "" && t.Target != ToAny
	if isText || t.Form.Example == "" {
		return "…"
	}
	return t.Form.Example
}

// exampleOfMapping shows the required fields of a struct, or its first.
func exampleOfMapping(t *Type) string {
	var parts []string
	for i, f := range t.Fields {
		if f.Required || i == 0 && t.Bare == nil {
			parts = append(parts, f.Name+": …")
		}
	}
	if len(parts) == 0 {
		return exampleOf(t.Bare)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

const clipAt = 60

// clip keeps a hostile value from filling a message.
func clip(s string) string {
	if len(s) <= clipAt {
		return s
	}
	cut := clipAt
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
