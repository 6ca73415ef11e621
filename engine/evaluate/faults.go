package evaluate

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Codes of findings about sources, KPIs and expressions.
const (
	CodeExpression     = "expression"
	CodeUnknownColumn  = "unknown-column"
	CodeUnmappedColumn = "unmapped-column"
	CodeBadColumn      = "bad-column"
	CodeUnknownHeader  = "unknown-header"
	CodeSourceFrom     = "source-from"
	CodeOutside        = "path-outside"
	CodeNoFactFiles    = "no-fact-files"
	CodeUnreadable     = "unreadable-facts"
	CodeKPIDefinition  = "kpi-definition"
	CodeKPIUnit        = "kpi-unit"
	CodeKPIField       = "kpi-field"
	CodeKPICycle       = "kpi-cycle"
	CodeRowFault       = "row-fault"
	CodeMissingRate    = "missing-rate"
)

func unknownColumn(doc *spec.Document, key spec.Val[spec.Text], kind facts.Type) diag.Finding {
	near, _ := diag.Nearest(string(key.V), columnNames(kind))
	f := diag.Finding{Code: CodeUnknownColumn, Severity: diag.Error, Summary: "Unknown column", At: key.At, Resource: string(doc.Address),
		Path: "spec/columns/" + string(key.V), Detail: fmt.Sprintf("Rows of type %s have no column `%s`.", kind.Name, key.V)}
	return suggest(f, near, "the columns are "+strings.Join(columnNames(kind), ", ")+"; put a further one under `extra` with its type")
}

func unmappedColumn(doc *spec.Document, s *spec.Source, name string) diag.Finding {
	return diag.Finding{Code: CodeUnmappedColumn, Severity: diag.Error, Summary: "A column must be mapped", At: s.Type.At, Resource: string(doc.Address),
		Path: "spec/columns/" + name, Detail: fmt.Sprintf("Rows of type %s need `%s`.", s.Type.V, name), Fix: fmt.Sprintf("add `%s: <header>` under columns", name)}
}

func takenColumn(doc *spec.Document, key spec.Val[spec.Text], kind facts.Type) diag.Finding {
	return diag.Finding{Code: CodeBadColumn, Severity: diag.Error, Summary: "The column is mapped in the wrong way", At: key.At, Resource: string(doc.Address),
		Path: "spec/extra/" + string(key.V), Detail: fmt.Sprintf("`%s` is a column of type %s already.", key.V, kind.Name), Fix: "move it to columns, or give it another name"}
}

func badFormat(doc *spec.Document, path string, at diag.Span, err error) diag.Finding {
	return diag.Finding{Code: CodeBadColumn, Severity: diag.Error, Summary: "The column is mapped in the wrong way", At: at, Resource: string(doc.Address),
		Path: "spec/" + path + "/format", Detail: sentence(err.Error()), Fix: "write a layout such as DD/MM/YYYY"}
}

func badMax(doc *spec.Document, path string, at diag.Span, want string) diag.Finding {
	return diag.Finding{Code: CodeBadColumn, Severity: diag.Error, Summary: "The column is mapped in the wrong way", At: at, Resource: string(doc.Address),
		Path: "spec/" + path + "/max", Detail: "max of this column must be " + want + "."}
}

func unknownCanonical(doc *spec.Document, key spec.Val[spec.Text], v spec.Val[spec.Text], allowed []string) diag.Finding {
	near, _ := diag.Nearest(string(v.V), allowed)
	f := diag.Finding{Code: spec.CodeUnknownValue, Severity: diag.Error, Summary: "Unknown value", At: v.At, Resource: string(doc.Address),
		Path: "spec/columns/" + string(key.V) + "/values", Detail: fmt.Sprintf("`%s` cannot be `%s`.", key.V, v.V)}
	return suggest(f, near, "write one of "+strings.Join(allowed, ", "))
}

func kpiDefinition(doc *spec.Document, given []diag.Span) diag.Finding {
	f := diag.Finding{Code: CodeKPIDefinition, Severity: diag.Error, Summary: "A KPI is defined in exactly one way", At: doc.Name.At, Resource: string(doc.Address),
		Detail: "It has none of measure, ratio, formula and builtin.", Fix: "add one of them"}
	if len(given) > 1 {
		f.At, f.Detail, f.Fix = given[1], "It has more than one of measure, ratio, formula and builtin.", "keep one of them"
		f.Related = []diag.Related{{At: given[0], Note: "the first one"}}
	}
	return f
}

