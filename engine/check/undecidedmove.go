package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// undecidedMove checks that a partner moves along its lifecycle by an accepted
// decision of somebody who held that right on its day, with the skills that the
// right asks for. Rights and people are those of the base.
func undecidedMove(c *Change) {
	c.eachMove(func(m move) {
		found := decisionsOf(c, m)
		if len(found) == 0 {
			m.report(diag.Finding{At: m.to.At, Path: "lifecycle", Label: "no accepted decision",
				Detail: fmt.Sprintf("No Decision of type `%s` about `%s` is accepted, and this is what it takes to become %s.", m.action, m.doc.Address, m.to.V),
				Fix:    fmt.Sprintf("add a Decision with `type: %s`, `subject: %s`, `status: accepted`, its `decider` and `date`, or leave the lifecycle at %s", m.action, m.doc.Address, cmp.Or(m.from, "prospect"))})
			return
		}
		var why string
		for _, d := range found {
			if why = c.unfit(d, m); why == "" {
				return
			}
		}
		last := found[len(found)-1]
		m.report(diag.Finding{At: m.to.At, Path: "lifecycle", Label: "not decided by whoever may",
			Detail:  fmt.Sprintf("Decision `%s` does not carry it: %s.", last.doc.Name.V, why),
			Fix:     "let somebody decide it who has the right",
			Related: []diag.Related{{At: last.spec.Status.At, Note: "the decision"}}})
	})
}

const approvePartner = "approve-partner"

// move is a partner's step along its lifecycle that takes a decision.
type move struct {
	origin
	from, action string
	to           spec.Val[spec.Text]
}

// eachMove calls f for every such step, new partners included, once the
// repository is where partners are decided on.
func (c *Change) eachMove(f func(move)) {
	if c.Base.Org.Adopted == nil {
		return
	}
	spec.Each(c.Book.Docs, func(doc *spec.Document, p *spec.Partner) {
		from := ""
		if c.Base.Docs.Get(doc.Address) == nil && isOlder(p, c.Base.Org.Adopted.V) {
			return
		}
		if was := c.Base.Docs.Get(doc.Address); was != nil {
			if before, ok := was.Spec.(*spec.Partner); ok {
				from = string(before.Lifecycle.V)
			}
		}
		action := resolve.MoveAction(from, string(p.Lifecycle.V))
		if action != "" && doc.IsSound("lifecycle") {
			f(move{origin{c: c.Context, doc: doc}, from, action, p.Lifecycle})
		}
	})
}

// isOlder reports whether a partner took part before a day: it is written down, and
// does not come in. Whether that is so is for whoever may approve partners to say:
// the gate asks them.
func isOlder(p *spec.Partner, day quantity.Date) bool {
	return slices.ContainsFunc(p.Programs, func(m spec.Membership) bool { return m.Since != nil && m.Since.V < day })
}

// taken is an accepted decision with its day.
type taken struct {
	doc  *spec.Document
	spec *spec.Decision
}

// decisionsOf gives the accepted decisions on a move since the repository took
// over, oldest first.
func decisionsOf(c *Change, m move) []taken {
	var out []taken
	spec.Each(c.Book.Docs, func(doc *spec.Document, d *spec.Decision) {
		if !doc.Broken && d.Status.V == "accepted" && string(d.Type.V) == m.action && d.Subject.To == m.doc.Address && d.Date != nil {
			out = append(out, taken{doc, d})
		}
	})
	slices.SortFunc(out, func(a, b taken) int { return cmp.Compare(a.spec.Date.V, b.spec.Date.V) })
	return out
}

