package expr

import (
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"

	"github.com/partnership-as-code/entente/engine/facts"
)

func (l *lowerer) comparison(at token, op facts.Op, e ast.Expr) (term, bool) {
	args := e.AsCall().Args()
	if l.isUnquoted(args[0], args[1]) || l.isUnquoted(args[1], args[0]) {
		return term{}, false
	}
	terms, ok := l.operands(e)
	if !ok {
		return term{}, false
	}
	a, b := terms[0], terms[1]
	isEquality := op == facts.OpEq || op == facts.OpNe
	switch {
	case a.isNull() || b.isNull():
		return l.nullTest(at, op, a, b)
	case a.Kind != b.Kind:
		l.report(mismatch(at, a.operand(), b.operand()))
		return term{}, false
	case a.Kind == facts.Bool && !isEquality:
		l.report(at.problem("use == or !=", "true and false have no order"))
		return term{}, false
	case isEquality && !(l.isAllowed(a, b) && l.isAllowed(b, a)):
		return term{}, false
	}
	t := node(at, op, facts.Bool, a, b)
	t.bounds = bound(a, b)
	t, ok = l.sameCurrency(t, a, b)
	t.currency = ""
	return t, ok
}

// nullTest puts the tested side first, so that runners meet one shape.
func (l *lowerer) nullTest(at token, op facts.Op, a, b term) (term, bool) {
	if a.isNull() {
		a, b = b, a
	}
	switch {
	case a.isNull():
		l.report(at.problem("compare a column with null", "null is always null"))
	case op != facts.OpEq && op != facts.OpNe:
		l.report(at.problem("use == null or != null", "null has no order"))
	default:
		return node(at, op, facts.Bool, a, b), true
	}
	return term{}, false
}

// isUnquoted reports stage == won, where a text lost its quotes.
func (l *lowerer) isUnquoted(column, word ast.Expr) bool {
	if column.Kind() != ast.IdentKind || word.Kind() != ast.IdentKind {
		return false
	}
	text, c := word.AsIdent(), l.env.columns[column.AsIdent()]
	if _, isColumn := l.env.columns[text]; isColumn || c.Kind != facts.Text || c.Unmapped {
		return false
	}
	if !slices.Contains(c.Allowed, text) && nearest(text, l.env.names) != "" {
		return false // rather a misspelled column
	}
	meant := text
	if n := nearest(text, c.Allowed); n != "" {
		meant = n
	}
	l.report(l.src.anchor(word.ID()).problem(`write "`+meant+`"`, "there is no column %s in %s; a text stands in quotes", text, l.env.describe()))
	return true
}

// isAllowed reports a text that an enumerated column never holds.
func (l *lowerer) isAllowed(column, text term) bool {
	if column.Op != facts.OpColumn || text.Op != facts.OpConst || text.Kind != facts.Text {
		return true
	}
	allowed := l.env.columns[column.Column].Allowed
	if allowed == nil || slices.Contains(allowed, text.Const.Text) {
		return true
	}
	fix := ""
	if n := nearest(text.Const.Text, allowed); n != "" {
		fix = `did you mean "` + n + `"?`
	}
	l.report(text.at.problem(fix, "%s is %s, never %s", column.Column, list(allowed, "or"), spell(text.Const)))
	return false
}

func (l *lowerer) membership(at token, e ast.Expr) (term, bool) {
	args := e.AsCall().Args()
	item, ok := l.lower(args[0])
	if args[1].Kind() != ast.ListKind || args[1].AsList().Size() == 0 {
		l.report(l.src.anchor(args[1].ID()).problem(`write in ["a", "b"]`, "in takes a list of literals"))
		return term{}, false
	}
	terms := []term{item}
	for _, e := range args[1].AsList().Elements() {
		if l.isUnquoted(args[0], e) {
			ok = false
			continue
		}
		t, isWhole := l.lower(e)
		if isWhole && item.Op != 0 {
			isWhole = l.isMember(item, t)
		}
		ok = ok && isWhole
		terms = append(terms, t)
	}
	if !ok {
		return term{}, false
	}
	t := node(at, facts.OpIn, facts.Bool, terms...)
	t.bounds = bound(terms[0], terms[1])
	t, ok = l.sameCurrency(t, terms...)
	t.currency = ""
	return t, ok
}

// isMember reports an element that is no literal, or none of the item's unit.
func (l *lowerer) isMember(item, element term) bool {
	switch {
	case element.literal == "" || element.Kind == facts.Null || item.Kind == facts.Null:
		l.report(element.at.problem("compare with == and join with ||", "a list after in holds literals only"))
	case element.Kind != item.Kind:
		l.report(mismatch(element.at, item.operand(), element.operand()))
	default:
		return l.isAllowed(item, element)
	}
	return false
}

func (l *lowerer) textMethod(at token, op facts.Op, e ast.Expr) (term, bool) {
	call := e.AsCall()
	method := call.FunctionName()
	if len(call.Args()) != 1 {
		l.report(at.problem("write product."+method+`("text")`, "%s takes one text", method))
		return term{}, false
	}
	target, ok := l.lower(call.Target())
	arg, isWhole := l.lower(call.Args()[0])
	if !ok || !isWhole {
		return term{}, false
	}
	for _, t := range [...]term{target, arg} {
		if t.Kind != facts.Text {
			l.report(t.at.problem("use it on a text column", "%s works on text, %s is %s", method, t.name(), kindName(t.Kind)))
			return term{}, false
		}
	}
	if op == facts.OpMatches && !l.isPattern(arg) {
		return term{}, false
	}
	return node(at, op, facts.Bool, target, arg), true
}

func (l *lowerer) isPattern(t term) bool {
	if t.literal == "" {
		l.report(t.at.problem(`write a pattern in quotes, such as "^Suite"`, "matches takes a fixed pattern"))
		return false
	}
	if _, err := regexp.Compile(t.Const.Text); err != nil {
		l.report(patternProblem(t.at.inner(l.src.text), err))
		return false
	}
	return true
}

func patternProblem(at token, err error) Problem {
	message := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	return at.problem("use RE2 syntax, without lookaround or back references", "the pattern cannot be read: %s", message)
}
