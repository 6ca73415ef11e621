package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// removals reports items that are to be taken away and are not there: of a dated
// change in what is in force before it, of an agreement's terms in its program's.
func (b *Book) removals() diag.List {
	var findings diag.List
	for _, doc := range b.Docs.List {
		if doc.Broken || !doc.TakesAway() {
			continue
		}
		spec.Scalars(doc.Spec, func(n spec.Node, flag *spec.Val[spec.Flag]) {
			if !n.Field.Removal || !bool(flag.V) {
				return
			}
			item, _ := split(n.Path)
			under, within, isKnown := b.under(doc, item)
			list, key := split(within)
			if !isKnown || key == "" {
				return
			}
			if names := itemsOf(under, list); !slices.Contains(names, key) {
				findings.Add(nothingToRemove(doc, item, list, key, names))
			}
		})
	}
	return findings
}

// under gives what an item of a document is laid over, and the item's path within
// that; it is not known when the program, or the change before, cannot be read.
func (b *Book) under(doc *spec.Document, item string) (under any, within string, isKnown bool) {
	parts := strings.SplitN(item, "/", 4) // changes/ID/set/…
	if terms, isTerms := strings.CutPrefix(item, "terms/"); isTerms {
		standard := b.standardOf(doc)
		if standard == nil {
			return nil, "", false
		}
		return standard.Spec.(*spec.Program).Terms, terms, true
	}
	if len(parts) < 4 {
		return nil, "", false
	}
	versions := b.Versions(doc)
	for i, v := range versions {
		if v.By == nil || v.By.ID != parts[1] {
			continue
		}
		if terms, isTerms := strings.CutPrefix(parts[3], "terms/"); isTerms {
			return &b.Terms(doc)[i-1].Terms, terms, b.standardOf(doc) != nil
		}
		return versions[i-1].Spec, parts[3], true
	}
	return nil, "", false
}

// standardOf gives the program that an agreement inherits from; nil when it, or its
// terms, cannot be read.
func (b *Book) standardOf(doc *spec.Document) *spec.Document {
	a, ok := doc.Spec.(*spec.Agreement)
	if !ok {
		return nil
	}
	standard, program := spec.Lookup[spec.Program](b.Docs, a.Program.Name)
	if program == nil || !standard.IsSound("terms") {
		return nil
	}
	return standard
}

func nothingToRemove(doc *spec.Document, item, list, key string, names []string) diag.Finding {
	f := diag.Finding{Code: CodeUnknownReference, Severity: diag.Error, Summary: "A reference leads nowhere", Resource: string(doc.Address),
		Path: "spec/" + item, Detail: fmt.Sprintf("There is no `%s` under %s to take away.", key, list)}
	spec.Walk(doc.Spec, func(n spec.Node) {
		if n.IsItem && n.Path == item {
			f.At = n.At
		}
	})
	near, found := diag.Nearest(key, names)
	switch {
	case found:
		f.Detail += " Did you mean `" + near + "`?"
		f.Fix = "write `" + near + "`"
	case len(names) == 0:
		f.Fix = "take the item out: there is nothing under " + list
	default:
		f.Fix = "take the item out, or name one of " + some(names)
	}
	return f
}
