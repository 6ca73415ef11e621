package expr

import (
	"errors"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// constructor makes a typed constant from a quoted spelling: money("5000 USD").
type constructor struct {
	kind    facts.Kind
	example string
	parse   func(string) (facts.Cell, error)
}

var constructors = map[string]constructor{
	"money": {facts.Money, "5000 USD", func(s string) (facts.Cell, error) {
		m, err := quantity.ParseMoney(s)
		return facts.Cell{Kind: facts.Money, Int: m.Minor, Text: string(m.Currency)}, err
	}},
	"rate": {facts.Rate, "25%", func(s string) (facts.Cell, error) {
		r, err := quantity.ParseRate(s)
		return facts.Cell{Kind: facts.Rate, Int: int64(r)}, err
	}},
	"day": {facts.Day, "2026-01-01", func(s string) (facts.Cell, error) {
		d, err := quantity.ParseDate(s)
		return facts.Cell{Kind: facts.Day, Int: int64(d)}, err
	}},
	"number": {facts.Number, "67.5", numberCell},
}

func numberCell(s string) (facts.Cell, error) {
	n, err := quantity.ParseNumber(s)
	return facts.Cell{Kind: facts.Number, Int: n.Coef, Scale: n.Scale}, err
}

// construct reads the one argument of a constructor, which must be a literal so
// that a bad spelling is found before anything runs. The problem lies inside
// the quotes.
func (s *source) construct(name string, call ast.Expr) (facts.Cell, []Problem) {
	c := constructors[name]
	usage := "write " + name + `("` + c.example + `")`
	args := call.AsCall().Args()
	if len(args) != 1 || call.AsCall().IsMemberFunction() {
		return facts.Cell{}, []Problem{s.anchor(call.ID()).problem(usage, "%s takes one quoted value", name)}
	}
	text, ok := quoted(args[0])
	if !ok {
		at := s.anchor(args[0].ID())
		if args[0].Kind() == ast.LiteralKind {
			at, _ = s.literal(args[0].ID())
		}
		return facts.Cell{}, []Problem{at.problem(usage, "%s takes a quoted value", name)}
	}
	cell, err := c.parse(text)
	if err != nil {
		at, _ := s.literal(args[0].ID())
		return facts.Cell{}, []Problem{faultProblem(at.inner(s.text), err)}
	}
	return cell, nil
}

// whole is a constructor with its argument and parentheses.
func (s *source) whole(name token, call ast.Expr) token {
	arg, _ := s.literal(call.AsCall().Args()[0].ID())
	return token{name.start, s.tokens[s.after(arg)].end}
}

func quoted(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	text, ok := e.AsLiteral().(types.String)
	return string(text), ok
}

func faultProblem(at token, err error) Problem {
	var f *quantity.Fault
	if errors.As(err, &f) {
		return at.problem(f.Fix, "%s", f.Expected)
	}
	return at.problem("", "%s", err)
}

// number reads a numeric literal exactly, from its digits in the text: the
// parser has already rounded a decimal to a float.
func (s *source) number(e ast.Expr) (facts.Cell, []Problem) {
	at, digits := s.literal(e.ID())
	switch v := e.AsLiteral().(type) {
	case types.Int:
		digits = strconv.FormatInt(int64(v), 10)
	case types.Double:
		if strings.ContainsAny(digits, "eE") {
			return facts.Cell{}, []Problem{at.problem("write "+plain(float64(v)), "the number %s has an exponent", digits)}
		}
	case types.Uint:
		return facts.Cell{}, []Problem{at.problem("write it without u", "%s is not a plain number", digits)}
	default:
		return facts.Cell{}, []Problem{at.problem("write a text, or a number", "%s is not a value of this language", digits)}
	}
	cell, err := numberCell(digits)
	if err != nil {
		return cell, []Problem{at.problem("write a plain decimal of at most 18 digits, such as 0.5", "the number %s has no exact value here", digits)}
	}
	return cell, nil
}

// plain spells a float the shortest way that a number can be written, or says
// what such a spelling looks like.
func plain(v float64) string {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if _, err := quantity.ParseNumber(text); err == nil && v != 0 {
		return text
	}
	return "a plain decimal of at most 18 digits"
}

// spell prints a constant as an expression would write it.
func spell(c facts.Cell) string {
	switch c.Kind {
	case facts.Money:
		return `money("` + quantity.Money{Minor: c.Int, Currency: quantity.Currency(c.Text)}.String() + `")`
	case facts.Rate:
		return `rate("` + quantity.Rate(c.Int).String() + `")`
	case facts.Day:
		return `day("` + quantity.Date(c.Int).String() + `")`
	case facts.Number:
		return quantity.Number{Coef: c.Int, Scale: c.Scale}.String()
	case facts.Text:
		return strconv.Quote(c.Text)
	case facts.Bool:
		return strconv.FormatBool(c.Int == 1)
	}
	return "null"
}
