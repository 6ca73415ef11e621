package commission

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

func (c *compiler) bands(b *spec.PayBands, of Of) *Bands {
	out := &Bands{
		IsVolume: b.Method.V == "volume", Measure: Measure(b.Measure.Or("amount")), Per: Per(b.Per.Or("partner")), Reset: Reset(b.Reset.Or("never")),
		FromInclusive: bool(b.FromInclusive.Or(false)), FlatAtZero: bool(b.FlatAtZero.Or(false)), Spec: b,
	}
	if out.Per == PerProgram && out.Reset == ContractYear {
		c.refuse(b.Reset.At, "bands/reset", "A contract year is one partner's, and the volume of a program is everybody's.", "write reset: quarterly, monthly or never")
	}
	for i := range b.Steps {
		out.Steps = append(out.Steps, c.step(&b.Steps[i], out, of))
	}
	if n := len(out.Steps); n == 0 || out.Steps[n-1].UpTo != NoBound {
		out.Steps = append(out.Steps, Step{UpTo: NoBound})
	}
	for i := 1; i < len(out.Steps); i++ {
		if out.Steps[i].UpTo <= out.Steps[i-1].UpTo {
			c.refuseAs("band-order", b.Steps[i].ID.At, "bands/steps/"+out.Steps[i].ID, fmt.Sprintf("No volume could ever reach the step `%s`.", out.Steps[i].ID), "write the steps in the order of their bounds")
		}
	}
	return out
}

func (c *compiler) step(s *spec.Step, b *Bands, of Of) Step {
	field := "bands/steps/" + string(s.ID.V)
	out := Step{ID: string(s.ID.V), UpTo: NoBound, Rate: s.Rate.Or(0), Flat: c.money(s.Flat, field+"/flat"), PerUnit: c.price(s.PerUnit, field+"/perUnit"), Spec: s}
	if s.Rate != nil {
		c.rateOf(of, s.Rate.At, field+"/rate")
	}
	if s.UpTo != nil {
		out.UpTo = c.upTo(s.UpTo, b.Measure, field+"/upTo")
	}
	return out
}

// upTo gives a bound in the unit of what is measured.
func (c *compiler) upTo(bound *spec.Val[spec.Bound], m Measure, field string) int64 {
	v := bound.V
	switch {
	case m == ByAmount && v.Kind == quantity.BoundMoney:
		if v.Money.Currency == c.currency {
			return c.money(&spec.Val[spec.Money]{V: v.Money, At: bound.At}, field)
		}
	case m == ByQuantity && v.Kind == quantity.BoundNumber:
		if n, ok := Units(v.Number); ok {
			return n
		}
	case m == ByCount && v.Kind == quantity.BoundNumber && v.Number.IsInt():
		return v.Number.Coef
	}
	code := CodeTerms
	if m == ByAmount || v.Kind != quantity.BoundNumber {
		code = "band-unit"
	}
	expected := map[Measure]string{ByAmount: "an amount in " + string(c.currency), ByQuantity: "a plain number of at most eight decimals", ByCount: "a whole number"}[m]
	c.refuseAs(code, bound.At, field, fmt.Sprintf("The bands measure %s, and %s is no bound of that.", m, v), "write "+expected)
	return NoBound
}

// Units gives a quantity in 1e-8 units; false when it has more decimals than
// that or lies beyond 9.2e10.
func Units(n quantity.Number) (int64, bool) {
	coef, places := n.Coef, int(n.Scale)
	for ; places > 8 && coef%10 == 0; places-- {
		coef /= 10
	}
	if places > 8 {
		return 0, coef == 0
	}
	for ; places < 8; places++ {
		if coef > maxUnits/10 || coef < -maxUnits/10 {
			return 0, false
		}
		coef *= 10
	}
	return coef, coef <= maxUnits && coef >= -maxUnits
}

// maxUnits is 9.2e10 units.
const maxUnits = 9_200_000_000_000_000_000
