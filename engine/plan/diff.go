package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Diff compares what two Snapshots declare, by address and item key. Moving a
// document to another file and reordering a list without meaning are no change.
func Diff(base, head *state.Snapshot) []Change {
	var out []Change
	for _, address := range addresses(base.Declared, head.Declared) {
		b, inBase := base.Declared[address]
		h, inHead := head.Declared[address]
		switch {
		case !inBase:
			out = append(out, whole(Create, Added, h))
		case !inHead:
			out = append(out, whole(Delete, Removed, b))
		default:
			out = append(out, positioned(fields(b, h, b.Fields, h.Fields, ""), h.Fields, "")...)
			out = append(out, dated(b, h)...)
		}
	}
	return sorted(out)
}

func sorted(list []Change) []Change {
	slices.SortStableFunc(list, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Effective, b.Effective), cmp.Compare(a.Path, b.Path))
	})
	return list
}

func addresses[V any](a, b map[spec.Address]V) []spec.Address {
	var out []spec.Address
	for k := range a {
		out = append(out, k)
	}
	for k := range b {
		if _, also := a[k]; !also {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// whole is a document that came or went.
func whole(action Action, reason string, d state.Declared) Change {
	c := place(Change{Action: action, Address: d.Address, Title: d.Title, Reason: reason}, d.At)
	kind := d.Kind
	if action == Create {
		c.After = &kind
	} else {
		c.Before = &kind
	}
	return c
}

func place(c Change, at diag.Span) Change {
	c.File, c.Line = at.File(), at.From().Line
	return c
}

// fields compares two lists of fields. prefix, when not empty, is put before
// every path.
func fields(b, h state.Declared, before, after []state.Field, prefix string) []Change {
	old, now := index(before), index(after)
	var out []Change
	add := func(action Action, reason string, f state.Field, from, to *string) {
		c := Change{Action: action, Address: h.Address, Title: h.Title, Path: prefix + f.Path, Before: from, After: to, Reason: reason}
		out = append(out, place(c, f.At))
	}
	for _, f := range after {
		was, known := old[key(f)]
		switch {
		case !known && f.Order != nil:
		case !known && !isUnderNew(f, old, now):
			add(Create, Added, f, nil, summary(f, after))
		case known && f.Order != nil:
			if from, to := common(was.Order, f.Order); !slices.Equal(from, to) {
				add(Reorder, Reordered, f, text(strings.Join(from, ", ")), text(strings.Join(to, ", ")))
				out[len(out)-1].Positions = shifted(was.Order, f.Order)
			}
		case known && was.Text != f.Text:
			add(Update, Edited, f, text(was.Text), text(f.Text))
		}
	}
	for _, f := range before {
		if _, still := now[key(f)]; !still && f.Order == nil && !isUnderNew(f, now, old) {
			add(Delete, Removed, f, summary(f, before), nil)
		}
	}
	return out
}

// fieldKey tells an item apart from the scalar that a bare item also is, and
// from the order of its list.
type fieldKey struct {
	path string
	what byte // 0 a scalar, i an item that has fields, o an order
}

func key(f state.Field) fieldKey {
	switch {
	case f.Order != nil:
		return fieldKey{f.Path, 'o'}
	case f.IsItem && f.Text == "":
		return fieldKey{f.Path, 'i'}
	}
	return fieldKey{f.Path, 0}
}

func index(list []state.Field) map[fieldKey]state.Field {
	out := make(map[fieldKey]state.Field, len(list))
	for _, f := range list {
		out[key(f)] = f
	}
	return out
}

// isUnderNew reports whether the item that a field belongs to, or one above, is
// itself new, so that the item stands for all it holds.
func isUnderNew(f state.Field, old, now map[fieldKey]state.Field) bool {
	path := f.Path
	if key(f).what == 'i' {
		path = parent(path)
	}
	for ; path != ""; path = parent(path) {
		above := fieldKey{path, 'i'}
		_, isNow := now[above]
		_, was := old[above]
		if isNow && !was {
			return true
		}
	}
	return false
}

func parent(path string) string { return path[:max(0, strings.LastIndexByte(path, '/'))] }

// summary is a field's text, or what an item holds in a line.
func summary(f state.Field, all []state.Field) *string {
	if f.Order != nil {
		return text(strings.Join(f.Order, ", "))
	}
	if !f.IsItem || f.Text != "" {
		return text(f.Text)
	}
	var held []state.Field
	for _, g := range all {
		rest, isUnder := strings.CutPrefix(g.Path, f.Path+"/")
		if g.Path == f.Path {
			rest, isUnder = "", true // {owner: Header} is an item and its own value
		}
		if isUnder {
			g.Path = rest
			held = append(held, g)
		}
	}
	return inLine(held)
}

// inLine puts fields into one line.
func inLine(list []state.Field) *string {
	var parts []string
	for _, f := range list {
		switch {
		case f.Text == "" || f.Order != nil:
		case f.Path == "":
			parts = append(parts, f.Text)
		default:
			parts = append(parts, f.Path+": "+f.Text)
		}
	}
	return text(strings.Join(parts, ", "))
}

// common gives the items that two orders share, each in its own order.
func common(a, b []string) (inA, inB []string) {
	for _, x := range a {
		if slices.Contains(b, x) {
			inA = append(inA, x)
		}
	}
	for _, x := range b {
		if slices.Contains(a, x) {
			inB = append(inB, x)
		}
	}
	return inA, inB
}

func text(s string) *string { return &s }
