package resolve

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// NamedBy is what names a commission plan.
type NamedBy string

const (
	ByAgreement NamedBy = "agreement"
	ByTier      NamedBy = "tier"
	ByProgram   NamedBy = "program"
)

// PlanSource is a commission plan with what names it.
type PlanSource struct {
	NamedBy  NamedBy
	Name     string
	Plan     *spec.Document // nil: there is none of this name
	At       diag.Span      // where it is named
	By       *spec.Dated    // of an agreement: the amendment that named it; nil for the agreement itself
	Tier     string         // of a tier: the level
	IsPinned bool           // of a tier: it is held by a pin
}

// PlansAt gives the plans that an agreement could pay by on a day, the one that
// pays first: the agreement's own, that of the partner's level, the program's.
// earned is the level that the partner has earned by then, "" for none; a pin that
// holds on the day stands before it.
func (b *Book) PlansAt(doc *spec.Document, day quantity.Date, earned string) []PlanSource {
	intervals := b.Terms(doc)
	n := len(intervals)
	for n > 0 && intervals[n-1].From > day {
		n--
	}
	if n == 0 {
		return nil
	}
	var out []PlanSource
	add := func(s PlanSource, plan *spec.Ref[spec.CommissionPlan]) {
		if plan != nil && plan.Name != "" {
			s.Name, s.At = plan.Name, plan.At
			s.Plan, _ = spec.Lookup[spec.CommissionPlan](b.Docs, plan.Name)
			out = append(out, s)
		}
	}
	a := intervals[n-1].Agreement
	add(PlanSource{NamedBy: ByAgreement, By: namedBy(intervals[:n])}, a.Plan)
	if _, program := spec.Lookup[spec.Program](b.Docs, a.Program.Name); program != nil {
		level, isPinned := b.levelOf(a, program, day, earned)
		add(PlanSource{NamedBy: ByTier, Tier: string(level.ID.V), IsPinned: isPinned}, level.Plan)
		add(PlanSource{NamedBy: ByProgram}, program.Plan)
	}
	return out
}

// namedBy gives the amendment that named the plan of the last interval.
func namedBy(intervals []Interval) *spec.Dated {
	last := intervals[len(intervals)-1]
	first := slices.IndexFunc(intervals, func(i Interval) bool {
		return i.Agreement.Plan != nil && last.Agreement.Plan != nil && i.Agreement.Plan.At == last.Agreement.Plan.At
	})
	if first < 0 {
		return nil
	}
	return intervals[first].By
}

// levelOf gives the level that the agreement's partner holds in its program.
func (b *Book) levelOf(a *spec.Agreement, program *spec.Program, day quantity.Date, earned string) (held spec.Level, isPinned bool) {
	if _, partner := spec.Lookup[spec.Partner](b.Docs, a.Partner.Name); partner != nil {
		for _, m := range partner.Programs {
			if m.Program.Name == a.Program.Name && m.Pin != nil && (m.Pin.Until == nil || day <= m.Pin.Until.V) {
				earned, isPinned = string(m.Pin.Tier.V), true
			}
		}
	}
	if program.Tiers != nil {
		for _, level := range program.Tiers.Levels {
			if string(level.ID.V) == earned {
				return level, isPinned
			}
		}
	}
	return spec.Level{}, false
}
