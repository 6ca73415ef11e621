package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Yearly is what a change moves of the yearly payout, gains and losses both
// counted as positive.
type Yearly struct {
	Moved    []quantity.Money // by currency, adjustments included
	Adjusted []quantity.Money // of Moved: single amounts of agreements
	Partners int              // whose pay moves
	Lacks    string           // why it cannot be worked out; "" when it is
	Under    string           // the terms by which so much moves, where it is more than by the latest
}

// Largest is what pay moves by in a year under terms that others take the place of
// later on: more than under the latest.
type Largest struct {
	On    string       `json:"on"`    // day of the terms
	Terms string       `json:"terms"` // which those are, in words
	Moved []MovedTotal `json:"moved"`
}

// MovedTotal is what partners gain and lose, each counted as positive, by currency.
type MovedTotal struct {
	Currency string `json:"currency"`
	Yearly   string `json:"yearly"`
}

// sums are minor units by currency.
type sums map[quantity.Currency]int64

func (s sums) list() []quantity.Money {
	var out []quantity.Money
	for _, c := range slices.Sorted(maps.Keys(s)) {
		out = append(out, quantity.Money{Minor: s[c], Currency: c})
	}
	return out
}

// Yearly is taken on the day that approvals bind to, under the terms by which most
// moves: head may hold terms for a while and take them back again.
func (in Input) Yearly() Yearly {
	before, after := in.bindingDay()
	adjusted, of := movedOf(adjustments(before, after, nil))
	most := in.most()
	moved := maps.Clone(adjusted)
	for _, e := range most.pay {
		moved[e.Currency] += abs(e.After - e.Before)
		of[e.Partner] = true
	}
	return Yearly{Moved: moved.list(), Adjusted: adjusted.list(), Partners: len(of), Under: most.terms(after.AsOf), Lacks: lacks(before, after)}
}

// lacks says why what moves cannot be worked out. A source that only head declares has
// nothing to say of the base's facts.
func lacks(before, after *state.Snapshot) string {
	sources := slices.Concat(before.Unpriced.Sources, after.Unpriced.Sources)
	sources = slices.DeleteFunc(sources, func(name string) bool { return before.Declared[spec.NewAddress("Source", name)].Kind == "" })
	rates := slices.Concat(before.Unpriced.Rates, after.Unpriced.Rates)
	slices.Sort(sources)
	slices.Sort(rates)
	sources, rates = slices.Compact(sources), slices.Compact(rates)
	const unknown = "the yearly payout cannot be worked out: "
	switch {
	case len(sources) > 0:
		return unknown + "no file holds source " + someOf(sources) + ": name the folder with --facts"
	case len(rates) > 0:
		return unknown + "there is no exchange rate from " + someOf(rates)
	}
	return ""
}

// largest is nil where most moves under the latest terms.
func (in Input) largest() *Largest {
	most := in.most()
	if most.on == 0 {
		return nil
	}
	_, after := in.bindingDay()
	out := &Largest{On: most.on.String(), Terms: most.terms(after.AsOf), Moved: []MovedTotal{}}
	for _, m := range movedBy(most.pay).list() {
		out.Moved = append(out.Moved, MovedTotal{string(m.Currency), m.Decimal()})
	}
	return out
}

// underTerms is what pay moves by under the terms of a day; 0: the latest.
type underTerms struct {
	on  quantity.Date
	pay []payEffect
}

// terms names those that pay moves by; "" of the latest.
func (u underTerms) terms(asOf quantity.Date) string {
	switch u.on {
	case 0:
		return ""
	case asOf:
		return "the terms of " + u.on.String()
	}
	return "the terms from " + u.on.String()
}

func movedBy(pay []payEffect) sums {
	out := sums{}
	for _, e := range pay {
		out[e.Currency] += abs(e.After - e.Before)
	}
	return out
}

// most finds the terms under which pay moves by most. What cannot be exchanged is
// more than anything: rights are asked for where an amount is not known.
func (in Input) most() underTerms {
	before, after := in.bindingDay()
	most := underTerms{pay: pays(before.Earnings, after.Earnings)}
	worth, isKnown := in.worth(before, most.pay)
	for i, m := range after.Moments {
		if i >= len(before.Moments) || !isKnown {
			break
		}
		u := underTerms{m.On, pays(before.Moments[i].Earnings, m.Earnings)}
		if w, ok := in.worth(before, u.pay); !ok || w > worth {
			most, worth, isKnown = u, w, ok
		}
	}
	return most
}

// worth is what moves in the organization's currency; false without a rate for it.
func (in Input) worth(at *state.Snapshot, pay []payEffect) (minor int64, ok bool) {
	for _, m := range movedBy(pay).list() {
		if m.Currency == in.Currency || m.Minor == 0 {
			minor += m.Minor
			continue
		}
		if at.Rates == nil {
			return 0, false
		}
		quote, ok := at.Rates.Quote(m.Currency, in.Currency, at.AsOf)
		if !ok {
			return 0, false
		}
		exchanged, ok := commission.Exchanged(m.Minor, quote, commission.HalfUp, 1)
		if !ok {
			return 0, false
		}
		minor += exchanged
	}
	return minor, true
}

// bindingDay gives both revisions on the day that approvals bind to.
func (in Input) bindingDay() (before, after *state.Snapshot) {
	if in.TermsSnapshots[0] != nil {
		return in.TermsSnapshots[0], in.TermsSnapshots[1]
	}
	return in.Base, in.Head
}

// Words says by how much pay would move in between, and under which terms.
func (l Largest) Words() string {
	var amounts []string
	for _, m := range l.Moved {
		amounts = append(amounts, quantity.Grouped(m.Yearly)+" "+m.Currency)
	}
	return fmt.Sprintf("under %s pay moves by %s on twelve months, gains and losses together, which is what decision rights go by", l.Terms, strings.Join(amounts, " and "))
}

// unpriced says in a sentence that what moves is not known.
func (i Impact) unpriced() string {
	if i.Unpriced == "" {
		return ""
	}
	return upperFirst(i.Unpriced) + "."
}

// meanwhile says it in a sentence.
func (i Impact) meanwhile() string {
	if i.ProForma == nil || i.ProForma.Largest == nil {
		return ""
	}
	return upperFirst(i.ProForma.Largest.Words()) + "."
}
