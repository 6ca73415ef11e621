package evaluate

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/state"
)

// total adds up a query's answers over the partners of a subject; money comes out
// in major units. Only sums, counts and minima are asked of several. What others
// are credited with can be one row's for many, so all together it is asked apart.
func (ev evaluation) total(query facts.Query, asked int, of subject) facts.Total {
	var out facts.Total
	if asked < 0 {
		return out
	}
	names := of.partners
	if of.isPortfolio && query.Credit != nil {
		names = []string{facts.Everyone}
	}
	for _, name := range names {
		t := ev.result.Totals[asked][name]
		out.Rows += t.Rows
		out.Unrated += t.Unrated
		out.Value = combine(query.Aggregate, out.Value, t.Value)
	}
	if out.Value != nil && query.Field != nil && query.Field.Kind == facts.Money && query.Aggregate != facts.CountDistinct {
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(ev.currency.Exponent())), nil)
		out.Value = new(big.Rat).Quo(out.Value, new(big.Rat).SetInt(scale))
	}
	return out
}

func combine(a facts.Aggregate, x, y *big.Rat) *big.Rat {
	switch {
	case y == nil:
		return x
	case x == nil:
		return y
	case a == facts.Min && x.Cmp(y) <= 0:
		return x
	case a == facts.Min:
		return y
	}
	return new(big.Rat).Add(x, y)
}

// lacksFacts says why a KPI cannot be asked: of every measure, or one of those
// that stand in for each other, a source must be there and map what is needed.
func lacksFacts(k *KPI, asked []int) string {
	if len(asked) < len(k.measures) {
		return state.NoFacts
	}
	isFound, reason := true, ""
	for i, m := range k.measures {
		if !m.isOr {
			if !isFound {
				return reason
			}
			isFound, reason = false, state.NoFacts
		}
		isFound = isFound || asked[i] >= 0
		if m.isUnmapped || asked[i] == noColumn {
			reason = state.NoColumn
		}
	}
	if isFound {
		return ""
	}
	return reason
}

// pooled adds up the parts of the members' ratios. Members without one are left
// out, unless it is facts that all of them lack.
func (ev evaluation) pooled(in inputs, over reading, of subject) state.Value {
	out := in.blank()
	above, below := new(big.Rat), new(big.Rat)
	for _, member := range of.members {
		v := ev.value(in.kpi, over, member)
		switch v.Reason {
		case "":
			out.Rows += v.Rows
			above.Add(above, v.Numerator)
			below.Add(below, v.Denominator)
		case state.NoFacts, state.NoColumn, state.NoRate:
			return v
		}
	}
	return in.divided(out, above, below)
}
