package evaluate

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// DefaultScorecard names the scorecard of a program that declares none: lead
// quality, co-marketing execution, responsiveness and deal value, 25 each.
const DefaultScorecard = "default"

// defaults are the KPIs of the default scorecard. They are no KPIs of the
// repository, so that it need not declare them.
type defaults struct{ leads, deals *KPI }

func (p *Program) defaultKPIs() defaults {
	hidden := func(name spec.Text) *KPI {
		k := &KPI{Name: string(name), Doc: p.Book.OrgDoc, Spec: &spec.KPI{Builtin: &spec.Val[spec.Text]{V: name}}}
		p.builtinKPI(k)
		return k
	}
	return defaults{leads: hidden("lead-to-close"), deals: hidden("average-deal-size")}
}

// wantDefaults asks for the default scorecard's KPIs when a partner needs them.
func (j Job) wantDefaults(a *asking) {
	p := j.Program
	for _, doc := range p.Book.Partners() {
		if p.usesDefault(doc) {
			a.want(p.defaults.leads, p.ToDate(j.AsOf).Range)
			a.want(p.defaults.deals, p.ToDate(j.AsOf).Range)
			return
		}
	}
}

// usesDefault is true of a partner in a program, none of whose programs declares
// a scorecard.
func (p *Program) usesDefault(doc *spec.Document) bool {
	partner, ok := doc.Spec.(*spec.Partner)
	if !ok || p.Book.OrgDoc == nil || len(partner.Programs) == 0 {
		return false
	}
	_, card := p.scorecardOf(partner)
	return card == nil
}

// defaultScore scores lead quality on lead-to-close from 0% to 50%, deal value on
// the average deal from nothing to twice that of all partners, and the other two
// on ratings.
func (ev evaluation) defaultScore(j Job, doc *spec.Document) *state.ScoreState {
	p := ev.program
	out := &state.ScoreState{Scorecard: DefaultScorecard, Window: p.ToDate(j.AsOf).Range, Uses: ev.program.scoring(doc, nil)}
	over := reading{window: out.Window}
	quarter := big.NewRat(25, 1)
	leads := ev.value(p.defaults.leads, over, ev.subject(doc))
	deals := ev.value(p.defaults.deals, over, ev.subject(doc))
	all := ev.value(p.defaults.deals, over, subject{partners: p.partnerNames()})
	out.Criteria = []state.CriterionScore{
		{ID: "lead-quality", Weight: quarter, Value: leads, Reason: leads.Reason, Points: onScale(leads.Exact, big.NewRat(50, 1))},
		{ID: "co-marketing-execution", Weight: quarter, IsRated: true},
		{ID: "responsiveness", Weight: quarter, IsRated: true},
		{ID: "deal-value", Weight: quarter, Value: deals, Reason: deals.Reason, Points: onScale(deals.Exact, twice(all.Exact))},
	}
	for i := range out.Criteria {
		if out.Criteria[i].At = doc.Name.At; out.Criteria[i].IsRated {
			ev.rate(&out.Criteria[i], doc, out)
		}
	}
	out.Uses = append(out.Uses, append(leads.Uses, deals.Uses...)...)
	ev.sum(out, &spec.Scorecard{})
	out.Uses = state.DistinctUses(out.Uses)
	return out
}

func (p *Program) partnerNames() []string {
	var out []string
	for _, doc := range p.Book.Partners() {
		out = append(out, string(doc.Name.V))
	}
	return out
}

// onScale gives v as points between nothing and most; nil without either.
func onScale(v, most *big.Rat) *big.Rat {
	if v == nil || most == nil || most.Sign() <= 0 {
		return nil
	}
	return clamp(new(big.Rat).Mul(new(big.Rat).Quo(v, most), hundred))
}

func twice(r *big.Rat) *big.Rat {
	if r == nil {
		return nil
	}
	return new(big.Rat).Add(r, r)
}
