package render

import (
	"io"

	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
)

type payoutsDocument struct {
	FormatVersion string              `json:"formatVersion"`
	Period        string              `json:"period"`
	From          string              `json:"from"`
	To            string              `json:"to"`
	AsOf          string              `json:"asOf"`
	FactsDigest   string              `json:"factsDigest"`
	Open          bool                `json:"open"`
	Payouts       []payoutDocument    `json:"payouts"`
	Totals        []payoutTotal       `json:"totals"`
	Elsewhere     []elsewhereDocument `json:"elsewhere"`
	Warnings      []string            `json:"warnings"`
}

type payoutDocument struct {
	Partner      string            `json:"partner"`
	LegalName    string            `json:"legalName"`
	VendorID     string            `json:"vendorId,omitempty"`
	TaxStatus    string            `json:"taxStatus,omitempty"`
	PaymentTerms string            `json:"paymentTerms,omitempty"`
	DueDate      string            `json:"dueDate,omitempty"`
	Agreements   []string          `json:"agreements"`
	Currency     quantity.Currency `json:"currency"`
	Totals       totalsDocument    `json:"totals"`
	Minimum      *minimumDocument  `json:"minimum,omitempty"`
	Statement    string            `json:"statement"`
	Lines        int               `json:"lines"`
	Action       string            `json:"action"`
	Status       string            `json:"status"`
}

type minimumDocument struct {
	Amount   string            `json:"amount"`
	Currency quantity.Currency `json:"currency"`
}

type payoutTotal struct {
	Currency quantity.Currency `json:"currency"`
	Payments int               `json:"payments"`
	Totals   totalsDocument    `json:"totals"`
}

type elsewhereDocument struct {
	Partner string           `json:"partner"`
	Cadence quantity.Cadence `json:"cadence"`
	Periods []string         `json:"periods"`
}

// PayoutsJSON prints what `payouts PERIOD --format json` gives.
func PayoutsJSON(w io.Writer, v PayoutsView) error {
	doc := payoutsDocument{FormatVersion: plan.FormatVersion, Period: v.Period, From: v.Days.From.String(), To: v.Days.To.String(), AsOf: v.AsOf.String(),
		FactsDigest: v.Digest, Open: v.Days.To > v.AsOf, Payouts: []payoutDocument{}, Totals: []payoutTotal{}, Elsewhere: []elsewhereDocument{}, Warnings: notNull(v.warnings())}
	for _, r := range v.Rows {
		doc.Payouts = append(doc.Payouts, payoutDocumentOf(r))
	}
	for _, t := range totalsByCurrency(v.Rows) {
		doc.Totals = append(doc.Totals, payoutTotal{t.currency, t.partners, totalsDocumentOf(t.Totals, t.currency)})
	}
	for _, e := range v.Elsewhere {
		doc.Elsewhere = append(doc.Elsewhere, elsewhereDocument{e.Partner.Address.Name(), e.Cadence, notNull(e.Periods)})
	}
	return writeJSON(w, doc)
}

func payoutDocumentOf(r PayoutRow) payoutDocument {
	doc := payoutDocument{Partner: r.Partner.Address.Name(), LegalName: r.LegalName, Agreements: []string{}, Currency: r.Currency, Totals: totalsDocumentOf(r.Totals, r.Currency),
		Statement: r.ID, Lines: r.OwnLines, Action: r.action(), Status: string(ledger.IsDraft)}
	if r.Lock != nil {
		doc.Status = string(r.Lock.Status)
	}
	for _, a := range r.Agreements {
		doc.Agreements = append(doc.Agreements, a.Name())
	}
	if p := r.Payee; p != nil {
		doc.VendorID, doc.TaxStatus = string(p.VendorID.Or("")), string(p.TaxStatus.Or(""))
		if p.PaymentTerms != nil {
			doc.PaymentTerms = p.PaymentTerms.V.String()
		}
	}
	if r.DueDate != 0 && r.Paid != 0 {
		doc.DueDate = r.DueDate.String()
	}
	if r.Minimum != nil {
		doc.Minimum = &minimumDocument{r.Minimum.Decimal(), r.Minimum.Currency}
	}
	return doc
}
