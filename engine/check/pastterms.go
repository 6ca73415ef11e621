package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// pastTerms checks that what was in force before the as-of day stays as it was:
// dated changes that had begun, first and last days, and agreements themselves.
func pastTerms(c *Change) {
	for _, base := range c.Base.Docs.List {
		head := c.Book.Docs.Get(base.Address)
		if base.Broken || !c.isBinding(base) {
			continue
		}
		if head == nil {
			c.vanished(base)
			continue
		}
		if head.Broken || head.Kind != base.Kind {
			continue
		}
		o := origin{c: c.Context, doc: head}
		c.history(o, base)
		switch was := base.Spec.(type) {
		case *spec.CommissionPlan:
			c.firstDay(o, "effective", was.Effective, head.Spec.(*spec.CommissionPlan).Effective, c.firstUnder(base))
		case *spec.Agreement:
			is := head.Spec.(*spec.Agreement)
			c.firstDay(o, "term/effective", &was.Term.Effective, &is.Term.Effective, 0)
			c.ending(o, was, is)
		}
		c.replaced(o, base)
	}
}

// history compares the dated changes of both revisions.
func (c *Change) history(o origin, base *spec.Document) {
	field := changesOf(base)
	before, after := changesByID(base), changesByID(o.doc)
	steps := c.stepsOf(base)
	for _, now := range spec.Changes(o.doc.Spec) {
		path := field + "/" + now.ID
		was, known := before[now.ID]
		if !known {
			if now.Effective.V < c.AsOf {
				o.report(diag.Finding{At: now.Effective.At, Path: path + "/effective", Label: "this day is over",
					Detail: fmt.Sprintf("`%s` is new, and would change terms from %s on; today is %s.", now.ID, now.Effective.V, c.AsOf),
					Fix:    c.dayFix(base)})
			}
			continue
		}
		first := min(was.Effective.V, now.Effective.V)
		if i := slices.IndexFunc(steps, func(s step) bool { return isBelow(s.path, path+"/set", path+"/effective", path+"/appliesTo") }); i >= 0 && first < c.AsOf {
			s := steps[i]
			o.report(diag.Finding{At: placeIn(o.doc, s), Path: s.path, Label: "in force since " + first.String(),
				Detail: fmt.Sprintf("`%s` %s in a change that is in force since %s; what was earned by it would change.", s.path, s.words(), first),
				Fix:    "put it back, and write another change under `" + field + "`, from " + c.earliest(c.affected(base)).String() + " or a later day on"})
		}
	}
	for _, was := range spec.Changes(base.Spec) {
		if _, stays := after[was.ID]; !stays && was.Effective.V < c.AsOf {
			o.reportPart(was.ID, diag.Finding{At: o.doc.Name.At, Label: "`" + was.ID + "` is gone",
				Detail: fmt.Sprintf("`%s` was in force since %s and is taken out; what was earned by it would change.", was.ID, was.Effective.V),
				Fix:    "put it back, and write another change under `" + field + "`, from " + c.earliest(c.affected(base)).String() + " or a later day on"})
		}
	}
}

func changesByID(doc *spec.Document) map[string]spec.Dated {
	out := map[string]spec.Dated{}
	for _, d := range spec.Changes(doc.Spec) {
		out[d.ID] = d
	}
	return out
}

func (c *Change) dayFix(doc *spec.Document) string {
	return "write `effective: " + c.earliest(c.affected(doc)).String() + "` or a later day"
}

// firstDay checks a day from which on terms hold. since is the first day on which
// anybody could be bound by them.
func (c *Change) firstDay(o origin, path string, was, is *spec.Val[spec.Date], since quantity.Date) {
	before, after := was.Or(0), is.Or(0)
	from, to := max(min(before, after), since), min(max(before, after), c.AsOf)
	if from >= to {
		return
	}
	f := diag.Finding{At: o.doc.Name.At, Path: path, Label: "the first day is over",
		Detail: fmt.Sprintf("The first day moves from %s to %s: what was earned from %s to %s would change.", dayOf(was), dayOf(is), from, to.AddDays(-1)),
		Fix:    "put " + dayOf(was) + " back"}
	if is != nil {
		f.At = is.At
	} else {
		f.Path = ""
	}
	if was == nil {
		f.Fix = "take `" + path + "` away again"
	}
	o.report(f)
}

