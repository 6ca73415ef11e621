package resolve

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// inherited works out the terms of every agreement, and reports items that lack
// something although the program's are under them.
func (b *Book) inherited() diag.List {
	var findings diag.List
	spec.Each(b.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		intervals := b.intervals(doc)
		b.terms[doc.Address] = intervals
		standard := b.standardOf(doc)
		if doc.Broken || !doc.LeavesOut() || standard == nil {
			return
		}
		seen := map[diag.Span]bool{}
		for _, in := range intervals {
			if in.Agreement.Terms == nil {
				continue
			}
			spec.Lacking(doc.Kind.Name, &in.Terms, func(f diag.Finding) {
				if !seen[f.At] {
					seen[f.At] = true
					findings.Add(lackingItem(doc, standard, f))
				}
			})
		}
	})
	return findings
}

// lackingItem completes a finding about an item of terms with what the program
// has to lay it over.
func lackingItem(doc, standard *spec.Document, f diag.Finding) diag.Finding {
	list, key := split(f.Path)
	program := standard.Spec.(*spec.Program)
	names := itemsOf(program.Terms, list)
	f.Severity, f.Resource, f.Path = diag.Error, string(doc.Address), "spec/terms/"+f.Path
	f.Detail += fmt.Sprintf(" Program `%s` has no `%s` under %s to take it from.", standard.Name.V, key, list)
	if near, ok := diag.Nearest(key, names); ok {
		f.Detail += " Did you mean `" + near + "`?"
		f.Fix = "write `" + near + "`, or " + f.Fix
	}
	return f
}

// itemsOf gives the keys of a list's items; list is a path within s.
func itemsOf(s any, list string) []string {
	var out []string
	spec.Walk(s, func(n spec.Node) {
		if in, key := split(n.Path); n.IsItem && in == list {
			out = append(out, key)
		}
	})
	return out
}

// split parts a path into what is around its last name, and that name.
func split(path string) (around, name string) {
	i := strings.LastIndexByte(path, '/')
	return path[:max(0, i)], path[i+1:]
}
