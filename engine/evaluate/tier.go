package evaluate

import (
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
	out := state.Tier{Program: m.member.Program.Name, Uses: []spec.Address{m.partner.Address, m.program.Address}}
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
	for _, day := range j.evaluations(m.tiers, m.member.Since.V) {
		now := ev.qualifies(j, m, day, &out)
		switch {
		case now >= held:
			held, belowSince = now, 0
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
	out.Uses = distinct(out.Uses)
	return out
}

// qualifies gives the highest level whose every line holds on a day; -1 when
// none does.
func (ev evaluation) qualifies(j Job, m membership, day quantity.Date, out *state.Tier) int {
	best := -1
	memo := map[string]state.Value{}
	for i, level := range m.tiers.Levels {
		holds := true
		for _, q := range level.Qualify {
			k := j.Program.Lookup(q.KPI.Name)
			if k == nil {
				return best
			}
			v := ev.read(k, reading{window: j.measured(m.tiers, day)}, ev.subject(m.partner), memo)
			holds = holds && v.Exact != nil && v.Exact.Cmp(q.From.V.Rat()) >= 0
			out.Uses = append(out.Uses, v.Uses...)
		}
		if holds {
			best = i
		}
	}
	return best
}
