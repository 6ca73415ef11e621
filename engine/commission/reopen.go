package commission

import (
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// span is the events of one window that a refund may re-rate.
type span struct {
	meter  *meter
	window quantity.Range
	items  []*item
	volume int64 // as it was counted last
}

// item is one event of a span as it was rated.
type item struct {
	past    *past
	span    *span
	payee   *payee // whose volume it is
	edition *edition
	rule    int
	sizes   job
	rated   *Rating // the last time; nil unless traced
}

// keep remembers an event that was rated by bands which a refund reopens.
func (l *ledger) keep(m *meter, owner *holder, i int, e *Event, j *job, isTraced bool) {
	p := l.current
	if p == nil {
		p = newPast(e)
		l.current = p
	}
	if m.span == nil {
		m.span = &span{meter: m, window: m.window}
	}
	it := &item{past: p, span: m.span, payee: owner.payee, edition: owner.edition, rule: i, sizes: *j}
	it.sizes.parts = nil
	if isTraced {
		it.rated = &Rating{Before: j.before, Left: j.pays, Parts: slices.Clone(j.parts), Exact: j.exact(), units: j.units, hasFlat: j.paidFlat}
	}
	m.span.volume = m.at
	m.span.items = append(m.span.items, it)
	p.items = append(p.items, it)
}

// reopen re-rates the windows of refunded events, where their rule asks for it
// and the window is still open.
func (f *folder) reopen(c *claim, events []*past, at quantity.Date) {
	var done []*span
	for _, p := range events {
		for _, it := range p.items {
			if !slices.Contains(done, it.span) && it.isOpen(at, f) {
				done = append(done, it.span)
				f.refold(it.span, c, at)
			}
		}
	}
}

// isOpen reports whether a refund on a day may still re-rate the event.
func (it *item) isOpen(at quantity.Date, f *folder) bool {
	t := it.edition.terms
	switch t.Rules[it.rule].Reopen {
	case ReopenOpenPeriod:
		return it.span.window.To >= PeriodOf(t.Payout.Cadence, at, f.Fiscal).From
	case ReopenContractYear:
		return contractYear(it.payee.First, it.past.at) == contractYear(it.payee.First, at)
	}
	return false
}

// refold counts the window again, without what was refunded. Where that drops the
// volume under a bound, it rates its events again and pays or takes back the
// differences; else only what comes after goes by the lower volume.
func (f *folder) refold(s *span, c *claim, at quantity.Date) {
	var volume int64
	for _, it := range s.items {
		volume = sumOf(volume, it.counted())
	}
	if !s.crosses(volume) {
		s.volume = volume
		if s.meter.span == s {
			s.meter.at = volume
			s.meter.revalue()
		}
		return
	}
	m := meter{window: s.window}
	for _, it := range s.items {
		was := it.rated
		now := it.again(&m, volume)
		if it.isOpen(at, f) {
			f.reopened(it, c, now, at, s.traced(it, was, volume))
		}
	}
	s.volume = volume
	if s.meter.span == s {
		s.meter.at, s.meter.high, s.meter.isUsed, s.meter.isPaid = m.at, m.high, m.isUsed, m.isPaid
		s.meter.revalue()
	}
}

// crosses reports whether a volume lies in another step than the one before.
func (s *span) crosses(volume int64) bool {
	return slices.ContainsFunc(s.items, func(it *item) bool {
		b := it.edition.terms.Rules[it.rule].Bands
		return b.reached(volume) != b.reached(s.volume)
	})
}

// revalue recomputes what true-ups to come are taken of.
func (m *meter) revalue() {
	for _, v := range m.volumes {
		v.pays, v.units, v.shared, v.events, v.hasFlat = 0, 0, [2]*big.Rat{}, nil, false
		for _, it := range m.span.items {
			if it.edition.terms != v.edition.terms || it.rule != v.rule {
				continue
			}
			for _, en := range it.past.entries {
				if en.rule == &v.edition.terms.Rules[v.rule] && en.line.Kind == Earned && en.line.Beneficiary == v.payee.Partner {
					left := it.left(it.past.share())
					v.add(&left, en.line.Share)
					v.events = append(v.events, volumeEvent{it.past, left.amount, left.pays, left.units, left.paidFlat, en.line.Share, left.fine, it.past.share()})
				}
			}
		}
		v.step = v.edition.terms.Rules[v.rule].Bands.reached(m.at)
	}
}

// left is what the event counts for after refunds.
func (it *item) left(refunded *big.Rat) job {
	share := new(big.Rat).Sub(whole(1), refunded)
	s := &it.sizes
	j := job{amount: scaled(s.amount, share), base: scaled(s.base, share), counted: scaled(s.counted, share), paidFlat: s.paidFlat}
	pays, units := whole(s.pays), whole(s.units)
	if s.fine != nil {
		pays.Add(pays, s.fine.pays)
		units.Add(units, s.fine.units)
	}
	j.pays, j.units = j.split(pays.Mul(pays, share), units.Mul(units, share))
	if it.edition.terms.Rules[it.rule].Bands.Measure == ByCount { // an event counts until it is refunded in full
		j.counted = 0
		if share.Sign() > 0 {
			j.counted = s.counted
		}
	}
	return j
}

func (it *item) counted() int64 {
	j := it.left(it.past.share())
	return j.counted
}

// again is the event's total when the window is rated again up to it; volume is
// that of all events. One that was refunded in full might never have been: it is
// due no flat and no floor.
func (it *item) again(m *meter, volume int64) *big.Rat {
	it.sizes.paidFlat = false
	share := it.past.share()
	if share.Cmp(whole(1)) == 0 {
		it.trace(m.at, job{}, new(big.Rat))
		return new(big.Rat)
	}
	t := it.edition.terms
	r := &t.Rules[it.rule]
	j := it.left(share)
	if !r.Bands.IsVolume {
		before := m.at
		r.Bands.rate(&j, m)
		j.limit(t, r)
		it.trace(before, j, j.exact())
		return j.exact()
	}
	before := m.at
	m.at = sumOf(m.at, j.counted)
	if !m.isPaid && r.Bands.entersAt(r.Bands.reached(m.at), m.at) {
		m.isPaid, it.sizes.paidFlat = true, true
	}
	ev := volumeEvent{amount: j.amount, pays: j.pays, units: j.units, hasFlat: it.sizes.paidFlat, fine: j.fine}
	step := &r.Bands.Steps[r.Bands.reached(volume)]
	worth := ev.worth(t, r, step)
	if it.rated != nil {
		j.slice(step, j.counted)
		j.addFine(step)
		if j.paidFlat = it.sizes.paidFlat; j.paidFlat {
			j.flat(step, step.Flat)
		}
	}
	it.trace(before, j, worth)
	return worth
}

// trace remembers how the event is rated now.
func (it *item) trace(before int64, j job, exact *big.Rat) {
	if it.rated != nil {
		it.rated = &Rating{Before: before, Left: j.pays, Parts: slices.Clone(j.parts), Exact: exact, units: j.units, hasFlat: j.paidFlat}
	}
}

// traced tells what an event's rating was and is; nil unless traced. By volume it
// was that of the step which all of the window had reached.
func (s *span) traced(it *item, was *Rating, volume int64) *Again {
	if was == nil {
		return nil
	}
	out := &Again{Was: *was, Now: *it.rated}
	out.Was.Volume, out.Now.Volume = s.volume, volume
	if b := it.edition.terms.Rules[it.rule].Bands; b.IsVolume && len(was.Parts) > 0 {
		step := &b.Steps[b.reached(s.volume)]
		j := job{pays: was.Left, units: was.units, counted: was.Parts[0].On}
		j.slice(step, j.counted)
		if was.hasFlat {
			j.flat(step, step.Flat)
		}
		out.Was.Parts, out.Was.Exact = j.parts, j.exact()
	}
	return out
}

// reopened emits the difference between what an event is worth now and what was
// paid for it, true-ups and what was reopened before included.
func (f *folder) reopened(it *item, c *claim, now *big.Rat, at quantity.Date, traced *Again) {
	rule := &it.edition.terms.Rules[it.rule]
	for _, en := range it.past.entries {
		if en.rule != rule || en.line.Kind == Overridden && rule.Override.OfSale {
			continue
		}
		r := &en.line.Terms.Rounding
		worth, _ := r.round(new(big.Rat).Mul(en.part(now), en.unclawed))
		if en.line.CutPeriod > 0 {
			worth = min(worth, en.earned)
		}
		had := new(big.Rat).Add(en.kept(), it.past.truedUp(en))
		difference := new(big.Rat).Sub(whole(worth), had)
		n, _ := r.round(difference)
		en.reopened += n
		en.rebase(it.past.share())
		if n == 0 {
			continue
		}
		l := f.follow(Reopened, c, it.past, en, at)
		l.Amount, l.Base, l.Earned = 0, it.left(it.past.share()).base, n
		if f.Traced {
			l.Exact = difference
			if traced != nil {
				again := *traced
				again.Had, again.Worth, again.Share = had, worth, en.line.Share
				l.Trace = &Trace{Again: &again}
			}
		}
		if r.OnStatement {
			l.exact = whole(n)
		}
		f.put(l)
	}
}

// part is the entry's part of an event's total: a share, a referrer's rate.
func (en *entry) part(total *big.Rat) *big.Rat {
	out := en.line.Share.of(total)
	if en.line.Kind == Overridden {
		out = new(big.Rat).Mul(out, en.rule.Override.Rate.Rat())
	}
	return out
}
