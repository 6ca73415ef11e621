package evaluate

import (
	"cmp"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// earnings adds up lines by beneficiary and currency.
type earnings struct {
	job      Job
	trailing quantity.Range
	list     []*earned
	last     *earned
	over     []overshared // of Actual
}

type earned struct {
	state.Earnings
	by      map[quantity.Range]int // places in Periods
	last    int                    // place of the period in hand; -1
	steps   map[stepKey]int        // places in Steps
	sizes   map[size][3]int64      // the largest base, units and amount
	event   string                 // the last event that paid, so that a second rule counts no revenue again
	plans   map[spec.Address]bool
	account map[spec.Address]bool
}

type stepKey struct {
	plan       spec.Address
	rule, step string
}

// of gives the sums of a beneficiary; lines of one mostly come one after the other.
func (e *earnings) of(partner string, currency quantity.Currency) *earned {
	address := spec.NewAddress("Partner", partner)
	if e.last != nil && e.last.Partner == address && e.last.Currency == currency {
		return e.last
	}
	i := slices.IndexFunc(e.list, func(x *earned) bool { return x.Partner == address && x.Currency == currency })
	if i < 0 {
		i = len(e.list)
		e.list = append(e.list, &earned{Earnings: state.Earnings{Partner: address, Currency: currency}, last: -1,
			by: map[quantity.Range]int{}, steps: map[stepKey]int{}, sizes: map[size][3]int64{}, plans: map[spec.Address]bool{}, account: map[spec.Address]bool{}})
	}
	e.last = e.list[i]
	return e.last
}

// add counts a line; of pro forma ones those in the trailing window.
func (e *earnings) add(l *commission.Line, isProForma bool) {
	if l.State == commission.Void || isProForma && !e.trailing.Contains(l.At) {
		return
	}
	sum := e.of(l.Beneficiary, l.Currency)
	period := sum.period(l.Period)
	if l.Terms != nil {
		sum.plans[l.Terms.Plan] = true
	}
	sum.account[l.Agreement] = true
	if !isProForma {
		sum.Actual += l.Earned
		period.Actual += l.Earned
		return
	}
	sum.ProForma += l.Earned
	period.ProForma += l.Earned
	sum.CapCut += l.CutEvent + l.CutPeriod
	switch {
	case l.Kind == commission.Earned:
		sum.addEvent(l)
	case l.Kind == commission.Overridden && l.N == 0:
		sum.Steps[sum.step(stepKey{l.Terms.Plan, l.Rule.ID, ""})].Overrides++
	}
}

func (s *earned) addEvent(l *commission.Line) {
	if s.event != l.Event {
		s.event = l.Event
		s.Revenue += l.Amount
		s.Events++
	}
	all := s.reach(stepKey{l.Terms.Plan, l.Rule.ID, ""}, l.Base)
	if s.isLarger(all, l) {
		s.Steps[all].Most = s.Steps[all].Most.Larger(state.Most(l.Most()))
	}
	for _, p := range l.Parts {
		if p.Step != nil && !p.Flat {
			s.reach(stepKey{l.Terms.Plan, l.Rule.ID, p.Step.ID}, p.On)
		}
	}
}

// size is what the worth of an event grows with, of those with the same share.
type size struct {
	step  int
	share commission.Share
}

// isLarger reports whether an event is larger than those before it in any way: only
// then it may be worth more.
func (s *earned) isLarger(step int, l *commission.Line) bool {
	key := size{step, l.Share}
	had, known := s.sizes[key]
	now := [3]int64{max(had[0], l.Base), max(had[1], l.Units), max(had[2], l.Amount)}
	if known && now == had {
		return false
	}
	s.sizes[key] = now
	return true
}

// reach counts an event for a rule or for one of its steps.
func (s *earned) reach(key stepKey, on int64) int {
	i := s.step(key)
	s.Steps[i].Events++
	s.Steps[i].On += on
	return i
}

func (s *earned) step(key stepKey) int {
	i, known := s.steps[key]
	if !known {
		i = len(s.Steps)
		s.steps[key] = i
		s.Steps = append(s.Steps, state.StepEarned{Plan: key.plan, Rule: key.rule, Step: key.step})
	}
	return i
}

func (s *earned) period(r quantity.Range) *state.PeriodEarned {
	if s.last >= 0 && s.Periods[s.last].Range == r {
		return &s.Periods[s.last]
	}
	i, known := s.by[r]
	if !known {
		i = len(s.Periods)
		s.by[r] = i
		s.Periods = append(s.Periods, state.PeriodEarned{Range: r})
	}
	s.last = i
	return &s.Periods[i]
}

// merge takes in what a group earned; a referrer may be paid by several groups.
func (e *earnings) merge(group *earnings) {
	e.over = append(e.over, group.over...)
	for _, g := range group.list {
		sum := e.of(g.Partner.Name(), g.Currency)
		sum.Actual, sum.ProForma, sum.Revenue = sum.Actual+g.Actual, sum.ProForma+g.ProForma, sum.Revenue+g.Revenue
		sum.CapCut, sum.Events = sum.CapCut+g.CapCut, sum.Events+g.Events
		for _, p := range g.Periods {
			into := sum.period(p.Range)
			into.Actual, into.ProForma = into.Actual+p.Actual, into.ProForma+p.ProForma
		}
		for _, s := range g.Steps {
			sum.mergeStep(s)
		}
		for a := range g.plans {
			sum.plans[a] = true
		}
		for a := range g.account {
			sum.account[a] = true
		}
	}
}

func (s *earned) mergeStep(step state.StepEarned) {
	key := stepKey{step.Plan, step.Rule, step.Step}
	i, known := s.steps[key]
	if !known {
		s.steps[key] = len(s.Steps)
		s.Steps = append(s.Steps, step)
		return
	}
	into := &s.Steps[i]
	into.Events, into.On, into.Overrides = into.Events+step.Events, into.On+step.On, into.Overrides+step.Overrides
	into.Most = into.Most.Larger(step.Most)
}

// sorted gives the sums by partner and currency.
func (e *earnings) sorted() []state.Earnings {
	var out []state.Earnings
	fiscal := e.job.Program.Book.FiscalStart()
	for _, s := range e.list {
		for i := range s.Periods {
			s.Periods[i].Name = quantity.PeriodOf(s.Periods[i].Range, fiscal).String()
		}
		slices.SortFunc(s.Periods, func(a, b state.PeriodEarned) int {
			return cmp.Or(cmp.Compare(a.Range.From, b.Range.From), cmp.Compare(a.Range.To, b.Range.To))
		})
		slices.SortFunc(s.Steps, func(a, b state.StepEarned) int {
			return cmp.Or(cmp.Compare(a.Plan, b.Plan), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Step, b.Step))
		})
		for _, m := range []map[spec.Address]bool{s.plans, s.account} {
			for a := range m {
				s.Uses = append(s.Uses, state.Use{Address: a})
			}
		}
		s.Uses = state.DistinctUses(s.Uses)
		out = append(out, s.Earnings)
	}
	slices.SortFunc(out, func(a, b state.Earnings) int {
		return cmp.Or(cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.Currency, b.Currency))
	})
	return out
}
