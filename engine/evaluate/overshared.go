package evaluate

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// CodeOversharedDeal is the code of deals of which several plans together give
// away more than the whole.
const CodeOversharedDeal = "overshared-deal"

// sharing remembers who was given which part of an event. Within one plan the
// parts make a whole; partners under plans that attribute differently can be given
// more. nil remembers nothing.
type sharing struct {
	events map[eventKey][]given
}

// eventKey is an event, and which of its credits is given away: influence is paid
// beside what is paid to who brought the deal.
type eventKey struct {
	id          string
	trigger     commission.Trigger
	isInfluence bool
}

type given struct {
	terms *commission.Terms
	rule  *commission.Rule
	share commission.Share
	at    quantity.Date
}

// sharingOf gives nil for accounts among whom no deal can be shared out twice:
// those of one plan, or of plans that attribute nothing.
func (r *payroll) sharingOf(group []*commission.Account) *sharing {
	plans, isAttributing := map[string]bool{}, false
	for _, a := range group {
		for _, name := range r.plansOf(a.Agreement, a.Program.Name()) {
			plans[name] = true
			r.eachOf(r.plans[name], func(t *commission.Terms) { isAttributing = isAttributing || t.Attribution != nil })
		}
	}
	if len(plans) < 2 || !isAttributing {
		return nil
	}
	return &sharing{map[eventKey][]given{}}
}

func (s *sharing) add(l *commission.Line) {
	if s == nil || l.Kind != commission.Earned || l.State == commission.Void || l.Rule == nil {
		return
	}
	key := eventKey{l.Event, l.Rule.Trigger, l.Rule.Credit == commission.Influenced}
	s.events[key] = append(s.events[key], given{l.Terms, l.Rule, l.Share, l.At})
}

// overshared is an event of which more than the whole is given away.
type overshared struct {
	event string
	at    quantity.Date
	plans []planPart // by address
}

type planPart struct {
	terms *commission.Terms
	part  *big.Rat
}

func (s *sharing) over() []overshared {
	if s == nil {
		return nil
	}
	var out []overshared
	for key, list := range s.events {
		plans, isAttributed := partsByPlan(list)
		sum := new(big.Rat)
		for _, p := range plans {
			sum.Add(sum, p.part)
		}
		if len(plans) > 1 && isAttributed && sum.Cmp(big.NewRat(1, 1)) > 0 {
			out = append(out, overshared{key.id, list[0].at, plans})
		}
	}
	return out
}

// partsByPlan adds up what each plan gives away of an event, by the rule of which
// it gives most: rules that stack pay for the same part.
func partsByPlan(list []given) (plans []planPart, isAttributed bool) {
	byRule := map[*commission.Rule]*big.Rat{}
	best := map[spec.Address]planPart{}
	for _, g := range list {
		part := big.NewRat(1, 1)
		if g.share.Den != 0 {
			part = big.NewRat(g.share.Num, g.share.Den)
		}
		if byRule[g.rule] != nil {
			part.Add(part, byRule[g.rule])
		}
		byRule[g.rule] = part
		if was, known := best[g.terms.Plan]; !known || was.part.Cmp(part) < 0 {
			best[g.terms.Plan] = planPart{g.terms, part}
		}
		isAttributed = isAttributed || g.terms.Attribution != nil
	}
	for _, p := range best {
		plans = append(plans, p)
	}
	slices.SortFunc(plans, func(a, b planPart) int { return cmp.Compare(a.terms.Plan, b.terms.Plan) })
	return plans, isAttributed
}

// oversharedFindings reports the deals of each set of plans once.
func (p *Program) oversharedFindings(list []overshared) diag.List {
	slices.SortFunc(list, func(a, b overshared) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.event, b.event)) })
	key := func(o overshared) string {
		var names []string
		for _, plan := range o.plans {
			names = append(names, string(plan.terms.Plan))
		}
		return strings.Join(names, " ")
	}
	count := map[string]int{}
	for _, o := range list {
		count[key(o)]++
	}
	var out diag.List
	for _, o := range list {
		if n := count[key(o)]; n > 0 {
			count[key(o)] = 0
			out.Add(oversharedFinding(o, n-1))
		}
	}
	return out
}

func oversharedFinding(o overshared, more int) diag.Finding {
	f := diag.Finding{Code: CodeOversharedDeal, Severity: diag.Error, Summary: "Plans give away more than the whole of a deal",
		Fix: "attribute deals in the same way in these plans, or pay the partners who share them by one plan"}
	sum := new(big.Rat)
	var parts []string
	for _, plan := range o.plans {
		sum.Add(sum, plan.part)
		parts = append(parts, fmt.Sprintf("%s by `%s`", percentOf(plan.part), plan.terms.Plan.Name()))
		switch a := plan.terms.Attribution; {
		case a == nil:
		case f.At.IsZero():
			f.At, f.Resource, f.Path = a.Spec.Method.At, string(plan.terms.Plan), "spec/attribution/method"
		default:
			f.Related = append(f.Related, diag.Related{At: a.Spec.Method.At, Note: "how `" + plan.terms.Plan.Name() + "` attributes"})
		}
	}
	f.Detail = fmt.Sprintf("`%s` is shared out to %s: %s.", o.event, percentOf(sum), strings.Join(parts, ", "))
	if more > 0 {
		f.Detail += fmt.Sprintf(" So are %d more.", more)
	}
	return f
}

// percentOf spells a part to two decimals at most.
func percentOf(part *big.Rat) string {
	return quantity.Decimal(new(big.Rat).Mul(part, big.NewRat(100, 1)), 0, 2) + "%"
}
