package commission

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// payslip is the run of one partner's statements in one currency and cadence.
type payslip struct {
	key   slipKey
	lines []StatementLine
}

type slipKey struct {
	partner  string
	currency quantity.Currency
	cadence  quantity.Cadence
}

// Statements sorts the lines of a group, in any order, into the statements of
// their beneficiaries: by partner, currency and period, from the first line's
// period to that of the day asked for. Periods in which nothing stands are left
// out. A line that lacks an exchange rate is in no statement and is counted
// among the missing rates.
func Statements(in Payroll, lines iter.Seq[*Line]) ([]Statement, []MissingRate) {
	w := &folder{Input: Input{Rates: in.Rates}}
	slips := map[slipKey]*payslip{}
	for l := range lines {
		if l.At > in.AsOf {
			continue
		}
		key := slipKey{l.Beneficiary, in.currencyOf(l), l.Terms.Payout.Cadence}
		sl := StatementLine{Line: *l.Clone()}
		if !in.payOut(w, &sl, key.currency) {
			continue
		}
		if slips[key] == nil {
			slips[key] = &payslip{key: key}
		}
		slips[key].lines = append(slips[key].lines, sl)
	}
	var out []Statement
	for _, s := range sortedSlips(slips) {
		out = append(out, in.run(s, w)...)
	}
	return out, w.missing
}

func sortedSlips(slips map[slipKey]*payslip) []*payslip {
	out := make([]*payslip, 0, len(slips))
	for _, s := range slips {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *payslip) int {
		return cmp.Or(strings.Compare(a.key.partner, b.key.partner), strings.Compare(string(a.key.currency), string(b.key.currency)),
			strings.Compare(string(a.key.cadence), string(b.key.cadence)))
	})
	return out
}

// payOut converts a line to the currency it is paid in, rounded by its plan's mode
// to that currency's minor units, or to the plan's increment where that is stated
// in it.
func (p *Payroll) payOut(w *folder, l *StatementLine, to quantity.Currency) bool {
	l.Payout = l.Earned
	if l.Currency == to || l.Earned == 0 {
		return true
	}
	l.PaidRateOn = min(l.Line.RatedOn, p.AsOf)
	if l.Line.RatedOn == 0 {
		l.PaidRateOn = p.issued(l.Beneficiary, l.Period)
	}
	r, ok := &l.Terms.Rounding, false
	l.Payout, ok = w.exchange(l.Earned, r.Mode, r.StepIn(to), MissingRate{From: l.Currency, To: to, On: l.PaidRateOn, Place: l.Place, Partner: l.Beneficiary})
	return ok
}

func (p *Payroll) issued(partner string, period quantity.Range) quantity.Date {
	if p.Issued != nil {
		if on := p.Issued(partner, period); on != 0 {
			return on
		}
	}
	return p.AsOf
}

// run makes the statements of one partner, each carrying on from the one before.
func (p *Payroll) run(s *payslip, w *folder) []Statement {
	slices.SortStableFunc(s.lines, func(a, b StatementLine) int { return cmp.Compare(a.At, b.At) })
	reversed := wholly(s.lines)
	var out []Statement
	carried := int64(0)
	terms := s.lines[0].Terms
	last := PeriodOf(s.key.cadence, p.AsOf, p.Fiscal)
	for period := s.lines[0].Period; period.From <= last.From; period = PeriodOf(s.key.cadence, period.To.AddDays(1), p.Fiscal) {
		st := Statement{Partner: s.key.partner, Period: period, Currency: s.key.currency, IsOpen: period.To > p.AsOf}
		st.CarriedIn = carried
		st.fill(s, reversed, min(period.To, p.AsOf))
		for i := range st.Lines {
			terms = st.Lines[i].Terms
		}
		p.settle(&st, terms, w)
		carried = st.CarriedOut
		if len(st.Lines) > 0 || st.CarriedIn != 0 {
			out = append(out, st)
		}
		if period.To >= always.To {
			break
		}
	}
	return out
}

// fill takes the lines of the period, and those that its end finds released.
func (st *Statement) fill(s *payslip, reversed map[taken]bool, on quantity.Date) {
	var freed []StatementLine
	for _, l := range s.lines {
		if l.At > st.Period.To {
			break
		}
		isOwn := l.At >= st.Period.From
		switch {
		case !isOwn && (l.State == Void || l.Until < st.Period.From || l.Until > on):
			continue
		case l.State == Void:
		case isOwn && l.Until > on:
			l.State = Held
			st.Held += l.Payout
		default:
			l.State = Payable
		}
		if l.State != Void && l.Of == "" && reversed[l.key()] {
			l.State = Reversed
		}
		l.IsReleased = !isOwn
		switch {
		case l.State == Void:
		case !isOwn:
			st.Released += l.Payout
		case l.Kind == Adjusted:
			st.Adjustments += l.Payout
		default:
			st.Earned += l.Payout
		}
		if isOwn {
			st.Lines = append(st.Lines, l)
		} else {
			freed = append(freed, l)
		}
	}
	st.Lines = append(st.Lines, freed...)
	st.Payable = st.Earned - st.Held
	st.Due = st.Payable + st.Released + st.Adjustments + st.CarriedIn
}

// settle pays what is due, or carries it on below the minimum or zero. What
// cannot be held against the minimum for want of a rate is carried.
func (p *Payroll) settle(st *Statement, t *Terms, w *folder) {
	on := min(st.Period.To, p.AsOf)
	if st.Due > 0 && (p.isEnded(st.Partner, on) || st.Due >= p.minimum(st, t, on, w)) {
		st.Paid = st.Due
	}
	st.CarriedOut = st.Due - st.Paid
}

func (p *Payroll) minimum(st *Statement, t *Terms, on quantity.Date, w *folder) int64 {
	m := t.Payout.Minimum
	if m == nil || m.Currency == st.Currency || m.Minor == 0 {
		if m == nil {
			return 0
		}
		return m.Minor
	}
	out, ok := w.exchange(m.Minor, t.Rounding.Mode, 1, MissingRate{From: m.Currency, To: st.Currency, On: on, Partner: st.Partner})
	if !ok {
		return NoBound
	}
	return out
}

// taken names an earned line and what takes back from it.
type taken struct {
	agreement            spec.Address
	partner, event, rule string
}

func (l *StatementLine) key() taken {
	k := taken{l.Agreement, l.Partner, l.Event, ""}
	if l.Rule != nil {
		k.rule = l.Rule.ID
	}
	if l.Of != "" {
		k.event = l.Of
	}
	return k
}

// wholly gives the lines of which nothing is left.
func wholly(lines []StatementLine) map[taken]bool {
	left, back := map[taken]int64{}, map[taken]bool{}
	for i := range lines {
		l := &lines[i]
		switch {
		case l.State == Void || l.Rule == nil:
			continue
		case l.Kind == Refunded || l.Kind == ClawedBack:
			back[l.key()] = true
		case l.Kind == TrueUp:
			continue
		}
		left[l.key()] += l.Earned
	}
	for k := range back {
		back[k] = left[k] == 0
	}
	return back
}
