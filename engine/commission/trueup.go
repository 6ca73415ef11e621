package commission

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// crossed keeps what volume bands and reopening need of an event that has just
// been rated, and pays the difference on earlier events when the volume reached
// another step with it.
func (f *folder) crossed(m *meter, owner *holder, i int, e *Event, shares []Share, holders []*holder) {
	r := &owner.edition.terms.Rules[i]
	if f.ledger != nil && r.Reopen != ReopenNone && r.Bands.Per != PerEvent {
		f.ledger.keep(m, owner, i, e, &f.job, f.Traced)
	}
	if !r.Bands.IsVolume || r.Bands.Per == PerEvent || f.job.isOutOfBounds {
		return
	}
	j := f.job
	f.trueUps(m, e)
	for k, h := range holders {
		v := m.volumeOf(h, i)
		v.add(&j, shares[k])
		v.step = r.Bands.reached(m.at)
		if f.Traced {
			v.rated = append(v.rated, Rated{e.ID, e.Place, j.pays})
		}
		if f.ledger != nil || r.isLimited() {
			v.events = append(v.events, volumeEvent{f.ledger.pastOf(), j.amount, j.pays, j.units, j.paidFlat, shares[k], j.fine, nil})
		}
	}
}

// isLimited reports whether a rule's totals are more than a sum of rates.
func (r *Rule) isLimited() bool { return r.Floor != nil || r.CapPerEvent != nil }

func (m *meter) volumeOf(h *holder, i int) *volume {
	for _, v := range m.volumes {
		if v.payee == h.payee && v.edition == h.edition && v.rule == i {
			return v
		}
	}
	v := &volume{payee: h.payee, edition: h.edition, rule: i}
	m.volumes = append(m.volumes, v)
	return v
}

func (v *volume) add(j *job, s Share) {
	if j.paidFlat {
		v.hasFlat, v.flatShare = true, s
	}
	if j.fine != nil {
		v.addShared(s.of(j.fine.pays), s.of(j.fine.units))
	}
	if s.Den == 0 {
		v.pays, v.units = sumOf(v.pays, j.pays), sumOf(v.units, j.units)
		return
	}
	v.addShared(s.of(whole(j.pays)), s.of(whole(j.units)))
}

func (v *volume) addShared(more ...*big.Rat) {
	for k, x := range more {
		if v.shared[k] == nil {
			v.shared[k] = new(big.Rat)
		}
		v.shared[k].Add(v.shared[k], x)
	}
}

// trueUps emits a line for each agreement whose events of the window are now
// rated by another step.
func (f *folder) trueUps(m *meter, e *Event) {
	before := f.job.before
	for k, v := range m.volumes {
		bands := v.edition.terms.Rules[v.rule].Bands
		from, to := &bands.Steps[v.step], bands.reached(m.at)
		if to == v.step {
			continue
		}
		v.step = to
		n := 0
		for _, earlier := range m.volumes[:k] { // the same rule before a change of terms
			if earlier.payee == v.payee {
				n++
			}
		}
		if n > 0 {
			n++
		}
		f.trueUp(v, e, from, v.part(from, &bands.Steps[to]), [2]int64{before, m.at}, n)
	}
}

// part is what a true-up pays. Floor and cap of an event hold for what it is
// worth by either step.
func (v *volume) part(from, to *Step) Part {
	part := Part{Step: to, On: v.pays}
	t := v.edition.terms
	r := &t.Rules[v.rule]
	if !r.isLimited() && !v.isReduced() {
		part.Earned, part.Rest = v.difference(from, to)
		return part
	}
	part.Rest = new(big.Rat)
	on := new(big.Rat)
	for k := range v.events {
		part.Rest.Add(part.Rest, v.events[k].difference(t, r, from, to))
		if v.events[k].share.Den == 0 {
			on.Add(on, new(big.Rat).Mul(whole(v.events[k].pays), v.events[k].left()))
		}
	}
	if v.isReduced() {
		part.On, _ = roundRat(on, HalfUp, 1)
	}
	return part
}

// isReduced reports whether some of the volume was refunded since it was counted:
// nothing more is due on that.
func (v *volume) isReduced() bool {
	for k := range v.events {
		if ev := &v.events[k]; ev.past != nil && ev.left().Cmp(whole(1)) != 0 {
			return true
		}
	}
	return false
}

// difference is what the volume is worth more in another step, without limits.
func (v *volume) difference(from, to *Step) (Exact, *big.Rat) {
	rate := int64(to.Rate - from.Rate)
	perUnit := quantity.Price{Minor: to.PerUnit.Minor - from.PerUnit.Minor, Fine: to.PerUnit.Fine - from.PerUnit.Fine}
	x, rest := priced(v.units, perUnit)
	x = x.Add(product(v.pays, rate))
	if v.shared[0] != nil {
		if rest == nil {
			rest = new(big.Rat)
		}
		rest.Add(rest, new(big.Rat).Mul(v.shared[0], ratio(rate, scale)))
		share := new(big.Rat).Quo(v.shared[1], whole(oneUnit))
		rest.Add(rest, share.Mul(share, perUnit.Rat()))
	}
	switch {
	case !v.hasFlat:
	case v.flatShare.Den == 0:
		x = x.Add(minor(to.Flat - from.Flat))
	default: // of a shared event, so there is a rest
		rest.Add(rest, v.flatShare.of(whole(to.Flat-from.Flat)))
	}
	return x, rest
}

func (ev *volumeEvent) difference(t *Terms, r *Rule, from, to *Step) *big.Rat {
	d := new(big.Rat).Sub(ev.worth(t, r, to), ev.worth(t, r, from))
	return d.Mul(d, ev.left())
}

func (f *folder) trueUp(v *volume, e *Event, from *Step, p Part, volume [2]int64, n int) {
	h := &holder{partner: v.payee.Partner, payee: v.payee, edition: v.edition}
	exact := sumExact(p.Earned, p.Rest)
	if exact.Sign() == 0 {
		return
	}
	l := f.begin(h, v.rule, e, TrueUp)
	l.N, l.Base, l.Before, l.Parts = n, p.On, volume[0], []Part{p}
	var ok bool
	if l.Earned, ok = l.Terms.Rounding.round(exact); !ok {
		l.State, l.Reason, l.Until = Void, "out-of-range", 0
		f.emit(l)
		return
	}
	if f.Traced {
		l.Exact = exact
		l.trace().From, l.Trace.After, l.Trace.Anew = from, volume[1], v.anew()
	}
	if l.Terms.Rounding.OnStatement {
		l.exact = exact
	}
	st := v.edition.rules[v.rule]
	f.traceCap(l, st)
	st.allowance.capped(l, l.Rule)
	slices := f.ledger.slicesOf(v, from, p.Step, exact)
	f.ledger.recordTrueUp(l, st.allowance, slices)
	override := l.Rule.Override
	f.put(l)
	if override != nil && !override.OfSale && v.payee.Referrer != "" {
		f.override(h, v.rule, e, exact, max(n, 1)+1, slices)
	}
}

// anew are the rows that a true-up rates anew, with what refunds have left of them.
func (v *volume) anew() []Rated {
	if !v.isReduced() || len(v.rated) != len(v.events) {
		return v.rated
	}
	var out []Rated
	for k, r := range v.rated {
		on, _ := roundRat(new(big.Rat).Mul(whole(r.Pays), v.events[k].left()), HalfUp, 1)
		if r.Pays = on; on != 0 {
			out = append(out, r)
		}
	}
	return out
}
