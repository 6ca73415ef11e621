package evaluate

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/state"
)

const isRecurring = `kind == "recurring"`

// opening is the recurring revenue of the period just before; what the period
// lost and gained is counted without its sign, since ledgers write losses either way.
var (
	opening = ask{of: "revenue", where: isRecurring, aggregate: facts.Sum, field: "amount", at: "at", window: before}
	lost    = ask{of: "revenue", where: `kind in ["contraction", "churn"]`, aggregate: facts.Sum, field: "amount", isAbsolute: true, at: "at"}
	gained  = ask{of: "revenue", where: `kind == "expansion"`, aggregate: facts.Sum, field: "amount", isAbsolute: true, at: "at"}
)

// retentionBuiltins follow the SaaS Metrics Standards Board
// (https://www.saasmetricsboard.com/gross-revenue-retention and
// …/net-revenue-retention), with recurring revenue of the period of equal length
// just before as the opening one. Rows of kind new never count.
var retentionBuiltins = map[string]builtin{
	// Customers with recurring revenue in the period before that have some in the
	// period, too.
	"logo-retention": {unit: state.Percent, direction: increase, answer: answerRatio, asks: []ask{
		{of: "revenue", where: isRecurring, aggregate: facts.CountDistinct, field: "customer", at: "at", window: beforeAndIn},
		{of: "revenue", where: isRecurring, aggregate: facts.CountDistinct, field: "customer", at: "at", window: before}}},
	// (opening − churn − contraction) ÷ opening, at most 100%.
	"gross-revenue-retention": {unit: state.Percent, direction: increase, answer: answerRetention, asks: []ask{opening, lost}},
	// (opening + expansion − contraction − churn) ÷ opening.
	"net-revenue-retention": {unit: state.Percent, direction: increase, answer: answerRetention, asks: []ask{opening, lost, gained}},
}

// answerRetention gives what is left of the opening revenue: gross without, net
// with what was gained.
func answerRetention(in inputs) state.Value {
	out := in.blank()
	start, left := in.rat(0), new(big.Rat).Sub(in.rat(0), in.rat(1))
	if len(in.totals) > 2 {
		left.Add(left, in.rat(2))
	}
	out.Rows = in.totals[0].Rows
	if start.Sign() < 0 {
		out.Reason = state.NoDenominator
		return out
	}
	return in.divided(out, left, start)
}
