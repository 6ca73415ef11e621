package engine

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/spec"
)

// HasPartner reports whether a partner of the name is declared; names are all
// that are.
func (a Accounted) HasPartner(name string) (names []string, ok bool) {
	for _, doc := range a.Book.Partners() {
		names = append(names, string(doc.Name.V))
	}
	return names, slices.Contains(names, name)
}

// PeriodName names days as a user would write them: 2026-03, 2026-Q2, 2026, or
// the days themselves.
func (a Accounted) PeriodName(days quantity.Range) string {
	y, m, _ := days.From.YMD()
	for _, p := range []quantity.Period{{Year: y, Month: m}, {Year: y, Quarter: 1}, {Year: y, Quarter: 2}, {Year: y, Quarter: 3}, {Year: y, Quarter: 4},
		{Year: y + 1, Quarter: 1}, {Year: y + 1, Quarter: 2}, {Year: y + 1, Quarter: 3}, {Year: y + 1, Quarter: 4}, {Year: y}, {Year: y + 1}} {
		if p.Range(a.fiscal()) == days {
			return p.String()
		}
	}
	return days.String()
}

// Periods lists the statements of a partner, oldest first.
func (a Accounted) Periods(partner string) render.PeriodsView {
	v := render.PeriodsView{Partner: a.partnerName(partner), AsOf: a.Snapshot.AsOf, Digest: a.Snapshot.FactsDigest}
	for _, s := range a.statements() {
		if s.Partner == partner {
			v.Periods = append(v.Periods, render.PeriodRow{Period: a.PeriodName(s.Period), Days: s.Period, Statement: s.Statement, Lock: a.lockOf(s)})
		}
	}
	slices.SortStableFunc(v.Periods, func(x, y render.PeriodRow) int { return cmp.Compare(x.Days.From, y.Days.From) })
	return v
}

// Period reads a payout period of a partner. The error says how the partner is
// paid, and names the period to ask for.
func (a Accounted) Period(partner, text string) (quantity.Range, error) {
	p, err := quantity.ParsePeriod(text)
	if err != nil {
		return quantity.Range{}, err
	}
	days := p.Range(a.fiscal())
	if slices.ContainsFunc(a.statements(), func(s accountedStatement) bool { return s.Partner == partner && s.Period == days }) {
		return days, nil
	}
	cadences := a.cadences(partner, days)
	if len(cadences) == 0 {
		if len(a.unsigned(partner, days)) > 0 { // there is something to say
			return days, nil
		}
		return days, fmt.Errorf("%s has no signed agreement that pays anything", partner)
	}
	for _, c := range cadences {
		if commission.PeriodOf(c, days.From, a.fiscal()) == days {
			return days, a.hasBegun(days, text)
		}
	}
	near := a.PeriodName(commission.PeriodOf(cadences[0], min(days.From, a.Snapshot.AsOf), a.fiscal()))
	return days, fmt.Errorf("%s is paid %s, and %s is no such period: did you mean %s?", partner, cadenceWords(cadences), text, near)
}

func (a Accounted) hasBegun(days quantity.Range, text string) error {
	if days.From > a.Snapshot.AsOf {
		return fmt.Errorf("%s begins on %s, after %s: --as-of looks at things on a later day", text, days.From, a.Snapshot.AsOf)
	}
	return nil
}

func cadenceWords(cadences []quantity.Cadence) string {
	var out []string
	for _, c := range cadences {
		out = append(out, string(c))
	}
	return strings.Join(out, " and ")
}

// cadences are those that a partner is paid by around some days, and those of its
// statements.
func (a Accounted) cadences(partner string, days quantity.Range) []quantity.Cadence {
	var out []quantity.Cadence
	add := func(t *commission.Terms) {
		if t != nil && !slices.Contains(out, t.Payout.Cadence) {
			out = append(out, t.Payout.Cadence)
		}
	}
	for _, account := range a.Paid.Accounts {
		if account.Partner == partner {
			add(account.TermsOf(&commission.Event{At: max(days.To, account.First), Created: days.From}))
		}
	}
	for _, s := range a.statements() {
		for i := range s.Lines {
			if s.Partner == partner && s.Period.Contains(days.From) {
				add(s.Lines[i].Terms)
			}
		}
	}
	return out
}

