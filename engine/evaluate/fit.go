package evaluate

import (
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

func compareText(a, b string) int { return strings.Compare(a, b) }

// fit works out an assessment's fit from the program's criteria: the mean of the
// assessors per criterion, 1 to 5 as 0 to 100 points, by weight.
func (ev evaluation) fit(a *spec.Assessment) *state.Fit {
	out := &state.Fit{Assessors: len(a.Assessors), SWOT: swot(a.SWOT)}
	program := ev.fitProgram(a)
	if program == nil {
		out.Reason = state.NoCriteria
		return out
	}
	for _, c := range program.Fit {
		line := state.CriterionScore{ID: string(c.Criterion.V), Weight: c.Weight.V.Rat(), At: c.Criterion.At, IsRated: true}
		latest := map[string]state.Rated{}
		for _, r := range a.Fit {
			if string(r.Criterion.V) == line.ID {
				latest[r.By.Name] = state.Rated{By: r.By.Name, Value: r.Value.V.Rat(), On: a.Date.V, Evidence: string(r.Note.Or("")), At: r.Value.At}
			}
		}
		if line.Ratings, line.Points = meanRating(latest); line.Points == nil {
			line.Reason = state.NoRating
		}
		out.Criteria = append(out.Criteria, line)
	}
	value, coverage := weigh(out.Criteria)
	out.Coverage = coverage
	if value == nil || coverage.Cmp(ev.thresholds().coverageMinimum) < 0 {
		out.Reason = state.ReasonCoverage
		return out
	}
	out.Value = roundTo(value, 1)
	return out
}

// fitProgram is the program whose criteria are used: the one that is named, else
// the subject's first with criteria.
func (ev evaluation) fitProgram(a *spec.Assessment) *spec.Program {
	names := ev.program.Book.ProgramsOf(a.Subject.To)
	if a.Program != nil {
		names = []string{a.Program.Name}
	}
	for _, name := range names {
		if doc, program := spec.Lookup[spec.Program](ev.program.Book.Docs, name); program != nil && !doc.Broken && len(program.Fit) > 0 {
			return program
		}
	}
	return nil
}

// swot orders entries by weight: impact, times likelihood where it is given.
func swot(s *spec.SWOT) []state.SWOTLine {
	if s == nil {
		return nil
	}
	var out []state.SWOTLine
	for _, q := range []struct {
		name    string
		entries []spec.SWOTEntry
	}{{"strengths", s.Strengths}, {"weaknesses", s.Weaknesses}, {"opportunities", s.Opportunities}, {"threats", s.Threats}} {
		for _, e := range q.entries {
			line := state.SWOTLine{Quadrant: q.name, ID: string(e.ID.V), Text: string(e.Text.V), At: e.ID.At}
			if e.Owner != nil {
				line.Owner = e.Owner.Name
			}
			if e.Impact != nil {
				line.Weight = e.Impact.V.Rat()
				if e.Likelihood != nil {
					line.Weight.Mul(line.Weight, e.Likelihood.V.Rat())
				}
			}
			out = append(out, line)
		}
	}
	slices.SortStableFunc(out, func(a, b state.SWOTLine) int { return weightOf(b).Cmp(weightOf(a)) })
	return out
}

func weightOf(l state.SWOTLine) *big.Rat {
	if l.Weight == nil {
		return new(big.Rat)
	}
	return l.Weight
}
