package commission_test

import (
	"math/big"
	"slices"
	"strings"
	"time"
)

// The oracle prices events from the text of a plan, the slow and obvious way: it
// keeps no running state, asks of each event all that was paid before it, and
// reckons in fractions. It shares no code with the package.
type oracle struct {
	contracts []*contract
	sales     []*sale
	takings   []*taking
	fiscal    time.Month
	rate      func(from, to string, on day) *big.Rat // nil: none is quoted

	grants  []*grant
	refunds []refund
	lines   []*record
	passed  []int // won deals that nobody is paid for, by place: they leave no trace
}

// contract is an agreement.
type contract struct {
	partner, name, program, title string
	referrer                      string
	first, last, tail             day
	plan                          terms
}

// sale is an event. Amounts are minor units of its currency.
type sale struct {
	id, trigger, partner, deal, customer      string
	at, created, registered, closed, invoiced day
	currency                                  string
	amount, tax, discount, shipping, cost     int64
	whole                                     int64
	quantity                                  string // a decimal
	isSourced                                 bool
	registrant                                string
	holds                                     map[string]bool // conditions by their text
	touches                                   []touch
}

type touch struct {
	id, partner string
	at          day
}

// taking takes back what sales earned.
type taking struct {
	id, of, reason string
	at             day
	amount         int64
}

// grant is what one rule of one version of a plan pays on one sale in all.
type grant struct {
	sale    *sale
	rule    terms
	plan    terms // the version
	version string
	owner   *contract // whose volume it adds to
	parts   []part

	amount, pays, units, sold *big.Rat // minor units; units in ones
	counts                    *big.Rat // what it adds to the measure
	total                     *big.Rat // after floor and cap, before rounding
	isFlatPaid                bool
}

// part is a holder's part of a grant.
type part struct {
	to    *contract
	share *big.Rat
}

// record is a line.
type record struct {
	event, of, rule, to, partner, kind string
	at, until                          day
	cents                              int64
	state, reason                      string

	sale     *sale
	grant    *grant
	contract *contract
	period   window
	exact    *big.Rat // with rounding by statement
	origin   *record  // what it takes back
	trued    []trued  // whose the line is, when it is a true-up
	given    []given  // of those parts, what was taken back
}

func (p terms) rules() []terms { return p.list("rules") }

