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

// Drafted is a statement that is not locked, as it stands today.
type Drafted struct {
	Statement   commission.Statement
	Corrections []Correction // among its lines
}

// Draft gives a partner's statements from the first period that is not locked on,
// by currency. What is locked counts as it was locked: the first of them carries
// on from the last locked one, pays what came off hold of locked lines, and holds
// the corrections. Without locked statements they are those of Now.
func Draft(in Reconciling) []Drafted {
	corrections := map[quantity.Currency][]Correction{}
	for _, c := range Reconcile(in) {
		corrections[c.Pays] = append(corrections[c.Pays], c)
	}
	spans := spansOf(in)
	var out []Drafted
	carried := map[quantity.Currency]int64{}
	isOpened := map[quantity.Currency]bool{}
	for i := range in.Now {
		st := in.Now[i]
		span, isLocked := spans[st.Currency]
		switch {
		case !isLocked:
			out = append(out, Drafted{Statement: st})
		case st.Period.To <= span.To:
		default:
			d := Drafted{Statement: st}
			if open := in.open(st.Currency); !isOpened[st.Currency] && st.Period != open {
				isOpened[st.Currency] = true
				if d, ok := in.fresh(st.Currency, open, corrections[st.Currency]); ok {
					carried[st.Currency] = d.Statement.CarriedOut
					out = append(out, d)
				}
			}
			if !isOpened[st.Currency] {
				isOpened[st.Currency] = true
				d.Corrections = corrections[st.Currency]
				in.reopen(&d)
			} else {
				in.carry(&d.Statement, carried[st.Currency])
			}
			carried[st.Currency] = d.Statement.CarriedOut
			out = append(out, d)
		}
	}
	for _, c := range currencies(spans) {
		if isOpened[c] {
			continue
		}
		if d, ok := in.fresh(c, in.open(c), corrections[c]); ok {
			out = append(out, d)
		}
	}
	return out
}

func currencies(spans map[quantity.Currency]quantity.Range) []quantity.Currency {
	var out []quantity.Currency
	for c := range spans {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// fresh is the open statement of a period in which nothing was earned; false when
// nothing is due in it either.
func (in *Reconciling) fresh(c quantity.Currency, open quantity.Range, corrections []Correction) (Drafted, bool) {
	d := Drafted{Statement: commission.Statement{Partner: in.Locked[0].Partner.Name, Period: open, Currency: c, IsOpen: open.To > in.Payroll.AsOf}, Corrections: corrections}
	in.reopen(&d)
	return d, open.From <= in.Payroll.AsOf && (len(d.Statement.Lines) > 0 || d.Statement.CarriedIn != 0)
}

// reopen makes a statement the one that follows the last locked one.
func (in *Reconciling) reopen(d *Drafted) {
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
		if s.Currency.V != st.Currency {
			continue
		}
		if end := s.Period.V.Range(in.Calendar.Fiscal).To; end > to {
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
		Rule: &commission.Rule{ID: key.rule, Test: -1}, Kind: commission.Kind(textOf(&l.Kind)), Event: key.event, Of: key.of, At: l.At.V,
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
