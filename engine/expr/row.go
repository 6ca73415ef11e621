package expr

import (
	"fmt"
	"slices"

	"cel.dev/cel-go/parser"

	"github.com/partnership-as-code/entente/engine/facts"
)

// Column is a name that an expression over rows may use. Allowed are the values
// of an enumeration, nil for any. An Unmapped column exists in the source's
// type but not in this source: using it is a Problem of its own.
type Column struct {
	Name     string
	Kind     facts.Kind
	Allowed  []string
	Unmapped bool
}

// RowEnv types expressions over the rows of one source. It is safe for use by
// several goroutines.
type RowEnv struct {
	source  string
	columns map[string]Column
	names   []string // of mapped columns, sorted
	parser  *parser.Parser
}

// Row makes the environment of one source, in about 12 µs; it is made once per
// source and used for all expressions over it. Two columns of one name, or one
// without a name or kind, are an error.
func Row(columns []Column) (*RowEnv, error) {
	p, err := newParser()
	if err != nil {
		return nil, err
	}
	env := &RowEnv{columns: make(map[string]Column, len(columns)), parser: p}
	for _, c := range columns {
		if _, isTwice := env.columns[c.Name]; isTwice || c.Name == "" || c.Kind == facts.Null {
			return nil, fmt.Errorf("column %q is declared twice, or has no name or kind", c.Name)
		}
		env.columns[c.Name] = c
		if !c.Unmapped {
			env.names = append(env.names, c.Name)
		}
	}
	slices.Sort(env.names)
	return env, nil
}

// Named gives the same environment with the source's name for messages.
func (env *RowEnv) Named(source string) *RowEnv {
	named := *env
	named.source = source
	return &named
}

// Lower types a condition and lowers it. Without problems the Expr has kind
// Bool; with problems it is nil. Literal amounts of two currencies that meet are
// a Problem; a literal against a column is for the runner, row by row: cells of
// another currency compare as null.
func (env *RowEnv) Lower(src string) (*facts.Expr, []Problem) {
	return env.lower(src, func(l *lowerer, t term) {
		if t.Kind != facts.Bool {
			l.report(t.at.problem("compare it with something, as in "+t.name()+" "+exampleOf(t.Kind, "> "),
				"a condition is true or false, this is %s", kindName(t.Kind)))
		}
	})
}

// LowerValue types and lowers an expression of any kind but null: what a KPI
// measures, what a rule pays on. The caller judges the Expr's Kind.
func (env *RowEnv) LowerValue(src string) (*facts.Expr, []Problem) {
	return env.lower(src, func(l *lowerer, t term) {
		if t.Kind == facts.Null {
			l.report(t.at.problem("name a column", "null is not a value"))
		}
	})
}

func (env *RowEnv) lower(src string, judge func(*lowerer, term)) (*facts.Expr, []Problem) {
	s, tree, problems := parse(env.parser, src)
	if len(problems) > 0 {
		return nil, problems
	}
	l := &lowerer{env: env, src: s}
	t, ok := l.lower(tree.Expr())
	if ok {
		judge(l, t)
	}
	if len(l.problems) > 0 {
		return nil, sorted(l.problems)
	}
	return &t.Expr, nil
}
