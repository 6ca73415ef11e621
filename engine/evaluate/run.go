package evaluate

import (
	"context"
	"math/big"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Portfolio is the address under which values over all partners stand; Direct
// is that of rows without a partner.
const (
	Portfolio spec.Address = "portfolio"
	Direct    spec.Address = "direct"
)

// Period is the time that KPIs look at.
type Period struct {
	Name  string         // year-to-date, or as the user wrote it
	Range quantity.Range // as asked for, whole
}

// Job is one reading of the facts: whose documents, on which day, over which time.
type Job struct {
	Program *Program
	AsOf    quantity.Date
	Period  Period
}

// window is the part of the period that the as-of day has reached.
func (j Job) window() quantity.Range {
	return quantity.Range{From: j.Period.Range.From, To: min(j.Period.Range.To, j.AsOf)}
}

// Run answers every job from the same sources in one scan and gives a Snapshot
// for each, in order. The error is for breakage: a file that went away, a
// cancelled context.
func Run(ctx context.Context, runner facts.Runner, sources []facts.Source, jobs ...Job) ([]*state.Snapshot, error) {
	in := facts.Input{Sources: sources}
	asked := make([]*asking, len(jobs))
	for i, j := range jobs {
		asked[i] = j.questions(sources)
		in.Variants = append(in.Variants, facts.Variant{Partner: j.Program.Book.PartnerByKey, Queries: asked[i].queries})
	}
	result, err := runner.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	out := make([]*state.Snapshot, len(jobs))
	for i, j := range jobs {
		out[i] = j.snapshot(asked[i], result.Variants[i])
		out[i].FactsDigest = result.Digest
	}
	return out, nil
}

// asking remembers which queries belong to which measure of which KPI.
type asking struct {
	queries []facts.Query
	of      map[*KPI][][]int // per measure, the queries that it is the sum of
}

func (j Job) questions(sources []facts.Source) *asking {
	out := &asking{of: map[*KPI][][]int{}}
	have := map[string]bool{}
	for _, s := range sources {
		have[s.Name] = len(s.Files) > 0
	}
	for _, k := range j.Program.KPIs {
		for _, m := range k.measures {
			var indexes []int
			for _, source := range m.sources {
				if !have[source] {
					continue
				}
				q := m.query
				q.Source, q.Window = source, windowFor(m.window, j.window(), j.AsOf)
				indexes = append(indexes, len(out.queries))
				out.queries = append(out.queries, q)
			}
			out.of[k] = append(out.of[k], indexes)
		}
	}
	return out
}

func windowFor(w windowOf, period quantity.Range, asOf quantity.Date) quantity.Range {
	switch w {
	case untilNow:
		return quantity.Range{To: asOf}
	case before:
		return quantity.Range{From: period.From.AddDays(-period.Days()), To: period.From.AddDays(-1)}
	}
	return period
}

func (j Job) snapshot(asked *asking, result facts.VariantResult) *state.Snapshot {
	p := j.Program
	out := &state.Snapshot{AsOf: j.AsOf, Period: j.window(), PeriodName: j.Period.Name, Facts: inFileOrder(result.Reports),
		Declared: map[spec.Address]state.Declared{}, Derived: map[spec.Address]map[string]state.Value{}}
	for _, doc := range p.Book.Docs.List {
		out.Declared[doc.Address] = state.Flatten(doc, p.Book.Versions(doc))
	}
	ev := evaluation{program: p, asked: asked, result: result, partial: j.Period.Range.To > j.AsOf, currency: p.Book.Org.BaseCurrency.V}
	for _, doc := range p.Book.Partners() {
		partner := doc.Spec.(*spec.Partner)
		out.Derived[doc.Address] = ev.values([]string{string(doc.Name.V)}, joined(partner), doc.Address)
	}
	out.Derived[Direct] = ev.values([]string{facts.Direct}, 0, "")
	out.Derived[Portfolio] = ev.portfolio()
	out.Findings = append(p.rowFindings(result.Reports), p.rateFindings(result.Missing)...)
	return out
}

// evaluation is one variant's answers on their way to values.
type evaluation struct {
	program  *Program
	asked    *asking
	result   facts.VariantResult
	partial  bool
	currency quantity.Currency
}

// values gives every KPI of one partner, or of several together.
func (ev evaluation) values(partners []string, joined quantity.Date, address spec.Address) map[string]state.Value {
	byName := map[string]state.Value{}
	for _, k := range ev.program.KPIs {
		if k.formula == nil {
			byName[k.Name] = ev.value(k, partners, joined)
		}
	}
	for _, k := range ev.program.KPIs {
		if k.formula != nil {
			ev.formula(k, byName)
		}
	}
	out := map[string]state.Value{}
	for _, k := range ev.program.KPIs {
		v := byName[k.Name]
		if address != "" {
			v.Uses = append([]spec.Address{address}, v.Uses...)
		}
		out["kpi/"+k.Name] = v
	}
	return out
}

// formula works out a formula after what it needs; circles were disarmed.
func (ev evaluation) formula(k *KPI, byName map[string]state.Value) {
	if _, done := byName[k.Name]; done {
		return
	}
	for _, ref := range k.formula.Refs {
		if other := ev.program.Lookup(ref.Name); other != nil && other.formula != nil {
			ev.formula(other, byName)
		}
	}
	byName[k.Name] = answerFormula(k, byName, ev.currency, ev.partial)
}

func (ev evaluation) value(k *KPI, partners []string, joined quantity.Date) state.Value {
	in := inputs{kpi: k, currency: ev.currency, joined: joined, partial: ev.partial}
	if k.answer == nil {
		out := in.blank()
		out.Reason = state.Invalid
		return out
	}
	for i := range k.measures {
		indexes := ev.asked.of[k][i]
		if len(indexes) == 0 {
			out := in.blank()
			out.Reason = state.NoFacts
			return out
		}
		in.totals = append(in.totals, ev.total(k, i, indexes, partners))
	}
	if ev.lacksRate(k) {
		out := in.blank()
		out.Reason = state.NoRate
		return out
	}
	return k.answer(in)
}

// total adds up a measure over sources and partners; money comes out in major
// units. Only sums, counts and minima are asked of several.
func (ev evaluation) total(k *KPI, measure int, indexes []int, partners []string) facts.Total {
	var out facts.Total
	query := k.measures[measure].query
	for _, i := range indexes {
		for _, partner := range partners {
			t := ev.result.Totals[i][partner]
			out.Rows += t.Rows
			out.Value = combine(query.Aggregate, out.Value, t.Value)
		}
	}
	if out.Value != nil && query.Field != nil && query.Field.Kind == facts.Money && query.Aggregate != facts.CountDistinct {
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(ev.currency.Exponent())), nil)
		out.Value = new(big.Rat).Quo(out.Value, new(big.Rat).SetInt(scale))
	}
	return out
}

