package commission

import "math"

// suits reports whether a rule's events can take the short way: a rate, or a rate
// by graduated volume of the partner, of an amount, and nothing after it.
func (f *folder) suits(t *Terms, r *Rule) bool {
	if f.Traced || f.ledger != nil || t.Rounding != (Rounding{Mode: HalfUp, Increment: 1}) || r.Of != OfAmount {
		return false
	}
	if r.Flat != 0 || !r.PerUnit.IsZero() || r.Recurring != nil || r.CapPerEvent != nil || r.CapPerPeriod != nil || r.Floor != nil || r.Override != nil {
		return false
	}
	b := r.Bands
	if b == nil {
		return true
	}
	for _, s := range b.Steps {
		if s.Flat != 0 || !s.PerUnit.IsZero() {
			return false
		}
	}
	return !b.IsVolume && b.Measure == ByAmount && b.Per == PerPartner
}

// payShort pays an event of a suitable rule that lies within one step: most
// events of most plans. False leaves it, untouched, to the long way, which gives
// the same.
func (f *folder) payShort(h *holder, i int, e *Event) bool {
	t := h.edition.terms
	r, amount := &t.Rules[i], e.Amount
	if e.Currency != t.Currency || e.Whole != 0 || amount < 0 {
		return false
	}
	part := Part{On: amount}
	rate, before := r.Rate, int64(0)
	b, m := r.Bands, &h.edition.rules[i].meter
	if b != nil {
		if !m.window.Contains(e.At) {
			m.enter(b.window(e.At, h.payee.First, f.Fiscal))
		}
		before = m.at
		part.Step = &b.Steps[b.stepFrom(before, false)]
		if rate != 0 || before < 0 || amount > part.Step.UpTo-before {
			return false
		}
		rate = part.Step.Rate
	}
	part.Earned = product(amount, int64(rate))
	if part.Earned.Hi != 0 || part.Earned.Lo > math.MaxInt64 {
		return false
	}
	if b != nil {
		m.reach(before + amount)
	}
	f.job.parts = append(f.job.parts[:0], part)
	l := f.onceMore(h, i, e)
	l.Amount, l.Base, l.Before, l.Parts = amount, amount, before, f.job.parts
	l.Earned = int64((part.Earned.Lo + scale/2) / scale)
	f.emit(l)
	return true
}
