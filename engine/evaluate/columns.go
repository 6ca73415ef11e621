package evaluate

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// columnsAt gives the mapped columns of every source that has files.
func columnsAt(sources []facts.Source) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, s := range sources {
		if len(s.Files) > 0 {
			out[s.Name] = columnsOf(s)
		}
	}
	return out
}

func columnsOf(s facts.Source) map[string]bool {
	out := map[string]bool{"currency": true} // the source's own where no column has it
	for _, c := range s.Columns {
		out[c.Name] = true
	}
	return out
}

// isNarrower reports whether a source is read without a column that the KPI looks
// at and its own revision maps: a head's KPI on the base's reading. Such a column
// is null in every row, and a count of nothing would pass for none.
func (a *asking) isNarrower(k *KPI, source string) bool {
	declared := a.program.sourceNamed(source)
	if declared == nil {
		return false
	}
	own := columnsOf(declared.Mapping)
	for _, m := range k.measures {
		lacks := func(column string) bool { return own[column] && !a.have[source][column] }
		if slices.Contains(m.sources, source) && slices.ContainsFunc(m.columns(), lacks) {
			return true
		}
	}
	return false
}

// columns names the columns that a source must map for a measure to mean something
// there.
func (m measure) columns() []string {
	var out []string
	var visit func(e *facts.Expr)
	visit = func(e *facts.Expr) {
		if e == nil {
			return
		}
		if e.Op == facts.OpColumn {
			out = append(out, e.Column)
		}
		for i := range e.Args {
			visit(&e.Args[i])
		}
	}
	visit(m.query.Where)
	visit(m.query.Field)
	if m.query.At != "" {
		out = append(out, m.query.At)
	}
	if m.isBorn {
		out = append(out, created)
	}
	if m.query.Credit != nil {
		out = append(out, m.query.Credit.From, m.query.Credit.To)
	}
	return out
}

const created = "createdAt"

// bornBy narrows a condition to rows that were created by a day, or nobody knows
// when.
func bornBy(where *facts.Expr, day quantity.Date) *facts.Expr {
	is := func(op facts.Op, c facts.Cell) facts.Expr {
		return facts.Expr{Op: op, Kind: facts.Bool, Args: []facts.Expr{
			{Op: facts.OpColumn, Kind: facts.Day, Column: created}, {Op: facts.OpConst, Kind: c.Kind, Const: c}}}
	}
	born := facts.Expr{Op: facts.OpOr, Kind: facts.Bool, Args: []facts.Expr{
		is(facts.OpEq, facts.Cell{}), is(facts.OpLe, facts.Cell{Kind: facts.Day, Int: int64(day)})}}
	return &facts.Expr{Op: facts.OpAnd, Kind: facts.Bool, Args: []facts.Expr{*where, born}}
}
