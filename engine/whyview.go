package engine

import (
	"cmp"
	"context"
	"fmt"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Why arranges all that a row came to in a period of a partner, or why it came to
// nothing. The error names the period that the row is in, or the row that may have
// been meant.
func (a Accounted) Why(ctx context.Context, partner string, days quantity.Range, event string) (render.WhyView, error) {
	v := render.WhyView{Partner: a.partnerName(partner), Period: a.PeriodName(days), Event: event}
	for _, s := range a.statements() {
		if s.Partner != partner || s.Period != days {
			continue
		}
		for _, l := range s.Lines {
			if l.Event == event {
				v.Answers = append(v.Answers, a.answer(s, l))
			}
		}
	}
	if len(v.Answers) > 0 {
		return v, a.completeAll(ctx, v.Answers)
	}
	for i := range a.Paid.Lines {
		if l := &a.Paid.Lines[i]; l.Beneficiary == partner && l.Event == event && l.Period == days {
			v.Answers = append(v.Answers, a.answer(accountedStatement{Statement: commission.Statement{Currency: l.Currency}}, commission.StatementLine{Line: *l}))
		}
	}
	if len(v.Answers) > 0 {
		return v, a.completeAll(ctx, v.Answers)
	}
	err := a.elsewhere(partner, event)
	if err == nil {
		v.Nothing, err = a.whyNothing(ctx, partner, days, event)
	}
	return v, err
}

func (a Accounted) completeAll(ctx context.Context, answers []render.WhyAnswer) error {
	for i := range answers {
		if err := a.complete(ctx, &answers[i]); err != nil {
			return err
		}
	}
	return nil
}

// elsewhere names the period of a partner's that a row is in.
func (a Accounted) elsewhere(partner, event string) error {
	for i := range a.Paid.Lines {
		if l := &a.Paid.Lines[i]; l.Event == event && l.Beneficiary == partner {
			return fmt.Errorf("%s is of %s: entente why %s %s %s", event, a.PeriodName(l.Period), partner, a.PeriodName(l.Period), event)
		}
	}
	return nil
}

// asNow gives, for a locked line that would come to the same today, that of today:
// it knows more of how it came about.
func (a Accounted) asNow(s accountedStatement, l commission.StatementLine) commission.StatementLine {
	b := a.books[s.Partner]
	if s.lock == nil || b == nil || l.Kind == commission.Corrected {
		return l
	}
	for i := range b.in.Now {
		if b.in.Now[i].Currency != s.Currency || b.in.Now[i].Period != s.Period {
			continue
		}
		for _, now := range b.in.Now[i].Lines {
			if now.ID() == l.ID() && now.Agreement == l.Agreement && now.IsReleased == l.IsReleased && now.Earned == l.Earned && now.Payout == l.Payout && now.Until == l.Until && now.Amount == l.Amount {
				now.State = l.State
				return now
			}
		}
	}
	return l
}

func (a Accounted) answer(s accountedStatement, locked commission.StatementLine) render.WhyAnswer {
	l := a.asNow(s, locked)
	out := render.WhyAnswer{StatementEntry: a.entry(s, l), PeriodName: a.PeriodName(l.Period), Paid: s.Currency, Lock: a.lockOf(s)}
	if l.Kind == commission.Corrected {
		return out
	}
	if was := a.lineOf(s, &l); was != nil && was.Terms != nil {
		out.Kept = string(was.Terms.V)
	}
	if was := a.lineOf(s, &l); was != nil && was.Event != nil && l.Terms == locked.Terms {
		out.Row = ledger.EventOf(was.Event)
		if was.Reversal != nil {
			out.Reversal = ledger.ReversalOf(was.Reversal)
		}
	} else {
		a.rowsBehind(&out)
	}
	for i := range a.Paid.Lines {
		other := &a.Paid.Lines[i]
		if other.Beneficiary == l.Beneficiary && other.Event == l.Event && other.Kind == l.Kind && other.Place == l.Place && other.Rule != nil {
			out.Paying = append(out.Paying, other.Rule.ID)
		}
	}
	if out.Origin != nil {
		out.OriginIn = a.PeriodName(out.Origin.Period)
	}
	out.Refunds = a.refundsBefore(&l.Line)
	out.Source = a.planSource(&l.Line, out.Row)
	return out
}

// rowsBehind finds the rows of a line as they are today.
func (a Accounted) rowsBehind(out *render.WhyAnswer) {
	for _, e := range a.Paid.Events(cmp.Or(out.Of, out.Event)) {
		isIts := out.Rule == nil || e.Trigger == out.Rule.Trigger
		if isIts && (out.Row == nil || e.Place == out.Place) {
			out.Row = &e
		}
	}
	if out.Of != "" {
		for _, r := range a.Paid.Reversals(out.Event) {
			out.Reversal = &r
		}
	}
}

// refundsBefore finds the refunds that came in the window of a line's volume up to
// its day: they might be thought to lower it.
func (a Accounted) refundsBefore(l *commission.Line) []render.RefundBefore {
	if l.Rule == nil || l.Rule.Bands == nil || l.Of != "" {
		return nil
	}
	window := a.window(l)
	var out []render.RefundBefore
	for i := range a.Paid.Lines {
		r := &a.Paid.Lines[i]
		if r.Kind != commission.Refunded || r.Beneficiary != l.Beneficiary || r.Rule == nil || r.Rule.ID != l.Rule.ID || r.At < window.From || r.At > l.At {
			continue
		}
		before := render.RefundBefore{Line: r, Period: a.PeriodName(r.Period)}
		if o := a.earnedBy(r); o != nil && !render.IsSliceOfTrueUp(r) {
			before.Period = a.PeriodName(o.Period)
		}
		for k := range a.Paid.Lines {
			reopened := &a.Paid.Lines[k]
			before.IsReopened = before.IsReopened || reopened.Kind == commission.Reopened && reopened.Event == r.Event
		}
		out = append(out, before)
	}
	return out
}

// window is the days that a line's volume counts in, up to the line's.
func (a Accounted) window(l *commission.Line) quantity.Range {
	switch l.Rule.Bands.Reset {
	case commission.Monthly:
		return commission.PeriodOf(quantity.Monthly, l.At, a.fiscal())
	case commission.Quarterly:
		return commission.PeriodOf(quantity.Quarterly, l.At, a.fiscal())
	case commission.ContractYear:
		if account := a.Paid.Account(l.Agreement); account != nil {
			from := account.First
			for from.AddMonths(12) <= l.At {
				from = from.AddMonths(12)
			}
			return quantity.Range{From: from, To: l.At}
		}
	}
	return quantity.Range{To: l.At}
}

// planSource finds the document that names the plan of a line: the agreement, else
// the level that counts on its day, else the program.
func (a Accounted) planSource(l *commission.Line, row *commission.Event) render.PlanSource {
	doc := a.Book.Docs.Get(l.Agreement)
	if doc == nil || l.Terms == nil {
		return render.PlanSource{}
	}
	began := l.At
	if row != nil {
		began = cmp.Or(row.Registered, row.Created, row.At)
	}
	intervals := a.Book.Terms(doc)
	in := intervals[0]
	for _, i := range intervals {
		if i.From <= began {
			in = i
		}
	}
	out := render.PlanSource{Name: in.Agreement.Program.Name}
	if c := in.Agreement.PayoutCurrency; c != nil {
		out.PaidAt = c.At
	} else if p := l.Terms.Spec.Payout; p != nil && p.Currency != nil {
		out.PaidAt = p.Currency.At
	}
	plan := l.Terms.Plan.Name()
	_, program := spec.Lookup[spec.Program](a.Book.Docs, in.Agreement.Program.Name)
	switch {
	case in.Agreement.Plan != nil:
		out.Kind, out.Name, out.At = "agreement", string(doc.Name.V), in.Agreement.Plan.At
		if in.By != nil && setsPlan(in.Agreement, in.By) {
			out.Amendment, out.Since = in.By.ID, &in.By.Effective
		}
	case program == nil:
	case a.isOfLevel(&out, program, plan, l):
	case program.Plan != nil && program.Plan.Name == plan:
		out.Kind, out.At = "program", program.Plan.At
	}
	return out
}

// setsPlan reports whether an amendment names the plan that an agreement has.
func setsPlan(agreement *spec.Agreement, by *spec.Dated) bool {
	for i := range agreement.Amendments {
		am := &agreement.Amendments[i]
		if string(am.ID.V) == by.ID && am.Set.V.Plan != nil && am.Set.V.Plan.At == agreement.Plan.At {
			return true
		}
	}
	return false
}

// isOfLevel fills the level whose plan pays a line, when it is one's.
func (a Accounted) isOfLevel(out *render.PlanSource, program *spec.Program, plan string, l *commission.Line) bool {
	if program.Tiers == nil {
		return false
	}
	address := spec.NewAddress("Partner", l.Partner)
	held, kind := spec.Slug(""), "tier"
	for _, t := range a.Snapshot.Judgements[address].Tiers {
		for _, h := range t.History {
			if t.Program == out.Name && h.On < l.At {
				held, out.On = spec.Slug(h.Tier), h.On
			}
		}
	}
	if _, p := spec.Lookup[spec.Partner](a.Book.Docs, l.Partner); p != nil {
		for _, m := range p.Programs {
			if m.Program.Name == out.Name && m.Pin != nil && (m.Pin.Until == nil || l.At <= m.Pin.Until.V) {
				held, kind, out.LevelAt = m.Pin.Tier.V, "pin", m.Pin.Tier.At
			}
		}
	}
	for _, level := range program.Tiers.Levels {
		if level.ID.V == held && level.Plan != nil && level.Plan.Name == plan {
			out.Kind, out.Level, out.At = kind, string(held), level.Plan.At
			return true
		}
	}
	return false
}
