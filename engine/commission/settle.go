package commission

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// plainLine says what the reused line was last filled for, when nothing but
// settle has touched it since: events of one partner mostly come in a row.
type plainLine struct {
	edition *edition
	rule    int
}

// fresh gives the reused line to be filled from nothing.
func (f *folder) fresh() *Line {
	f.plain = plainLine{}
	return &f.line
}

// onceMore fills the reused line for one more event of the rule it was filled for.
func (f *folder) onceMore(h *holder, i int, e *Event) *Line {
	if f.plain != (plainLine{h.edition, i}) {
		l := f.begin(h, i, e, Earned)
		f.plain = plainLine{h.edition, i}
		return l
	}
	l := &f.line
	l.Event, l.At, l.Place = e.ID, e.At, e.Place
	l.Share = Share{}
	l.CutEvent, l.Raised = 0, 0
	l.Period = h.edition.periodOf(e.At, f.Fiscal)
	l.CutPeriod = 0
	if l.Exact != nil || l.exact != nil || l.entry != nil || l.Trace != nil {
		l.Exact, l.exact, l.entry, l.Trace = nil, nil, nil, nil
	}
	f.dates(l, e)
	return l
}

// begin fills the line of an event with what every line of it says.
func (f *folder) begin(h *holder, i int, e *Event, kind Kind) *Line {
	t := h.edition.terms
	l := f.fresh()
	*l = Line{
		Beneficiary: h.payee.Partner, Partner: h.payee.Partner, Agreement: h.payee.Agreement, Terms: t, Rule: &t.Rules[i],
		Kind: kind, Event: e.ID, At: e.At, Period: h.edition.periodOf(e.At, f.Fiscal), Place: e.Place,
		Currency: t.Currency, State: Calculated,
	}
	f.dates(l, e)
	return l
}

// dates fills in the day of the exchange rate and the end of the hold.
func (f *folder) dates(l *Line, e *Event) {
	switch l.Terms.Payout.RateAt {
	case AtEvent:
		l.RatedOn = e.At
	case AtInvoice:
		l.RatedOn = l.Terms.ratedAt(e)
	case AtPeriodEnd:
		l.RatedOn = l.Period.To
	}
	switch hold := &l.Rule.Hold; {
	case hold.N == 0:
	case hold.Unit == quantity.Days:
		l.Until = e.At.AddDays(hold.N)
	default:
		l.Until = hold.From(e.At, f.Holidays)
	}
}

// voids emits a void line for a row that must not be paid.
func (f *folder) voids(h *holder, i int, e *Event, isAgain bool) bool {
	reason, n := "", 0
	switch {
	case isAgain:
		reason, n = "duplicate", f.again[e.ID]+1
	case h.payee.isItself(e.Customer):
		reason = "self-referral"
	default:
		return false
	}
	l := f.begin(h, i, e, Earned)
	l.State, l.Reason, l.N, l.Amount, l.Until = Void, reason, n, e.Amount, 0
	l.Currency = e.Currency
	if l.Currency == "" {
		l.Currency = l.Terms.Currency
	}
	f.emit(l)
	return true
}

// ineligible tells a tracer that an agreement was in force and paid nothing.
func (f *folder) ineligible(m *member, e *Event) {
	if !f.Traced {
		return
	}
	for _, p := range m.payees {
		if !p.holds(e) {
			continue
		}
		if t := p.TermsOf(e); t != nil {
			*f.fresh() = Line{Beneficiary: p.Partner, Partner: p.Partner, Agreement: p.Agreement, Terms: t, Kind: Earned, Event: e.ID, At: e.At,
				Period: f.edition(p, t).periodOf(e.At, f.Fiscal), Place: e.Place, Amount: e.Amount, Currency: e.Currency, State: Void, Reason: "ineligible"}
			if f.sharers != nil {
				f.line.trace().Idle = f.sharers.idle
			}
			f.emit(&f.line)
			return
		}
	}
}

// settle emits the line of one beneficiary, from the job's total: its share of
// the cents, less what the cap of the period takes.
func (f *folder) settle(h *holder, i int, e *Event, share *Share, earned int64) {
	j := &f.job
	l := f.onceMore(h, i, e)
	l.Amount, l.Base, l.Units, l.Before, l.Parts = j.amount, j.base, j.units, j.before, j.parts
	l.Share, l.CutEvent, l.Raised, l.Earned = *share, j.cut, j.raised, earned
	if f.Traced {
		l.Exact = sumExact(j.uncapped, j.uncappedRest)
	}
	if j.isOutOfBounds {
		f.plain = plainLine{}
		l.State, l.Reason, l.Earned, l.Until = Void, "out-of-range", 0, 0
		f.emit(l)
		return
	}
	st, r := h.edition.rules[i], l.Rule
	if l.Terms.Rounding.OnStatement {
		l.exact = share.of(j.exact())
	}
	f.traceEarned(l, st, e)
	if r.CapPerPeriod != nil {
		st.allowance.capped(l, r)
	}
	var worth *big.Rat
	if r.Override != nil && h.payee.Referrer != "" {
		worth = share.of(j.exact())
		if r.Override.OfSale {
			worth = share.of(j.exactSale(r))
		}
	}
	if f.ledger != nil {
		f.record(l, st.allowance, e)
	}
	f.put(l)
	if worth != nil {
		f.override(h, i, e, worth, 0, nil)
	}
}

// override pays the partner's referrer its share of an exact amount: of an
// event's, or of the slices of a true-up, which is told by its number n.
func (f *folder) override(h *holder, i int, e *Event, of *big.Rat, n int, slices []trueSlice) {
	l := f.begin(h, i, e, Overridden)
	t, r := l.Terms, l.Rule
	l.Beneficiary, l.N, l.Amount, l.Base = h.payee.Referrer, n, f.job.amount, f.job.base
	if n != 0 {
		l.Amount, l.Base = 0, 0
	}
	exact := new(big.Rat).Mul(of, r.Override.Rate.Rat())
	earned, ok := t.Rounding.round(exact)
	l.Earned = earned
	if f.Traced {
		l.Exact = exact
		l.trace().Of = new(big.Rat).Set(of)
	}
	if l.Beneficiary == l.Partner || !ok {
		l.State, l.Reason, l.Earned, l.Until = Void, "self-referral", 0, 0
		if !ok {
			l.Reason = "out-of-range"
		}
		f.emit(l)
		return
	}
	if t.Rounding.OnStatement {
		l.exact = exact
	}
	if n == 0 {
		f.record(l, nil, e)
	} else {
		f.ledger.recordTrueUp(l, nil, slices)
	}
	f.put(l)
}

// put emits a line, or keeps it until its period is over.
func (f *folder) put(l *Line) {
	if l.exact == nil {
		f.emit(l)
		return
	}
	if f.deferred == nil {
		f.deferred = &deferred{buckets: map[bucketKey]*bucket{}}
	}
	f.deferred.add(l.Clone())
}