// price derives every line.
func (o *oracle) price() []*record {
	slices.SortStableFunc(o.sales, func(a, b *sale) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	slices.SortStableFunc(o.takings, func(a, b *taking) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	taken := 0
	for i, s := range o.sales {
		for ; taken < len(o.takings) && o.takings[taken].at.Before(s.at); taken++ {
			o.take(o.takings[taken], i)
		}
		o.roundStatements(s.at)
		o.pay(i, s)
		for _, t := range o.takings[:taken] {
			o.takeFirst(t, i)
		}
	}
	for ; taken < len(o.takings); taken++ {
		o.take(o.takings[taken], len(o.sales))
	}
	o.roundStatements(day{})
	return o.lines
}

// claim is a partner who is paid for a sale: under which contract and version of
// its plan, and by which rules.
type claim struct {
	contract *contract
	plan     terms
	version  string
	rules    []terms
}

func (o *oracle) pay(i int, s *sale) {
	claims := o.claims(s)
	if len(claims) == 0 && s.trigger == "closed-won" {
		o.passed = append(o.passed, i)
	}
	done := map[string]bool{}
	for _, c := range claims {
		for _, r := range c.rules {
			key := c.version + "/" + r.text("", "id")
			if done[key] {
				continue
			}
			done[key] = true
			o.payRule(i, s, c, r, claims)
		}
	}
}

// payRule pays everybody who has a part in what a rule gives for a sale.
func (o *oracle) payRule(i int, s *sale, c claim, r terms, claims []claim) {
	g := &grant{sale: s, rule: r, plan: c.plan, version: c.version}
	all := shares(c.plan, r, s, claims)
	var mine []int // of all, those whom this rule of this version pays
	for i, w := range all {
		other := claims[w.claim]
		isPaid := slices.ContainsFunc(other.rules, func(x terms) bool { return x.text("", "id") == r.text("", "id") })
		if w.share.Sign() != 0 && other.version == c.version && isPaid {
			g.parts = append(g.parts, part{other.contract, w.share})
			mine = append(mine, i)
		}
	}
	if len(g.parts) == 0 {
		return
	}
	g.owner = g.parts[0].to
	for _, p := range g.parts {
		if p.to.partner == s.partner {
			g.owner = p.to
		}
	}
	if reason := o.voids(i, s, g.owner); reason != "" {
		o.lines = append(o.lines, &record{event: s.id, rule: r.text("", "id"), to: g.owner.partner, partner: g.owner.partner, kind: "earned", at: s.at,
			state: "void", reason: reason, sale: s, contract: g.owner, period: o.period(c.plan, s.at)})
		return
	}
	if !o.size(g) {
		return
	}
	o.rateTotal(g)
	cents := apart(rounded(c.plan, g.total), increment(c.plan), all)
	for k, p := range g.parts {
		o.settle(g, p, cents[mine[k]])
	}
	before := slices.Clone(o.grants)
	o.grants = append(o.grants, g)
	o.trueUp(g, before)
}

// voids says why a row must not be paid.
func (o *oracle) voids(i int, s *sale, c *contract) string {
	if o.isRepeated(i) {
		return "duplicate"
	}
	if s.customer != "" && strings.EqualFold(s.customer, c.title) {
		return "self-referral"
	}
	return ""
}

// settle writes the line of one holder, and that of its referrer.
func (o *oracle) settle(g *grant, p part, cents int64) {
	exact := new(big.Rat).Mul(g.total, p.share)
	l := o.line(g, p.to, g.sale, "earned", exact)
	l.cents = cents
	o.limitPeriod(l)
	if !g.rule.has("override") || p.to.referrer == "" {
		return
	}
	of := exact
	if g.rule.text("", "override", "of") == "sale" {
		of = new(big.Rat).Mul(g.sold, p.share)
	}
	o.override(g, p.to, g.sale, of)
}

func (o *oracle) override(g *grant, of *contract, s *sale, on *big.Rat) *record {
	exact := new(big.Rat).Mul(on, g.rule.rat("override", "rate"))
	l := o.line(g, of, s, "override", exact)
	l.to = of.referrer
	l.cents = rounded(g.plan, exact)
	if of.referrer == of.partner {
		l.state, l.reason, l.cents, l.exact, l.until = "void", "self-referral", 0, nil, day{}
	}
	return l
}

// line adds a line of a holder.
func (o *oracle) line(g *grant, c *contract, s *sale, kind string, exact *big.Rat) *record {
	l := &record{event: s.id, rule: g.rule.text("", "id"), to: c.partner, partner: c.partner, kind: kind, at: s.at, state: "calculated",
		sale: s, grant: g, contract: c, period: o.period(g.plan, s.at)}
	if hold := g.rule.text("", "hold"); hold != "" {
		if until := later(s.at, hold); until.After(s.at) {
			l.until = until
		}
	}
	if isByStatement(g.plan) {
		l.exact = exact
	}
	o.lines = append(o.lines, l)
	return l
}

func (o *oracle) period(plan terms, d day) window {
	return payoutPeriod(plan.text("monthly", "payout", "cadence"), d, o.fiscal)
}

// limitPeriod cuts a line to what the cap of its period leaves: the cap less all
// that the same contract's rule earned in the period so far, of which whatever
// was taken back within the period counts no more.
func (o *oracle) limitPeriod(l *record) {
	limit := l.grant.rule.optional("cap", "perPeriod")
	if limit == nil {
		return
	}
	room := new(big.Rat).Set(limit)
	for _, other := range o.lines {
		if other != l && other.contract == l.contract && other.rule == l.rule && other.period == l.period && other.consumes() {
			room.Sub(room, other.worth())
		}
	}
	if room.Sign() < 0 {
		room.SetInt64(0)
	}
	if l.worth().Cmp(room) <= 0 {
		return
	}
	if l.exact != nil {
		l.exact = room
		return
	}
	l.cents = room.Num().Int64()
}

// consumes reports whether a line counts against its period's cap.
func (l *record) consumes() bool {
	switch l.kind {
	case "override":
		return false
	case "refund", "clawback":
		return l.origin.kind != "override" && l.origin.period == l.period
	}
	return l.state != "void"
}

// worth is what a line comes to as far as it is known.
func (l *record) worth() *big.Rat {
	if l.exact != nil {
		return l.exact
	}
	return new(big.Rat).SetInt64(l.cents)
}
