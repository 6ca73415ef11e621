package expr

import (
	"regexp"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// rewriter makes a parsed expression exact before it is checked: numbers become
// exact, operators get the meaning of this language, literals are read, and
// what the language leaves out is refused.
type rewriter struct {
	src      *source
	factory  ast.ExprFactory
	next     int64          // a node id that is free
	indexes  map[int64]bool // literals that are an index stay CEL's
	problems []Problem
}

func (r *rewriter) rewrite(tree *ast.AST) {
	r.factory, r.indexes = ast.NewExprFactory(), map[int64]bool{}
	// Before its children, so that an index is known as one.
	ast.PreOrderVisit(tree.Expr(), ast.NewExprVisitor(r.node))
}

func (r *rewriter) fail(p ...Problem) { r.problems = append(r.problems, p...) }

func (r *rewriter) node(e ast.Expr) {
	switch e.Kind() {
	case ast.LiteralKind:
		r.literal(e)
	case ast.CallKind:
		r.call(e)
	case ast.MapKind, ast.StructKind:
		r.fail(r.src.anchor(e.ID()).problem(changeVocabulary().allowed, "a mapping cannot be written here"))
	}
}

func (r *rewriter) literal(e ast.Expr) {
	switch e.AsLiteral().(type) {
	case types.Int:
		if r.indexes[e.ID()] {
			return
		}
	case types.String, types.Bool, types.Null:
		return
	}
	cell, problems := r.src.number(e)
	if len(problems) > 0 {
		r.fail(problems...)
		return
	}
	digits := quantity.Number{Coef: cell.Int, Scale: cell.Scale}.String()
	place, _ := r.src.info.GetOffsetRange(e.ID())
	r.src.info.SetOffsetRange(r.next, place)
	text := r.factory.NewLiteral(r.next, types.String(digits))
	r.next++
	e.SetKindCase(r.factory.NewCall(e.ID(), "number", text))
}

func (r *rewriter) call(e ast.Expr) {
	call := e.AsCall()
	name, args := call.FunctionName(), call.Args()
	switch {
	case name == operators.Index:
		r.index(args[1])
		return
	case name == operators.Add && args[0].Kind() == ast.IdentKind && args[0].AsIdent() == parser.HiddenAccumulatorName:
		return
	case constructors[name].parse != nil:
		_, problems := r.src.construct(name, e)
		r.fail(problems...)
		return
	case name == "matches" && call.IsMemberFunction():
		r.pattern(e)
		return
	}
	r.mixture(e)
	if own, ok := renamed[name]; ok {
		e.SetKindCase(r.factory.NewCall(e.ID(), own, args...))
		return
	}
	if !fromCEL[name] && !ownCalls[name] && !isDeclared[name] || textMethods[name] != 0 && !call.IsMemberFunction() {
		r.fail(refuseCall(r.src.anchor(e.ID()), e, changeVocabulary()))
	}
}

// isDeclared are the operators of CEL that vocabulary.go declares anew.
var isDeclared = map[string]bool{
	operators.Less: true, operators.LessEquals: true, operators.Greater: true, operators.GreaterEquals: true,
	operators.Subtract: true, operators.Multiply: true, operators.Negate: true,
}

// index keeps a literal index for CEL, which has no other numbers to look up by.
func (r *rewriter) index(e ast.Expr) {
	r.indexes[e.ID()] = true
	if e.Kind() == ast.CallKind {
		r.fail(r.src.anchor(e.ID()).problem("use all or exists for items that are not known by place", "an index is a plain number or a key"))
	}
}

func (r *rewriter) pattern(e ast.Expr) {
	args := e.AsCall().Args()
	if len(args) != 1 {
		return // the checker says it
	}
	text, ok := quoted(args[0])
	if !ok {
		r.fail(r.src.anchor(args[0].ID()).problem(`write a pattern in quotes, such as "^Suite"`, "matches takes a fixed pattern"))
		return
	}
	if _, err := regexp.Compile(text); err != nil {
		at, _ := r.src.literal(args[0].ID())
		r.fail(patternProblem(at.inner(r.src.text), err))
	}
}

// mixture reports literal amounts of two currencies that meet in one operator.
func (r *rewriter) mixture(e ast.Expr) {
	var first quantity.Currency
	args := e.AsCall().Args()
	if len(args) == 2 && args[1].Kind() == ast.ListKind {
		args = append(args[:1:1], args[1].AsList().Elements()...)
	}
	for _, arg := range args {
		if arg.Kind() != ast.CallKind || arg.AsCall().FunctionName() != "money" {
			continue
		}
		cell, problems := r.src.construct("money", arg)
		currency := quantity.Currency(cell.Text)
		switch {
		case len(problems) > 0:
		case first == "":
			first = currency
		case first != currency:
			r.fail(mixed(r.src.whole(r.src.anchor(arg.ID()), arg), first, currency))
		}
	}
}

// foldConstants puts the values of a checked expression's constructors in their
// place, so that an evaluation parses nothing.
func foldConstants(root ast.Expr) {
	factory := ast.NewExprFactory()
	ast.PostOrderVisit(root, ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind {
			return
		}
		c := constructors[e.AsCall().FunctionName()]
		if c.parse == nil {
			return
		}
		if text, ok := quoted(e.AsCall().Args()[0]); ok {
			if value, ok := readAs(c.kind, text); ok {
				e.SetKindCase(factory.NewLiteral(e.ID(), value))
			}
		}
	}))
}
