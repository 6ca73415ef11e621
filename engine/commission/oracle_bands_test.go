package commission_test

import (
	"math/big"
	"slices"
)

// step is a stretch of a volume: above from, up to to (nil: open).
type step struct {
	from, to *big.Rat
	terms
}

// bands of a rule. The stretch above a last step that is closed pays nothing.
type bands struct {
	terms
	steps []step
}

func bandsOf(r terms) bands {
	out := bands{terms: r.get("bands").(terms)}
	from := zero()
	for _, s := range out.list("steps") {
		to := s.optional("upTo")
		out.steps = append(out.steps, step{from, to, s})
		from = to
	}
	if from != nil {
		out.steps = append(out.steps, step{from, nil, terms{}})
	}
	return out
}

// isEntered reports whether a volume has entered a step: (from, to] is entered
// past its lower bound, [from, to) on it.
func (b bands) isEntered(i int, volume *big.Rat) bool {
	if i == 0 {
		return volume.Sign() > 0 || b.text("false", "flatAtZero") == "true"
	}
	c := volume.Cmp(b.steps[i].from)
	return c > 0 || c == 0 && b.text("false", "fromInclusive") == "true"
}

// reached is the number of the step that a volume lies in.
func (b bands) reached(volume *big.Rat) int {
	i := 0
	for n := 1; n < len(b.steps); n++ {
		if b.isEntered(n, volume) {
			i = n
		}
	}
	return i
}

// volume is what was counted before in the window of a grant.
func (o *oracle) volume(g *grant, before []*grant) []*grant {
	b := bandsOf(g.rule)
	w := o.window(b, g)
	var out []*grant
	for _, other := range before {
		if !w.holds(other.sale.at) || !other.rule.has("bands") || other.rule.text("", "id") != g.rule.text("", "id") ||
			other.rule.text("amount", "bands", "measure") != b.text("amount", "measure") || other.rule.text("partner", "bands", "per") != b.text("partner", "per") {
			continue
		}
		isSame := false
		switch b.text("partner", "per") {
		case "partner":
			isSame = other.owner == g.owner
		case "customer":
			isSame = other.owner == g.owner && other.sale.about() == g.sale.about()
		case "program":
			isSame = other.owner.program == g.owner.program
		}
		if isSame {
			out = append(out, other)
		}
	}
	return out
}

func (o *oracle) window(b bands, g *grant) window {
	switch b.text("never", "reset") {
	case "monthly":
		return calendar(g.sale.at, 1, o.fiscal)
	case "quarterly":
		return calendar(g.sale.at, 3, o.fiscal)
	case "contract-year":
		return contractYear(g.owner.first, g.sale.at)
	}
	return window{}
}

func sumCounts(of []*grant) *big.Rat {
	sum := zero()
	for _, g := range of {
		sum = plus(sum, g.counts)
	}
	return sum
}

// banded gives what the bands pay on a grant.
func (o *oracle) banded(g *grant) *big.Rat {
	b := bandsOf(g.rule)
	earlier := o.volume(g, o.grants)
	before := sumCounts(earlier)
	after := plus(before, g.counts)
	if b.text("", "method") == "volume" {
		return b.wholeOf(g, earlier, after)
	}
	total := b.sliced(g, before, after)
	for i, s := range b.steps {
		if b.isEntered(i, after) && !b.wasEntered(i, earlier) {
			total = plus(total, s.rat("flat"))
		}
	}
	return total
}

// wasEntered reports whether a step was entered at any time before.
func (b bands) wasEntered(i int, earlier []*grant) bool {
	for n := range earlier {
		if b.isEntered(i, sumCounts(earlier[:n+1])) {
			return true
		}
	}
	return false
}

