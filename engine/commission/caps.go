package commission

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// capped cuts a line to what the cap of its payout period leaves, in the order
// of events.
func (a *allowance) capped(l *Line, r *Rule) {
	if r.CapPerPeriod == nil {
		return
	}
	a.open(l.Period)
	if l.exact != nil {
		a.cappedExact(l, *r.CapPerPeriod)
		return
	}
	room := max(*r.CapPerPeriod-a.paid, 0)
	if l.Earned > room {
		l.CutPeriod = l.Earned - room
		l.Earned = room
	}
	a.paid = sumOf(a.paid, l.Earned)
}

// cappedExact is the cap on lines that are not rounded yet.
func (a *allowance) cappedExact(l *Line, limit int64) {
	room := new(big.Rat).Sub(whole(limit), a.exact)
	if room.Sign() < 0 {
		room = new(big.Rat)
	}
	if l.exact.Cmp(room) > 0 {
		before := l.Earned
		l.exact = room
		l.Earned, _ = l.Terms.Rounding.round(room)
		l.CutPeriod = before - l.Earned
	}
	a.exact.Add(a.exact, l.exact)
}

func (a *allowance) open(period quantity.Range) {
	if a.period != period {
		*a = allowance{period: period, exact: new(big.Rat)}
	}
}

// restore gives headroom back for what is taken back in the period that the line
// was earned in, while that period is still the open one.
func (a *allowance) restore(earnedIn, now quantity.Range, amount *big.Rat, rounded int64) {
	if a == nil || a.exact == nil || a.period != earnedIn || now != earnedIn {
		return
	}
	a.paid -= rounded
	a.exact.Sub(a.exact, amount)
}
