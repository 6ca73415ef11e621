package evaluate

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// answer makes a KPI's value of what the facts answered.
type answer func(inputs) state.Value

// inputs is what an answer may look at.
type inputs struct {
	kpi      *KPI
	currency quantity.Currency
	book     *resolve.Book
	totals   []facts.Total // one for each measure; money in major units
	joined   quantity.Date // first day in any program; 0 when not known
	end      quantity.Date // last day that is looked at
	partial  bool
}

// rat gives a total's value, 0 when no row had one.
func (in inputs) rat(i int) *big.Rat {
	if in.totals[i].Value == nil {
		return new(big.Rat)
	}
	return in.totals[i].Value
}

// blank is a value of the KPI's unit with everything but the number.
func (in inputs) blank() state.Value {
	v := state.Value{Unit: in.kpi.Unit, IsPartial: in.partial, Origin: in.kpi.Doc.Name.At, Uses: in.kpi.uses}
	if v.Unit == state.Money {
		v.Currency = in.currency
	}
	for _, t := range in.totals {
		v.Rows += t.Rows
	}
	return v
}

// answerMeasure gives the total itself. Counts and sums of nothing are 0 unless
// the KPI says otherwise; other aggregates of nothing have no value.
func answerMeasure(in inputs) state.Value {
	out := in.blank()
	out.Exact = in.totals[0].Value
	switch missing := in.kpi.Spec.Missing.Or(""); {
	case missing == "zero" && out.Exact == nil, missing == "" && out.Exact == nil && in.kpi.isAdditive():
		out.Exact = new(big.Rat)
	case (missing == "null" || missing == "carry") && out.Rows == 0:
		out.Exact = nil
	}
	if out.Exact == nil {
		out.Reason = state.NoRows
	}
	out.IsLow = out.Exact != nil && in.isFew(out.Rows)
	return out
}

// isFew compares rows with the KPI's minSample.
func (in inputs) isFew(rows int64) bool { return rows < int64(in.kpi.Spec.MinSample.Or(0)) }

// answerRatio divides the first total by the second.
func answerRatio(in inputs) state.Value {
	out := in.blank()
	out.Rows = in.totals[1].Rows
	return in.divided(out, in.rat(0), in.rat(1))
}

// divided completes a value whose parts are known and whose rows are counted.
// Amounts that cancel out are no reason to call a value missing.
func (in inputs) divided(out state.Value, above, below *big.Rat) state.Value {
	out.Numerator, out.Denominator = above, below
	switch {
	case below.Sign() != 0:
		out.Exact = new(big.Rat).Quo(above, below)
	case out.Rows == 0 && in.kpi.Spec.Missing.Or("") == "zero":
		out.Exact = new(big.Rat)
	default:
		out.Reason = state.NoDenominator
		return out
	}
	if in.kpi.isShare {
		out.Exact.Mul(out.Exact, hundred)
	}
	out.IsLow = in.isFew(out.Rows)
	return out
}

// answerFormula works out a KPI over KPIs.
func answerFormula(k *KPI, values map[string]state.Value, currency quantity.Currency, partial bool) state.Value {
	out := inputs{kpi: k, currency: currency, partial: partial}.blank()
	for _, ref := range k.formula.Refs {
		if v := values[ref.Name]; v.IsLow {
			out.IsLow = true
		}
	}
	result, reason := k.formula.EvalIn(expr.Unit(k.Unit), func(name string) (*big.Rat, bool) {
		v := values[name]
		return v.Exact, v.Exact != nil
	})
	switch reason {
	case "":
		out.Exact = result
	case expr.ReasonNoDenominator:
		out.Reason = state.NoDenominator
	default:
		out.Reason = state.MissingInput
	}
	return out
}

// joined is the first day on which a partner belongs to any program.
func joined(p *spec.Partner) quantity.Date {
	var first quantity.Date
	for _, m := range p.Programs {
		if m.Since != nil && (first == 0 || m.Since.V < first) {
			first = m.Since.V
		}
	}
	return first
}
