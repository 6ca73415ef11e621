package evaluate

import (
	"context"

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
	Pay     Pay
}

// window is the part of the period that the as-of day has reached.
func (j Job) window() quantity.Range {
	return quantity.Range{From: j.Period.Range.From, To: min(j.Period.Range.To, j.AsOf)}
}

// Run answers every job from the same sources in one scan and gives a Snapshot
// for each, in order. The error is for breakage: a file that went away, a
// cancelled context.
func Run(ctx context.Context, runner facts.Runner, sources []facts.Source, jobs ...Job) ([]*state.Snapshot, error) {
	keys, err := rosterKeys(ctx, runner, sources, jobs)
	if err != nil {
		return nil, err
	}
	in := facts.Input{Sources: sources}
	asked := make([]*asking, len(jobs))
	for i, j := range jobs {
		asked[i] = j.questions(sources, j.rosters(sources, keys))
		in.Variants = append(in.Variants, facts.Variant{Partner: asked[i].rosters.partner(j.Program.Book.PartnerByKey), Queries: asked[i].queries, Lists: asked[i].lists, Streams: asked[i].streams})
	}
	result, err := runner.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	out := make([]*state.Snapshot, len(jobs))
	for i, j := range jobs {
		out[i] = j.snapshot(asked[i], result.Variants[i], result.Rates)
		out[i].FactsDigest, out[i].Rates = result.Digest, result.Rates
	}
	return out, nil
}

// wanted is one KPI over one time.
type wanted struct {
	kpi    *KPI
	window quantity.Range
}

// asking gathers the queries of one job and remembers which of them belong to
// which measure of what is wanted.
type asking struct {
	program *Program
	have    map[string]map[string]bool // mapped columns of sources with files
	queries []facts.Query
	lists   []facts.List   // of registrations
	streams []facts.Stream // of what commission is folded from
	roll    *payroll       // nil unless commission is asked for
	pay     payAsk
	unfed   []string         // sources without files whose rows pay
	of      map[wanted][]int // per measure, its query or noQuery
	rosters *rosters
	rateAge quantity.Duration
}

// What stands for a measure that cannot be asked: there are no facts, or they are
// mapped without what it looks at.
const (
	noQuery  = -1
	noColumn = -2
)

func (j Job) questions(sources []facts.Source, r *rosters) *asking {
	a := &asking{program: j.Program, of: map[wanted][]int{}, have: columnsAt(sources), rosters: r, rateAge: rateAge(sources)}
	for _, k := range j.Program.KPIs {
		a.want(k, j.window())
	}
	j.wantGoals(a)
	j.wantScores(a)
	j.wantDefaults(a)
	j.wantTiers(a)
	for _, k := range j.Program.effort {
		a.want(k, j.window())
	}
	j.wantClaims(a)
	r.want(a, sources, j.window())
	if j.Pay.isWanted() {
		j.wantPay(a)
	}
	return a
}

// want adds the queries of a KPI over a time, and of those its formula names.
func (a *asking) want(k *KPI, window quantity.Range) {
	id := wanted{k, window}
	if _, asked := a.of[id]; asked || k == nil {
		return
	}
	a.of[id] = nil
	for _, m := range k.measures {
		q, lacks := a.query(k, m, window)
		if lacks < 0 {
			a.of[id] = append(a.of[id], lacks)
			continue
		}
		a.of[id] = append(a.of[id], len(a.queries))
		a.queries = append(a.queries, q)
	}
	if k.formula != nil {
		for _, ref := range k.formula.Refs {
			a.want(a.program.Lookup(ref.Name), window)
		}
	}
}

