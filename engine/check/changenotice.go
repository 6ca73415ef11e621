package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// changeNotice checks that dated changes leave the notice that signed agreements
// promise, counted from the as-of day. Signatures under an amendment say when both
// sides knew it; that notice is amendment-notice's.
func changeNotice(c *Change) {
	for _, base := range c.Base.Docs.List {
		head := c.Book.Docs.Get(base.Address)
		if head == nil || base.Broken || head.Broken || head.Kind != base.Kind || !c.isBinding(base) {
			continue
		}
		for _, d := range c.moved(base, head) {
			if d.Effective.V >= c.AsOf && !isAmendmentSigned(head, d.ID) {
				c.noticeKept(base, head, d)
			}
		}
	}
}

// moved gives the dated changes of head that the base does not have, or has with
// another day or other terms.
func (c *Change) moved(base, head *spec.Document) []spec.Dated {
	before, steps := changesByID(base), c.stepsOf(base)
	var out []spec.Dated
	for _, d := range spec.Changes(head.Spec) {
		_, known := before[d.ID]
		path := changesOf(head) + "/" + d.ID
		for _, s := range steps {
			known = known && !isBelow(s.path, path+"/set", path+"/effective", path+"/appliesTo")
		}
		if !known {
			out = append(out, d)
		}
	}
	return out
}

func isAmendmentSigned(doc *spec.Document, id string) bool {
	a, ok := doc.Spec.(*spec.Agreement)
	if !ok {
		return false
	}
	for _, amendment := range a.Amendments {
		if string(amendment.ID.V) == id {
			return len(amendment.Signatures) > 0
		}
	}
	return false
}

func (c *Change) noticeKept(base, head *spec.Document, d spec.Dated) {
	var late []*spec.Document
	var related []diag.Related
	for _, agreement := range c.affected(base) {
		notice := c.noticeOf(agreement)
		if notice == nil || d.Effective.V >= notice.V.From(c.AsOf, c.Base.Holidays()) || c.isOver(agreement, d) {
			continue
		}
		late = append(late, agreement)
		related = append(related, diag.Related{At: notice.At, Note: "the notice that was agreed"})
	}
	if len(late) == 0 {
		return
	}
	const most = 5
	day := c.earliest(late)
	origin{c: c.Context, doc: head}.report(diag.Finding{At: d.Effective.At, Path: changesOf(head) + "/" + d.ID + "/effective",
		Label: "notice is kept from " + day.String() + " on",
		Detail: fmt.Sprintf("`%s` would hold from %s on, %s after today, %s; %s of notice was agreed with %s.", d.ID, d.Effective.V,
			days(int(d.Effective.V-c.AsOf)), c.AsOf, longest(c, late), someOf(late)),
		Fix:     "write `effective: " + day.String() + "` or a later day",
		Related: related[:min(len(related), most)]})
}

// isOver reports whether an agreement is over before a change would hold.
func (c *Change) isOver(agreement *spec.Document, d spec.Dated) bool {
	return c.Base.StandingOf(agreement, d.Effective.V).IsOver()
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// longest is the notice that ends last.
func longest(c *Change, agreements []*spec.Document) string {
	last := c.earliest(agreements)
	for _, doc := range agreements {
		if n := c.noticeOf(doc); n.V.From(c.AsOf, c.Base.Holidays()) == last {
			return n.V.String()
		}
	}
	return ""
}
