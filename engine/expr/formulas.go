package expr

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/parser"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// FormulaEnv types formulas over the KPIs of a repository. It is safe for use
// by several goroutines.
type FormulaEnv struct {
	units  map[string]Unit
	parser *parser.Parser
}

// Formulas makes the environment; units gives each KPI's unit by name, "" for
// one whose unit is not known. A name outside it is taken as one of those: the
// resolver reports it, by its Ref.
func Formulas(units map[string]Unit) (*FormulaEnv, error) {
	p, err := newParser()
	if err != nil {
		return nil, err
	}
	return &FormulaEnv{units, p}, nil
}

// Compile types a formula such as kpi("won-revenue") / kpi("deals"). With
// problems the Formula is nil.
func (env *FormulaEnv) Compile(src string) (*Formula, []Problem) {
	s, tree, problems := parse(env.parser, src)
	if len(problems) > 0 {
		return nil, problems
	}
	b := &formulaBuilder{env: env, src: s}
	root, ok := b.build(tree.Expr())
	if !ok {
		return nil, sorted(b.problems)
	}
	return &Formula{Unit: root.Unit, Root: root, Refs: b.refs}, nil
}

type formulaBuilder struct {
	env      *FormulaEnv
	src      *source
	refs     []Ref
	problems []Problem
}

func (b *formulaBuilder) fail(p ...Problem) (FormulaNode, bool) {
	b.problems = append(b.problems, p...)
	return FormulaNode{}, false
}

const formulaWords = `use + - * /, parentheses, numbers, kpi("name") and rate("25%")`

func (b *formulaBuilder) build(e ast.Expr) (FormulaNode, bool) {
	at := b.src.anchor(e.ID())
	switch e.Kind() {
	case ast.LiteralKind:
		return b.constant(e)
	case ast.IdentKind:
		return b.fail(at.problem(b.meant(e.AsIdent()), "%s is not known in a formula", e.AsIdent()))
	case ast.CallKind:
		return b.call(at, e)
	}
	return b.fail(at.problem(formulaWords, "%s is not part of a formula", b.src.textOf(at)))
}

// meant turns a bare word into the KPI that it may be: won_revenue.
func (b *formulaBuilder) meant(word string) string {
	name := strings.ToLower(strings.ReplaceAll(word, "_", "-"))
	if _, found := b.env.units[name]; found || len(b.env.units) == 0 {
		return `write kpi("` + name + `")`
	}
	return formulaWords
}

func (b *formulaBuilder) constant(e ast.Expr) (FormulaNode, bool) {
	if text, ok := quoted(e); ok {
		at, _ := b.src.literal(e.ID())
		return b.fail(at.problem(`write kpi("`+text+`")`, "a text has no place in a formula"))
	}
	cell, problems := b.src.number(e)
	if len(problems) > 0 {
		return b.fail(problems...)
	}
	n := quantity.Number{Coef: cell.Int, Scale: cell.Scale}
	return FormulaNode{Op: FormulaConst, Unit: UnitNumber, Const: n.Rat()}, true
}

var formulaOps = map[string]FormulaOp{
	operators.Add: FormulaAdd, operators.Subtract: FormulaSub, operators.Multiply: FormulaMul,
	operators.Divide: FormulaDiv, operators.Negate: FormulaNeg,
}

func (b *formulaBuilder) call(at token, e ast.Expr) (FormulaNode, bool) {
	switch name := e.AsCall().FunctionName(); {
	case formulaOps[name] != "":
		return b.operation(at, formulaOps[name], e)
	case name == "kpi":
		return b.kpi(at, e)
	case name == "rate" || name == "number":
		return b.literal(name, e)
	case name == "money":
		return b.fail(at.problem("keep the amount in a KPI or in a goal", "a fixed amount of money has no place in a formula"))
	default:
		return b.fail(at.problem(formulaWords, "%s is not available in a formula", b.src.textOf(at)))
	}
}

