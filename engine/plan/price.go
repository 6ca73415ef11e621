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
	Currency string         `json:"currency"`          // of partners that name none
	Total    []Total        `json:"total"`             // by currency, of those that move
	Partners []PartnerPrice `json:"partners"`          // only those whose pay moves, the largest loss first
	Bands    []BandChange   `json:"bands"`             // rules whose bands pay otherwise, at which volumes
	Caps     []CapChange    `json:"caps"`              // that limit less
	Largest  *Largest       `json:"largest,omitempty"` // where pay moves by more under other terms than the latest
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
	ShareAfter  *string       `json:"shareAfter"`   // payout in percent of the revenue that it is paid on
	Periods     []PeriodPrice `json:"periods"`      // payout periods that move
	OpenDeals   int64         `json:"openDeals"`    // under terms that change
	KeepOld     int64         `json:"keepOldTerms"` // of them
	Registered  int64         `json:"protectedRegistrations"`
	CapBefore   string        `json:"capCutBefore"` // what caps took
	CapAfter    string        `json:"capCutAfter"`
	Through     []Cause       `json:"through"`
	Ways        []Way         `json:"ways"` // how its agreements come by their plans
}

// PeriodPrice is one payout period of a partner.
type PeriodPrice struct {
	Period string `json:"period"`
	Before string `json:"before"`
	After  string `json:"after"`
	Delta  string `json:"delta"`
	Closed bool   `json:"closed"` // it ended before the as-of day

	Locked      string `json:"locked,omitempty"`      // statement of money already earned that is locked
	CorrectedIn string `json:"correctedIn,omitempty"` // period whose statement takes the difference then
}

// LockedPeriod is a payout period of a partner whose statement is locked.
type LockedPeriod struct {
	Partner   spec.Address
	Period    string
	Statement string
	Open      string // first period that is not locked
}

// Actual is what changes of money that is earned already, by the terms in force
// on each day. Anything but nothing is an alarm.
type Actual struct {
	AlreadyEarned string         `json:"alreadyEarned"` // in the Price's currency
	Total         []Total        `json:"total"`         // by currency, of those that move
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
	if in.Trailing.To == 0 || len(in.Latest[0])+len(in.Latest[1])+len(in.Base.Earnings)+len(in.Head.Earnings) == 0 {
		return nil
	}
	out := &Price{From: in.Trailing.From.String(), To: in.Trailing.To.String(), Partners: []PartnerPrice{},
		Bands: bandChanges(in.Latest[0], in.Latest[1]), Caps: capChanges(in.Latest[0], in.Latest[1], year{in.Trailing, in.Fiscal, in.Head.Earnings})}
	list := pairs(in.Base.Earnings, in.Head.Earnings)
	out.Currency = string(mainCurrency(list, in.Currency))
	sums := totals{}
	for _, p := range list {
		if p.before.ProForma == p.after.ProForma && slices.EqualFunc(p.before.Periods, p.after.Periods, isSamePay) {
			continue
		}
		sums.move(p.key().Currency, p.before.ProForma, p.after.ProForma)
		row := p.row(quantity.Currency(out.Currency), in.Base.AsOf, named, func(e state.PeriodEarned) int64 { return e.ProForma }, p.before.ProForma, p.after.ProForma)
		out.Partners = append(out.Partners, p.explained(row, in, changes, moving))
	}
	out.Largest = in.largest()
	for _, p := range list {
		sums.add(p.key().Currency, p.before.ProForma, p.after.ProForma)
	}
	out.Total = sums.list()
	slices.SortStableFunc(out.Partners, func(a, b PartnerPrice) int { return amountOf(a.Delta).Cmp(amountOf(b.Delta)) })
	return out
}

// explained adds by what a partner's pay moves, and which of its open deals that
// is about.
func (p priced) explained(row PartnerPrice, in Input, changes []Change, moving causes) PartnerPrice {
	uses := slices.Concat(p.before.Uses, p.after.Uses)
	row.Touched = isTouched(row.Address, changes, in)
	row.Through = notNil(moving.of(row.Address, uses...))
	row.Ways = waysOf(in, row.Address, uses)
	open := p.after.Open
	if p.after.Partner == "" {
		open = p.before.Open
	}
	for _, o := range open.Plans {
		if isAbout(row.Through, o.Plan) {
			row.OpenDeals, row.KeepOld = row.OpenDeals+o.Deals, row.KeepOld+o.Kept
		}
	}
	if row.OpenDeals > 0 || open.Deals == 0 { // else what is open pays by a plan that stays
		row.Registered = open.Registrations
	}
	return row
}

