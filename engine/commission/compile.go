package commission

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// compiler turns one version of a plan into terms.
type compiler struct {
	doc      *spec.Document
	currency quantity.Currency
	findings diag.List
	path     string
}

// Compile turns a version of a plan into terms. where gives the number of a
// rule's compiled test among Event.Tests, -1 for none. The findings name what
// cannot be computed; the terms are nil when there are any.
func Compile(doc *spec.Document, p *spec.CommissionPlan, where func(*spec.PayRule) int) (*Terms, diag.List) {
	c := &compiler{doc: doc, currency: p.Currency.V}
	t := &Terms{Plan: doc.Address, Currency: p.Currency.V, Spec: p}
	t.Rules = make([]Rule, len(p.Rules))
	for i := range p.Rules {
		c.path = "rules/" + string(p.Rules[i].ID.V)
		t.Rules[i] = c.rule(&p.Rules[i])
		t.Rules[i].Test = where(&p.Rules[i])
	}
	c.path = "attribution"
	t.Attribution = c.attribution(p.Attribution)
	c.path = "rounding"
	t.Payout = c.payout(p.Payout)
	t.Rounding = c.rounding(p.Rounding, t.Payout.Currency)
	if c.findings.HasErrors() {
		return nil, c.findings
	}
	return t, nil
}

// CodeTerms is the code of terms that cannot be computed, where no other rule of
// the language speaks of it.
const CodeTerms = "commission-terms"

// refuse reports what cannot be computed.
func (c *compiler) refuse(at diag.Span, field, detail, fix string) {
	c.refuseAs(CodeTerms, at, field, detail, fix)
}

// refuseAs reports what cannot be computed and is against another rule, by whose
// code the user is told of it.
func (c *compiler) refuseAs(code string, at diag.Span, field, detail, fix string) {
	c.findings.Add(diag.Finding{Code: code, Severity: diag.Error, Summary: "These terms cannot be computed",
		Detail: detail, Fix: fix, Resource: string(c.doc.Address), Path: c.path + "/" + field, At: at})
}

var triggers = map[spec.Text]Trigger{
	"closed-won": ClosedWon, "invoiced": Invoiced, "collected": Collected, "lead-accepted": LeadAccepted, "activity": Activity,
}

func (c *compiler) rule(r *spec.PayRule) Rule {
	out := Rule{
		ID: string(r.ID.V), Trigger: triggers[r.Trigger.V], Credit: Credit(r.Credit.Or("any")), Of: Of(r.Of.Or("amount")),
		Rate: r.Rate.Or(0), Flat: c.money(r.Flat, "flat"), PerUnit: c.price(r.PerUnit, "perUnit"), Hold: r.Hold.Or(quantity.Duration{}),
		IsStacked: bool(r.Stack.Or(false)), Reopen: Reopen(r.Reopen.Or("none")), Spec: r,
	}
	if r.Rate != nil {
		c.rateOf(out.Of, r.Rate.At, "rate")
	}
	if r.Bands != nil {
		out.Bands = c.bands(r.Bands, out.Of)
	}
	if r.Recurring != nil {
		out.Recurring = c.recurring(r, out.Of)
	}
	if r.Cap != nil {
		out.CapPerEvent = c.limit(r.Cap.PerEvent, "cap/perEvent")
		out.CapPerPeriod = c.limit(r.Cap.PerPeriod, "cap/perPeriod")
	}
	if r.Floor != nil {
		out.Floor = c.limit(r.Floor.PerEvent, "floor/perEvent")
	}
	if r.Clawback != nil {
		out.Clawback = clawback(r.Clawback)
	}
	if r.Override != nil {
		out.Override = &Override{OfSale: r.Override.Of.V == "sale", Rate: r.Override.Rate.V, Spec: r.Override}
	}
	return out
}

// rateOf refuses a share of what is no money.
func (c *compiler) rateOf(of Of, at diag.Span, field string) {
	if of == OfQuantity || of == OfEach {
		c.refuse(at, field, fmt.Sprintf("The rule pays on %s, and a rate is a share of money.", map[Of]string{OfQuantity: "a quantity", OfEach: "each event"}[of]),
			"write perUnit with an amount, or of: amount")
	}
}

func (c *compiler) money(m *spec.Val[spec.Money], field string) int64 {
	if m == nil {
		return 0
	}
	if m.V.Currency != c.currency {
		c.refuse(m.At, field, fmt.Sprintf("The plan counts in %s, and %s is in another currency.", c.currency, m.V), "write the amount in "+string(c.currency))
	}
	if m.V.Minor > maxMinor || m.V.Minor < -maxMinor {
		c.refuse(m.At, field, fmt.Sprintf("%s is more than any event may be worth.", m.V), fmt.Sprintf("write at most %s", quantity.Money{Minor: maxMinor, Currency: c.currency}))
	}
	return m.V.Minor
}

func (c *compiler) price(p *spec.Val[spec.Price], field string) spec.Price {
	if p == nil {
		return spec.Price{}
	}
	c.money(&spec.Val[spec.Money]{V: spec.Money{Minor: p.V.Minor, Currency: p.V.Currency}, At: p.At}, field)
	return p.V
}