func dayOf(v *spec.Val[spec.Date]) string {
	if v == nil {
		return "none"
	}
	return v.V.String()
}

// firstUnder is the first day of the agreements that a plan pays.
func (c *Change) firstUnder(plan *spec.Document) quantity.Date {
	var first quantity.Date
	for _, doc := range c.under(string(plan.Name.V)) {
		day := doc.Spec.(*spec.Agreement).Term.Effective.V
		if first == 0 || day < first {
			first = day
		}
	}
	return first
}

// ending checks that an agreement ends on a day that is still to come, and that a
// signature is not taken back.
func (c *Change) ending(o origin, was, is *spec.Agreement) {
	if is.Status.V != "signed" {
		o.report(diag.Finding{At: is.Status.At, Path: "status", Label: "it is signed",
			Detail: "The agreement was signed, and is `" + string(is.Status.V) + "` now.",
			Fix:    "write `status: signed`, and end it with `ended: {on: " + c.AsOf.String() + ", reason: …, windDownOwner: …}` when that is meant"})
	}
	var before, after *spec.Val[spec.Date]
	if was.Ended != nil {
		before = &was.Ended.On
	}
	if is.Ended != nil {
		after = &is.Ended.On
	}
	const open = quantity.Date(1 << 30)
	first := min(before.Or(open), after.Or(open))
	if before.Or(open) == after.Or(open) || first >= c.AsOf {
		return
	}
	f := diag.Finding{At: o.doc.Name.At, Label: "the last day is over",
		Detail: fmt.Sprintf("The last day moves from %s to %s: what was earned since %s would change.", dayOf(before), dayOf(after), first),
		Fix:    "put `on: " + dayOf(before) + "` back"}
	if after != nil {
		f.At, f.Path = after.At, "ended/on"
	}
	if before == nil {
		f.Fix = "write `on: " + c.AsOf.String() + "` or a later day"
	}
	o.report(f)
}

// vanished reports a signed agreement that is no longer there.
func (c *Change) vanished(base *spec.Document) {
	a, isAgreement := base.Spec.(*spec.Agreement)
	if !isAgreement || a.Term.Effective.V >= c.AsOf || c.Book.Docs.MayHold(base.Kind.Name, string(base.Name.V)) {
		return
	}
	origin{c: c.Context, doc: base}.report(diag.Finding{At: base.Name.At, Label: "it is in force since " + a.Term.Effective.V.String(),
		Detail: fmt.Sprintf("The agreement is signed, and in force since %s; without it nothing that was earned can be shown to be owed.", a.Term.Effective.V),
		Fix:    "put it back under its name, and end it with `ended: {on: " + c.AsOf.String() + ", reason: …, windDownOwner: …}`"})
}

// replaced reports edits of values whose place a dated change had taken.
func (c *Change) replaced(o origin, base *spec.Document) {
	steps := c.stepsOf(base)
	switch base.Spec.(type) {
	case *spec.CommissionPlan:
		steps = termsOfPlan(steps)
	case *spec.Goal:
		steps = targetsOf(steps)
	default:
		steps = slices.DeleteFunc(steps, func(s step) bool { return isBelow(s.path, notTerms...) })
	}
	for _, s := range steps {
		if !c.isReplaced(base, s) {
			continue
		}
		o.reportPart(s.path, diag.Finding{At: placeIn(o.doc, s), Path: pathIn(s), Label: "it held in the past alone",
			Detail: fmt.Sprintf("`%s` %s, and a dated change took its place: nothing but the past would change.", s.path, s.words()),
			Fix:    "put `" + strings.TrimSpace(s.was.Text) + "` back"})
	}
}

// pathIn is the path of a step in head; "" when nothing is there any more.
func pathIn(s step) string {
	if s.is == nil {
		return ""
	}
	return s.path
}
