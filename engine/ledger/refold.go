package ledger

import (
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// refolder computes a statement again from what it holds and the terms that it
// names.
type refolder struct {
	holidays map[quantity.Date]bool
}

// basis gives what a line is priced from; false of lines that nothing prices.
func (r refolder) basis(l *spec.StatementLine, t *commission.Terms) (commission.Basis, bool) {
	b := commission.Basis{Kind: commission.Kind(textOf(&l.Kind)), Terms: t, Rule: t.Rule(textOf(l.Rule)), At: l.At.V, Holidays: r.holidays, Entered: -1}
	c := l.Context
	if c == nil {
		c = &spec.StatementContext{}
	}
	if c.Given != nil {
		b.Given, _ = parseExact(textOf(c.Given))
		return b, b.Given != nil
	}
	if b.Rule == nil || l.Event == nil {
		return b, false
	}
	rates := oneRate{}
	b.Event, b.Rates = readEvent(l.Event), rates
	rates.add(b.Event.Currency, t.Currency, l.Event.Rate)
	if l.Reversal != nil {
		b.Reversal = readReversal(l.Reversal)
		rates.add(b.Reversal.Currency, b.Event.Currency, l.Reversal.Rate)
	}
	b.Override = l.Partner != nil
	b.Before, b.Stage, b.Cents = boundOf(c.Before, measureOf(b.Rule)), int(c.Stage.Or(0)), int64(c.Cents.Or(0))
	b.Entered = int(c.Entered.Or(-1))
	if c.Room != nil {
		b.Room = new(big.Rat).SetInt64(c.Room.V.Minor)
	}
	b.Share = shareOf(c)
	if b.Kind == commission.TrueUp {
		b.From, b.Pays, b.Units, b.Flat = stepOf(b.Rule, textOf(c.From)), boundOf(c.On, inMoney), unitsOf(c.Units), bool(c.Flat.Or(false))
	}
	b.Sum, b.Earned, b.TakenBack, b.Clawed, b.Reopened = minorOf(c.Sum), minorOf(c.Earned), minorOf(c.TakenBack), minorOf(c.Clawed), minorOf(c.Reopened)
	if c.Refunded != nil {
		b.Refunded, _ = parseExact(textOf(c.Refunded))
	}
	return b, true
}

func shareOf(c *spec.StatementContext) commission.Share {
	if c.Share == nil {
		return commission.Share{}
	}
	x, ok := new(big.Rat).SetString(textOf(c.Share))
	if !ok || !x.Num().IsInt64() || !x.Denom().IsInt64() {
		return commission.Share{}
	}
	return commission.Share{Num: x.Num().Int64(), Den: x.Denom().Int64(), Method: textOf(c.Method)}
}

// stepOf finds a step; what lies above a closed last one has no name.
func stepOf(r *commission.Rule, id string) *commission.Step {
	if r.Bands == nil {
		return nil
	}
	for i := range r.Bands.Steps {
		if r.Bands.Steps[i].ID == id {
			return &r.Bands.Steps[i]
		}
	}
	return nil
}

// price fills what a line comes to; false when it cannot be computed. What it
// returns is not rounded yet where the terms round per statement.
func (r refolder) price(l *spec.StatementLine, t *commission.Terms) (exact *big.Rat, ok bool) {
	b, ok := r.basis(l, t)
	if !ok {
		return nil, false
	}
	p, ok := b.Price()
	if !ok {
		return nil, false
	}
	if b.Given != nil {
		l.Earned = money(p.Earned, t.Currency)
		return nil, true
	}
	f := figures{amount: p.Amount, base: p.Base, parts: p.Parts, raised: p.Raised, cutEvent: p.CutEvent, cutPeriod: p.CutPeriod, earned: p.Earned, until: p.Until}
	if b.Rule.Hold.Unit == quantity.BusinessDays { // holidays are not in the statement
		f.until = l.Until.Or(0)
	}
	if p.IsOver {
		f.note = overRefunded
	}
	f.fill(l, t, b.Rule)
	return p.Exact, true
}

const overRefunded = "more was refunded than the event was worth"

// figures are what is computed of a line.
type figures struct {
	amount, base                int64
	parts                       []commission.Part
	raised, cutEvent, cutPeriod int64
	earned                      int64
	until                       quantity.Date
	note                        string
}

func (f figures) fill(l *spec.StatementLine, t *commission.Terms, r *commission.Rule) {
	c := t.Currency
	l.Amount, l.Raised, l.CutEvent, l.CutPeriod = some(f.amount, c), some(f.raised, c), some(f.cutEvent, c), some(f.cutPeriod, c)
	l.Base, l.Parts, l.Earned, l.Until, l.Note = nil, nil, money(f.earned, c), day(f.until), text(f.note)
	if f.base != 0 && l.Kind.V != spec.Text(commission.TrueUp) {
		l.Base = bound(f.base, baseOf(r), c)
	}
	for i := range f.parts {
		l.Parts = append(l.Parts, part(&f.parts[i], t, r))
	}
}

func part(p *commission.Part, t *commission.Terms, r *commission.Rule) spec.StatementPart {
	sum := p.Earned.Rat()
	if p.Rest != nil {
		sum.Add(sum, p.Rest)
	}
	out := spec.StatementPart{Earned: val(spec.Text(exactText(sum, t.Currency)))}
	in := measureOf(r)
	switch {
	case p.Flat:
		out.Flat = ref(spec.Flag(true))
	case r.Bands == nil:
		in = baseOf(r)
		out.PerUnit = somePrice(r.PerUnit)
		if !r.PerUnit.IsZero() {
			in = inUnits
		}
		if r.Rate != 0 {
			out.Rate = ref(r.Rate)
		}
	}
	if p.On != 0 && !p.Flat {
		out.On = bound(p.On, in, t.Currency)
	}
	if p.Step != nil {
		out.Step = slug(p.Step.ID)
		if !p.Flat && p.Step.Rate != 0 {
			out.Rate = ref(p.Step.Rate)
		}
		if !p.Flat {
			out.PerUnit = somePrice(p.Step.PerUnit)
		}
	}
	return out
}

// spread rounds the lines together that terms round per statement.
func spread(s *spec.Statement, terms []*commission.Terms, exact []*big.Rat) {
	type bucket struct {
		agreement, plan string
		currency        quantity.Currency
	}
	in := map[bucket][]int{}
	var order []bucket
	for i, x := range exact {
		if x == nil {
			continue
		}
		key := bucket{textOf(s.Lines[i].Agreement), textOf(s.Lines[i].Plan), terms[i].Currency}
		if in[key] == nil {
			order = append(order, key)
		}
		in[key] = append(in[key], i)
	}
	for _, key := range order {
		spreadOne(s, terms[in[key][len(in[key])-1]], in[key], exact)
	}
}

func spreadOne(s *spec.Statement, t *commission.Terms, at []int, exact []*big.Rat) {
	var ids []string
	var amounts []*big.Rat
	for _, i := range at {
		ids, amounts = append(ids, textOf(&s.Lines[i].ID)), append(amounts, exact[i])
	}
	for k, n := range commission.Spread(t, ids, amounts) {
		s.Lines[at[k]].Earned = money(n, t.Currency)
	}
}

// payout gives what a line is worth in the currency that is paid.
func payout(s *spec.Statement, l *spec.StatementLine) int64 {
	c := l.Context
	switch {
	case c != nil && c.DueOut != nil, c != nil && c.PaidOut != nil:
		return minorOf(c.DueOut) - minorOf(c.PaidOut)
	case l.Payout != nil:
		return l.Payout.Amount.V.Minor
	case l.Earned.V.Currency != s.Currency.V:
		return 0
	}
	return l.Earned.V.Minor
}

// exchange computes a line's payout again. Terms say how it is rounded; without
// them the line does.
func exchange(s *spec.Statement, l *spec.StatementLine, t *commission.Terms) {
	if l.Payout == nil {
		return
	}
	p := *l.Payout
	if t != nil {
		writeRounding(&p, t)
	}
	rates := oneRate{}
	rates.add(l.Earned.V.Currency, s.Currency.V, &p.Rate)
	if q, ok := rates.Quote(l.Earned.V.Currency, s.Currency.V, p.On.V); ok {
		step := int64(1)
		if p.Increment != nil {
			step = max(1, p.Increment.V.Minor)
		}
		if n, ok := commission.Exchanged(l.Earned.V.Minor, q, commission.Mode(p.Rounding.Or(spec.Text(commission.HalfUp))), step); ok {
			p.Amount = money(n, s.Currency.V)
		}
	}
	l.Payout = &p
}

// writeRounding keeps how an exchange is rounded, where that is not half-up to a
// minor unit.
func writeRounding(p *spec.StatementExchange, t *commission.Terms) {
	p.Rounding, p.Increment = nil, nil
	if t == nil {
		return
	}
	if t.Rounding.Mode != commission.HalfUp {
		p.Rounding = text(string(t.Rounding.Mode))
	}
	if c := p.Amount.V.Currency; t.Rounding.StepIn(c) != 1 {
		p.Increment = some(t.Rounding.StepIn(c), c)
	}
}

// total adds a statement up. Carried in and the minimum are given.
func total(s *spec.Statement, last quantity.Date) {
	var earned, held, adjusted, released int64
	for i := range s.Lines {
		l := &s.Lines[i]
		n := payout(s, l)
		switch {
		case l.Void != nil:
		case l.Kind.V == spec.Text(commission.Adjusted):
			adjusted += n
		default:
			earned += n
			if l.Until.Or(0) > last {
				held += n
			}
		}
	}
	for i := range s.Released {
		released += s.Released[i].Amount.V.Minor
	}
	t, c := &s.Totals, s.Currency.V
	t.Lines = val(spec.Int(len(s.Lines)))
	t.Earned, t.Held, t.Payable, t.Released, t.Adjustments = money(earned, c), money(held, c), money(earned-held, c), money(released, c), money(adjusted, c)
	due := earned - held + released + adjusted + t.CarriedIn.V.Minor
	paid := int64(0)
	if due > 0 && due >= minorOf(t.Minimum) {
		paid = due
	}
	t.Due, t.Paid, t.CarriedOut = money(due, c), money(paid, c), money(due-paid, c)
}

// clone copies what refolding changes.
func clone(s *spec.Statement) *spec.Statement {
	out := *s
	out.Lines = append([]spec.StatementLine(nil), s.Lines...)
	return &out
}

// nameOf is the last part of an address such as plan/reseller.
func nameOf(a spec.Address) string {
	_, name, _ := strings.Cut(string(a), "/")
	return name
}
