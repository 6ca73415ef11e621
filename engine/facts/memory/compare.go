package memory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

var stringTests = map[facts.Op]func(text, part string) bool{
	facts.OpStartsWith: strings.HasPrefix,
	facts.OpEndsWith:   strings.HasSuffix,
	facts.OpContains:   strings.Contains,
}

// outcomes says which of less, equal and greater make a comparison true.
var outcomes = map[facts.Op][3]bool{
	facts.OpEq: {false, true, false}, facts.OpNe: {true, false, true},
	facts.OpLt: {true, false, false}, facts.OpLe: {true, true, false},
	facts.OpGt: {false, false, true}, facts.OpGe: {false, true, true},
}

func (c *compiler) comparison(e *facts.Expr) (test, error) {
	args, err := c.nodes(e, 2)
	if err != nil {
		return nil, err
	}
	isTrue := outcomes[e.Op]
	for i := range e.Args {
		if e.Op <= facts.OpNe && isNull(&e.Args[i]) {
			return nullTest(args[1-i], e.Op), nil
		}
	}
	if fast := c.columnComparison(e, isTrue); fast != nil {
		return fast, nil
	}
	target := c.target(e)
	return func(r *row) truth {
		a, b := args[0](r), args[1](r)
		order, ok := r.compare(a, b, target)
		if !ok {
			return unknown
		}
		return truthOf(isTrue[order+1])
	}, nil
}

func isNull(e *facts.Expr) bool { return e.Op == facts.OpConst && e.Const.Kind == facts.Null }

func nullTest(n node, op facts.Op) test {
	return func(r *row) truth {
		return truthOf((n(r).kind == facts.Null) == (op == facts.OpEq))
	}
}

// columnComparison is the common case, a column against a constant, without
// copying the cell; nil when it is not that case.
func (c *compiler) columnComparison(e *facts.Expr, isTrue [3]bool) test {
	at, ok := c.columns[e.Args[0].Column]
	if e.Args[0].Op != facts.OpColumn || !ok || e.Args[1].Op != facts.OpConst || isNull(&e.Args[1]) {
		return nil
	}
	want, target := constant(e.Args[1].Const), c.target(e)
	if want.kind == facts.Text && (e.Op == facts.OpEq || e.Op == facts.OpNe) {
		return func(r *row) truth {
			cell := &r.cells[at]
			if cell.kind == facts.Null {
				return unknown
			}
			return truthOf((cell.text == want.text) == isTrue[1])
		}
	}
	return func(r *row) truth {
		cell := &r.cells[at]
		if cell.kind == facts.Null {
			return unknown
		}
		order, ok := r.compare(*cell, want, target)
		if !ok {
			return unknown
		}
		return truthOf(isTrue[order+1])
	}
}

// target is the currency in which amounts of different ones meet: that of a
// constant among the operands, else the query's.
func (c *compiler) target(e *facts.Expr) quantity.Currency {
	for i := range e.Args {
		if a := &e.Args[i]; a.Op == facts.OpConst && a.Const.Kind == facts.Money {
			return quantity.Currency(a.Const.Text)
		}
	}
	return c.currency
}

// compare orders two values; false when either is null or has no rate.
func (r *row) compare(a, b value, target quantity.Currency) (int, bool) {
	switch {
	case a.kind == facts.Null || b.kind == facts.Null:
		return 0, false
	case a.kind == facts.Text:
		return strings.Compare(a.text, b.text), true
	case a.kind == facts.Money && a.text != b.text:
		var ok bool
		if a, b, ok = r.meet(a, b, target); !ok {
			return 0, false
		}
	}
	return a.cmp(b.exact), true
}

// meet converts two amounts to one currency.
func (r *row) meet(a, b value, target quantity.Currency) (value, value, bool) {
	if a.kind != facts.Money || b.kind != facts.Money || a.text == b.text {
		return a, b, true
	}
	if target == "" {
		target = quantity.Currency(b.text)
	}
	a, okA := r.convert(a, target)
	b, okB := r.convert(b, target)
	return a, b, okA && okB
}

// convert gives an amount in another currency; null and a lack when there is no
// rate of the row's day.
func (r *row) convert(v value, to quantity.Currency) (value, bool) {
	if v.kind != facts.Money || quantity.Currency(v.text) == to {
		return v, v.kind != facts.Null
	}
	p := pair{quantity.Currency(v.text), to}
	amount, latest, ok := r.rates.convert(v.exact, p, r.at)
	if !ok {
		r.lacks = append(r.lacks, gap{p, r.at, latest})
		return value{}, false
	}
	return value{kind: facts.Money, text: string(to), exact: amount}, true
}

// membership is Args[0] in constants; with a null among them nothing is
// certainly outside.
func (c *compiler) membership(e *facts.Expr) (test, error) {
	if len(e.Args) == 0 {
		return nil, argsFault(e, 1)
	}
	probe, err := c.node(&e.Args[0])
	if err != nil {
		return nil, err
	}
	var choices []value
	otherwise, texts := no, []string(nil)
	for i := range e.Args[1:] {
		a := &e.Args[1+i]
		switch {
		case a.Op != facts.OpConst:
			return nil, fmt.Errorf("expression: a list to look in has something that is not constant")
		case isNull(a):
			otherwise = unknown
		case a.Const.Kind == facts.Text:
			texts = append(texts, a.Const.Text)
		default:
			choices = append(choices, constant(a.Const))
		}
	}
	isAmong := anyOf(texts)
	return func(r *row) truth {
		v := probe(r)
		if v.kind == facts.Null {
			return unknown
		}
		if v.kind == facts.Text {
			if isAmong(v.text) {
				return yes
			}
			return otherwise
		}
		return r.find(v, choices, otherwise)
	}, nil
}

// anyOf looks for a text: a few are found faster one by one than in a map.
func anyOf(texts []string) func(string) bool {
	if len(texts) <= fewValues {
		return func(text string) bool { return slices.Contains(texts, text) }
	}
	set := make(map[string]bool, len(texts))
	for _, text := range texts {
		set[text] = true
	}
	return func(text string) bool { return set[text] }
}

func (r *row) find(v value, choices []value, otherwise truth) truth {
	for _, choice := range choices {
		order, ok := r.compare(v, choice, quantity.Currency(choice.text))
		if ok && order == 0 {
			return yes
		}
		if !ok {
			otherwise = unknown
		}
	}
	return otherwise
}
