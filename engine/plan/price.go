package plan

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Price is what the change does to commission, by the latest terms of both
// revisions over the trailing twelve months, a proxy for the next twelve.
type Price struct {
	From     string         `json:"from"`
	To       string         `json:"to"`
	Currency string         `json:"currency"` // of partners that name none
	Total    []Total        `json:"total"`    // by currency, of those that move
	Partners []PartnerPrice `json:"partners"` // only those whose pay moves, the largest loss first
	Bands    []BandChange   `json:"bands"`    // rules whose bands pay otherwise, at which volumes
	Caps     []CapChange    `json:"caps"`     // that limit less
}

// Total is the sum over all partners of one currency.
type Total struct {
	Currency string `json:"currency"`
	Before   string `json:"before"`
	After    string `json:"after"`
	Delta    string `json:"delta"`
	Yearly   string `json:"yearly"` // sum of what partners gain and lose, each counted as positive
}

// PartnerPrice is one partner's payout in one currency.
type PartnerPrice struct {
	Address     spec.Address  `json:"address"`
	Title       string        `json:"title,omitempty"`
	Currency    string        `json:"currency,omitempty"` // when it is not the Price's
	Before      string        `json:"before"`
	After       string        `json:"after"`
	Delta       string        `json:"delta"`
	Touched     bool          `json:"touched"` // its own documents are changed
	Revenue     string        `json:"revenue"` // of the events that pay in head
	ShareBefore *string       `json:"shareBefore"`
	ShareAfter  *string       `json:"shareAfter"` // payout in percent of the revenue that it is paid on
	Periods     []PeriodPrice `json:"periods"`    // payout periods that move
	OpenDeals   int64         `json:"openDeals"`
	KeepOld     int64         `json:"keepOldTerms"` // of them
	Registered  int64         `json:"protectedRegistrations"`
	CapBefore   string        `json:"capCutBefore"` // what caps took
	CapAfter    string        `json:"capCutAfter"`
	Through     []Cause       `json:"through"`
}

// PeriodPrice is one payout period of a partner.
type PeriodPrice struct {
	Period string `json:"period"`
	Before string `json:"before"`
	After  string `json:"after"`
	Delta  string `json:"delta"`
}

// Actual is what changes of money that is earned already, by the terms in force
// on each day. Anything but nothing is an alarm.
type Actual struct {
	AlreadyEarned string         `json:"alreadyEarned"` // in the Price's currency
	Partners      []PartnerPrice `json:"partners"`
}

// priced sets what two snapshots say of one partner's pay side by side.
type priced struct {
	before, after state.Earnings
}

func (p priced) key() state.Earnings {
	if p.after.Partner != "" {
		return p.after
	}
	return p.before
}

// pairs gives every partner and currency of either side, in order.
func pairs(before, after []state.Earnings) []priced {
	var out []priced
	for _, b := range before {
		out = append(out, priced{before: b})
	}
	for _, a := range after {
		i := slices.IndexFunc(out, func(p priced) bool { return p.before.Partner == a.Partner && p.before.Currency == a.Currency })
		if i < 0 {
			out = append(out, priced{after: a})
			continue
		}
		out[i].after = a
	}
	slices.SortStableFunc(out, func(x, y priced) int {
		return cmp.Or(cmp.Compare(x.key().Partner, y.key().Partner), cmp.Compare(x.key().Currency, y.key().Currency))
	})
	return out
}

// price compares pro forma pay. It is nil when neither side pays commission.
func price(in Input, named map[spec.Address]string, changes []Change, moving causes) *Price {
	if in.Trailing.To == 0 {
		return nil
	}
	out := &Price{From: in.Trailing.From.String(), To: in.Trailing.To.String(), Total: []Total{}, Partners: []PartnerPrice{},
		Bands: bandChanges(in.Latest[0], in.Latest[1]), Caps: capChanges(in.Latest[0], in.Latest[1], in.Head.Earnings)}
	list := pairs(in.Base.Earnings, in.Head.Earnings)
	out.Currency = string(mainCurrency(list, in.Currency))
	totals := map[quantity.Currency]*[3]int64{} // before, after, gains and losses
	for _, p := range list {
		at := p.key()
		if p.before.ProForma == p.after.ProForma && slices.EqualFunc(p.before.Periods, p.after.Periods, isSamePay) {
			continue
		}
		sum := totals[at.Currency]
		if sum == nil {
			sum = &[3]int64{}
			totals[at.Currency] = sum
		}
		sum[2] += abs(p.after.ProForma - p.before.ProForma)
		row := p.row(quantity.Currency(out.Currency), named, func(e state.PeriodEarned) int64 { return e.ProForma }, p.before.ProForma, p.after.ProForma)
		row.Touched = isTouched(at.Partner, changes, in)
		row.Through = notNil(moving.of(at.Partner, slices.Concat(p.before.Uses, p.after.Uses)...))
		out.Partners = append(out.Partners, row)
	}
	for _, p := range list {
		if sum := totals[p.key().Currency]; sum != nil {
			sum[0], sum[1] = sum[0]+p.before.ProForma, sum[1]+p.after.ProForma
		}
	}
	out.Total = totalsOf(totals)
	slices.SortStableFunc(out.Partners, func(a, b PartnerPrice) int { return number(&a.Delta).Cmp(number(&b.Delta)) })
	return out
}

