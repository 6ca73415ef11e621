package ledger

import (
	"iter"
	"math/big"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/spec"
)

// standing is what an earned line had come to before something took from it.
type standing struct{ earned, takenBack, clawed, reopened int64 }

// lineKey names an earned line and what takes back from it.
type lineKey struct {
	agreement            spec.Address
	partner, event, rule string
}

func keyOf(l *commission.Line) lineKey {
	k := lineKey{l.Agreement, l.Partner, l.Event, ""}
	if l.Of != "" {
		k.event = l.Of
	}
	if l.Rule != nil {
		k.rule = l.Rule.ID
	}
	return k
}

// pastOf gives, by line id, what there was to take back from.
func pastOf(history []*commission.Line) map[string]standing {
	now, out := map[lineKey]standing{}, map[string]standing{}
	for _, l := range history {
		key := keyOf(l)
		s := now[key]
		switch {
		case l.State == commission.Void:
			continue
		case l.Kind == commission.Earned || l.Kind == commission.Overridden && l.N == 0:
			s.earned = l.Earned
		case l.Kind == commission.Refunded:
			out[l.ID()] = s
			s.takenBack -= l.Earned
		case l.Kind == commission.ClawedBack:
			out[l.ID()] = s
			s.clawed -= l.Earned
		case l.Kind == commission.Reopened:
			s.reopened += l.Earned
		}
		now[key] = s
	}
	return out
}

// contexts gives what a line may have followed from, the likeliest first.
func (k *locker) contexts(l *commission.Line) iter.Seq[spec.StatementContext] {
	return func(yield func(spec.StatementContext) bool) {
		switch l.Kind {
		case commission.Earned, commission.Overridden:
			k.ofEvent(l, yield)
		case commission.TrueUp:
			k.ofTrueUp(l, yield)
		case commission.Refunded, commission.ClawedBack:
			k.ofReversal(l, yield)
		}
	}
}

// ofEvent tries the stages of a recurring rule, the steps whose flat amounts had
// been due, and the cents that were left over when a total was shared.
func (k *locker) ofEvent(l *commission.Line, yield func(spec.StatementContext) bool) {
	c := spec.StatementContext{}
	if l.Rule.Bands != nil && l.Before != 0 {
		c.Before = bound(l.Before, measureOf(l.Rule), l.Terms.Currency)
	}
	if l.CutPeriod > 0 {
		room := money(l.Earned, l.Currency)
		c.Room = &room
	}
	cents := int64(0)
	if l.Share.Den != 0 {
		c.Share, cents = text(big.NewRat(l.Share.Num, l.Share.Den).String()), 1
		c.Method = text(l.Share.Method)
	}
	for _, stage := range stages(l.Rule) {
		for entered := int64(-1); entered <= entrances(l.Rule); entered++ {
			for n := range cents + 1 {
				trial := c
				if stage > 0 {
					trial.Stage = ref(spec.Int(stage))
				}
				if entered >= 0 {
					trial.Entered = ref(spec.Int(entered))
				}
				if n > 0 {
					trial.Cents = ref(spec.Int(n))
				}
				if !yield(trial) {
					return
				}
			}
		}
	}
}

func stages(r *commission.Rule) []int {
	if r.Recurring == nil || len(r.Recurring.Stages) == 0 {
		return []int{0}
	}
	var out []int
	for i := range r.Recurring.Stages {
		out = append(out, i+1)
	}
	return out
}

// entrances is how many steps may have been entered, where that has a meaning.
func entrances(r *commission.Rule) int64 {
	if r.Bands == nil {
		return -1
	}
	for _, s := range r.Bands.Steps {
		if s.Flat != 0 {
			return int64(len(r.Bands.Steps))
		}
	}
	return -1
}

// ofTrueUp tries the steps that the volume may have been rated by before.
func (k *locker) ofTrueUp(l *commission.Line, yield func(spec.StatementContext) bool) {
	if l.Rule.Bands == nil || len(l.Parts) != 1 || l.Parts[0].Rest != nil || l.Parts[0].Step == nil {
		return
	}
	p := &l.Parts[0]
	for i := range l.Rule.Bands.Steps {
		from := &l.Rule.Bands.Steps[i]
		for _, flat := range []bool{false, true} {
			c := spec.StatementContext{From: slug(from.ID)}
			if l.Before != 0 {
				c.Before = bound(l.Before, measureOf(l.Rule), l.Terms.Currency)
			}
			if p.On != 0 {
				c.On = bound(p.On, inMoney, l.Terms.Currency)
			}
			if flat {
				c.Flat = ref(spec.Flag(true))
			}
			if n, ok := unitsIn(p, from, flat); ok && n != 0 {
				c.Units = ref(units(n))
			}
			if l.CutPeriod > 0 {
				room := money(l.Earned, l.Currency)
				c.Room = &room
			}
			if !yield(c) {
				return
			}
		}
	}
}

// unitsIn solves a true-up for the units of its volume.
func unitsIn(p *commission.Part, from *commission.Step, flat bool) (int64, bool) {
	perUnit := p.Step.PerUnit.Minor - from.PerUnit.Minor // with a finer price there is a rest, and it is not solved
	if perUnit == 0 {
		return 0, true
	}
	const oneUnit = 100_000_000
	rest := p.Earned.Rat()
	rest.Sub(rest, new(big.Rat).Mul(new(big.Rat).SetInt64(p.On), (p.Step.Rate-from.Rate).Rat()))
	if flat {
		rest.Sub(rest, new(big.Rat).SetInt64(p.Step.Flat-from.Flat))
	}
	rest.Mul(rest, big.NewRat(oneUnit, perUnit))
	return rest.Num().Int64(), rest.IsInt() && rest.Num().IsInt64()
}

// ofReversal takes the standing of the line that is taken back from, and what had
// been refunded of its event.
func (k *locker) ofReversal(l *commission.Line, yield func(spec.StatementContext) bool) {
	e := k.rows.event(l.Of, l.Rule.Trigger, "")
	r := k.rows.reversal(l.Event, l.Of, l.Place)
	if e == nil || r == nil {
		return
	}
	s, in := k.past[l.ID()], l.Terms.Currency
	c := spec.StatementContext{Earned: some(s.earned, in), TakenBack: some(s.takenBack, in), Clawed: some(s.clawed, in), Reopened: some(s.reopened, in)}
	if sum := k.rows.sumOf(r.Of, e); sum != max(e.Amount, 0) {
		c.Sum = some(sum, e.Currency)
	}
	if before := k.refundedBefore(r, e); before.Sign() != 0 {
		c.Refunded = text(exactText(before, e.Currency))
	}
	for _, stage := range stages(l.Rule) {
		trial := c
		if stage > 0 {
			trial.Stage = ref(spec.Int(stage))
		}
		if !yield(trial) {
			return
		}
	}
}

// refundedBefore is what earlier refunds took of an event's amount.
func (k *locker) refundedBefore(r *commission.Reversal, e *commission.Event) *big.Rat {
	out := new(big.Rat)
	for i := range k.rows.Reversals {
		other := &k.rows.Reversals[i]
		if other == r {
			break
		}
		sum := k.rows.sumOf(other.Of, e)
		if other.Of != e.ID && other.Of != e.Deal || other.Reason != commission.Refund && other.Reason != "" || sum == 0 {
			continue
		}
		part := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(other.Amount), big.NewInt(e.Amount)), big.NewInt(sum))
		if out.Add(out, part); out.Cmp(new(big.Rat).SetInt64(e.Amount)) > 0 {
			out.SetInt64(e.Amount)
		}
	}
	return out
}
