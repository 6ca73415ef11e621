package evaluate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

func declaredUnit(k *spec.KPI) state.Unit { return state.Unit(k.Unit.Or("")) }

// kpi compiles one KPI; formulas are compiled once all units are known. Of a faulty
// document what is sound is compiled for its findings.
func (p *Program) kpi(k *KPI) {
	if k.isTwice = !p.hasOneDefinition(k); k.isTwice {
		return
	}
	k.uses = p.always(k)
	switch {
	case k.Spec.Measure != nil:
		p.measureKPI(k)
	case k.Spec.Ratio != nil:
		p.ratioKPI(k)
	case k.Spec.Builtin != nil:
		p.builtinKPI(k)
	}
	k.doubtUnit()
	if k.Spec.Missing.Or("") == "carry" {
		k.carry()
	}
	k.uses = state.DistinctUses(k.uses)
}

// leaveOutFaulty takes the values from KPIs whose documents have a fault.
func (p *Program) leaveOutFaulty() {
	for _, k := range p.KPIs {
		if k.Doc.Broken {
			k.measures, k.answer, k.formula = nil, nil, nil
		}
	}
}

// doubtUnit takes back the unit of what is worked out when the document declares
// another one that cannot be read.
func (k *KPI) doubtUnit() {
	if !k.Doc.IsSound("unit") {
		k.Unit = ""
	}
}

// carry asks everything of the period before as well. What looks beyond a period
// has none before it.
func (k *KPI) carry() {
	for _, m := range k.measures {
		if m.window != inPeriod || m.isBorn {
			return
		}
	}
	k.carries = len(k.measures) > 0
	for _, m := range k.measures {
		m.window = before
		k.measures = append(k.measures, m)
	}
}

// always gives what every value of a KPI comes from: what its document says of the
// number, and the Organization's currency and fiscal year, which it counts in.
func (p *Program) always(k *KPI) []state.Use {
	out := p.ofOrganization("baseCurrency", "fiscalYearStart")
	for _, field := range []struct {
		name string
		isIn bool
	}{{"unit", k.Spec.Unit != nil}, {"measure", k.Spec.Measure != nil}, {"ratio", k.Spec.Ratio != nil},
		{"formula", k.Spec.Formula != nil}, {"builtin", k.Spec.Builtin != nil}, {"missing", k.Spec.Missing != nil}} {
		if field.isIn {
			out = append(out, state.Use{Address: k.Doc.Address, Path: field.name})
		}
	}
	return out
}

// inPeriod gives the measures without those of the period before.
func (k *KPI) inPeriod() []measure {
	if k.carries {
		return k.measures[:len(k.measures)/2]
	}
	return k.measures
}

// hasOneDefinition checks that exactly one field says how the KPI is worked out. Of
// a faulty one it is not known what it says.
func (p *Program) hasOneDefinition(k *KPI) bool {
	var given []diag.Span
	if k.Spec.Measure != nil {
		given = append(given, k.Spec.Measure.Aggregate.At)
	}
	if k.Spec.Ratio != nil {
		given = append(given, k.Spec.Ratio.Numerator.Aggregate.At)
	}
	if k.Spec.Formula != nil {
		given = append(given, k.Spec.Formula.At)
	}
	if k.Spec.Builtin != nil {
		given = append(given, k.Spec.Builtin.At)
	}
	if len(given) != 1 && k.Doc.IsSound("measure", "ratio", "formula", "builtin") {
		p.add(kpiDefinition(k.Doc, given))
	}
	return len(given) == 1
}

func (p *Program) measureKPI(k *KPI) {
	m, kind, ok := p.measure(k, k.Spec.Measure, "measure")
	if !ok {
		return
	}
	unit := unitOf(k.Spec.Measure, kind)
	if k.Unit == "" {
		k.Unit = unit
	}
	if !fits(k.Unit, unit) {
		p.add(wrongUnit(k, unit))
		return
	}
	k.measures, k.answer = []measure{m}, answerMeasure
}

func (p *Program) ratioKPI(k *KPI) {
	above, aboveKind, ok := p.measure(k, &k.Spec.Ratio.Numerator, "ratio/numerator")
	below, belowKind, also := p.measure(k, &k.Spec.Ratio.Denominator, "ratio/denominator")
	if !ok || !also {
		return
	}
	over, under := unitOf(&k.Spec.Ratio.Numerator, aboveKind), unitOf(&k.Spec.Ratio.Denominator, belowKind)
	unit := ratioUnit(over, under)
	switch {
	case k.Unit != "":
	case unit == state.Number:
		k.Unit = state.Percent
	default:
		k.Unit = unit
	}
	k.isShare = k.Unit == state.Percent && unit == state.Number
	if !fits(k.Unit, unit) && !k.isShare {
		p.add(wrongUnit(k, unit))
		return
	}
	k.measures, k.answer = []measure{above, below}, answerRatio
}

