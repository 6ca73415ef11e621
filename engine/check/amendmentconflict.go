package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// amendmentConflict checks that no two dated changes of one document set the
// same thing on the same day: which of them holds would hang on their order in
// the file.
func amendmentConflict(c *Context) {
	for _, doc := range c.Book.Docs.List {
		changes := spec.Changes(doc.Spec)
		if len(changes) < 2 || !doc.IsSound(changesOf(doc)) {
			continue
		}
		slices.SortStableFunc(changes, func(a, b spec.Dated) int { return cmp.Compare(a.At.Start, b.At.Start) })
		sets, taken := settingsOf(doc), map[quantity.Date]places{}
		for _, change := range changes {
			day := change.Effective.V
			if taken[day] == nil {
				taken[day] = places{}
			}
			origin{c: c, doc: doc}.conflicts(sets[change.ID], taken[day], day)
		}
	}
}

// setting is one thing that a change sets. A path that is not set itself stands
// for something below it.
type setting struct {
	change string
	path   string // within the document: term/expires
	at     diag.Span
	isOver bool
}

// settingsOf gives what each change of a document sets, in written order.
func settingsOf(doc *spec.Document) map[string][]setting {
	out := map[string][]setting{}
	prefix := changesOf(doc) + "/"
	spec.Walk(doc.Spec, func(n spec.Node) {
		rest, isChange := strings.CutPrefix(n.Path, prefix)
		id, rest, _ := strings.Cut(rest, "/")
		path, isSet := strings.CutPrefix(rest, "set/")
		switch {
		case !isChange || !isSet || n.Scalar == nil:
			return
		case n.IsItem: // a plain list is replaced as a whole
			path = parent(path)
		case n.Field != nil && n.Field.Key: // only says which item is meant
			return
		case n.Field != nil && n.Field.Removal: // sets all that the item holds
			path = parent(path)
		}
		if list := out[id]; len(list) == 0 || list[len(list)-1].path != path {
			out[id] = append(list, setting{change: id, path: path, at: n.At})
		}
	})
	return out
}

// conflicts reports what a change sets that an earlier one of that day has set,
// whether the very field, a part of it, the whole around it, or what excludes it.
func (o origin) conflicts(sets []setting, taken places, day quantity.Date) {
	for _, s := range sets {
		first, found := taken.meets(s.path)
		for _, rival := range o.doc.Kind.Type.Rivals(s.path) {
			if !found {
				first, found = taken.meets(rival)
			}
		}
		if found {
			o.report(diag.Finding{At: s.at, Path: changesOf(o.doc) + "/" + s.change + "/set/" + s.path,
				Label:   fmt.Sprintf("`%s` sets it on that day, too", first.change),
				Detail:  fmt.Sprintf("`%s` and `%s` both set `%s` from %s on; nothing says which of them holds.", first.change, s.change, s.path, day),
				Fix:     "give one of the two another day, or take the line out of one of them",
				Related: []diag.Related{{At: first.at, Note: "the other one"}}})
		}
	}
	for _, s := range sets {
		taken.add(s)
	}
}

// places are what the changes of one day set, by path.
type places map[string]setting

// add remembers a path and the paths around it, the first of each.
func (p places) add(s setting) {
	if first, known := p[s.path]; !known || first.isOver {
		p[s.path] = s
	}
	s.isOver = true
	for path := parent(s.path); path != ""; path = parent(path) {
		if _, known := p[path]; !known {
			p[path] = s
		}
	}
}

// meets finds what was set at a path, below it, or around it.
func (p places) meets(path string) (setting, bool) {
	if found, ok := p[path]; ok {
		return found, true
	}
	for path = parent(path); path != ""; path = parent(path) {
		if found, ok := p[path]; ok && !found.isOver {
			return found, true
		}
	}
	return setting{}, false
}

func parent(path string) string { return path[:max(0, strings.LastIndexByte(path, '/'))] }

// changesOf is the field in which a document keeps its dated changes; "" when
// its kind has none.
func changesOf(doc *spec.Document) string {
	for _, f := range doc.Kind.Type.Fields {
		if f.Changes {
			return f.Name
		}
	}
	return ""
}
