package evaluate

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

var hundred = big.NewRat(100, 1)

// goalWindow is a goal's period as far as the as-of day has reached; false when
// it has not begun.
func (j Job) goalWindow(g *spec.Goal) (window, whole quantity.Range, begun bool) {
	whole = g.Period.V.Range(j.Program.Book.FiscalStart())
	window = quantity.Range{From: whole.From, To: min(whole.To, j.AsOf)}
	return window, whole, j.AsOf >= whole.From
}

// wantGoals asks for the KPIs of every goal over its period.
func (j Job) wantGoals(a *asking) {
	spec.Each(j.Program.Book.Docs, func(doc *spec.Document, _ *spec.Goal) {
		g, ok := j.Program.Book.At(doc, j.AsOf).(*spec.Goal)
		if !ok || doc.Broken {
			return
		}
		window, _, begun := j.goalWindow(g)
		for _, line := range g.KPIs {
			if begun {
				a.want(j.Program.Lookup(line.KPI.Name), window)
			}
		}
	})
}

// goal works out progress, pace and forecast (language.md, Numbers).
func (ev evaluation) goal(j Job, doc *spec.Document) *state.GoalState {
	g, ok := j.Program.Book.At(doc, j.AsOf).(*spec.Goal)
	if !ok || doc.Broken {
		return nil
	}
	partner := j.Program.Book.Docs.Get(spec.NewAddress("Partner", g.Partner.Name))
	if partner == nil {
		return nil
	}
	window, whole, begun := j.goalWindow(g)
	out := &state.GoalState{Elapsed: new(big.Rat)}
	if begun {
		out.Elapsed = big.NewRat(100*int64(window.Days()), int64(whole.Days()))
	}
	memo := map[string]state.Value{}
	over := reading{window: window, partial: whole.To > j.AsOf}
	out.Uses = append(ev.program.ofOrganization("fiscalYearStart"), ofPartner(partner.Address)...)
	out.Uses = append(out.Uses, state.UsesOf(doc.Address, "kpis", "partner", "period")...)
	for _, line := range g.KPIs {
		k := j.Program.Lookup(line.KPI.Name)
		if k == nil {
			continue
		}
		item := state.GoalKPI{KPI: k.Name, Weight: lineWeight(g, line), At: line.KPI.At, Pace: state.NotStarted}
		if begun {
			item.Value = ev.read(k, over, ev.subject(partner), memo)
			item.Progress, item.Counted = progress(line, item.Value)
			item.Pace, item.Forecast = ev.pace(k, line, item, out.Elapsed)
		}
		out.Uses = append(out.Uses, item.Value.Uses...)
		out.KPIs = append(out.KPIs, item)
	}
	out.Uses = state.DistinctUses(out.Uses)
	out.Progress, out.Pace = together(out.KPIs)
	return out
}

// lineWeight is the weight that is given, or an equal share.
func lineWeight(g *spec.Goal, line spec.GoalKPI) *big.Rat {
	if line.Weight != nil {
		return line.Weight.V.Rat()
	}
	return big.NewRat(100, int64(len(g.KPIs)))
}

// progress gives (value − baseline) ÷ (target − baseline) in percent, raw and
// counted from 0 to 100. A band counts 100 inside and falls linearly to 0 one
// band's width outside.
func progress(line spec.GoalKPI, v state.Value) (raw, counted *big.Rat) {
	if v.Exact == nil || line.Target == nil {
		return nil, nil
	}
	if line.Target.Low != nil && line.Target.High != nil {
		raw = inBand(v.Exact, line.Target.Low.V.Rat(), line.Target.High.V.Rat())
		return raw, raw
	}
	if line.Target.Value == nil {
		return nil, nil
	}
	from := new(big.Rat)
	if line.Baseline != nil {
		from = line.Baseline.V.Rat()
	}
	way := new(big.Rat).Sub(line.Target.Value.V.Rat(), from)
	if way.Sign() == 0 {
		return nil, nil
	}
	raw = new(big.Rat).Quo(new(big.Rat).Sub(v.Exact, from), way)
	raw.Mul(raw, hundred)
	return raw, clamp(raw)
}

func inBand(v, low, high *big.Rat) *big.Rat {
	outside := new(big.Rat)
	switch {
	case v.Cmp(low) < 0:
		outside.Sub(low, v)
	case v.Cmp(high) > 0:
		outside.Sub(v, high)
	}
	width := new(big.Rat).Sub(high, low)
	if outside.Sign() == 0 || width.Sign() <= 0 {
		return new(big.Rat).Mul(hundred, big.NewRat(int64(boolInt(outside.Sign() == 0)), 1))
	}
	share := outside.Quo(outside, width)
	return clamp(new(big.Rat).Mul(hundred, new(big.Rat).Sub(big.NewRat(1, 1), share)))
}

func clamp(r *big.Rat) *big.Rat {
	switch {
	case r.Sign() < 0:
		return new(big.Rat)
	case r.Cmp(hundred) > 0:
		return hundred
	}
	return r
}

// pace compares sums and counts with the elapsed days and forecasts them; ratios
// and bands are judged by how far they are.
func (ev evaluation) pace(k *KPI, line spec.GoalKPI, item state.GoalKPI, elapsed *big.Rat) (state.Pace, *big.Rat) {
	if item.Progress == nil {
		return state.NoPace, nil
	}
	set := ev.thresholds()
	isBand := line.Target.Low != nil
	if isBand || !k.isAdditive() {
		switch {
		case item.Progress.Cmp(hundred) >= 0:
			return state.OnTrack, nil
		case item.Progress.Cmp(set.atRiskFrom) >= 0:
			return state.AtRisk, nil
		}
		return state.Behind, nil
	}
	var forecast *big.Rat
	if elapsed.Cmp(set.forecastFrom) >= 0 {
		forecast = new(big.Rat).Quo(new(big.Rat).Mul(item.Value.Exact, hundred), elapsed)
	}
	behind := new(big.Rat).Sub(elapsed, item.Progress)
	switch {
	case behind.Sign() <= 0:
		return state.OnTrack, forecast
	case behind.Cmp(set.paceTolerance) <= 0:
		return state.AtRisk, forecast
	}
	return state.Behind, forecast
}

// isAdditive reports whether a KPI grows with time: sums and counts do.
func (k *KPI) isAdditive() bool {
	if asked := k.inPeriod(); len(asked) != 1 {
		return false
	}
	a := k.measures[0].query.Aggregate
	return a == facts.Sum || a == facts.Count || a == facts.CountDistinct
}

// together weighs the lines of a goal; a line without a value counts nothing.
func together(lines []state.GoalKPI) (*big.Rat, state.Pace) {
	sum, weights := new(big.Rat), new(big.Rat)
	worst := state.NoPace
	rank := map[state.Pace]int{state.NoPace: 0, state.NotStarted: 1, state.OnTrack: 2, state.AtRisk: 3, state.Behind: 4}
	hasValue := false
	for _, l := range lines {
		weights.Add(weights, l.Weight)
		if rank[l.Pace] > rank[worst] {
			worst = l.Pace
		}
		if l.Counted != nil {
			hasValue = true
			sum.Add(sum, new(big.Rat).Mul(l.Counted, l.Weight))
		}
	}
	if !hasValue || weights.Sign() == 0 {
		return nil, worst
	}
	return roundTo(sum.Quo(sum, weights), 1), worst
}