// Statement arranges what a partner earned and is paid in a period.
func (a Accounted) Statement(ctx context.Context, partner string, days quantity.Range) (render.StatementView, error) {
	v := render.StatementView{Partner: a.partnerName(partner), Period: a.PeriodName(days), Days: days, AsOf: a.Snapshot.AsOf, Digest: a.Snapshot.FactsDigest}
	for _, s := range a.statements() {
		if s.Partner == partner && s.Period == days {
			section := a.section(s)
			if s.lock == nil {
				if err := a.addBlanks(ctx, partner, section.Entries); err != nil {
					return v, err
				}
			}
			v.Sections = append(v.Sections, section)
		}
	}
	if !slices.ContainsFunc(v.Sections, func(s render.StatementSection) bool { return s.Lock != nil }) { // rows of today are no matter of what is locked
		v.Rejected, v.Unpaid, v.Unsigned = a.rejected(), a.unpaidTouches(partner, days), a.unsigned(partner, days)
	}
	if len(v.Sections) == 0 {
		v.Sections = []render.StatementSection{{Statement: commission.Statement{Partner: partner, Period: days, Currency: a.payoutCurrency(partner, days), IsOpen: days.To > a.Snapshot.AsOf}}}
	}
	return v, nil
}

func (a Accounted) section(s accountedStatement) render.StatementSection {
	out := render.StatementSection{Statement: s.Statement, Minimum: minimumOf(s), Lock: a.lockOf(s)}
	for _, l := range s.Lines {
		out.Entries = append(out.Entries, a.entry(s, l))
	}
	return out
}

// minimumOf is the least amount that a statement pays: what it was locked with, else
// by its latest terms.
func minimumOf(s accountedStatement) *quantity.Money {
	if s.lock != nil {
		if m := s.lock.spec.Totals.Minimum; m != nil {
			return &m.V
		}
		return nil
	}
	for _, l := range slices.Backward(s.Lines) {
		if l.Terms != nil {
			return l.Terms.Payout.Minimum
		}
	}
	return nil
}

func (a Accounted) entry(s accountedStatement, l commission.StatementLine) render.StatementEntry {
	e := render.StatementEntry{StatementLine: l, Origin: a.origin(s, &l), Earlier: a.PeriodName(l.Period), Corrects: a.corrects(s, &l)}
	if l.Terms != nil {
		e.Since = cmp.Or(a.Paid.Since(l.Terms), a.lockedSince(s, &l))
	}
	e.Dated = a.datedBefore(s, &l, e.Origin)
	if l.Partner != l.Beneficiary {
		e.Owner = a.partnerName(l.Partner).Name
	}
	switch was := a.lineOf(s, &l); {
	case was != nil && was.Payout != nil:
		e.Rate, _ = new(big.Rat).SetString(string(was.Payout.Rate.V))
		e.QuotedOn = was.Payout.On.V
		if a.Paid.Rates != nil { // the day that the rate is of, as long as it can still be told
			if q, ok := a.Paid.Rates.Quote(l.Currency, s.Currency, e.QuotedOn); ok && e.Rate != nil && q.Rate(l.Currency, s.Currency).Cmp(e.Rate) == 0 {
				e.QuotedOn = q.On
			}
		}
	case l.Currency != s.Currency && l.PaidRateOn != 0 && a.Paid.Rates != nil:
		if q, ok := a.Paid.Rates.Quote(l.Currency, s.Currency, l.PaidRateOn); ok {
			e.Rate, e.QuotedOn = q.Rate(l.Currency, s.Currency), q.On
		}
	}
	return e
}

