package ledger

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Drafted is a statement that is not locked, as it stands today.
type Drafted struct {
	Statement   commission.Statement
	Corrections []Correction // among its lines
}

// Draft gives a partner's statements from the first period that is not locked on,
// by currency and cadence. What is locked counts as it was locked: the first of them carries
// on from the last locked one, pays what came off hold of locked lines, and holds
// the corrections. Without locked statements they are those of Now.
func Draft(in Reconciling) []Drafted {
	corrections := map[run][]Correction{}
	for _, c := range Reconcile(in) {
		corrections[c.run] = append(corrections[c.run], c)
	}
	spans := spansOf(in)
	now := map[run][]commission.Statement{}
	for r := range spans {
		now[r] = nil
	}
	for _, st := range in.Now {
		r := runOf(st.Currency, st.Period)
		now[r] = append(now[r], st)
	}
	var out []Drafted
	for _, r := range slices.SortedFunc(maps.Keys(now), run.compare) {
		if span, isLocked := spans[r]; isLocked {
			out = append(out, in.follow(r, openPeriod(r, span, in.Calendar), now[r], corrections[r])...)
			continue
		}
		for _, st := range now[r] {
			out = append(out, Drafted{Statement: st})
		}
	}
	return out
}

// Before gives the statements of periods before the first locked one. They were
// settled elsewhere, and nothing is carried from them.
func Before(in Reconciling) []commission.Statement {
	spans := spansOf(in)
	var out []commission.Statement
	for _, st := range in.Now {
		if span, isLocked := spans[runOf(st.Currency, st.Period)]; isLocked && st.Period.To < span.From {
			out = append(out, st)
		}
	}
	return out
}

// Follows reports whether a statement that Draft gave is the next to be locked: of
// its run the first one. next is that one's period.
func Follows(drafts []Drafted, d *Drafted) (next quantity.Range, ok bool) {
	for i := range drafts {
		st := &drafts[i].Statement
		if runOf(st.Currency, st.Period) == runOf(d.Statement.Currency, d.Statement.Period) {
			return st.Period, st.Period == d.Statement.Period
		}
	}
	return d.Statement.Period, true
}

// follow gives the statements of a run from its open period on.
func (in *Reconciling) follow(r run, open quantity.Range, now []commission.Statement, corrections []Correction) []Drafted {
	first := commission.Statement{Partner: in.Locked[0].Partner.Name, Period: open, Currency: r.currency, IsOpen: open.To > in.Payroll.AsOf}
	var later []commission.Statement
	for _, st := range now {
		switch {
		case st.Period == open:
			first = st
		case st.Period.From > open.To:
			later = append(later, st)
		}
	}
	var out []Drafted
	d := Drafted{Statement: first, Corrections: corrections}
	in.reopen(&d, r)
	if open.From <= in.Payroll.AsOf && (len(d.Statement.Lines) > 0 || d.Statement.CarriedIn != 0) {
		out = append(out, d)
	}
	carried := d.Statement.CarriedOut
	for _, st := range later {
		in.carry(&st, carried)
		carried = st.CarriedOut
		out = append(out, Drafted{Statement: st})
	}
	return out
}

// reopen makes a statement the one that follows the last locked one.
func (in *Reconciling) reopen(d *Drafted, r run) {
	st := &d.Statement
	st.Lines = slices.DeleteFunc(slices.Clone(st.Lines), func(l commission.StatementLine) bool { return l.IsReleased })
	for _, c := range d.Corrections {
		st.Lines = append(st.Lines, c.StatementLine)
	}
	on := min(st.Period.To, in.Payroll.AsOf)
	for i := range st.Lines {
		if l := &st.Lines[i]; l.State != commission.Void && l.State != commission.Reversed {
			l.State = commission.Payable
			if l.Until > on {
				l.State = commission.Held
			}
		}
	}
	slices.SortStableFunc(st.Lines, func(a, b commission.StatementLine) int { return cmp.Compare(a.At, b.At) })
	last, to := int64(0), quantity.Date(0)
	for _, s := range in.Locked {
		period := in.periodOf(s)
		if runOf(s.Currency.V, period) != r {
			continue
		}
		if end := period.To; end > to {
			last, to = s.Totals.CarriedOut.V.Minor, end
		}
		for i := range s.Lines {
			if l := &s.Lines[i]; l.Void == nil && l.Until.Or(0) >= st.Period.From && l.Until.V <= on {
				st.Lines = append(st.Lines, in.released(s, l))
			}
		}
	}
	in.carry(st, last)
}

// released is a locked line whose hold is over.
func (in *Reconciling) released(s *spec.Statement, l *spec.StatementLine) commission.StatementLine {
	key := lockedKey(s, l)
	out := commission.StatementLine{Payout: payout(s, l), IsReleased: true}
	out.Line = commission.Line{Beneficiary: s.Partner.Name, Partner: key.partner, Agreement: spec.NewAddress("Agreement", key.agreement),
		Rule: &commission.Rule{ID: key.rule, Test: -1}, Kind: commission.Kind(textOf(&l.Kind)), Event: key.event, Of: key.of, At: l.At.V, Period: in.periodOf(s),
		Place: textOf(l.Place), Earned: l.Earned.V.Minor, Currency: l.Earned.V.Currency, Until: l.Until.V, State: commission.Payable}
	if i := strings.LastIndexByte(textOf(&l.ID), '/'); out.ID() != textOf(&l.ID) {
		out.N, _ = strconv.Atoi(textOf(&l.ID)[i+1:])
	}
	return out
}

// carry adds a statement up again with what the one before left over.
func (in *Reconciling) carry(st *commission.Statement, carried int64) {
	st.Totals = commission.Totals{CarriedIn: carried}
	on := min(st.Period.To, in.Payroll.AsOf)
	var terms *commission.Terms
	for i := range st.Lines {
		l := &st.Lines[i]
		if l.Terms != nil {
			terms = l.Terms
		}
		switch {
		case l.State == commission.Void:
		case l.IsReleased:
			st.Released += l.Payout
		case l.Kind == commission.Adjusted:
			st.Adjustments += l.Payout
		default:
			st.Earned += l.Payout
			if l.Until > on {
				st.Held += l.Payout
			}
		}
	}
	st.Payable = st.Earned - st.Held
	st.Due = st.Payable + st.Released + st.Adjustments + st.CarriedIn
	if terms == nil {
		terms = in.terms()
	}
	in.Payroll.Settle(st, terms)
}

// terms are the latest that the partner was paid by.
func (in *Reconciling) terms() *commission.Terms {
	for i := range slices.Backward(in.Now) {
		for j := range slices.Backward(in.Now[i].Lines) {
			if t := in.Now[i].Lines[j].Terms; t != nil {
				return t
			}
		}
	}
	return &commission.Terms{}
}