// isAbout says whether causes can reach what is paid by a plan: those in other
// plans cannot.
func isAbout(through []Cause, plan spec.Address) bool {
	return slices.ContainsFunc(through, func(c Cause) bool { return c.Address == plan || c.Address.Kind() != plan.Kind() })
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

// totals add up by currency: before, after, gains and losses.
type totals map[quantity.Currency]*[3]int64

// move counts a partner whose pay moves; only currencies of such are summed.
func (t totals) move(c quantity.Currency, before, after int64) {
	if t[c] == nil {
		t[c] = &[3]int64{}
	}
	t[c][2] += abs(after - before)
}

func (t totals) add(c quantity.Currency, before, after int64) {
	if sum := t[c]; sum != nil {
		sum[0], sum[1] = sum[0]+before, sum[1]+after
	}
}

func (t totals) list() []Total {
	out := []Total{}
	for c, s := range t {
		out = append(out, Total{string(c), major(s[0], c), major(s[1], c), major(s[1]-s[0], c), major(s[2], c)})
	}
	slices.SortFunc(out, func(a, b Total) int { return cmp.Compare(a.Currency, b.Currency) })
	return out
}

// row spells one partner's amounts of what is taken of each period.
func (p priced) row(main quantity.Currency, asOf quantity.Date, named map[spec.Address]string, take func(state.PeriodEarned) int64, before, after int64) PartnerPrice {
	at := p.key()
	out := PartnerPrice{Address: at.Partner, Title: named[at.Partner], Before: major(before, at.Currency), After: major(after, at.Currency),
		Delta: major(after-before, at.Currency), Revenue: major(p.after.Revenue, at.Currency),
		ShareBefore: share(p.before.ProForma, p.before.Revenue), ShareAfter: share(p.after.ProForma, p.after.Revenue),
		Periods: p.periods(asOf, take), CapBefore: major(p.before.CapCut, at.Currency), CapAfter: major(p.after.CapCut, at.Currency), Through: []Cause{}, Ways: []Way{}}
	if at.Currency != main {
		out.Currency = string(at.Currency)
	}
	return out
}

// periods gives those that move; they are closed that ended before a day.
func (p priced) periods(asOf quantity.Date, take func(state.PeriodEarned) int64) []PeriodPrice {
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
		out = append(out, PeriodPrice{names[r], major(s[0], currency), major(s[1], currency), major(s[1]-s[0], currency), r.To < asOf, "", ""})
	}
	return out
}

// actual compares what is earned already.
func actual(in Input, named map[spec.Address]string, main string, changes []Change, moving causes) *Actual {
	out := &Actual{Partners: []PartnerPrice{}}
	sums := totals{}
	list := pairs(in.Base.Earnings, in.Head.Earnings)
	for _, p := range list {
		row := p.row(quantity.Currency(main), in.Base.AsOf, named, func(e state.PeriodEarned) int64 { return e.Actual }, p.before.Actual, p.after.Actual)
		if len(row.Periods) == 0 {
			continue
		}
		for i := range row.Periods {
			row.Periods[i].lockedBy(in.Locked, row.Address)
		}
		sums.move(p.key().Currency, p.before.Actual, p.after.Actual)
		out.Partners = append(out.Partners, p.explained(row, in, changes, moving))
	}
	for _, p := range list {
		sums.add(p.key().Currency, p.before.Actual, p.after.Actual)
	}
	out.Total = sums.list()
	out.AlreadyEarned = major(0, quantity.Currency(main))
	for _, t := range out.Total {
		if t.Currency == main {
			out.AlreadyEarned = t.Delta
		}
	}
	slices.SortStableFunc(out.Partners, func(a, b PartnerPrice) int { return amountOf(a.Delta).Cmp(amountOf(b.Delta)) })
	return out
}

// lockedBy says of a period whether its statement is locked.
func (p *PeriodPrice) lockedBy(locked []LockedPeriod, partner spec.Address) {
	for _, l := range locked {
		if l.Partner == partner && l.Period == p.Period {
			p.Locked, p.CorrectedIn = l.Statement, l.Open
		}
	}
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
