package evaluate

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/spec"
)

// needs tells the rows of a trigger that no rule can pay and that nobody asks
// about, so that they need not be sorted and kept: totals alone are wanted, and a
// row stands for itself. It is nil where every row counts: lines are asked for,
// deals may be shared, or a reversal may fall on several rows.
func (j Job) needs(a *asking, t payTrigger, isShared bool) facts.Needs {
	r := a.roll
	isLineWanted := j.Pay.Into != nil || j.Pay.Traced
	isReversed := len(a.present(j.Program.sourcesOf("refunds"))) > 0
	if isLineWanted || isShared || isReversed && t.trigger != commission.ClosedWon {
		return nil
	}
	byPartner := r.testsByPartner(t.trigger)
	return func(partner string) ([]int, bool) {
		tests := byPartner[partner]
		return tests, !slices.Contains(tests, everyRow)
	}
}

// everyRow is the test of a rule without a condition.
const everyRow = -1

// testsByPartner gives the conditions of all rules for a trigger that some version
// of some plan may pay a partner by, whatever the day.
func (r *payroll) testsByPartner(trigger commission.Trigger) map[string][]int {
	book, out := r.program.Book, map[string][]int{}
	byPlan := map[string][]int{}
	for name, p := range r.plans {
		r.eachOf(p, func(t *commission.Terms) {
			for i := range t.Rules {
				if t.Rules[i].Trigger == trigger && !slices.Contains(byPlan[name], t.Rules[i].Test) {
					byPlan[name] = append(byPlan[name], t.Rules[i].Test)
				}
			}
		})
	}
	spec.Each(book.Docs, func(doc *spec.Document, a *spec.Agreement) {
		for _, plan := range r.plansOf(doc.Address, a.Program.Name) {
			out[a.Partner.Name] = append(out[a.Partner.Name], byPlan[plan]...)
		}
	})
	for partner, tests := range out {
		slices.Sort(tests)
		out[partner] = slices.Compact(tests)
	}
	return out
}
