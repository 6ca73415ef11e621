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

// sets gives each value that a new dated change moves.
func sets(h state.Declared, d state.Dated) []Change {
	var out []Change
	set := index(d.Set)
	before := map[fieldKey]state.Field{}
	for path := range d.Before {
		before[fieldKey{path, 0}], before[fieldKey{path, 'i'}] = state.Field{}, state.Field{}
	}
	for _, f := range d.Set {
		from, known := d.Before[f.Path]
		switch {
		case f.Order != nil, known && from == f.Text, !known && isUnderNew(f, before, set):
			continue
		}
		c := place(stamp(Change{Action: Create, Path: f.Path, After: summary(f, d.Set)}, h, d), f.At)
		if known {
			c.Action, c.Before = Update, text(from)
		}
		out = append(out, c)
	}
	return out
}

func stamp(c Change, in state.Declared, d state.Dated) Change {
	c.Address, c.Title, c.Effective, c.AppliesTo, c.Note = in.Address, in.Title, d.Effective.String(), d.AppliesTo, d.Reason
	c.Reason = reasonOf[in.Kind]
	return c
}

// withdrawn gives back, for each value that a removed change had set, what holds
// on its day without it.
func withdrawn(b, h state.Declared, d state.Dated) []Change {
	var out []Change
	for _, f := range d.Set {
		if f.Order != nil || f.IsItem && f.Text == "" {
			continue
		}
		c := place(stamp(Change{Action: Update, Path: f.Path, Before: text(f.Text)}, b, d), f.At)
		c.Reason = ChangeWithdrawn
		if now, ok := h.InForce(f.Path, d.Effective); ok {
			if now == f.Text {
				continue
			}
			c.After = text(now)
		} else {
			c.Action = Delete
		}
		out = append(out, c)
	}
	return out
}

// edited compares the two forms of one dated change.
func edited(b, h state.Declared, was, now state.Dated) []Change {
	prefix := "changes/" + now.ID + "/"
	if h.Kind == "Agreement" {
		prefix = "amendments/" + now.ID + "/"
	}
	out := fields(b, h, was.Set, now.Set, prefix+"set/")
	about := func(d state.Dated) []state.Field {
		var list []state.Field
		for _, f := range []struct{ name, text string }{{"effective", d.Effective.String()}, {"appliesTo", d.AppliesTo}, {"reason", d.Reason}, {"decision", d.Decision}} {
			if f.text != "" {
				list = append(list, state.Field{Path: f.name, Text: f.text, At: d.At})
			}
		}
		return list
	}
	out = append(out, fields(b, h, about(was), about(now), prefix)...)
	for i := range out {
		out[i].Effective, out[i].AppliesTo = now.Effective.String(), now.AppliesTo
	}
	return out
}