func combine(a facts.Aggregate, x, y *big.Rat) *big.Rat {
	switch {
	case y == nil:
		return x
	case x == nil:
		return y
	case a == facts.Min && x.Cmp(y) <= 0:
		return x
	case a == facts.Min:
		return y
	}
	return new(big.Rat).Add(x, y)
}

// lacksRate reports whether money of the KPI's sources could not be converted.
func (ev evaluation) lacksRate(k *KPI) bool {
	if k.Unit != state.Money {
		return false
	}
	for _, m := range ev.result.Missing {
		if m.To == ev.currency {
			return true
		}
	}
	return false
}

// YearToDate is the period of status when none is asked for.
const YearToDate = "year-to-date"

// ToDate gives the fiscal year up to the as-of day.
func (p *Program) ToDate(asOf quantity.Date) Period {
	start := p.Book.FiscalStart()
	y, m, _ := asOf.YMD()
	if m < start {
		y--
	}
	return Period{Name: YearToDate, Range: quantity.Range{From: quantity.NewDate(y, start, 1), To: asOf}}
}

// Named gives a period that a user wrote, by the Organization's fiscal year.
func (p *Program) Named(period quantity.Period) Period {
	return Period{Name: period.String(), Range: period.Range(p.Book.FiscalStart())}
}
