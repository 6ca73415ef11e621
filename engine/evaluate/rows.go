package evaluate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/facts"
)

// rowFindings turns what was wrong with rows into warnings at the mapping that
// read them, one for each reason and value.
func (p *Program) rowFindings(reports []facts.Report) diag.List {
	var out diag.List
	for _, r := range reports {
		s := p.sourceNamed(r.Source)
		if s == nil {
			continue
		}
		for _, t := range r.Rejected {
			out.Add(s.rowFinding(t, "rejected: they count nowhere"))
		}
		for _, t := range r.Noted {
			out.Add(s.rowFinding(t, "counted all the same"))
		}
	}
	return out
}

// inFileOrder puts tallies into the order of their first places, as somebody
// with the file open meets them.
func inFileOrder(reports []facts.Report) []facts.Report {
	for _, r := range reports {
		for _, list := range [][]facts.Tally{r.Noted, r.Rejected} {
			slices.SortStableFunc(list, func(a, b facts.Tally) int { return comparePlaces(a.First, b.First) })
		}
	}
	return reports
}

// comparePlaces compares by path, then by line as a number.
func comparePlaces(a, b []string) int {
	if len(a) == 0 || len(b) == 0 {
		return cmp.Compare(len(b), len(a))
	}
	pathA, lineA := cutPlace(a[0])
	pathB, lineB := cutPlace(b[0])
	return cmp.Or(cmp.Compare(pathA, pathB), cmp.Compare(lineA, lineB))
}

func cutPlace(place string) (path string, line int) {
	i := strings.LastIndexByte(place, ':')
	line, _ = strconv.Atoi(place[i+1:])
	return place[:max(0, i)], line
}

func (s *Source) rowFinding(t facts.Tally, fate string) diag.Finding {
	at := headerSpan(s.Spec, t.Column)
	if at.IsZero() {
		at = s.Doc.Name.At
	}
	what := strings.ReplaceAll(t.Reason, "-", " ")
	if t.Column != "" {
		what += " in `" + t.Column + "`"
	}
	if t.Value != "" {
		what += fmt.Sprintf(": %q", t.Value)
	}
	f := s.warning(CodeRowFault, "Rows of facts are at fault", at,
		fmt.Sprintf("%s, %s, first at %s; %s.", rowCount(t.Count), what, strings.Join(t.First, ", "), fate), "correct the rows, or the mapping")
	f.Path = "spec/columns/" + t.Column
	return f
}

func rowCount(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

// typeEnv is the environment of a source type's own columns, for built-ins.
func typeEnv(kind string) *expr.RowEnv {
	declared, _ := facts.LookupType(kind)
	var columns []expr.Column
	for _, c := range declared.Columns {
		columns = append(columns, expr.Column{Name: c.Name, Kind: c.Kind, Allowed: c.Allowed})
	}
	env, err := expr.Row(columns)
	if err != nil {
		panic(err) // the types are ours and tested
	}
	return env
}
