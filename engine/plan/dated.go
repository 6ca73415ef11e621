package plan

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/state"
)

// reasonOf names a dated change by the kind of its document.
var reasonOf = map[string]string{"CommissionPlan": PlanChange, "Agreement": AmendmentMade, "Goal": GoalChange}

// dated compares dated changes by id. A new one is shown as what it sets, from
// its day on, against what was in force before; an old one that is edited is
// shown under changes/ID.
func dated(b, h state.Declared) []Change {
	var out []Change
	for _, now := range h.Changes {
		was, known := findDated(b.Changes, now.ID)
		if !known {
			out = append(out, sets(h, now)...)
			continue
		}
		out = append(out, edited(b, h, was, now)...)
	}
	for _, was := range b.Changes {
		if _, still := findDated(h.Changes, was.ID); !still {
			out = append(out, withdrawn(b, h, was)...)
		}
	}
	return out
}

func findDated(list []state.Dated, id string) (state.Dated, bool) {
	i := slices.IndexFunc(list, func(d state.Dated) bool { return d.ID == id })
	if i < 0 {
		return state.Dated{}, false
	}
	return list[i], true
}

// sets gives each value that a new dated change moves; the change itself when it
// moves none.
func sets(h state.Declared, d state.Dated) []Change {
	before, set := slices.Clone(d.Unset), d.Kept()
	for _, f := range set {
		if text, known := d.Before[f.Path]; known {
			before = append(before, state.Field{Path: f.Path, Text: text, IsItem: f.IsItem})
		}
	}
	out := positioned(fields(h, h, before, set, ""), d.Items, "")
	if len(out) == 0 {
		out = append(out, place(Change{Action: Create, Path: within(h, d), After: inLine(about(d))}, d.At))
	}
	for i := range out {
		out[i] = stamp(out[i], h, d)
		out[i].Reason = reasonOf[h.Kind]
	}
	return out
}

// withdrawn gives back, for each value that a removed change had moved, what
// holds on its day without it.
func withdrawn(b, h state.Declared, d state.Dated) []Change {
	set := d.Kept()
	if len(h.Changes) == 0 {
		h.Inherited = b.Inherited // which is known of documents with changes alone
	}
	var now []state.Field
	for _, f := range slices.Concat(set, d.Unset) {
		if text, holds := h.InForce(f.Path, d.Effective); holds {
			f.Text = text
			now = append(now, f)
		}
	}
	out := fields(b, h, set, now, "")
	if len(out) == 0 {
		out = append(out, place(Change{Action: Delete, Path: within(b, d), Before: inLine(about(d))}, d.At))
	}
	for i := range out {
		out[i] = stamp(out[i], b, d)
		out[i].Reason = ChangeWithdrawn
	}
	return out
}

func stamp(c Change, in state.Declared, d state.Dated) Change {
	c.Address, c.Title, c.Effective, c.AppliesTo, c.Note = in.Address, in.Title, d.Effective.String(), d.AppliesTo, d.Reason
	return c
}

// within is the path of a dated change itself.
func within(in state.Declared, d state.Dated) string {
	if in.Kind == "Agreement" {
		return "amendments/" + d.ID
	}
	return "changes/" + d.ID
}

// about gives what a dated change says but for what it sets. What it applies to
// has a default, which is compared as if it were written.
func about(d state.Dated) []state.Field {
	out := slices.Clone(d.About)
	isWritten := slices.ContainsFunc(out, func(f state.Field) bool { return f.Path == "appliesTo" })
	if d.AppliesTo != "" && !isWritten {
		out = append(out, state.Field{Path: "appliesTo", Text: d.AppliesTo, At: d.At})
	}
	return out
}

// edited compares the two forms of one dated change.
func edited(b, h state.Declared, was, now state.Dated) []Change {
	prefix := within(h, now) + "/"
	out := positioned(fields(b, h, was.Set, now.Set, prefix+"set/"), now.Items, prefix+"set/")
	out = append(out, fields(b, h, about(was), about(now), prefix)...)
	for i := range out {
		out[i].Effective, out[i].AppliesTo = now.Effective.String(), now.AppliesTo
	}
	return out
}
