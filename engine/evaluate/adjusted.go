package evaluate

import (
	"maps"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// adjusted gives the single amounts of all signed agreements, whatever their day:
// they are owed once they are signed, and no trailing window holds them.
func (r *payroll) adjusted() []state.Adjustment {
	var out []state.Adjustment
	spec.Each(r.program.Book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		if doc.Broken {
			return
		}
		had := map[string]*spec.Adjustment{}
		for _, in := range r.program.Book.Terms(doc) {
			now := map[string]*spec.Adjustment{}
			if in.Agreement.Status.V == "signed" {
				for i := range in.Agreement.Adjustments {
					adj := &in.Agreement.Adjustments[i]
					now[string(adj.ID.V)] = adj
				}
			}
			out = append(out, r.steps(doc.Address, in, had, now)...)
			had = now
		}
	})
	return out
}

// steps gives what one version of an agreement adds to the version before: what it
// takes away again counts too, since it may have been paid in between.
func (r *payroll) steps(agreement spec.Address, in resolve.Interval, had, now map[string]*spec.Adjustment) []state.Adjustment {
	var out []state.Adjustment
	add := func(adj *spec.Adjustment, minor int64) {
		if adj == nil || minor == 0 {
			return
		}
		a := state.Adjustment{Agreement: agreement, Partner: spec.NewAddress("Partner", in.Agreement.Partner.Name), ID: string(adj.ID.V),
			Period: r.periodOf(in.Plan, adj.Date.V), Amount: quantity.Money{Minor: minor, Currency: adj.Amount.V.Currency}}
		if in.By != nil {
			a.Amendment = in.By.ID
		}
		out = append(out, a)
	}
	ids := slices.AppendSeq(slices.Collect(maps.Keys(had)), maps.Keys(now))
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		was, is := had[id], now[id]
		if was != nil && is != nil && was.Amount.V.Currency == is.Amount.V.Currency {
			add(is, is.Amount.V.Minor-was.Amount.V.Minor)
			continue
		}
		add(was, -minorOf(was))
		add(is, minorOf(is))
	}
	return out
}

func minorOf(adj *spec.Adjustment) int64 {
	if adj == nil {
		return 0
	}
	return adj.Amount.V.Minor
}

// periodOf names the payout period of a day by the latest terms of a plan; a month
// where it has none.
func (r *payroll) periodOf(plan string, day quantity.Date) string {
	cadence := quantity.Monthly
	if p := r.plans[plan]; p != nil {
		if t := p.latest(); t != nil {
			cadence = t.Payout.Cadence
		}
	}
	fiscal := r.program.Book.FiscalStart()
	return quantity.PeriodOf(commission.PeriodOf(cadence, day, fiscal), fiscal).String()
}
