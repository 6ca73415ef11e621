package commission_test

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
)

// claims gives everybody who is paid for a sale, in order of first touch; then
// the partner of the row, the one who registered it, and those named by shares.
func (o *oracle) claims(s *sale) (out []claim) {
	var asked []string
	ask := func(partner string) {
		if partner == "" || slices.Contains(asked, partner) {
			return
		}
		asked = append(asked, partner)
		if c, ok := o.claim(s, partner); ok {
			out = append(out, c)
		}
	}
	for _, t := range s.touches {
		ask(t.partner)
	}
	ask(s.partner)
	ask(s.registrant)
	for i := 0; i < len(out); i++ {
		if out[i].plan.text("", "attribution", "method") == "fixed" {
			for _, named := range out[i].plan.list("attribution", "shares") {
				ask(named.text("", "partner"))
			}
		}
	}
	return out
}

// claim finds the first of a partner's contracts that pays for a sale.
func (o *oracle) claim(s *sale, partner string) (claim, bool) {
	own := slices.DeleteFunc(slices.Clone(o.contracts), func(c *contract) bool { return c.partner != partner })
	slices.SortStableFunc(own, func(a, b *contract) int { return cmp.Or(a.first.Compare(b.first), strings.Compare(a.name, b.name)) })
	for _, c := range own {
		if !c.covers(s) {
			continue
		}
		plan := inForce(c.plan, s.registered, s.created, s.at)
		version := applied(c.plan, s.registered, s.created, s.at) + "@" + c.plan.text("", "is")
		if rules := o.matching(s, c, plan); len(rules) > 0 {
			return claim{c, plan, version, rules}, true
		}
	}
	return claim{}, false
}

// covers reports whether a sale can be paid under the contract.
func (c *contract) covers(s *sale) bool {
	if s.at.Before(c.first) {
		return false
	}
	if c.last.IsZero() || !s.at.After(c.last) {
		return true
	}
	began := s.registered
	if began.IsZero() {
		began = s.created
	}
	return !began.IsZero() && !began.After(c.last) && !c.tail.IsZero() && !s.at.After(c.tail)
}

// matching gives the first rule that matches, and all others that stack.
func (o *oracle) matching(s *sale, c *contract, plan terms) (out []terms) {
	hasFirst := false
	for _, r := range plan.rules() {
		isStacked := r.text("false", "stack") == "true"
		if !o.matches(s, c, plan, r) || hasFirst && !isStacked {
			continue
		}
		hasFirst = hasFirst || !isStacked
		out = append(out, r)
	}
	return out
}

func (o *oracle) matches(s *sale, c *contract, plan, r terms) bool {
	if r.text("", "trigger") != s.trigger || !isCredited(plan, r, s, c.partner) {
		return false
	}
	if where := r.text("", "where"); where != "" && !s.holds[where] {
		return false
	}
	return !r.has("recurring") || o.recurs(s, c, r)
}

// recurs reports whether a customer's time under a rule has not run out.
func (o *oracle) recurs(s *sale, c *contract, r terms) bool {
	paid := o.paidBefore(s, c, r)
	span := r.text("lifetime", "recurring", "for")
	switch {
	case len(paid) == 0 || span == "lifetime":
		return true
	case span == "first-sale":
		return false
	case strings.Contains(span, "payment"):
		return big.NewRat(int64(len(paid)), 1).Cmp(number(strings.Fields(span)[0])) < 0
	}
	return s.at.Before(later(paid[0].sale.at, span))
}

// paidBefore gives what a rule paid a contract for a sale's customer.
func (o *oracle) paidBefore(s *sale, c *contract, r terms) (out []*grant) {
	for _, g := range o.grants {
		isPart := slices.ContainsFunc(g.parts, func(p part) bool { return p.to == c })
		if isPart && g.rule.text("", "id") == r.text("", "id") && g.sale.about() == s.about() {
			out = append(out, g)
		}
	}
	return out
}

// about is the customer of a sale, for whom its deal stands in.
func (s *sale) about() string { return cmp.Or(s.customer, s.deal, s.id) }

func (s *sale) isTouchedBy(partner string) bool {
	return slices.ContainsFunc(s.touches, func(t touch) bool { return t.partner == partner })
}

// isCredited reports whether a partner has the credit that a rule asks for.
func isCredited(plan, r terms, s *sale, partner string) bool {
	isOwn := partner == s.partner
	switch r.text("any", "credit") {
	case "sourced":
		return isOwn && s.isSourced
	case "influenced":
		return s.isTouchedBy(partner) && !(isOwn && s.isSourced)
	case "registered":
		return isOwn && !s.registered.IsZero() || partner == s.registrant
	}
	switch method := plan.text("", "attribution", "method"); {
	case method == "fixed":
		named := slices.ContainsFunc(plan.list("attribution", "shares"), func(x terms) bool { return x.text("", "partner") == partner })
		return isOwn || named
	case method == "" || len(s.touches) == 0 || method == "sourced-influenced" && s.isSourced:
		return isOwn
	}
	return s.isTouchedBy(partner)
}

// weight is the share of the claim with a number.
type weight struct {
	claim int
	share *big.Rat
}

// shares gives the parts of all claims that hold the credit of a rule.
func shares(plan, r terms, s *sale, claims []claim) (out []weight) {
	for i, c := range claims {
		if isCredited(plan, r, s, c.contract.partner) {
			out = append(out, weight{i, new(big.Rat)})
		}
	}
	if len(out) == 0 {
		return nil
	}
	own := slices.IndexFunc(out, func(w weight) bool { return claims[w.claim].contract.partner == s.partner })
	method := plan.text("", "attribution", "method")
	if method != "fixed" && (method == "" || len(s.touches) == 0) {
		method = "own"
		if r.text("any", "credit") == "influenced" {
			method = "last"
		}
	}
	if method == "sourced-influenced" {
		method = "linear"
		if s.isSourced && own >= 0 {
			method = "own"
		}
	}
	n := len(out)
	switch {
	case method == "fixed":
		fixed(plan, s, claims, out)
	case method == "own" && own >= 0:
		out[own].share.SetInt64(1)
	case method == "first" || method == "own":
		out[0].share.SetInt64(1)
	case method == "last":
		out[lastTouch(s, claims, out)].share.SetInt64(1)
	case method == "position" && n > 2:
		for i := range out {
			out[i].share.SetFrac64(20, 100*int64(n-2))
		}
		out[0].share.SetFrac64(40, 100)
		out[n-1].share.SetFrac64(40, 100)
	default:
		for i := range out {
			out[i].share.SetFrac64(1, int64(n))
		}
	}
	return out
}

// fixed gives the named their shares and the row's partner the remainder.
func fixed(plan terms, s *sale, claims []claim, out []weight) {
	left := big.NewRat(1, 1)
	for _, w := range out {
		for _, named := range plan.list("attribution", "shares") {
			if named.text("", "partner") == claims[w.claim].contract.partner {
				w.share.Add(w.share, named.rat("share"))
				left.Sub(left, named.rat("share"))
			}
		}
	}
	for _, w := range out {
		if claims[w.claim].contract.partner == s.partner {
			w.share.Add(w.share, left)
		}
	}
}

// lastTouch finds who touched last.
func lastTouch(s *sale, claims []claim, among []weight) int {
	for k := len(s.touches) - 1; k >= 0; k-- {
		for i, w := range among {
			if claims[w.claim].contract.partner == s.touches[k].partner {
				return i
			}
		}
	}
	return len(among) - 1
}
