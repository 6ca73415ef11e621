package evaluate

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// formulas compiles KPIs over KPIs, each after those that it names, since their
// units and uses are its own; then it reports circles.
func (p *Program) formulas() {
	begun := map[*KPI]bool{}
	var compile func(k *KPI)
	compile = func(k *KPI) {
		if k == nil || k.Spec.Formula == nil || !k.Doc.IsSound("formula") || begun[k] {
			return
		}
		begun[k] = true
		if f, _ := p.compileFormula(k); f != nil {
			for _, ref := range f.Refs {
				compile(p.Lookup(ref.Name))
			}
		}
		p.formula(k)
	}
	for _, k := range p.KPIs {
		compile(k)
	}
	p.formulaCycles()
}

// compileFormula types a formula by the units that are known so far.
func (p *Program) compileFormula(k *KPI) (*expr.Formula, []expr.Problem) {
	units := map[string]expr.Unit{}
	for _, other := range p.KPIs {
		units[other.Name] = expr.Unit(other.Unit)
	}
	env, err := expr.Formulas(units)
	if err != nil {
		return nil, nil // a name the environment cannot hold was refused as a slug
	}
	return env.Compile(string(k.Spec.Formula.V))
}

func (p *Program) formula(k *KPI) {
	f, problems := p.compileFormula(k)
	p.problems(k.Doc, "formula", k.Spec.Formula.At, problems)
	if f == nil || k.isTwice {
		return
	}
	k.uses = p.always(k)
	for _, ref := range f.Refs {
		other := p.Lookup(ref.Name)
		if other == nil {
			p.add(unknownKPI(k, spec.Within(k.Spec.Formula.At, ref.Start, ref.End), ref.Name, p.names()))
			continue
		}
		k.uses = append(k.uses, other.uses...)
	}
	if k.Unit == "" {
		k.Unit = state.Unit(f.Unit)
	}
	if !f.Fits(expr.Unit(k.Unit)) {
		p.add(wrongUnit(k, state.Unit(f.Unit)))
		return
	}
	k.doubtUnit()
	k.uses, k.formula = state.DistinctUses(k.uses), f
}

func (p *Program) names() []string {
	var out []string
	for _, k := range p.KPIs {
		out = append(out, k.Name)
	}
	return out
}

// formulaCycles reports each circle of formulas once and disarms it.
func (p *Program) formulaCycles() {
	const visiting, done = 1, 2
	mark := map[string]int{}
	var visit func(k *KPI, trail []string)
	visit = func(k *KPI, trail []string) {
		if k == nil || k.formula == nil || mark[k.Name] == done {
			return
		}
		if mark[k.Name] == visiting {
			from := slices.Index(trail, k.Name)
			p.add(kpiCycle(k, append(trail[from:], k.Name)))
			return
		}
		mark[k.Name] = visiting
		for _, ref := range k.formula.Refs {
			visit(p.Lookup(ref.Name), append(trail, k.Name))
		}
		mark[k.Name] = done
	}
	before := len(p.findings)
	for _, k := range p.KPIs {
		visit(k, nil)
	}
	if len(p.findings) > before {
		p.disarm()
	}
}

// disarm takes the formula from every KPI that could run in a circle.
func (p *Program) disarm() {
	var circling []*KPI
	for _, k := range p.KPIs {
		if k.formula != nil && p.reaches(k, k.Name, map[string]bool{}) {
			circling = append(circling, k)
		}
	}
	for _, k := range circling {
		k.formula = nil
	}
}

func (p *Program) reaches(from *KPI, name string, seen map[string]bool) bool {
	if from == nil || from.formula == nil || seen[from.Name] {
		return false
	}
	seen[from.Name] = true
	for _, ref := range from.formula.Refs {
		if ref.Name == name || p.reaches(p.Lookup(ref.Name), name, seen) {
			return true
		}
	}
	return false
}

