package plan

import (
	"cmp"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// CapChange is a cap that is lifted or raised, and what then may be due: nothing
// else limits what one event, or one period, pays.
type CapChange struct {
	Address  spec.Address `json:"address"`
	Rule     string       `json:"rule"`
	Cap      string       `json:"cap"` // perEvent or perPeriod
	Currency string       `json:"currency"`
	Before   string       `json:"before"`
	After    *string      `json:"after"` // null: no cap any more
	// Largest is what the largest event of the last twelve months earns without
	// caps, by head's terms; WorstCase what is due when every one of the events is
	// as large as that.
	Largest   string `json:"largest"`
	Events    int64  `json:"events"`
	WorstCase string `json:"worstCase"`
}

// capChanges finds what limits less in head than in base, by the latest terms.
func capChanges(before, after []*commission.Terms, earnings []state.Earnings) []CapChange {
	out := []CapChange{}
	for _, b := range before {
		i := slices.IndexFunc(after, func(a *commission.Terms) bool { return a.Plan == b.Plan })
		if i < 0 || after[i].Currency != b.Currency {
			continue
		}
		for r := range b.Rules {
			old := &b.Rules[r]
			at := slices.IndexFunc(after[i].Rules, func(n commission.Rule) bool { return n.ID == old.ID })
			if at < 0 {
				continue
			}
			now := &after[i].Rules[at]
			out = lifted(out, b, old.ID, "perEvent", old.CapPerEvent, now.CapPerEvent, earnings)
			out = lifted(out, b, old.ID, "perPeriod", old.CapPerPeriod, now.CapPerPeriod, earnings)
		}
	}
	slices.SortFunc(out, func(a, b CapChange) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Cap, b.Cap))
	})
	return out
}

func lifted(out []CapChange, t *commission.Terms, rule, which string, before, after *int64, earnings []state.Earnings) []CapChange {
	if before == nil || after != nil && *after <= *before {
		return out
	}
	c := CapChange{Address: t.Plan, Rule: rule, Cap: which, Currency: string(t.Currency), Before: major(*before, t.Currency)}
	if after != nil {
		c.After = text(major(*after, t.Currency))
	}
	largest := int64(0)
	for _, e := range earnings {
		isPaid := false
		for _, s := range e.Steps {
			if s.Plan == t.Plan && s.Rule == rule && s.Step == "" {
				c.Events += s.Events
				isPaid = true
			}
		}
		if isPaid && e.Currency == t.Currency {
			largest = max(largest, e.Largest)
		}
	}
	c.Largest, c.WorstCase = major(largest, t.Currency), worst(largest, c.Events, after, t.Currency)
	return append(out, c)
}

// worst is events times the largest of them, each up to the new cap.
func worst(largest, events int64, limit *int64, currency quantity.Currency) string {
	if limit != nil {
		largest = min(largest, *limit)
	}
	if largest != 0 && events > maxWorst/largest {
		return major(maxWorst, currency)
	}
	return major(largest*events, currency)
}

// maxWorst keeps an exaggeration in the range of amounts.
const maxWorst = 1 << 62
