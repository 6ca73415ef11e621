package render

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/spec"
)

// amounts gives the multiplications.
func (a *WhyAnswer) amounts() []string {
	if IsSliceOfTrueUp(&a.Line) {
		return a.trueUpTaken()
	}
	switch a.Kind {
	case commission.Refunded:
		return a.refunded()
	case commission.ClawedBack:
		return a.clawed()
	case commission.Reopened:
		return a.reopened()
	case commission.Overridden:
		return a.overridden()
	case commission.TrueUp:
		return a.trueUp()
	}
	var out []string
	for _, p := range a.Parts {
		out = append(out, a.slice(p))
	}
	if len(out) == 0 {
		return nil
	}
	return []string{strings.Join(out, ", ") + "."}
}

// slice spells one part: 20,000.00 × 10% = 2,000.00 in base, with the line of the
// rate.
func (a *WhyAnswer) slice(p commission.Part) string {
	exact := partExact(p)
	worth := exactWords(exact, a.Currency)
	switch {
	case p.Flat && p.Step != nil:
		return fmt.Sprintf("%s flat on entering %s", cited(p.Step.Spec.Flat), stepName(p.Step))
	case p.Flat:
		return fmt.Sprintf("%s flat", cited(a.Rule.Spec.Flat)) + a.partly()
	case p.Step != nil && p.Step.Spec == nil:
		return fmt.Sprintf("%s lie above the last step and pay nothing", measureOf(a.Rule, p).words(p.On, a.Currency))
	}
	rate, perUnit := partRate(a.Rule, p)
	on := measureOf(a.Rule, p)
	by, equals := " at ", " come to "
	switch {
	case rate != nil && on == inMoney && isProduct(p.On, rate, exact),
		!perUnit.IsZero() && rate == nil && on == inUnits && isProduct(p.On, new(big.Rat).Quo(perUnit.Rat(), big.NewRat(100_000_000, 1)), exact):
		by, equals = " × ", " = "
	}
	if p.Step != nil {
		return on.words(p.On, a.Currency) + by + a.rateOf(p) + equals + worth + " in " + a.stepOf(p)
	}
	return on.words(p.On, a.Currency) + by + a.rateOf(p) + a.rateCited(p) + equals + worth + a.stageWords(p)
}

func isProduct(n int64, factor, want *big.Rat) bool {
	return new(big.Rat).Mul(new(big.Rat).SetInt64(n), factor).Cmp(want) == 0
}

// rateOf spells what a part is paid by, as it is written.
func (a *WhyAnswer) rateOf(p commission.Part) string {
	switch {
	case p.Step != nil && p.Step.Spec.Rate != nil:
		return asWritten(p.Step.Spec.Rate.At, p.Step.Spec.Rate.Canonical())
	case p.Step != nil && p.Step.Spec.PerUnit != nil:
		return asWritten(p.Step.Spec.PerUnit.At, p.Step.Spec.PerUnit.Canonical())
	case p.Step != nil:
		return "0%"
	case a.Rule.Spec.PerUnit != nil:
		return asWritten(a.Rule.Spec.PerUnit.At, a.Rule.Spec.PerUnit.Canonical())
	case a.Rule.Spec.Rate != nil:
		return asWritten(a.Rule.Spec.Rate.At, a.Rule.Spec.Rate.Canonical())
	}
	if s := a.stage(p); s != nil {
		return asWritten(s.Spec.Rate.At, s.Spec.Rate.Canonical())
	}
	return "its rate"
}

// rateCited cites the line of a rate without steps.
func (a *WhyAnswer) rateCited(p commission.Part) string {
	switch {
	case a.Rule.Spec.PerUnit != nil:
		return cite(a.Rule.Spec.PerUnit.At) + a.partly()
	case a.Rule.Spec.Rate != nil:
		return cite(a.Rule.Spec.Rate.At)
	}
	if s := a.stage(p); s != nil {
		return cite(s.Spec.Rate.At)
	}
	return ""
}