// rights checks the conditions of decision rights and policies, which run only
// on a change.
func (p *Program) rights() {
	var env *expr.ChangeEnv
	check := func(doc *spec.Document, path string, e *spec.Val[spec.Expr], run func(*expr.ChangeEnv, string) []expr.Problem) {
		if e == nil {
			return
		}
		if env == nil {
			var err error
			if env, err = expr.Change(); err != nil {
				return
			}
		}
		p.problems(doc, path, e.At, run(env, string(e.V)))
	}
	eachSound(p, func(doc *spec.Document, r *spec.DecisionRights) {
		for _, rule := range r.Rules {
			path := "rules/" + string(rule.ID.V) + "/when"
			check(doc, path, rule.When, (*expr.ChangeEnv).CheckWhen)
			if rule.When != nil {
				p.problems(doc, path, rule.When.At, p.foreignMoney(string(rule.When.V)))
			}
		}
	})
	eachSound(p, func(doc *spec.Document, policy *spec.Policy) {
		for _, rule := range policy.Rules {
			check(doc, "rules/"+string(rule.ID.V)+"/assert", &rule.Assert, (*expr.ChangeEnv).CheckAssert)
		}
	})
	p.planConditions()
}

// amountText finds the currency of an amount in an expression.
var amountText = regexp.MustCompile(`money\(\s*["'][^"']*\b([A-Z]{3})["']\s*\)`)

// foreignMoney finds amounts in another currency than the one that impact is
// counted in: compared with it, they would stop the gate instead of judging.
func (p *Program) foreignMoney(src string) []expr.Problem {
	base := string(p.Book.Org.BaseCurrency.V)
	var out []expr.Problem
	for _, m := range amountText.FindAllStringSubmatchIndex(src, -1) {
		if got := src[m[2]:m[3]]; base != "" && got != base {
			out = append(out, expr.Problem{Start: m[0], End: m[1], Fix: "write the amount in " + base,
				Message: fmt.Sprintf("impact is counted in %s, the Organization's currency, and cannot be compared with %s", base, got)})
		}
	}
	return out
}

// eachSound calls f for every document of kind K with those of its rules whose
// shape is sound.
func eachSound[K spec.Kind](p *Program, f func(*spec.Document, *K)) {
	spec.Each(p.Book.Docs, func(doc *spec.Document, _ *K) {
		if k, ok := doc.Sound().(*K); ok && doc.IsSound("rules/*") {
			f(doc, k)
		}
	})
}

// planConditions checks the conditions of commission rules, those of dated changes
// too, against the columns that every source of the triggering type can map.
func (p *Program) planConditions() {
	eachSound(p, func(doc *spec.Document, plan *spec.CommissionPlan) {
		type condition struct {
			at   diag.Span
			kind string // a change may leave the condition and move its trigger
		}
		isSeen := map[condition]bool{}
		for _, plan := range p.plansOver(doc, plan) {
			for _, rule := range plan.Rules {
				if rule.Where == nil {
					continue
				}
				where := condition{rule.Where.At, triggerSource[string(rule.Trigger.V)]}
				if !isSeen[where] {
					isSeen[where] = true
					p.planCondition(doc, rule, where.kind)
				}
			}
		}
	})
}

// plansOver gives a plan in all its dated versions; as first written alone when
// something in the document is at fault.
func (p *Program) plansOver(doc *spec.Document, sound *spec.CommissionPlan) []*spec.CommissionPlan {
	if doc.Broken {
		return []*spec.CommissionPlan{sound}
	}
	var out []*spec.CommissionPlan
	for _, v := range p.Book.Versions(doc) {
		if plan, ok := v.Spec.(*spec.CommissionPlan); ok {
			out = append(out, plan)
		}
	}
	return out
}

func (p *Program) planCondition(doc *spec.Document, rule spec.PayRule, kind string) {
	for _, name := range p.sourcesOf(kind) {
		if env := p.envs[name]; env != nil {
			_, problems := env.Lower(string(rule.Where.V))
			p.problems(doc, "rules/"+string(rule.ID.V)+"/where", rule.Where.At, problems)
		}
	}
}

// triggerSource is the type of rows that a commission rule's trigger comes from.
var triggerSource = map[string]string{"closed-won": "deals", "invoiced": "revenue", "collected": "revenue",
	"lead-accepted": "leads", "activity": "activities"}

func kpiCycle(k *KPI, trail []string) diag.Finding {
	return diag.Finding{Code: CodeKPICycle, Severity: diag.Error, Summary: "KPIs go in a circle", At: k.Spec.Formula.At,
		Resource: string(k.Doc.Address), Path: "spec/formula", Detail: "Each needs the next: " + joinArrow(trail) + ".",
		Fix: "define one of them by a measure or a ratio"}
}
