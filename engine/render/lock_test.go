package render

import (
	"io"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// sampleCorrections are a row that changed, one that is gone and known by its rule's
// name alone, and a refund that came late and is paid in another currency.
func sampleCorrections() ReconciliationView {
	q1 := quantity.Range{From: day("2026-01-01"), To: day("2026-03-31")}
	held := LockedRef{Name: "northwind-2026-q1", Period: "2026-Q1", AsOf: day("2026-04-02")}
	line := func(event, of string, earned, payout int64) commission.StatementLine {
		return commission.StatementLine{Payout: payout, Line: commission.Line{Beneficiary: "northwind", Partner: "northwind", Agreement: "agreement/northwind-reseller", Rule: &commission.Rule{ID: "deals", Test: -1},
			Kind: commission.Corrected, Event: event, Of: of, At: day("2026-04-20"), Earned: earned, Currency: "USD", State: commission.Payable}}
	}
	v := ReconciliationView{Partner: PartnerName{"partner/northwind", "Northwind"}, AsOf: day("2026-04-20"), Digest: "sha256:3f9c2a"}
	v.Locked = []LockedRow{{StatementLock: StatementLock{Name: held.Name, Path: "statements/northwind/2026-q1.yaml", AsOf: held.AsOf,
		Standing: ledger.Standing{Status: ledger.IsIssued, On: day("2026-04-03"), AnswerBy: day("2026-05-03"), Paid: 100_000, Left: 640_000}},
		Period: "2026-Q1", Days: q1, Statement: commission.Statement{Partner: "northwind", Period: q1, Currency: "USD", Totals: commission.Totals{Earned: 740_000, Payable: 740_000, Due: 740_000, Paid: 740_000}}}}
	v.Rows = []CorrectionRow{
		{Open: "2026-Q2", Line: line("D-1", "", -120_000, -120_000), Correction: Correction{Reason: ledger.ChangedFact, Currency: "USD", Pays: "USD", Locked: 440_000, Due: 320_000, LockedOut: 440_000, DueOut: 320_000,
			On: day("2026-03-11"), Statements: []LockedRef{held}, Lines: []commission.Line{{Earned: 440_000}}, Now: &commission.Line{Place: "data/deals.csv:4"},
			WasRow: &commission.Event{Amount: 4_000_000, Currency: "USD", At: day("2026-03-11"), Customer: "Adler"}, Row: &commission.Event{Amount: 3_000_000, Currency: "USD", At: day("2026-03-12"), Customer: "Birke", Place: "data/deals.csv:4"}}},
		{Open: "2026-Q2", Line: line("D-2", "", -300_000, -300_000), Correction: Correction{Reason: ledger.ChangedFact, Currency: "USD", Pays: "USD", Locked: 300_000,
			On: day("2026-02-10"), Statements: []LockedRef{held}, Lines: []commission.Line{{Earned: 300_000}}, WasRow: &commission.Event{}}},
		{Open: "2026-Q2", Line: line("R-1", "D-1", -100_000, -90_000), Correction: Correction{Reason: ledger.Refund, Currency: "USD", Pays: "EUR", Due: -100_000, DueOut: -90_000,
			On: day("2026-03-20"), Missing: &held, Now: &commission.Line{Place: "data/refunds.csv:2"}}},
	}
	return v
}

func TestReconciliation(t *testing.T) {
	v := sampleCorrections()
	golden(t, "reconcile.json", func(w io.Writer) error { return ReconciliationJSON(w, v) })
	golden(t, "reconcile.csv", func(w io.Writer) error { return ReconciliationCSV(w, v) })
	golden(t, "reconcile.txt", func(w io.Writer) error { return Reconciliation(w, v, Options{}) })
	v.Rows = nil
	if got := written(t, func(w io.Writer) error { return Reconciliation(w, v, Options{}) }); !strings.HasSuffix(got, "\nNothing to correct.\n") {
		t.Errorf("without differences:\n%s", got)
	}
	v.Locked = nil
	if got := written(t, func(w io.Writer) error { return Reconciliation(w, v, Options{}) }); !strings.Contains(got, "None is locked: entente statement northwind PERIOD --lock") {
		t.Errorf("without anything locked:\n%s", got)
	}
}

// TestCorrectionsInAStatement holds every form of a statement with corrections,
// of which two know neither terms nor a rule beyond its name.
func TestCorrectionsInAStatement(t *testing.T) {
	all := sampleCorrections()
	q2 := quantity.Range{From: day("2026-04-01"), To: day("2026-06-30")}
	s := StatementSection{Statement: commission.Statement{Partner: "northwind", Period: q2, Currency: "USD", Totals: commission.Totals{Earned: -510_000, Payable: -510_000, Due: -510_000, CarriedOut: -510_000}}}
	for i := range all.Rows {
		s.Entries = append(s.Entries, StatementEntry{StatementLine: all.Rows[i].Line, Earlier: "2026-Q2", Corrects: &all.Rows[i].Correction})
	}
	s.Lock = &StatementLock{Name: "northwind-2026-q2", Path: "statements/northwind/2026-q2.yaml", AsOf: day("2026-07-02"), Standing: ledger.Standing{Status: ledger.IsDisputed, On: day("2026-07-10"), By: "northwind-lead", Reason: "D-2 was sold"}}
	v := StatementView{Partner: all.Partner, Period: "2026-Q2", Days: q2, AsOf: day("2026-07-12"), Digest: "sha256:3f9c2a", Sections: []StatementSection{s}}
	golden(t, "statement-corrected.txt", func(w io.Writer) error { return Statement(w, v, Options{}) })
	golden(t, "statement-corrected.json", func(w io.Writer) error { return StatementJSON(w, v) })
	for name, write := range map[string]func(io.Writer, StatementView) error{"markdown": StatementMarkdown, "html": StatementHTML, "csv": StatementCSV} {
		if got := written(t, func(w io.Writer) error { return write(w, v) }); !strings.Contains(got, "D-2") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
	why := WhyView{Partner: all.Partner, Period: "2026-Q2"}
	for _, e := range s.Entries {
		why.Answers = append(why.Answers, WhyAnswer{StatementEntry: e, PeriodName: "2026-Q2", Paid: "USD"})
	}
	golden(t, "why-corrected.txt", func(w io.Writer) error { return Why(w, why, Options{}) })
}

func TestWhereALockedStatementStands(t *testing.T) {
	lock := func(s ledger.Standing) string {
		l := StatementLock{Name: "n", Path: "statements/n.yaml", AsOf: day("2026-04-02"), Standing: s}
		return strings.Join(l.words("USD"), " ")
	}
	for want, s := range map[string]ledger.Standing{
		"Locked as of 2026-04-02: statements/n.yaml.":                                  {Status: ledger.IsLocked},
		"Issued on 2026-04-03; without an answer by 2026-05-03 it counts as accepted.": {Status: ledger.IsIssued, On: day("2026-04-03"), AnswerBy: day("2026-05-03")},
		"Accepted by lead on 2026-04-05.":                                              {Status: ledger.IsAccepted, On: day("2026-04-05"), By: "lead"},
		"Deemed accepted from 2026-05-04 on: nobody disputed it in time.":              {Status: ledger.IsAccepted, On: day("2026-05-04"), IsDeemed: true},
		"Disputed by lead on 2026-04-05: too low":                                      {Status: ledger.IsDisputed, On: day("2026-04-05"), By: "lead", Reason: "too low"},
		"Accepted by lead on 2026-04-05. 10.00 USD were paid so far, 2.50 are left.":   {Status: ledger.IsAccepted, On: day("2026-04-05"), By: "lead", Paid: 1000, Left: 250},
		"Locked as of 2026-04-02: statements/n.yaml. Paid in full on 2026-04-09.":      {Status: ledger.IsPaid, On: day("2026-04-09"), Paid: 1250},
	} {
		if got := lock(s); !strings.HasSuffix(got, want) {
			t.Errorf("%s\n is not\n%s", got, want)
		}
	}
}
