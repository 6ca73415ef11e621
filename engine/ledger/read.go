package ledger

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Read gives a locked statement by the figures that stand in it: its lines in
// their order, then those that were released, of which it knows only their id,
// days and worth. Lines have the terms that they were computed by; where blobs
// does not hold these any more, Terms is nil and a Rule has only what the line says.
func Read(s *spec.Statement, blobs Blobs, calendar Calendar) commission.Statement {
	period := s.Period.V.Range(calendar.Fiscal)
	out := commission.Statement{Partner: s.Partner.Name, Period: period, Currency: s.Currency.V, Totals: readTotals(&s.Totals)}
	v := &verifier{stored: s, blobs: blobs, calendar: calendar, files: map[string]*termsFile{}}
	for i := range s.Lines {
		l := v.read(s, s.Lines[i])
		l.Period = period
		l.State = commission.Payable
		switch {
		case s.Lines[i].Void != nil:
			l.State = commission.Void
		case l.Until > period.To:
			l.State = commission.Held
		}
		out.Lines = append(out.Lines, l)
	}
	for i := range s.Released {
		out.Lines = append(out.Lines, readReleased(s, &s.Released[i]))
	}
	return out
}

func readTotals(t *spec.StatementTotals) commission.Totals {
	return commission.Totals{Earned: t.Earned.V.Minor, Held: t.Held.V.Minor, Payable: t.Payable.V.Minor, Released: t.Released.V.Minor, Adjustments: t.Adjustments.V.Minor,
		CarriedIn: t.CarriedIn.V.Minor, Due: t.Due.V.Minor, Paid: t.Paid.V.Minor, CarriedOut: t.CarriedOut.V.Minor}
}

// read gives a line. It is handed a copy: looking up terms puts right what a line
// says of them.
func (v *verifier) read(s *spec.Statement, l spec.StatementLine) commission.StatementLine {
	key := lockedKey(s, &l)
	kind := commission.Kind(l.Kind.V)
	in := l.Earned.V.Currency
	out := commission.StatementLine{Payout: payout(s, &l)}
	out.Line = commission.Line{Beneficiary: s.Partner.Name, Partner: key.partner, Agreement: spec.NewAddress("Agreement", key.agreement), Kind: kind, Event: key.event,
		Of: key.of, At: l.At.V, Place: textOf(l.Place), Amount: minorOf(l.Amount), Raised: minorOf(l.Raised), CutEvent: minorOf(l.CutEvent), CutPeriod: minorOf(l.CutPeriod),
		Earned: l.Earned.V.Minor, Currency: in, Until: l.Until.Or(0), Reason: cmp.Or(textOf(l.Void), textOf(l.Reason))}
	if l.Payout != nil {
		out.PaidRateOn = l.Payout.On.V
	}
	if l.Event != nil && out.Place == "" {
		out.Place = textOf(l.Event.Place)
	}
	if l.Note != nil {
		out.Reason = "over-refunded"
	}
	if l.Rule != nil {
		out.Rule = &commission.Rule{ID: textOf(l.Rule), Test: -1}
		if kind != commission.Corrected {
			v.priced(&out.Line, &l)
		}
	}
	if i := strings.LastIndexByte(textOf(&l.ID), '/'); out.ID() != textOf(&l.ID) {
		out.N, _ = strconv.Atoi(textOf(&l.ID)[i+1:])
	}
	return out
}

// priced fills what a line has from its rule.
func (v *verifier) priced(out *commission.Line, l *spec.StatementLine) {
	if t := v.termsOf(l); t != nil {
		out.Terms, out.Rule = t, t.Rule(textOf(l.Rule))
	} else {
		keptRule(out.Rule, l)
	}
	r, c := out.Rule, l.Context
	out.Base = boundOf(l.Base, baseOf(r))
	if c != nil {
		out.Before, out.Share = boundOf(c.Before, measureOf(r)), shareOf(c)
	}
	for i := range l.Parts {
		out.Parts = append(out.Parts, readPart(&l.Parts[i], r))
	}
}

// keptRule fills what a line itself says of a rule whose terms are gone.
func keptRule(r *commission.Rule, l *spec.StatementLine) {
	isNumber := func(b *spec.Val[spec.Bound]) bool { return b != nil && b.V.Kind == quantity.BoundNumber }
	if isNumber(l.Base) {
		r.Of = commission.OfQuantity
	}
	for i := range l.Parts {
		if p := &l.Parts[i]; p.Step != nil && r.Bands == nil {
			r.Bands = &commission.Bands{Measure: commission.ByAmount}
			if isNumber(p.On) {
				r.Bands.Measure = commission.ByQuantity
			}
		}
	}
	if x := l.Limits; x != nil {
		for _, limit := range []struct {
			from *spec.Val[spec.Money]
			to   **int64
		}{{x.Floor, &r.Floor}, {x.PerEvent, &r.CapPerEvent}, {x.PerPeriod, &r.CapPerPeriod}} {
			if limit.from != nil {
				*limit.to = &limit.from.V.Minor
			}
		}
	}
}

func readPart(p *spec.StatementPart, r *commission.Rule) commission.Part {
	out := commission.Part{Flat: bool(p.Flat.Or(false))}
	out.Rest, _ = parseExact(textOf(&p.Earned))
	on := measureOf(r)
	switch {
	case r.Bands != nil && r.Spec != nil:
		if p.Step != nil || !out.Flat {
			out.Step = stepOf(r, textOf(p.Step))
		}
	case p.Step != nil:
		out.Step = &commission.Step{ID: textOf(p.Step), Rate: p.Rate.Or(0), PerUnit: p.PerUnit.Or(spec.Price{})}
	default:
		if on = baseOf(r); p.PerUnit != nil {
			on = inUnits
		}
		if r.Spec == nil && !out.Flat {
			r.Rate, r.PerUnit = p.Rate.Or(r.Rate), cmp.Or(p.PerUnit.Or(spec.Price{}), r.PerUnit)
		}
	}
	out.On = boundOf(p.On, on)
	return out
}

// readReleased gives what the id of a released line tells.
func readReleased(s *spec.Statement, r *spec.StatementReleasedLine) commission.StatementLine {
	out := commission.StatementLine{Payout: r.Amount.V.Minor, IsReleased: true}
	out.Line = commission.Line{Beneficiary: s.Partner.Name, Partner: s.Partner.Name, At: r.At.V, Until: r.Until.V, State: commission.Payable,
		Earned: r.Amount.V.Minor, Currency: r.Amount.V.Currency}
	parts := strings.Split(textOf(&r.ID), "/")
	kinds := []commission.Kind{commission.Earned, commission.TrueUp, commission.Refunded, commission.ClawedBack, commission.Overridden, commission.Adjusted, commission.Corrected, commission.Reopened}
	at := len(parts) - 1
	for i := range parts {
		if i > 0 && slices.Contains(kinds, commission.Kind(parts[i])) {
			at = i
			break
		}
	}
	out.Kind = commission.Kind(parts[at])
	id := parts[:at]
	if out.Kind != commission.Adjusted && len(id) > 1 {
		out.Rule = &commission.Rule{ID: id[len(id)-1], Test: -1}
		id = id[:len(id)-1]
	}
	out.Event = strings.Join(id, "/")
	if isTaking := out.Kind == commission.Refunded || out.Kind == commission.ClawedBack || out.Kind == commission.Reopened; isTaking && at+1 < len(parts) {
		out.Of = parts[at+1]
	}
	return out
}
