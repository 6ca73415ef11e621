package expr

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// lowerer types and lowers one expression in one walk, collecting problems.
// A node that has one gives no term, and what stands above it stays silent.
type lowerer struct {
	env      *RowEnv
	src      *source
	problems []Problem
}

// term is a lowered node with what messages and currency checks need.
type term struct {
	facts.Expr
	at       token
	literal  string            // how a constant is spelled in the text; "" for anything else
	currency quantity.Currency // of money that contains a literal amount
	bounds   map[string]quantity.Currency
}

// name is how a message calls the term.
func (t term) name() string {
	switch {
	case t.Op == facts.OpColumn:
		return t.Column
	case t.Op == facts.OpConst:
		return spell(t.Const)
	}
	return "this"
}

func (t term) isNull() bool { return t.Op == facts.OpConst && t.Kind == facts.Null }

func (l *lowerer) report(p Problem) { l.problems = append(l.problems, p) }

func (l *lowerer) lower(e ast.Expr) (term, bool) {
	at := l.src.anchor(e.ID())
	switch e.Kind() {
	case ast.LiteralKind:
		return l.constant(e)
	case ast.IdentKind:
		return l.column(at, e.AsIdent())
	case ast.CallKind:
		return l.call(at, e)
	case ast.SelectKind:
		l.report(l.selection(at, e))
	case ast.ListKind:
		l.report(at.problem(`write product in ["a", "b"]`, "a list stands only after in"))
	default:
		l.report(at.problem("", "%s is not part of a condition over rows", l.src.textOf(at)))
	}
	return term{}, false
}

func (l *lowerer) constant(e ast.Expr) (term, bool) {
	at, spelled := l.src.literal(e.ID())
	var cell facts.Cell
	switch v := e.AsLiteral().(type) {
	case types.String:
		cell = facts.Cell{Kind: facts.Text, Text: string(v)}
	case types.Bool:
		cell = boolCell(bool(v))
	case types.Null:
	default:
		c, problems := l.src.number(e)
		if len(problems) > 0 {
			l.problems = append(l.problems, problems...)
			return term{}, false
		}
		cell = c
	}
	return constant(at, spelled, cell), true
}

func constant(at token, spelled string, cell facts.Cell) term {
	t := term{Expr: facts.Expr{Op: facts.OpConst, Kind: cell.Kind, Const: cell}, at: at, literal: spelled}
	if cell.Kind == facts.Money {
		t.currency = quantity.Currency(cell.Text)
	}
	return t
}

func boolCell(b bool) facts.Cell {
	cell := facts.Cell{Kind: facts.Bool}
	if b {
		cell.Int = 1
	}
	return cell
}

func (l *lowerer) column(at token, name string) (term, bool) {
	c, found := l.env.columns[strings.TrimPrefix(name, ".")]
	switch {
	case found && c.Unmapped:
		l.report(at.problem("map it under the source's columns", "%s is not mapped by %s", c.Name, l.env.describe()))
	case found:
		return term{Expr: facts.Expr{Op: facts.OpColumn, Kind: c.Kind, Column: c.Name}, at: at}, true
	default:
		l.report(l.unknown(at, name))
	}
	return term{}, false
}

func (env *RowEnv) describe() string {
	if env.source == "" {
		return "the source"
	}
	return "source " + env.source
}

func (l *lowerer) unknown(at token, name string) Problem {
	fix := didYouMean(name, l.env.names)
	if fix == "" && len(l.env.names) > 0 {
		fix = "the columns are " + list(l.env.names, "and")
	}
	return at.problem(fix, "there is no column %s in %s", name, l.env.describe())
}

// selection refuses a.b, and finds the column that was meant by deals.amount.
func (l *lowerer) selection(at token, e ast.Expr) Problem {
	field := e.AsSelect().FieldName()
	if _, found := l.env.columns[field]; found {
		return at.problem("write "+field+" alone", "columns stand without a prefix")
	}
	return at.problem("", "a column has no fields, so there is no .%s", field)
}

// logic maps the operators whose operands are conditions.
var logic = map[string]facts.Op{
	operators.LogicalAnd: facts.OpAnd,
	operators.LogicalOr:  facts.OpOr,
	operators.LogicalNot: facts.OpNot,
}

