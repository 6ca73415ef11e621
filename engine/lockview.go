package engine

import (
	"cmp"
	"maps"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/spec"
)

// lockOf tells where a locked statement stands; nil of one that is not locked.
func (a Accounted) lockOf(s accountedStatement) *render.StatementLock {
	if s.lock == nil {
		return nil
	}
	var within *quantity.Duration
	for _, l := range s.Lines {
		if l.Terms != nil {
			within = l.Terms.Payout.AcceptWithin
		}
	}
	var payments []ledger.Payment
	for _, p := range a.Paid.Payments {
		payments = append(payments, ledger.Payment(p))
	}
	return &render.StatementLock{Name: s.lock.name(), Path: s.lock.doc.At.File(), AsOf: s.lock.spec.AsOf.V,
		Standing: ledger.StandingOf(s.lock.name(), s.lock.spec, within, payments, a.Snapshot.AsOf, a.Book.Holidays())}
}

// lockedSince is the first day of the version of a plan that a locked line was paid
// by.
func (a Accounted) lockedSince(s accountedStatement, l *commission.StatementLine) quantity.Date {
	plan := l.Terms.Spec
	since := quantity.Date(0)
	if plan.Effective != nil {
		since = plan.Effective.V
	}
	was := a.lineOf(s, l)
	if was == nil {
		return since
	}
	for _, c := range spec.Changes(plan) {
		if slices.ContainsFunc(was.Changes, func(id spec.Val[spec.Slug]) bool { return string(id.V) == c.ID }) {
			since = max(since, c.Effective.V)
		}
	}
	return since
}

// corrects says what a correction makes up for; nil of other lines.
func (a Accounted) corrects(s accountedStatement, l *commission.StatementLine) *render.Correction {
	b := a.books[l.Beneficiary]
	if l.Kind != commission.Corrected || b == nil {
		return nil
	}
	if was := a.lineOf(s, l); was != nil && was.Context != nil {
		c := was.Context
		out := &render.Correction{Reason: l.Reason, Currency: l.Currency, Locked: minor(c.Locked), Due: minor(c.Due), Pays: s.Currency, LockedOut: minor(c.PaidOut), DueOut: minor(c.DueOut)}
		last := a.whatWasLocked(out, b, l, s.Period.From)
		if was.Event != nil {
			out.Row = ledger.EventOf(was.Event)
		}
		if was.Reversal != nil {
			out.Reversal = ledger.ReversalOf(was.Reversal)
		}
		if (l.Reason == ledger.ChangedTerms || l.Reason == ledger.ChangedRate && c.Locked != nil && minor(c.Locked) != minor(c.Due)) && last != nil {
			out.Terms = b.in.TermChanges(last, was)
		}
		return out
	}
	for i := range s.corrections {
		c := &s.corrections[i]
		if c.ID() == l.ID() && c.Agreement == l.Agreement {
			return a.correction(b, c)
		}
	}
	return nil
}

func minor(v *spec.Val[spec.Money]) int64 { return v.Or(spec.Money{}).Minor }

// correction arranges what is due now and what is locked.
func (a Accounted) correction(b *books, c *ledger.Correction) *render.Correction {
	out := &render.Correction{Reason: c.Reason, Currency: c.Currency, Locked: c.Locked, Due: c.Due, Pays: c.Pays, LockedOut: c.LockedOut, DueOut: c.DueOut, On: c.On, Terms: c.Terms}
	a.whatWasLocked(out, b, &c.StatementLine, c.Period.From)
	a.whatIsDue(out, b, c)
	if len(out.Statements) == 0 {
		for _, l := range b.locked {
			isFirst := out.Missing == nil && c.On < l.read.Period.From // of a day before all that is locked
			if l.read.Currency == c.Pays && (isFirst || l.read.Period.Contains(c.On)) {
				out.Missing = a.ref(l, nil)
			}
		}
	}
	return out
}

