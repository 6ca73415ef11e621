package render

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// payoutColumns are those of PayoutsCSV; new ones come last.
var payoutColumns = []string{"partner", "legal_name", "vendor_id", "tax_status", "payment_terms", "due_date", "agreements", "period", "currency", "earned", "held", "released",
	"adjustments", "carried_in", "payable", "paid", "carried_out", "statement", "lines", "action", "status"}

// PayoutsCSV prints a row for every partner and currency. Amounts are exact
// decimals of the currency beside them; carried_in + payable + released + adjustments
// come to paid + carried_out. No total: it would be paid, too.
func PayoutsCSV(w io.Writer, v PayoutsView) error {
	out := csv.NewWriter(w)
	rows := [][]string{payoutColumns}
	for _, r := range v.Rows {
		doc := payoutDocumentOf(r)
		t := doc.Totals
		rows = append(rows, []string{textCell(doc.Partner), textCell(doc.LegalName), textCell(doc.VendorID), textCell(doc.TaxStatus), textCell(doc.PaymentTerms), doc.DueDate,
			textCell(strings.Join(doc.Agreements, " ")), v.Period, string(doc.Currency), t.Earned, t.Held, t.Released, t.Adjustments, t.CarriedIn, t.Payable, t.Paid, t.CarriedOut,
			doc.Statement, strconv.Itoa(doc.Lines), doc.Action, doc.Status})
	}
	return out.WriteAll(rows)
}
