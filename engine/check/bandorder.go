package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// bandOrder checks everything that is cut into bands: commission steps, score
// bands, steps of a criterion, tier levels. Bands are written by one bound, so
// order is all that can leave a gap or a band that nothing reaches.
func bandOrder(c *Context) {
	each(c, func(v version[spec.CommissionPlan]) {
		for _, r := range v.spec.Rules {
			if r.Bands != nil {
				v.paySteps(r)
			}
		}
	}, "rules/*")
	each(c, func(v version[spec.Scorecard]) { v.scoreBands(v.spec.Bands) }, "bands")
	each(c, func(v version[spec.Scorecard]) {
		for _, criterion := range v.spec.Criteria {
			v.scaleSteps(criterion)
		}
	}, "criteria/*")
	each(c, func(v version[spec.Program]) {
		if v.spec.Tiers != nil {
			v.tierLevels(v.spec.Tiers.Levels)
		}
	}, "tiers/levels")
}

func (o origin) paySteps(r spec.PayRule) {
	path := func(s spec.Step) string {
		return "rules/" + string(r.ID.V) + "/bands/steps/" + string(s.ID.V) + "/upTo"
	}
	edge := "up to and including its bound"
	if r.Bands.FromInclusive.Or(false) {
		edge = "up to but not including its bound"
	}
	var bounds ladder
	var bounded []spec.Step
	hasOpen := false
	for i, s := range r.Bands.Steps {
		isLast := i == len(r.Bands.Steps)-1
		hasOpen = hasOpen || s.UpTo == nil
		switch {
		case s.UpTo == nil && !isLast:
			o.openStep(s, r.Bands.Steps[i+1:], path(s))
		case isLast && !hasOpen:
			o.report(diag.Finding{At: s.UpTo.At, Path: path(s), Label: "nothing above " + show(s.UpTo.V) + " is rated",
				Detail: fmt.Sprintf("The last step ends at %s; what lies above it would have no rate.", show(s.UpTo.V)),
				Fix:    "take `upTo` away, or add a step such as `{id: above, rate: 0%}` after it"})
		}
		if s.UpTo != nil {
			bounds, bounded = append(bounds, s.UpTo.V), append(bounded, s)
		}
	}
	if len(bounds) > 0 && bounds[0].Rat().Sign() <= 0 {
		o.report(diag.Finding{At: bounded[0].UpTo.At, Path: path(bounded[0]), Label: "volume is counted from 0",
			Detail: fmt.Sprintf("The first step reaches from 0 up to its bound. Nothing could ever earn %s here.", payOf(bounded[0])),
			Fix:    "write a bound above 0, or take the step away"})
	}
	for _, i := range bounds.falls() {
		o.report(diag.Finding{At: bounded[i].UpTo.At, Path: path(bounded[i]), Label: "the step before already reaches " + show(bounds[i-1]),
			Detail:  fmt.Sprintf("Steps are read in order, each %s. Nothing could ever earn %s here.", edge, payOf(bounded[i])),
			Fix:     bounds.fix(i, "step"),
			Related: []diag.Related{{At: bounded[i-1].UpTo.At, Note: "the bound before it"}}})
	}
}

func (o origin) openStep(s spec.Step, after []spec.Step, path string) {
	hidden := fmt.Sprintf("The %d steps after it", len(after))
	if len(after) == 1 {
		hidden = fmt.Sprintf("Step `%s` after it", after[0].ID.V)
	}
	fix := "give it `upTo`"
	if after[len(after)-1].UpTo != nil {
		fix = "move it to the end of the list"
	}
	o.report(diag.Finding{At: s.ID.At, Path: path, Label: "no `upTo`: it takes everything from here on",
		Detail: fmt.Sprintf("Only the last step is open. %s could never pay.", hidden), Fix: fix})
}

