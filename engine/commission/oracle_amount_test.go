package commission_test

import (
	"math/big"
	"slices"
	"strings"
)

func zero() *big.Rat              { return new(big.Rat) }
func one() *big.Rat               { return big.NewRat(1, 1) }
func plus(a, b *big.Rat) *big.Rat { return zero().Add(a, b) }
func less(a, b *big.Rat) *big.Rat { return zero().Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat  { return zero().Mul(a, b) }
func over(a, b *big.Rat) *big.Rat { return zero().Quo(a, b) }
func whole(n int64) *big.Rat      { return new(big.Rat).SetInt64(n) }

// below is the next whole number at or under x.
func below(x *big.Rat) *big.Int {
	return new(big.Int).Div(x.Num(), x.Denom()) // Euclid's, of a positive divisor
}

// nearest rounds to a whole number.
func nearest(x *big.Rat, mode string) *big.Int {
	size := zero().Abs(x)
	n := below(size)
	rest := less(size, zero().SetInt(n))
	half := rest.Cmp(big.NewRat(1, 2))
	isUp := false
	switch mode {
	case "half-up":
		isUp = half >= 0
	case "half-even":
		isUp = half > 0 || half == 0 && n.Bit(0) == 1
	case "up":
		isUp = rest.Sign() > 0
	}
	if isUp {
		n.Add(n, big.NewInt(1))
	}
	if x.Sign() < 0 {
		n.Neg(n)
	}
	return n
}

func increment(plan terms) int64 {
	if !plan.has("rounding", "increment") {
		return 1
	}
	return plan.rat("rounding", "increment").Num().Int64()
}

func isByStatement(plan terms) bool { return plan.text("line", "rounding", "scope") == "statement" }

// rounded rounds minor units as a plan says.
func rounded(plan terms, x *big.Rat) int64 {
	step := increment(plan)
	n := nearest(over(x, whole(step)), plan.text("half-up", "rounding", "mode"))
	return n.Mul(n, big.NewInt(step)).Int64()
}

// apart shares out a total: everybody gets the whole steps of its share, and the
// steps left over go to the largest remainders, the first of equals first. What
// lapses because the shares are less than the whole is nobody's.
func apart(total, step int64, among []weight) []int64 {
	if total%step != 0 {
		step = 1
	}
	sign := int64(1)
	if total < 0 {
		sign = -1
	}
	steps := whole(total / step * sign)
	out := make([]int64, len(among))
	rests := make([]*big.Rat, len(among))
	left := zero()
	for i, w := range among {
		due := mul(steps, w.share)
		out[i] = below(due).Int64()
		rests[i] = less(due, whole(out[i]))
		left = plus(left, rests[i])
	}
	for n := below(left).Int64(); n > 0; n-- {
		next := 0
		for i := range rests {
			if rests[i].Cmp(rests[next]) > 0 {
				next = i
			}
		}
		out[next]++
		rests[next] = big.NewRat(-1, 1)
	}
	for i := range out {
		out[i] *= sign * step
	}
	return out
}

// size works out what a rule pays on; false without an exchange rate.
func (o *oracle) size(g *grant) bool {
	s := g.sale
	isMissing := false
	exchanged := func(minor int64) *big.Rat {
		x, ok := o.exchanged(s, g.plan, minor)
		isMissing = isMissing || !ok
		return x
	}
	costs := zero()
	of := g.rule.text("amount", "of")
	if of == "net" || of == "margin" {
		costs = plus(plus(exchanged(s.tax), exchanged(s.discount)), exchanged(s.shipping))
	}
	if of == "margin" {
		costs = plus(costs, exchanged(s.cost))
	}
	quantity := zero()
	if s.quantity != "" {
		quantity = number(s.quantity)
	}
	g.amount = exchanged(s.amount)
	g.units = mul(quantity, s.fraction()) // what is stated for the deal, nothing of it rounded
	g.pays = less(g.amount, mul(costs, s.fraction()))
	if g.amount.Sign() >= 0 == (g.pays.Sign() < 0) { // costs never turn a sale into a credit note, nor back
		g.pays = zero()
	}
	if isMissing {
		return false
	}
	g.sold = g.pays
	switch of {
	case "quantity":
		g.pays, g.sold = zero(), g.amount
	case "each":
		g.pays, g.sold, g.units = zero(), g.amount, s.fraction()
	}
	return true
}

// exchanged gives an amount of a sale in its plan's currency, in whole minor
// units by the plan's mode; false when no rate is quoted. Nothing is nothing in every currency.
func (o *oracle) exchanged(s *sale, plan terms, minor int64) (*big.Rat, bool) {
	currency := plan.text("", "currency")
	if s.currency == currency || minor == 0 {
		return whole(minor), true
	}
	on := s.at
	if plan.text("", "payout", "rateAt") == "invoice" && !s.invoiced.IsZero() {
		on = s.invoiced
	}
	rate := o.rate(s.currency, currency, on)
	if rate == nil {
		return zero(), false
	}
	x := over(mul(mul(whole(minor), rate), minorUnits(currency)), minorUnits(s.currency))
	return zero().SetInt(nearest(x, plan.text("half-up", "rounding", "mode"))), true
}

// fraction is the part of a deal that the sale is.
func (s *sale) fraction() *big.Rat {
	if s.whole == 0 {
		return one()
	}
	return big.NewRat(s.amount, s.whole)
}

// rateTotal gives the grant its total: base, rate or bands, floor, cap.
func (o *oracle) rateTotal(g *grant) {
	r := g.rule
	isCredit := g.amount.Sign() < 0
	g.total = plus(mul(g.pays, o.rateOf(g)), mul(g.units, r.rat("perUnit")))
	if !isCredit || g.sale.whole != 0 && g.sale.whole != g.sale.amount {
		g.total = plus(g.total, mul(r.rat("flat"), g.sale.fraction()))
	}
	g.counts = zero()
	if r.has("bands") {
		switch r.text("amount", "bands", "measure") {
		case "amount":
			g.counts = inSteps(g.sold, one())
		case "quantity":
			g.counts = inSteps(g.units, smallest)
		case "count":
			g.counts = one()
		}
		g.total = plus(g.total, o.banded(g))
	}
	g.total = limited(g, g.total)
}

// smallest is the unit that quantities are measured in.
var smallest = big.NewRat(1, 1e8)

// inSteps is the nearest multiple of a step, halves away from zero: what a volume
// counts.
func inSteps(x, step *big.Rat) *big.Rat {
	return mul(zero().SetInt(nearest(over(x, step), "half-up")), step)
}

// limited keeps a total within floor and cap per event.
func limited(g *grant, total *big.Rat) *big.Rat {
	if floor := g.rule.optional("floor", "perEvent"); floor != nil && g.amount.Sign() >= 0 && total.Cmp(floor) < 0 {
		total = floor
	}
	if limit := g.rule.optional("cap", "perEvent"); limit != nil && total.Cmp(limit) > 0 {
		total = limit
	}
	return total
}

// rateOf gives a rule's rate, that of the customer's stage when it has stages.
func (o *oracle) rateOf(g *grant) *big.Rat {
	stages := g.rule.list("recurring", "stages")
	if len(stages) == 0 {
		return g.rule.rat("rate")
	}
	first := g.sale.at
	if paid := o.paidBefore(g.sale, g.owner, g.rule); len(paid) > 0 {
		first = paid[0].sale.at
	}
	for i, stage := range stages[:len(stages)-1] {
		if g.sale.at.Before(endOfStages(first, stages[:i+1])) {
			return stage.rat("rate")
		}
	}
	return stages[len(stages)-1].rat("rate")
}

// endOfStages is the day after stages in a row. Calendar units are added up
// before the day is moved, so that January 31 and twice a month is March 31.
func endOfStages(first day, stages []terms) day {
	inMonths := map[string]int{"month": 1, "quarter": 3, "year": 12}
	total, isCalendar := 0, true
	for _, s := range stages {
		count, unit, _ := strings.Cut(s.text("", "for"), " ")
		n, ok := inMonths[strings.TrimSuffix(unit, "s")]
		isCalendar = isCalendar && ok
		total += n * int(number(count).Num().Int64())
	}
	if isCalendar {
		return months(first, total)
	}
	for _, s := range stages {
		first = later(first, s.text("", "for"))
	}
	return first
}

// roundStatements rounds what has been deferred of periods that ended before a
// day, all of it when there is no day.
func (o *oracle) roundStatements(before day) {
	type statement struct {
		to       string
		contract *contract
		period   window
	}
	var order []statement
	of := map[statement][]*record{}
	for _, l := range o.lines {
		if l.exact == nil || !before.IsZero() && before.Before(l.period.to) {
			continue
		}
		key := statement{l.to, l.contract, l.period}
		if of[key] == nil {
			order = append(order, key)
		}
		of[key] = append(of[key], l)
	}
	for _, key := range order {
		spread(of[key])
	}
}

// spread rounds the sum of lines once, gives each what it has in full, and the
// steps left over to the largest remainders, ties by the id of the line.
func spread(lines []*record) {
	plan := lines[len(lines)-1].grant.plan
	step := whole(increment(plan))
	sum := zero()
	left := int64(0)
	rest := map[*record]*big.Rat{}
	for _, l := range lines {
		sum = plus(sum, l.exact)
		n := below(over(l.exact, step)).Int64() * increment(plan)
		l.cents = n
		left -= n
		rest[l] = less(l.exact, whole(n))
	}
	left += rounded(plan, sum)
	slices.SortStableFunc(lines, func(a, b *record) int {
		if c := rest[b].Cmp(rest[a]); c != 0 {
			return c
		}
		return strings.Compare(a.name(), b.name())
	})
	for _, l := range lines {
		if left > 0 {
			l.cents += increment(plan)
			left -= increment(plan)
		}
		l.exact = nil
	}
}
