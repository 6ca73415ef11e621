package render

import (
	"fmt"
	"math/big"

	"github.com/partnership-as-code/entente/engine/commission"
)

// fixedPart is a partner's part in an event under fixed shares, by where it is from.
type fixedPart struct {
	named  *big.Rat // what the plan names the partner for
	spare  *big.Rat // what the plan gives to nobody
	lapsed *big.Rat // of those who are named and not paid
}

// fixedPartOf takes a part of an event apart; false where it is no more than what the
// plan names the partner for, or the terms do not say.
func fixedPartOf(t *commission.Terms, partner string, share commission.Share) (fixedPart, bool) {
	if t == nil || t.Attribution == nil || t.Attribution.Method != commission.Fixed || share.Method != string(commission.Fixed) || share.Den == 0 {
		return fixedPart{}, false
	}
	p := fixedPart{named: new(big.Rat), spare: big.NewRat(1, 1)}
	for _, s := range t.Attribution.Shares {
		p.spare.Sub(p.spare, s.Rate.Rat())
		if s.Partner == partner {
			p.named.Add(p.named, s.Rate.Rat())
		}
	}
	p.lapsed = big.NewRat(share.Num, share.Den)
	p.lapsed.Sub(p.lapsed, p.named).Sub(p.lapsed, p.spare)
	return p, p.lapsed.Sign() >= 0 && p.spare.Sign()+p.lapsed.Sign() > 0
}

// words says where a part is from; named cites what the partner is named for.
func (p fixedPart) words(named string) string {
	var out []string
	if p.named.Sign() > 0 {
		out = append(out, percentOf(p.named)+" by fixed shares"+named)
	}
	if p.spare.Sign() > 0 {
		out = append(out, fmt.Sprintf("the %s that the plan gives to nobody", percentOf(p.spare)))
	}
	if p.lapsed.Sign() > 0 {
		out = append(out, fmt.Sprintf("the %s of those who are named and not paid", percentOf(p.lapsed)))
	}
	if len(out) == 2 && p.named.Sign() > 0 {
		return out[0] + ", and " + out[1]
	}
	return joinAnd(out)
}

func percentOf(x *big.Rat) string {
	return shareWords(commission.Share{Num: x.Num().Int64(), Den: x.Denom().Int64()})
}

// partWords says where a partner's part in a shared event is from, with the line that
// names it.
func (a *WhyAnswer) partWords(s commission.SharedBy) string {
	if p, ok := fixedPartOf(a.Terms, s.Partner, s.Share); ok {
		return ": " + p.words(a.namedAt(s.Partner))
	}
	return a.namedAt(s.Partner)
}

// sharedNote says in a table what part of an event a partner has.
func sharedNote(e StatementEntry) string {
	if p, ok := fixedPartOf(e.Terms, e.Beneficiary, e.Share); ok {
		return "its share is " + shareWords(e.Share) + ": " + p.words("")
	}
	return "its share is " + shareWords(e.Share) + ", " + methodWords(e.Share.Method)
}
