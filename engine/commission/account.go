package commission

import (
	"strings"
	"time"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Account is one signed agreement of a partner.
type Account struct {
	Partner, Title     string
	Agreement, Program spec.Address
	First, Last        quantity.Date // days it holds; Last 0: no end
	Tail               quantity.Date // last day on which deals from before its end earn; 0: they do not
	PayoutCurrency     quantity.Currency
	Referrer           string   // partner that brought this one; "": none
	Aliases            []string // further names by which its rows may call a customer: the legal name

	// TermsOf gives the version of the plan that an event is paid by; nil: none.
	// The same version is the same pointer, for whichever account.
	TermsOf func(*Event) *Terms
}

// holds reports whether an event can be paid under the agreement: earned while
// it held, or within its tail and of a deal from before its end.
func (a *Account) holds(e *Event) bool {
	if e.At < a.First {
		return false
	}
	if a.Last == 0 || e.At <= a.Last {
		return true
	}
	began := e.Registered
	if began == 0 {
		began = e.Created
	}
	return began != 0 && began <= a.Last && e.At <= a.Tail
}

// isItself reports whether a customer is the partner.
func (a *Account) isItself(customer string) bool {
	if customer == "" {
		return false
	}
	if len(customer) == len(a.Title) && strings.EqualFold(customer, a.Title) {
		return true
	}
	for _, alias := range a.Aliases {
		if len(customer) == len(alias) && strings.EqualFold(customer, alias) {
			return true
		}
	}
	return false
}

// Rates tells a day's exchange rate.
type Rates = facts.Exchange

// MissingRate is an exchange rate that an event needed, which earned nothing, or
// that a line or the minimum of a partner's statement needed.
type MissingRate = facts.MissingRate

// Input is what one group of accounts is folded with; see Groups.
type Input struct {
	Accounts  []*Account // of one partner: all of its agreements, in any order
	Rates     Rates
	Fiscal    time.Month // first month of the fiscal year; 0: January
	Holidays  map[quantity.Date]bool
	Reversals []Reversal // sorted by (At, ID); of any events
	Events    int        // about how many there are, to make room at once; 0: not known
	Traced    bool       // fills Line.Exact and Line.Trace, and emits ineligible events
}

// Coupling says why a partner's events cannot be folded without those of others.
type Coupling struct {
	Program bool // a rule measures the volume of its whole program
	Shared  bool // a rule's credit may be another partner's, or be shared
}

// Coupling tells what the rules of a version of a plan look at.
func (t *Terms) Coupling() Coupling {
	c := Coupling{Shared: t.Attribution != nil}
	for i := range t.Rules {
		r := &t.Rules[i]
		c.Shared = c.Shared || r.Credit == Influenced || r.Credit == Registered
		c.Program = c.Program || r.Bands != nil && r.Bands.Per == PerProgram
	}
	return c
}

// Groups parts accounts into those that must be folded together: all of one
// partner, all of a program whose volume is measured, all that may share a deal.
// Groups and their accounts keep the order they come in. The events of a group
// are those of its partners and those that its partners touched or registered.
func Groups(accounts []*Account, needs func(*Account) Coupling) [][]*Account {
	parent := make([]int, len(accounts))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[string]int{}
	join := func(key string, i int) {
		if j, ok := first[key]; ok {
			a, b := find(i), find(j)
			parent[max(a, b)] = min(a, b)
			return
		}
		first[key] = i
	}
	measured := map[spec.Address]bool{}
	for i, a := range accounts {
		join("partner "+a.Partner, i)
		c := needs(a)
		measured[a.Program] = measured[a.Program] || c.Program
		if c.Shared {
			join("shared", i)
		}
	}
	for i, a := range accounts {
		if measured[a.Program] {
			join("program "+string(a.Program), i)
		}
	}
	return gather(accounts, find)
}

func gather(accounts []*Account, find func(int) int) [][]*Account {
	var out [][]*Account
	at := map[int]int{}
	for i, a := range accounts {
		root := find(i)
		g, ok := at[root]
		if !ok {
			g = len(out)
			at[root] = g
			out = append(out, nil)
		}
		out[g] = append(out[g], a)
	}
	return out
}
