package state

import (
	"math/big"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Effort is a partner's share of what all partners take and bring, in percent.
type Effort struct {
	Partner      spec.Address
	Effort       *big.Rat // mean of its shares of reviews, activities and costs
	Contribution *big.Rat // of the portfolio's KPI
	At           diag.Span
}
