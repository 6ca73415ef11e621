package evaluate

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/state"
)

const (
	isPriced = isWon + ` && amount != null`
	isTimed  = isWon + ` && createdAt != null`
	isLead   = `status != "duplicate" || status == null`
	// A registration that expired was approved once when somebody decided on it;
	// else its time ran out undecided.
	isApproved = `status in ["approved", "won"] || status == "expired" && decidedAt != null`
)

// salesBuiltins are the KPIs over leads, registrations and a partner's own deals.
var salesBuiltins = map[string]builtin{
	// Leads submitted in the period that were won, over all of them but duplicates.
	"lead-to-close": {unit: state.Percent, direction: increase, answer: answerRatio, asks: []ask{
		{of: "leads", where: `status == "won"`, aggregate: facts.Count, at: "submittedAt"},
		{of: "leads", where: isLead, aggregate: facts.Count, at: "submittedAt"}}},
	// The same over leads whose outcome is known, so that young leads do not drag it down.
	"lead-to-close-mature": {unit: state.Percent, direction: increase, answer: answerRatio, asks: []ask{
		{of: "leads", where: `status == "won"`, aggregate: facts.Count, at: "submittedAt"},
		{of: "leads", where: `status in ["won", "lost", "rejected"]`, aggregate: facts.Count, at: "submittedAt"}}},
	// Leads accepted or won, over all that were decided on.
	"lead-acceptance": {unit: state.Percent, direction: increase, answer: answerRatio, asks: []ask{
		{of: "leads", where: `status in ["accepted", "won"]`, aggregate: facts.Count, at: "submittedAt"},
		{of: "leads", where: `status in ["accepted", "won", "rejected", "lost"]`, aggregate: facts.Count, at: "submittedAt"}}},
	// Registrations submitted in the period that were approved, over all that were decided on.
	"registration-approval": {unit: state.Percent, direction: increase, answer: answerRatio, optional: []string{"decidedAt"}, asks: []ask{
		{of: "registrations", where: isApproved, aggregate: facts.Count, at: "submittedAt"},
		{of: "registrations", where: isApproved + ` || status == "rejected"`, aggregate: facts.Count, at: "submittedAt"}}},
	"win-rate": {unit: state.Percent, direction: increase, answer: answerRatio, asks: []ask{
		{of: "deals", where: isWon, aggregate: facts.Count, at: "closedAt"},
		{of: "deals", where: isDecided, aggregate: facts.Count, at: "closedAt"}}},
	"average-deal-size": {unit: state.Money, direction: increase, answer: answerRatio, asks: []ask{
		{of: "deals", where: isWon, aggregate: facts.Sum, field: "amount", at: "closedAt"},
		{of: "deals", where: isPriced, aggregate: facts.Count, at: "closedAt"}}},
	"sourced-revenue": {unit: state.Money, direction: increase, answer: answerMeasure, asks: []ask{
		{of: "deals", where: isSourced, aggregate: facts.Sum, field: "amount", at: "closedAt"}}},
	"sourced-deals": {unit: state.Count, direction: increase, answer: answerMeasure, asks: []ask{
		{of: "deals", where: isSourced, aggregate: facts.Count, at: "closedAt"}}},
	// Mean days from creation to closing of deals won in the period.
	"sales-cycle": {unit: state.Days, direction: decrease, answer: answerRatio, asks: []ask{
		{of: "deals", where: isWon, aggregate: facts.Sum, field: "closedAt - createdAt", at: "closedAt"},
		{of: "deals", where: isTimed, aggregate: facts.Count, at: "closedAt"}}},
	// Open deals × win rate × average deal size ÷ sales cycle: money a day.
	"pipeline-velocity": {unit: state.Money, direction: increase, answer: answerVelocity, asks: []ask{
		{of: "deals", where: `stage == "open"`, aggregate: facts.Count, isBorn: true},
		{of: "deals", where: isDecided, aggregate: facts.Count, at: "closedAt", window: after, isBorn: true}, // were open then
		{of: "deals", where: isWon, aggregate: facts.Count, at: "closedAt"},
		{of: "deals", where: isDecided, aggregate: facts.Count, at: "closedAt"},
		{of: "deals", where: isWon, aggregate: facts.Sum, field: "amount", at: "closedAt"},
		{of: "deals", where: isPriced, aggregate: facts.Count, at: "closedAt"},
		{of: "deals", where: isWon, aggregate: facts.Sum, field: "closedAt - createdAt", at: "closedAt"},
		{of: "deals", where: isTimed, aggregate: facts.Count, at: "closedAt"}}},
	// Days from joining the first program to the first deal won.
	"time-to-first-deal": {unit: state.Days, direction: decrease, answer: answerFirstDeal, asks: []ask{
		{of: "deals", where: isWon, aggregate: facts.Min, field: "closedAt", at: "closedAt", window: untilEnd}}},
	// Whether a partner won a deal or had a registration approved within the
	// Organization's activationWithin of joining, by then or earlier; over all
	// partners the share that did. Partners whose time is not up count once they did.
	"activation": {unit: state.Percent, direction: increase, answer: answerActivation, isPooled: true, optional: []string{"decidedAt"}, settings: []string{"settings/activationWithin", "holidays"}, asks: []ask{
		{of: "deals", where: isWon, aggregate: facts.Min, field: "closedAt", at: "closedAt", window: untilEnd},
		{of: "registrations", where: isApproved, aggregate: facts.Min, field: "decidedAt != null ? decidedAt : submittedAt",
			at: "submittedAt", window: untilEnd, isOr: true}}},
}

