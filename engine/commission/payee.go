package commission

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// member is one partner of a group.
type member struct {
	partner string
	payees  []*payee // by first day, then name
}

// payee is the running state of one agreement.
type payee struct {
	*Account
	editions []*edition
	states   map[ruleKey]*ruleState
	caps     map[ruleKey]*allowance
	tenures  map[string]map[string]*tenure // by rule, then customer
}

// ruleKey is what a rule's volume goes by: it carries over when terms change,
// unless they come to count in something else.
type ruleKey struct {
	rule     string
	currency quantity.Currency
	measure  Measure
}

// edition is one version of the terms with the state of its rules beside them.
type edition struct {
	terms   *Terms
	rules   []*ruleState
	isShort []bool         // whether a rule's events can take the short way
	period  quantity.Range // of the latest event
}

// ruleState is what a rule remembers of one agreement.
type ruleState struct {
	meter     meter             // per: partner
	customers map[string]*meter // per: customer

	// Whatever the rule comes to measure, these carry over.
	tenures   map[string]*tenure
	allowance *allowance
}

// allowance is what was paid of the cap of a payout period.
type allowance struct {
	period quantity.Range
	paid   int64
	exact  *big.Rat // with deferred rounding
}

func members(accounts []*Account) map[string]*member {
	out := map[string]*member{}
	for _, a := range accounts {
		m := out[a.Partner]
		if m == nil {
			m = &member{partner: a.Partner}
			out[a.Partner] = m
		}
		m.payees = append(m.payees, &payee{Account: a, states: map[ruleKey]*ruleState{}, caps: map[ruleKey]*allowance{}, tenures: map[string]map[string]*tenure{}})
	}
	for _, m := range out {
		slices.SortStableFunc(m.payees, func(a, b *payee) int {
			return cmp.Or(cmp.Compare(a.First, b.First), strings.Compare(string(a.Agreement), string(b.Agreement)))
		})
	}
	return out
}

// edition finds the state of a version of the terms. Versions are few, and the
// latest is asked for most.
func (f *folder) edition(p *payee, t *Terms) *edition {
	for i := len(p.editions) - 1; i >= 0; i-- {
		if p.editions[i].terms == t {
			return p.editions[i]
		}
	}
	ed := &edition{terms: t, rules: make([]*ruleState, len(t.Rules)), isShort: make([]bool, len(t.Rules))}
	for i := range t.Rules {
		ed.rules[i] = p.state(t, &t.Rules[i])
		ed.isShort[i] = f.suits(t, &t.Rules[i])
	}
	p.editions = append(p.editions, ed)
	return ed
}

func (p *payee) state(t *Terms, r *Rule) *ruleState {
	key := ruleKey{rule: r.ID, currency: t.Currency}
	if r.Bands != nil {
		key.measure = r.Bands.Measure
	}
	if st := p.states[key]; st != nil {
		return st
	}
	if p.tenures[r.ID] == nil {
		p.tenures[r.ID] = map[string]*tenure{}
	}
	inCurrency := ruleKey{rule: r.ID, currency: t.Currency}
	if p.caps[inCurrency] == nil {
		p.caps[inCurrency] = &allowance{}
	}
	st := &ruleState{tenures: p.tenures[r.ID], allowance: p.caps[inCurrency]}
	p.states[key] = st
	return st
}

// periodOf gives the payout period of a day.
func (ed *edition) periodOf(day quantity.Date, fiscal time.Month) quantity.Range {
	if !ed.period.Contains(day) {
		ed.period = PeriodOf(ed.terms.Payout.Cadence, day, fiscal)
	}
	return ed.period
}

// customerOf names whom a row is about; its deal stands in for a customer.
func customerOf(e *Event) string { return cmp.Or(e.Customer, e.Deal, e.ID) }
