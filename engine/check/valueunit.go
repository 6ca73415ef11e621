package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// valueUnit checks that a value for a KPI is spelled in the KPI's unit.
func valueUnit(c *Context) {
	each(c, func(v version[spec.Goal]) {
		for _, k := range v.spec.KPIs {
			of := func(field string, value *spec.Val[spec.Bound]) {
				v.inUnitOf(k.KPI.Name, "kpis/"+k.KPI.Name+"/"+field, value)
			}
			of("baseline", k.Baseline)
			if t := k.Target; t != nil {
				of("target", t.Value)
				of("target/low", t.Low)
				of("target/high", t.High)
			}
			of("stretch", k.Stretch)
		}
	}, "kpis/*")
	each(c, func(v version[spec.Scorecard]) {
		for _, x := range v.spec.Criteria {
			if x.KPI == nil {
				continue
			}
			path := "criteria/" + string(x.ID.V)
			if x.Scale != nil {
				v.inUnitOf(x.KPI.Name, path+"/scale/from", &x.Scale.From)
				v.inUnitOf(x.KPI.Name, path+"/scale/to", &x.Scale.To)
			}
			for _, s := range x.Steps {
				v.inUnitOf(x.KPI.Name, path+"/steps/"+s.From.V.String()+"/from", &s.From)
			}
		}
	}, "criteria/*")
	each(c, func(v version[spec.Program]) {
		if v.spec.Tiers == nil {
			return
		}
		for _, level := range v.spec.Tiers.Levels {
			for _, q := range level.Qualify {
				v.inUnitOf(q.KPI.Name, fmt.Sprintf("tiers/levels/%s/qualify/%s/from", level.ID.V, q.KPI.Name), &q.From)
			}
		}
	}, "tiers")
	each(c, func(v version[spec.Decision]) {
		if v.spec.Expected == nil {
			return
		}
		v.inUnitOf(v.spec.Expected.KPI.Name, "expected/change", v.spec.Expected.Change)
		if v.spec.Outcome != nil {
			v.inUnitOf(v.spec.Expected.KPI.Name, "outcome/change", v.spec.Outcome.Change)
		}
	}, "expected")
}

// inUnitOf reports a value that cannot be held against a KPI.
func (o origin) inUnitOf(kpi, path string, value *spec.Val[spec.Bound]) {
	if value == nil || value.At.IsZero() {
		return
	}
	currency := o.c.Book.Org.BaseCurrency.V
	unit := o.c.unit(kpi)
	wants, spelled := "a plain number", numberOf(value.V)
	switch unit {
	case "":
		return
	case state.Money:
		wants, spelled = "an amount in "+string(currency), spelled+" "+string(currency)
	case state.Percent:
		wants, spelled = "a percentage", spelled+"%"
	case state.Days:
		wants = "a number of days"
	}
	if currency == "" && unit == state.Money || isOfUnit(value.V, unit, currency) {
		return
	}
	fix := writable(spelled, wants)
	if value.V.Kind != quantity.BoundNumber {
		fix += " when that is meant, or name another KPI"
	}
	o.report(diag.Finding{At: value.At, Path: path, Label: wants + " is expected", Fix: fix,
		Detail: fmt.Sprintf("`%s` counts in %s, and %s is no such value.", kpi, unitName(unit, currency), show(value.V))})
}

func isOfUnit(b spec.Bound, unit state.Unit, currency spec.Currency) bool {
	switch b.Kind {
	case quantity.BoundMoney:
		return unit == state.Money && b.Money.Currency == currency
	case quantity.BoundRate:
		return unit == state.Percent
	case quantity.BoundDuration:
		return unit == state.Days && b.Duration.Unit == quantity.Days
	}
	return unit != state.Money && unit != state.Percent
}

func unitName(unit state.Unit, currency spec.Currency) string {
	switch unit {
	case state.Money:
		return string(currency)
	case state.Percent:
		return "percent"
	case state.Days:
		return "days"
	}
	return "plain numbers"
}
