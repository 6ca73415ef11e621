package engine

import (
	"context"
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/spec"
)

// complete fills what a line alone does not tell: other lines, rows and documents
// that had a part in it.
func (a Accounted) complete(ctx context.Context, out *render.WhyAnswer) error {
	l := &out.Line
	out.Took, out.Users = a.tookBefore(l), a.usersOfCap(l)
	if l.Kind == commission.Overridden {
		out.Own = a.ownLine(l)
		if _, p := spec.Lookup[spec.Partner](a.Book.Docs, l.Partner); p != nil && p.ReferredBy != nil && p.ReferredBy.Name == l.Beneficiary {
			out.ReferredAt = p.ReferredBy.At
		}
	}
	if l.Kind == commission.Adjusted {
		out.Adjusting = a.adjustment(l)
	}
	if row := out.Row; row != nil && l.Kind != commission.Adjusted && l.Kind != commission.Corrected {
		a.addTouches(out, row)
	}
	if err := a.addBasis(ctx, out); err != nil {
		return err
	}
	if err := a.addReturned(ctx, out); err != nil {
		return err
	}
	return a.addQuotes(ctx, out)
}

// tookBefore gives the lines that took back from the same line before.
func (a Accounted) tookBefore(l *commission.Line) []*commission.Line {
	if l.Kind != commission.Refunded && l.Kind != commission.ClawedBack {
		return nil
	}
	isSlice := render.IsSliceOfTrueUp(l)
	var out []*commission.Line
	for i := range a.Paid.Lines {
		b := &a.Paid.Lines[i]
		isTaking := b.Kind == commission.Refunded || b.Kind == commission.ClawedBack
		if b.Beneficiary != l.Beneficiary || b.Partner != l.Partner || b.Agreement != l.Agreement || b.Of != l.Of || !isTaking || ruleID(b) != ruleID(l) || render.IsSliceOfTrueUp(b) != isSlice {
			continue
		}
		if b.ID() == l.ID() && b.At == l.At {
			break // lines come in the order in which they arose
		}
		out = append(out, b)
	}
	return out
}

// usersOfCap gives the lines that used the cap of the line's period before it.
func (a Accounted) usersOfCap(l *commission.Line) []*commission.Line {
	if l.Trace == nil || l.Trace.Used == nil {
		return nil
	}
	var out []*commission.Line
	sum := new(big.Rat)
	for i := range a.Paid.Lines {
		b := &a.Paid.Lines[i]
		if b.Beneficiary != l.Beneficiary || b.Agreement != l.Agreement || b.Period != l.Period || ruleID(b) != ruleID(l) || b.Earned == 0 || b.Kind == commission.Overridden || b.Kind == commission.Reopened {
			continue
		}
		if b.ID() == l.ID() {
			break
		}
		out = append(out, b)
		sum.Add(sum, big.NewRat(b.Earned, 1))
	}
	if sum.Cmp(l.Trace.Used) != 0 { // some of it counts for another window, or is not rounded yet
		return nil
	}
	return out
}

// ownLine finds the partner's line that a referrer's is a share of.
func (a Accounted) ownLine(l *commission.Line) *commission.Line {
	kind := commission.Earned
	if l.N != 0 {
		kind = commission.TrueUp
	}
	for i := range a.Paid.Lines {
		if o := &a.Paid.Lines[i]; o.Beneficiary == l.Partner && o.Partner == l.Partner && o.Agreement == l.Agreement && o.Event == l.Event && ruleID(o) == ruleID(l) && o.Kind == kind {
			return o
		}
	}
	return nil
}

func (a Accounted) adjustment(l *commission.Line) *spec.Adjustment {
	s, ok := a.Book.At(a.Book.Docs.Get(l.Agreement), a.Snapshot.AsOf).(*spec.Agreement)
	if !ok {
		return nil
	}
	for i := range s.Adjustments {
		if adj := &s.Adjustments[i]; string(adj.ID.V) == l.Event && adj.Date.V == l.At && adj.Amount.V.Minor == l.Earned {
			return adj
		}
	}
	return nil
}

// addTouches fills the touches of a row, and the parts that all of them would have.
func (a Accounted) addTouches(out *render.WhyAnswer, row *commission.Event) {
	if out.Trace == nil || len(row.Touches) == 0 && len(out.Trace.Idle) == 0 {
		return
	}
	places := a.Paid.TouchPlaces(row.Deal)
	var partners []string
	add := func(partner string) {
		if partner != "" && !slices.Contains(partners, partner) {
			partners = append(partners, partner)
		}
	}
	for _, t := range row.Touches {
		out.Touches = append(out.Touches, render.WhyTouch{Touch: t, Place: places[t]})
		add(t.Partner)
	}
	add(row.Partner)
	for _, i := range out.Trace.Idle {
		add(i.Partner)
	}
	if len(out.Trace.Idle) > 0 && out.Rule != nil && out.Terms != nil {
		out.Would = out.Terms.Shares(out.Rule, row, partners)
	}
}

// addQuotes finds where the exchange rates of a line were quoted.
func (a Accounted) addQuotes(ctx context.Context, out *render.WhyAnswer) error {
	l := &out.Line
	var err error
	if out.Rate != nil {
		if out.Quote, err = a.quote(ctx, l.Currency, out.Paid, out.QuotedOn, out.Rate); err != nil {
			return err
		}
	}
	row := out.Row
	if row == nil || row.Currency == "" || row.Currency == l.Currency || l.Terms == nil || a.Paid.Rates == nil || l.Kind != commission.Earned {
		return nil
	}
	q, ok := a.Paid.Rates.Quote(row.Currency, l.Currency, l.Terms.RatedAt(row))
	if !ok {
		return nil
	}
	rate, on := q.Rate(row.Currency, l.Currency), q.On
	place, err := a.quote(ctx, row.Currency, l.Currency, on, rate)
	out.Entered = render.Conversion{Rate: rate, On: on, Place: place}
	return err
}

// quote gives the place of the row that quotes a rate; "" when none does.
func (a Accounted) quote(ctx context.Context, from, to quantity.Currency, on quantity.Date, rate *big.Rat) (string, error) {
	quotes, err := evaluate.Quotes(ctx, memory.Runner{}, a.sources, on)
	if err != nil {
		return "", err
	}
	place := ""
	for _, q := range quotes {
		same := q.From == from && q.To == to && q.Rate.Cmp(rate) == 0
		inverse := q.From == to && q.To == from && q.Rate.Sign() > 0 && new(big.Rat).Inv(q.Rate).Cmp(rate) == 0
		if same || inverse {
			place = q.Place
		}
	}
	return place, nil
}
