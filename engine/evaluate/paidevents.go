package evaluate

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Events gives the rows of an id as rules look at them: most often one, several
// when sources share an id or a row is there twice. The rows are read again, so
// that no run keeps them for a question that is seldom asked.
func (p *Paid) Events(id string) []commission.Event {
	if p.rows == nil {
		return nil
	}
	partners := map[string]bool{}
	for _, a := range p.Accounts {
		partners[a.Partner] = true
	}
	var out []commission.Event
	for e := range p.rows.events(partners, true) {
		if e.ID == id {
			kept := *e
			kept.Tests, kept.Touches = slices.Clone(e.Tests), slices.Clone(e.Touches)
			out = append(out, kept)
		}
	}
	return out
}

// EventsOfDeal names the events of a deal.
func (p *Paid) EventsOfDeal(deal string) []string {
	if p.rows == nil || deal == "" {
		return nil
	}
	partners := map[string]bool{}
	for _, a := range p.Accounts {
		partners[a.Partner] = true
	}
	var out []string
	for e := range p.rows.events(partners, true) {
		if e.Deal == deal {
			out = append(out, e.ID)
		}
	}
	return out
}

// TouchPlaces gives where the touches of a deal stand.
func (p *Paid) TouchPlaces(deal string) map[commission.Touch]string {
	out := map[commission.Touch]string{}
	if p.rows == nil || deal == "" {
		return out
	}
	p.rows.rows(p.rows.ask.touches, func(s *facts.Strand, i int) {
		if s.Text(0, i) == deal {
			out[commission.Touch{ID: s.ID(i), Partner: s.Partner, At: s.Day(i), Type: s.Text(1, i)}] = s.Place(i)
		}
	})
	return out
}

// Reversals gives the rows of an id that take something back.
func (p *Paid) Reversals(id string) []commission.Reversal {
	var out []commission.Reversal
	if p.rows != nil {
		for _, r := range p.rows.reversals {
			if r.ID == id {
				out = append(out, r)
			}
		}
	}
	return out
}

// PaidRows are the rows that a partner's lines stand on.
type PaidRows struct {
	Events    []*commission.Event // by day and id; of what conditions found nothing is kept
	Reversals []commission.Reversal
}

// Rows gives the rows of some partners: those of their own, those that they have a
// part in, and those of others that a line of theirs stands on. The rows are read
// again.
func (p *Paid) Rows(of map[string]bool) map[string]*PaidRows {
	out := map[string]*PaidRows{}
	for partner := range of {
		out[partner] = &PaidRows{}
	}
	if p.rows == nil || len(of) == 0 {
		return out
	}
	standsOn := p.beneficiaries(of)
	everyone := map[string]bool{}
	for _, a := range p.Accounts {
		everyone[a.Partner] = true
	}
	reached := map[string][]string{} // partners by what a reversal may name
	for e := range p.rows.events(everyone, true) {
		var kept *commission.Event
		for _, partner := range partsIn(e, standsOn[e.ID]) {
			if out[partner] == nil {
				continue
			}
			if kept == nil {
				kept = new(*e)
				kept.Tests, kept.Touches = nil, slices.Clone(e.Touches)
			}
			out[partner].Events = append(out[partner].Events, kept)
			for _, id := range []string{e.ID, e.Deal} {
				if !slices.Contains(reached[id], partner) {
					reached[id] = append(reached[id], partner)
				}
			}
		}
	}
	for _, r := range p.rows.reversals {
		for _, partner := range reached[r.Of] {
			out[partner].Reversals = append(out[partner].Reversals, r)
		}
	}
	return out
}

// beneficiaries gives, by id of a row, who has a line that stands on it.
func (p *Paid) beneficiaries(of map[string]bool) map[string][]string {
	out := map[string][]string{}
	for i := range p.Lines {
		l := &p.Lines[i]
		for _, id := range []string{l.Event, l.Of} {
			if of[l.Beneficiary] && id != "" && !slices.Contains(out[id], l.Beneficiary) {
				out[id] = append(out[id], l.Beneficiary)
			}
		}
	}
	return out
}

// partsIn names the partners that an event concerns, each once.
func partsIn(e *commission.Event, beneficiaries []string) []string {
	out := append([]string{e.Partner, e.Registrant}, beneficiaries...)
	for _, t := range e.Touches {
		out = append(out, t.Partner)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// EventsOn visits the events of partners on some days, as long as they stand.
func (p *Paid) EventsOn(partners map[string]bool, days quantity.Range, visit func(*commission.Event)) {
	if p.rows == nil || len(partners) == 0 {
		return
	}
	for e := range p.rows.events(partners, false) {
		if days.Contains(e.At) {
			visit(e)
		}
	}
}
