package evaluate

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
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
