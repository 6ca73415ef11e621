package commission_test

import (
	"cmp"
	"math/big"
	"slices"
)

// refund is what a taking refunds of a sale, in its minor units.
type refund struct {
	sale   *sale
	amount *big.Rat
}

// given is a share of a sale's part in a true-up that was taken back.
type given struct {
	sale  *sale
	kind  string
	share *big.Rat
}

var triggers = []string{"closed-won", "invoiced", "collected", "lead-accepted", "activity"}

// reached gives the sales of a trigger that a taking names, among the first n
// rows: the row itself, else those of the deal. A row that repeats an id is none.
func (o *oracle) reached(t *taking, trigger string, n int) []*sale {
	var own, dealt []*sale
	for i, s := range o.sales[:n] {
		switch {
		case s.trigger != trigger || o.isRepeated(i) || slices.Contains(o.passed, i):
		case s.id == t.of:
			own = append(own, s)
		case s.deal == t.of:
			dealt = append(dealt, s)
		}
	}
	if len(own) > 0 {
		return own
	}
	return dealt
}

func (o *oracle) isRepeated(i int) bool {
	for k, s := range o.sales[:i] {
		if s.id == o.sales[i].id && s.trigger == o.sales[i].trigger && !slices.Contains(o.passed, k) {
			return true
		}
	}
	return false
}

// take takes back from the sales among the first n rows, all of which came before.
func (o *oracle) take(t *taking, n int) {
	o.roundStatements(t.at)
	for _, trigger := range triggers {
		if sales := o.reached(t, trigger, n); len(sales) > 0 {
			o.takeFrom(t, sales, t.at)
		}
	}
}

// takeFirst lets a taking reach a sale that came after it, the first of its trigger.
func (o *oracle) takeFirst(t *taking, i int) {
	trigger := o.sales[i].trigger
	if len(o.reached(t, trigger, i)) > 0 {
		return
	}
	if sales := o.reached(t, trigger, i+1); len(sales) > 0 {
		o.takeFrom(t, sales, o.sales[i].at)
	}
}

func (o *oracle) takeFrom(t *taking, sales []*sale, at day) {
	if t.reason == "churn" || t.reason == "non-payment" {
		for _, s := range sales {
			o.claw(t, s, lost(t, s, sales), at)
		}
		return
	}
	sum := sumOfSales(sales)
	for _, s := range sales {
		part := zero()
		if s.amount > 0 {
			part = over(mul(whole(t.amount), whole(s.amount)), whole(sum))
		}
		o.refunds = append(o.refunds, refund{s, part})
	}
	for _, s := range sales {
		o.giveBack(t, s, at)
	}
}

// refunded is how much of a sale was refunded so far: nothing to all. What has
// no amount is refunded as a whole.
func (o *oracle) refunded(s *sale) *big.Rat {
	sum, any := zero(), false
	for _, r := range o.refunds {
		if r.sale == s {
			sum, any = plus(sum, r.amount), true
		}
	}
	switch {
	case !any || s.amount < 0:
		return zero()
	case s.amount == 0 || sum.Cmp(whole(s.amount)) >= 0:
		return one()
	}
	return over(sum, whole(s.amount))
}

// giveBack takes back the refunded share of what a sale earned, less what was
// taken back before.
func (o *oracle) giveBack(t *taking, s *sale, at day) {
	for _, l := range o.lines {
		switch {
		case l.state == "void" || l.origin != nil:
		case l.trued != nil:
			o.backPart(t, s, l, "refund", less(l.sinceOf(s, o.refunded(s)), l.fraction(s, "refund")), at)
		case l.sale == s:
			due := mul(l.worth(), o.refunded(s))
			if l.exact == nil {
				due = whole(rounded(l.grant.plan, due))
			}
			o.back(t, s, l, "refund", less(due, o.taken(l, "refund")), at)
		}
	}
}

func sumOfSales(sales []*sale) (sum int64) {
	for _, s := range sales {
		sum += max(s.amount, 0)
	}
	return sum
}

// lost is how much of a sale has churned or was not paid: the same fraction of
// each that a taking reaches, never more than all. What has no amount is lost whole.
func lost(t *taking, s *sale, sales []*sale) *big.Rat {
	sum := sumOfSales(sales)
	if t.amount == 0 || s.amount <= 0 || t.amount >= sum {
		return one()
	}
	return big.NewRat(t.amount, sum)
}

// claw takes back a share of the fraction of a sale that is lost, as far as it is
// left, by the first line of the schedule that the time since closing lies within.
func (o *oracle) claw(t *taking, s *sale, fraction *big.Rat, at day) {
	for _, l := range o.lines {
		if l.state == "void" || l.origin != nil || !answers(l.grant.rule, t.reason) {
			continue
		}
		share := clawed(l.grant.rule, s, at)
		switch {
		case l.trued != nil:
			left := less(less(one(), l.fraction(s, "refund")), l.fraction(s, "clawback"))
			o.backPart(t, s, l, "clawback", mul(share, lower(fraction, left)), at)
		case l.sale == s:
			due := mul(lower(mul(l.worth(), fraction), o.kept(l)), share)
			if l.exact == nil {
				due = whole(rounded(l.grant.plan, due))
			}
			o.back(t, s, l, "clawback", due, at)
		}
	}
}

