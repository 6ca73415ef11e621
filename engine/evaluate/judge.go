package evaluate

import (
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// judge works out what follows for each document: goals, scores, tiers and fit,
// and what is true of it on the day.
func (ev evaluation) judge(j Job) map[spec.Address]state.Judgement {
	out := map[spec.Address]state.Judgement{}
	docs := j.Program.Book.Docs
	spec.Each(docs, func(doc *spec.Document, p *spec.Partner) {
		out[doc.Address] = state.Judgement{Address: doc.Address, Score: ev.score(j, doc, p)}
	})
	j.Program.memberships(func(m membership) {
		judged := out[m.partner.Address]
		judged.Tiers = append(judged.Tiers, ev.tier(j, m))
		out[m.partner.Address] = judged
	})
	spec.Each(docs, func(doc *spec.Document, _ *spec.Goal) {
		out[doc.Address] = state.Judgement{Address: doc.Address, Goal: ev.goal(j, doc)}
	})
	spec.Each(docs, func(doc *spec.Document, a *spec.Assessment) {
		if !doc.Broken {
			out[doc.Address] = state.Judgement{Address: doc.Address, Fit: ev.fit(a)}
		}
	})
	j.Program.conditions(j.AsOf, out)
	return out
}