// maxMinor bounds amounts that terms state, like those of rows.
const maxMinor = 10_000_000_000_000

func (c *compiler) limit(m *spec.Val[spec.Money], field string) *int64 {
	if m == nil {
		return nil
	}
	v := c.money(m, field)
	return &v
}

func (c *compiler) recurring(r *spec.PayRule, of Of) *Recurring {
	rec := r.Recurring
	out := &Recurring{Mode: "lifetime", Spec: rec}
	if rec.For != nil {
		out.Mode, out.Payments, out.For = rec.For.V.Mode, rec.For.V.Payments, rec.For.V.For
	}
	for i := range rec.Stages {
		s := &rec.Stages[i]
		c.rateOf(of, s.Rate.At, "recurring/stages")
		if s.For == nil && i < len(rec.Stages)-1 {
			c.refuse(s.Rate.At, "recurring/stages", "Only the last stage can go without a time: stages after it would never begin.", "write how long it lasts, such as `for: 3 months`")
		}
		out.Stages = append(out.Stages, Stage{For: s.For.Or(quantity.Duration{}), Rate: s.Rate.V, Spec: s})
	}
	if len(out.Stages) > 0 && (r.Rate != nil || r.Bands != nil) {
		c.refuseAs("pay-rule", rec.Stages[0].Rate.At, "recurring/stages", "The rule has a rate of its own and rates by stage; which of them pays is not clear.", "keep one of them, or make two rules of it")
	}
	return out
}

func clawback(cb *spec.Clawback) *Clawback {
	out := &Clawback{On: []Reason{Churn, NonPayment}}
	if len(cb.On) > 0 {
		out.On = nil
		for _, on := range cb.On {
			out.On = append(out.On, Reason(on.V))
		}
	}
	for i := range cb.Schedule {
		s := &cb.Schedule[i]
		out.Schedule = append(out.Schedule, ClawbackShare{Within: s.Within.V, Share: s.Share.V, Spec: s})
	}
	// The shortest time that still runs counts, in whatever order they are written.
	const day = quantity.Date(20454) // any will do: 2026-01-01
	slices.SortStableFunc(out.Schedule, func(a, b ClawbackShare) int { return cmp.Compare(a.Within.From(day, nil), b.Within.From(day, nil)) })
	return out
}

func (c *compiler) attribution(a *spec.Attribution) *Attribution {
	if a == nil {
		return nil
	}
	out := &Attribution{Method: Method(a.Method.V), Lookback: a.Lookback.Or(quantity.Duration{}), Spec: a}
	var sum quantity.Rate
	for i := range a.Shares {
		s := &a.Shares[i]
		sum += s.Share.V
		out.Shares = append(out.Shares, FixedShare{Partner: s.Partner.Name, Rate: s.Share.V, Spec: s})
	}
	if sum > scale {
		c.refuseAs("attribution-shares", a.Shares[len(a.Shares)-1].Share.At, "shares", fmt.Sprintf("The shares add up to %s, more than the whole.", sum), "write shares of 100% at most; what is left is the deal's own partner's")
	}
	return out
}

// rounding takes an increment in the plan's currency or in the one that it pays.
func (c *compiler) rounding(r *spec.Rounding, paid quantity.Currency) Rounding {
	out := Rounding{Mode: HalfUp, Increment: 1}
	if r == nil {
		return out
	}
	out.Mode, out.OnStatement = Mode(r.Mode.Or("half-up")), r.Scope.Or("line") == "statement"
	if r.Increment == nil {
		return out
	}
	out.Cash = r.Increment.V
	if out.Cash.Currency != c.currency && out.Cash.Currency == paid {
		c.smallEnough(r.Increment, paid)
		return out
	}
	out.Increment = c.money(r.Increment, "increment")
	c.smallEnough(r.Increment, c.currency)
	return out
}

func (c *compiler) smallEnough(m *spec.Val[spec.Money], in quantity.Currency) {
	if m.V.Minor < 1 || m.V.Minor > math.MaxInt64/scale/2 {
		c.refuse(m.At, "increment", fmt.Sprintf("Amounts cannot be rounded to multiples of %s.", m.V), "write a small amount such as 0.05 "+string(in))
	}
}

func (c *compiler) payout(p *spec.Payout) Payout {
	out := Payout{Cadence: quantity.Monthly, Currency: c.currency, RateAt: AtPeriodEnd}
	if p == nil {
		return out
	}
	out.Cadence, out.Currency, out.RateAt = p.Cadence.Or(quantity.Monthly), p.Currency.Or(c.currency), RateAt(p.RateAt.Or("period-end"))
	if p.Minimum != nil {
		out.Minimum = &p.Minimum.V
	}
	if p.AcceptWithin != nil {
		out.AcceptWithin = &p.AcceptWithin.V
	}
	return out
}

// takes reports whether a clawback answers a reason.
func (cb *Clawback) takes(reason Reason) bool { return slices.Contains(cb.On, reason) }
