package state

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Flatten gives a document as comparable fields. versions are the document's
// dated versions, oldest first.
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
	spec.Walk(doc.Spec, func(n spec.Node) {
		f := Field{Path: n.Path, Text: n.Text, IsItem: n.IsItem, Order: n.Order, At: n.At}
		if rest, ok := strings.CutPrefix(n.Path, changes+"/"); ok && changes != "" {
			id, rest, _ := strings.Cut(rest, "/")
			if rest != "" {
				f.Path = rest
				dated[id] = append(dated[id], f)
			}
			return
		}
		if !isKeyOfItem(n) {
			out.Fields = append(out.Fields, f)
		}
	})
	for _, c := range spec.Changes(doc.Spec) {
		out.Changes = append(out.Changes, flattenChange(c, dated[c.ID], versions))
	}
	slices.SortFunc(out.Changes, func(a, b Dated) int { return cmp.Compare(a.ID, b.ID) })
	return out
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

// isKeyOfItem is true of a field that only repeats its item's name.
func isKeyOfItem(n spec.Node) bool { return n.Field != nil && n.Field.Key && !n.IsItem }

func flattenChange(c spec.Dated, fields []Field, versions []spec.Version) Dated {
	out := Dated{ID: c.ID, Effective: c.Effective.V, AppliesTo: c.AppliesTo, Reason: c.Reason, Decision: c.Decision, At: c.At}
	before := inForceBefore(c, versions)
	out.Before = map[string]string{}
	for _, f := range fields {
		path, ok := strings.CutPrefix(f.Path, "set/")
		if !ok {
			continue
		}
		f.Path = path
		if text, known := before[path]; known {
			out.Before[path] = text
			if f.IsItem && f.Text == "" {
				continue // only the way to what is set
			}
		}
		out.Set = append(out.Set, f)
	}
	return out
}

// inForceBefore gives the fields of the version that a change replaces.
func inForceBefore(c spec.Dated, versions []spec.Version) map[string]string {
	out := map[string]string{}
	var last any
	for _, v := range versions {
		if v.By != nil && v.By.ID == c.ID {
			break
		}
		last = v.Spec
	}
	spec.Walk(last, func(n spec.Node) { out[n.Path] = n.Text })
	return out
}

// InForce gives the canonical text at a path on a day: of the last dated change
// that set it until then, else of the document as first written.
func (d Declared) InForce(path string, day quantity.Date) (string, bool) {
	text, found, since := "", false, quantity.Date(0)
	for _, f := range d.Fields {
		if f.Path == path {
			text, found = f.Text, true
		}
	}
	for _, c := range d.Changes {
		for _, f := range c.Set {
			if f.Path == path && c.Effective <= day && c.Effective >= since {
				text, found, since = f.Text, true, c.Effective
			}
		}
	}
	return text, found
}
