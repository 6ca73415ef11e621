package commission

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// trueSlice is what one event has in a true-up line: a share of all of it.
type trueSlice struct {
	past             *past
	share            *big.Rat
	refunded, clawed *big.Rat // of the slice: nothing to all
	since            *big.Rat // share of the event that was refunded before: the slice is of what was left
}

func (s *trueSlice) gone() *big.Rat { return new(big.Rat).Add(s.refunded, s.clawed) }

// refundedOf is what a share refunded of the event is of the slice.
func (s *trueSlice) refundedOf(share *big.Rat) *big.Rat {
	left := new(big.Rat).Sub(whole(1), s.since)
	if left.Sign() <= 0 {
		return whole(1)
	}
	return new(big.Rat).Quo(new(big.Rat).Sub(share, s.since), left)
}

// pastOf is the event at hand, when something may take back from it.
func (l *ledger) pastOf() *past {
	if l == nil {
		return nil
	}
	return l.current
}

// slicesOf tells what the events that something may take back from have in a
// true-up.
func (l *ledger) slicesOf(v *volume, from, to *Step, sum *big.Rat) []trueSlice {
	if l == nil {
		return nil
	}
	var out []trueSlice
	t := v.edition.terms
	for k := range v.events {
		if ev := &v.events[k]; ev.past != nil {
			share := ev.difference(t, &t.Rules[v.rule], from, to)
			out = append(out, trueSlice{ev.past, share.Quo(share, sum), new(big.Rat), new(big.Rat), ev.past.share()})
		}
	}
	return out
}

// recordTrueUp keeps a true-up line, or a referrer's share in one.
func (l *ledger) recordTrueUp(line *Line, a *allowance, slices []trueSlice) {
	if l == nil || len(slices) == 0 {
		return
	}
	en := newEntry(line, a)
	for _, s := range slices {
		s.refunded, s.clawed = new(big.Rat), new(big.Rat)
		en.slices = append(en.slices, s)
		s.past.trued = append(s.past.trued, en)
	}
}

// takeSlices takes back a share of what an event has in true-up lines: up to the
// share refunded, or that of a clawback of the part that churned.
func (f *folder) takeSlices(kind Kind, c *claim, p *past, at quantity.Date) {
	for k, en := range p.trued {
		s := en.sliceOf(p)
		left := new(big.Rat).Sub(whole(1), s.gone())
		var share *big.Rat
		var entry *ClawbackShare
		if kind == Refunded {
			share = new(big.Rat).Sub(s.refundedOf(p.share()), s.refunded)
		} else if share, entry = f.clawedShare(c, p, en, at); share != nil {
			of := left
			if p.clawing.Cmp(left) < 0 {
				of = p.clawing
			}
			share = new(big.Rat).Mul(share, of)
		}
		if share == nil || share.Sign() <= 0 {
			continue
		}
		if share.Cmp(left) > 0 {
			share = left
		}
		if kind == Refunded {
			s.refunded.Add(s.refunded, share)
		} else {
			s.clawed.Add(s.clawed, share)
		}
		f.takeSlice(kind, c, p, en, at, nth(p.trued[:k], en), entry)
	}
}

// nth numbers the lines that one reversal takes from a partner's true-ups, the
// line of the event itself being the first.
func nth(before []*entry, en *entry) int {
	n := 2
	for _, b := range before {
		if b.line.Beneficiary == en.line.Beneficiary && b.line.Partner == en.line.Partner && b.rule.ID == en.rule.ID {
			n++
		}
	}
	return n
}

// takeSlice emits what the slices of a line have lost by now, less what was taken
// for that before: the line is rounded as a whole.
func (f *folder) takeSlice(kind Kind, c *claim, p *past, en *entry, at quantity.Date, n int, entry *ClawbackShare) {
	lost := new(big.Rat)
	for i := range en.slices {
		lost.Add(lost, new(big.Rat).Mul(en.slices[i].share, en.slices[i].gone()))
	}
	var traced *Taken
	if f.Traced {
		traced = &Taken{Of: new(big.Rat).Set(en.worth()), Share: new(big.Rat).Set(lost), Due: new(big.Rat).Mul(lost, en.worth()), Before: new(big.Rat).Add(en.refunded, en.clawed),
			Kept: en.kept(), TrueUp: en.line.Event, Place: en.line.Place, Entry: entry, Closed: p.closed}
	}
	due := lost.Mul(lost, en.worth())
	if en.exact == nil {
		rounded, _ := en.line.Terms.Rounding.round(due)
		due = whole(rounded)
	}
	due.Sub(due.Sub(due, en.refunded), en.clawed)
	if due.Sign() == 0 {
		return
	}
	l := f.follow(kind, c, p, en, at)
	l.N, l.Amount, l.Base = n, 0, 0
	f.emitBack(l, kind, en, due, traced)
}

func (en *entry) sliceOf(p *past) *trueSlice {
	for i := range en.slices {
		if en.slices[i].past == p {
			return &en.slices[i]
		}
	}
	return nil
}

// truedUp is what an event has kept of its slices of a partner's true-ups by a
// rule.
func (p *past) truedUp(en *entry) *big.Rat {
	sum := new(big.Rat)
	for _, t := range p.trued {
		if t.rule != en.rule || t.line.Beneficiary != en.line.Beneficiary || t.line.Partner != en.line.Partner {
			continue
		}
		s := t.sliceOf(p)
		kept := new(big.Rat).Sub(whole(1), s.gone())
		sum.Add(sum, kept.Mul(kept, s.share).Mul(kept, t.worth()))
	}
	return sum
}