// answerVelocity works out pipeline velocity from open deals (still so, or decided
// later), won and decided ones, won revenue and the deals that have it, days and
// the deals that have them.
func answerVelocity(in inputs) state.Value {
	open := new(big.Rat).Add(in.rat(0), in.rat(1))
	won, decided, revenue, priced, days, timed := in.rat(2), in.rat(3), in.rat(4), in.rat(5), in.rat(6), in.rat(7)
	out := in.blank()
	out.Rows = in.totals[3].Rows
	// open × (won ÷ decided) × (revenue ÷ priced) ÷ (days ÷ timed)
	below := product(decided, priced, days)
	if below.Sign() == 0 {
		out.Reason = state.NoDenominator
		return out
	}
	out.Exact, out.IsLow = new(big.Rat).Quo(product(open, won, revenue, timed), below), in.isFew(out.Rows)
	return out
}

func product(factors ...*big.Rat) *big.Rat {
	out := big.NewRat(1, 1)
	for _, f := range factors {
		out.Mul(out, f)
	}
	return out
}

// answerFirstDeal counts days from the day the partner joined. A deal of before
// tells nothing about the time that it took since.
func answerFirstDeal(in inputs) state.Value {
	out := in.blank()
	first, joined := in.totals[0].Value, new(big.Rat).SetInt64(int64(in.joined))
	if first == nil || in.joined == 0 || first.Cmp(joined) < 0 {
		out.Reason = state.NoRows
		return out
	}
	out.Exact = joined.Sub(first, joined)
	return out
}

// answerActivation holds the first success against the partner's time.
func answerActivation(in inputs) state.Value {
	out := in.blank()
	if in.joined == 0 || in.joined > in.end {
		out.Reason = state.NoRows
		return out
	}
	within := quantity.Duration{N: 90, Unit: quantity.Days}
	if s := in.book.Org.Settings; s != nil {
		within = s.ActivationWithin.Or(within)
	}
	lastDay := within.From(in.joined, in.book.Holidays())
	isActive := false
	for _, t := range in.totals {
		isActive = isActive || t.Value != nil && t.Value.Cmp(new(big.Rat).SetInt64(int64(min(lastDay, in.end)))) <= 0
	}
	if !isActive && in.end < lastDay {
		out.Reason = state.TooEarly
		return out
	}
	return in.divided(out, new(big.Rat).SetInt64(int64(boolInt(isActive))), big.NewRat(1, 1))
}