func (j Job) snapshot(asked *asking, result facts.VariantResult, rates facts.Exchange) *state.Snapshot {
	p := j.Program
	out := &state.Snapshot{AsOf: j.AsOf, Period: j.window(), PeriodName: j.Period.Name, Facts: inFileOrder(result.Reports),
		Declared: map[spec.Address]state.Declared{}, Derived: map[spec.Address]map[string]state.Value{}}
	for _, doc := range p.Book.Docs.List {
		out.Declared[doc.Address] = p.declared(doc)
	}
	ev := evaluation{program: p, asked: asked, result: result, currency: p.Book.Org.BaseCurrency.V}
	now := reading{window: j.window(), partial: j.Period.Range.To > j.AsOf}
	for _, doc := range p.Book.Partners() {
		out.Derived[doc.Address] = ev.values(now, ev.subject(doc))
	}
	out.Derived[Direct] = ev.values(now, subject{partners: []string{facts.Direct}})
	out.Derived[Portfolio] = ev.portfolio(now)
	out.Rosters = ev.rosters(now)
	out.Judgements = ev.judge(j)
	var paid payFindings
	if j.Pay.isWanted() {
		out.Earnings, paid = ev.pay(j, rates, out.Judgements)
		out.Moments = paid.moments
		out.Unpriced = unpriced(asked.unfed, paid.lacking)
		out.Adjustments = asked.roll.adjusted()
	}
	lacks := append([][]facts.MissingRate{result.Missing}, paid.missing...)
	missing := needed(lacks...)
	out.Unrated = unrated(missing)
	out.Findings = append(p.rowFindings(result.Reports), p.rateFindings(missing, asked.rateAge)...)
	out.Findings = append(out.Findings, paid.foreign...)
	out.Findings = append(out.Findings, p.oversharedFindings(paid.over)...)
	out.Findings = append(out.Findings, p.overdue(j.AsOf)...)
	out.Findings = append(out.Findings, p.protection(j.AsOf, asked.lists, result.Lists)...)
	if c, ok := p.Concentrate(out); ok {
		out.Effort = ev.effort(j, c, out.Derived)
		out.Findings = append(out.Findings, p.effortFindings(out.Effort, c)...)
	}
	ev.derive(out)
	return out
}

// evaluation is one variant's answers on their way to values.
type evaluation struct {
	program  *Program
	asked    *asking
	result   facts.VariantResult
	currency quantity.Currency
}

// reading is the time that a value is read over.
type reading struct {
	window  quantity.Range
	partial bool // the time goes on after the as-of day
}

// subject is whose value is read: one partner, or several together.
type subject struct {
	partners    []string
	joined      quantity.Date // first day in any program; 0 when not known
	isPortfolio bool
	members     []subject // of the portfolio
}

func (ev evaluation) subject(doc *spec.Document) subject {
	partner, _ := doc.Spec.(*spec.Partner)
	return subject{partners: []string{string(doc.Name.V)}, joined: joined(partner)}
}

// values gives every KPI of a subject, by kpi/NAME.
func (ev evaluation) values(over reading, of subject) map[string]state.Value {
	memo := map[string]state.Value{}
	out := map[string]state.Value{}
	for _, k := range ev.program.KPIs {
		out["kpi/"+k.Name] = ev.read(k, over, of, memo)
	}
	return out
}

// read gives one KPI of a subject; memo holds what was read before for the same
// time and subject. Circles of formulas were disarmed.
func (ev evaluation) read(k *KPI, over reading, of subject, memo map[string]state.Value) state.Value {
	if v, known := memo[k.Name]; known {
		return v
	}
	var v state.Value
	if k.formula == nil {
		v = ev.value(k, over, of)
	} else {
		for _, ref := range k.formula.Refs {
			if other := ev.program.Lookup(ref.Name); other != nil {
				ev.read(other, over, of, memo)
			}
		}
		v = answerFormula(k, memo, ev.currency, over.partial)
	}
	memo[k.Name] = v
	return v
}

func (ev evaluation) value(k *KPI, over reading, of subject) state.Value {
	in := inputs{kpi: k, currency: ev.currency, book: ev.program.Book, joined: of.joined, end: over.window.To, partial: over.partial}
	if k.answer == nil {
		out := in.blank()
		out.Reason = state.Invalid
		return out
	}
	if k.isPooled && of.isPortfolio {
		return ev.pooled(in, over, of)
	}
	asked := ev.asked.of[wanted{k, over.window}]
	reason := lacksFacts(k, asked)
	for i := range k.measures {
		if reason != "" {
			break
		}
		in.totals = append(in.totals, ev.total(k.measures[i].query, asked[i], of))
	}
	switch {
	case reason != "":
		out := in.blank()
		out.Reason = reason
		return out
	case !k.carries:
		return in.answer()
	}
	now, earlier, half := in, in, len(k.inPeriod())
	now.totals, earlier.totals = in.totals[:half], in.totals[half:]
	if out := now.answer(); out.Rows > 0 || out.Reason == state.NoRate {
		return out
	}
	return earlier.answer()
}

// answer gives no value where a row lacked an exchange rate: the rest of the rows
// would pass for all of them.
func (in inputs) answer() state.Value {
	for _, t := range in.totals {
		if t.Unrated > 0 {
			out := in.blank()
			out.Reason = state.NoRate
			return out
		}
	}
	return in.kpi.answer(in)
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
