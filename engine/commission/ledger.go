package commission

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// ledger remembers the events that something takes back, and what they earned.
type ledger struct {
	reversals []Reversal
	next      int
	wanted    map[string]*target
	event     *Event
	current   *past // of the event at hand; nil when nothing asks for it
}

// target is what a reversal names: an event, or the deal of several.
type target struct {
	claims []*claim
	events [Activity + 1][]*past
}

// claim is a reversal whose day has come. It reaches the events of each trigger
// once: those there are, or else the first to come.
type claim struct {
	*Reversal
	isDone [Activity + 1]bool
}

// past is an event that earned.
type past struct {
	id           string
	trigger      Trigger
	amount       int64
	planAmount   int64 // in the plan's currency
	currency     quantity.Currency
	at           quantity.Date
	closed       quantity.Date
	place        string
	refunded     *big.Rat // of amount, so far
	entries      []*entry
	trued        []*entry // true-up lines that it has a slice of
	items        []*item
	isOver       bool // more was refunded than it was worth
	ratedAt      quantity.Date
	wasRefunding *big.Rat // the share refunded before the reversal at hand
	clawing      *big.Rat // the part of it that churned or was not paid, by the reversal at hand
}

// entry is a line of a past event, with what became of it.
type entry struct {
	line      Line       // without parts
	allowance *allowance // of a period's cap; nil for a referrer's share
	rule      *Rule
	earned    int64
	exact     *big.Rat // until its deferred rounding; nil then
	refunded  *big.Rat
	clawed    *big.Rat
	unclawed  *big.Rat // what clawbacks leave of it: all to nothing
	reopened  int64
	since     *rebase     // what the line was last re-rated to; nil: it stands as it was earned
	slices    []trueSlice // of a true-up
}

func newEntry(l *Line, a *allowance) *entry {
	en := &entry{line: *l, allowance: a, rule: l.Rule, earned: l.Earned, exact: l.exact, refunded: new(big.Rat), clawed: new(big.Rat), unclawed: whole(1)}
	en.line.Parts = nil
	l.entry = en
	return en
}

func newLedger(reversals []Reversal) *ledger {
	if len(reversals) == 0 {
		return nil
	}
	l := &ledger{reversals: reversals, wanted: map[string]*target{}}
	for i := range reversals {
		l.wanted[reversals[i].Of] = &target{}
	}
	return l
}

// open begins an event.
func (l *ledger) open(e *Event) {
	l.event, l.current = e, nil
	if l.wanted[e.ID] != nil || l.wanted[e.Deal] != nil {
		l.current = newPast(e)
	}
}

func newPast(e *Event) *past {
	closed := e.Closed
	if closed == 0 {
		closed = e.At
	}
	return &past{id: e.ID, trigger: e.Trigger, amount: e.Amount, planAmount: e.Amount, currency: e.Currency, at: e.At, closed: closed, place: e.Place,
		refunded: new(big.Rat), ratedAt: e.At}
}

// record keeps a line that may be taken back.
func (f *folder) record(l *Line, a *allowance, e *Event) {
	if f.ledger == nil {
		return
	}
	if f.ledger.current == nil {
		if l.Rule.Reopen == ReopenNone {
			return
		}
		f.ledger.current = newPast(e)
	}
	en := newEntry(l, a)
	p := f.ledger.current
	p.planAmount, p.ratedAt = f.job.amount, l.Terms.ratedAt(e)
	p.entries = append(p.entries, en)
}

// close files an event under what reversals name, and lets those take from it
// that came before it.
func (l *ledger) close(f *folder, e *Event) {
	p := l.current
	if p == nil {
		return
	}
	var early []*claim // of the event or its deal, in their common order
	for _, of := range slices.Compact([]string{e.ID, e.Deal}) {
		t := l.wanted[of]
		if t == nil {
			continue
		}
		t.events[p.trigger] = append(t.events[p.trigger], p)
		for _, c := range t.claims {
			if !c.isDone[p.trigger] {
				early = append(early, c)
			}
		}
	}
	slices.SortStableFunc(early, func(a, b *claim) int { return cmp.Or(cmp.Compare(a.At, b.At), strings.Compare(a.ID, b.ID)) })
	for _, c := range early {
		f.take(c, l.wanted[c.Of].events[p.trigger], p.trigger, max(c.At, e.At))
	}
}

// reverse takes back what was reversed before a day.
func (f *folder) reverse(day quantity.Date) {
	l := f.ledger
	for ; l.next < len(l.reversals) && l.reversals[l.next].At < day; l.next++ {
		c := &claim{Reversal: &l.reversals[l.next]}
		f.deferred.flush(f, c.At)
		t := l.wanted[c.Of]
		t.claims = append(t.claims, c)
		for trigger, events := range t.events {
			if len(events) > 0 {
				f.take(c, events, Trigger(trigger), c.At)
			}
		}
	}
}

// round replaces what a line was worth by what its statement made of it.
func (en *entry) round(l *Line) {
	worse := new(big.Rat).Sub(l.exact, whole(l.Earned))
	switch l.Kind {
	case Refunded:
		en.refunded.Add(en.refunded, worse)
	case ClawedBack:
		en.clawed.Add(en.clawed, worse)
	default:
		en.earned, en.exact = l.Earned, nil
	}
}

// worth is what the line stands at, before anything is taken back.
func (en *entry) worth() *big.Rat {
	if en.exact != nil {
		return en.exact
	}
	return whole(en.earned)
}

// rebase is where refunds count from after a line was re-rated.
type rebase struct {
	kept, refunded *big.Rat // of the line, then
	share          *big.Rat // of the event that had been refunded
}

// rebase makes refunds to come count from what the line is worth now.
func (en *entry) rebase(share *big.Rat) {
	en.since = &rebase{kept: en.kept(), refunded: new(big.Rat).Set(en.refunded), share: share}
}

// due says of what, and which share of it, a refunded share of the event takes of
// the line in all, and what was taken of that.
func (en *entry) due(refunded *big.Rat) (of, share, taken *big.Rat) {
	if en.since == nil {
		return en.worth(), refunded, en.refunded
	}
	left := new(big.Rat).Sub(whole(1), en.since.share)
	if left.Sign() == 0 {
		return en.since.kept, new(big.Rat), new(big.Rat)
	}
	part := new(big.Rat).Sub(refunded, en.since.share)
	return en.since.kept, part.Quo(part, left), new(big.Rat).Sub(en.refunded, en.since.refunded)
}

// kept is what is left of it.
func (en *entry) kept() *big.Rat {
	k := new(big.Rat).Add(en.worth(), whole(en.reopened))
	return k.Sub(k.Sub(k, en.refunded), en.clawed)
}
