package ledger_test

import (
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// books are a partner's account under one plan, with what happened and what is
// locked.
type books struct {
	t         testing.TB
	path      string // of the plan
	plan      []byte
	files     map[string][]byte // plans by blob, as version control would keep them
	accounts  []*commission.Account
	events    []*commission.Event
	reversals []commission.Reversal
	rates     rates
	asOf      quantity.Date
	locked    []*spec.Statement
	texts     map[string][]byte // locked files
}

// rates are quoted once and for all.
type rates map[[2]quantity.Currency]*big.Rat

func (r rates) Quote(from, to quantity.Currency, on quantity.Date) (facts.Quote, bool) {
	x, ok := r[[2]quantity.Currency{from, to}]
	if from == to {
		x, ok = big.NewRat(1, 1), true
	}
	if !ok {
		return facts.Quote{}, false
	}
	return facts.NewQuote(on, x, from, to), true
}

const planHead = "apiVersion: entente/v1\nkind: CommissionPlan\nmetadata: {name: reseller}\nspec:\n  currency: USD\n"

// open opens books for a partner under a plan, given as a file or as rules.
func open(t testing.TB, plan string) *books {
	t.Helper()
	b := &books{t: t, path: "plans/reseller.yaml", files: map[string][]byte{}, rates: rates{}, texts: map[string][]byte{}}
	b.accounts = []*commission.Account{{Partner: "northwind", Title: "Northwind", Agreement: "agreement/northwind-reseller", Program: "program/resellers", First: on(t, "2025-07-01")}}
	b.under(plan)
	return b
}

// under changes the plan.
func (b *books) under(plan string) {
	b.t.Helper()
	if !strings.Contains(plan, "apiVersion") {
		plan = planHead + "  " + strings.ReplaceAll(strings.TrimSpace(plan), "\n", "\n  ") + "\n"
	}
	b.plan = []byte(plan)
	b.files[ledger.BlobID(b.plan)] = b.plan
	docs, findings := load.Text(diag.Bytes(b.path, b.plan), b.plan)
	if findings.HasErrors() {
		b.t.Fatalf("%v in\n%s", findings, plan)
	}
	versions := map[string]*commission.Terms{}
	b.accounts[0].TermsOf = func(e *commission.Event) *commission.Terms {
		var in []spec.Dated
		key := ""
		for _, c := range spec.Changes(docs[0].Spec) {
			if c.Effective.V <= e.Created {
				in = append(in, c)
				key += c.ID + " "
			}
		}
		if versions[key] == nil {
			p, _ := docs[0].With(in).(*spec.CommissionPlan)
			var faults diag.List
			if versions[key], faults = commission.Compile(docs[0], p, func(*spec.PayRule) int { return -1 }); versions[key] == nil {
				b.t.Fatal(faults)
			}
		}
		return versions[key]
	}
}

func on(t testing.TB, day string) quantity.Date {
	t.Helper()
	d, err := quantity.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func usd(t testing.TB, amount string) int64 {
	t.Helper()
	m, err := quantity.ParseMoney(amount + " USD")
	if err != nil {
		t.Fatal(err)
	}
	return m.Minor
}

func (b *books) won(id, day, amount string, change ...func(*commission.Event)) *books {
	b.t.Helper()
	e := &commission.Event{ID: id, Trigger: commission.ClosedWon, At: on(b.t, day), Closed: on(b.t, day), Created: on(b.t, day), Partner: "northwind", Deal: id,
		Currency: "USD", Amount: usd(b.t, amount), Customer: "Tailspin, Inc.", IsSourced: true, Place: "data/deals.csv:" + id}
	for _, c := range change {
		c(e)
	}
	b.events = append(b.events, e)
	return b
}

func (b *books) takes(id, of, day, amount string, reason commission.Reason) *books {
	b.t.Helper()
	b.reversals = append(b.reversals, commission.Reversal{ID: id, Of: of, At: on(b.t, day), Amount: usd(b.t, amount), Currency: "USD", Reason: reason, Place: "data/refunds.csv:" + id})
	return b
}

func (b *books) fold() []*commission.Line {
	b.t.Helper()
	slices.SortStableFunc(b.events, func(x, y *commission.Event) int {
		if x.At != y.At {
			return int(x.At - y.At)
		}
		return strings.Compare(x.ID, y.ID)
	})
	slices.SortStableFunc(b.reversals, func(x, y commission.Reversal) int {
		if x.At != y.At {
			return int(x.At - y.At)
		}
		return strings.Compare(x.ID, y.ID)
	})
	var out []*commission.Line
	missing := commission.Fold(commission.Input{Accounts: b.accounts, Rates: b.rates, Reversals: b.reversals}, slices.Values(b.events), func(l *commission.Line) {
		if l.Beneficiary == "northwind" {
			out = append(out, l.Clone())
		}
	})
	if len(missing) > 0 {
		b.t.Fatal(missing)
	}
	return out
}

func (b *books) now() ledger.Reconciling {
	b.t.Helper()
	in := ledger.Reconciling{Blobs: b.blob, ToolVersion: "0.3.0", Locked: b.locked, Rows: ledger.Rows{Events: b.events, Reversals: b.reversals}, Payroll: commission.Payroll{Accounts: b.accounts, Rates: b.rates, AsOf: b.asOf}}
	in.Payroll.Issued = func(_ string, period quantity.Range) quantity.Date {
		for _, s := range b.locked {
			if s.Period.V.Range(0) == period {
				return s.AsOf.V
			}
		}
		return 0
	}
	var missing []commission.MissingRate
	if in.Now, missing = commission.Statements(in.Payroll, slices.Values(b.fold())); len(missing) > 0 {
		b.t.Fatal(missing)
	}
	return in
}

// lock locks the first period that is not, as of a day.
func (b *books) lock(day string) ledger.Locked {
	b.t.Helper()
	b.asOf = on(b.t, day)
	drafts := ledger.Draft(b.now())
	if len(drafts) == 0 {
		b.t.Fatal("there is nothing to lock")
	}
	i := slices.IndexFunc(drafts, func(d ledger.Drafted) bool { return !b.isLocked(d.Statement.Period) })
	out := b.write(drafts[i])
	again := b.write(drafts[i])
	if string(out.Text) != string(again.Text) {
		b.t.Fatal("locking twice gives different bytes")
	}
	docs, findings := load.Text(diag.Bytes(out.Path, out.Text), out.Text)
	if len(findings) > 0 {
		b.t.Fatalf("%s: %v in\n%s", out.Path, findings[0].Detail, out.Text)
	}
	s, _ := spec.As[spec.Statement](docs[0])
	b.locked = append(b.locked, s)
	b.texts[out.Path] = out.Text
	return out
}

func (b *books) write(d ledger.Drafted) ledger.Locked {
	b.t.Helper()
	out, err := ledger.Lock(ledger.Locking{Statement: d.Statement, Corrections: d.Corrections, History: b.fold(), Rows: ledger.Rows{Events: b.events, Reversals: b.reversals},
		Rates: b.rates, Base: "USD", AsOf: b.asOf, FactsDigest: "sha256:" + strings.Repeat("0", 64), ToolVersion: "0.3.0"})
	if err != nil {
		for _, l := range d.Statement.Lines {
			b.t.Logf("%s %s until %s earned %d payout %d released %t", l.ID(), l.State, l.Until, l.Earned, l.Payout, l.IsReleased)
		}
		b.t.Fatal(err)
	}
	return out
}

func (b *books) isLocked(p quantity.Range) bool {
	return slices.ContainsFunc(b.locked, func(s *spec.Statement) bool { return s.Period.V.Range(0) == p })
}

func (b *books) blob(_, id string) ([]byte, bool) {
	text, ok := b.files[id]
	return text, ok
}

func (b *books) verify(path string, text []byte) diag.List {
	return ledger.Verify(path, text, b.blob, ledger.Calendar{})
}

// proves fails when a locked file does not stand up to verification.
func (b *books) proves(l ledger.Locked) {
	b.t.Helper()
	for _, f := range b.verify(l.Path, l.Text) {
		b.t.Errorf("%s:%d:%d %s: %s", f.At.File(), f.At.From().Line, f.At.From().Column, f.Code, f.Detail)
	}
	if b.t.Failed() {
		b.t.Logf("%s", l.Text)
	}
}

// example is the partner of the contract under its plan.
func example(t testing.TB) *books {
	t.Helper()
	plan, err := os.ReadFile("../testdata/example/plans/reseller.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, string(plan))
	b.won("D-101", "2026-02-10", "30000").won("D-102", "2026-03-11", "40000").won("D-104", "2026-04-03", "30000").won("D-105", "2026-06-19", "31500")
	return b.takes("R-1", "D-102", "2026-05-02", "12000", "refund")
}