// payOf names what a step pays.
func payOf(s spec.Step) string {
	switch {
	case s.Rate != nil:
		return s.Rate.V.String()
	case s.Flat != nil:
		return show(spec.Bound{Kind: quantity.BoundMoney, Money: s.Flat.V})
	case s.PerUnit != nil:
		p := s.PerUnit.V
		if p.Fine != 0 {
			return p.String() + " a unit"
		}
		return show(spec.Bound{Kind: quantity.BoundMoney, Money: spec.Money{Minor: p.Minor, Currency: p.Currency}}) + " a unit"
	}
	return "anything"
}

func (o origin) scoreBands(bands []spec.ScoreBand) {
	var bounds ladder
	startsAtZero, isOnScale := false, true
	path := func(i int) string { return "bands/" + string(bands[i].ID.V) + "/from" }
	for i, b := range bands {
		bounds = append(bounds, spec.Bound{Kind: quantity.BoundNumber, Number: b.From.V})
		startsAtZero = startsAtZero || b.From.V.Coef == 0
		if !isWithin(b.From.V, 0, 100) {
			isOnScale = false
			o.report(diag.Finding{At: b.From.At, Path: path(i), Label: "scores run from 0 to 100",
				Detail: fmt.Sprintf("No score could ever begin the band `%s` at %s.", b.ID.V, b.From.V), Fix: "write a score from 0 to 100"})
		}
	}
	if !isOnScale { // what order the bands are meant to have is not known
		return
	}
	for _, i := range bounds.falls() {
		o.report(diag.Finding{At: bands[i].From.At, Path: path(i), Label: "the band before already begins at " + show(bounds[i-1]),
			Detail:  fmt.Sprintf("Bands are read in order, each up to where the next begins. No score could ever be `%s`.", bands[i-1].ID.V),
			Fix:     bounds.reorder(i, "band"),
			Related: []diag.Related{{At: bands[i-1].From.At, Note: "the band before it"}}})
	}
	if len(bands) > 0 && !startsAtZero {
		o.report(diag.Finding{At: bands[0].From.At, Path: path(0), Label: "scores below " + show(bounds[0]) + " have no band",
			Detail: "A score can be anything from 0 on, so the first band begins there.", Fix: "write `from: 0`"})
	}
}

func (o origin) scaleSteps(criterion spec.Criterion) {
	var bounds ladder
	for _, s := range criterion.Steps {
		bounds = append(bounds, s.From.V)
	}
	for _, i := range bounds.falls() {
		step := criterion.Steps[i]
		o.report(diag.Finding{At: step.From.At, Path: fmt.Sprintf("criteria/%s/steps/%s/from", criterion.ID.V, step.From.V),
			Label:   "the step before already begins at " + show(bounds[i-1]),
			Detail:  fmt.Sprintf("Steps are read in order, each up to where the next begins. Nothing could ever score the %s points before this.", criterion.Steps[i-1].Points.V),
			Fix:     bounds.fix(i, "step"),
			Related: []diag.Related{{At: criterion.Steps[i-1].From.At, Note: "the step before it"}}})
	}
}

// tierLevels checks that no level asks less of a KPI than a lower one did.
func (o origin) tierLevels(levels []spec.Level) {
	type asked struct {
		level spec.Level
		from  spec.Val[spec.Bound]
	}
	before := map[string]asked{}
	for _, level := range levels {
		for _, q := range level.Qualify {
			low, known := before[q.KPI.Name]
			before[q.KPI.Name] = asked{level, q.From}
			if !known || !isLike(low.from.V, q.From.V) || q.From.V.Rat().Cmp(low.from.V.Rat()) >= 0 {
				continue
			}
			o.report(diag.Finding{At: q.From.At, Path: fmt.Sprintf("tiers/levels/%s/qualify/%s/from", level.ID.V, q.KPI.Name),
				Label:   fmt.Sprintf("`%s` below it asks for %s", low.level.ID.V, show(low.from.V)),
				Detail:  fmt.Sprintf("Levels are read lowest first. `%s` would be easier to reach than `%s`.", level.ID.V, low.level.ID.V),
				Fix:     "write " + write(low.from.V) + " or more",
				Related: []diag.Related{{At: low.from.At, Note: "the level below"}}})
		}
	}
}
