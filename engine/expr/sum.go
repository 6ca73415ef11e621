package expr

import (
	"math/big"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/partnership-as-code/entente/engine/facts"
)

// added, subtracted, multiplied and negated are the exact arithmetic of
// interpreted expressions.
func added(a, b ref.Val) ref.Val {
	return combined(a, b, "added", facts.Day, (*big.Rat).Add)
}

func subtracted(a, b ref.Val) ref.Val {
	v := combined(a, b, "subtracted", facts.Null, (*big.Rat).Sub)
	if s, ok := v.(scalar); ok && s.kind == facts.Day {
		s.kind = facts.Number
		return s
	}
	return v
}

// combined adds or subtracts two values of one unit, other than the refused.
func combined(a, b ref.Val, verb string, refused facts.Kind, apply func(z, x, y *big.Rat) *big.Rat) ref.Val {
	x, isScalar := a.(scalar)
	y, isScalarToo := b.(scalar)
	if !isScalar || !isScalarToo || x.kind == facts.Rate || x.kind == refused {
		return types.NewErr("%s and %s cannot be %s", describe(a), describe(b), verb)
	}
	x, y, err := alike(x, y)
	if err != nil {
		return err
	}
	if x.currency == "" {
		x.currency = y.currency
	}
	return scalar{x.kind, apply(new(big.Rat), x.rat, y.rat), x.currency}
}

func multiplied(a, b ref.Val) ref.Val {
	x, isScalar := a.(scalar)
	y, isScalarToo := b.(scalar)
	if y.kind == facts.Money {
		x, y = y, x
	}
	if !isScalar || !isScalarToo || y.kind != facts.Number || x.kind != facts.Number && x.kind != facts.Money {
		return types.NewErr("%s and %s cannot be multiplied", describe(a), describe(b))
	}
	return scalar{x.kind, new(big.Rat).Mul(x.rat, y.rat), x.currency}
}

func negated(a ref.Val) ref.Val {
	x, ok := a.(scalar)
	if !ok || x.kind != facts.Number && x.kind != facts.Money {
		return types.NewErr("%s has no negative", describe(a))
	}
	x.rat = new(big.Rat).Neg(x.rat)
	return x
}