func wrongUnit(k *KPI, has state.Unit) diag.Finding {
	f := diag.Finding{Code: CodeKPIUnit, Severity: diag.Error, Summary: "The unit does not fit what is measured", At: k.Doc.Name.At, Resource: string(k.Doc.Address),
		Path: "spec/unit", Detail: fmt.Sprintf("The KPI counts in %s, what it works out is %s.", k.Unit, unitWords(has)), Fix: "write `unit: " + string(has) + "`"}
	if k.Spec.Unit != nil {
		f.At = k.Spec.Unit.At
	}
	return f
}

func unitWords(u state.Unit) string {
	switch u {
	case state.Money:
		return "money"
	case state.Percent:
		return "a percentage"
	}
	return "a plain number"
}

func fieldOfCount(doc *spec.Document, path string, at diag.Span) diag.Finding {
	return diag.Finding{Code: CodeKPIField, Severity: diag.Error, Summary: "The field does not fit the aggregate", At: at, Resource: string(doc.Address),
		Path: "spec/" + path + "/field", Detail: "count counts rows and takes no field.", Fix: "take the field away, or use countDistinct"}
}

func fieldMissing(doc *spec.Document, path string, m *spec.Measure) diag.Finding {
	return diag.Finding{Code: CodeKPIField, Severity: diag.Error, Summary: "The field does not fit the aggregate", At: m.Aggregate.At, Resource: string(doc.Address),
		Path: "spec/" + path + "/field", Detail: fmt.Sprintf("%s needs a field to work on.", m.Aggregate.V), Fix: "add `field:` with a column such as amount"}
}

func fieldNotAddable(doc *spec.Document, path string, m *spec.Measure) diag.Finding {
	return diag.Finding{Code: CodeKPIField, Severity: diag.Error, Summary: "The field does not fit the aggregate", At: m.Field.At, Resource: string(doc.Address),
		Path: "spec/" + path + "/field", Detail: fmt.Sprintf("%s works on amounts and numbers; `%s` is neither.", m.Aggregate.V, m.Field.V), Fix: "use count or countDistinct, or another field"}
}

func notADay(doc *spec.Document, path string, at diag.Span, name, source string, days []string) diag.Finding {
	near, _ := diag.Nearest(name, days)
	f := diag.Finding{Code: CodeUnknownColumn, Severity: diag.Error, Summary: "Unknown column", At: at, Resource: string(doc.Address),
		Path: "spec/" + path + "/at", Detail: fmt.Sprintf("Source %s maps no day column `%s`.", source, name)}
	return suggest(f, near, "map it, or name one of "+strings.Join(days, ", "))
}

func dayUnmapped(doc *spec.Document, path string, m *spec.Measure, name string) diag.Finding {
	return diag.Finding{Code: CodeUnmappedColumn, Severity: diag.Error, Summary: "A column must be mapped", At: m.Source.At, Resource: string(doc.Address),
		Path: "spec/" + path + "/at", Detail: fmt.Sprintf("Rows of %s fall into a period by `%s`, which the source does not map.", m.Source.Name, name),
		Fix: fmt.Sprintf("map `%s` in the source, or name another day column under `at`", name)}
}

func unknownKPI(k *KPI, at diag.Span, name string, names []string) diag.Finding {
	near, _ := diag.Nearest(name, names)
	f := diag.Finding{Code: resolve.CodeUnknownReference, Severity: diag.Error, Summary: "A reference leads nowhere", At: at, Resource: string(k.Doc.Address),
		Path: "spec/formula", Detail: fmt.Sprintf("There is no KPI `%s`.", name)}
	return suggest(f, near, "declare it, or name another KPI")
}

func suggest(f diag.Finding, near, otherwise string) diag.Finding {
	if f.Fix = otherwise; near != "" {
		f.Detail += " Did you mean `" + near + "`?"
		f.Fix = "write `" + near + "`"
	}
	return f
}

func columnNames(kind facts.Type) []string {
	var out []string
	for _, c := range kind.Columns {
		out = append(out, c.Name)
	}
	return out
}

func joinArrow(names []string) string { return strings.Join(names, " → ") }

// sentence makes a message begin with a capital and end with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + strings.Repeat(".", boolInt(!strings.ContainsAny(s[len(s)-1:], ".?!")))
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
