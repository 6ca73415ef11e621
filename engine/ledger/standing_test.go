package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

func TestWhereAStatementStands(t *testing.T) {
	b := example(t)
	locked := b.lock("2026-04-01") // pays 3,000.00
	fortnight := &quantity.Duration{N: 14, Unit: quantity.Days}
	const issued, accepted, disputed = "  issued: {on: 2026-04-02}\n", "  accepted: {on: 2026-04-10, by: northwind-lead}\n", "  disputed: {on: 2026-04-08, by: northwind-lead, reason: D-102}\n"
	day := func(text string) quantity.Date { return on(t, text) }
	for name, c := range map[string]struct {
		added    string
		within   *quantity.Duration
		payments []ledger.Payment
		day      string
		want     ledger.Standing
	}{
		"locked":               {day: "2026-05-01", want: ledger.Standing{Status: "locked", On: day("2026-04-01"), Left: 300000}},
		"not issued yet":       {added: issued, day: "2026-04-01", want: ledger.Standing{Status: "locked", On: day("2026-04-01"), Left: 300000}},
		"issued":               {added: issued, within: fortnight, day: "2026-04-16", want: ledger.Standing{Status: "issued", On: day("2026-04-02"), AnswerBy: day("2026-04-16"), Left: 300000}},
		"silence":              {added: issued, within: fortnight, day: "2026-04-17", want: ledger.Standing{Status: "accepted", On: day("2026-04-17"), IsDeemed: true, Left: 300000}},
		"silence says nothing": {added: issued, day: "2026-12-31", want: ledger.Standing{Status: "issued", On: day("2026-04-02"), Left: 300000}},
		"disputed":             {added: issued + disputed, within: fortnight, day: "2026-12-31", want: ledger.Standing{Status: "disputed", On: day("2026-04-08"), By: "northwind-lead", Reason: "D-102", Left: 300000}},
		"accepted after all":   {added: issued + accepted + disputed, day: "2026-12-31", want: ledger.Standing{Status: "accepted", On: day("2026-04-10"), By: "northwind-lead", Reason: "", Left: 300000}},
		"half paid": {added: issued + accepted, payments: []ledger.Payment{{Statement: locked.Name, At: day("2026-04-20"), Amount: 100000, Currency: "USD"}, {Statement: "northwind-2026-q2", At: day("2026-04-20"), Amount: 900000, Currency: "USD"}},
			day: "2026-05-01", want: ledger.Standing{Status: "accepted", On: day("2026-04-10"), By: "northwind-lead", Paid: 100000, Left: 200000}},
		"paid in another currency": {payments: []ledger.Payment{{Statement: locked.Name, At: day("2026-04-20"), Amount: 300000, Currency: "EUR"}},
			day: "2026-05-01", want: ledger.Standing{Status: "locked", On: day("2026-04-01"), Left: 300000}},
		"paid": {added: issued + accepted, payments: []ledger.Payment{{Statement: locked.Name, At: day("2026-04-20"), Amount: 100000, Currency: "USD"}, {Statement: locked.Name, At: day("2026-04-28"), Amount: 200000, Currency: "USD"}, {Statement: locked.Name, At: day("2026-06-01"), Amount: 1, Currency: "USD"}},
			day: "2026-05-01", want: ledger.Standing{Status: "paid", On: day("2026-04-28"), By: "northwind-lead", Paid: 300000}},
	} {
		t.Run(name, func(t *testing.T) {
			text := append(append([]byte(nil), locked.Text...), c.added...)
			docs, findings := load.Text(diag.Bytes(locked.Path, text), text)
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			s, _ := spec.As[spec.Statement](docs[0])
			got := ledger.StandingOf(locked.Name, s, c.within, c.payments, on(t, c.day), nil)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