// unfit is why a decision does not carry a move; "" when it does.
func (c *Change) unfit(d taken, m move) string {
	day := d.spec.Date.V
	if day > c.AsOf {
		return fmt.Sprintf("it is dated %s, which is still to come", day)
	}
	why := fmt.Sprintf("no right of the base for %s applies", m.action)
	spec.Each(c.Judge.Docs, func(_ *spec.Document, s *spec.DecisionRights) {
		for _, r := range s.Rules {
			if string(r.Action.V) != m.action || why == "" || !m.mayFall(r) {
				continue
			}
			if r.Body != nil {
				why = c.notCarried(*r.Body, d.spec.Votes)
				continue
			}
			why = c.notHeld(r, d.spec.Decider, day)
		}
	})
	return why
}

// mayFall reports whether a move may fall under a right. What the right says of
// amounts cannot be told of a decision of the past, and so counts as met.
func (m move) mayFall(r spec.Right) bool {
	if r.When == nil || strings.Contains(string(r.When.V), "impact") {
		return true
	}
	env, err := expr.Change()
	if err != nil {
		return true
	}
	var before any
	if m.from != "" {
		before = m.from
	}
	is, err := env.EvalWhen(string(r.When.V), expr.ChangeInput{Kind: "Partner", Path: "lifecycle", Address: string(m.doc.Address), Before: before, After: string(m.to.V)})
	return err != nil || is
}

// notHeld is why somebody did not hold a right on a day; "" when they did.
func (c *Change) notHeld(r spec.Right, decider *spec.PersonRef, day quantity.Date) string {
	if decider == nil {
		return "it does not say who decided"
	}
	p := c.Judge.Person(decider.Name)
	isIn := func(role *spec.RoleRef) bool {
		return role != nil && slices.Contains(c.Judge.InRole(role.Name), decider.Name)
	}
	switch {
	case p == nil:
		return fmt.Sprintf("`%s` is nobody whom the base knows", decider.Name)
	case !isIn(r.Decider) && !isIn(r.EscalateTo) && !c.isDelegate(r.Decider, decider.Name):
		return fmt.Sprintf("`%s` does not hold right `%s`", decider.Name, r.ID.V)
	case p.Since != nil && day < p.Since.V, p.Until != nil && day > p.Until.V:
		return fmt.Sprintf("`%s` was not in office on %s", decider.Name, day)
	}
	for _, skill := range r.Skills {
		if !slices.ContainsFunc(p.Skills, func(has spec.Val[spec.Text]) bool { return has.V == skill.V }) {
			return fmt.Sprintf("`%s` lacks the skill %s, which right `%s` asks for", decider.Name, skill.V, r.ID.V)
		}
	}
	return ""
}

func (c *Change) isDelegate(role *spec.RoleRef, id string) bool {
	return role != nil && slices.ContainsFunc(c.Judge.InRole(role.Name), func(principal string) bool {
		p := c.Judge.Person(principal)
		return p != nil && p.Delegate != nil && p.Delegate.Name == id
	})
}

// notCarried is why the votes of a body do not carry; "" when they do.
func (c *Change) notCarried(b spec.Body, votes []spec.Vote) string {
	pro, con, casting := 0, 0, ""
	for _, v := range votes {
		isVoter := slices.ContainsFunc(b.Voters, func(r spec.PersonRef) bool { return r.Name == v.By.Name })
		switch {
		case isVoter && v.Vote.V == "for":
			pro++
		case isVoter && v.Vote.V == "against":
			con++
		case !isVoter && b.TieBreaker != nil && b.TieBreaker.Name == v.By.Name:
			casting = string(v.Vote.V)
		}
	}
	need := len(b.Voters)/2 + 1
	if b.Rule.Or("majority") == "unanimous" {
		need = len(b.Voters)
	}
	if b.Quorum != nil {
		need = int(b.Quorum.V)
	}
	need = max(need, 1)
	isCarried := pro > con || pro == con && casting == "for"
	if b.Rule.Or("majority") == "unanimous" {
		isCarried = pro == len(b.Voters)
	}
	if isCarried && pro+con >= need {
		return ""
	}
	return fmt.Sprintf("%d voted for and %d against, of %s", pro, con, counted(int64(len(b.Voters)), "voter"))
}
