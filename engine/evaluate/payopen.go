package evaluate

import (
	"math"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// someDay is later than any event: of the terms in force it leaves those that go
// by when a deal began.
const someDay = quantity.Date(math.MaxInt32)

// addOpen counts the open deals of partners that earn, and those of them that a
// change to the terms for new deals does not reach.
func (e *earnings) addOpen(r *payRows, accounts, latest []*commission.Account) {
	dated, newest := firstOf(accounts, e.job.AsOf), firstOf(latest, e.job.AsOf)
	r.rows(r.ask.open, func(s *facts.Strand, i int) {
		a := dated[s.Partner]
		if a == nil {
			return
		}
		deal := commission.Event{Trigger: commission.ClosedWon, Partner: s.Partner, At: someDay,
			Created: quantity.Date(s.Int(0, i)), Registered: quantity.Date(s.Int(1, i))}
		own, last := a.TermsOf(&deal), newest[s.Partner].TermsOf(&deal)
		for _, sum := range e.list {
			if sum.Partner.Name() == s.Partner && own != nil && sum.Currency == own.Currency {
				sum.addOpen(own.Plan, own != last)
			}
		}
	})
}

func (s *earned) addOpen(plan spec.Address, keeps bool) {
	i := slices.IndexFunc(s.Open.Plans, func(p state.OpenPlan) bool { return p.Plan == plan })
	if i < 0 {
		i = len(s.Open.Plans)
		s.Open.Plans = append(s.Open.Plans, state.OpenPlan{Plan: plan})
	}
	s.Open.Deals++
	s.Open.Plans[i].Deals++
	if keeps {
		s.Open.Kept++
		s.Open.Plans[i].Kept++
	}
}

// firstOf gives the agreement of each partner that is asked first on a day: one that
// has ended by then only where there is no other.
func firstOf(accounts []*commission.Account, on quantity.Date) map[string]*commission.Account {
	hasEnded := func(a *commission.Account) bool { return a.Last != 0 && a.Last < on }
	out := map[string]*commission.Account{}
	for _, a := range accounts {
		if first := out[a.Partner]; first == nil || hasEnded(first) && !hasEnded(a) {
			out[a.Partner] = a
		}
	}
	return out
}

// registered counts the registrations of each partner whose protection lasts on
// the as-of day.
func (ev evaluation) registered(asOf quantity.Date) map[string]int64 {
	out := map[string]int64{}
	promises := ev.program.promises()
	for i, l := range ev.result.Lists {
		for _, r := range l.Rows {
			c := claimOf(ev.asked.lists[i].Source, r)
			if c.until = c.expires; c.until == 0 {
				c.until = promises.on(c.partner, c.from).until
			}
			if c.until >= asOf {
				out[c.partner]++
			}
		}
	}
	return out
}

func (e *earnings) addRegistered(byPartner map[string]int64) {
	for _, sum := range e.list {
		sum.Open.Registrations = byPartner[sum.Partner.Name()]
	}
}