// whatWasLocked names the lines of locked statements, of periods before a day, that
// a correction is about, and gives the last one that says what row it went by.
func (a Accounted) whatWasLocked(out *render.Correction, b *books, l *commission.StatementLine, before quantity.Date) (last *spec.StatementLine) {
	for _, locked := range b.locked {
		if locked.read.Period.To >= before {
			continue
		}
		for i := range locked.read.Lines {
			was := &locked.read.Lines[i]
			isIts := was.Event == l.Event && was.Of == l.Of && was.Agreement == l.Agreement && was.Partner == l.Partner && ruleID(&was.Line) == ruleID(&l.Line)
			if !isIts || was.IsReleased || was.State == commission.Void {
				continue
			}
			source := &locked.spec.Lines[i]
			out.Statements = append(out.Statements, *a.ref(locked, source))
			out.Lines = append(out.Lines, was.Line)
			if source.Event != nil {
				out.WasRow, last = ledger.EventOf(source.Event), source
			}
			if source.Reversal != nil {
				out.WasReversal = ledger.ReversalOf(source.Reversal)
			}
			out.On = cmp.Or(out.On, was.At)
		}
	}
	return last
}

// whatIsDue finds the line and the rows of today.
func (a Accounted) whatIsDue(out *render.Correction, b *books, c *ledger.Correction) {
	for i := range b.in.Now {
		for k := range b.in.Now[i].Lines {
			now := &b.in.Now[i].Lines[k]
			isIts := now.Event == c.Event && now.Of == c.Of && now.Agreement == c.Agreement && now.Partner == c.Partner && ruleID(&now.Line) == ruleID(&c.Line)
			if isIts && !now.IsReleased && now.State != commission.Void && out.Now == nil {
				out.Now = &now.Line
			}
		}
	}
	for _, e := range b.in.Rows.Events {
		if e.ID == cmp.Or(c.Of, c.Event) && (c.Rule == nil || c.Rule.Trigger == 0 || e.Trigger == c.Rule.Trigger) {
			out.Row = e
		}
	}
	for i := range b.in.Rows.Reversals {
		if r := &b.in.Rows.Reversals[i]; c.Of != "" && r.ID == c.Event {
			out.Reversal = r
		}
	}
}

func (a Accounted) ref(l *lockedStatement, line *spec.StatementLine) *render.LockedRef {
	out := &render.LockedRef{Name: l.name(), Period: a.PeriodName(l.read.Period), AsOf: l.spec.AsOf.V, At: l.doc.At}
	if line != nil {
		out.At = line.ID.At
	}
	return out
}

// Reconciliations compares what all partners that have a locked statement are due now
// with what is locked, by name.
func (a Accounted) Reconciliations() render.ReconciliationsView {
	v := render.ReconciliationsView{AsOf: a.Snapshot.AsOf, Digest: a.Snapshot.FactsDigest}
	for _, partner := range slices.Sorted(maps.Keys(a.books)) {
		v.Partners = append(v.Partners, a.Reconciliation(partner))
	}
	return v
}

// Reconciliation compares what a partner is due now with what is locked.
func (a Accounted) Reconciliation(partner string) render.ReconciliationView {
	v := render.ReconciliationView{Partner: a.partnerName(partner), AsOf: a.Snapshot.AsOf, Digest: a.Snapshot.FactsDigest}
	b := a.books[partner]
	if b == nil {
		return v
	}
	for _, l := range b.locked {
		s := accountedStatement{Statement: l.read, lock: l}
		v.Locked = append(v.Locked, render.LockedRow{StatementLock: *a.lockOf(s), Period: a.PeriodName(l.read.Period), Days: l.read.Period, Statement: l.read})
	}
	for _, c := range ledger.Reconcile(b.in) {
		v.Rows = append(v.Rows, render.CorrectionRow{Correction: *a.correction(b, &c), Line: c.StatementLine, Open: a.PeriodName(c.Period)})
	}
	return v
}