// stageWords says which stage of a recurring rule the customer is in.
func (a *WhyAnswer) stageWords(p commission.Part) string {
	s := a.stage(p)
	if s == nil {
		return ""
	}
	for i := range a.Rule.Recurring.Stages {
		if &a.Rule.Recurring.Stages[i] == s {
			return fmt.Sprintf(", the customer being in stage %d of %d", i+1, len(a.Rule.Recurring.Stages))
		}
	}
	return ""
}

func (a *WhyAnswer) partly() string {
	if e := a.Row; e != nil && e.Whole != 0 && e.Whole != e.Amount {
		return fmt.Sprintf(", as %s of %s", minorWords(e.Amount, e.Currency), minorWords(e.Whole, e.Currency))
	}
	return ""
}

// stepOf names a step with the line of its rate.
func (a *WhyAnswer) stepOf(p commission.Part) string {
	s := p.Step.Spec
	out := p.Step.ID
	switch {
	case s == nil:
		return stepName(p.Step)
	case s.Rate != nil:
		out += cite(s.Rate.At)
	case s.PerUnit != nil:
		out += cite(s.PerUnit.At)
	default:
		out += cite(s.ID.At)
	}
	return out
}

// stage finds the stage of a recurring rule that a part was paid by: the rate that
// was paid tells.
func (a *WhyAnswer) stage(p commission.Part) *commission.Stage {
	rate, _ := partRate(a.Rule, p)
	if rate == nil || a.Rule.Recurring == nil {
		return nil
	}
	for i := range a.Rule.Recurring.Stages {
		if s := &a.Rule.Recurring.Stages[i]; s.Rate.Rat().Cmp(rate) == 0 {
			return s
		}
	}
	return nil
}

func (a *WhyAnswer) overridden() []string {
	o := a.Rule.Override
	if a.Exact == nil || o.Rate == 0 {
		return []string{fmt.Sprintf("A referrer gets %s of it: %s.", cited(&o.Spec.Rate), a.money(a.Earned))}
	}
	of := new(big.Rat).Quo(a.Exact, o.Rate.Rat())
	share := fmt.Sprintf("A referrer gets a share of the %s%s: %s × %s%s = %s.", o.Spec.Of.Canonical(), cite(o.Spec.Of.At), a.exactly(of),
		asWritten(o.Spec.Rate.At, o.Spec.Rate.Canonical()), cite(o.Spec.Rate.At), a.exactly(a.Exact))
	return []string{a.sharedIn(of), share}
}

// sharedIn says how the partner's own line came to what the referrer shares in.
func (a *WhyAnswer) sharedIn(of *big.Rat) string {
	if a.Own == nil {
		return ""
	}
	if a.Rule.Override.OfSale {
		return fmt.Sprintf("%s sold %s by %s%s, before anything is rounded.", a.Owner, a.exactly(of), a.Event, citeRow(a.Own.Place))
	}
	own := *a
	own.Line, own.Kind = *a.Own, a.Own.Kind
	var slices []string
	for _, p := range own.Parts {
		slices = append(slices, own.slice(p))
	}
	out := fmt.Sprintf("%s earned %s by %s%s", a.Owner, a.exactly(of), a.Event, citeRow(a.Own.Place))
	if a.Own.Kind == commission.TrueUp {
		return out + ", the true-up before it is rounded."
	}
	out += " before rounding and the cap of its period: " + strings.Join(slices, ", ")
	for _, s := range []string{own.raised(), own.cutOfEvent()} {
		if s != "" {
			out += ". " + strings.TrimSuffix(s, ".")
		}
	}
	if own.Share.Den != 0 {
		out += fmt.Sprintf(". Of that %s are %s's", shareWords(own.Share), a.Owner)
	}
	return out + "."
}

