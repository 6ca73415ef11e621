package state

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Flatten gives a document as comparable fields. versions are the document's
// dated versions as they are in force, oldest first: they may hold more than the
// document states.
func Flatten(doc *spec.Document, versions []spec.Version) Declared {
	out := Declared{Address: doc.Address, Kind: doc.Kind.Name, Title: doc.DisplayName(), At: doc.Name.At}
	if doc.Title != nil {
		out.Fields = append(out.Fields, Field{Path: "metadata/title", Text: doc.Title.Canonical(), At: doc.Title.At})
	}
	for _, l := range doc.Labels {
		out.Fields = append(out.Fields, Field{Path: "metadata/labels/" + string(l.Key.V), Text: l.Value.Canonical(), At: l.Value.At})
	}
	dated := map[string][]Field{} // by id of the change
	changes := changesField(doc.Kind.Type)
	for _, f := range fieldsOf(doc.Spec) {
		rest, isDated := strings.CutPrefix(f.Path, changes+"/")
		if !isDated || changes == "" {
			out.Fields = append(out.Fields, f)
			continue
		}
		if id, path, _ := strings.Cut(rest, "/"); path != "" {
			f.Path = path
			dated[id] = append(dated[id], f)
		}
	}
	for _, c := range spec.Changes(doc.Spec) {
		out.Changes = append(out.Changes, flattenChange(c, dated[c.ID], versions))
	}
	slices.SortFunc(out.Changes, func(a, b Dated) int { return cmp.Compare(a.ID, b.ID) })
	if len(out.Changes) > 0 && versions[0].Spec != doc.Spec {
		out.Inherited = missingIn(fieldsOf(versions[0].Spec), fieldsOf(doc.Spec))
	}
	return out
}

// fieldsOf walks a spec. Fields that only repeat their item's name are left out.
func fieldsOf(s any) []Field {
	var out []Field
	spec.Walk(s, func(n spec.Node) {
		if n.Field == nil || !n.Field.Key || n.IsItem {
			out = append(out, Field{Path: n.Path, Text: n.Text, IsItem: n.IsItem, Order: n.Order, At: n.At})
		}
	})
	return out
}

// missingIn gives the fields, orders apart, that have no counterpart in other.
func missingIn(fields, other []Field) []Field {
	known := map[string]bool{}
	for _, f := range other {
		known[f.Path] = known[f.Path] || f.Order == nil
	}
	return slices.DeleteFunc(fields, func(f Field) bool { return f.Order != nil || known[f.Path] })
}

// changesField is the name of a kind's list of dated changes.
func changesField(t *spec.Type) string {
	for _, f := range t.Fields {
		if f.Changes {
			return f.Name
		}
	}
	return ""
}

func flattenChange(c spec.Dated, fields []Field, versions []spec.Version) Dated {
	out := Dated{ID: c.ID, Effective: c.Effective.V, AppliesTo: c.AppliesTo, Reason: c.Reason, Decision: c.Decision, At: c.At,
		Before: map[string]string{}}
	was, now := around(c, versions)
	before := map[string]string{}
	for _, f := range was {
		if f.Order == nil {
			before[f.Path] = f.Text
		}
	}
	for _, f := range fields {
		path, isSet := strings.CutPrefix(f.Path, "set/")
		if !isSet {
			out.About = append(out.About, f)
			continue
		}
		f.Path = path
		if text, known := before[path]; known {
			out.Before[path] = text
		}
		out.Set = append(out.Set, f)
	}
	out.Items = joinedBy(out.Set, was, now)
	if now != nil {
		out.Unset = missingIn(was, now)
		removals := out.removals()
		for i := range out.Unset { // where it goes is the change, not where it stood
			out.Unset[i].At = c.At
			if at, ok := within(out.Unset[i].Path, removals); ok {
				out.Unset[i].At = at
			}
		}
	}
	return out
}

// Kept gives what a change sets, without orders and without the items that it takes
// away: these are among what it unsets.
func (d Dated) Kept() []Field {
	removals := d.removals()
	return slices.DeleteFunc(slices.Clone(d.Set), func(f Field) bool {
		_, isRemoved := within(f.Path, removals)
		return isRemoved || f.Order != nil
	})
}

// removals gives the items that a change takes away, with the place that says so.
func (d Dated) removals() map[string]diag.Span {
	var out map[string]diag.Span
	for _, f := range d.Set {
		if item, isFlag := strings.CutSuffix(f.Path, "/remove"); isFlag && !f.IsItem {
			if out == nil {
				out = map[string]diag.Span{}
			}
			out[item] = f.At
		}
	}
	return out
}

// within finds the item that a path leads to or into.
func within(path string, items map[string]diag.Span) (diag.Span, bool) {
	for ; path != "" && len(items) > 0; path = listOf(path) {
		if at, ok := items[path]; ok {
			return at, true
		}
	}
	return diag.Span{}, false
}

// joinedBy gives the items and orders of the lists that new items join.
func joinedBy(set, was, now []Field) []Field {
	known := map[string]bool{}
	for _, f := range was {
		known[f.Path] = true
	}
	isJoined := map[string]bool{}
	for _, f := range set {
		if f.IsItem && !known[f.Path] {
			isJoined[listOf(f.Path)] = true
		}
	}
	if len(isJoined) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(now), func(f Field) bool {
		return !(f.IsItem && isJoined[listOf(f.Path)] || f.Order != nil && isJoined[f.Path])
	})
}

func listOf(item string) string { return item[:max(0, strings.LastIndexByte(item, '/'))] }

// around gives the fields in force just before a change and from its day on; no
// later ones when the change was not merged.
func around(c spec.Dated, versions []spec.Version) (before, after []Field) {
	for i, v := range versions {
		if v.By != nil && v.By.ID == c.ID {
			return fieldsOf(versions[i-1].Spec), fieldsOf(v.Spec)
		}
	}
	return fieldsOf(versions[len(versions)-1].Spec), nil
}

// InForce gives the canonical text at a path on a day: of the last dated change
// that set it until then, else of the document as first written, else what it
// inherits.
func (d Declared) InForce(path string, day quantity.Date) (string, bool) {
	text, found := "", false
	look := func(fields []Field) bool {
		for _, f := range fields {
			if f.Path == path && f.Order == nil {
				text, found = f.Text, true
				return true
			}
		}
		return false
	}
	if !look(d.Fields) {
		look(d.Inherited)
	}
	inOrder := slices.Clone(d.Changes)
	slices.SortStableFunc(inOrder, func(a, b Dated) int { return cmp.Compare(a.Effective, b.Effective) })
	for _, c := range inOrder {
		if c.Effective <= day && !look(c.Kept()) && slices.ContainsFunc(c.Unset, func(f Field) bool { return f.Path == path }) {
			text, found = "", false
		}
	}
	return text, found
}
