package evaluate

import (
	"cmp"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Payment is what was paid on a locked statement, in the statement's currency.
type Payment struct {
	Statement string // its name
	At        quantity.Date
	Amount    int64 // minor units
}

// hasLocked reports whether any statement is locked.
func hasLocked(book *resolve.Book) bool {
	found := false
	spec.Each(book.Docs, func(*spec.Document, *spec.Statement) { found = true })
	return found
}

// lockedOn gives the day of a locked statement: exchange rates of the statement's
// day are those of that day for good.
func lockedOn(book *resolve.Book) func(string, quantity.Range) quantity.Date {
	type key struct {
		partner string
		period  quantity.Range
	}
	days := map[key]quantity.Date{}
	spec.Each(book.Docs, func(_ *spec.Document, s *spec.Statement) {
		days[key{s.Partner.Name, s.Period.V.Range(book.FiscalStart())}] = s.AsOf.V
	})
	return func(partner string, period quantity.Range) quantity.Date { return days[key{partner, period}] }
}

// payments gives what was paid on statements that rows name.
func (r *payRows) payments() []Payment {
	var out []Payment
	r.rows(r.ask.payments, func(s *facts.Strand, i int) {
		if name := s.Text(0, i); name != "" {
			out = append(out, Payment{name, s.Day(i), s.Int(1, i)})
		}
	})
	slices.SortStableFunc(out, func(a, b Payment) int { return cmp.Compare(a.At, b.At) })
	return out
}