var comparisons = map[string]facts.Op{
	operators.Equals: facts.OpEq, operators.NotEquals: facts.OpNe,
	operators.Less: facts.OpLt, operators.LessEquals: facts.OpLe,
	operators.Greater: facts.OpGt, operators.GreaterEquals: facts.OpGe,
}

var arithmetic = map[string]facts.Op{
	operators.Add: facts.OpAdd, operators.Subtract: facts.OpSub,
	operators.Multiply: facts.OpMul, operators.Negate: facts.OpNeg,
}

var textMethods = map[string]facts.Op{
	"startsWith": facts.OpStartsWith, "endsWith": facts.OpEndsWith,
	"contains": facts.OpContains, "matches": facts.OpMatches,
}

func (l *lowerer) call(at token, e ast.Expr) (term, bool) {
	name := e.AsCall().FunctionName()
	if op, ok := logic[name]; ok {
		return l.logical(at, op, e)
	}
	if op, ok := comparisons[name]; ok {
		return l.comparison(at, op, e)
	}
	if op, ok := arithmetic[name]; ok {
		return l.arithmetic(at, op, e)
	}
	if op, ok := textMethods[name]; ok && e.AsCall().IsMemberFunction() {
		return l.textMethod(at, op, e)
	}
	if _, ok := constructors[name]; ok {
		return l.construct(at, name, e)
	}
	switch name {
	case operators.Conditional:
		return l.conditional(at, e)
	case operators.In:
		return l.membership(at, e)
	}
	l.report(refuseCall(at, e, rowVocabulary()))
	return term{}, false
}

func (l *lowerer) construct(at token, name string, e ast.Expr) (term, bool) {
	cell, problems := l.src.construct(name, e)
	if len(problems) > 0 {
		l.problems = append(l.problems, problems...)
		return term{}, false
	}
	return constant(l.src.whole(at, e), spell(cell), cell), true
}

// operands lowers all arguments, so that problems of each are found.
func (l *lowerer) operands(e ast.Expr) ([]term, bool) {
	args := e.AsCall().Args()
	terms, isWhole := make([]term, len(args)), true
	for i, arg := range args {
		t, ok := l.lower(arg)
		terms[i], isWhole = t, isWhole && ok
	}
	return terms, isWhole
}

func (l *lowerer) logical(at token, op facts.Op, e ast.Expr) (term, bool) {
	terms, ok := l.operands(e)
	if !ok || !l.areConditions(at, terms) {
		return term{}, false
	}
	t := node(at, op, facts.Bool, terms...)
	if op == facts.OpAnd {
		t.bounds = l.joinBounds(at, terms[0].bounds, terms[1].bounds)
	}
	return t, true
}

func (l *lowerer) areConditions(at token, terms []term) bool {
	for _, t := range terms {
		if t.Kind != facts.Bool {
			l.report(t.at.problem("compare it with something, as in "+t.name()+" "+exampleOf(t.Kind, "> "),
				"%s takes true or false, this is %s", l.src.textOf(at), kindName(t.Kind)))
			return false
		}
	}
	return true
}

func (l *lowerer) conditional(at token, e ast.Expr) (term, bool) {
	terms, ok := l.operands(e)
	if !ok || !l.areConditions(at, terms[:1]) {
		return term{}, false
	}
	then, other := terms[1], terms[2]
	kind := then.Kind
	if then.isNull() {
		kind = other.Kind
	}
	if then.Kind != other.Kind && !then.isNull() && !other.isNull() {
		l.report(at.problem("give both the same unit", "one branch is %s, the other %s", kindName(then.Kind), kindName(other.Kind)))
		return term{}, false
	}
	return l.sameCurrency(node(at, facts.OpIf, kind, terms...), then, other)
}

// node builds a term from its operands.
func node(at token, op facts.Op, kind facts.Kind, operands ...term) term {
	args := make([]facts.Expr, len(operands))
	for i, o := range operands {
		args[i] = o.Expr
	}
	return term{Expr: facts.Expr{Op: op, Kind: kind, Args: args}, at: at}
}