func (b *formulaBuilder) literal(name string, e ast.Expr) (FormulaNode, bool) {
	cell, problems := b.src.construct(name, e)
	if len(problems) > 0 {
		return b.fail(problems...)
	}
	if cell.Kind == facts.Rate {
		return FormulaNode{Op: FormulaConst, Unit: UnitPercent, Const: quantity.Rate(cell.Int).Percent()}, true
	}
	n := quantity.Number{Coef: cell.Int, Scale: cell.Scale}
	return FormulaNode{Op: FormulaConst, Unit: UnitNumber, Const: n.Rat()}, true
}

func (b *formulaBuilder) kpi(at token, e ast.Expr) (FormulaNode, bool) {
	args := e.AsCall().Args()
	if len(args) != 1 || e.AsCall().IsMemberFunction() {
		return b.fail(at.problem(`write kpi("won-revenue")`, "kpi takes one quoted name"))
	}
	name, ok := quoted(args[0])
	if !ok || name == "" {
		return b.fail(at.problem(`write kpi("won-revenue")`, "kpi takes a quoted name"))
	}
	lit, _ := b.src.literal(args[0].ID())
	lit = lit.inner(b.src.text)
	b.refs = append(b.refs, Ref{name, lit.start, lit.end})
	return FormulaNode{Op: FormulaKPI, Unit: asResult(b.env.units[name]), KPI: name}, true
}

// asResult is how a KPI's unit counts inside a formula.
func asResult(u Unit) Unit {
	switch u {
	case UnitMoney, UnitPercent, "":
		return u
	}
	return UnitNumber
}

func (b *formulaBuilder) operation(at token, op FormulaOp, e ast.Expr) (FormulaNode, bool) {
	n := FormulaNode{Op: op}
	isWhole := true
	for _, arg := range e.AsCall().Args() {
		part, ok := b.build(arg)
		n.Args, isWhole = append(n.Args, part), isWhole && ok
	}
	if !isWhole {
		return FormulaNode{}, false
	}
	if op == FormulaNeg {
		n.Unit = n.Args[0].Unit
		return n, true
	}
	unit, fault := resultUnit(op, n.Args[0], n.Args[1])
	if fault != "" {
		fix := ""
		if strings.Contains(fault, "percent") {
			fix = `write a fixed percent as rate("25%")`
		}
		return b.fail(at.problem(fix, "%s", fault))
	}
	n.Unit = unit
	return n, true
}

// resultUnit gives the unit of a op b, or why there is none. A percent times or
// over a fixed number stays a percent (a weight, a mean); times a KPI it is that
// share of it.
func resultUnit(op FormulaOp, a, b FormulaNode) (Unit, string) {
	x, y := a.Unit, b.Unit
	switch {
	case x == "" || y == "":
		return "", ""
	case op == FormulaAdd || op == FormulaSub:
		if x != y {
			return "", unitName(x) + " and " + unitName(y) + " cannot be added or subtracted"
		}
		return x, ""
	case op == FormulaMul:
		return productUnit(a, b)
	case x == y:
		return UnitNumber, ""
	case y == UnitMoney:
		return "", unitName(x) + " cannot be divided by money"
	case x == UnitNumber:
		return UnitNumber, ""
	}
	return x, ""
}

func productUnit(a, b FormulaNode) (Unit, string) {
	switch x, y := a.Unit, b.Unit; {
	case x == UnitMoney && y == UnitMoney:
		return "", "money and money cannot be multiplied"
	case x == UnitMoney || y == UnitMoney:
		return UnitMoney, ""
	case x == y:
		return x, ""
	case a.isFixed() || b.isFixed():
		return UnitPercent, ""
	}
	return UnitNumber, ""
}

// isFixed reports a plain number that no KPI moves.
func (n FormulaNode) isFixed() bool {
	if n.Op == FormulaKPI || n.Unit != UnitNumber {
		return false
	}
	for _, arg := range n.Args {
		if !arg.isFixed() {
			return false
		}
	}
	return true
}

func unitName(u Unit) string {
	switch u {
	case UnitPercent:
		return "a percent"
	case UnitMoney:
		return "money"
	}
	return "a number"
}
