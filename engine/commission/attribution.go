package commission

import (
	"cmp"
	"math/big"
	"slices"
)

// holder is a partner with a part in an event that some rule of its own pays.
type holder struct {
	partner string
	payee   *payee
	edition *edition
	rules   []int
}

// holders gives who has a part in an event and can be paid for it, in order of
// first touch, then the row's partner, who registered it, and who is named.
func (f *folder) holders(e *Event) []holder {
	var out []holder
	add := func(partner string) {
		m := f.members[partner]
		if m == nil || slices.ContainsFunc(out, func(h holder) bool { return h.partner == partner }) {
			return
		}
		if p, ed, hits := f.choose(m, e); p != nil {
			out = append(out, holder{partner, p, ed, slices.Clone(hits)})
		}
	}
	for i := range e.Touches {
		add(e.Touches[i].Partner)
	}
	add(e.Partner)
	add(e.Registrant)
	for i := 0; i < len(out); i++ { // those named may name others
		if a := out[i].edition.terms.Attribution; a != nil && a.Method == Fixed {
			for _, s := range a.Shares {
				add(s.Partner)
			}
		}
	}
	return out
}

// weights gives each holder's part of what a rule pays on an event; 0 for those
// who do not hold its credit.
func (t *Terms) weights(r *Rule, e *Event, among []holder) []int64 {
	out := make([]int64, len(among))
	var in []int // those who hold the credit, in order
	for i, h := range among {
		if t.holds(r, e, h.partner) {
			in = append(in, i)
		}
	}
	if len(in) == 0 {
		return out
	}
	own := slices.IndexFunc(in, func(i int) bool { return among[i].partner == e.Partner })
	switch method := t.method(r, e); {
	case method == Fixed:
		t.Attribution.fixed(out, in, among, e)
	case own >= 0 && (method == "" || method == SourcedInfluenced && e.IsSourced):
		out[in[own]] = 1
	case method == Last:
		out[lastOf(in, among, e)] = 1
	case method == First || method == "":
		out[in[0]] = 1
	case method == Position && len(in) > 2:
		for _, i := range in {
			out[i] = 1
		}
		ends := 2 * int64(len(in)-2) // 40/20/40
		out[in[0]], out[in[len(in)-1]] = ends, ends
	default:
		for _, i := range in {
			out[i] = 1
		}
	}
	return out
}

// method is how a rule's credit is shared; "" gives it to the row's partner.
func (t *Terms) method(r *Rule, e *Event) Method {
	switch {
	case t.Attribution != nil && (t.Attribution.Method == Fixed || len(e.Touches) > 0):
		return t.Attribution.Method
	case r.Credit == Influenced:
		return Last
	}
	return ""
}

// fixed gives the partners who are named their shares, and what is left to the
// row's partner.
func (a *Attribution) fixed(out []int64, in []int, among []holder, e *Event) {
	left, own := int64(scale), -1
	for _, i := range in {
		if among[i].partner == e.Partner {
			own = i
		}
		for _, s := range a.Shares {
			if s.Partner == among[i].partner {
				out[i] += int64(s.Rate)
				left -= int64(s.Rate)
			}
		}
	}
	if own >= 0 {
		out[own] += left
	}
}

// lastOf finds the holder of the last touch; without one, the last holder.
func lastOf(in []int, among []holder, e *Event) int {
	for k := len(e.Touches) - 1; k >= 0; k-- {
		for _, i := range in {
			if among[i].partner == e.Touches[k].Partner {
				return i
			}
		}
	}
	return in[len(in)-1]
}

// wholeOf is what weights are parts of: with fixed shares the whole is 100%, and
// what nobody is named for lapses when the row's partner has no part.
func (t *Terms) wholeOf(r *Rule, e *Event, weights []int64) int64 {
	if t.method(r, e) == Fixed {
		return scale
	}
	var sum int64
	for _, w := range weights {
		sum += w
	}
	return sum
}

// split shares a total out by weights, in steps of increment, the steps that are
// left over to the largest remainders, ties to the first. The parts add up to
// the total when the weights add up to whole.
func split(total, increment int64, weights []int64, whole int64) []int64 {
	sign := int64(1)
	if total < 0 {
		sign, total = -1, -total
	}
	if total%increment != 0 {
		increment = 1
	}
	out := make([]int64, len(weights))
	rests := make([]*big.Int, len(weights))
	order := make([]int, len(weights))
	due, given := new(big.Int), int64(0) // due: the steps that all weights together take
	for i, w := range weights {
		part := new(big.Int).Mul(big.NewInt(total/increment), big.NewInt(w))
		due.Add(due, part)
		q, rest := new(big.Int).QuoRem(part, big.NewInt(whole), new(big.Int))
		out[i], rests[i], order[i] = q.Int64(), rest, i
		given += out[i]
	}
	left := due.Quo(due, big.NewInt(whole)).Int64() - given
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Or(-rests[a].Cmp(rests[b]), cmp.Compare(a, b)) })
	for _, i := range order[:left] {
		out[i]++
	}
	for i := range out {
		out[i] *= sign * increment
	}
	return out
}

// shareOfWhole names a holder's part in lowest terms.
func shareOfWhole(weight, whole int64, m Method) Share {
	if weight == whole {
		return Share{}
	}
	x := ratio(weight, whole)
	return Share{Num: x.Num().Int64(), Den: x.Denom().Int64(), Method: string(m)}
}

// of gives a share of an exact amount.
func (s Share) of(x *big.Rat) *big.Rat {
	if s.Den == 0 {
		return x
	}
	return new(big.Rat).Mul(x, ratio(s.Num, s.Den))
}
