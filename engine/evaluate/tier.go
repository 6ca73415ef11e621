package evaluate

import (
	"slices"
	"time"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// maxEvaluations keeps a date of the last century from asking without end.
const maxEvaluations = 400

// cadenceMonths is how many months lie between two evaluations; weekly ones go
// by days.
var cadenceMonths = map[spec.Cadence]int{quantity.Monthly: 1, quantity.Quarterly: 3, quantity.Semiannual: 6, quantity.Annual: 12}

// evaluations gives the days on which levels are evaluated from since to the
// as-of day: the ends of fiscal months, quarters, halves or years.
func (j Job) evaluations(t *spec.Tiers, since quantity.Date) []quantity.Date {
	months, ok := cadenceMonths[t.Evaluate.Or(quantity.Quarterly)]
	if !ok {
		months = 1
	}
	start := j.Program.Book.FiscalStart()
	y, _, _ := since.YMD()
	var out []quantity.Date
	last := quantity.Date(0) // at the end of the calendar a day stays where it is
	for day := quantity.NewDate(y-1, start, 1); day <= j.AsOf.AddDays(1) && day > last; day = day.AddMonths(months) {
		last = day
		if end := day.AddDays(-1); end >= since && end <= j.AsOf {
			out = append(out, end)
		}
	}
	return out[max(0, len(out)-maxEvaluations):]
}

func (j Job) measured(t *spec.Tiers, day quantity.Date) quantity.Range {
	return trailing(day, t.Measured.Or(quantity.Duration{N: 4, Unit: quantity.Quarters}), j.Program.Book.Holidays())
}

// trailing is the time of a duration up to and including a day.
func trailing(to quantity.Date, d quantity.Duration, holidays map[quantity.Date]bool) quantity.Range {
	back := quantity.Duration{N: -d.N, Unit: d.Unit}
	return quantity.Range{From: back.From(to.AddDays(1), holidays), To: to}
}

func quarterStart(day quantity.Date, fiscal time.Month) quantity.Date {
	y, m, _ := day.YMD()
	into := (int(m) - int(fiscal) + 12) % 3
	return quantity.NewDate(y, m, 1).AddMonths(-into)
}

// membership is one partner in one program with tiers.
type membership struct {
	partner *spec.Document
	member  spec.Membership
	program *spec.Document
	tiers   *spec.Tiers
}

// memberships gives every partner in every program with tiers.
func (p *Program) memberships(each func(membership)) {
	for _, doc := range p.Book.Partners() {
		for _, m := range doc.Spec.(*spec.Partner).Programs {
			program, s := spec.Lookup[spec.Program](p.Book.Docs, m.Program.Name)
			if s != nil && s.Tiers != nil && !program.Broken && !doc.Broken {
				each(membership{doc, m, program, s.Tiers})
			}
		}
	}
}

// wantTiers asks for every KPI that a level needs at every evaluation.
func (j Job) wantTiers(a *asking) {
	j.Program.memberships(func(m membership) {
		if m.member.Since == nil {
			return
		}
		for _, day := range j.evaluations(m.tiers, m.member.Since.V) {
			for _, level := range m.tiers.Levels {
				for _, q := range level.Qualify {
					a.want(j.Program.Lookup(q.KPI.Name), j.measured(m.tiers, day))
				}
			}
		}
	})
}

// tier replays the evaluations from the day of joining: promotion at the
// evaluation, demotion once the grace has passed below the level.
func (ev evaluation) tier(j Job, m membership) state.Tier {
	out := state.Tier{Program: m.member.Program.Name, Uses: ev.program.leveling(m)}
	if pin := m.member.Pin; pin != nil && (pin.Until == nil || pin.Until.V >= j.AsOf) {
		out.Pinned = string(pin.Tier.V)
		if pin.Until != nil {
			out.Until = pin.Until.V
		}
	}
	if m.member.Since == nil {
		return out
	}
	held := -1
	var belowSince quantity.Date
	var uses []state.Use
	for _, day := range j.evaluations(m.tiers, m.member.Since.V) {
		now, used := ev.qualifies(j, m, day)
		uses = append(uses, used...)
		switch {
		case now >= held:
			held, belowSince, uses = now, 0, used // what came before decides nothing any more
		case belowSince == 0:
			belowSince = day
			fallthrough
		default:
			grace := m.tiers.DemoteGrace.Or(quantity.Duration{Unit: quantity.Days})
			if grace.From(belowSince, j.Program.Book.Holidays()) <= day {
				held, belowSince = now, 0
			}
		}
		if held >= 0 {
			out.Earned = string(m.tiers.Levels[held].ID.V)
			out.History = append(out.History, state.TierAt{On: day, Tier: out.Earned})
		}
	}
	out.Uses = state.DistinctUses(append(out.Uses, uses...))
	return out
}

// qualifies gives the highest level whose every line holds on a day, -1 when none
// does, and what says so: that level, and those above it, which do not hold.
func (ev evaluation) qualifies(j Job, m membership, day quantity.Date) (int, []state.Use) {
	memo := map[string]state.Value{}
	var uses []state.Use
	for i, level := range slices.Backward(j.Program.measurable(m.tiers.Levels)) {
		uses = append(uses, state.Use{Address: m.program.Address, Path: "tiers/levels/" + string(level.ID.V)})
		holds := true
		for _, q := range level.Qualify {
			v := ev.read(j.Program.Lookup(q.KPI.Name), reading{window: j.measured(m.tiers, day)}, ev.subject(m.partner), memo)
			holds = holds && v.Exact != nil && v.Exact.Cmp(q.From.V.Rat()) >= 0
			uses = append(uses, v.Uses...)
		}
		if holds {
			return i, uses
		}
	}
	return -1, uses
}

// measurable gives the levels below the first that names an unknown KPI: nobody
// is taken past a line that cannot be read.
func (p *Program) measurable(levels []spec.Level) []spec.Level {
	isUnknown := func(q spec.Qualification) bool { return p.Lookup(q.KPI.Name) == nil }
	i := slices.IndexFunc(levels, func(l spec.Level) bool { return slices.ContainsFunc(l.Qualify, isUnknown) })
	if i < 0 {
		return levels
	}
	return levels[:i]
}