// sliced rates every stretch between two volumes by its own step.
func (b bands) sliced(g *grant, before, after *big.Rat) *big.Rat {
	if g.counts.Sign() == 0 || b.text("amount", "measure") == "count" { // all of it lies in one step
		return b.steps[b.reached(after)].worth(g, one())
	}
	low, high := before, after
	if low.Cmp(high) > 0 {
		low, high = high, low
	}
	counted := &grant{pays: inSteps(g.pays, one()), units: inSteps(g.units, smallest)} // what the stretches are of
	fraction := &grant{pays: less(g.pays, counted.pays), units: less(g.units, counted.units)}
	total, end := zero(), -1
	for i, s := range b.steps {
		from, to := s.from, s.to
		if i == 0 || from.Cmp(low) < 0 { // the first step reaches down without end
			from = low
		}
		if i > 0 && s.from.Cmp(low) > 0 {
			from = s.from
		}
		if to == nil || to.Cmp(high) > 0 {
			to = high
		}
		if stretch := less(to, from); stretch.Sign() > 0 {
			total = plus(total, s.worth(counted, over(stretch, zero().Abs(g.counts))))
			if end < 0 || g.counts.Sign() > 0 { // a credit note ends below where it began
				end = i
			}
		}
	}
	return plus(total, b.steps[end].worth(fraction, one()))
}

// worth is what a step pays on a share of a grant, without its flat.
func (s step) worth(g *grant, share *big.Rat) *big.Rat {
	return mul(share, plus(mul(g.pays, s.rat("rate")), mul(g.units, s.rat("perUnit"))))
}

// wholeOf rates all of a grant by the step that the volume reaches with it. The
// flat of a step is due with the first that enters any; what another step adds
// to it later is a true-up.
func (b bands) wholeOf(g *grant, earlier []*grant, after *big.Rat) *big.Rat {
	i := b.reached(after)
	total := b.steps[i].worth(g, one())
	wasPaid := slices.ContainsFunc(earlier, func(e *grant) bool { return e.isFlatPaid })
	if !wasPaid && b.isEntered(i, after) {
		g.isFlatPaid = true
		total = plus(total, b.steps[i].rat("flat"))
	}
	return total
}

// trued is what one grant has in a true-up line: a share of all of it.
type trued struct {
	grant *grant
	share *big.Rat
	since *big.Rat // of the sale that was refunded before
}

// trueUp writes a line for everybody whose earlier grants of the window are
// rated by another step now that g was added: the difference on all of them. Each
// version of a plan re-rates its own grants by its own steps.
func (o *oracle) trueUp(g *grant, before []*grant) {
	if g.rule.text("", "bands", "method") != "volume" {
		return
	}
	earlier := o.volume(g, before)
	from := sumCounts(earlier)
	to := plus(from, g.counts)
	type heap struct {
		to      *contract
		version string
	}
	var order []heap
	of := map[heap][]*grant{}
	for _, e := range earlier {
		for _, p := range e.parts {
			key := heap{p.to, e.version}
			if of[key] == nil {
				order = append(order, key)
			}
			of[key] = append(of[key], e)
		}
	}
	for _, key := range order {
		o.trueUpOf(g, key.to, of[key], from, to)
	}
}

func (o *oracle) trueUpOf(g *grant, c *contract, earlier []*grant, from, to *big.Rat) {
	latest := earlier[len(earlier)-1]
	b := bandsOf(latest.rule)
	was, is := b.steps[b.reached(from)], b.steps[b.reached(to)]
	sum := zero()
	var parts []trued
	for _, e := range earlier {
		since := o.refunded(e.sale)
		difference := mul(mul(less(is.total(e), was.total(e)), e.shareOf(c)), less(one(), since))
		parts = append(parts, trued{e, difference, since})
		sum = plus(sum, difference)
	}
	if sum.Sign() == 0 {
		return
	}
	l := o.line(latest, c, g.sale, "true-up", sum)
	l.cents = rounded(latest.plan, sum)
	l.trued = parts
	for i := range parts {
		parts[i].share = over(parts[i].share, sum)
	}
	o.limitPeriod(l)
	if latest.rule.text("", "override", "of") == "commission" && c.referrer != "" {
		o.override(latest, c, g.sale, sum).trued = parts
	}
}

// total is what a grant comes to in all by one step of volume bands.
func (s step) total(g *grant) *big.Rat {
	total := s.worth(g, one())
	if g.isFlatPaid {
		total = plus(total, s.rat("flat"))
	}
	return limited(g, total)
}

func (g *grant) shareOf(c *contract) *big.Rat {
	for _, p := range g.parts {
		if p.to == c {
			return p.share
		}
	}
	return zero()
}
