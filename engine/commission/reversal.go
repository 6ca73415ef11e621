package commission

import (
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// take takes back what the events of one trigger earned.
func (f *folder) take(c *claim, events []*past, trigger Trigger, at quantity.Date) {
	c.isDone[trigger] = true
	if byID := slices.DeleteFunc(slices.Clone(events), func(p *past) bool { return p.id != c.Of }); len(byID) > 0 {
		events = byID
	}
	sum := new(big.Int)
	for _, p := range events {
		sum.Add(sum, big.NewInt(max(p.amount, 0)))
	}
	if c.Reason == Churn || c.Reason == NonPayment {
		for _, p := range events {
			if f.clawEvent(c, p, sum) {
				for _, en := range p.entries {
					f.claw(c, p, en, at)
				}
				f.takeSlices(ClawedBack, c, p, at)
			}
		}
		return
	}
	for _, p := range events {
		if f.refundEvent(c, p, sum) {
			for _, en := range p.entries {
				f.refund(c, p, en, at)
			}
			f.takeSlices(Refunded, c, p, at)
		}
	}
	f.reopen(c, events, at)
}

// refundEvent counts an event's part of a refund, in its own currency; at most
// what it was worth. An event without an amount is refunded as a whole.
func (f *folder) refundEvent(c *claim, p *past, sum *big.Int) bool {
	p.wasRefunding = p.share()
	if p.amount <= 0 {
		return p.amount == 0
	}
	part, ok := f.partOf(c, p, sum)
	if !ok {
		return false
	}
	p.refunded.Add(p.refunded, part)
	p.isOver = p.refunded.Cmp(whole(p.amount)) > 0
	if p.isOver {
		p.refunded.SetInt64(p.amount)
	}
	return true
}

// partOf gives what a reversal's amount is of an event, in its currency, when it
// falls on events of this sum; false when an exchange rate is missing.
func (f *folder) partOf(c *claim, p *past, sum *big.Int) (*big.Rat, bool) {
	amount := c.Amount
	if c.Currency != "" && c.Currency != p.currency {
		ok := false // half-up: several plans may have paid for the event
		if amount, ok = f.exchange(amount, HalfUp, 1, MissingRate{From: c.Currency, To: p.currency, On: p.ratedAt, Place: c.Place}); !ok {
			return nil, false
		}
	}
	return new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(amount), big.NewInt(p.amount)), sum), true
}

// clawEvent works out which part of an event churned or was not paid: what the
// row's amount is of it, all of it when either has none.
func (f *folder) clawEvent(c *claim, p *past, sum *big.Int) bool {
	p.clawing = whole(1)
	if p.amount <= 0 || c.Amount == 0 {
		return true
	}
	part, ok := f.partOf(c, p, sum)
	if ok && part.Cmp(whole(p.amount)) < 0 {
		p.clawing = part.Quo(part, whole(p.amount))
	}
	return ok
}

// share is how much of the event was refunded, 0 to 1.
func (p *past) share() *big.Rat {
	if p.amount > 0 {
		return new(big.Rat).Quo(p.refunded, whole(p.amount))
	}
	if p.amount == 0 && p.wasRefunding != nil {
		return whole(1)
	}
	return new(big.Rat)
}

// refund takes back the refunded share of a line, less what was taken before, so
// that a full refund comes to exactly nothing.
func (f *folder) refund(c *claim, p *past, en *entry, at quantity.Date) {
	of, share, taken := en.due(p.share())
	due := new(big.Rat).Mul(of, share)
	var traced *Taken
	if f.Traced {
		traced = &Taken{Of: new(big.Rat).Set(of), Share: share, Due: new(big.Rat).Set(due), Before: new(big.Rat).Set(taken), Kept: en.kept(), Amount: new(big.Rat).Set(p.refunded)}
	}
	if en.exact == nil {
		n, _ := en.line.Terms.Rounding.round(due)
		due = whole(n)
	}
	due.Sub(due, taken)
	grown := new(big.Rat).Sub(p.share(), p.wasRefunding)
	f.takeBack(Refunded, c, p, en, due, grown, at, traced)
}

