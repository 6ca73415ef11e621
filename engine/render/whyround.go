package render

import (
	"fmt"
	"math/big"

	"github.com/partnership-as-code/entente/engine/commission"
)

// rounded says what was rounded, and how.
func (a *WhyAnswer) rounded() []string {
	if a.Kind == commission.Corrected {
		return nil
	}
	how, isDeferred := a.roundingWords()
	exact := a.beforeRounding()
	is := a.Earned + a.CutPeriod
	switch {
	case exact == nil, exact.Cmp(new(big.Rat).SetInt64(is)) == 0:
		return []string{fmt.Sprintf("Rounded %s: nothing to round.", how)}
	case a.Share.Den != 0 && a.Kind == commission.Earned && !isDeferred:
		return []string{fmt.Sprintf("Rounded %s; the cents are shared by largest remainder: %s to %s.", how, a.exactly(exact), a.bare(is))}
	case isDeferred:
		return []string{fmt.Sprintf("Rounded %s, the cents of all lines together, by largest remainder: %s to %s.", how, a.exactly(exact), a.bare(is))}
	}
	return []string{fmt.Sprintf("Rounded %s: %s to %s.", how, a.exactly(exact), a.bare(is))}
}

// roundingWords spells how the terms round, and whether with the whole statement.
func (a *WhyAnswer) roundingWords() (how string, isDeferred bool) {
	how, scope := "half-up", " per line"
	s := a.plan().Rounding
	if s == nil {
		return how + scope, false
	}
	if s.Mode != nil {
		how = s.Mode.Canonical() + cite(s.Mode.At)
	}
	if s.Scope != nil {
		scope = " per " + s.Scope.Canonical() + cite(s.Scope.At)
		isDeferred = a.Terms != nil && a.Terms.Rounding.OnStatement
	}
	if s.Increment != nil && s.Increment.V.Currency == a.Currency {
		scope += " to steps of " + cited(s.Increment)
	}
	return how + scope, isDeferred
}

// beforeRounding is what the line is worth within floor, cap and its share; nil when
// that is not known.
func (a *WhyAnswer) beforeRounding() *big.Rat {
	x := a.Exact
	if x == nil {
		return nil
	}
	if a.Kind != commission.Earned {
		return x
	}
	r := a.Rule
	if r.Floor != nil && a.Raised != 0 {
		x = new(big.Rat).SetInt64(*r.Floor)
	}
	if r.CapPerEvent != nil && x.Cmp(new(big.Rat).SetInt64(*r.CapPerEvent)) > 0 {
		x = new(big.Rat).SetInt64(*r.CapPerEvent)
	}
	if a.Share.Den != 0 {
		x = new(big.Rat).Mul(x, big.NewRat(a.Share.Num, a.Share.Den))
	}
	return x
}
