package evaluate

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// thresholds are the Organization's settings with their defaults, in percent.
type thresholds struct {
	coverageMinimum, paceTolerance, forecastFrom, atRiskFrom *big.Rat
}

func (ev evaluation) thresholds() thresholds {
	s := ev.program.Book.Org.Settings
	if s == nil {
		s = &spec.Settings{}
	}
	return thresholds{percentOr(s.CoverageMinimum, 70), percentOr(s.PaceTolerance, 10), percentOr(s.ForecastFrom, 20), percentOr(s.AtRiskFrom, 90)}
}

// RateAge is how old an exchange rate may be on the day it is used. It goes with the
// sources of a revision: who reads the rows of another takes its age, too.
func (p *Program) RateAge() quantity.Duration {
	if s := p.Book.Org.Settings; s != nil && s.ExchangeRateMaxAge != nil {
		return s.ExchangeRateMaxAge.V
	}
	return facts.DefaultRateAge
}

func percentOr(v *spec.Val[spec.Rate], absent int64) *big.Rat {
	if v == nil {
		return big.NewRat(absent, 1)
	}
	return v.V.Percent()
}

// roundTo rounds half-up, away from zero.
func roundTo(r *big.Rat, digits int) *big.Rat {
	out, _ := new(big.Rat).SetString(quantity.Fixed(r, digits))
	return out
}

func distinct[T cmp.Ordered](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}
