package gate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/state"
)

// deed is one change as a right looks at it: a document that comes or goes is as
// many as it has fields, and so is the day of a dated change as that sets fields.
type deed struct {
	action        string
	kind          string
	path          string // of the field; "" for the document itself
	ref           plan.ChangeRef
	before, after *string
}

// key tells deeds apart.
func (d deed) key() string {
	return strings.Join([]string{d.action, string(d.ref.Address), d.ref.Path, d.ref.File, d.path}, "\x00")
}

// deeds gives what the changes of a plan do that asks for a right.
func deeds(in Input) []deed {
	var out []deed
	for _, c := range in.Plan.Changes {
		out = append(out, in.deedsOf(c)...)
	}
	out = append(out, in.paying(out)...)
	if d := in.Plan.Data; d != nil {
		for _, file := range d.Files {
			out = append(out, deed{action: changeFacts, kind: "Source", ref: plan.ChangeRef{File: file, SHA256: in.Sums[file]}})
		}
	}
	return out
}

func (in Input) deedsOf(c plan.Change) []deed {
	if c.Address == plan.Repository {
		return []deed{{action: changeRights, ref: plan.ChangeRef{File: c.File}, before: c.Before, after: c.After}}
	}
	base, head := in.Base[c.Address], in.Head[c.Address]
	kind := cmp.Or(head.Kind, base.Kind)
	isGone := c.Path == "" && c.Action == plan.Delete
	var out []deed
	add := func(action string, t touch) {
		if action != "" {
			out = append(out, deed{action, kind, t.path, refOf(c), t.before, t.after})
		}
	}
	for _, t := range touches(c, base, head) {
		add(actionOf(kind, t, isGone), t)
	}
	switch {
	case strings.HasPrefix(c.Path, "metadata/") && steersPolicies(in.Book, kind, c.Path):
		add(changeRights, touch{c.Path, c.Before, c.After})
	case kind == "Decision":
		add(ofDecision(base, c, isGone), touch{c.Path, c.Before, c.After})
	}
	return out
}

func refOf(c plan.Change) plan.ChangeRef { return plan.ChangeRef{Address: c.Address, Path: c.Path} }

// touch is one field that a change is about.
type touch struct {
	path          string
	before, after *string
}

// touches gives the fields that a change is about. What a dated change sets counts
// as the field itself: how it comes to be in force makes no difference.
func touches(c plan.Change, base, head state.Declared) []touch {
	switch {
	case c.Path == "" && c.Action == plan.Delete:
		return pairUp(whole(base), nil)
	case c.Path == "":
		return pairUp(nil, whole(head))
	}
	id, field, isDated := inDated(cmp.Or(head.Kind, base.Kind), c.Path)
	if !isDated {
		return []touch{{c.Path, c.Before, c.After}}
	}
	if path, isSet := strings.CutPrefix(field, "set/"); isSet {
		return []touch{{path, c.Before, c.After}}
	}
	all := pairUp(setBy(base, id), setBy(head, id))
	if isWords := slices.Contains([]string{"reason", "document", "signatures", "decision"}, firstStep(field)); isWords || len(all) == 0 {
		return []touch{{c.Path, c.Before, c.After}}
	}
	return all
}

// inDated takes the path of a dated change that both revisions have, or that
// sets nothing, apart.
func inDated(kind, path string) (id, field string, ok bool) {
	list := map[string]string{"Agreement": "amendments", "CommissionPlan": "changes", "Goal": "changes"}[kind]
	rest, ok := strings.CutPrefix(path, list+"/")
	if !ok || list == "" {
		return "", "", false
	}
	id, field, _ = strings.Cut(rest, "/")
	return id, field, true
}

func firstStep(path string) string {
	step, _, _ := strings.Cut(path, "/")
	return step
}

// setBy gives what a dated change sets.
func setBy(d state.Declared, id string) []state.Field {
	for _, c := range d.Changes {
		if c.ID == id {
			return c.Set
		}
	}
	return nil
}

// pairUp puts the fields of both revisions side by side.
func pairUp(before, after []state.Field) []touch {
	var out []touch
	for _, f := range before {
		out = append(out, touch{path: f.Path, before: &f.Text})
	}
	for _, f := range after {
		i := slices.IndexFunc(out, func(t touch) bool { return t.path == f.Path && t.after == nil })
		if i < 0 {
			out = append(out, touch{path: f.Path, after: &f.Text})
			continue
		}
		out[i].after = &f.Text
	}
	return out
}

// whole gives all fields of a document, those that it will have included, and
// one without a path for the document itself.
func whole(d state.Declared) []state.Field {
	out := append([]state.Field{{Path: "", Text: d.Kind}}, d.Fields...)
	for _, c := range d.Changes {
		out = append(out, c.Set...)
	}
	return out
}

// paying makes a deed of set-commission of every change by which somebody's pay
// moves and that is none: what a field is called tells nothing about the money that
// hangs on it. Where pay moves and it is not known by which change, it is by all.
func (in Input) paying(all []deed) []deed {
	moves, isKnown := in.movesPay(all)
	var out []deed
	for _, c := range in.Plan.Changes {
		ref := refOf(c)
		isAsked := slices.ContainsFunc(all, func(d deed) bool { return d.action == setCommission && d.ref == ref })
		if c.Address == plan.Repository || isAsked || isKnown && !moves[ref] {
			continue
		}
		kind := cmp.Or(in.Head[c.Address].Kind, in.Base[c.Address].Kind)
		out = append(out, deed{setCommission, kind, c.Path, ref, c.Before, c.After})
	}
	return out
}

// movesPay gives the changes by which pay moves, of the twelve months or of what
// is earned; isKnown is false where pay moves by none of them.
func (in Input) movesPay(all []deed) (moves map[plan.ChangeRef]bool, isKnown bool) {
	var rows []plan.PartnerPrice
	if p := in.Plan.Impact.ProForma; p != nil {
		rows = append(rows, p.Partners...)
	}
	if a := in.Plan.Impact.Actual; a != nil {
		rows = append(rows, a.Partners...)
	}
	isAsked := len(of(all, setCommission)) > 0 // an adjustment counts as pay, and is in no row
	moves, isKnown = map[plan.ChangeRef]bool{}, len(rows) > 0 || len(in.Yearly) == 0 || isAsked
	for _, row := range rows {
		isKnown = isKnown && len(row.Through) > 0
		for _, cause := range row.Through {
			moves[plan.ChangeRef{Address: cause.Address, Path: cause.Path}] = true
		}
	}
	return moves, isKnown
}
