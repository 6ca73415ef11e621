package evaluate

import (
	"cmp"
	"maps"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// triggerTypes are the source types whose rows fire a trigger.
var triggerTypes = map[string]string{"closed-won": "deals", "invoiced": "revenue", "collected": "revenue",
	"lead-accepted": "leads", "activity": "activities"}

// payroll is a book's agreements and plans, ready to be folded.
type payroll struct {
	program  *Program
	plans    map[string]*pricedPlan
	triggers map[string]bool     // that some rule has
	wheres   map[string][]string // conditions by source type, as Event.Tests numbers them
	since    map[*commission.Terms]quantity.Date
}

func (p *Program) payroll() *payroll {
	r := &payroll{program: p, plans: map[string]*pricedPlan{}, triggers: map[string]bool{}, wheres: map[string][]string{}, since: map[*commission.Terms]quantity.Date{}}
	spec.Each(p.Book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		for _, in := range p.Book.Terms(doc) {
			r.pricedPlan(in.Plan)
		}
	})
	p.memberships(func(m membership) {
		for _, l := range m.tiers.Levels {
			if l.Plan != nil {
				r.pricedPlan(l.Plan.Name)
			}
		}
	})
	return r
}

// LatestTerms gives the terms of every plan that pays somebody, after all of its
// dated changes, by address.
func (p *Program) LatestTerms() []*commission.Terms {
	r := p.payroll()
	var out []*commission.Terms
	for _, name := range slices.Sorted(maps.Keys(r.plans)) {
		if plan := r.plans[name]; plan != nil {
			if t := plan.latest(); t != nil {
				out = append(out, t)
			}
		}
	}
	return out
}

// accounts gives the signed agreements of every partner, those that began first
// before the others.
func (r *payroll) accounts(asOf quantity.Date, tiers map[spec.Address]state.Judgement) []*commission.Account {
	return r.accountsOn(asOf, proFormaOf{}, tiers)
}

// accountsOn gives those that pay by the terms of a day: one that will have begun by
// then holds already.
func (r *payroll) accountsOn(asOf quantity.Date, by proFormaOf, tiers map[spec.Address]state.Judgement) []*commission.Account {
	var out []*commission.Account
	book := r.program.Book
	spec.Each(book.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		standing := book.StandingOf(doc, asOf)
		a := standing.Agreement
		isToCome := standing.Phase == resolve.Upcoming && standing.From <= by.on
		if a == nil || standing.Phase != resolve.Active && !standing.IsOver() && !isToCome {
			return
		}
		partner, s := spec.Lookup[spec.Partner](book.Docs, a.Partner.Name)
		if s == nil {
			return
		}
		_, program := spec.Lookup[spec.Program](book.Docs, a.Program.Name)
		account := &commission.Account{Partner: a.Partner.Name, Title: partner.DisplayName(), Agreement: doc.Address,
			Program: spec.NewAddress("Program", a.Program.Name), First: standing.From, Last: lastDay(standing),
			PayoutCurrency: a.PayoutCurrency.Or(""), Aliases: aliases(partner, s)}
		if account.Last != 0 && (account.Last != standing.Until || account.Last == standing.EndedOn) { // a successor goes on with what was registered
			account.Tail = tailOf(book, doc, a, account.Last)
		}
		if s.ReferredBy != nil {
			account.Referrer = s.ReferredBy.Name
		}
		terms := &agreementTerms{roll: r, intervals: book.Terms(doc), program: program, proForma: by,
			levels: levelPlans(a, program, s, tiers[partner.Address].Tiers)}
		account.TermsOf = terms.of
		out = append(out, account)
	})
	slices.SortStableFunc(out, func(a, b *commission.Account) int {
		return cmp.Or(cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.First, b.First), cmp.Compare(a.Agreement, b.Agreement))
	})
	return out
}

// lastDay is the agreement's last day by its ending, its term or its successor; 0
// while none is known.
func lastDay(s resolve.Standing) quantity.Date {
	var last quantity.Date
	sooner := func(day quantity.Date) {
		if day != 0 && (last == 0 || day < last) {
			last = day
		}
	}
	sooner(s.EndedOn)
	sooner(s.Until)
	if s.EndedOn != 0 || s.Phase == resolve.Expired || s.Renewal() != "auto" {
		sooner(s.Expires)
	}
	return last
}

// tailOf is the last day on which a deal that was registered before the end may
// close and still pay; the end itself without a tail.
func tailOf(book *resolve.Book, doc *spec.Document, a *spec.Agreement, last quantity.Date) quantity.Date {
	exit := book.TermsAt(doc, last).Terms.Exit
	if exit == nil || exit.Tail == nil {
		return last
	}
	length := exit.Tail.For
	if a.Ended != nil && a.Ended.Reason != nil {
		reason := a.Ended.Reason.V
		if slices.ContainsFunc(exit.Tail.Except, func(e spec.Val[spec.Text]) bool { return e.V == reason }) {
			return last
		}
		for i := range exit.Tail.Reasons {
			if exit.Tail.Reasons[i].Reason.V == reason {
				length = &exit.Tail.Reasons[i].For
			}
		}
	}
	if length == nil {
		return last
	}
	return length.V.From(last, book.Holidays())
}

// aliases are the names under which a partner would be its own customer.
func aliases(doc *spec.Document, p *spec.Partner) []string {
	out := []string{string(doc.Name.V), doc.DisplayName(), string(p.LegalName.V)}
	slices.Sort(out)
	return slices.Compact(out)
}

// levelPlans gives the plans of the levels that a partner held, from the day after
// each evaluation on; a pin holds throughout, until its last day.
func levelPlans(a *spec.Agreement, program *spec.Program, p *spec.Partner, tiers []state.Tier) []levelAt {
	if program == nil || program.Tiers == nil || !slices.ContainsFunc(program.Tiers.Levels, func(l spec.Level) bool { return l.Plan != nil }) {
		return nil
	}
	planOf := func(level string) string {
		for _, l := range program.Tiers.Levels {
			if string(l.ID.V) == level && l.Plan != nil {
				return l.Plan.Name
			}
		}
		return ""
	}
	var out []levelAt
	for _, t := range tiers {
		if t.Program != a.Program.Name {
			continue
		}
		for _, h := range t.History {
			out = append(out, levelAt{h.On.AddDays(1), planOf(h.Tier)})
		}
	}
	for _, m := range p.Programs {
		if m.Program.Name == a.Program.Name && m.Pin != nil {
			out = pinned(out, m.Pin, planOf(string(m.Pin.Tier.V)))
		}
	}
	return out
}

// pinned lays a pin over the levels that were earned: those from after its last
// day on stay.
func pinned(earned []levelAt, pin *spec.Pin, plan string) []levelAt {
	out := []levelAt{{0, plan}}
	if pin.Until == nil {
		return out
	}
	after := levelAt{from: pin.Until.V.AddDays(1)}
	for _, l := range earned {
		if l.from <= after.from {
			after.plan = l.plan
		}
	}
	out = append(out, after)
	for _, l := range earned {
		if l.from > after.from {
			out = append(out, l)
		}
	}
	return out
}