// origin finds the line that another takes from: of a locked line as it was then.
// It is nil of a slice of a true-up, which was paid for many events.
func (a Accounted) origin(s accountedStatement, l *commission.StatementLine) *commission.Line {
	if l.Of == "" || l.Kind == commission.Corrected || render.IsSliceOfTrueUp(&l.Line) {
		return nil
	}
	found := a.earnedBy(&l.Line)
	was := a.lineOf(s, l)
	if found == nil || was == nil || was.Context == nil || was.Context.Earned == nil {
		return found
	}
	then := *found
	then.Earned = was.Context.Earned.V.Minor
	if was.Event != nil && was.Event.Amount != nil && was.Event.Amount.V.Currency == then.Currency {
		then.Amount = was.Event.Amount.V.Minor
	}
	return &then
}

// datedBefore is the day of what is taken back where it is before that of the sale, on
// which it counts; 0 where it is not.
func (a Accounted) datedBefore(s accountedStatement, l *commission.StatementLine, origin *commission.Line) quantity.Date {
	isTaking := l.Kind == commission.Refunded || l.Kind == commission.ClawedBack
	if !isTaking || origin == nil || origin.At != l.At {
		return 0
	}
	on := l.At
	if was := a.lineOf(s, l); was != nil && was.Reversal != nil {
		on = was.Reversal.At.V
	} else {
		for _, r := range a.Paid.Reversals(l.Event) {
			if r.Place == l.Place {
				on = r.At
			}
		}
	}
	if on >= l.At {
		return 0
	}
	return on
}

// earnedBy finds what the event that a line takes from earned.
func (a Accounted) earnedBy(l *commission.Line) *commission.Line {
	isIts := func(o *commission.Line) bool {
		return o.Beneficiary == l.Beneficiary && o.Partner == l.Partner && o.Agreement == l.Agreement && o.Event == l.Of && ruleID(o) == ruleID(l) && o.N == l.N &&
			(o.Kind == commission.Earned || o.Kind == commission.Overridden) && o.State != commission.Void
	}
	for i := range a.Paid.Lines {
		if o := &a.Paid.Lines[i]; isIts(o) {
			return o
		}
	}
	if b := a.books[l.Beneficiary]; b != nil {
		for _, locked := range b.locked {
			for i := range locked.read.Lines {
				if o := &locked.read.Lines[i]; !o.IsReleased && isIts(&o.Line) {
					return &o.Line
				}
			}
		}
	}
	return nil
}

func ruleID(l *commission.Line) string {
	if l.Rule == nil {
		return ""
	}
	return l.Rule.ID
}

func (a Accounted) partnerName(partner string) render.PartnerName {
	address := spec.NewAddress("Partner", partner)
	name := render.PartnerName{Address: address, Name: partner}
	if doc := a.Book.Docs.Get(address); doc != nil {
		name.Name = doc.DisplayName()
	}
	return name
}

func (a Accounted) payoutCurrency(partner string, days quantity.Range) quantity.Currency {
	for _, account := range a.Paid.Accounts {
		if account.Partner != partner {
			continue
		}
		t := account.TermsOf(&commission.Event{At: max(days.To, account.First), Created: days.From})
		switch {
		case account.PayoutCurrency != "":
			return account.PayoutCurrency
		case t != nil:
			return t.Payout.Currency
		}
	}
	return a.Book.Org.BaseCurrency.V
}

// fiscal is the first month of the fiscal year.
func (a Accounted) fiscal() time.Month { return a.Book.FiscalStart() }

// EventsOf names the rows that a partner's statements of a period stand on.
func (a Accounted) EventsOf(partner string, days quantity.Range) []string {
	var out []string
	for _, s := range a.statements() {
		if s.Partner != partner || s.Period != days {
			continue
		}
		for _, l := range s.Lines {
			if !slices.Contains(out, l.Event) {
				out = append(out, l.Event)
			}
		}
	}
	return out
}
