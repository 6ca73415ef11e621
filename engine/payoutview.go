package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/ledger"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/spec"
)

// PayoutPeriods names the periods that have a statement, oldest first.
func (a Accounted) PayoutPeriods() []string {
	var out []string
	for _, d := range a.payoutDays() {
		out = append(out, a.PeriodName(d))
	}
	return out
}

// AllPayouts arranges what is paid for each period, oldest first.
func (a Accounted) AllPayouts() render.PayoutPeriodsView {
	v := render.PayoutPeriodsView{AsOf: a.Snapshot.AsOf, Digest: a.Snapshot.FactsDigest}
	for _, d := range a.payoutDays() {
		v.Periods = append(v.Periods, a.Payouts(d))
	}
	return v
}

func (a Accounted) payoutDays() []quantity.Range {
	var days []quantity.Range
	for _, s := range a.statements() {
		if !slices.Contains(days, s.Period) {
			days = append(days, s.Period)
		}
	}
	slices.SortFunc(days, func(x, y quantity.Range) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To)) })
	return days
}

// PayoutPeriod reads a period that some partner is paid for. The error names those
// that there are.
func (a Accounted) PayoutPeriod(text string) (quantity.Range, error) {
	p, err := quantity.ParsePeriod(text)
	if err != nil {
		return quantity.Range{}, err
	}
	days := p.Range(a.fiscal())
	if slices.ContainsFunc(a.statements(), func(s accountedStatement) bool { return s.Period == days }) {
		return days, nil
	}
	for _, account := range a.Paid.Accounts {
		for _, c := range a.cadences(account.Partner, days) {
			if commission.PeriodOf(c, days.From, a.fiscal()) == days {
				return days, a.hasBegun(days, text)
			}
		}
	}
	if len(a.unsigned("", days)) > 0 {
		return days, a.hasBegun(days, text)
	}
	return days, fmt.Errorf("nobody is paid for %s: there are statements of %s", text, cmp.Or(strings.Join(a.PayoutPeriods(), ", "), "no period yet"))
}

// Payouts arranges what is paid for a period.
func (a Accounted) Payouts(days quantity.Range) render.PayoutsView {
	v := render.PayoutsView{Period: a.PeriodName(days), Days: days, AsOf: a.Snapshot.AsOf, Digest: a.Snapshot.FactsDigest, Unsigned: a.unsigned("", days), Rejected: a.rejected()}
	var others []accountedStatement
	here := map[string]bool{}
	for _, s := range a.statements() {
		switch {
		case s.Period == days:
			v.Rows = append(v.Rows, a.payout(s))
			here[s.Partner] = true
		case s.Period.From <= days.To && days.From <= s.Period.To && len(s.Lines) > 0:
			others = append(others, s)
		}
	}
	slices.SortStableFunc(v.Rows, func(x, y render.PayoutRow) int {
		return cmp.Or(cmp.Compare(x.Partner.Address, y.Partner.Address), cmp.Compare(x.Currency, y.Currency))
	})
	for _, s := range others { // by partner
		if here[s.Partner] {
			continue
		}
		if n := len(v.Elsewhere); n == 0 || v.Elsewhere[n-1].Partner.Address.Name() != s.Partner {
			v.Elsewhere = append(v.Elsewhere, render.Elsewhere{Partner: a.partnerName(s.Partner), Cadence: ledger.CadenceOf(s.Period)})
		}
		last := &v.Elsewhere[len(v.Elsewhere)-1]
		last.Periods = append(last.Periods, a.PeriodName(s.Period))
	}
	return v
}

func (a Accounted) payout(s accountedStatement) render.PayoutRow {
	row := render.PayoutRow{Statement: s.Statement, ID: a.statementName(s), Lock: a.lockOf(s), Partner: a.partnerName(s.Partner), Minimum: minimumOf(s)}
	if _, p := spec.Lookup[spec.Partner](a.Book.Docs, s.Partner); p != nil {
		row.LegalName, row.Payee = string(p.LegalName.V), p.Payee
		if p.Payee != nil && p.Payee.PaymentTerms != nil {
			row.DueDate = p.Payee.PaymentTerms.V.From(s.Period.To, a.Book.Holidays())
		}
	}
	for _, l := range s.Lines {
		if !l.IsReleased {
			row.OwnLines++
		}
		if l.Agreement != "" && !slices.Contains(row.Agreements, l.Agreement) {
			row.Agreements = append(row.Agreements, l.Agreement)
		}
	}
	return row
}

// statementName is the name of a statement's document, or what it will be.
func (a Accounted) statementName(s accountedStatement) string {
	if s.lock != nil {
		return s.lock.name()
	}
	name, _ := ledger.NameOf(s.Partner, ledger.PeriodName(s.Period, a.fiscal()), s.Currency, a.Book.Org.BaseCurrency.V)
	return name
}
