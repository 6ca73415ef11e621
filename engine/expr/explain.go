package expr

import (
	"slices"
	"strings"

	"cel.dev/cel-go/checker"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"github.com/partnership-as-code/entente/engine/facts"
)

// check types an expression and puts the checker's complaints in plain words.
func (d *dialect) check(src *source, parsed *ast.AST) (*ast.AST, []Problem) {
	checked, errs := checker.Check(parsed, common.NewTextSource(src.text), d.checker)
	x := explainer{d: d, src: src, tree: checked, nodes: map[int64]ast.Expr{}, scope: slices.Clone(d.names)}
	ast.PostOrderVisit(checked.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		x.nodes[e.ID()] = e
		if e.Kind() == ast.ComprehensionKind {
			x.scope = append(x.scope, e.AsComprehension().IterVar())
		}
	}))
	var problems []Problem
	for _, err := range errs.GetErrors() {
		problems = append(problems, x.explain(err))
	}
	if len(problems) == 0 {
		problems = x.unseen()
	}
	if root := checked.Expr(); len(problems) == 0 {
		if t := checked.GetType(root.ID()); !t.IsExactType(types.BoolType) && !t.IsExactType(types.DynType) {
			problems = append(problems, src.anchor(root.ID()).problem(x.completion(root), "a condition is true or false, this is %s", typeName(t)))
		}
	}
	return checked, problems
}

type explainer struct {
	d     *dialect
	src   *source
	tree  *ast.AST
	nodes map[int64]ast.Expr
	scope []string // names that may be used, loop variables included
}

func (x *explainer) explain(err *common.Error) Problem {
	e, at := x.nodes[err.ExprID], x.src.anchor(err.ExprID)
	message := err.Message
	switch {
	case e == nil:
	case strings.HasPrefix(message, "undeclared reference"):
		return x.undeclared(at, x.src.textOf(at))
	case strings.HasPrefix(message, "undefined field"):
		return x.undefinedField(at, e)
	case strings.HasPrefix(message, "found no matching overload"):
		return x.overload(at, e)
	case strings.Contains(message, "range of a comprehension"):
		return at.problem("use it on a list, such as object.rules", "%s is %s, not a list", x.nameOf(e), x.typeOf(e))
	case strings.Contains(message, "field selection"):
		operand := e.AsSelect().Operand()
		return at.problem("", "%s is %s and has no fields", x.nameOf(operand), x.typeOf(operand))
	case strings.HasPrefix(message, "expected type"):
		return at.problem(x.completion(e), "this must be true or false, %s is %s", x.nameOf(e), x.typeOf(e))
	}
	return at.problem("", "this does not fit together: %s", message)
}

// undeclared finds what a name may have meant: a variable, a field of one, or
// a key of the document.
func (x *explainer) undeclared(at token, name string) Problem {
	fix := didYouMean(name, x.scope)
	for _, path := range x.d.provider.paths() {
		if strings.HasSuffix(path, "."+name) {
			fix = "write " + path
		}
	}
	if fix == "" && slices.Contains(x.d.names, "object") {
		fix = "write object." + name
	}
	if fix == "" {
		fix = "the names are " + list(x.d.names, "and")
	}
	return at.problem(fix, "%s is not known here", name)
}

func (x *explainer) undefinedField(at token, e ast.Expr) Problem {
	operand, field := e.AsSelect().Operand(), e.AsSelect().FieldName()
	variable := x.nameOf(operand)
	fields, _ := x.d.provider.FindStructFieldNames(x.tree.GetType(operand.ID()).TypeName())
	fix := variable + " has " + list(fields, "and")
	if n := nearest(field, fields); n != "" {
		fix = "did you mean " + variable + "." + n + "?"
	}
	return at.problem(fix, "%s has no %s", variable, field)
}

// overload explains an operator or a function whose operands do not fit it.
func (x *explainer) overload(at token, e ast.Expr) Problem {
	call := e.AsCall()
	args := call.Args()
	if call.IsMemberFunction() {
		args = append([]ast.Expr{call.Target()}, args...)
	}
	name := call.FunctionName()
	if name == operators.LogicalNot || name == operators.Conditional {
		return x.src.anchor(args[0].ID()).problem(x.completion(args[0]), "%s takes true or false, this is %s", x.src.textOf(at), x.typeOf(args[0]))
	}
	if textMethods[name] != 0 {
		for _, arg := range args {
			if x.typeOf(arg) != "text" {
				return x.src.anchor(arg.ID()).problem("use it on a text, with one quoted text", "%s works on text, %s is %s", name, x.nameOf(arg), x.typeOf(arg))
			}
		}
		return at.problem("write change.path."+name+`("text")`, "%s takes one text", name)
	}
	if len(args) == 1 {
		return at.problem("", "%s cannot be used on %s", x.src.textOf(at), x.typeOf(args[0]))
	}
	if len(args) != 2 || ownCalls[name] {
		return at.problem("write "+name+"(object.rules)", "%s takes one value", name)
	}
	return x.pair(at, name, args[0], args[1])
}

