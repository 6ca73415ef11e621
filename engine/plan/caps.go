package plan

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"time"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// CapChange is a cap that is lifted or raised, and what then may be due at most.
type CapChange struct {
	Address  spec.Address `json:"address"`
	Rule     string       `json:"rule"`
	Cap      string       `json:"cap"` // perEvent or perPeriod
	Currency string       `json:"currency"`
	Before   string       `json:"before"`
	After    *string      `json:"after"` // null: no cap any more
	// Largest is what the largest event of the last twelve months could earn by
	// head's terms without caps, at the highest rate of its rule; WorstCase what may
	// be due when every one of the events is as large and earns as much, under the
	// floor and the caps that head has.
	Largest   string  `json:"largest"`
	Events    int64   `json:"events"`
	WorstCase string  `json:"worstCase"`
	PerEvent  *string `json:"perEvent"`  // head's cap; null: none
	PerPeriod *string `json:"perPeriod"` // head's cap of a payout period; null: none
	Referrers bool    `json:"referrers"` // the worst case has referrers' shares in it
}

// capChanges finds what limits less in head than in base, by the latest terms.
func capChanges(before, after []*commission.Terms, y year) []CapChange {
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
			out = y.lifted(out, after[i], now, "perEvent", old.CapPerEvent, now.CapPerEvent)
			out = y.lifted(out, after[i], now, "perPeriod", old.CapPerPeriod, now.CapPerPeriod)
		}
	}
	slices.SortFunc(out, func(a, b CapChange) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Cap, b.Cap))
	})
	return out
}

// lifted adds a cap that limits less.
func (y year) lifted(out []CapChange, t *commission.Terms, now *commission.Rule, which string, before, after *int64) []CapChange {
	if before == nil || after != nil && *after <= *before {
		return out
	}
	c := CapChange{Address: t.Plan, Rule: now.ID, Cap: which, Currency: string(t.Currency), Before: major(*before, t.Currency)}
	spell := func(limit *int64) *string {
		if limit == nil {
			return nil
		}
		return text(major(*limit, t.Currency))
	}
	c.After, c.PerEvent, c.PerPeriod = spell(after), spell(now.CapPerEvent), spell(now.CapPerPeriod)
	var most state.Most
	var users []user
	for _, e := range y.earnings {
		for _, s := range e.Steps {
			if s.Plan == t.Plan && s.Rule == now.ID && s.Step == "" && e.Currency == t.Currency {
				most = most.Larger(s.Most)
				users = append(users, user{s.Events, s.Overrides, agreementsIn(e.Uses)})
				c.Events, c.Referrers = c.Events+s.Events, c.Referrers || s.Overrides > 0
			}
		}
	}
	worst := new(big.Int)
	for _, u := range users {
		worst.Add(worst, y.worst(t, now, most, u))
	}
	c.Largest, c.WorstCase = major(most.Uncapped, t.Currency), major(upTo(worst), t.Currency)
	return append(out, c)
}

// user is a partner whom a rule pays, or pays shares of what others are paid.
type user struct{ events, overrides, agreements int64 }

func agreementsIn(uses []state.Use) int64 {
	n := int64(0)
	for _, u := range uses {
		if u.Address.Kind() == "agreement" {
			n++
		}
	}
	return max(n, 1)
}

// worst is what a partner may be due for its events of the year, each as large as
// most says.
func (y year) worst(t *commission.Terms, r *commission.Rule, most state.Most, u user) *big.Int {
	windows := min(u.events, y.windows(r.Bands)*u.agreements)
	flats := sum(times(u.events, most.Plain), times(windows, most.Flats)) // what is capped with its flats is no more than that
	due := smaller(times(u.events, most.Capped), flats)
	steps := int64(1)
	if r.Bands != nil && r.Bands.IsVolume {
		steps = int64(len(r.Bands.Steps))
	}
	if most.IsBroken {
		due = sum(due, times(u.events+(steps-1)*windows, t.Rounding.Increment))
	}
	if r.CapPerPeriod != nil {
		due = smaller(due, times(min(u.events, y.periods(t.Payout.Cadence)*u.agreements), *r.CapPerPeriod+t.Rounding.Increment-1))
	}
	if u.overrides > 0 {
		due = sum(due, times(u.overrides, most.Override))
		if most.IsBroken {
			due = sum(due, times(u.overrides*steps, t.Rounding.Increment))
		}
	}
	return due
}

// year is the time that worst cases are of, and who was paid in it.
type year struct {
	days     quantity.Range
	fiscal   time.Month
	earnings []state.Earnings
}

// windows counts how often the volume of one meter may begin anew.
func (y year) windows(b *commission.Bands) int64 {
	if b == nil || b.Per == commission.PerEvent || b.Per == commission.PerCustomer {
		return math.MaxInt32 // as often as there are events
	}
	switch b.Reset {
	case commission.Monthly:
		return y.periods(quantity.Monthly)
	case commission.Quarterly:
		return y.periods(quantity.Quarterly)
	case commission.ContractYear:
		return 2
	}
	return 1
}

// periods counts those that a year of days touches.
func (y year) periods(c quantity.Cadence) int64 {
	n := int64(0)
	for day := y.days.From; day <= y.days.To; n++ {
		day = commission.PeriodOf(c, day, y.fiscal).To.AddDays(1)
	}
	return n
}

func times(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }

func sum(a, b *big.Int) *big.Int { return new(big.Int).Add(a, b) }

func smaller(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// upTo keeps an exaggeration in the range of amounts.
func upTo(n *big.Int) int64 {
	if n.Cmp(big.NewInt(commission.MostMinor)) > 0 {
		return commission.MostMinor
	}
	return n.Int64()
}
