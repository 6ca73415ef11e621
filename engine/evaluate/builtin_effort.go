package evaluate

import (
	"fmt"
	"math/big"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/state"
)

// spent is what a partner cost in the period.
var spent = ask{of: "costs", aggregate: facts.Sum, field: "amount", at: "at"}

// effortBuiltins hold what was put in against what came of it.
var effortBuiltins = map[string]builtin{
	// Engaged over delivered, of the rows that have both.
	"campaign-engagement": {unit: state.Percent, direction: increase, answer: answerRatio, asks: []ask{
		{of: "campaigns", where: "delivered != null", aggregate: facts.Sum, field: "engaged", at: "at"},
		{of: "campaigns", where: "engaged != null", aggregate: facts.Sum, field: "delivered", at: "at"}}},
	// Median calendar days from an activity to its answer; those without one are
	// left out, and counted in the basis.
	"response-time": {unit: state.Days, direction: decrease, answer: answerResponse, asks: []ask{
		{of: "activities", where: "answeredAt >= at", aggregate: facts.Median, field: "answeredAt - at", at: "at"},
		{of: "activities", aggregate: facts.Count, at: "at"}}},
	// (sourced revenue − costs) ÷ costs.
	"partner-roi": {unit: state.Percent, direction: increase, answer: answerROI, asks: []ask{
		{of: "deals", where: isSourced, aggregate: facts.Sum, field: "amount", at: "closedAt"}, spent}},
	// Costs over distinct customers won as new ones; every customer won counts where
	// deals have no kind.
	"partner-cac": {unit: state.Money, direction: decrease, answer: answerCAC, optional: []string{"kind"}, asks: []ask{
		spent,
		{of: "deals", where: isWon + ` && kind == "new"`, aggregate: facts.CountDistinct, field: "customer", at: "closedAt", with: "kind"},
		{of: "deals", where: isWon, aggregate: facts.CountDistinct, field: "customer", at: "closedAt", without: "kind", isOr: true}}},
}

func answerResponse(in inputs) state.Value {
	out := in.blank()
	answered, all := in.totals[0], in.totals[1].Rows
	out.Rows, out.Exact = answered.Rows, answered.Value
	if all > 0 {
		out.Basis = fmt.Sprintf("%d of %d activities answered", answered.Rows, all)
		if all == 1 {
			out.Basis = fmt.Sprintf("%d of 1 activity answered", answered.Rows)
		}
	}
	if out.Exact == nil {
		out.Reason = state.NoRows
		return out
	}
	out.IsLow = out.Rows < int64(in.kpi.Spec.MinSample.Or(0))
	return out
}

func answerROI(in inputs) state.Value {
	out := in.blank()
	out.Basis = "sourced revenue"
	return in.divided(out, new(big.Rat).Sub(in.rat(0), in.rat(1)), in.rat(1))
}

func answerCAC(in inputs) state.Value {
	out := in.blank()
	out.Rows = in.totals[1].Rows + in.totals[2].Rows
	return in.divided(out, in.rat(0), new(big.Rat).Add(in.rat(1), in.rat(2)))
}
