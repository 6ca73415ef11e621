package ledger

import (
	"cmp"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/spec"
)

// cause tells what brought a difference about since the figure was last locked,
// be it by a correction.
func (x *reconciler) cause(d *due) (reason string, terms []TermChange) {
	was := x.lastKnown(d)
	if len(d.now) == 0 {
		return x.causeOfNone(d, was)
	}
	now := d.now[0]
	switch {
	case was == nil && d.key.of != "":
		return Refund, nil
	case was == nil, textOf(was.Reason) == GoneFact:
		return LateFact, nil
	case now.Terms == nil || now.Rule == nil, was.Event == nil && was.Kind.V != spec.Text(commission.Corrected):
		return ChangedTerms, nil // of adjustments: they stand in the agreement
	case was.Event == nil: // of a correction that does not say what it went by
		return ChangedFact, nil
	case !x.isSameRow(was, now.Event, now.Of, now.Place):
		return ChangedFact, nil
	case d.sum[0] == d.sum[1] && len(d.locked) > 0:
		return ChangedRate, nil
	}
	old := x.termsOf(was)
	terms = termsBetween(old, now.Terms, textOf(was.Rule), now.Rule.ID)
	switch {
	case !x.isSameRate(was, now):
		if x.isOtherTerms(was, now, old, terms) {
			return ChangedRate, terms
		}
		return ChangedRate, nil
	case x.isOtherTool(d, was, old):
		return ChangedTool, nil
	case x.isOtherTerms(was, now, old, terms):
		return ChangedTerms, terms
	}
	return ChangedVolume, nil
}

// lastKnown is what was last locked of an event and rule, with the row that it went
// by; of a rule that had none, that of another rule for the same row. It is nil when
// nothing was.
func (x *reconciler) lastKnown(d *due) *spec.StatementLine {
	locked := d.locked
	if len(locked) == 0 {
		locked = x.byRow[[2]string{d.key.event, d.key.of}]
	}
	var out *spec.StatementLine
	for _, l := range locked {
		isCorrection := l.Kind.V == spec.Text(commission.Corrected)
		if out == nil || isCorrection && (l.Event != nil || textOf(l.Reason) == GoneFact) {
			out = l
		}
	}
	return out
}

// causeOfNone is the cause where nothing is due any more.
func (x *reconciler) causeOfNone(d *due, was *spec.StatementLine) (string, []TermChange) {
	if was.Event == nil {
		if was.Kind.V == spec.Text(commission.Adjusted) {
			return ChangedTerms, nil
		}
		return GoneFact, nil
	}
	trigger := readEvent(was.Event).Trigger
	e := x.rows.event(textOf(&was.Event.ID), trigger, textOf(was.Event.Place))
	switch {
	case e == nil, was.Reversal != nil && x.rows.reversal(d.key.event, d.key.of, "") == nil:
		return GoneFact, nil
	case !x.isSameRow(was, d.key.event, d.key.of, textOf(was.Event.Place)):
		return ChangedFact, nil
	}
	old := x.termsOf(was)
	i := slices.IndexFunc(x.in.Payroll.Accounts, func(a *commission.Account) bool {
		return nameOf(a.Agreement) == d.key.agreement && a.Partner == d.key.partner
	})
	if i < 0 {
		return ChangedTerms, nil
	}
	now := x.in.Payroll.Accounts[i].TermsOf(e)
	if terms := termsBetween(old, now, textOf(was.Rule), textOf(was.Rule)); len(terms) > 0 || now == nil || now.Rule(textOf(was.Rule)) == nil {
		return ChangedTerms, terms
	}
	return ChangedVolume, nil
}

// termsOf finds the terms that a locked line went by; nil when they are gone.
func (x *reconciler) termsOf(l *spec.StatementLine) *commission.Terms {
	if x.in.Blobs == nil || l.Terms == nil || l.Event == nil {
		return nil
	}
	if x.files == nil {
		x.files = &verifier{blobs: x.in.Blobs, calendar: x.in.Calendar, files: map[string]*termsFile{}}
	}
	trial := *l
	return x.files.termsOf(&trial)
}

// isSameRow reports whether the rows behind a line still say what they said.
// Where they stand in their file does not count.
func (x *reconciler) isSameRow(was *spec.StatementLine, event, of, place string) bool {
	a := *readEvent(was.Event)
	e := x.rows.event(cmp.Or(of, event), a.Trigger, place)
	if e == nil {
		return true
	}
	b := *readEvent(writeEvent(e, nil, nil))
	a.Place, b.Place = "", ""
	if flowOf(writeEvent(&a, nil, nil)) != flowOf(writeEvent(&b, nil, nil)) {
		return false
	}
	r := x.rows.reversal(event, of, place)
	if was.Reversal == nil || r == nil {
		return true
	}
	return was.Reversal.Amount.V.Minor == r.Amount && was.Reversal.At.V == r.At
}

// isSameRate reports whether the event comes into the plan's currency as it did.
func (x *reconciler) isSameRate(was *spec.StatementLine, now *commission.StatementLine) bool {
	rates := x.in.Payroll.Rates
	e := x.rows.event(cmp.Or(now.Of, now.Event), now.Rule.Trigger, now.Place)
	if rates == nil || e == nil || was.Event.Rate == nil {
		return true
	}
	rate := rateText(rates, e.Currency, now.Terms.Currency, now.Terms.RatedAt(e))
	return rate == nil || rate.V == was.Event.Rate.V
}

// isOtherTool reports whether what is locked does not come to the same by its own
// inputs and terms, as another version had computed it.
func (x *reconciler) isOtherTool(d *due, was *spec.StatementLine, old *commission.Terms) bool {
	isFrom := func(s *spec.Statement) bool {
		return slices.ContainsFunc(s.Lines, func(l spec.StatementLine) bool { return l.Digest == was.Digest })
	}
	i := slices.IndexFunc(d.held, isFrom)
	if old == nil || i < 0 || x.in.ToolVersion == "" || textOf(&d.held[i].ToolVersion) == x.in.ToolVersion || was.Kind.V == spec.Text(commission.Corrected) {
		return false
	}
	again := *was
	exact, ok := refolder{x.in.Calendar.Holidays}.price(&again, old)
	return ok && exact == nil && again.Earned.V != was.Earned.V
}

// isOtherTerms reports whether the terms of today are behind the difference. What a
// line stands on of others, such as a refund, moves with their terms.
func (x *reconciler) isOtherTerms(was *spec.StatementLine, now *commission.StatementLine, old *commission.Terms, between []TermChange) bool {
	isAlone := was.Kind.V == spec.Text(commission.Earned) || was.Kind.V == spec.Text(commission.TrueUp)
	if isAlone && textOf(was.Rule) == now.Rule.ID && (was.Context == nil || was.Context.Given == nil) {
		again := *was
		exact, ok := refolder{x.in.Calendar.Holidays}.price(&again, now.Terms)
		return !ok || exact == nil && again.Earned.V != was.Earned.V
	}
	if old != nil {
		return len(between) > 0
	}
	return origin(now) != textOf(was.Terms)
}

func origin(l *commission.StatementLine) string {
	if l.Rule == nil || l.Rule.Spec == nil || l.Rule.Spec.ID.At.IsZero() {
		return ""
	}
	return OriginOf(l.Rule.Spec.ID.At).String()
}
