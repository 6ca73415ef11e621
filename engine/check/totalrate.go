package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// totalRate checks that all rules that can pay one deal stay together under the
// maximum of every program that pays by their plan. Of the rules of one trigger
// the first that matches pays, so their highest rate counts; what stacks and what
// the referrer gets of the sale comes on top.
func totalRate(c *Context) {
	limits := c.rateLimits()
	each(c, func(v version[spec.CommissionPlan]) {
		limit, isLimited := limits[string(v.doc.Name.V)]
		if groups, isSound := payGroups(v.spec.Rules); isLimited && isSound {
			v.underLimit(limit, groups)
		}
	}, "rules")
}

// rateLimit is the most that a plan may pay, with who says so.
type rateLimit struct {
	max spec.Val[spec.Rate]
	by  string // "program `referral`"
}

// rateLimits gives, for each plan, the lowest maximum of the programs, agreements
// and tiers that pay by it.
func (c *Context) rateLimits() map[string]rateLimit {
	out := map[string]rateLimit{}
	add := func(plan *spec.Ref[spec.CommissionPlan], p *spec.Program, by string) {
		if plan == nil || p.MaxTotalRate == nil {
			return
		}
		if known, taken := out[plan.Name]; !taken || p.MaxTotalRate.V < known.max.V {
			out[plan.Name] = rateLimit{*p.MaxTotalRate, by}
		}
	}
	each(c, func(v version[spec.Program]) {
		by := fmt.Sprintf("program `%s`", v.doc.Name.V)
		add(v.spec.Plan, v.spec, by)
		if v.spec.Tiers != nil {
			for _, level := range v.spec.Tiers.Levels {
				add(level.Plan, v.spec, fmt.Sprintf("%s, whose tier `%s` has this plan,", by, level.ID.V))
			}
		}
	}, "plan", "maxTotalRate", "tiers")
	each(c, func(v version[spec.Agreement]) {
		if _, p, isKnown := sound[spec.Program](c, v.spec.Program.Name); isKnown {
			add(v.spec.Plan, p, fmt.Sprintf("program `%s`, whose agreement `%s` has this plan,", v.spec.Program.Name, v.doc.Name.V))
		}
	}, "plan", "program")
	return out
}

// pay is one rate that a deal can earn, with the override that goes with it.
type pay struct {
	rule, path     string
	at             diag.Span
	rate, override spec.Rate
}

func (p pay) total() spec.Rate { return p.rate + p.override }

// payGroup are rates of which a deal earns one.
type payGroup struct {
	trigger   string
	isStacked bool
	pays      []pay
}

func (g payGroup) highest() pay {
	out := g.pays[0]
	for _, p := range g.pays[1:] {
		if p.total() > out.total() {
			out = p
		}
	}
	return out
}

// payGroups sorts rates into what excludes each other and what adds up. It is not
// sound when a rate is no share, which is a fault of its own.
func payGroups(rules []spec.PayRule) (out []payGroup, isSound bool) {
	for _, r := range rules {
		group := payGroup{trigger: string(r.Trigger.V), isStacked: bool(r.Stack.Or(false)), pays: paysOf(r)}
		for _, p := range group.pays {
			if p.rate < 0 || p.override < 0 || p.rate > whole || p.override > whole {
				return nil, false
			}
		}
		if len(group.pays) == 0 { // amounts are no share of a deal
			continue
		}
		isTaken := false
		for i := range out {
			if !group.isStacked && !out[i].isStacked && out[i].trigger == group.trigger {
				out[i].pays, isTaken = append(out[i].pays, group.pays...), true
			}
		}
		if !isTaken {
			out = append(out, group)
		}
	}
	return out, true
}

func paysOf(r spec.PayRule) []pay {
	path := "rules/" + string(r.ID.V)
	var out []pay
	var override spec.Rate
	hasOverride := r.Override != nil && r.Override.Of.V == "sale"
	if hasOverride {
		override = r.Override.Rate.V
	}
	add := func(path string, rate *spec.Val[spec.Rate]) {
		if rate != nil {
			out = append(out, pay{string(r.ID.V), path, rate.At, rate.V, override})
		}
	}
	add(path+"/rate", r.Rate)
	if r.Bands != nil {
		for _, s := range r.Bands.Steps {
			add(path+"/bands/steps/"+string(s.ID.V)+"/rate", s.Rate)
		}
	}
	if r.Recurring != nil {
		for _, s := range r.Recurring.Stages {
			add(path+"/recurring/stages/"+s.For.Or(spec.Duration{}).String()+"/rate", &s.Rate)
		}
	}
	if len(out) == 0 && hasOverride {
		out = append(out, pay{string(r.ID.V), path + "/override/rate", r.Override.Rate.At, override, 0})
	}
	return out
}

// underLimit reports every rate of the group that asks most, or that the change
// has set, with which the sum is too high.
func (o origin) underLimit(limit rateLimit, groups []payGroup) {
	var total spec.Rate
	var parts []string
	worst := -1
	for i, g := range groups {
		p := g.highest()
		total += p.total()
		part := fmt.Sprintf("%s by `%s`", p.total(), p.rule)
		if g.isStacked {
			part += " on top"
		}
		if p.override > 0 {
			part += ", the referrer's share included"
		}
		parts = append(parts, part)
		if worst < 0 || o.isSetByChange(p.at) && !o.isSetByChange(groups[worst].highest().at) ||
			o.isSetByChange(p.at) == o.isSetByChange(groups[worst].highest().at) && p.total() >= groups[worst].highest().total() {
			worst = i
		}
	}
	if total <= limit.max.V {
		return
	}
	sum := parts[0]
	if len(parts) > 1 {
		sum = fmt.Sprintf("%s: %s in all", listed(parts), total)
	}
	rest := total - groups[worst].highest().total()
	for _, p := range groups[worst].pays {
		if rest+p.total() <= limit.max.V {
			continue
		}
		f := diag.Finding{At: p.at, Path: p.path, Label: "the maximum is " + limit.max.V.String(),
			Detail:  fmt.Sprintf("One deal can pay %s, and %s allows %s.", sum, limit.by, limit.max.V),
			Fix:     fmt.Sprintf("lower the rates by %s in all, or raise `maxTotalRate` of the program", total-limit.max.V),
			Related: []diag.Related{{At: limit.max.At, Note: "the maximum"}}}
		if lowered := limit.max.V - rest - p.override; lowered > 0 {
			f.Fix = fmt.Sprintf("write %s or less, or raise `maxTotalRate` of the program", lowered)
		}
		o.report(f)
	}
}
