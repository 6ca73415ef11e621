package render

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// PayoutsView is what finance pays for one period.
type PayoutsView struct {
	Period    string
	Days      quantity.Range
	AsOf      quantity.Date
	Digest    string
	Rows      []PayoutRow // by partner, then currency
	Elsewhere []Elsewhere // partners paid by periods that lie in this one or around it
	Unsigned  []Unsigned  // partners with events and without an agreement
	Rejected  []RejectedRows
}

// warnings says what stands in no row and may be missed.
func (v *PayoutsView) warnings() []string {
	return append(unsignedWords(v.Unsigned), warningsOf(v.Rejected)...)
}

// PayoutRow is one statement with what finance needs to pay it.
type PayoutRow struct {
	commission.Statement
	Partner    PartnerName
	LegalName  string
	Payee      *spec.Payee   // nil: not stated
	DueDate    quantity.Date // by the payee's payment terms from the period's end; 0: not known
	Agreements []spec.Address
	Minimum    *quantity.Money
	OwnLines   int            // lines of the period, without released ones
	ID         string         // of the statement
	Lock       *StatementLock // nil: it is not locked
}

// Elsewhere is a partner whose payout periods are others.
type Elsewhere struct {
	Partner PartnerName
	Cadence quantity.Cadence
	Periods []string
}

// action says what finance does with a payout.
func (r *PayoutRow) action() string {
	switch {
	case r.Paid != 0:
		return "pay"
	case r.CarriedOut != 0:
		return "carry"
	}
	return "none"
}

// currencyTotal is what all payouts in one currency come to.
type currencyTotal struct {
	commission.Totals
	currency   quantity.Currency
	statements int
	partners   int // that are paid
}

func totalsByCurrency(rows []PayoutRow) []currencyTotal {
	var out []currencyTotal
	for _, r := range rows {
		i := slices.IndexFunc(out, func(t currencyTotal) bool { return t.currency == r.Currency })
		if i < 0 {
			i = len(out)
			out = append(out, currencyTotal{currency: r.Currency})
		}
		t := &out[i]
		t.statements++
		t.Earned, t.Held, t.Payable, t.Released = t.Earned+r.Earned, t.Held+r.Held, t.Payable+r.Payable, t.Released+r.Released
		t.Adjustments, t.CarriedIn, t.Due = t.Adjustments+r.Adjustments, t.CarriedIn+r.CarriedIn, t.Due+r.Due
		t.Paid, t.CarriedOut = t.Paid+r.Paid, t.CarriedOut+r.CarriedOut
		if r.Paid != 0 {
			t.partners++
		}
	}
	slices.SortFunc(out, func(a, b currencyTotal) int { return cmp.Compare(a.currency, b.currency) })
	return out
}

// Payouts prints the payouts of a period as a table with totals.
func Payouts(w io.Writer, v PayoutsView, o Options) error {
	p := newPage(o)
	p.line("%s", p.palette.paint(strong, fmt.Sprintf("Payouts of %s · as of %s", v.Period, v.AsOf)))
	if v.Days.To > v.AsOf {
		p.line("%s ends on %s: more may come.", v.Period, v.Days.To)
	}
	t := table{columns: []column{{"PARTNER", false, p.width / 4}, {"EARNED", true, 0}, {"HELD", true, 0}, {"PAYABLE", true, 0}, {"OTHER", true, 0}, {"PAID", true, 0}, {"CARRIED", true, 0}, {"", false, 0}, {"DUE", false, 0}}}
	add := func(name string, s commission.Totals, c quantity.Currency, due string) {
		t.add(name, minorWords(s.Earned, c), minorWords(s.Held, c), minorWords(s.Payable, c), minorWords(s.Released+s.Adjustments+s.CarriedIn, c),
			minorWords(s.Paid, c), minorWords(s.CarriedOut, c), string(c), due)
	}
	for _, r := range v.Rows {
		due := ""
		switch {
		case r.action() == "carry":
			due = "carried"
		case r.DueDate != 0 && r.Paid != 0:
			due = r.DueDate.String()
		}
		add(r.Partner.Name, r.Totals, r.Currency, due)
	}
	for _, total := range totalsByCurrency(v.Rows) {
		add("Total", total.Totals, total.currency, count(total.partners, "payment"))
		for i := range t.rows[len(t.rows)-1] {
			t.rows[len(t.rows)-1][i].as = strong
		}
	}
	if len(v.Rows) == 0 {
		p.line("Nothing is to be paid for %s.", v.Period)
	} else {
		t.print(p, 0)
		p.line("%s", p.palette.paint(faint, "OTHER is what was released from hold, adjusted and carried in."))
	}
	for _, e := range v.Elsewhere {
		p.line("%s", e.words())
	}
	p.warnings(v.warnings())
	return p.trimmed().writeTo(w)
}

// words says where the payouts of a partner are that this period leaves out.
func (e Elsewhere) words() string {
	out := fmt.Sprintf("%s is paid %s and is not in this list", e.Partner.Name, e.Cadence)
	if len(e.Periods) > 0 {
		out += ": entente payouts " + e.Periods[len(e.Periods)-1]
	}
	return out
}

// PayoutsElsewhere prints, for those who read the list by machine, who is not in it
// and which rows were rejected.
func PayoutsElsewhere(w io.Writer, v PayoutsView) error {
	p := newPage(Options{})
	for _, text := range v.warnings() {
		p.line("%s", "entente: "+text)
	}
	for _, e := range v.Elsewhere {
		p.line("%s", "entente: "+e.words())
	}
	return p.writeTo(w)
}
