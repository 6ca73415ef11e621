package render

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
)

// payCount counts the partners whose commission moves, those who would earn less
// apart from those who would earn more: ", 1 partner would earn less".
func payCount(i plan.Impact) string {
	out := ""
	if i.ProForma != nil {
		noun := "partner"
		for _, c := range payClasses(i.ProForma) {
			words, _, _ := strings.Cut(c.words, ",")
			if noun == "" {
				out += ", " + number(c.partners()) + " " + words
				continue
			}
			out += ", " + count(c.partners(), noun) + " " + words
			noun = ""
		}
	}
	if alarmWords(i.Actual) != "" {
		out += ", money already earned changes"
	}
	return out
}

func (m *markdown) pay(price *plan.Price, actual *plan.Actual, isByTerms bool) {
	if price == nil {
		return
	}
	if !isPaidOtherwise(price, actual) {
		m.add(nobodyMoves)
		return
	}
	m.alarm(price, actual, isByTerms)
	classes := payClasses(price)
	for _, c := range classes {
		if len(classes) > 1 || len(c.rows) > 1 || !isByTerms {
			m.add("**%s**", escape(c.title(price)))
		}
		m.add("%s", m.payTable(price, c, isByTerms))
	}
	if rows, left := periodRows(price, bySize(price), false, m.most.periods); len(rows) > 0 {
		m.fold("By payout period ("+number(len(rows)+left)+")", periodTable(rows, left))
	}
}

func (m *markdown) payTable(price *plan.Price, c payClass, isByTerms bool) string {
	lines := []string{"| Partner | Pro forma, 12 months | Δ | Share of revenue | Open deals touched |", "|---|--:|--:|--:|--:|"}
	for i, r := range payRows(price, c.rows, m.most.paid) {
		name := escape(r.name)
		if isByTerms && !c.rows[i].Touched {
			name += " *(its file is not touched)*"
		}
		lines = append(lines, fmt.Sprintf("| %s | %s → %s | **%s** | %s | %s |", name, escape(r.before), escape(r.after), escape(r.by), escape(r.share), escape(r.open)))
	}
	if rest := restWords(price, c.rows, m.most.paid); rest != "" {
		lines = append(lines, "", escape(rest))
	}
	return strings.Join(lines, "\n")
}

func periodTable(rows []periodRow, left int) string {
	lines := []string{"| Partner | Period | Before → after | Δ |", "|---|---|--:|--:|"}
	for _, r := range rows {
		period := escape(r.period)
		if r.note != "" {
			period += " *(" + escape(r.note) + ")*"
		}
		lines = append(lines, fmt.Sprintf("| %s | %s | %s → %s | **%s** |", escape(r.name), period, escape(r.before), escape(r.after), escape(r.by)))
	}
	if left > 0 {
		lines = append(lines, "", "… and "+more(left, "period"))
	}
	return strings.Join(lines, "\n")
}

func (m *markdown) alarm(price *plan.Price, actual *plan.Actual, isByTerms bool) {
	words := alarmWords(actual)
	switch {
	case words == "":
		return
	case isByTerms:
		m.add("**⚠ %s**", escape(words))
	default:
		m.add("%s", escape("Earned so far changes by "+words[strings.LastIndex(words, " by ")+4:]))
	}
	rows, left := periodRows(price, actual.Partners, true, m.most.periods)
	m.add("%s", periodTable(rows, left))
}

func (m *markdown) risks(price *plan.Price) {
	lines := riskWords(price)
	if len(lines) == 1 {
		m.add("%s.", escape(lines[0]))
		return
	}
	for i := range lines {
		lines[i] = "- " + escape(lines[i])
	}
	if len(lines) > 0 {
		m.add("%s", m.listed(lines, "line"))
	}
}
