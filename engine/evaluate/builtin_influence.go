package evaluate

import (
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/state"
)

const (
	isOwnSourced = `sourcedBy == "partner"`
	isSourced    = isWon + " && " + isOwnSourced
)

// influenceBuiltins count deals won in the period for every partner with a touch
// between influenceLookback before the deal's creation and its closing, both days
// included, once however many touches there are. A deal that the partner sourced
// itself is left to sourced-revenue and sourced-deals; deals of other partners and
// direct ones count. Over all partners each deal counts once.
var influenceBuiltins = map[string]builtin{
	"influenced-revenue": {unit: state.Money, direction: increase, answer: answerMeasure, settings: []string{"settings/influenceLookback"}, asks: []ask{
		{of: "deals", where: isWon, aggregate: facts.Sum, field: "amount", at: "closedAt", byTouch: true}}},
	"influenced-deals": {unit: state.Count, direction: increase, answer: answerMeasure, settings: []string{"settings/influenceLookback"}, asks: []ask{
		{of: "deals", where: isWon, aggregate: facts.Count, at: "closedAt", byTouch: true}}},
}

// influence is the credit that touches give.
func (p *Program) influence() *facts.Credit {
	lookback := quantity.Duration{N: 90, Unit: quantity.Days}
	if s := p.Book.Org.Settings; s != nil {
		lookback = s.InfluenceLookback.Or(lookback)
	}
	sourced, _ := typeEnv("deals").Lower(isOwnSourced)
	return &facts.Credit{Sources: p.sourcesOf("touches"), Key: "deal", At: "at", Of: "id",
		From: "createdAt", Before: lookback, To: "closedAt", Unless: sourced}
}
