package resolve

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Codes of findings about how documents fit together.
const (
	CodeUnknownReference   = "unknown-reference"
	CodeReferenceCycle     = "reference-cycle"
	CodeNoOrganization     = "no-organization"
	CodeSecondOrganization = "second-organization"
	CodeUnknownTimezone    = "unknown-timezone"
	CodeSharedKey          = "shared-key"
)

// maxGuesses keeps ten thousand wrong references to ten thousand documents from
// being compared with each other.
const maxGuesses = 1_000_000

func (b *Book) unknownName(doc *spec.Document, path, name string, at diag.Span, what string, names []string) diag.Finding {
	near, found := "", false
	if b.guesses += len(names); b.guesses <= maxGuesses {
		near, found = diag.Nearest(name, names)
	}
	f := diag.Finding{Code: CodeUnknownReference, Severity: diag.Error, Summary: "A reference leads nowhere", At: at,
		Resource: string(doc.Address), Path: "spec/" + path, Detail: fmt.Sprintf("There is no %s `%s`.", what, name)}
	switch {
	case found:
		f.Detail += " Did you mean `" + near + "`?"
		f.Fix = "write `" + near + "`"
	case len(names) == 0:
		f.Fix = "declare it first: this repository has no " + what + " yet"
	default:
		f.Fix = "declare it, or name one of " + some(names)
	}
	return f
}

// some lists the first few names.
func some(names []string) string {
	const most = 8
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
}

func referenceCycle(chain []link) diag.Finding {
	var names []string
	f := diag.Finding{Code: CodeReferenceCycle, Severity: diag.Error, Summary: "References go in a circle", At: chain[0].at,
		Resource: string(chain[0].from.Address), Fix: "take one of these references away"}
	for i, l := range chain {
		names = append(names, string(l.from.Address)+" "+l.verb+" "+string(l.to))
		if i > 0 {
			f.Related = append(f.Related, diag.Related{At: l.at, Note: names[i]})
		}
	}
	f.Detail = upperFirst(strings.Join(names, ", ")) + "."
	return f
}

func noOrganization(first *spec.Document) diag.Finding {
	return diag.Finding{Code: CodeNoOrganization, Severity: diag.Error, Summary: "There is no Organization", At: first.At,
		Detail: "Currency, timezone and people come from it, and this repository declares none.",
		Fix:    "add a document of kind Organization with baseCurrency and timezone"}
}

func secondOrganization(doc, first *spec.Document) diag.Finding {
	return diag.Finding{Code: CodeSecondOrganization, Severity: diag.Error, Summary: "There is more than one Organization", At: doc.At,
		Resource: string(doc.Address), Detail: "A repository belongs to one vendor.", Fix: "keep one of them",
		Related: []diag.Related{{At: first.At, Note: "the first one"}}}
}

func unknownTimezone(doc *spec.Document, zone spec.Val[spec.Text]) diag.Finding {
	return diag.Finding{Code: CodeUnknownTimezone, Severity: diag.Error, Summary: "Unknown timezone", At: zone.At, Resource: string(doc.Address),
		Path: "spec/timezone", Detail: fmt.Sprintf("`%s` is not in the IANA time zone database.", zone.V), Fix: "write a name such as Europe/Paris or UTC"}
}

func sharedKey(doc *spec.Document, k spec.Entry[spec.Val[spec.Text]], first spec.Val[spec.Text]) diag.Finding {
	return diag.Finding{Code: CodeSharedKey, Severity: diag.Error, Summary: "Two partners have the same key", At: k.Value.At, Resource: string(doc.Address),
		Path: "spec/keys/" + string(k.Key.V), Detail: fmt.Sprintf("In system %s, `%s` already names another partner; one would be paid for the other's deals.", k.Key.V, k.Value.V),
		Fix: "give each partner its own key", Related: []diag.Related{{At: first.At, Note: "the first one"}}}
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
