package memory

import (
	"fmt"
	"regexp"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// row is what a program looks at: the cells, and the day at which amounts in
// other currencies are converted.
type row struct {
	cells []value
	at    quantity.Date
	rates rateBook
	lacks []gap // rates that were needed and not found
}

type gap struct {
	pair
	on, latest quantity.Date // that is needed; of the latest quote, which is too old
}

// truth is a three-valued condition.
type truth uint8

const (
	no truth = iota
	yes
	unknown
)

type (
	node func(*row) value
	test func(*row) truth
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// compiler turns an expression over the columns of a source into closures.
type compiler struct {
	columns  map[string]int
	fixed    map[string]value // columns that are the same in every row
	currency quantity.Currency
}

// node compiles an expression to its value. A column that the source does not
// map is null in every row.
func (c *compiler) node(e *facts.Expr) (node, error) {
	switch e.Op {
	case facts.OpConst:
		v := constant(e.Const)
		return func(*row) value { return v }, nil
	case facts.OpColumn:
		at, ok := c.columns[e.Column]
		if !ok {
			v := c.fixed[e.Column]
			return func(*row) value { return v }, nil
		}
		return func(r *row) value { return r.cells[at] }, nil
	case facts.OpAdd, facts.OpSub, facts.OpMul, facts.OpNeg, facts.OpAbs:
		return c.arithmetic(e)
	case facts.OpIf:
		return c.choice(e)
	}
	t, err := c.test(e)
	if err != nil {
		return nil, err
	}
	return func(r *row) value {
		switch t(r) {
		case yes:
			return value{kind: facts.Bool, exact: whole(1)}
		case no:
			return value{kind: facts.Bool}
		}
		return value{}
	}, nil
}

func constant(c facts.Cell) value {
	v := value{kind: c.Kind, text: c.Text, exact: exact{num: c.Int, scale: int32(c.Scale)}}
	if c.Kind == facts.Rate {
		v.scale = 8
	}
	return v
}

// test compiles an expression to a condition.
func (c *compiler) test(e *facts.Expr) (test, error) {
	switch e.Op {
	case facts.OpAnd, facts.OpOr:
		return c.junction(e)
	case facts.OpNot:
		args, err := c.tests(e, 1)
		if err != nil {
			return nil, err
		}
		negated := [...]truth{no: yes, yes: no, unknown: unknown}
		return func(r *row) truth { return negated[args[0](r)] }, nil
	case facts.OpEq, facts.OpNe, facts.OpLt, facts.OpLe, facts.OpGt, facts.OpGe:
		return c.comparison(e)
	case facts.OpIn:
		return c.membership(e)
	case facts.OpStartsWith, facts.OpEndsWith, facts.OpContains, facts.OpMatches:
		return c.pattern(e)
	case facts.OpConst, facts.OpColumn, facts.OpIf:
		n, err := c.node(e)
		if err != nil {
			return nil, err
		}
		return func(r *row) truth {
			if v := n(r); v.kind != facts.Null {
				return truthOf(v.num != 0)
			}
			return unknown
		}, nil
	}
	return nil, fmt.Errorf("expression: operation %d gives no condition", e.Op)
}

// junction folds any number of conditions; it stops at the first that decides.
func (c *compiler) junction(e *facts.Expr) (test, error) {
	args, err := c.tests(e, len(e.Args))
	if err != nil {
		return nil, err
	}
	decides, otherwise := no, yes
	if e.Op == facts.OpOr {
		decides, otherwise = yes, no
	}
	return func(r *row) truth {
		result := otherwise
		for _, arg := range args {
			switch arg(r) {
			case decides:
				return decides
			case unknown:
				result = unknown
			}
		}
		return result
	}, nil
}

// choice is SQL's CASE: an unknown condition takes the else branch.
func (c *compiler) choice(e *facts.Expr) (node, error) {
	if len(e.Args) != 3 {
		return nil, argsFault(e, 3)
	}
	condition, err := c.test(&e.Args[0])
	if err != nil {
		return nil, err
	}
	then, err := c.node(&e.Args[1])
	if err != nil {
		return nil, err
	}
	otherwise, err := c.node(&e.Args[2])
	if err != nil {
		return nil, err
	}
	return func(r *row) value {
		if condition(r) == yes {
			return then(r)
		}
		return otherwise(r)
	}, nil
}

func (c *compiler) pattern(e *facts.Expr) (test, error) {
	args, err := c.nodes(e, 2)
	if err != nil {
		return nil, err
	}
	matches := stringTests[e.Op]
	if e.Op == facts.OpMatches {
		if e.Args[1].Op != facts.OpConst {
			return nil, fmt.Errorf("expression: the pattern to match is not constant")
		}
		re, err := regexp.Compile(e.Args[1].Const.Text)
		if err != nil {
			return nil, fmt.Errorf("expression: %w", err)
		}
		matches = func(text, _ string) bool { return re.MatchString(text) }
	}
	if at, ok := c.columns[e.Args[0].Column]; ok && e.Args[0].Op == facts.OpColumn && e.Args[1].Op == facts.OpConst && !isNull(&e.Args[1]) {
		part := e.Args[1].Const.Text
		return func(r *row) truth { // the common case, without copying the cell
			cell := &r.cells[at]
			if cell.kind == facts.Null {
				return unknown
			}
			return truthOf(matches(cell.text, part))
		}, nil
	}
	return func(r *row) truth {
		a, b := args[0](r), args[1](r)
		if a.kind == facts.Null || b.kind == facts.Null {
			return unknown
		}
		return truthOf(matches(a.text, b.text))
	}, nil
}

func (c *compiler) tests(e *facts.Expr, count int) ([]test, error) {
	if len(e.Args) != count {
		return nil, argsFault(e, count)
	}
	out := make([]test, count)
	for i := range e.Args {
		var err error
		if out[i], err = c.test(&e.Args[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (c *compiler) nodes(e *facts.Expr, count int) ([]node, error) {
	if len(e.Args) != count {
		return nil, argsFault(e, count)
	}
	out := make([]node, count)
	for i := range e.Args {
		var err error
		if out[i], err = c.node(&e.Args[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func argsFault(e *facts.Expr, want int) error {
	return fmt.Errorf("expression: operation %d has %d operands, not %d", e.Op, len(e.Args), want)
}