func (x *explainer) pair(at token, name string, a, b ast.Expr) Problem {
	left, right := x.operand(a), x.operand(b)
	switch isUnitless := left.kind == facts.Null || right.kind == facts.Null; {
	case name == operators.Index:
		return at.problem("", "%s is %s and has no items", left.name, x.typeOf(a))
	case sumVerbs[name] != "" && isUnitless:
		return at.problem("", "%s and %s cannot be %s", x.typeOf(a), x.typeOf(b), sumVerbs[name])
	case sumVerbs[name] != "":
		return badSum(at, sumVerbs[name], left, right)
	case name == opAmong && b.Kind() == ast.ListKind:
		if found := x.strangers(a, b); len(found) > 0 {
			return found[0]
		}
		return at.problem("", "%s is %s and never in this list", left.name, x.typeOf(a))
	case name == opAmong:
		return at.problem(`write in ["a", "b"]`, "in takes a list, %s is %s", right.name, x.typeOf(b))
	case isUnitless || left.kind == right.kind:
		return at.problem("", "%s and %s cannot be compared with %s", x.typeOf(a), x.typeOf(b), x.src.textOf(at))
	}
	return mismatch(at, left, right)
}

// strangers are the members of a literal list that the item before in can never
// equal. The checker lets a list of two units pass.
func (x *explainer) strangers(item, members ast.Expr) []Problem {
	var problems []Problem
	left := x.operand(item)
	for _, member := range members.AsList().Elements() {
		if o := x.operand(member); left.kind != facts.Null && o.kind != facts.Null && o.kind != left.kind {
			problems = append(problems, mismatch(o.at, left, o))
		}
	}
	return problems
}

// unseen are the faults that the checker lets pass: members of two units, and a
// typed variable that is not read by a field.
func (x *explainer) unseen() []Problem {
	var problems []Problem
	selected := map[int64]bool{}
	ast.PreOrderVisit(x.tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		switch {
		case e.Kind() == ast.SelectKind:
			selected[e.AsSelect().Operand().ID()] = true
		case e.Kind() == ast.IdentKind && x.tree.GetType(e.ID()).Kind() == types.StructKind && !selected[e.ID()]:
			fields, _ := x.d.provider.FindStructFieldNames(x.tree.GetType(e.ID()).TypeName())
			problems = append(problems, x.src.anchor(e.ID()).problem(e.AsIdent()+" has "+list(fields, "and"), "%s is read by its fields", e.AsIdent()))
		case e.Kind() == ast.CallKind && e.AsCall().FunctionName() == opAmong && e.AsCall().Args()[1].Kind() == ast.ListKind:
			problems = append(problems, x.strangers(e.AsCall().Args()[0], e.AsCall().Args()[1])...)
		}
	}))
	return problems
}

// operand describes a node for mismatch. What is neither a scalar nor a text
// has kind Null.
func (x *explainer) operand(e ast.Expr) operand {
	o := operand{x.nameOf(e), kindOf(x.tree.GetType(e.ID())), x.constantOf(e), x.src.anchor(e.ID())}
	switch {
	case e.Kind() == ast.LiteralKind:
		o.at, _ = x.src.literal(e.ID())
	case o.constant != nil:
		o.at = x.src.made(e)
	}
	return o
}

// made is a constructor with its parentheses, or the bare number that stands
// for one.
func (s *source) made(e ast.Expr) token {
	if at, spelled := s.literal(e.ID()); isDigit(spelled[0]) || spelled[0] == '-' || spelled[0] == '.' {
		return at
	}
	return s.whole(s.anchor(e.ID()), e)
}

func kindOf(t *types.Type) facts.Kind {
	for kind, own := range scalarTypes {
		if t != nil && t.IsExactType(own) {
			return kind
		}
	}
	switch {
	case t == nil:
	case t.IsExactType(types.StringType):
		return facts.Text
	case t.IsExactType(types.BoolType):
		return facts.Bool
	}
	return facts.Null
}

func (x *explainer) typeOf(e ast.Expr) string { return typeName(x.tree.GetType(e.ID())) }

// typeName completes "this is …" for a type of CEL.
func typeName(t *types.Type) string {
	switch {
	case t == nil:
		return "not known"
	case t.Kind() == types.ListKind:
		return "a list"
	case t.Kind() == types.MapKind, t.Kind() == types.StructKind:
		return "a mapping"
	case t.Kind() == types.DynKind:
		return "any value"
	case t.Kind() == types.IntKind:
		return "a number"
	}
	return kindName(kindOf(t))
}

// nameOf spells a path such as impact.yearly, or says "this".
func (x *explainer) nameOf(e ast.Expr) string {
	switch e.Kind() {
	case ast.IdentKind:
		return e.AsIdent()
	case ast.SelectKind:
		if operand := x.nameOf(e.AsSelect().Operand()); operand != "this" {
			return operand + "." + e.AsSelect().FieldName()
		}
	}
	if c := x.constantOf(e); c != nil {
		return spell(*c)
	}
	return "this"
}

// constantOf is the value of a quoted text or of a constructor, else nil.
func (x *explainer) constantOf(e ast.Expr) *facts.Cell {
	if text, ok := quoted(e); ok {
		return &facts.Cell{Kind: facts.Text, Text: text}
	}
	if e.Kind() != ast.CallKind {
		return nil
	}
	c := constructors[e.AsCall().FunctionName()]
	if c.parse == nil || len(e.AsCall().Args()) != 1 {
		return nil
	}
	text, _ := quoted(e.AsCall().Args()[0])
	cell, err := c.parse(text)
	if err != nil {
		return nil
	}
	return &cell
}

// completion proposes a comparison for a value that stands where a condition
// belongs.
func (x *explainer) completion(e ast.Expr) string {
	kind := kindOf(x.tree.GetType(e.ID()))
	if name := x.nameOf(e); name != "this" && kind != facts.Null && x.constantOf(e) == nil {
		return "compare it with something, as in " + name + " " + exampleOf(kind, "> ")
	}
	return ""
}
