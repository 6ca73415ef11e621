package render

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/commission"
)

// rose says from where to where the volume rose, and beyond which bound.
func (a *WhyAnswer) rose() string {
	t := a.Trace
	if t == nil || t.From == nil {
		return ""
	}
	unit := bandMeasure(a.Rule.Bands)
	out := fmt.Sprintf("The volume rose from %s to %s", unit.words(a.Before, a.Currency), unit.words(t.After, a.Currency))
	bound := t.From
	if a.Before > t.After {
		out = fmt.Sprintf("The volume fell from %s to %s", unit.words(a.Before, a.Currency), unit.words(t.After, a.Currency))
		bound = a.Parts[0].Step
	}
	if bound.Spec != nil && bound.Spec.UpTo != nil {
		out += fmt.Sprintf(", across the bound of %s", cited(bound.Spec.UpTo))
	}
	return out + "."
}

// mostAnew is how many events a true-up names.
const mostAnew = 20

// trueUp says what is rated again, by which step in place of which.
func (a *WhyAnswer) trueUp() []string {
	p := a.Parts[0]
	on := measureOf(a.Rule, p).words(p.On, a.Currency)
	if a.Trace == nil || a.Trace.From == nil {
		return []string{fmt.Sprintf("%s counted before are now rated at %s in %s, with what is due on entering it and within floor and cap: a difference of %s.", on, a.rateOf(p), a.stepOf(p), a.money(a.Earned+a.CutPeriod))}
	}
	on = inMoney.words(p.On, a.Currency)
	was := commission.Part{Step: a.Trace.From, On: p.On}
	out := []string{}
	var rows []string
	for _, e := range a.Trace.Anew[:min(len(a.Trace.Anew), mostAnew)] {
		rows = append(rows, fmt.Sprintf("%s of %s%s", a.bare(e.Pays), e.Event, citeRow(e.Place)))
	}
	if more := len(a.Trace.Anew) - mostAnew; more > 0 {
		rows = append(rows, number(more)+" more")
	}
	if len(rows) > 0 {
		out = append(out, fmt.Sprintf("Counted before: %s.", joinAnd(rows)))
	}
	from := "nothing"
	if was.Step.Spec != nil {
		from = fmt.Sprintf("%s in %s", a.rateOf(was), a.stepOf(was))
	}
	to := "nothing"
	if p.Step.Spec != nil {
		to = fmt.Sprintf("%s in %s", a.rateOf(p), a.stepOf(p))
	}
	says := fmt.Sprintf("These %s are rated at %s in place of %s", on, to, from)
	if p.Step.Flat != 0 && p.Step.Spec != nil && p.Step.Spec.Flat != nil {
		says += fmt.Sprintf(", with the flat of %s where one was due", cited(p.Step.Spec.Flat))
	}
	if s := a.Rule.Spec.Floor; s != nil && s.PerEvent != nil {
		says += fmt.Sprintf(", each at least at the floor of %s", cited(s.PerEvent))
	}
	if s := a.Rule.Spec.Cap; s != nil && s.PerEvent != nil {
		says += fmt.Sprintf(", each at most at the cap of %s", cited(s.PerEvent))
	}
	return append(out, says+fmt.Sprintf(": a difference of %s %s.", a.exactly(partExact(p)), a.Currency))
}
