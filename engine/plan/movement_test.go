package plan

import (
	"testing"

	"github.com/partnership-as-code/entente/engine/spec"
)

// TestHeadlineNamesWhateverMoves: there is always something to say when a value
// moves, whether or not a document was edited.
func TestHeadlineNamesWhateverMoves(t *testing.T) {
	moves := func(address, what, unit, before, after string) Delta {
		return Delta{Address: spec.Address(address), What: what, Unit: unit, Before: &before, After: &after}
	}
	for want, values := range map[string][]Delta{
		"Score of partner/a moves from 73.0 to 74.7.":                               {moves("partner/a", "score", "score", "73", "74.7")},
		"Tier in resellers of partner/a moves from silver to gold.":                 {moves("partner/a", "tier/resellers", "text", "silver", "gold")},
		"Scores and tiers of partner/a move.":                                       {moves("partner/a", "score", "score", "1", "2"), moves("partner/a", "tier/x", "text", "a", "b")},
		"Progress of 2 goals moves: goal g and goal h.":                             {moves("goal/g", "progress", "score", "1", "2"), moves("goal/h", "progress", "score", "1", "2"), moves("goal/h", "pace", "text", "a", "b")},
		"Condition AtRisk of partner/a moves from False to True.":                   {moves("partner/a", "condition/AtRisk", "text", "False", "True")},
		"won-revenue of portfolio moves from 1,000.00 USD to 2,000.00 USD.":         {{Address: "portfolio", What: "kpi/won-revenue", Unit: "money", Currency: "USD", Before: text("1000"), After: text("2000")}},
		"KPIs of portfolio and direct move.":                                        {moves("portfolio", "kpi/a", "count", "1", "2"), moves("direct", "kpi/a", "count", "1", "2")},
		"a of partner/a moves from 1 to 2. Progress of goal g moves from 1.0 to —.": {moves("partner/a", "kpi/a", "count", "1", "2"), {Address: "goal/g", What: "progress", Unit: "score", Before: text("1"), AfterReason: "missing-input"}},
	} {
		if got := headline(Plan{Impact: Impact{Values: values}}, nil); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
