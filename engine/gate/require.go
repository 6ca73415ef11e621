// Package gate owns who must agree to a change: which decision rights a plan
// fires, and whether reviews meet them. It is pure. All that judges is of the base
// revision: rights, people and amounts. It refuses to guess: where a condition or
// an amount cannot be worked out, the right is asked for.
package gate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Input is what rights are asked about.
type Input struct {
	Plan       *plan.Plan
	Book       *resolve.Book                   // of base
	Base, Head map[spec.Address]state.Declared // what the documents declare
	Yearly     []quantity.Money                // what moves of the yearly payout, by currency
	Adjusted   []quantity.Money                // of it: single amounts of agreements
	Lacks      string                          // why what moves is not known; "" when it is
	Under      string                          // the terms by which most of it moves: the terms from 2026-12-15; "": the latest
	Partners   int                             // whose payout moves
	On         string                          // day on which that payout is looked at; "" when it is the plan's own
	Sums       map[string]string               // SHA-256 of the fact files of head that differ; none for those that are gone
	// ToBase converts to the organization's currency; nil, or false, where no rate
	// is known.
	ToBase func(quantity.Money) (quantity.Money, bool)
}

// Require gives the rights that the plan's changes fire, in the order of the
// rules, and after them the actions for which there is no right. None of them is
// met: Judge sees to that.
func Require(in Input) ([]plan.Approval, error) {
	all := deeds(in)
	if len(all) == 0 {
		return []plan.Approval{}, nil
	}
	rights := rightsOf(in.Book)
	if len(rights) == 0 {
		return []plan.Approval{withoutRights(all)}, nil
	}
	env, err := expr.Change()
	if err != nil {
		return nil, err
	}
	impact := in.impact()
	out := []plan.Approval{}
	covered := map[string]bool{}
	for _, r := range rights {
		fired, why := r.fires(env, all, impact)
		if len(fired) == 0 {
			continue
		}
		for _, d := range fired {
			covered[d.key()] = true
		}
		out = append(out, in.approval(r, fired, why))
	}
	open := slices.DeleteFunc(all, func(d deed) bool { return covered[d.key()] })
	for _, action := range actions(open) {
		out = append(out, in.uncovered(action, of(open, action), rights))
	}
	return out, nil
}

// right is one rule of the base's decision rights.
type right struct {
	spec.Right
}

func (r right) action() string { return string(r.Action.V) }

func rightsOf(book *resolve.Book) []right {
	var out []right
	spec.Each(book.Docs, func(doc *spec.Document, s *spec.DecisionRights) {
		for _, r := range s.Rules {
			out = append(out, right{r})
		}
	})
	return out
}

// fires gives the deeds that a right is asked for, and why: "" without a
// condition.
func (r right) fires(env *expr.ChangeEnv, all []deed, impact impact) (fired []deed, why string) {
	for _, d := range of(all, r.action()) {
		if r.When == nil {
			fired = append(fired, d)
			continue
		}
		is, because := r.holds(env, d, impact)
		if !is {
			continue
		}
		fired, why = append(fired, d), cmp.Or(why, because)
	}
	return fired, why
}

// holds interprets the condition for one deed. What cannot be interpreted holds.
func (r right) holds(env *expr.ChangeEnv, d deed, impact impact) (is bool, because string) {
	when := string(r.When.V)
	budget := impact.budgets[d.ref.Address]
	if lacks := impact.lacking(when, d); lacks != "" {
		return true, lacks
	}
	is, err := env.EvalWhen(when, expr.ChangeInput{Kind: d.kind, Path: d.path, Address: string(d.ref.Address),
		Before: textOf(d.before), After: textOf(d.after), Yearly: impact.yearly, Budget: budget, Partners: impact.partners})
	var p expr.Problem
	switch {
	case errors.As(err, &p):
		return true, "its condition cannot be worked out here: " + p.Message
	case err != nil:
		return true, "its condition cannot be worked out here"
	}
	return is, whyOf(when, impact, budget)
}

func textOf(s *string) any {
	if s == nil {
		return nil
	}
	return *s
}

// of gives the deeds of one action.
func of(all []deed, action string) []deed {
	return slices.DeleteFunc(slices.Clone(all), func(d deed) bool { return d.action != action })
}

func actions(all []deed) []string {
	var out []string
	for _, d := range all {
		if !slices.Contains(out, d.action) {
			out = append(out, d.action)
		}
	}
	slices.Sort(out)
	return out
}

func (in Input) approval(r right, fired []deed, why string) plan.Approval {
	at := r.ID.At
	return plan.Approval{Rule: string(r.ID.V), Action: r.action(), File: at.File(), Line: at.From().Line, Need: needs(in.Book, r.Right),
		Have: []plan.Have{}, Missing: []plan.Missing{}, Ignored: []plan.Unheard{}, Because: cmp.Or(why, undoing(fired), saying(r.action(), fired)), Changes: refs(fired)}
}

// undoing says why a right without a condition is asked for by what becomes of a
// decision alone; "" when there is more.
func undoing(fired []deed) string {
	if slices.ContainsFunc(fired, func(d deed) bool { return d.kind != "Decision" }) {
		return ""
	}
	return "an accepted decision changes: " + string(fired[0].ref.Address)
}

func refs(all []deed) []plan.ChangeRef {
	out := []plan.ChangeRef{}
	for _, d := range all {
		if !slices.Contains(out, d.ref) {
			out = append(out, d.ref)
		}
	}
	return out
}

// withoutRights stands for a base that has no decision rights.
func withoutRights(all []deed) plan.Approval {
	return plan.Approval{Need: []plan.Need{}, Have: []plan.Have{}, Missing: []plan.Missing{}, Ignored: []plan.Unheard{}, Changes: refs(all),
		Because: "the base revision has no DecisionRights, so nobody may approve anything yet",
		Fix:     "an administrator merges a first DecisionRights document (`entente init` writes one); from then on the gate opens by reviews"}
}

// uncovered stands for changes that the base's rights do not speak of.
func (in Input) uncovered(action string, fired []deed, rights []right) plan.Approval {
	because := fmt.Sprintf("no right of the base covers %s", action)
	if slices.ContainsFunc(rights, func(r right) bool { return r.action() == action }) {
		because = fmt.Sprintf("no condition of the base's rights for %s holds", action)
	}
	fix := "add"
	if file := faultyRights(in.Book); file != "" {
		because += fmt.Sprintf(", and a rule of %s in the base is invalid and left out", file)
		fix = "see `entente validate` of the base for the invalid rule and mend it, or add"
	}
	return plan.Approval{Action: action, Need: []plan.Need{}, Have: []plan.Have{}, Missing: []plan.Missing{}, Ignored: []plan.Unheard{},
		Changes: refs(fired), Because: because,
		Fix: fmt.Sprintf("%s a rule to the DecisionRights in a pull request of its own: `- {id: %s, action: %s, decider: PERSON}`", fix, action, action)}
}

// faultyRights is a file of decision rights with a rule that cannot be read; ""
// when there is none.
func faultyRights(book *resolve.Book) string {
	file := ""
	spec.Each(book.Docs, func(doc *spec.Document, _ *spec.DecisionRights) {
		if !doc.IsSound("rules") {
			file = cmp.Or(file, doc.Source.Path)
		}
	})
	return file
}
