package commission

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// Basis is what one line is priced from, without the events around it: what a
// statement keeps, so that the line can be computed again when the rest of the
// facts is out of reach.
type Basis struct {
	Kind     Kind
	Terms    *Terms
	Rule     *Rule
	At       quantity.Date
	Event    *Event // that is paid, or of which something is taken back
	Rates    Rates  // of the event and the reversal
	Holidays map[quantity.Date]bool
	Before   int64 // volume of the bands before the event
	Entered  int   // steps whose flat had been due; -1: those that Before has entered
	Stage    int   // of a recurring rule, from 1; 0: none
	Share    Share
	Cents    int64    // steps of rounding that the largest remainders brought
	Room     *big.Rat // what the cap of the period left; nil: enough
	Given    *big.Rat // amount before rounding of what cannot be told from here; nil: none
	Override bool     // what is taken back is a referrer's share

	From  *Step // true-up: the step of the volume before; Pays, Units and HasFlat are the volume
	Pays  int64
	Units int64
	Flat  bool

	Reversal  *Reversal // refund, clawback
	Sum       int64     // amount of all events that it reaches; 0: the event's
	Refunded  *big.Rat  // of the event's amount before
	Earned    int64     // by the line that is taken back from
	TakenBack int64     // of that, by refunds
	Clawed    int64
	Reopened  int64
}

// Price is what a Basis comes to, in the fields that a Line has. Exact is set
// where the terms round per statement: what is to be spread with the others'.
type Price struct {
	Amount, Base, Before        int64
	Parts                       []Part
	Raised, CutEvent, CutPeriod int64
	Earned                      int64
	Until                       quantity.Date
	Exact                       *big.Rat
	IsOver, IsOutOfRange        bool
}

// Price prices the line; false when an exchange rate is missing, or the basis
// lacks what its kind needs. Amount, Base and Parts of a given amount are not
// known.
func (b *Basis) Price() (Price, bool) {
	switch {
	case b.Given != nil:
		return b.given()
	case b.Rule == nil || b.Event == nil:
		return Price{}, false
	}
	switch b.Kind {
	case Earned, Overridden:
		return b.earned()
	case TrueUp:
		return b.trueUp()
	case Refunded, ClawedBack:
		return b.takenBack()
	}
	return Price{}, false
}

// given is final: a statement does not spread it with others.
func (b *Basis) given() (Price, bool) {
	n, ok := b.Terms.Rounding.round(b.Given)
	return Price{Before: b.Before, Earned: n}, ok
}

// rounded rounds an exact amount as a line of its own, or leaves it to the
// statement.
func (b *Basis) rounded(p Price, exact *big.Rat) (Price, bool) {
	n, ok := b.Terms.Rounding.round(exact)
	p.Earned = n
	if b.Terms.Rounding.OnStatement {
		p.Exact = exact
	}
	return p, ok
}

// total computes the event's total at the volume that it came to.
func (b *Basis) total() (*folder, *meter, bool) {
	f := &folder{Input: Input{Rates: b.Rates, Holidays: b.Holidays}}
	j := &f.job
	if !f.sizes(j, b.Terms, b.Rule, b.Event) {
		return nil, nil, false
	}
	r := *b.Rule
	if b.Stage > 0 {
		if r.Recurring == nil || b.Stage > len(r.Recurring.Stages) {
			return nil, nil, false
		}
		r.Rate, r.Recurring = r.Recurring.Stages[b.Stage-1].Rate, nil
	} else if r.Recurring != nil && len(r.Recurring.Stages) > 0 {
		return nil, nil, false
	}
	m := b.meter(&r)
	f.compute(j, b.Terms, &r, nil, m, b.Event)
	return f, m, true
}

// meter stands where the event met it.
func (b *Basis) meter(r *Rule) *meter {
	m := &meter{window: always, at: b.Before, entered: b.Entered, isPaid: b.Entered > 0}
	if r.Bands == nil || b.Entered >= 0 {
		return m
	}
	for m.entered = 0; m.entered < len(r.Bands.Steps) && r.Bands.entersAt(m.entered, b.Before); m.entered++ {
	}
	m.isPaid = m.entered > 0
	return m
}

func (b *Basis) earned() (Price, bool) {
	f, _, ok := b.total()
	if !ok {
		return Price{}, false
	}
	j := &f.job
	p := Price{Amount: j.amount, Base: j.base, Before: j.before, Parts: slices.Clone(j.parts), CutEvent: j.cut, Raised: j.raised, Until: b.until()}
	if b.Kind == Overridden {
		worth := j.exact()
		if b.Rule.Override == nil {
			return Price{}, false
		}
		if b.Rule.Override.OfSale {
			worth = j.exactSale(b.Rule)
		}
		exact := new(big.Rat).Mul(b.Share.of(worth), b.Rule.Override.Rate.Rat())
		return b.rounded(Price{Amount: j.amount, Base: j.base, Until: p.Until}, exact)
	}
	if j.isOutOfBounds {
		p.IsOutOfRange, p.Until = true, 0
		return p, true
	}
	p.Earned = b.partOf(j.earned)
	var exact *big.Rat
	if b.Terms.Rounding.OnStatement {
		exact = b.Share.of(j.exact())
	}
	b.cap(&p, exact)
	return p, true
}

