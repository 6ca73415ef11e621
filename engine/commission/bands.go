package commission

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// meter is a volume in its window.
type meter struct {
	window  quantity.Range
	at      int64 // the volume so far
	high    int64 // the highest that it has been
	isUsed  bool  // an event has counted
	entered int   // steps whose flat was due, whatever the volume was
	isPaid  bool  // volume bands: a flat has been due
	volumes []*volume
	span    *span // the window's events, when a refund may re-rate them
}

// enter moves the meter to the window of an event.
func (m *meter) enter(window quantity.Range) { *m = meter{window: window} }

// volume is what one agreement's events of a window add up to under one version
// of the terms, all rated by the step that the volume has reached.
type volume struct {
	payee       *payee
	edition     *edition
	rule        int
	pays, units int64
	shared      [2]*big.Rat // further pays and units, of shared events and of parts of deals; nil: none
	hasFlat     bool        // one of its events was paid the reached step's flat
	flatShare   Share       // of that flat
	step        int
	events      []volumeEvent // when a limit or something taken back asks for each
	rated       []Rated       // when traced
}

// volumeEvent is one event of a volume.
type volumeEvent struct {
	past                *past // nil when nothing takes back from it
	amount, pays, units int64
	hasFlat             bool
	share               Share
	fine                *fine
	since               *big.Rat // share of the event that was refunded before, and is not in these amounts; nil: none
}

// left is what refunds have left of the amounts by now: nothing to all.
func (ev *volumeEvent) left() *big.Rat {
	left := whole(1)
	if ev.past == nil {
		return left
	}
	if left.Sub(left, ev.past.share()); left.Sign() <= 0 {
		return new(big.Rat)
	}
	if ev.since != nil {
		left.Quo(left, new(big.Rat).Sub(whole(1), ev.since))
	}
	return left
}

// worth is the event's part in a step, before rounding.
func (ev *volumeEvent) worth(t *Terms, r *Rule, s *Step) *big.Rat {
	j := job{amount: ev.amount, pays: ev.pays, units: ev.units, fine: ev.fine}
	j.slice(s, 0)
	j.addFine(s)
	if ev.hasFlat {
		j.flat(s, s.Flat)
	}
	j.limit(t, r)
	return ev.share.of(j.exact())
}

// entersAt reports whether a volume has entered step i.
func (b *Bands) entersAt(i int, volume int64) bool {
	switch {
	case i == 0:
		return volume > 0 || b.FlatAtZero
	case b.FromInclusive:
		return volume >= b.Steps[i-1].UpTo
	}
	return volume > b.Steps[i-1].UpTo
}

// reached gives the step that a volume lies in.
func (b *Bands) reached(volume int64) int {
	i := 0
	for i < len(b.Steps)-1 && b.entersAt(i+1, volume) {
		i++
	}
	return i
}

// rate rates an event by the bands and moves the meter on.
func (b *Bands) rate(j *job, m *meter) {
	j.before = m.at
	after := sumOf(m.at, j.counted)
	if b.IsVolume {
		b.whole(j, m, after)
	} else {
		b.slices(j, m.at)
		b.flats(j, m, after)
	}
	m.reach(after)
}

// slices rates each stretch of the volume by its own step.
func (b *Bands) slices(j *job, pos int64) {
	left := j.counted
	for i := b.stepFrom(pos, left < 0); left != 0; {
		s := &b.Steps[i]
		take := left
		if left > 0 {
			if room := b.top(i) - pos; s.UpTo != NoBound && take > room {
				take = room
			}
		} else if i > 0 {
			if room := b.top(i-1) - pos; take < room {
				take = room
			}
		}
		if take != 0 {
			j.slice(s, take)
		}
		pos, left = sumOf(pos, take), left-take
		if left > 0 {
			i++
		} else {
			i--
		}
	}
	if j.counted == 0 { // nothing to measure, but it may pay all the same
		j.slice(&b.Steps[b.reached(pos)], 0)
	}
	if j.fine != nil {
		j.addFine(j.parts[len(j.parts)-1].Step)
	}
}

