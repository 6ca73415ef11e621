package commission

import "math/big"

// Most is what the event of a line could have earned at the highest rate that its
// rule has, in minor units, rounded up. Steps are taken as reached, whatever the
// volume is.
type Most struct {
	Uncapped int64 // with every flat of its bands, and no cap per event
	Capped   int64 // the same, with the floor and the cap per event
	Plain    int64 // as Capped, without the flats of the bands
	Flats    int64 // of the bands
	Override int64 // a referrer's share of it
	IsBroken bool  // by some step it comes to a fraction, so that lines may round up more than once
}

// MostMinor bounds every amount of a Most.
const MostMinor = 1 << 62

// Most works it out for a line of an event; zero of a credit note.
func (l *Line) Most() Most {
	r, t := l.Rule, l.Terms
	if l.Amount < 0 || l.Base < 0 {
		return Most{}
	}
	w := l.worthMost()
	up := func(x *big.Rat) int64 { return roundedUp(l.Share.of(x), t.Rounding.Increment) }
	capped := r.limited(new(big.Rat).Add(w.plain, w.flats))
	out := Most{Uncapped: up(floored(r, new(big.Rat).Add(w.plain, w.flats))), Capped: up(capped), Plain: up(r.limited(w.plain)), Flats: up(w.flats)}
	if r.Override != nil {
		of := capped
		if r.Override.OfSale {
			of = whole(w.sale)
		}
		out.Override = up(new(big.Rat).Mul(of, r.Override.Rate.Rat()))
	}
	for _, x := range w.each {
		whole := r.limited(x)
		out.IsBroken = out.IsBroken || !isMultiple(whole, t.Rounding.Increment) || !isMultiple(l.Share.of(whole), t.Rounding.Increment)
	}
	return out
}

// worthMost is what the whole event is worth at most, before floor, cap and shares.
type worthMost struct {
	plain, flats *big.Rat
	each         []*big.Rat // by each step of volume bands, without and with its flat
	sale         int64
}

func (l *Line) worthMost() worthMost {
	r := l.Rule
	j := job{pays: l.Base, units: l.Units, sale: l.Base}
	if r.Of == OfQuantity || r.Of == OfEach {
		j.pays, j.sale = 0, l.Amount
	}
	out := worthMost{plain: new(big.Rat), flats: new(big.Rat), sale: j.sale}
	rate := r.Rate
	if r.Recurring != nil {
		for _, s := range r.Recurring.Stages {
			rate = max(rate, s.Rate)
		}
	}
	out.plain.Add(product(j.pays, int64(rate)).Rat(), sumExact(priced(j.units, r.PerUnit)))
	for _, p := range l.Parts {
		if p.Flat && p.Step == nil {
			out.plain.Add(out.plain, sumExact(p.Earned, p.Rest))
		}
	}
	switch {
	case r.Bands == nil:
	case r.Bands.Per == PerEvent: // the bands begin anew, so this is what it earns
		j.counted = map[Measure]int64{ByAmount: j.sale, ByQuantity: j.units, ByCount: 1}[r.Bands.Measure]
		r.Bands.rate(&j, &meter{window: always})
		out.plain.Add(out.plain, j.exact())
	default:
		out.addSteps(r.Bands, &j)
	}
	return out
}

// addSteps takes the step that pays most: a volume that lies in several pays a mean
// of theirs. Graduated bands may pay every flat; volume bands only the largest.
func (w *worthMost) addSteps(b *Bands, j *job) {
	base, most := new(big.Rat).Set(w.plain), new(big.Rat)
	for i := range b.Steps {
		s := &b.Steps[i]
		worth := sumExact(priced(j.units, s.PerUnit))
		worth.Add(worth, product(j.pays, int64(s.Rate)).Rat())
		if worth.Cmp(most) > 0 {
			most.Set(worth)
		}
		switch flat := whole(s.Flat); {
		case !b.IsVolume:
			w.flats.Add(w.flats, flat)
		case flat.Cmp(w.flats) > 0:
			w.flats.Set(flat)
		}
		if b.IsVolume {
			worth.Add(worth, base)
			w.each = append(w.each, worth, new(big.Rat).Add(worth, whole(s.Flat)))
		}
	}
	w.plain.Add(w.plain, most)
}

// limited applies floor and cap per event.
func (r *Rule) limited(x *big.Rat) *big.Rat {
	x = floored(r, x)
	if r.CapPerEvent != nil && x.Cmp(whole(*r.CapPerEvent)) > 0 {
		return whole(*r.CapPerEvent)
	}
	return x
}

func floored(r *Rule, x *big.Rat) *big.Rat {
	if r.Floor != nil && x.Cmp(whole(*r.Floor)) < 0 {
		return whole(*r.Floor)
	}
	return x
}

func isMultiple(x *big.Rat, increment int64) bool {
	return x.IsInt() && new(big.Int).Rem(x.Num(), big.NewInt(increment)).Sign() == 0
}

// roundedUp is the lowest multiple of increment that is not below x, up to MostMinor.
func roundedUp(x *big.Rat, increment int64) int64 {
	if x.Cmp(whole(MostMinor-increment)) >= 0 {
		return MostMinor
	}
	return -floorRat(new(big.Rat).Neg(x), increment)
}
