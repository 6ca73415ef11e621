package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Recast is a change without a day of how commission is paid out: what is earned
// stays, and statements of the past would be other ones.
type Recast struct {
	Address  spec.Address    `json:"address"`
	Path     string          `json:"path"`
	Reason   string          `json:"reason"` // payout-currency, rate-at, minimum or cadence
	Before   *string         `json:"before"` // null: nothing stated
	After    *string         `json:"after"`
	Partners []RecastPartner `json:"partners"` // those with statements of closed periods that are not locked
}

// RecastPartner is a partner with its closed periods.
type RecastPartner struct {
	Address spec.Address `json:"address"`
	Title   string       `json:"title,omitempty"`
	Periods []string     `json:"periods"`
}

// Reasons of a Recast.
const (
	PayoutCurrency = "payout-currency"
	PayoutRateAt   = "rate-at"
	PayoutMinimum  = "minimum"
	PayoutCadence  = "cadence"
)

var recasting = map[string]map[string]string{
	"commissionplan": {"payout/currency": PayoutCurrency, "payout/rateAt": PayoutRateAt, "payout/minimum": PayoutMinimum, "payout/cadence": PayoutCadence},
	"agreement":      {"payoutCurrency": PayoutCurrency},
}

// recasts finds what undated changes make of statements of closed periods.
func recasts(in Input, changes []Change, named map[spec.Address]string) []Recast {
	var out []Recast
	for _, c := range changes {
		reason := recasting[c.Address.Kind()][c.Path]
		if reason == "" || c.Effective != "" {
			continue
		}
		r := Recast{Address: c.Address, Path: c.Path, Reason: reason, Before: c.Before, After: c.After}
		if reason == PayoutCurrency {
			r.Before, r.After = in.currencyOr(0, c.Address, c.Before), in.currencyOr(1, c.Address, c.After)
		}
		for _, e := range in.Base.Earnings {
			periods := in.recastPeriods(e, c.Address, reason)
			if len(periods) > 0 {
				out = addRecast(out, &r, RecastPartner{e.Partner, named[e.Partner], periods})
			}
		}
		if len(r.Partners) > 0 {
			out = append(out, r)
		}
	}
	return out
}

// addRecast puts the periods of several currencies of a partner together.
func addRecast(out []Recast, r *Recast, p RecastPartner) []Recast {
	if n := len(r.Partners); n > 0 && r.Partners[n-1].Address == p.Address {
		last := &r.Partners[n-1]
		last.Periods = append(last.Periods, p.Periods...)
		slices.Sort(last.Periods)
		last.Periods = slices.Compact(last.Periods)
		return out
	}
	r.Partners = append(r.Partners, p)
	return out
}

// currencyOr gives a payout's currency: a plan's own where none is stated.
func (in Input) currencyOr(side int, address spec.Address, stated *string) *string {
	for _, t := range in.Latest[side] {
		if stated == nil && t.Plan == address {
			return text(string(t.Currency))
		}
	}
	return stated
}

// recastPeriods gives the closed periods in which a partner earned under a document,
// without those that are locked. An agreement that states a currency of its own is
// not moved by its plan's.
func (in Input) recastPeriods(e state.Earnings, address spec.Address, reason string) []string {
	isOwn := reason == PayoutCurrency && address.Kind() == "commissionplan"
	isUsed := false
	for _, u := range e.Uses {
		isUsed = isUsed || u.Address == address
		isOwn = isOwn && (u.Address.Kind() != "agreement" || textAt(in.Base.Declared[u.Address], "payoutCurrency") != "")
	}
	if !isUsed || isOwn {
		return nil
	}
	var out []string
	for _, p := range e.Periods {
		isLocked := slices.ContainsFunc(in.Locked, func(l LockedPeriod) bool { return l.Partner == e.Partner && l.Period == p.Name })
		if p.Actual != 0 && p.Range.To < in.Base.AsOf && !isLocked {
			out = append(out, p.Name)
		}
	}
	return out
}

// Words says what becomes of statements: they would be in EUR instead of USD.
func (r Recast) Words() string {
	spell := func(s *string) string {
		if s == nil {
			return ""
		}
		if m, err := quantity.ParseMoney(*s); err == nil {
			return quantity.Grouped(m.Decimal()) + " " + string(m.Currency)
		}
		return *s
	}
	before, after := spell(r.Before), spell(r.After)
	would := map[string]string{PayoutCurrency: "be in " + after, PayoutRateAt: "be exchanged at the rate of the " + strings.ReplaceAll(after, "-", " "),
		PayoutMinimum: "pay out from " + after + " on", PayoutCadence: "be " + after}[r.Reason]
	if after == "" {
		would = map[string]string{PayoutCurrency: "be in the plan's currency", PayoutRateAt: "be exchanged at another rate",
			PayoutMinimum: "pay out any amount", PayoutCadence: "be of other periods"}[r.Reason]
	}
	if before != "" {
		would += " instead of " + map[string]string{PayoutMinimum: "from ", PayoutRateAt: "the "}[r.Reason] + strings.ReplaceAll(before, "-", " ")
	}
	return "statements of closed periods would " + would
}

// recast says in a sentence what becomes of statements of the past.
func (i Impact) recast() string {
	var out []string
	for _, r := range i.Statements {
		out = append(out, fmt.Sprintf("%s, as the change has no effective date.", upperFirst(r.Words())))
	}
	return strings.Join(out, " ")
}
