package check

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Changes holds what leads from base to head against every rule about how terms
// may move. judge is the base as it is by now, whose rights and house rules hold
// whatever they were where head left it. asOf is the day on which the change is
// looked at; before the base's Organization.adopted nothing is reported. The
// findings are in no order.
func Changes(base, judge, head *resolve.Book, asOf quantity.Date) diag.List {
	isKnown := base.OrgDoc == nil || base.OrgDoc.IsSound("adopted")
	if !isKnown || asOf < base.Org.Adopted.Or(0) {
		return nil
	}
	c := &Change{Context: &Context{Book: head, seen: map[fault]bool{}, count: map[source]int{}}, Base: base, Judge: judge, AsOf: asOf, steps: map[spec.Address][]step{}, paid: map[string][]*spec.Document{}}
	for _, r := range catalogue() {
		if r.changed != nil {
			c.rule = r.Rule
			r.changed(c)
		}
	}
	return c.findings
}

// Change is what a rule of the change stage looks at: the Context of head, and
// what head was made from. What is agreed, and who has which notice, is read from
// the base, so that a change does not loosen what it is held against.
type Change struct {
	*Context
	Base  *resolve.Book
	Judge *resolve.Book // the base as it is by now
	AsOf  quantity.Date

	steps map[spec.Address][]step // of documents, as far as they were compared
	paid  map[string][]*spec.Document
}

// stepsOf compares a document of the base with what it is in head, as both are
// written.
func (c *Change) stepsOf(base *spec.Document) []step {
	steps, known := c.steps[base.Address]
	if !known {
		steps = stepsBetween(base.Spec, c.Book.Docs.Get(base.Address).Spec)
		c.steps[base.Address] = steps
	}
	return slices.Clone(steps)
}

// eachPair calls f for every document of kind K that both revisions have, sound
// in both.
func eachPair[K spec.Kind](c *Change, f func(base, head *spec.Document)) {
	spec.Each(c.Base.Docs, func(base *spec.Document, _ *K) {
		head := c.Book.Docs.Get(base.Address)
		if head == nil || base.Broken || head.Broken {
			return
		}
		if _, ok := head.Spec.(*K); ok {
			f(base, head)
		}
	})
}

// isSigned reports whether an agreement of the base was signed by both sides.
func (c *Change) isSigned(doc *spec.Document) bool {
	a, ok := c.Base.At(doc, c.AsOf).(*spec.Agreement)
	return ok && !doc.Broken && a.Status.V == "signed"
}

// under gives the base's signed agreements that a plan pays or may pay.
func (c *Change) under(plan string) []*spec.Document {
	out, known := c.paid[plan]
	if known {
		return out
	}
	spec.Each(c.Base.Docs, func(doc *spec.Document, a *spec.Agreement) {
		if !c.isSigned(doc) {
			return
		}
		for _, in := range c.Base.Terms(doc) {
			if in.Plan == plan || in.Agreement.Plan == nil && c.hasLevelWith(a.Program.Name, plan) {
				out = append(out, doc)
				return
			}
		}
	})
	c.paid[plan] = out
	return out
}

func (c *Change) hasLevelWith(program, plan string) bool {
	_, p := spec.Lookup[spec.Program](c.Base.Docs, program)
	if p == nil || p.Tiers == nil {
		return false
	}
	for _, l := range p.Tiers.Levels {
		if l.Plan != nil && l.Plan.Name == plan {
			return true
		}
	}
	return false
}

// pays reports whether partners are paid by a plan of the base on the as-of day,
// or were before.
func (c *Change) pays(doc *spec.Document) bool {
	plan := doc.Spec.(*spec.CommissionPlan)
	if plan.Effective.Or(0) > c.AsOf {
		return false
	}
	isPaying := len(c.under(string(doc.Name.V))) > 0
	spec.Each(c.Base.Docs, func(_ *spec.Document, p *spec.Program) {
		isPaying = isPaying || p.Roster != nil && p.Plan != nil && p.Plan.Name == string(doc.Name.V)
	})
	return isPaying
}

// isShared reports whether a goal of the base was agreed, or its period has begun.
func (c *Change) isShared(doc *spec.Document) bool {
	g := doc.Spec.(*spec.Goal)
	return g.Agreed != nil || g.Period.V.Range(c.Base.FiscalStart()).From <= c.AsOf
}

// isBinding reports whether what a document of the base says cannot be rewritten:
// somebody works by it.
func (c *Change) isBinding(doc *spec.Document) bool {
	switch doc.Spec.(type) {
	case *spec.CommissionPlan:
		return c.pays(doc)
	case *spec.Agreement:
		return c.isSigned(doc)
	case *spec.Goal:
		return c.isShared(doc)
	}
	return false
}

// noticeOf is the notice of changed terms that a signed agreement promises on the
// as-of day; nil when it promises none.
func (c *Change) noticeOf(agreement *spec.Document) *spec.Val[spec.Duration] {
	return c.Base.At(agreement, c.AsOf).(*spec.Agreement).Term.ChangeNotice
}

// earliest is the first day on which changed terms keep the notice of agreements.
func (c *Change) earliest(agreements []*spec.Document) quantity.Date {
	day := c.AsOf
	for _, doc := range agreements {
		if notice := c.noticeOf(doc); notice != nil {
			day = max(day, notice.V.From(c.AsOf, c.Base.Holidays()))
		}
	}
	return day
}

// affected gives the signed agreements whose partners have notice of a change in
// a document.
func (c *Change) affected(doc *spec.Document) []*spec.Document {
	switch doc.Spec.(type) {
	case *spec.CommissionPlan:
		return c.under(string(doc.Name.V))
	case *spec.Agreement:
		return []*spec.Document{doc}
	}
	return nil
}