// claw takes back a share of the part that churned, by the time since closing: of
// no more than is kept. After the last entry of the schedule nothing is taken.
func (f *folder) claw(c *claim, p *past, en *entry, at quantity.Date) {
	share, entry := f.clawedShare(c, p, en, at)
	if share == nil {
		return
	}
	kept := en.kept()
	of := new(big.Rat).Add(en.worth(), whole(en.reopened))
	worth := new(big.Rat).Set(of)
	if of.Mul(of, p.clawing).Cmp(kept) > 0 {
		of.Set(kept)
	}
	due := new(big.Rat).Mul(of, share)
	en.keeps(new(big.Rat).Mul(p.clawing, share), due)
	var traced *Taken
	if f.Traced {
		traced = &Taken{Of: of, Share: share, Due: new(big.Rat).Set(due), Before: new(big.Rat), Kept: kept, Entry: entry, Closed: p.closed, Part: p.clawing, Worth: worth}
	}
	if en.exact == nil {
		n, _ := en.line.Terms.Rounding.round(due)
		due = whole(n)
	}
	f.takeBack(ClawedBack, c, p, en, due, p.clawing, at, traced)
}

// keeps notes what a clawback of an exact amount leaves of the line; of one that
// keeps nothing, by its share.
func (en *entry) keeps(share, due *big.Rat) {
	if kept := en.kept(); kept.Sign() > 0 {
		share = new(big.Rat).Quo(due, kept)
	}
	en.unclawed.Mul(en.unclawed, new(big.Rat).Sub(whole(1), share))
}

// clawedShare is the share that a rule's clawback takes on a day, by which entry of
// its schedule; nil when it takes nothing.
func (f *folder) clawedShare(c *claim, p *past, en *entry, at quantity.Date) (*big.Rat, *ClawbackShare) {
	cb := en.rule.Clawback
	if cb == nil || !cb.takes(c.Reason) {
		return nil, nil
	}
	for i := range cb.Schedule {
		if s := &cb.Schedule[i]; at <= s.Within.From(p.closed, f.Holidays) {
			return s.Share.Rat(), s
		}
	}
	return nil, nil
}

// takeBack emits the negative line, of never more than is kept.
func (f *folder) takeBack(kind Kind, c *claim, p *past, en *entry, due, share *big.Rat, at quantity.Date, traced *Taken) {
	if kept := en.kept(); due.Cmp(kept) > 0 {
		due = kept
	}
	if due.Sign() == 0 || en.reopened == 0 && (due.Sign() < 0 || en.worth().Sign() <= 0) {
		return
	}
	l := f.follow(kind, c, p, en, at)
	l.Amount, l.Base = -scaled(p.planAmount, share), -scaled(en.line.Base, share)
	if p.isOver && kind == Refunded {
		l.Reason = "over-refunded"
	}
	f.emitBack(l, kind, en, due, traced)
}

// emitBack fills in what is taken back, and emits the line.
func (f *folder) emitBack(l *Line, kind Kind, en *entry, due *big.Rat, traced *Taken) {
	amount := new(big.Rat).Neg(due)
	l.Earned, _ = l.Terms.Rounding.round(amount)
	if kind == Refunded {
		en.refunded.Add(en.refunded, due)
	} else {
		en.clawed.Add(en.clawed, due)
	}
	en.allowance.restore(en.line.Period, l.Period, due, -l.Earned)
	if l.Terms.Rounding.OnStatement {
		l.exact, l.entry = amount, en
	}
	if f.Traced {
		l.Exact = amount
		if traced != nil {
			l.Trace = &Trace{Taken: traced}
			l.Exact = traced.line(amount)
		}
	}
	f.put(l)
}

// follow begins a line that follows an earlier one: paid to the same partner, on
// the same terms, at the same exchange rate, held as long.
func (f *folder) follow(kind Kind, c *claim, p *past, en *entry, at quantity.Date) *Line {
	l := f.fresh()
	*l = en.line
	l.exact, l.entry, l.Exact, l.Trace = nil, nil, nil, nil
	l.Kind, l.Event, l.Of, l.At, l.Place = kind, c.ID, p.id, at, c.Place
	l.Period = PeriodOf(l.Terms.Payout.Cadence, at, f.Fiscal)
	l.Before, l.CutEvent, l.CutPeriod, l.Raised, l.Reason = 0, 0, 0, 0, ""
	if l.Until <= at {
		l.Until = 0
	}
	return l
}

// scaled gives a share of an amount, halves away from zero.
func scaled(n int64, share *big.Rat) int64 {
	out, _ := roundRat(new(big.Rat).Mul(whole(n), share), HalfUp, 1)
	return out
}