func isSamePay(a, b state.PeriodEarned) bool { return a.Range == b.Range && a.ProForma == b.ProForma }

// mainCurrency is the one that all pay is in, else the Organization's.
func mainCurrency(list []priced, base quantity.Currency) quantity.Currency {
	for _, p := range list {
		if p.key().Currency != list[0].key().Currency {
			return base
		}
	}
	if len(list) == 0 {
		return base
	}
	return list[0].key().Currency
}

func totalsOf(sums map[quantity.Currency]*[3]int64) []Total {
	out := []Total{}
	for c, s := range sums {
		out = append(out, Total{string(c), major(s[0], c), major(s[1], c), major(s[1]-s[0], c), major(s[2], c)})
	}
	slices.SortFunc(out, func(a, b Total) int { return cmp.Compare(a.Currency, b.Currency) })
	return out
}

// row spells one partner's amounts of what is taken of each period.
func (p priced) row(main quantity.Currency, named map[spec.Address]string, take func(state.PeriodEarned) int64, before, after int64) PartnerPrice {
	at := p.key()
	out := PartnerPrice{Address: at.Partner, Title: named[at.Partner], Before: major(before, at.Currency), After: major(after, at.Currency),
		Delta: major(after-before, at.Currency), Revenue: major(p.after.Revenue, at.Currency),
		ShareBefore: share(p.before.ProForma, p.before.Revenue), ShareAfter: share(p.after.ProForma, p.after.Revenue),
		Periods: p.periods(take), OpenDeals: p.after.Open.Deals, KeepOld: p.after.Open.Kept, Registered: p.after.Open.Registrations,
		CapBefore: major(p.before.CapCut, at.Currency), CapAfter: major(p.after.CapCut, at.Currency), Through: []Cause{}}
	if at.Currency != main {
		out.Currency = string(at.Currency)
	}
	return out
}

func (p priced) periods(take func(state.PeriodEarned) int64) []PeriodPrice {
	sums := map[quantity.Range]*[2]int64{}
	names := map[quantity.Range]string{}
	for side, list := range [][]state.PeriodEarned{p.before.Periods, p.after.Periods} {
		for _, e := range list {
			if sums[e.Range] == nil {
				sums[e.Range] = &[2]int64{}
			}
			sums[e.Range][side] += take(e)
			names[e.Range] = e.Name
		}
	}
	ranges := make([]quantity.Range, 0, len(sums))
	for r, s := range sums {
		if s[0] != s[1] {
			ranges = append(ranges, r)
		}
	}
	slices.SortFunc(ranges, func(a, b quantity.Range) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	out := []PeriodPrice{}
	currency := p.key().Currency
	for _, r := range ranges {
		s := sums[r]
		out = append(out, PeriodPrice{names[r], major(s[0], currency), major(s[1], currency), major(s[1]-s[0], currency)})
	}
	return out
}

// actual compares what is earned already.
func actual(in Input, named map[spec.Address]string, main string) *Actual {
	if in.Trailing.To == 0 {
		return nil
	}
	out := &Actual{Partners: []PartnerPrice{}}
	var total int64
	for _, p := range pairs(in.Base.Earnings, in.Head.Earnings) {
		row := p.row(quantity.Currency(main), named, func(e state.PeriodEarned) int64 { return e.Actual }, p.before.Actual, p.after.Actual)
		if len(row.Periods) == 0 {
			continue
		}
		if row.Currency == "" {
			total += p.after.Actual - p.before.Actual
		}
		out.Partners = append(out.Partners, row)
	}
	out.AlreadyEarned = major(total, quantity.Currency(main))
	return out
}

// isTouched says whether a partner's own document or an agreement of its own is
// changed.
func isTouched(partner spec.Address, changes []Change, in Input) bool {
	return slices.ContainsFunc(changes, func(c Change) bool {
		return c.Address == partner || slices.Contains(in.AgreementsOf[partner], c.Address)
	})
}

func share(payout, revenue int64) *string {
	if revenue <= 0 {
		return nil
	}
	return text(quantity.Fixed(new(big.Rat).SetFrac64(payout*100, revenue), 1))
}

func major(minor int64, c quantity.Currency) string {
	return quantity.Money{Minor: minor, Currency: c}.Decimal()
}

func abs(n int64) int64 { return max(n, -n) }
