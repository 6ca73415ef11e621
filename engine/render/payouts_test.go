package render

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

func samplePayouts(t testing.TB) PayoutsView {
	vendor, terms := &spec.Val[spec.Text]{V: "+49 V-1"}, &spec.Val[spec.Duration]{V: quantity.Duration{N: 30, Unit: quantity.Days}}
	s := sampleStatement(t).Sections[0].Statement
	small := commission.Statement{Partner: "contoso", Period: s.Period, Currency: "EUR", Totals: commission.Totals{Earned: 4999, Payable: 4999, Due: 4999, CarriedOut: 4999}}
	owed := commission.Statement{Partner: "fabrikam", Period: s.Period, Currency: "USD", Totals: commission.Totals{CarriedIn: -100, Due: -100, CarriedOut: -100}}
	return PayoutsView{Period: "2026-Q2", Days: s.Period, AsOf: day("2026-06-30"), Digest: "sha256:3f9c2a",
		Rows: []PayoutRow{
			{Statement: small, Partner: PartnerName{"partner/contoso", "Contoso"}, LegalName: "=Contoso, \"Ltd\"", ID: "contoso-2026-q2", OwnLines: 1,
				Agreements: []spec.Address{"agreement/contoso"}, Minimum: &quantity.Money{Minor: 5000, Currency: "EUR"}},
			{Statement: owed, Partner: PartnerName{"partner/fabrikam", "Fabrikam"}, LegalName: "Fabrikam Inc", ID: "fabrikam-2026-q2"},
			{Statement: s, Partner: PartnerName{"partner/northwind", "Northwind"}, LegalName: "Northwind Trading GmbH", ID: "northwind-2026-q2", OwnLines: 5,
				Payee: &spec.Payee{VendorID: vendor, PaymentTerms: terms}, DueDate: day("2026-07-30"), Agreements: []spec.Address{"agreement/a", "agreement/b"}},
		},
		Elsewhere: []Elsewhere{{PartnerName{"partner/adventure", "Adventure"}, quantity.Monthly, []string{"2026-04", "2026-05"}}},
	}
}

func TestPayouts(t *testing.T) {
	golden(t, "payouts.txt", func(w io.Writer) error { return Payouts(w, samplePayouts(t), Options{}) })
	golden(t, "payouts.json", func(w io.Writer) error { return PayoutsJSON(w, samplePayouts(t)) })
	golden(t, "payouts.csv", func(w io.Writer) error { return PayoutsCSV(w, samplePayouts(t)) })
	golden(t, "payoutperiods.json", func(w io.Writer) error {
		return PayoutPeriodsJSON(w, PayoutPeriodsView{AsOf: day("2026-06-30"), Digest: "sha256:3f9c2a", Periods: []PayoutsView{samplePayouts(t)}})
	})
	golden(t, "payouts-none.txt", func(w io.Writer) error {
		return Payouts(w, PayoutsView{Period: "2026-Q2", AsOf: day("2026-06-30"), Days: quantity.Range{To: day("2026-09-30")}}, Options{})
	})
}

func TestPayoutsAreNoFormulas(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(written(t, func(w io.Writer) error { return PayoutsCSV(w, samplePayouts(t)) }))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cell := func(row int, column string) string { return rows[row][slices.Index(rows[0], column)] }
	for got, want := range map[string]string{
		cell(1, "legal_name"):  `'=Contoso, "Ltd"`,
		cell(3, "vendor_id"):   "'+49 V-1",
		cell(2, "carried_out"): "-1.00", // a number stays one
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
