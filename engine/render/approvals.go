package render

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
)

// approvals prints which decision rights the change fires, and who must agree.
func (p *page) approvals(all []plan.Approval) {
	if len(all) == 0 {
		return
	}
	p.section()
	p.line("%s %s", p.palette.paint(strong, "Approvals"), tally(all))
	for _, a := range all {
		p.wrapped(2, 4, usual, approvalWords(a)+rightAt(a))
		for _, h := range a.Have {
			p.wrapped(4, 6, faint, haveWords(h))
		}
		for _, i := range a.Ignored {
			p.wrapped(4, 6, faint, unheardWords(i))
		}
		if a.Fix != "" {
			p.wrapped(4, 6, faint, a.Fix)
		}
	}
}

func (m *markdown) approvals(all []plan.Approval) {
	if len(all) == 0 {
		return
	}
	lead := "**Approvals** " + tally(all)
	if len(all) == 1 {
		m.add("%s · %s", lead, approvalItem(all[0]))
		return
	}
	lines := []string{lead}
	for _, a := range all {
		lines = append(lines, "- "+approvalItem(a))
	}
	m.add("%s", strings.Join(lines, "\n"))
}

func approvalItem(a plan.Approval) string {
	text := prose(approvalWords(a))
	if a.Rule != "" {
		text += " (" + code(fmt.Sprintf("%s:%d", a.File, a.Line)) + ")"
	}
	for _, h := range a.Have {
		text += "; " + escape(haveWords(h))
	}
	for _, i := range a.Ignored {
		text += "; " + prose(unheardWords(i))
	}
	if a.Fix != "" {
		text += ". " + prose(sentence(a.Fix))
	}
	return text
}

func tally(all []plan.Approval) string {
	met := 0
	for _, a := range all {
		if a.Met {
			met++
		}
	}
	return fmt.Sprintf("%d of %d", met, len(all))
}

// approvalWords say who is asked or has agreed, and why.
func approvalWords(a plan.Approval) string {
	var who []string
	for _, n := range a.Asked() {
		who = append(who, n.Words(0))
	}
	switch {
	case a.Met:
		return "✅ " + strings.Join(who, ", ") + ", because " + a.Because
	case len(a.Missing) > 0:
		who = nil
		for _, m := range a.Missing {
			if !isMetWith(m, a.Missing) {
				who = append(who, m.Why)
			}
		}
	case len(a.Need) == 0:
		return "⛔ " + a.Because
	}
	return "⏳ " + strings.Join(who, ", ") + ", because " + a.Because
}

// isMetWith reports whether whoever gives another missing agreement gives this
// one, too.
func isMetWith(m plan.Missing, all []plan.Missing) bool {
	words := m.Need.Words(m.Have)
	if m.Why != words && !strings.HasPrefix(m.Why, words+",") { // an objection, not why nobody can
		return false
	}
	for _, other := range all {
		isOne := (other.Need.Function != "" || other.Need.Team != "") && len(other.Need.May) == 1 && m.Need.Person != ""
		if isOne && other.Need.May[0] == m.Need.Person {
			return true
		}
	}
	return false
}

func unheardWords(i plan.Unheard) string {
	return fmt.Sprintf("the review of %s does not count: %s", cmp.Or(i.Login, "a deleted account"), i.Why)
}

func haveWords(h plan.Have) string {
	verb := "approved"
	if h.State != "approved" {
		verb = "voted against"
	}
	if h.For != "" {
		return fmt.Sprintf("%s %s for %s", h.Person, verb, h.For)
	}
	return h.Person + " " + verb
}

// rightAt says where a right is declared.
func rightAt(a plan.Approval) string {
	if a.Rule == "" {
		return ""
	}
	return " (" + fmt.Sprintf("%s:%d", a.File, a.Line) + ")"
}
