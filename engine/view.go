package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// View arranges an evaluated revision for rendering. kpis are the columns that
// are asked for; none means the first few.
func (e Evaluated) View(kpis []string) render.StatusView {
	v := render.StatusView{AsOf: e.Snapshot.AsOf, PeriodName: e.Snapshot.PeriodName, Period: e.Snapshot.Period,
		Digest: e.Snapshot.FactsDigest, Files: e.FactFiles, KPIs: kpis, Portfolio: e.portfolio(), Reports: e.Snapshot.Facts}
	for _, f := range e.Checked.Findings {
		if f.Code != evaluate.CodeRowFault { // the table of facts shows these
			v.Findings.Add(f)
		}
	}
	for _, r := range e.Snapshot.Rosters {
		v.Rosters = append(v.Rosters, render.RosterRow{Roster: r, Name: e.Book.Docs.Get(r.Program).DisplayName()})
	}
	for _, doc := range e.Book.Partners() {
		v.Partners = append(v.Partners, e.partnerRow(doc))
	}
	for _, doc := range e.Book.Docs.List {
		if j, judged := e.Snapshot.Judgements[doc.Address]; judged && doc.Kind.Name != "Partner" {
			v.Others = append(v.Others, render.JudgedRow{Address: doc.Address, Title: doc.DisplayName(), Judgement: j,
				Fields: e.Snapshot.Declared[doc.Address].Fields})
		}
	}
	return v
}

// portfolio arranges the concentration and what is known over all partners.
func (e Evaluated) portfolio() *render.PortfolioView {
	c := e.Concentration
	if c == nil {
		return nil
	}
	v := &render.PortfolioView{KPI: c.KPI, Total: c.Total, Direct: c.Direct, HHI: c.HHI, Effective: c.Effective,
		KPIs: bare(e.Snapshot.Derived[evaluate.Portfolio])}
	for _, a := range c.Pareto {
		v.Pareto = append(v.Pareto, render.PartnerName{Address: a, Name: e.Book.Docs.Get(a).DisplayName()})
	}
	for _, effort := range e.Snapshot.Effort {
		name := render.PartnerName{Address: effort.Partner, Name: e.Book.Docs.Get(effort.Partner).DisplayName()}
		v.Effort = append(v.Effort, render.EffortRow{Partner: name, Effort: effort.Effort, Contribution: effort.Contribution,
			IsPareto: slices.Contains(c.Pareto, effort.Partner)})
	}
	return v
}

func (e Evaluated) partnerRow(doc *spec.Document) render.PartnerRow {
	partner := doc.Spec.(*spec.Partner)
	row := render.PartnerRow{Address: doc.Address, Name: doc.DisplayName(), Lifecycle: string(partner.Lifecycle.V), At: doc.Name.At,
		KPIs: bare(e.Snapshot.Derived[doc.Address]), Fields: e.Snapshot.Declared[doc.Address].Fields, Agreements: e.agreements(string(doc.Name.V))}
	judged := e.Snapshot.Judgements[doc.Address]
	row.Score, row.Tiers, row.Conditions = judged.Score, judged.Tiers, judged.Conditions
	spec.Each(e.Book.Docs, func(goal *spec.Document, g *spec.Goal) {
		if j := e.Snapshot.Judgements[goal.Address]; j.Goal != nil && g.Partner.Name == string(doc.Name.V) && e.isCurrent(goal, g) {
			row.Goals = append(row.Goals, render.JudgedRow{Address: goal.Address, Title: goal.DisplayName(), Judgement: j})
		}
	})
	for _, m := range partner.Programs {
		row.Programs = append(row.Programs, m.Program.Name)
	}
	return row
}

// isCurrent is true of a goal whose period is not over and that no other goal
// takes the place of.
func (e Evaluated) isCurrent(doc *spec.Document, g *spec.Goal) bool {
	current := g.Period.V.Range(e.Book.FiscalStart()).To >= e.Snapshot.AsOf
	spec.Each(e.Book.Docs, func(_ *spec.Document, other *spec.Goal) {
		if other.Supersedes != nil && other.Supersedes.Name == string(doc.Name.V) {
			current = false
		}
	})
	return current
}

// bare takes kpi/ from the names of values.
func bare(values map[string]state.Value) map[string]state.Value {
	out := make(map[string]state.Value, len(values))
	for what, v := range values {
		if name, ok := strings.CutPrefix(what, "kpi/"); ok {
			out[name] = v
		}
	}
	return out
}

// agreements gives a partner's agreements by their first day.
func (e Evaluated) agreements(partner string) []render.AgreementRow {
	var out []render.AgreementRow
	spec.Each(e.Book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		a, ok := e.Book.At(doc, e.Snapshot.AsOf).(*spec.Agreement)
		if !ok || a.Partner.Name != partner {
			return
		}
		row := render.AgreementRow{Address: doc.Address, Program: a.Program.Name, Status: string(a.Status.V), Effective: a.Term.Effective.V, At: doc.Name.At}
		if standing := e.Book.StandingOf(doc, e.Snapshot.AsOf); standing.IsOver() {
			row.Status = string(standing.Phase)
		}
		if a.Term.Expires != nil {
			row.Expires = a.Term.Expires.V
		}
		out = append(out, row)
	})
	slices.SortStableFunc(out, func(a, b render.AgreementRow) int { return cmp.Compare(a.Effective, b.Effective) })
	return out
}
