package ledger

import (
	"cmp"
	"fmt"
	"math/big"
	"reflect"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// locker turns lines into what a statement keeps of them.
type locker struct {
	in    *Locking
	rows  *index
	past  map[string]standing
	fold  refolder
	terms []*commission.Terms // by line; nil of lines that no terms price
	exact []*big.Rat
	err   error
}

// line keeps the inputs of a line, and the context with which they come to what
// the line says.
func (k *locker) line(sl *commission.StatementLine) spec.StatementLine {
	l := &sl.Line
	out := spec.StatementLine{ID: val(spec.Text(l.ID())), Kind: val(spec.Text(l.Kind)), At: val(l.At), Agreement: slug(nameOf(l.Agreement)),
		Place: text(l.Place), Earned: money(l.Earned, l.Currency), Until: day(l.Until)}
	if l.Partner != l.Beneficiary {
		out.Partner = slug(l.Partner)
	}
	if sl.PaidRateOn != 0 {
		if rate := rateText(k.in.Rates, l.Currency, k.in.Statement.Currency, sl.PaidRateOn); rate != nil {
			out.Payout = &spec.StatementExchange{On: val(sl.PaidRateOn), Rate: *rate, Amount: money(sl.Payout, k.in.Statement.Currency)}
			writeRounding(out.Payout, l.Terms)
		}
	}
	if l.State == commission.Void {
		out.Void = text(l.Reason)
		out.Amount = some(l.Amount, l.Currency)
	}
	var exact *big.Rat
	var terms *commission.Terms
	switch {
	case l.Kind == commission.Corrected:
		k.correction(&out, sl)
	case l.Kind == commission.Adjusted:
		k.adjustment(&out, l)
	case l.Rule != nil:
		k.inputs(&out, l)
		if l.State != commission.Void {
			terms, exact = l.Terms, k.settle(&out, l)
		}
	}
	k.terms, k.exact = append(k.terms, terms), append(k.exact, exact)
	return out
}

// inputs keeps the terms and rows of a line.
func (k *locker) inputs(out *spec.StatementLine, l *commission.Line) {
	out.Plan, out.Rule = slug(nameOf(l.Terms.Plan)), slug(l.Rule.ID)
	if l.Kind == commission.Earned || l.Kind == commission.TrueUp {
		out.Limits = limitsOf(l.Rule, l.Terms.Currency)
	}
	if at := l.Rule.Spec.ID.At; !at.IsZero() {
		out.Terms = text(OriginOf(at).String())
	}
	of := cmp.Or(l.Of, l.Event)
	e := k.rows.event(of, l.Rule.Trigger, l.Place)
	if e == nil {
		k.err = fmt.Errorf("the row of %s is not among the facts", l.ID())
		return
	}
	out.Event = writeEvent(e, l.Terms, k.in.Rates)
	out.Changes = changeNames(applied(l.Terms.Spec, e))
	if e.Place == l.Place {
		out.Place = nil
	}
	if l.Of == "" {
		return
	}
	if r := k.rows.reversal(l.Event, l.Of, l.Place); r != nil {
		out.Reversal = writeReversal(r, e, l.Terms, k.in.Rates)
	}
}

// limitsOf gives the floor and the caps of a rule; nil when it has none.
func limitsOf(r *commission.Rule, c quantity.Currency) *spec.StatementLimits {
	limit := func(minor *int64) *spec.Val[spec.Money] {
		if minor == nil {
			return nil
		}
		return ref(spec.Money{Minor: *minor, Currency: c})
	}
	out := spec.StatementLimits{Floor: limit(r.Floor), PerEvent: limit(r.CapPerEvent), PerPeriod: limit(r.CapPerPeriod)}
	if out == (spec.StatementLimits{}) {
		return nil
	}
	return &out
}

// adjustment keeps where an agreement states the amount.
func (k *locker) adjustment(out *spec.StatementLine, l *commission.Line) {
	if k.in.Docs == nil {
		return
	}
	doc := k.in.Docs.Get(l.Agreement)
	if doc == nil {
		return
	}
	if a := adjustmentOf(doc, l.Event); a != nil {
		out.Terms = text(OriginOf(a.ID.At).String())
	}
}

// settle finds the context from which the line's figures follow. What it cannot
// tell from the partner's own rows is given.
func (k *locker) settle(out *spec.StatementLine, l *commission.Line) *big.Rat {
	want := *out
	figures{amount: l.Amount, base: l.Base, parts: l.Parts, raised: l.Raised, cutEvent: l.CutEvent, cutPeriod: l.CutPeriod,
		earned: l.Earned, until: l.Until, note: noteOf(l)}.fill(&want, l.Terms, l.Rule)
	for c := range k.contexts(l) {
		trial := want
		trial.Context = nil
		if c != (spec.StatementContext{}) {
			trial.Context = &c
		}
		had := trial
		exact, ok := k.fold.price(&trial, l.Terms)
		if exact != nil { // the sum of the statement has a say
			had.Earned = trial.Earned
		}
		if ok && plain(&trial) == plain(&had) {
			*out = trial
			return exact
		}
	}
	*out = want
	k.give(out, l.Earned)
	return nil
}

func (k *locker) give(out *spec.StatementLine, earned int64) {
	out.Context = &spec.StatementContext{Given: text(exactText(new(big.Rat).SetInt64(earned), out.Earned.V.Currency))}
}

// plain is what of a line is compared.
func plain(l *spec.StatementLine) string { return flowOf(l) }

func flowOf[T any](v *T) string { return flow(reflect.ValueOf(v).Elem()) }

func noteOf(l *commission.Line) string {
	if l.Reason == "over-refunded" {
		return overRefunded
	}
	return ""
}

// spread rounds lines per statement where their terms say so. Where that does not
// come to the amounts of the lines, their amounts are given.
func (k *locker) spread(s *spec.Statement) {
	var want []int64
	for i := range k.in.Statement.Lines {
		if sl := &k.in.Statement.Lines[i]; !sl.IsReleased && sl.Reason != "ineligible" {
			want = append(want, sl.Earned)
		}
	}
	spread(s, k.terms, k.exact)
	for i := range s.Lines {
		l := &s.Lines[i]
		if l.Earned.V.Minor == want[i] {
			continue
		}
		for j := range s.Lines {
			if k.exact[j] != nil && k.terms[j].Plan == k.terms[i].Plan {
				s.Lines[j].Earned = money(want[j], k.terms[j].Currency)
				k.give(&s.Lines[j], want[j])
				k.exact[j] = nil
			}
		}
	}
}

// minimum is the least amount that is paid; nil when it did not count.
func (k *locker) minimum() *spec.Val[spec.Money] {
	st := &k.in.Statement
	var t *commission.Terms
	for _, l := range k.in.History {
		if l.Terms != nil && l.At <= st.Period.To {
			t = l.Terms
		}
	}
	if t == nil || t.Payout.Minimum == nil || st.Due <= 0 {
		return nil
	}
	m, ok := *t.Payout.Minimum, true
	if m.Currency != st.Currency && k.in.Rates != nil {
		var q facts.Quote
		if q, ok = k.in.Rates.Quote(m.Currency, st.Currency, st.Period.To); ok {
			m.Minor, ok = commission.Exchanged(m.Minor, q, t.Rounding.Mode, 1)
		}
		m.Currency = st.Currency
	}
	if !ok || st.Paid == st.Due && m.Minor > st.Due { // an ended agreement is paid out whatever is left
		return nil
	}
	return some(m.Minor, m.Currency)
}

// agrees holds the document's totals against the statement's.
func (k *locker) agrees(s *spec.Statement) error {
	st, t := &k.in.Statement, &s.Totals
	for _, x := range []struct {
		what      string
		have, got int64
	}{
		{"earned", st.Earned, t.Earned.V.Minor}, {"held", st.Held, t.Held.V.Minor}, {"released", st.Released, t.Released.V.Minor},
		{"adjustments", st.Adjustments, t.Adjustments.V.Minor}, {"due", st.Due, t.Due.V.Minor}, {"paid", st.Paid, t.Paid.V.Minor},
	} {
		if x.have != x.got {
			return fmt.Errorf("its lines come to %s of %s, and the statement says %s", x.what,
				quantity.Money{Minor: x.got, Currency: st.Currency}, quantity.Money{Minor: x.have, Currency: st.Currency})
		}
	}
	return nil
}

// applied gives the dated changes of a plan that an event is paid by.
func applied(p *spec.CommissionPlan, e *commission.Event) []spec.Dated {
	began := cmp.Or(e.Registered, e.Created, e.At)
	var out []spec.Dated
	for _, c := range spec.Changes(p) {
		from := began
		if c.AppliesTo == "new-events" {
			from = e.At
		}
		if c.Effective.V <= from {
			out = append(out, c)
		}
	}
	return out
}

func changeNames(list []spec.Dated) []spec.Val[spec.Slug] {
	var out []spec.Val[spec.Slug]
	for _, c := range list {
		out = append(out, val(spec.Slug(c.ID)))
	}
	return out
}

// adjustmentOf finds an adjustment in any version of its agreement.
func adjustmentOf(doc *spec.Document, id string) *spec.Adjustment {
	versions, _ := doc.Versions()
	for _, v := range versions {
		a, ok := v.Spec.(*spec.Agreement)
		if !ok {
			continue
		}
		for i := range a.Adjustments {
			if string(a.Adjustments[i].ID.V) == id {
				return &a.Adjustments[i]
			}
		}
	}
	return nil
}

// spanOf is the whole of a file.
func spanOf(source *diag.Source) diag.Span { return diag.Span{Source: source, End: ^uint32(0)} }

// correction keeps what is corrected and by how much.
func (k *locker) correction(out *spec.StatementLine, sl *commission.StatementLine) {
	if sl.Rule != nil {
		out.Rule = slug(sl.Rule.ID)
	}
	out.Reason = text(sl.Reason)
	for i := range k.in.Corrections {
		c := &k.in.Corrections[i]
		if c.ID() != sl.ID() || c.Agreement != sl.Agreement {
			continue
		}
		k.corrected(out, &sl.Line)
		ctx := &spec.StatementContext{Event: text(c.Event), Of: text(c.Of)}
		locked, due := money(c.Locked, c.Currency), money(c.Due, c.Currency)
		ctx.Locked, ctx.Due = &locked, &due
		if c.Pays != c.Currency {
			paid, owed := money(c.LockedOut, c.Pays), money(c.DueOut, c.Pays)
			ctx.PaidOut, ctx.DueOut = &paid, &owed
		}
		out.Context, out.Payout = ctx, nil
		return
	}
	k.err = fmt.Errorf("nothing says what %s corrects", sl.ID())
}

// corrected keeps the row and the terms that a correction goes by: what comes later
// is told apart from what it made up for.
func (k *locker) corrected(out *spec.StatementLine, l *commission.Line) {
	if l.Terms == nil || l.Rule == nil || l.Rule.Spec == nil || k.rows.event(cmp.Or(l.Of, l.Event), l.Rule.Trigger, l.Place) == nil {
		return
	}
	k.inputs(out, l)
}
