package evaluate

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// builtin is a KPI that entente defines: where it looks, what it asks, and how
// the answers become the value. Every question goes to all sources of the type.
type builtin struct {
	unit   state.Unit
	of     string // source type
	asks   []ask
	answer answer
}

type ask struct {
	where     string // CEL over the type's columns
	aggregate facts.Aggregate
	field     string
	at        string // "" asks without a window
	window    windowOf
}

const (
	isWon     = `stage == "won"`
	isDecided = `stage in ["won", "lost"]`
	isLead    = `status != "duplicate" || status == null`
)

// builtins are the KPIs that deals and leads allow, as language.md defines them.
var builtins = map[string]builtin{
	// Leads submitted in the period that were won, over all of them but duplicates.
	"lead-to-close": {state.Percent, "leads", []ask{
		{where: `status == "won"`, aggregate: facts.Count, at: "submittedAt"},
		{where: isLead, aggregate: facts.Count, at: "submittedAt"}}, answerRatio},
	// The same over leads whose outcome is known, so that young leads do not drag it down.
	"lead-to-close-mature": {state.Percent, "leads", []ask{
		{where: `status == "won"`, aggregate: facts.Count, at: "submittedAt"},
		{where: `status in ["won", "lost", "rejected"]`, aggregate: facts.Count, at: "submittedAt"}}, answerRatio},
	// Leads accepted or won, over all that were decided on.
	"lead-acceptance": {state.Percent, "leads", []ask{
		{where: `status in ["accepted", "won"]`, aggregate: facts.Count, at: "submittedAt"},
		{where: `status in ["accepted", "won", "rejected", "lost"]`, aggregate: facts.Count, at: "submittedAt"}}, answerRatio},
	"win-rate": {state.Percent, "deals", []ask{
		{where: isWon, aggregate: facts.Count, at: "closedAt"},
		{where: isDecided, aggregate: facts.Count, at: "closedAt"}}, answerRatio},
	"average-deal-size": {state.Money, "deals", []ask{
		{where: isWon, aggregate: facts.Sum, field: "amount", at: "closedAt"},
		{where: isWon + ` && amount != null`, aggregate: facts.Count, at: "closedAt"}}, answerRatio},
	"sourced-revenue": {state.Money, "deals", []ask{
		{where: isWon + ` && sourcedBy == "partner"`, aggregate: facts.Sum, field: "amount", at: "closedAt"}}, answerMeasure},
	"sourced-deals": {state.Count, "deals", []ask{
		{where: isWon + ` && sourcedBy == "partner"`, aggregate: facts.Count, at: "closedAt"}}, answerMeasure},
	// Mean days from creation to closing of deals won in the period.
	"sales-cycle": {state.Days, "deals", []ask{
		{where: isWon, aggregate: facts.Sum, field: "closedAt - createdAt", at: "closedAt"},
		{where: isWon + " && createdAt != null", aggregate: facts.Count, at: "closedAt"}}, answerRatio},
	// Open deals × win rate × average deal size ÷ sales cycle: money a day.
	"pipeline-velocity": {state.Money, "deals", []ask{
		{where: `stage == "open"`, aggregate: facts.Count},
		{where: isWon, aggregate: facts.Count, at: "closedAt"},
		{where: isDecided, aggregate: facts.Count, at: "closedAt"},
		{where: isWon, aggregate: facts.Sum, field: "amount", at: "closedAt"},
		{where: isWon, aggregate: facts.Sum, field: "closedAt - createdAt", at: "closedAt"}}, answerVelocity},
	// Days from joining the first program to the first deal won.
	"time-to-first-deal": {state.Days, "deals", []ask{
		{where: isWon, aggregate: facts.Min, field: "closedAt", at: "closedAt", window: untilNow}}, answerFirstDeal},
}

func (p *Program) builtinKPI(k *KPI) {
	b, ok := builtins[string(k.Spec.Builtin.V)]
	if !ok {
		return // not in the enumeration: reported by the decoder
	}
	if k.Unit == "" {
		k.Unit = b.unit
	}
	if !fits(k.Unit, b.unit) {
		p.add(wrongUnit(k, b.unit))
		return
	}
	for _, source := range p.sourcesOf(b.of) {
		k.uses = append(k.uses, spec.NewAddress("Source", source))
	}
	for _, a := range b.asks {
		k.measures = append(k.measures, p.ask(b, a))
	}
	k.answer = b.answer
}

// ask compiles one question of a builtin for every source of its type. A column
// that a source does not map is null there, so the question simply finds less.
func (p *Program) ask(b builtin, a ask) measure {
	m := measure{window: a.window, query: facts.Query{At: a.at, Aggregate: a.aggregate, Currency: p.Book.Org.BaseCurrency.V}}
	env := typeEnv(b.of)
	if a.where != "" {
		m.query.Where, _ = env.Lower(a.where)
	}
	if a.field != "" {
		m.query.Field, _ = env.LowerValue(a.field)
	}
	m.sources = p.sourcesOf(b.of)
	return m
}

// answerVelocity works out pipeline velocity from open, won and decided deals,
// won revenue and days.
func answerVelocity(in inputs) state.Value {
	open, won, decided, revenue, days := in.rat(0), in.rat(1), in.rat(2), in.rat(3), in.rat(4)
	out := in.blank()
	below := new(big.Rat).Mul(decided, days)
	if below.Sign() == 0 {
		out.Reason = state.NoDenominator
		return out
	}
	// open × (won/decided) × (revenue/won) ÷ (days/won), shortened
	above := new(big.Rat).Mul(new(big.Rat).Mul(open, won), revenue)
	out.Exact = new(big.Rat).Quo(above, below)
	return out
}

// answerFirstDeal counts days from the day the partner joined.
func answerFirstDeal(in inputs) state.Value {
	out := in.blank()
	first := in.totals[0].Value
	if first == nil || in.joined == 0 {
		out.Reason = state.NoRows
		return out
	}
	out.Exact = new(big.Rat).Sub(first, new(big.Rat).SetInt64(int64(in.joined)))
	return out
}
