package commission

import (
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// Trace is what went into a line beside its own fields, for who asks why. Amounts
// are minor units of the line's currency; what does not concern a line is nil or 0.
type Trace struct {
	Tenure *Tenure     // of a customer under a recurring rule
	Used   *big.Rat    // of the cap per period, before the line
	Of     *big.Rat    // override: what the referrer's share is taken of
	From   *Step       // true-up: the step of the volume before
	After  int64       // true-up: the band measure with the event
	Anew   []Rated     // true-up: the events that are rated anew
	Taken  *Taken      // refund, clawback
	Again  *Again      // reopened
	Among  []SharedBy  // who has a part in a shared event, and which
	Idle   []IdleTouch // touches that earn nothing
}

// Tenure is where a customer stands under a recurring rule.
type Tenure struct {
	First        quantity.Date
	Event, Place string        // that it began with
	Stage        int           // from 1; 0: the rule has none
	From, To     quantity.Date // of the stage, To exclusive; 0: without end
	Until        quantity.Date // of the rule, exclusive; 0: it runs on, or goes by payments
	Payment      int           // number of the payment, from 1
}

// Rated is an event as its volume was rated.
type Rated struct {
	Event, Place string
	Pays         int64 // what rates are taken of
}

// Taken says how an amount that is taken back came about:
// Of × Share = Due, less Before.
type Taken struct {
	Of     *big.Rat       // what the line stood at
	Share  *big.Rat       // of it, in all
	Due    *big.Rat       // unrounded
	Before *big.Rat       // of it, taken before
	Kept   *big.Rat       // the most that could be taken
	Amount *big.Rat       // refund: refunded of the event in all, in minor units of its own currency
	Entry  *ClawbackShare // clawback: of the schedule
	Closed quantity.Date  // clawback: from which the schedule counts
	Part   *big.Rat       // clawback: of the event that churned or was not paid, more than 0 to 1; nil of a true-up
	Worth  *big.Rat       // clawback: what Part is taken of
	TrueUp string         // event that a true-up came with, when that is taken back from
	Place  string         // of that event
}

// Again says how an event of a reopened window was rated, and how it is now.
type Again struct {
	Was, Now Rating
	Had      *big.Rat // what was kept of it
	Worth    int64    // what it is worth now, rounded
	Share    Share
}

// Rating is an event rated by bands.
type Rating struct {
	Volume int64 // of the window
	Before int64 // the volume before the event; of volume bands nothing
	Left   int64 // of the event, after refunds: what rates are taken of
	Parts  []Part
	Exact  *big.Rat // with floor and cap

	units   int64
	hasFlat bool // of volume bands: it is due the reached step's flat
}

// SharedBy is one partner's part in an event.
type SharedBy struct {
	Partner string
	Share   Share // 1/1 in place of the whole
}

// IdleTouch is a touch that earns nothing, and why.
type IdleTouch struct {
	Touch
	Reason string // no-agreement, not-in-force, no-rule
}

// trace gives the line's trace, to be filled.
func (l *Line) trace() *Trace {
	if l.Trace == nil {
		l.Trace = &Trace{}
	}
	return l.Trace
}

// traceEarned fills the trace of a line that an event earned, before the cap of the
// period cuts it.
func (f *folder) traceEarned(l *Line, st *ruleState, e *Event) {
	if !f.Traced {
		return
	}
	if r := l.Rule.Recurring; r != nil {
		l.trace().Tenure = st.tenure(r, e, f.Holidays)
	}
	f.traceCap(l, st)
	if f.sharers != nil {
		l.trace().Among, l.trace().Idle = f.sharers.among, f.sharers.idle
	}
}

// traceCap notes what was used of the cap of the line's period.
func (f *folder) traceCap(l *Line, st *ruleState) {
	if !f.Traced || l.Rule.CapPerPeriod == nil {
		return
	}
	a := st.allowance
	a.open(l.Period)
	l.trace().Used = whole(a.paid)
	if l.exact != nil {
		l.trace().Used = new(big.Rat).Set(a.exact)
	}
}

func (st *ruleState) tenure(r *Recurring, e *Event, holidays map[quantity.Date]bool) *Tenure {
	t := st.tenures[customerOf(e)]
	if t == nil {
		return nil
	}
	out := &Tenure{First: t.first, Event: t.event, Place: t.place, Payment: t.payments}
	if r.Mode == "duration" {
		out.Until = r.For.From(t.first, holidays)
	}
	if n := len(r.Stages); n > 0 {
		out.Stage, out.From = n, t.first
		for i := range r.Stages[:n-1] {
			end := endOf(r.Stages[:i+1], t.first, holidays)
			if e.At < end {
				out.Stage, out.To = i+1, end
				break
			}
			out.From = end
		}
		if out.To == 0 {
			out.To = out.Until
		}
	}
	return out
}

// sharedTrace is who has a part in the event at hand.
type sharedTrace struct {
	among []SharedBy
	idle  []IdleTouch
}

// traceShares notes who has which part in an event, and whose touches earn nothing.
func (f *folder) traceShares(e *Event, among []holder, weights []int64, of int64, m Method, named []FixedShare) {
	if !f.Traced {
		return
	}
	f.sharers = &sharedTrace{idle: f.idleTouches(e, among, m, named)}
	for k, w := range weights {
		if w != 0 {
			x := ratio(w, of)
			f.sharers.among = append(f.sharers.among, SharedBy{among[k].partner, Share{x.Num().Int64(), x.Denom().Int64(), string(m)}})
		}
	}
}

// idleTouches gives the touches of partners whom no rule of theirs pays the event.
func (f *folder) idleTouches(e *Event, among []holder, m Method, named []FixedShare) []IdleTouch {
	touches := e.Touches
	if m == Fixed { // touches count for nothing there, but names do
		touches = nil
		for _, s := range named {
			touches = append(touches, Touch{Partner: s.Partner})
		}
	}
	var out []IdleTouch
	for _, t := range touches {
		if slices.ContainsFunc(among, func(h holder) bool { return h.partner == t.Partner }) {
			continue
		}
		reason := "no-agreement"
		if m := f.members[t.Partner]; m != nil {
			reason = "not-in-force"
			for _, p := range m.payees {
				if p.holds(e) && p.TermsOf(e) != nil {
					reason = "no-rule"
				}
			}
		}
		out = append(out, IdleTouch{t, reason})
	}
	return out
}

// Shares gives the parts that some partners would have in an event by a rule, were
// all of them paid by these terms; those without any are left out.
func (t *Terms) Shares(r *Rule, e *Event, partners []string) []SharedBy {
	among := make([]holder, len(partners))
	for i, p := range partners {
		among[i].partner = p
	}
	weights := t.weights(r, e, among)
	of := t.wholeOf(r, e, weights)
	var out []SharedBy
	for i, w := range weights {
		if w != 0 {
			x := ratio(w, of)
			out = append(out, SharedBy{partners[i], Share{x.Num().Int64(), x.Denom().Int64(), string(t.method(r, e))}})
		}
	}
	return out
}

// line is what the line takes back before rounding: what is due less what was taken
// before, unless less was left.
func (t *Taken) line(amount *big.Rat) *big.Rat {
	due := new(big.Rat).Sub(t.Due, t.Before)
	if due.Cmp(t.Kept) > 0 {
		return amount
	}
	return due.Neg(due)
}

// named gives the partners whom the terms name for a share.
func (t *Terms) named() []FixedShare {
	if t.Attribution == nil {
		return nil
	}
	return t.Attribution.Shares
}