func lower(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// clawed is the share that a rule's clawback takes on a day.
func clawed(r terms, s *sale, at day) *big.Rat {
	closed := s.closed
	if closed.IsZero() {
		closed = s.at
	}
	for _, line := range r.list("clawback", "schedule") {
		if !at.After(later(closed, line.text("", "within"))) {
			return line.rat("share")
		}
	}
	return zero()
}

// answers reports whether a rule's clawback is for a reason; without a list it
// is for both.
func answers(r terms, reason string) bool {
	if !r.has("clawback") {
		return false
	}
	on, _ := r.get("clawback", "on").([]any)
	for _, x := range on {
		if x == reason {
			return true
		}
	}
	return len(on) == 0
}

// taken is what was taken back of a line.
func (o *oracle) taken(l *record, kind string) *big.Rat {
	sum := zero()
	for _, other := range o.lines {
		if other.origin == l && other.kind == kind {
			sum = less(sum, other.worth())
		}
	}
	return sum
}

func (o *oracle) kept(l *record) *big.Rat {
	return less(less(l.worth(), o.taken(l, "refund")), o.taken(l, "clawback"))
}

// back writes the line that takes back, of never more than is left. What a
// credit note earned is not taken back.
func (o *oracle) back(t *taking, s *sale, l *record, kind string, due *big.Rat, at day) {
	if left := o.kept(l); due.Cmp(left) > 0 {
		due = left
	}
	if l.worth().Sign() > 0 && due.Sign() > 0 {
		o.takeBack(t, s, l, kind, due, at)
	}
}

// sinceOf is what a share refunded of a sale is of its part in a true-up, which
// was of what had been left by then.
func (l *record) sinceOf(s *sale, share *big.Rat) *big.Rat {
	for _, p := range l.trued {
		if p.grant.sale == s {
			if left := less(one(), p.since); left.Sign() > 0 {
				return over(less(share, p.since), left)
			}
		}
	}
	return one()
}

// fraction is how much of a sale's part in a true-up was taken back.
func (l *record) fraction(s *sale, kind string) *big.Rat {
	sum := zero()
	for _, f := range l.given {
		if f.sale == s && f.kind == kind {
			sum = plus(sum, f.share)
		}
	}
	return sum
}

// backPart takes back a further share of a sale's part in a true-up, of never
// more than is left of the part. The line is rounded as a whole: what all parts
// have had taken back by now, less what that came to before.
func (o *oracle) backPart(t *taking, s *sale, l *record, kind string, share *big.Rat, at day) {
	if left := less(less(one(), l.fraction(s, "refund")), l.fraction(s, "clawback")); share.Cmp(left) > 0 {
		share = left
	}
	if share.Sign() <= 0 {
		return // nothing more of it is gone, whatever the line was rounded to since
	}
	l.given = append(l.given, given{s, kind, share})
	all, isOf := zero(), false
	for _, part := range l.trued {
		isOf = isOf || part.grant.sale == s
		gone := plus(l.fraction(part.grant.sale, "refund"), l.fraction(part.grant.sale, "clawback"))
		all = plus(all, mul(part.share, gone))
	}
	due := mul(l.worth(), all)
	if l.exact == nil {
		due = whole(rounded(l.grant.plan, due))
	}
	due = less(less(due, o.taken(l, "refund")), o.taken(l, "clawback"))
	if isOf && due.Sign() != 0 {
		o.takeBack(t, s, l, kind, due, at)
	}
}

// takeBack writes a line that takes from another.
func (o *oracle) takeBack(t *taking, s *sale, l *record, kind string, due *big.Rat, at day) {
	taken := &record{event: t.id, of: s.id, rule: l.rule, to: l.to, partner: l.partner, kind: kind, at: at, state: "calculated",
		sale: l.sale, grant: l.grant, contract: l.contract, period: o.period(l.grant.plan, at), origin: l}
	if l.until.After(at) {
		taken.until = l.until
	}
	if isByStatement(l.grant.plan) {
		taken.exact = zero().Neg(due)
	} else {
		taken.cents = -due.Num().Int64()
	}
	o.lines = append(o.lines, taken)
}

// name is the id of a line, by which ties are broken.
func (l *record) name() string {
	out := l.event + "/" + l.rule + "/" + l.kind
	if l.of != "" {
		out += "/" + l.of
	}
	if l.partner != l.to {
		out += "/" + l.partner
	}
	return cmp.Or(out, l.event)
}
