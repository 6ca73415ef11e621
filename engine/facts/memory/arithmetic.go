package memory

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/facts"
)

func (c *compiler) arithmetic(e *facts.Expr) (node, error) {
	count := 2
	if e.Op == facts.OpNeg || e.Op == facts.OpAbs {
		count = 1
	}
	args, err := c.nodes(e, count)
	if err != nil {
		return nil, err
	}
	kind, target := e.Kind, c.target(e)
	if kind == facts.Null {
		return nil, fmt.Errorf("expression: the result of operation %d has no kind", e.Op)
	}
	switch e.Op {
	case facts.OpNeg:
		return func(r *row) value {
			v := args[0](r)
			v.exact = v.neg()
			return v
		}, nil
	case facts.OpAbs:
		return func(r *row) value {
			v := args[0](r)
			if v.cmp(exact{}) < 0 {
				v.exact = v.neg()
			}
			return v
		}, nil
	case facts.OpMul:
		return func(r *row) value { return product(args[0](r), args[1](r), kind) }, nil
	case facts.OpAdd, facts.OpSub:
		isMinus := e.Op == facts.OpSub
		return func(r *row) value {
			a, b, ok := r.meet(args[0](r), args[1](r), target)
			if !ok || a.kind == facts.Null || b.kind == facts.Null {
				return value{}
			}
			if isMinus {
				b.exact = b.neg()
			}
			return summed(a, b, kind)
		}, nil
	}
	return nil, fmt.Errorf("expression: operation %d is no arithmetic", e.Op)
}

// summed adds two values of one kind, or a number of days to a day.
func summed(a, b value, kind facts.Kind) value {
	out := value{kind: kind, exact: a.add(b.exact)}
	switch kind {
	case facts.Money:
		out.text = a.text
	case facts.Day:
		if out.exact = out.trimmed(); out.scale > 0 {
			return value{} // no day begins there
		}
	}
	return out
}

// product multiplies; a rate counts as the fraction that it is of one.
func product(a, b value, kind facts.Kind) value {
	if a.kind == facts.Null || b.kind == facts.Null {
		return value{}
	}
	out := value{kind: kind, exact: a.mul(b.exact)}
	for _, factor := range []value{a, b} {
		switch factor.kind {
		case facts.Rate:
			out.scale += 2
		case facts.Money:
			out.text = factor.text
		}
	}
	if kind == facts.Rate {
		out.exact = out.mul(whole(100))
	}
	return out
}
