package expr

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"github.com/partnership-as-code/entente/engine/facts"
)

// sums gives the unit of a op b. What is absent has no exact meaning here:
// money times money, a day plus a number, two rates.
var sums = map[facts.Op]map[[2]facts.Kind]facts.Kind{
	facts.OpAdd: {
		{facts.Money, facts.Money}:   facts.Money,
		{facts.Number, facts.Number}: facts.Number,
	},
	facts.OpSub: {
		{facts.Money, facts.Money}:   facts.Money,
		{facts.Number, facts.Number}: facts.Number,
		{facts.Day, facts.Day}:       facts.Number,
	},
	facts.OpMul: {
		{facts.Money, facts.Number}:  facts.Money,
		{facts.Number, facts.Money}:  facts.Money,
		{facts.Number, facts.Number}: facts.Number,
	},
}

func (l *lowerer) arithmetic(at token, op facts.Op, e ast.Expr) (term, bool) {
	terms, ok := l.operands(e)
	if !ok {
		return term{}, false
	}
	if op == facts.OpNeg {
		return l.negation(at, terms[0])
	}
	a, b := terms[0], terms[1]
	kind, ok := sums[op][[2]facts.Kind{a.Kind, b.Kind}]
	if !ok {
		l.report(badSum(at, sumVerbs[e.AsCall().FunctionName()], a.operand(), b.operand()))
		return term{}, false
	}
	return l.sameCurrency(node(at, op, kind, a, b), a, b)
}

func (l *lowerer) negation(at token, t term) (term, bool) {
	if t.Kind != facts.Money && t.Kind != facts.Number {
		l.report(at.problem("", "only money and numbers have a negative, %s is %s", t.name(), kindName(t.Kind)))
		return term{}, false
	}
	return l.sameCurrency(node(at, facts.OpNeg, t.Kind, t), t)
}

// sumVerbs completes "these cannot be …".
var sumVerbs = map[string]string{
	operators.Add: "added", opPlus: "added", operators.Subtract: "subtracted", operators.Multiply: "multiplied",
}

// badSum says why two operands have no sum, difference or product, and gives a
// bare number the unit it lacks.
func badSum(at token, verb string, a, b operand) Problem {
	fix := ""
	for _, pair := range [...][2]operand{{a, b}, {b, a}} {
		typed, other := pair[0], pair[1]
		if verb != "multiplied" && typed.kind == facts.Money && other.kind == facts.Number && other.constant != nil {
			right, _ := respell(facts.Money, *other.constant)
			at, fix = other.at, "write "+right
		}
	}
	return at.problem(fix, "%s and %s cannot be %s", kindName(a.kind), kindName(b.kind), verb)
}
