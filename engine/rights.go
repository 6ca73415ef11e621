package engine

import (
	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/gate"
	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
)

// required gives the decision rights of the base that a plan fires, by amounts
// and exchange rates of the base's facts on the day that approvals bind to.
func required(p *plan.Plan, base *resolve.Book, in plan.Input) ([]plan.Approval, error) {
	yearly, partners := in.Yearly()
	at := in.Base
	if in.TermsSnapshots[0] != nil {
		at = in.TermsSnapshots[0]
	}
	to := base.Org.BaseCurrency.V
	return gate.Require(gate.Input{Plan: p, Book: base, Base: in.Base.Declared, Head: in.Head.Declared, Yearly: yearly, Partners: partners,
		ToBase: func(m quantity.Money) (quantity.Money, bool) {
			if at.Rates == nil {
				return quantity.Money{}, false
			}
			quote, ok := at.Rates.Quote(m.Currency, to, at.AsOf)
			if !ok {
				return quantity.Money{}, false
			}
			minor, ok := commission.Exchanged(m.Minor, quote, commission.HalfUp, 1)
			return quantity.Money{Minor: minor, Currency: to}, ok
		}})
}