// partOf gives the beneficiary's cents of a rounded total.
func (b *Basis) partOf(total int64) int64 {
	if b.Share.Den == 0 {
		return total
	}
	sign, step := int64(1), b.Terms.Rounding.Increment
	if total < 0 {
		sign, total = -1, -total
	}
	if total%step != 0 {
		step = 1
	}
	part := floorRat(b.Share.of(whole(total/step)), 1)
	return sign * step * (part + b.Cents)
}

// cap cuts the line to the room that the cap of the period left.
func (b *Basis) cap(p *Price, exact *big.Rat) {
	l := &Line{Terms: b.Terms, Earned: p.Earned, exact: exact}
	if limit := b.Rule.CapPerPeriod; limit != nil && b.Room != nil {
		paid := new(big.Rat).Sub(whole(*limit), b.Room)
		a := &allowance{exact: paid}
		a.paid, _ = roundRat(paid, Down, 1)
		a.capped(l, b.Rule)
	}
	p.Earned, p.CutPeriod, p.Exact = l.Earned, l.CutPeriod, l.exact
}

// until is the day from which the event's line is payable.
func (b *Basis) until() quantity.Date {
	if b.Rule.Hold.N == 0 {
		return 0
	}
	return b.Rule.Hold.From(b.Event.At, b.Holidays)
}

func (b *Basis) trueUp() (Price, bool) {
	if b.From == nil || b.Rule.Bands == nil {
		return Price{}, false
	}
	_, m, ok := b.total()
	if !ok {
		return Price{}, false
	}
	to := &b.Rule.Bands.Steps[b.Rule.Bands.reached(m.at)]
	v := &volume{pays: b.Pays, units: b.Units, hasFlat: b.Flat}
	exact, _ := v.difference(b.From, to)
	p := Price{Base: b.Pays, Before: b.Before, Parts: []Part{{Step: to, On: b.Pays, Earned: exact}}, Until: b.until()}
	if p, ok = b.rounded(p, exact.Rat()); ok {
		b.cap(&p, p.Exact)
	}
	return p, ok
}

// takenBack takes back from the one line that the basis knows of its event.
func (b *Basis) takenBack() (Price, bool) {
	f, _, ok := b.total()
	if !ok || b.Reversal == nil {
		return Price{}, false
	}
	e, t := b.Event, b.Terms
	p := newPast(e)
	p.planAmount, p.ratedAt = f.job.amount, t.ratedAt(e)
	if b.Refunded != nil {
		p.refunded.Set(b.Refunded)
	}
	p.wasRefunding = p.share()
	en := &entry{rule: b.Rule, earned: b.Earned, refunded: whole(b.TakenBack), clawed: whole(b.Clawed), unclawed: whole(1), reopened: b.Reopened,
		line: Line{Kind: Earned, Terms: t, Rule: b.Rule, Base: f.job.base, Until: b.until()}}
	if b.Override {
		en.line.Kind = Overridden
	}
	var out *Price
	f.emit = func(l *Line) {
		out = &Price{Amount: l.Amount, Base: l.Base, Earned: l.Earned, Until: l.Until, IsOver: l.Reason == "over-refunded"}
	}
	c, sum := &claim{Reversal: b.Reversal}, b.Sum
	if sum == 0 {
		sum = max(e.Amount, 0)
	}
	takes, of := f.refundEvent, f.refund
	if b.Kind == ClawedBack {
		takes, of = f.clawEvent, f.claw
	}
	if !takes(c, p, big.NewInt(sum)) {
		return Price{}, false
	}
	of(c, p, en, b.At)
	if f.deferred != nil { // rounded with its statement
		l := f.deferred.order[0].lines[0]
		out = &Price{Amount: l.Amount, Base: l.Base, Earned: l.Earned, Until: l.Until, IsOver: l.Reason == "over-refunded", Exact: l.exact}
	}
	if out == nil {
		return Price{}, false
	}
	return *out, true
}

// Spread rounds lines of one statement together, as terms with rounding scope
// statement do, and gives their amounts. They are of one agreement, plan and
// currency; ids are told apart by their order as Line.ID's are.
func Spread(t *Terms, ids []string, exact []*big.Rat) []int64 {
	sum, given := new(big.Rat), int64(0)
	out := make([]int64, len(ids))
	rests := make([]*big.Rat, len(ids))
	order := make([]int, len(ids))
	for i, x := range exact {
		sum.Add(sum, x)
		out[i], order[i] = floorRat(x, t.Rounding.Increment), i
		given += out[i]
		rests[i] = new(big.Rat).Sub(x, whole(out[i]))
	}
	total, _ := t.Rounding.round(sum)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Or(-rests[a].Cmp(rests[b]), strings.Compare(ids[a], ids[b])) })
	for _, i := range order[:(total-given)/t.Rounding.Increment] {
		out[i] += t.Rounding.Increment
	}
	return out
}

// Rule finds a rule by id; nil when there is none.
func (t *Terms) Rule(id string) *Rule {
	for i := range t.Rules {
		if t.Rules[i].ID == id {
			return &t.Rules[i]
		}
	}
	return nil
}

// RatedAt is the day at whose rate an event comes into the plan's currency.
func (t *Terms) RatedAt(e *Event) quantity.Date { return t.ratedAt(e) }

// Settle pays what a statement has due, or carries it on, as Statements does. t
// are the latest terms that its lines are of.
func (p *Payroll) Settle(st *Statement, t *Terms) []MissingRate {
	w := &folder{Input: Input{Rates: p.Rates}}
	p.settle(st, t, w)
	return w.missing
}
