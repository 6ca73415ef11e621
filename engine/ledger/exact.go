package ledger

import (
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// exactText spells minor units as an amount: as many decimals as it has and at
// least the currency's, or as a fraction of whole units where it never ends.
func exactText(minor *big.Rat, c quantity.Currency) string {
	r := new(big.Rat).Quo(minor, new(big.Rat).SetInt(power(c.Exponent())))
	return ratText(r, c.Exponent()) + " " + string(c)
}

func ratText(r *big.Rat, least int) string {
	for digits := least; digits <= mostDigits; digits++ {
		if new(big.Int).Mod(power(digits), r.Denom()).Sign() == 0 {
			return r.FloatString(digits)
		}
	}
	return r.RatString()
}

// mostDigits are more than rates, increments and currencies together bring.
const mostDigits = 30

func power(digits int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
}

// parseExact reads what exactText gives, in minor units.
func parseExact(s string) (minor *big.Rat, c quantity.Currency) {
	number, code, _ := strings.Cut(s, " ")
	c = quantity.Currency(code)
	r, ok := new(big.Rat).SetString(number)
	if !ok {
		return nil, c
	}
	return r.Mul(r, new(big.Rat).SetInt(power(c.Exponent()))), c
}

// oneRate is the exchange rates that a statement keeps: of single pairs.
type oneRate map[[2]quantity.Currency]*big.Rat

// Quote is commission.Rates'. What was locked never grows too old.
func (o oneRate) Quote(from, to quantity.Currency, on quantity.Date) (facts.Quote, bool) {
	rate := o[[2]quantity.Currency{from, to}]
	if from == to {
		rate = big.NewRat(1, 1)
	}
	if rate == nil {
		return facts.Quote{}, false
	}
	return facts.NewQuote(on, rate, from, to), true
}

func (o oneRate) add(from, to quantity.Currency, rate *spec.Val[spec.Text]) {
	if rate == nil {
		return
	}
	if r, ok := new(big.Rat).SetString(string(rate.V)); ok {
		o[[2]quantity.Currency{from, to}] = r
	}
}

// units gives a number of 1e-8 units.
func units(n int64) quantity.Number {
	scale := uint8(8)
	for scale > 0 && n%10 == 0 {
		n, scale = n/10, scale-1
	}
	return quantity.Number{Coef: n, Scale: scale}
}

func unitsOf(v *spec.Val[spec.Number]) int64 {
	if v == nil {
		return 0
	}
	n, _ := commission.Units(v.V)
	return n
}

// sort of measure that a bound counts in.
type measure uint8

const (
	inMoney measure = iota
	inUnits
	inCount
)

func bound(n int64, m measure, c quantity.Currency) *spec.Val[spec.Bound] {
	b := spec.Bound{Kind: quantity.BoundNumber}
	switch m {
	case inMoney:
		b = spec.Bound{Kind: quantity.BoundMoney, Money: spec.Money{Minor: n, Currency: c}}
	case inUnits:
		b.Number = units(n)
	case inCount:
		b.Number = quantity.Number{Coef: n}
	}
	return ref(b)
}

func boundOf(v *spec.Val[spec.Bound], m measure) int64 {
	switch {
	case v == nil:
		return 0
	case m == inMoney:
		return v.V.Money.Minor
	case m == inCount:
		return v.V.Number.Coef
	}
	return unitsOf(&spec.Val[spec.Number]{V: v.V.Number})
}

// measureOf is what a rule's bands count in, and what a rule pays on.
func measureOf(r *commission.Rule) measure {
	if r.Bands == nil {
		return inMoney
	}
	switch r.Bands.Measure {
	case commission.ByQuantity:
		return inUnits
	case commission.ByCount:
		return inCount
	}
	return inMoney
}

func baseOf(r *commission.Rule) measure {
	if r.Of == commission.OfQuantity || r.Of == commission.OfEach {
		return inUnits
	}
	return inMoney
}
