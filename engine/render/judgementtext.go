package render

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/state"
)

// heldTier is the level of a partner in its first program with levels.
func heldTier(row PartnerRow) string {
	switch {
	case len(row.Tiers) == 0:
		return "—"
	case row.Tiers[0].Pinned != "":
		return row.Tiers[0].Pinned + " (pinned)"
	}
	return orNone(row.Tiers[0].Earned)
}

func scoreText(s *state.ScoreState) string {
	if s == nil || s.Value == nil {
		return "—"
	}
	return quantity.Fixed(s.Value, 1)
}

// bar shows a percentage as ten blocks.
func bar(percent *big.Rat) string {
	full, _ := strconv.Atoi(quantity.Fixed(new(big.Rat).Quo(percent, big.NewRat(10, 1)), 0))
	full = min(10, max(0, full))
	return strings.Repeat("█", full) + strings.Repeat("░", 10-full)
}

// worstGoal is the goal that is furthest behind, which stands for all of a partner;
// nil without one that has a value.
func worstGoal(goals []JudgedRow) *state.GoalState {
	worst := -1
	rank := []state.Pace{state.NoPace, state.NotStarted, state.OnTrack, state.AtRisk, state.Behind}
	for i, g := range goals {
		if worst < 0 || slices.Index(rank, g.Judgement.Goal.Pace) > slices.Index(rank, goals[worst].Judgement.Goal.Pace) {
			worst = i
		}
	}
	if worst < 0 || goals[worst].Judgement.Goal.Progress == nil {
		return nil
	}
	return goals[worst].Judgement.Goal
}

func goalPercent(goals []JudgedRow) string {
	if g := worstGoal(goals); g != nil {
		return quantity.Fixed(g.Progress, 0) + "%"
	}
	return "—"
}

func goalBar(goals []JudgedRow) string {
	if g := worstGoal(goals); g != nil {
		return bar(g.Progress) + " " + goalPercent(goals)
	}
	return "—"
}

func goalPace(goals []JudgedRow) string {
	if g := worstGoal(goals); g != nil {
		return orNone(string(g.Pace))
	}
	return "—"
}

// isCalling reports whether a condition asks for somebody's attention.
func isCalling(c state.Condition) bool {
	return c.Status == state.True && c.Type != "Active" && c.Type != "OnTrack" && c.Type != "Current"
}

// attention lists what asks for attention, by partner.
func (p *page) attention(rows []PartnerRow) {
	t := table{columns: []column{{"ATTENTION", false, 0}, {"", false, 0}}, fluid: 2}
	for _, row := range rows {
		for _, c := range row.Conditions {
			if isCalling(c) {
				t.add(clipName(plain(row.Name), p.width/3), c.Message)
			}
		}
	}
	p.tabled(t)
}

func (p *page) conditions(list []state.Condition) {
	t := table{columns: []column{{"CONDITION", false, 0}, {"STATUS", false, 0}, {"REASON", false, 0}, {"", false, 0}}, fluid: 4}
	for _, c := range list {
		t.add(c.Type, c.Status, c.Reason, c.Message)
	}
	p.tabled(t)
}

// score prints a scorecard's lines with what they rest on.
func (p *page) score(s *state.ScoreState) {
	if s == nil {
		return
	}
	p.criteria(s.Criteria)
	switch {
	case s.Value == nil:
		p.line("no score by %s: %s%% of the weight has a value", s.Scorecard, plainDecimal(s.Coverage))
	default:
		p.line("score %s by %s, band %s, recommends %s", quantity.Fixed(s.Value, 1), s.Scorecard, orNone(s.Band), orNone(s.Recommend))
	}
}

func (p *page) criteria(lines []state.CriterionScore) {
	t := table{columns: []column{{"CRITERION", false, 0}, {"WEIGHT", true, 0}, {"POINTS", true, 0}, {"RESTS ON", false, 0}, {"DECLARED", false, 0}}, fluid: 4}
	for _, c := range lines {
		t.add(c.ID, plainDecimal(c.Weight), pointsText(c), basisOf(c), placeOf(c.At))
	}
	const declared = 4
	t.fit(p.rowWide, declared)
	p.tabled(t)
}

func pointsText(c state.CriterionScore) string {
	if c.Points == nil {
		return "—"
	}
	return quantity.Fixed(c.Points, 2)
}

// basisOf says what a line of a score rests on.
func basisOf(c state.CriterionScore) string {
	if !c.IsRated {
		return minus(c.Value.Display())
	}
	var parts []string
	for _, r := range c.Ratings {
		text := plainDecimal(r.Value) + " by " + r.By
		if r.Evidence != "" {
			text += ": " + r.Evidence
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return "nobody rated it"
	}
	return strings.Join(parts, "; ")
}

func (p *page) tiers(list []state.Tier) {
	t := table{columns: []column{{"TIER", false, 0}, {"PROGRAM", false, 0}, {"HISTORY", false, 0}}, fluid: 3}
	for _, tier := range list {
		var steps []string
		before := ""
		for _, h := range tier.History {
			if h.Tier != before {
				steps = append(steps, h.Tier+" "+h.On.String())
			}
			before = h.Tier
		}
		held := orNone(tier.Earned)
		if tier.Pinned != "" {
			held = tier.Pinned + " (pinned, earned " + orNone(tier.Earned) + ")"
		}
		t.add(held, tier.Program, strings.Join(steps, " → "))
	}
	p.tabled(t)
}

func (p *page) goals(list []JudgedRow) {
	for _, g := range list {
		state := g.Judgement.Goal
		t := table{columns: []column{{strings.ToUpper(g.Address.Name()), false, 0}, {"VALUE", true, 0}, {"PROGRESS", true, 0}, {"PACE", false, 0}, {"FORECAST", true, 0}}}
		for _, k := range state.KPIs {
			t.add(k.KPI, minus(k.Value.Display()), percentText(k.Progress), orNone(string(k.Pace)), forecastText(k))
		}
		p.tabled(t)
		p.line("%s: %s of the goal, %s of its time", g.Title, percentText(state.Progress), percentText(state.Elapsed))
	}
}

func percentText(r *big.Rat) string {
	if r == nil {
		return "—"
	}
	return minus(quantity.Fixed(r, 1)) + "%"
}

func forecastText(k state.GoalKPI) string {
	if k.Forecast == nil {
		return ""
	}
	v := k.Value
	v.Exact = k.Forecast
	return minus(v.Display())
}