// top is the last value of step i. Whole events reach a bound or do not: with
// [from, to) the one that lands on it is the next step's.
func (b *Bands) top(i int) int64 {
	if b.Measure == ByCount && b.FromInclusive && b.Steps[i].UpTo != NoBound {
		return b.Steps[i].UpTo - 1
	}
	return b.Steps[i].UpTo
}

// stepFrom gives the step of the volume just above pos, or just below it.
func (b *Bands) stepFrom(pos int64, isBelow bool) int {
	i := 0
	for i < len(b.Steps)-1 && (pos > b.top(i) || pos == b.top(i) && !isBelow) {
		i++
	}
	return i
}

// flats pays what is due on the entry of steps that no volume of the window has
// entered before.
func (b *Bands) flats(j *job, m *meter, after int64) {
	i := m.entered
	for m.isUsed && i < len(b.Steps) && b.entersAt(i, m.high) {
		i++
	}
	for ; i < len(b.Steps) && b.entersAt(i, after); i++ {
		j.flat(&b.Steps[i], b.Steps[i].Flat)
	}
}

// reach moves the meter on.
func (m *meter) reach(volume int64) {
	m.at = volume
	if !m.isUsed || volume > m.high {
		m.isUsed, m.high = true, volume
	}
}

// whole rates the event by the step that the volume reaches with it.
func (b *Bands) whole(j *job, m *meter, after int64) {
	s := &b.Steps[b.reached(after)]
	j.slice(s, j.counted)
	j.addFine(s)
	if !m.isPaid && b.entersAt(b.reached(after), after) {
		m.isPaid = true
		j.flat(s, s.Flat)
		j.paidFlat = true
	}
}

// slice adds what a step pays on a stretch of what the event counts for.
func (j *job) slice(s *Step, on int64) {
	part := Part{Step: s, On: on}
	if s.Rate != 0 {
		if n, share := j.stretch(on, j.pays); share == nil {
			part.Earned = product(n, int64(s.Rate))
		} else {
			part.Rest = share.Mul(share, product(n, int64(s.Rate)).Rat())
		}
	}
	if !s.PerUnit.IsZero() {
		n, share := j.stretch(on, j.units)
		x, rest := priced(n, s.PerUnit)
		if share != nil {
			x, rest = Exact{}, share.Mul(share, sumExact(x, rest))
		}
		part.Earned = part.Earned.Add(x)
		part.addRest(rest)
	}
	j.add(part)
}

// addFine rates what is less than a unit by the step in which the event ends,
// which is the last part: the measure itself counts in whole units.
func (j *job) addFine(s *Step) {
	if j.fine == nil {
		return
	}
	rest := new(big.Rat).Mul(j.fine.pays, s.Rate.Rat())
	rest.Add(rest, j.fine.priced(s.PerUnit))
	j.parts[len(j.parts)-1].addRest(rest)
	j.addRest(rest)
}

// priced is the worth of the fraction of a unit at a price.
func (x *fine) priced(p quantity.Price) *big.Rat {
	out := new(big.Rat).Mul(x.units, p.Rat())
	return out.Quo(out, whole(oneUnit))
}

// stretch gives how much of a value lies on a stretch of what the event counts for:
// n, or the share of n. The share is divided out when what is measured is also what
// is paid on, or the event is all in one step.
func (j *job) stretch(on, value int64) (n int64, share *big.Rat) {
	switch {
	case on == j.counted:
		return value, nil
	case value == j.counted:
		return on, nil
	}
	return value, ratio(on, j.counted)
}

func (p *Part) addRest(rest *big.Rat) {
	switch {
	case rest == nil:
	case p.Rest == nil:
		p.Rest = rest
	default:
		p.Rest.Add(p.Rest, rest)
	}
}

// flat adds a step's or a rule's flat amount.
func (j *job) flat(s *Step, amount int64) {
	if amount != 0 {
		j.add(Part{Step: s, Earned: minor(amount), Flat: true})
	}
}
