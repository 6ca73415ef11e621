package expr

import (
	"maps"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Only literals are judged here: the currency of a column is known row by row,
// and a runner makes a comparison of two currencies null.

// sameCurrency reports literal amounts of two currencies that meet in t, and
// else gives t their currency.
func (l *lowerer) sameCurrency(t term, operands ...term) (term, bool) {
	for _, o := range operands {
		switch {
		case o.currency == "" || o.currency == t.currency:
		case t.currency == "":
			t.currency = o.currency
		default:
			l.report(mixed(o.at, t.currency, o.currency))
			return term{}, false
		}
	}
	return t, true
}

func mixed(at token, a, b quantity.Currency) Problem {
	return at.problem("write both in one currency", "%s and %s cannot be mixed", a, b)
}

// bound notes which currency a comparison demands of a column's cells.
func bound(a, b term) map[string]quantity.Currency {
	for _, pair := range [...][2]term{{a, b}, {b, a}} {
		if pair[0].Op == facts.OpColumn && pair[1].currency != "" {
			return map[string]quantity.Currency{pair[0].Column: pair[1].currency}
		}
	}
	return nil
}

// joinBounds reports two sides of && that demand two currencies of one column:
// no row could ever match.
func (l *lowerer) joinBounds(at token, a, b map[string]quantity.Currency) map[string]quantity.Currency {
	joined := map[string]quantity.Currency{}
	maps.Copy(joined, a)
	for _, column := range slices.Sorted(maps.Keys(b)) {
		if before, ok := joined[column]; ok && before != b[column] {
			l.report(at.problem("write both in one currency, or join them with ||",
				"%s cannot be in %s and in %s, so no row matches", column, before, b[column]))
		}
		joined[column] = b[column]
	}
	return joined
}
