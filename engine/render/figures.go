package render

import (
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// minorDecimal spells minor units for machines.
func minorDecimal(minor int64, c quantity.Currency) string {
	return quantity.Money{Minor: minor, Currency: c}.Decimal()
}

// priceDecimal spells what a unit costs, with the decimals that it takes.
func priceDecimal(p quantity.Price, c quantity.Currency) string {
	p.Currency = c
	return p.Decimal()
}

// minorWords spells minor units for people, without their currency.
func minorWords(minor int64, c quantity.Currency) string {
	return minus(quantity.Grouped(minorDecimal(minor, c)))
}

// exactDecimalOf spells an exact number of minor units: at the currency's exponent,
// with more digits only where they are exact, at most 8.
func exactDecimalOf(minor *big.Rat, c quantity.Currency) string {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.Exponent())), nil)
	return quantity.Decimal(new(big.Rat).Quo(minor, new(big.Rat).SetInt(unit)), c.Exponent(), 8)
}

func exactWords(minor *big.Rat, c quantity.Currency) string {
	return minus(quantity.Grouped(exactDecimalOf(minor, c)))
}

// percentWords spells a share of one as a percentage of two decimals, or of more
// where they are exact.
func percentWords(share *big.Rat) string {
	percent := new(big.Rat).Mul(share, big.NewRat(100, 1))
	if digits, isExact := percent.FloatPrec(); !isExact || digits > 8 {
		return minus(quantity.Fixed(percent, 2)) + "%"
	}
	return minus(quantity.Decimal(percent, 2, 8)) + "%"
}

// measure is the unit of what a rule pays on, or of what its bands measure.
type measure uint8

const (
	inMoney measure = iota
	inUnits         // 1e-8 units
	inCount
)

// measureOf is the unit of a part's slice.
func measureOf(r *commission.Rule, p commission.Part) measure {
	switch {
	case p.Step != nil && r.Bands != nil:
		return bandMeasure(r.Bands)
	case r.Of == commission.OfQuantity, r.Of == commission.OfEach, !r.PerUnit.IsZero() && !p.Flat:
		return inUnits
	}
	return inMoney
}

func bandMeasure(b *commission.Bands) measure {
	switch b.Measure {
	case commission.ByQuantity:
		return inUnits
	case commission.ByCount:
		return inCount
	}
	return inMoney
}

// baseMeasure is the unit of Line.Base.
func baseMeasure(r *commission.Rule) measure {
	if r != nil && (r.Of == commission.OfQuantity || r.Of == commission.OfEach) {
		return inUnits
	}
	return inMoney
}

// decimal spells a measured number for machines.
func (m measure) decimal(n int64, c quantity.Currency) string {
	switch m {
	case inUnits:
		return quantity.Decimal(big.NewRat(n, 100_000_000), 0, 8)
	case inCount:
		return quantity.Decimal(big.NewRat(n, 1), 0, 0)
	}
	return minorDecimal(n, c)
}

func (m measure) words(n int64, c quantity.Currency) string {
	return minus(quantity.Grouped(m.decimal(n, c)))
}

// partExact is what a part earned before rounding, in minor units.
func partExact(p commission.Part) *big.Rat {
	x := p.Earned.Rat()
	if p.Rest != nil {
		x.Add(x, p.Rest)
	}
	return x
}

// partRate spells what a part was paid by: a rate, an amount per unit, both, or
// nothing for a flat amount.
func partRate(r *commission.Rule, p commission.Part) (rate *big.Rat, perUnit quantity.Price) {
	switch {
	case p.Flat:
		return nil, perUnit
	case p.Step != nil:
		if p.Step.Rate != 0 || p.Step.PerUnit.IsZero() {
			rate = p.Step.Rate.Rat()
		}
		return rate, p.Step.PerUnit
	case !r.PerUnit.IsZero():
		return nil, r.PerUnit
	case r.Recurring != nil && len(r.Recurring.Stages) > 0 && p.On != 0:
		return new(big.Rat).Quo(partExact(p), new(big.Rat).SetInt64(p.On)), perUnit
	}
	return r.Rate.Rat(), perUnit
}

// rateWords spells the rate of a part for a table.
func rateWords(r *commission.Rule, p commission.Part, c quantity.Currency) string {
	if p.Flat {
		return "flat"
	}
	rate, perUnit := partRate(r, p)
	var out []string
	if rate != nil {
		out = append(out, percentWords(rate))
	}
	if !perUnit.IsZero() {
		out = append(out, minus(quantity.Grouped(priceDecimal(perUnit, c)))+" each")
	}
	return strings.Join(out, " + ")
}

// spreadCents rounds parts so that they add up to a total: all down, and the
// cents that are left to the largest remainders. What no cent of each can make up,
// as under a cash increment, is put on the last.
func spreadCents(parts []*big.Rat, total int64) []int64 {
	out := make([]int64, len(parts))
	rests := make([]*big.Rat, len(parts))
	left := total
	for i, p := range parts {
		down := new(big.Int).Div(p.Num(), p.Denom())
		out[i] = down.Int64()
		rests[i] = new(big.Rat).Sub(p, new(big.Rat).SetInt(down))
		left -= out[i]
	}
	for ; left > 0 && left <= int64(len(parts)); left-- {
		best := 0
		for i := range rests {
			if rests[i].Cmp(rests[best]) > 0 {
				best = i
			}
		}
		out[best]++
		rests[best] = new(big.Rat)
	}
	if len(out) > 0 {
		out[len(out)-1] += left
	}
	return out
}
