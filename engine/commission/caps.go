package commission

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// capped cuts a line to what the cap of its payout period leaves, in the order
// of events.
func (st *ruleState) capped(l *Line, r *Rule) {
	if r.CapPerPeriod == nil {
		return
	}
	st.open(l.Period)
	if l.exact != nil {
		st.cappedExact(l, *r.CapPerPeriod)
		return
	}
	room := max(*r.CapPerPeriod-st.paid, 0)
	if l.Earned > room {
		l.CutPeriod = l.Earned - room
		l.Earned = room
	}
	st.paid = sumOf(st.paid, l.Earned)
}

// cappedExact is the cap on lines that are not rounded yet.
func (st *ruleState) cappedExact(l *Line, limit int64) {
	room := new(big.Rat).Sub(whole(limit), st.paidExact)
	if room.Sign() < 0 {
		room = new(big.Rat)
	}
	if l.exact.Cmp(room) > 0 {
		before := l.Earned
		l.exact = room
		l.Earned, _ = l.Terms.Rounding.round(room)
		l.CutPeriod = before - l.Earned
	}
	st.paidExact.Add(st.paidExact, l.exact)
}

func (st *ruleState) open(period quantity.Range) {
	if st.period != period {
		st.period, st.paid, st.paidExact = period, 0, new(big.Rat)
	}
}

// restore gives headroom back for what is taken back in the period that the line
// was earned in, while that period is still the open one.
func (st *ruleState) restore(earnedIn, now quantity.Range, amount *big.Rat, rounded int64) {
	if st == nil || st.paidExact == nil || st.period != earnedIn || now != earnedIn {
		return
	}
	st.paid -= rounded
	st.paidExact.Sub(st.paidExact, amount)
}
