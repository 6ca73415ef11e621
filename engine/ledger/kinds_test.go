package ledger_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

const agreement = `apiVersion: entente/v1
kind: Agreement
metadata: {name: northwind-reseller}
spec:
  partner: northwind
  program: resellers
  status: signed
  term: {effective: 2025-07-01}
  adjustments:
    - {id: launch, date: 2026-02-28, amount: 250 USD, reason: Launch event}
`

// An adjustment is proven by the agreement that states it.
func TestAnAdjustmentIsTakenFromItsAgreement(t *testing.T) {
	b := example(t)
	b.files[ledger.BlobID([]byte(agreement))] = []byte(agreement)
	docs, findings := load.Text(diag.Bytes("agreement.yaml", []byte(agreement)), []byte(agreement))
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	a, _ := spec.As[spec.Agreement](docs[0])
	b.asOf = on(t, "2026-04-01")
	line := commission.Adjust(b.accounts[0], b.accounts[0].TermsOf(b.events[0]), &a.Adjustments[0], 0)
	history := append(b.fold(), line)
	now, _ := commission.Statements(commission.Payroll{Accounts: b.accounts, Rates: b.rates, AsOf: b.asOf}, slices.Values(history))
	locked, err := ledger.Lock(ledger.Locking{Statement: now[0], History: history, Rows: ledger.Rows{Events: b.events, Reversals: b.reversals}, Rates: b.rates,
		Docs: spec.NewDocuments(docs, 1), Base: "USD", AsOf: b.asOf, FactsDigest: "sha256:" + strings.Repeat("0", 64), ToolVersion: "0.3.0"})
	if err != nil {
		t.Fatal(err)
	}
	b.proves(locked)
	if !strings.Contains(string(locked.Text), "agreement.yaml@") || !strings.Contains(string(locked.Text), "adjustments: 250.00 USD") {
		t.Errorf("%s", locked.Text)
	}
	text := ledger.Redigested([]byte(strings.Replace(string(locked.Text), "earned: 250.00", "earned: 950.00", 1)))
	if found := b.verify(locked.Path, text); len(found) == 0 || !strings.Contains(found[0].Detail, "250.00") {
		t.Error(spelled(found))
	}
}

// A line is proven by the version of the plan that its deal goes by.
func TestDatedChangesApplyAsTheyDid(t *testing.T) {
	b := open(t, `rules: [{id: deals, trigger: closed-won, rate: 10%}]
payout: {cadence: quarterly}
changes:
  - {id: spring, effective: 2026-03-01, set: {rules: [{id: deals, rate: 12%}]}}
  - {id: summer, effective: 2026-06-01, set: {rules: [{id: deals, rate: 14%}]}}`)
	b.won("D-1", "2026-02-10", "1000").won("D-2", "2026-03-10", "1000").won("D-3", "2026-03-11", "1000", func(e *commission.Event) { e.Created = on(t, "2026-01-05") })
	locked := b.lock("2026-04-01")
	b.proves(locked)
	var got []string
	for _, l := range b.locked[0].Lines {
		changes := ""
		for _, c := range l.Changes {
			changes += " " + string(c.V)
		}
		got = append(got, string(l.Event.ID.V)+changes+" "+l.Earned.Canonical())
	}
	if diff := cmp.Diff([]string{"D-1 100.00 USD", "D-2 spring 120.00 USD", "D-3 100.00 USD"}, got); diff != "" {
		t.Error(diff)
	}
	text := ledger.Redigested([]byte(strings.Replace(string(locked.Text), "created: 2026-03-10", "created: 2026-02-10", 1)))
	if found := b.verify(locked.Path, text); len(found) == 0 {
		t.Error("a deal of other terms is not found")
	}
}

func TestAnotherCurrencyIsLockedAtItsRate(t *testing.T) {
	b := open(t, "rules: [{id: deals, trigger: closed-won, rate: 10%}]\npayout: {cadence: quarterly, currency: EUR}")
	b.rates[[2]quantity.Currency{"USD", "EUR"}] = big.NewRat(9, 10)
	b.rates[[2]quantity.Currency{"CHF", "USD"}] = big.NewRat(1000, 907)
	b.won("D-1", "2026-02-10", "1000").won("D-2", "2026-03-10", "1000", func(e *commission.Event) { e.Currency = "CHF" })
	locked := b.lock("2026-04-01")
	b.proves(locked)
	if locked.Name != "northwind-2026-q1-eur" || b.locked[0].Totals.Paid.Canonical() != "189.23 EUR" { // 90.00 and 110.25 × 0.9 = 99.225
		t.Errorf("%s pays %s", locked.Name, b.locked[0].Totals.Paid.Canonical())
	}
	b.rates[[2]quantity.Currency{"USD", "EUR"}] = big.NewRat(91, 100)
	found := ledger.Reconcile(b.now())
	if len(found) != 2 || found[0].Reason != ledger.ChangedRate || found[0].Earned != 0 || found[0].Payout != 100 {
		t.Errorf("%+v", found)
	}
	b.proves(b.lock("2026-07-01"))
	if again := b.corrected("2026-08-01"); len(again) > 0 {
		t.Error(again)
	}
}

func TestWhatCannotBeLocked(t *testing.T) {
	b := example(t)
	b.asOf = on(t, "2026-02-15")
	draft := ledger.Draft(b.now())[0]
	in := ledger.Locking{Statement: draft.Statement, History: b.fold(), Rows: ledger.Rows{Events: b.events}, AsOf: b.asOf}
	if _, err := ledger.Lock(in); err == nil || !strings.Contains(err.Error(), "2026-Q1 is not over before 2026-03-31") {
		t.Error(err)
	}
	b.asOf = on(t, "2026-04-01")
	in = ledger.Locking{Statement: ledger.Draft(b.now())[0].Statement, History: b.fold(), AsOf: b.asOf}
	if _, err := ledger.Lock(in); err == nil || !strings.Contains(err.Error(), "is not among the facts") {
		t.Error(err)
	}
	in.Rows, in.Statement.Paid = ledger.Rows{Events: b.events}, 1
	if _, err := ledger.Lock(in); err == nil || !strings.Contains(err.Error(), "its lines come to paid of") {
		t.Error(err)
	}
}

func TestPeriodsByTheirNames(t *testing.T) {
	for days, want := range map[string]string{
		"2026-04-01..2026-06-30": "2026-Q2", "2026-01-01..2026-12-31": "2026", "2026-02-01..2026-02-28": "2026-02", "2026-01-05..2026-01-11": "2026-01-05..2026-01-11",
	} {
		p, err := quantity.ParsePeriod(days)
		if err != nil {
			t.Fatal(err)
		}
		if got := ledger.PeriodName(p.Span, 0).String(); got != want {
			t.Errorf("%s is %s, want %s", days, got, want)
		}
	}
	half := quantity.Range{From: on(t, "2025-07-01"), To: on(t, "2025-09-30")}
	if got := ledger.PeriodName(half, 7).String(); got != "2026-Q1" {
		t.Errorf("with years from July it is %s", got)
	}
	if name, path := ledger.NameOf("northwind", quantity.Period{Span: half}, "USD", "USD"); name != "northwind-2025-07-01-2025-09-30" || path != "statements/northwind/2025-07-01-2025-09-30.yaml" {
		t.Error(name, path)
	}
}