// ratioUnit is money per something, a rate per something (a mean rate), or a
// plain number.
func ratioUnit(over, under state.Unit) state.Unit {
	if over != under && (over == state.Money || over == state.Percent) {
		return over
	}
	return state.Number
}

// unitOf is the unit that a measure has by itself.
func unitOf(m *spec.Measure, field facts.Kind) state.Unit {
	switch {
	case m.Aggregate.V == "count" || m.Aggregate.V == "countDistinct":
		return state.Count
	case field == facts.Money:
		return state.Money
	case field == facts.Rate:
		return state.Percent
	}
	return state.Number
}

// fits reports whether a value of unit has can be shown in unit want: plain
// numbers can be counts, days, scores or numbers; money and percent are themselves.
func fits(want, has state.Unit) bool {
	plain := func(u state.Unit) bool { return u != state.Money && u != state.Percent }
	return want == has || plain(want) && plain(has)
}

// measure compiles an aggregate over one source.
func (p *Program) measure(k *KPI, m *spec.Measure, path string) (measure, facts.Kind, bool) {
	source := p.sourceNamed(m.Source.Name)
	if source == nil || p.envs[m.Source.Name] == nil {
		return measure{}, 0, false // reported as a reference, or as the source's own fault
	}
	k.uses = append(k.uses, state.Use{Address: source.Doc.Address})
	kind, _ := facts.LookupType(source.Mapping.Type)
	q := facts.Query{Aggregate: facts.Aggregate(m.Aggregate.V), Currency: p.Book.Org.BaseCurrency.V}
	before := len(p.findings)
	if m.Where != nil {
		where, problems := p.envs[m.Source.Name].Lower(string(m.Where.V))
		p.problems(k.Doc, path+"/where", m.Where.At, problems)
		q.Where = where
	}
	q.At = p.dayColumn(k, m, source, kind, path)
	field, isAggregateKnown := facts.Kind(0), k.Doc.IsSound(path+"/aggregate")
	switch {
	case m.Field != nil && isAggregateKnown && q.Aggregate == facts.Count:
		p.add(fieldOfCount(k.Doc, path, m.Field.At))
	case m.Field != nil:
		value, problems := p.envs[m.Source.Name].LowerValue(string(m.Field.V))
		p.problems(k.Doc, path+"/field", m.Field.At, problems)
		if q.Field = value; value != nil {
			field = value.Kind
		}
		if value != nil && isAggregateKnown && q.Aggregate != facts.CountDistinct && !isAddable(field) {
			p.add(fieldNotAddable(k.Doc, path, m))
		}
	case isAggregateKnown && q.Aggregate != facts.Count:
		p.add(fieldMissing(k.Doc, path, m))
	}
	return measure{sources: []string{m.Source.Name}, query: q}, field, len(p.findings) == before && k.Doc.IsSound(path)
}

func isAddable(k facts.Kind) bool { return k == facts.Money || k == facts.Number || k == facts.Rate }

// defaultDay is the day that puts a row into a period when a measure names none.
var defaultDay = map[string]string{"deals": "closedAt", "leads": "submittedAt", "registrations": "submittedAt", "fx-rates": "date"}

func (p *Program) dayColumn(k *KPI, m *spec.Measure, source *Source, kind facts.Type, path string) string {
	days := daysOf(source.Mapping)
	if m.At == nil {
		name := cmp.Or(defaultDay[kind.Name], "at")
		if !slices.Contains(days, name) {
			p.add(dayUnmapped(k.Doc, path, m, name))
		}
		return name
	}
	name := string(m.At.V)
	if !slices.Contains(days, name) {
		p.add(notADay(k.Doc, path, m.At.At, name, source.Mapping.Name, days))
	}
	return name
}

// daysOf gives the day columns that a source maps.
func daysOf(m facts.Source) []string {
	var out []string
	for _, c := range m.Columns {
		if c.Kind == facts.Day {
			out = append(out, c.Name)
		}
	}
	return out
}

// problems places each problem of an expression in the file.
func (p *Program) problems(doc *spec.Document, path string, at diag.Span, problems []expr.Problem) {
	for _, problem := range problems {
		place := spec.Within(at, problem.Start, problem.End)
		detail := problem.Message
		if rest, isNamed := strings.CutPrefix(detail, place.Text()+" "); isNamed {
			detail = "`" + place.Text() + "` " + rest // a name keeps its case
		}
		p.add(diag.Finding{Code: CodeExpression, Severity: diag.Error, Summary: "The expression does not hold", Resource: string(doc.Address),
			Path: "spec/" + path, Detail: sentence(detail), Fix: problem.Fix, At: place})
	}
}
