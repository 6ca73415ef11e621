package evaluate

import (
	"fmt"
	"math/big"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// CodeEffort marks a partner that takes far more effort than it contributes.
const CodeEffort = "effort-contribution"

// effortKPIs are what effort is read off besides reviews: activities that were
// logged, costs that were booked. They are no KPIs of the repository.
func (p *Program) effortKPIs() []*KPI {
	var out []*KPI
	for _, e := range []struct {
		of        string
		aggregate facts.Aggregate
		field     string
		unit      state.Unit
	}{{"activities", facts.Count, "", state.Count}, {"costs", facts.Sum, "amount", state.Money}} {
		sources := p.sourcesOf(e.of)
		if len(sources) == 0 {
			continue
		}
		m := p.ask(ask{of: e.of, aggregate: e.aggregate, field: e.field, at: "at"})
		m.sources = sources
		out = append(out, &KPI{Name: e.of, Unit: e.unit, measures: []measure{m}, answer: answerMeasure,
			Spec: &spec.KPI{}, Doc: p.Book.OrgDoc})
	}
	return out
}

// effort gives each partner's share of the effort and of the portfolio's KPI, in
// percent: the mean of its shares of reviews, activities and costs in the period,
// of those that there are. It is empty without any effort or contribution.
func (ev evaluation) effort(j Job, c Concentration, derived map[spec.Address]map[string]state.Value) []state.Effort {
	total := c.Total.Exact
	if total == nil || total.Sign() <= 0 {
		return nil
	}
	var strands []map[spec.Address]*big.Rat
	if reviews := ev.reviews(j); len(reviews) > 0 {
		strands = append(strands, reviews)
	}
	for _, k := range ev.program.effort {
		strand := map[spec.Address]*big.Rat{}
		for _, doc := range ev.program.Book.Partners() {
			v := ev.value(k, reading{window: j.window()}, ev.subject(doc))
			if v.Exact != nil && v.Exact.Sign() > 0 {
				strand[doc.Address] = v.Exact
			}
		}
		if len(strand) > 0 {
			strands = append(strands, strand)
		}
	}
	if len(strands) == 0 {
		return nil
	}
	var out []state.Effort
	for _, doc := range ev.program.Book.Partners() {
		e := state.Effort{Partner: doc.Address, Effort: new(big.Rat), Contribution: new(big.Rat), At: doc.Name.At}
		for _, strand := range strands {
			e.Effort.Add(e.Effort, shareOf(strand, doc.Address))
		}
		e.Effort.Quo(e.Effort, big.NewRat(int64(len(strands)), 1))
		if v := derived[doc.Address]["kpi/"+c.KPI].Exact; v != nil && v.Sign() > 0 {
			e.Contribution.Quo(new(big.Rat).Mul(v, hundred), total)
		}
		out = append(out, e)
	}
	return out
}

// reviews counts the reviews of each partner in the period.
func (ev evaluation) reviews(j Job) map[spec.Address]*big.Rat {
	out := map[spec.Address]*big.Rat{}
	window := j.window()
	spec.Each(ev.program.Book.Docs, func(doc *spec.Document, r *spec.Review) {
		partner := ev.program.Book.PartnerOf(r.Subject.To)
		if doc.Broken || partner == "" || !window.Contains(r.Date.V) {
			return
		}
		if out[partner] == nil {
			out[partner] = new(big.Rat)
		}
		out[partner].Add(out[partner], big.NewRat(1, 1))
	})
	return out
}

// shareOf gives one partner's part of a strand in percent.
func shareOf(strand map[spec.Address]*big.Rat, of spec.Address) *big.Rat {
	sum := new(big.Rat)
	for _, v := range strand {
		sum.Add(sum, v)
	}
	if strand[of] == nil || sum.Sign() == 0 {
		return new(big.Rat)
	}
	return new(big.Rat).Quo(new(big.Rat).Mul(strand[of], hundred), sum)
}

// effortFindings warns of partners whose share of the effort is more than
// settings.effortRatio (2) times their share of the contribution, from
// settings.effortMinimum (5) partners and settings.effortFrom (5%) of the effort
// on: below that, shares say little.
func (p *Program) effortFindings(list []state.Effort, c Concentration) diag.List {
	s := p.Book.Org.Settings
	if s == nil {
		s = &spec.Settings{}
	}
	ratio, from := s.EffortRatio.Or(quantity.Number{Coef: 2}).Rat(), percentOr(s.EffortFrom, 5)
	if int64(len(list)) < int64(s.EffortMinimum.Or(5)) {
		return nil
	}
	var out diag.List
	for _, e := range list {
		if e.Effort.Cmp(from) < 0 || e.Effort.Cmp(new(big.Rat).Mul(ratio, e.Contribution)) <= 0 {
			continue
		}
		out.Add(diag.Finding{Code: CodeEffort, Severity: diag.Warning, Summary: "Effort goes where little comes back", At: e.At, Resource: string(e.Partner),
			Detail: fmt.Sprintf("%s takes %s%% of the effort and brings %s%% of %s.", p.Book.Docs.Get(e.Partner).DisplayName(),
				roundTo(e.Effort, 1).FloatString(1), roundTo(e.Contribution, 1).FloatString(1), c.KPI),
			Fix: "review less often, hand the partner to self-service, or agree on what would change"})
	}
	return out
}
