package expr

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// operand is one side of a comparison as a message speaks of it.
type operand struct {
	name     string // "amount", "this"
	kind     facts.Kind
	constant *facts.Cell // nil for what is no literal
	at       token
}

func (t term) operand() operand {
	o := operand{t.name(), t.Kind, nil, t.at}
	if t.literal != "" {
		o.constant = &t.Const
	}
	return o
}

// mismatch says how to write the literal side in the other side's unit; at is
// the operator, for two sides of which none is a literal.
func mismatch(at token, a, b operand) Problem {
	typed, other := a, b
	if a.constant != nil && (b.constant == nil || a.isBare() && !b.isBare()) {
		typed, other = b, a
	}
	what := typed.name + " is " + kindName(typed.kind)
	if other.constant == nil {
		return at.problem("compare two values of one unit", "%s and %s is %s", what, other.name, kindName(other.kind))
	}
	right, isMeant := respell(typed.kind, *other.constant)
	if !isMeant {
		return other.at.problem("write for example "+right, "%s, not %s", what, kindName(other.kind))
	}
	return other.at.problem("write "+right, "%s; compare it with %s", what, right)
}

// isBare reports a number or a text, which may be another unit's spelling.
func (o operand) isBare() bool { return o.kind == facts.Number || o.kind == facts.Text }

// respell writes a constant in another unit; when neither its digits nor its
// text can be meant so, it gives an example of the unit and false.
func respell(kind facts.Kind, c facts.Cell) (string, bool) {
	text := spell(c)
	if c.Kind == facts.Text {
		text = c.Text
	}
	if kind == facts.Text {
		return strconv.Quote(text), true
	}
	name := constructorOf[kind]
	likely := guesses(text, constructors[name])
	switch {
	case len(likely) == 0:
		return exampleOf(kind, ""), false
	case kind == facts.Number:
		return likely[0], true
	}
	return name + `("` + likely[0] + `")`, true
}

// guesses are the valid spellings that a bare text may have meant, likeliest
// first.
func guesses(text string, k constructor) []string {
	if k.parse == nil {
		return nil
	}
	tries := []string{text}
	if k.kind == facts.Money {
		tries = append(tries, text+" USD")
	}
	_, err := k.parse(text)
	var f *quantity.Fault
	if errors.As(err, &f) {
		fix, _, _ := strings.Cut(strings.TrimPrefix(f.Fix, "write "), " or ")
		tries = append(tries, fix)
	}
	return slices.DeleteFunc(tries, func(s string) bool {
		_, err := k.parse(s)
		return err != nil
	})
}

// kindName completes "amount is …".
func kindName(k facts.Kind) string {
	switch k {
	case facts.Text:
		return "text"
	case facts.Money:
		return "money"
	case facts.Number:
		return "a number"
	case facts.Rate:
		return "a rate"
	case facts.Day:
		return "a day"
	case facts.Bool:
		return "true or false"
	}
	return "null"
}

var constructorOf = map[facts.Kind]string{facts.Money: "money", facts.Rate: "rate", facts.Day: "day", facts.Number: "number"}

// exampleOf writes an operator and a constant that a value of the kind can be
// compared with.
func exampleOf(k facts.Kind, operator string) string {
	switch k {
	case facts.Text:
		return strings.Replace(operator, "> ", "== ", 1) + `"text"`
	case facts.Number:
		return operator + "5"
	case facts.Money, facts.Rate, facts.Day:
		return operator + constructorOf[k] + `("` + constructors[constructorOf[k]].example + `")`
	}
	return strings.Replace(operator, "> ", "== ", 1) + "true"
}
