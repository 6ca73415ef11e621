package render

import (
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/spec"
)

// riskWords says at which volumes bands pay otherwise, and what may be due where a
// cap is lifted.
func riskWords(p *plan.Price) []string {
	if p == nil {
		return nil
	}
	var out []string
	if p.Largest != nil {
		out = append(out, sentence(p.Largest.Words()))
	}
	for _, b := range p.Bands {
		out = append(out, bandWords(p, b))
	}
	for _, c := range p.Caps {
		out = append(out, capWords(c))
	}
	return append(out, cutWords(p)...)
}

// cutWords says what caps take otherwise, of the partners that move most.
func cutWords(p *plan.Price) []string {
	var out []string
	left := 0
	for _, row := range bySize(p) {
		switch {
		case row.CapBefore == row.CapAfter:
		case len(out) == mostCauses:
			left++
		default:
			out = append(out, payRowOf(p, row, false).name+": caps would take "+figures(row.CapAfter)+" instead of "+figures(row.CapBefore)+" "+p.CurrencyOf(row))
		}
	}
	if left > 0 {
		out = append(out, "caps would take other amounts of "+more(left, "partner"))
	}
	return out
}

// bandWords is about all volumes, whoever has them.
func bandWords(p *plan.Price, b plan.BandChange) string {
	unit := " " + b.Unit + " " + b.Window
	of := ruleWords(b.Address, b.Rule)
	name := "Volumes"
	if paid := paidBy(p, b.Address); len(paid) == 1 {
		name = paid[0] + "-like volumes"
	}
	var out []string
	for _, e := range b.Effects {
		if e.Pays != plan.PaysSame {
			out = append(out, e.Pays+" "+rangeWords(e)+unit)
		}
	}
	for _, at := range b.BreakEven {
		out = append(out, "break-even at "+roundly(at)+unit)
	}
	return name + ": " + strings.Join(out, "; ") + " (" + of + ")"
}

func rangeWords(e plan.Effect) string {
	switch isFirst := signOf(e.From) == 0; {
	case isFirst && e.To == nil:
		return "at every volume of"
	case isFirst:
		return "up to " + roundly(*e.To)
	case e.To == nil:
		return "above " + roundly(e.From)
	}
	return "from " + roundly(e.From) + " to " + roundly(*e.To)
}

// paidBy names the partners that move by a plan.
func paidBy(p *plan.Price, address spec.Address) []string {
	var out []string
	for _, row := range p.Partners {
		for _, w := range row.Ways {
			if w.After != nil && w.After.Plan == address {
				out = append(out, payRowOf(p, row, false).name)
				break
			}
		}
	}
	return out
}

func capWords(c plan.CapChange) string {
	after := "is lifted"
	if c.After != nil {
		after = "rises to " + figures(*c.After) + " " + c.Currency
	}
	per := map[string]string{"perEvent": "an event", "perPeriod": "a payout period"}[c.Cap]
	out := "Cap of " + figures(c.Before) + " " + c.Currency + " " + per + " " + after + " (" + ruleWords(c.Address, c.Rule) + "): worst case " +
		figures(c.WorstCase) + " " + c.Currency + " a year, if each of the " + count(c.Events, "event") + " of the last twelve months were as large as the largest, and paid by the highest rate of the rule, which comes to " +
		figures(c.Largest) + " " + c.Currency + " without a cap"
	var stay []string
	if c.PerEvent != nil {
		stay = append(stay, figures(*c.PerEvent)+" "+c.Currency+" an event")
	}
	if c.PerPeriod != nil {
		stay = append(stay, figures(*c.PerPeriod)+" "+c.Currency+" a payout period")
	}
	if len(stay) > 0 {
		out += "; the cap of " + joinAnd(stay) + " is kept to"
	}
	if c.Referrers {
		out += "; with what referrers are paid of it"
	}
	return out
}

func ruleWords(address spec.Address, rule string) string { return string(address) + " › " + rule }

// roundly leaves out cents that are none.
func roundly(amount string) string { return strings.TrimSuffix(figures(amount), ".00") }
