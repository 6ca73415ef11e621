package render

import (
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
)

// pay prints what becomes of commission: those who lose apart from those who gain,
// then money that is earned already. isByTerms is false of what the facts do.
func (p *page) pay(price *plan.Price, actual *plan.Actual, isByTerms bool) {
	if price == nil {
		return
	}
	if isByTerms {
		p.section()
	}
	if !isPaidOtherwise(price, actual) {
		p.line("%s", nobodyMoves)
		return
	}
	p.alarm(price, actual, isByTerms)
	if len(price.Partners) == 0 {
		return
	}
	p.line("%s, %s..%s", p.palette.paint(strong, "Commission pro forma"), price.From, price.To)
	for _, c := range payClasses(price) {
		p.payClass(price, c)
	}
	p.periods(price)
}

func (p *page) payClass(price *plan.Price, c payClass) {
	as := good
	if c.isBad {
		as = bad
	}
	p.line("  %s", p.palette.paint(as, c.title(price)))
	t := table{columns: []column{{"PARTNER", false, p.width / 3}, {"BEFORE", true, 0}, {"", false, 0}, {"AFTER", true, 0}, {"Δ", true, 0}, {"OF REVENUE", false, 0}, {"OPEN DEALS", false, 0}}, fluid: 7}
	for _, r := range payRows(price, c.rows, mostPaid) {
		t.add(r.name, r.before, "→", r.after, r.by, r.share, r.open)
	}
	if p.rowWide > 0 {
		t.fit(p.rowWide-4, 5)
	}
	t.print(p, 4)
	if rest := restWords(price, c.rows, mostPaid); rest != "" {
		p.wrapped(4, 6, usual, rest)
	}
}

// periods lists the payout periods that move, a line for each partner.
func (p *page) periods(price *plan.Price) {
	rows, left := periodRows(price, bySize(price), false, mostPeriods)
	if len(rows) == 0 {
		return
	}
	p.line("  By payout period")
	text := ""
	flush := func() {
		if text != "" {
			p.wrapped(4, 6, usual, text)
		}
	}
	for _, r := range rows {
		if r.name != "" {
			flush()
			text = r.name + ":"
		} else {
			text += ","
		}
		text += " " + r.period + " " + r.by
	}
	flush()
	if left > 0 {
		p.line("    … and %s", more(left, "period"))
	}
}

func (p *page) alarm(price *plan.Price, actual *plan.Actual, isByTerms bool) {
	words := alarmWords(actual)
	if words == "" {
		return
	}
	as := bad
	if !isByTerms {
		as, words = usual, "Earned so far changes by "+words[strings.LastIndex(words, " by ")+4:]
	}
	p.line("%s", p.palette.paint(as, words))
	rows, left := periodRows(price, actual.Partners, true, mostPeriods)
	t := table{columns: []column{{"PARTNER", false, p.width / 3}, {"PERIOD", false, 0}, {"BEFORE", true, 0}, {"", false, 0}, {"AFTER", true, 0}, {"Δ", true, 0}, {"", false, 0}}}
	for _, r := range rows {
		t.add(r.name, r.period, r.before, "→", r.after, r.by, r.note)
	}
	t.print(p, 2)
	if left > 0 {
		p.line("  … and %s", more(left, "period"))
	}
	p.section()
}

// risks prints at which volumes more or less is paid, and worst cases.
func (p *page) risks(price *plan.Price) {
	lines := riskWords(price)
	if len(lines) == 0 {
		return
	}
	p.section()
	for _, line := range lines {
		p.wrapped(0, 2, usual, line)
	}
}
