package render

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/state"
)

// amount groups a declared text that is an amount of money, and keeps any other.
func amount(text string) string {
	m, err := quantity.ParseMoney(text)
	if err != nil {
		return text
	}
	return minus(quantity.Grouped(m.Decimal())) + " " + string(m.Currency)
}

// move is a Delta in words: what moves, from what, to what, by how much, and
// why a side has no value.
type move struct{ what, before, after, by, why string }

// exactDecimal is what a Delta holds. It is checked, since a saved plan may come
// from anywhere and a number such as 1e999999999 would fill the memory.
var exactDecimal = regexp.MustCompile(`^-?[0-9]{1,60}(\.[0-9]{1,60})?$`)

// moveOf rounds for people, unless that would hide the move.
func moveOf(d plan.Delta) move {
	m := spellMove(d, rounded)
	if m.before == m.after || m.by != "" && isZero(m.by) {
		m = spellMove(d, exact)
	}
	return m
}

func spellMove(d plan.Delta, spell func(plan.Delta, string) string) move {
	m := move{what: strings.TrimPrefix(d.What, "kpi/"), before: side(d, d.Before, spell), after: side(d, d.After, spell), why: why(d)}
	if d.Delta != nil {
		m.by = difference(d, spell(d, *d.Delta))
	}
	return m
}

// why says which side has no value, and why it has none.
func why(d plan.Delta) string {
	var out []string
	for _, side := range []struct{ name, reason string }{{"before", d.BeforeReason}, {"after", d.AfterReason}} {
		if side.reason != "" {
			out = append(out, side.name+": "+missingWords(state.Value{Reason: side.reason}))
		}
	}
	return strings.Join(out, "; ")
}

func isZero(number string) bool { return !strings.ContainsAny(number, "123456789") }

func side(d plan.Delta, value *string, spell func(plan.Delta, string) string) string {
	if value == nil {
		return "no value"
	}
	return minus(spell(d, *value))
}

// rounded spells a decimal as status does.
func rounded(d plan.Delta, decimal string) string {
	if !exactDecimal.MatchString(decimal) {
		return decimal
	}
	r, _ := new(big.Rat).SetString(decimal)
	return state.Value{Unit: state.Unit(d.Unit), Currency: quantity.Currency(d.Currency), Exact: r}.Display()
}

// exact spells all digits of a decimal.
func exact(d plan.Delta, decimal string) string {
	text := quantity.Grouped(decimal)
	switch state.Unit(d.Unit) {
	case state.Money:
		return text + " " + d.Currency
	case state.Percent:
		return text + "%"
	case state.Days:
		return state.DaysOf(text)
	}
	return text
}

func points(number string) string {
	if number == "1" || number == "-1" {
		return number + " point"
	}
	return number + " points"
}

// difference gives a spelled number its sign; the difference of two percentages
// is in points, that of money has the currency of what it is the difference of.
func difference(d plan.Delta, spelled string) string {
	switch state.Unit(d.Unit) {
	case state.Money:
		spelled = strings.TrimSuffix(spelled, " "+d.Currency)
	case state.Percent:
		spelled = points(strings.TrimSuffix(spelled, "%"))
	}
	if isZero(spelled) || strings.HasPrefix(spelled, "-") {
		return minus(spelled)
	}
	return "+" + spelled
}
