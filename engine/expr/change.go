package expr

import (
	"errors"
	"slices"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/checker"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// ChangeInput is what a decision right's condition sees of one change.
type ChangeInput struct {
	Kind, Path, Address string
	Before, After       any            // a value as EvalAssert takes it; nil when absent
	Yearly, Budget      quantity.Money // the zero Money is no amount: 0 in any currency
	Partners            int
}

// ChangeEnv types and interprets the conditions of decision rights (when) and
// of policies (assert). It keeps what it compiled, so one serves a whole run;
// it is safe for use by several goroutines.
type ChangeEnv struct {
	parser       *parser.Parser
	when, assert dialect
}

// Change makes the environment, in a quarter of a millisecond: as much as a
// hundred evaluations. Make one and keep it.
func Change() (*ChangeEnv, error) {
	p, err := newParser(parser.HasMacro, parser.AllMacro, parser.ExistsMacro, parser.MapMacro, parser.MapFilterMacro, parser.FilterMacro)
	if err != nil {
		return nil, err
	}
	env := &ChangeEnv{parser: p}
	if err := env.when.declare(changeObjects(), cel.Variable("change", changeType), cel.Variable("impact", impactType)); err != nil {
		return nil, err
	}
	err = env.assert.declare(nil, cel.Variable("object", cel.DynType), cel.Variable("metadata", cel.DynType))
	return env, err
}

// CheckWhen reports what is wrong with a condition over change and impact.
func (env *ChangeEnv) CheckWhen(src string) []Problem {
	return env.when.compile(env.parser, src).problems
}

// CheckAssert reports what is wrong with a condition over object and metadata.
func (env *ChangeEnv) CheckAssert(src string) []Problem {
	return slices.Clone(env.assert.compile(env.parser, src).problems)
}

// EvalWhen interprets a condition for one change. A fault of the expression,
// such as amounts of two currencies, is an error of type Problem.
func (env *ChangeEnv) EvalWhen(src string, in ChangeInput) (bool, error) {
	return env.when.eval(env.parser, src, map[string]any{"change": &in, "impact": &in})
}

// EvalAssert interprets a condition for one document: a tree of map[string]any,
// []any, string, bool, integers and the scalars of package quantity. A text is
// read as money, a rate, a day or a number where it is compared with one, so a
// tree of plain strings serves as well. A fault of the expression, such as a
// key that is not there, is an error of type Problem.
func (env *ChangeEnv) EvalAssert(src string, object, metadata any) (bool, error) {
	return env.assert.eval(env.parser, src, map[string]any{"object": object, "metadata": metadata})
}

// dialect is one set of variables with what was compiled over them.
type dialect struct {
	env      *cel.Env
	checker  *checker.Env
	provider *objects
	names    []string // of the variables

	mu       sync.Mutex
	compiled map[string]*compiled
}

// compiled is an expression with its program, or with its problems.
type compiled struct {
	src      *source
	program  cel.Program
	problems []Problem
}

func (d *dialect) declare(types map[string]object, variables ...cel.EnvOption) error {
	functions, err := declarations()
	if err != nil {
		return err
	}
	d.provider, err = newObjects(types)
	if err != nil {
		return err
	}
	options := append([]cel.EnvOption{
		cel.CustomTypeAdapter(tree{}), cel.CustomTypeProvider(d.provider), cel.FunctionDecls(functions...),
	}, variables...)
	if d.env, err = cel.NewCustomEnv(options...); err != nil {
		return err
	}
	// The checker is made by hand because its errors name the node, which those
	// of the Env do not.
	if d.checker, err = checker.NewEnv(d.env.Container, d.provider); err != nil {
		return err
	}
	for _, v := range d.env.Variables() {
		d.names = append(d.names, v.Name())
	}
	d.compiled = map[string]*compiled{}
	return errors.Join(d.checker.AddIdents(d.env.Variables()...), d.checker.AddFunctions(functions...))
}

func (d *dialect) compile(p *parser.Parser, src string) *compiled {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, found := d.compiled[src]
	if !found {
		c = d.compileNew(p, src)
		c.problems = sorted(c.problems)
		d.compiled[src] = c
	}
	return c
}

func (d *dialect) compileNew(p *parser.Parser, text string) *compiled {
	src, parsed, problems := parse(p, text)
	if len(problems) > 0 {
		return &compiled{problems: problems}
	}
	r := rewriter{src: src, next: ast.MaxID(parsed) + 1}
	if r.rewrite(parsed); len(r.problems) > 0 {
		return &compiled{problems: r.problems}
	}
	checked, problems := d.check(src, parsed)
	if len(problems) > 0 {
		return &compiled{problems: problems}
	}
	foldConstants(checked.Expr())
	program, err := d.env.PlanProgram(checked, cel.CostTracking(costs{}), cel.CostLimit(costLimit), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return &compiled{problems: []Problem{{0, len(text), "the expression cannot be run: " + err.Error(), ""}}}
	}
	return &compiled{src: src, program: program}
}

func (d *dialect) eval(p *parser.Parser, src string, variables map[string]any) (bool, error) {
	c := d.compile(p, src)
	if len(c.problems) > 0 {
		return false, c.problems[0]
	}
	out, _, err := c.program.Eval(variables)
	if err != nil {
		return false, c.runProblem(err)
	}
	holds, ok := out.(types.Bool)
	if !ok {
		return false, Problem{0, len(src), "a condition is true or false, this gave " + describe(out), ""}
	}
	return bool(holds), nil
}