// adjusted says what the floor added, what others share and what caps cut.
func (a *WhyAnswer) adjusted() []string {
	if a.Kind != commission.Earned && a.Kind != commission.TrueUp {
		return nil
	}
	r := a.Rule
	out := compactText([]string{a.raised(), a.cutOfEvent()})
	out = append(out, a.shared()...)
	if a.Share.Den != 0 {
		out = append(out, fmt.Sprintf("Of this %s are %s's: %s.", shareWords(a.Share), a.Beneficiary, a.bare(a.Earned+a.CutPeriod)))
	}
	out = append(out, a.periodCap()...)
	switch {
	case r.CapPerEvent == nil && r.CapPerPeriod == nil:
		out = append(out, "No cap.")
	case a.CutEvent == 0 && a.CutPeriod == 0:
		out = append(out, "No cap is reached.")
	}
	return append(out, a.tenure()...)
}

// raised says what the floor added, from the exact amount.
func (a *WhyAnswer) raised() string {
	if a.Raised == 0 {
		return ""
	}
	floor := cited(a.Rule.Spec.Floor.PerEvent)
	if a.Exact == nil {
		return fmt.Sprintf("The floor for one event is %s: %s more.", floor, a.bare(a.Raised))
	}
	more := new(big.Rat).Sub(new(big.Rat).SetInt64(*a.Rule.Floor), a.Exact)
	return fmt.Sprintf("The floor for one event is %s: %s more.", floor, a.exactly(more))
}

// cutOfEvent says what the cap of an event took.
func (a *WhyAnswer) cutOfEvent() string {
	switch {
	case a.CutEvent == 0:
		return ""
	case a.Exact == nil || a.Raised != 0:
		return fmt.Sprintf("The cap for one event is %s: %s are cut.", cited(a.Rule.Spec.Cap.PerEvent), a.bare(a.CutEvent))
	}
	cut := new(big.Rat).Sub(a.Exact, new(big.Rat).SetInt64(*a.Rule.CapPerEvent))
	return fmt.Sprintf("The cap for one event is %s: %s are cut.", cited(a.Rule.Spec.Cap.PerEvent), a.exactly(cut))
}

func (a *WhyAnswer) methodAt() string {
	if s := a.Terms.Spec.Attribution; s != nil {
		return cite(s.Method.At)
	}
	return ""
}

// exchanged says at which rate the line comes into the currency that is paid.
func (a *WhyAnswer) exchanged() string {
	if a.Rate == nil {
		return ""
	}
	day := "the end of the period"
	switch payout := a.plan().Payout; {
	case a.Terms == nil:
		day = a.QuotedOn.String()
	case payout != nil && payout.RateAt != nil:
		day = "the day of the " + cited(payout.RateAt)
	}
	return fmt.Sprintf("Paid in %s%s, at the rate of %s: %s × %s, quoted on %s%s, = %s", a.Paid, cite(a.Source.PaidAt), day, a.money(a.Earned), rateShown(a.Rate), a.QuotedOn, citeRow(a.Quote),
		a.exchangeRounded())
}

// plan is what the line is paid out by; an adjustment from before any plan has none.
func (a *WhyAnswer) plan() *spec.CommissionPlan {
	if a.Terms == nil || a.Terms.Spec == nil {
		return &spec.CommissionPlan{}
	}
	return a.Terms.Spec
}

// exchangeRounded says what the exchange comes to, and how that was rounded: it is a
// rounding of its own.
func (a *WhyAnswer) exchangeRounded() string {
	exact := new(big.Rat).SetInt64(a.Earned)
	exact.Mul(exact, facts.NewQuote(a.QuotedOn, a.Rate, a.Currency, a.Paid).Minor())
	paid := minorWords(a.Payout, a.Paid) + " " + string(a.Paid)
	if exact.Cmp(new(big.Rat).SetInt64(a.Payout)) == 0 {
		return paid + "."
	}
	how := " half-up"
	if a.Terms == nil { // of a locked line whose terms are out of reach
		how = ""
	}
	if s := a.plan().Rounding; s != nil {
		if s.Mode != nil {
			how = " " + s.Mode.Canonical() + cite(s.Mode.At)
		}
		if s.Increment != nil && s.Increment.V.Currency == a.Paid {
			how += " to steps of " + cited(s.Increment)
		}
	}
	return fmt.Sprintf("%s %s. The exchange is rounded%s: %s.", exactWords(exact, a.Paid), a.Paid, how, paid)
}
