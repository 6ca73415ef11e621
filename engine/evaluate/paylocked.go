package evaluate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Payment is what was paid on a locked statement.
type Payment struct {
	Statement string // its name
	At        quantity.Date
	Amount    int64 // minor units
	Currency  quantity.Currency
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
			out = append(out, Payment{name, s.Day(i), s.Int(1, i), quantity.Currency(s.Text(1, i))})
		}
	})
	slices.SortStableFunc(out, func(a, b Payment) int { return cmp.Compare(a.At, b.At) })
	return out
}

// CodePaymentCurrency is the code of payments in another currency than the
// statement that they name.
const CodePaymentCurrency = "payment-currency"

// foreignPayments reports payments that no statement can be settled by: currencies
// never net, and at which rate a bank changed them is for a person to say.
func (r *payRows) foreignPayments() diag.List {
	var out diag.List
	r.rows(r.ask.payments, func(s *facts.Strand, i int) {
		doc, st := spec.Lookup[spec.Statement](r.roll.program.Book.Docs, s.Text(0, i))
		paid := quantity.Money{Minor: s.Int(1, i), Currency: quantity.Currency(s.Text(1, i))}
		if st == nil || doc.Broken || st.Currency.V == paid.Currency {
			return
		}
		out.Add(diag.Finding{Code: CodePaymentCurrency, Severity: diag.Error, Summary: "A payment is in another currency than its statement",
			Detail:   fmt.Sprintf("`%s` is in %s, and %s at %s pays %s on it: that is not counted.", doc.Name.V, st.Currency.V, s.ID(i), s.Place(i), paid),
			Fix:      fmt.Sprintf("state what the payment came to in %s, or name the statement that it is of", st.Currency.V),
			Resource: string(doc.Address), Path: "spec/currency", At: st.Currency.At})
	})
	return out
}
