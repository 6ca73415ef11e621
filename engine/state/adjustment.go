package state

import (
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Adjustment is a single amount that a signed agreement states, or what one of its
// amendments adds to such an amount.
type Adjustment struct {
	Agreement, Partner spec.Address
	Amendment          string // "" of the agreement itself
	ID                 string
	Period             string // payout period of its day
	Amount             quantity.Money
}
