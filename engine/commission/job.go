package commission

import (
	"math"
	"math/big"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// job is the computation of one event's total under one rule.
type job struct {
	amount int64 // in the plan's currency
	base   int64 // what the rule pays on: minor units or 1e-8 units
	pays   int64 // money that rates are taken of
	units  int64 // 1e-8 units that amounts per unit are paid for
	sale   int64 // what an override on sale is taken of

	fine *fine // what pays and units leave out; nil unless they are parts of a minor unit

	counted  int64 // what the event adds to the measure
	before   int64
	paidFlat bool

	total Exact
	rest  *big.Rat // what total cannot hold; nil on ordinary events
	parts []Part

	uncapped      Exact // total before floor and cap
	uncappedRest  *big.Rat
	raised, cut   int64
	earned        int64 // total, rounded
	isOutOfBounds bool
}

// fine is what a share of a deal has beside whole minor units and 1e-8 units, so
// that only an event's total is rounded; each between -1 and 1.
type fine struct{ pays, units *big.Rat }

func (j *job) add(p Part) {
	j.parts = append(j.parts, p)
	j.total = j.total.Add(p.Earned)
	if p.Rest != nil {
		j.addRest(p.Rest)
	}
}

func (j *job) addRest(r *big.Rat) {
	if j.rest == nil {
		j.rest = new(big.Rat)
	}
	j.rest.Add(j.rest, r)
}

// reset empties the job. Pointers are left alone where they are nil already:
// clearing them costs more than all the numbers.
func (j *job) reset() {
	if j.rest != nil || j.uncappedRest != nil || j.fine != nil {
		j.rest, j.uncappedRest, j.fine = nil, nil, nil
	}
	j.parts = j.parts[:0]
	j.counted, j.before, j.raised, j.cut = 0, 0, 0, 0
	j.total = Exact{}
	j.paidFlat, j.isOutOfBounds = false, false
}

// exact gives the total before rounding, in minor units.
func (j *job) exact() *big.Rat { return sumExact(j.total, j.rest) }

func sumExact(x Exact, rest *big.Rat) *big.Rat {
	out := x.Rat()
	if rest != nil {
		out.Add(out, rest)
	}
	return out
}

// sizes works out what the rule pays on; false when an exchange rate is missing.
func (f *folder) sizes(j *job, t *Terms, r *Rule, e *Event) bool {
	j.reset()
	amount, costs := e.Amount, int64(0)
	switch r.Of {
	case OfNet:
		costs = e.Tax + e.Discount + e.Shipping
	case OfMargin:
		costs = e.Tax + e.Discount + e.Shipping + e.Cost
	}
	if e.Currency != t.Currency {
		var ok bool
		if amount, costs, ok = f.inPlan(t, r, e); !ok {
			return false
		}
	}
	j.amount, j.base, j.units = amount, amount-costs, unitsOf(r, e)
	if e.isPart() && (costs != 0 || j.units != 0) {
		j.sizePart(costs, ratio(e.Amount, e.Whole))
	}
	if amount >= 0 {
		j.base = max(j.base, 0)
	} else {
		j.base = min(j.base, 0)
	}
	j.pays, j.sale = j.base, j.base
	switch r.Of {
	case OfQuantity, OfEach:
		j.base, j.pays, j.sale = j.units, 0, amount
		if j.fine != nil {
			j.fine.pays = new(big.Rat)
		}
	}
	return true
}

// sizePart takes off a part of a deal its share of the deal's costs, and gives it
// its share of the units.
func (j *job) sizePart(costs int64, share *big.Rat) {
	base := new(big.Rat).Sub(whole(j.amount), new(big.Rat).Mul(whole(costs), share))
	if base.Sign() != 0 && (base.Sign() < 0) == (j.amount >= 0) {
		base = new(big.Rat)
	}
	j.base, j.units = j.split(base, new(big.Rat).Mul(whole(j.units), share))
}

// split gives money and units in whole, halves away from zero, and keeps what that
// leaves out.
func (j *job) split(pays, units *big.Rat) (int64, int64) {
	p, _ := roundRat(pays, HalfUp, 1)
	u, _ := roundRat(units, HalfUp, 1)
	j.fine = nil
	if !pays.IsInt() || !units.IsInt() {
		j.fine = &fine{new(big.Rat).Sub(pays, whole(p)), new(big.Rat).Sub(units, whole(u))}
	}
	return p, u
}

// exactSale is what an override on the sale is taken of.
func (j *job) exactSale(r *Rule) *big.Rat {
	if j.fine == nil || r.Of == OfQuantity || r.Of == OfEach {
		return whole(j.sale)
	}
	return new(big.Rat).Add(whole(j.sale), j.fine.pays)
}

// oneUnit is 1 in 1e-8 units.
const oneUnit = 100_000_000

// isPart reports whether the event is a part of its deal, so that what is stated
// for the deal counts pro rata.
func (e *Event) isPart() bool { return e.Whole != 0 && e.Whole != e.Amount }

// inPlan gives the amount and the costs that count, in the plan's currency.
func (f *folder) inPlan(t *Terms, r *Rule, e *Event) (amount, costs int64, ok bool) {
	if amount, ok = f.convert(t, e, e.Amount); !ok {
		return 0, 0, false
	}
	parts := []int64{e.Tax, e.Discount, e.Shipping, e.Cost}
	switch r.Of {
	case OfNet:
		parts = parts[:3]
	case OfMargin:
	default:
		parts = nil
	}
	for _, p := range parts {
		c, ok := f.convert(t, e, p)
		if !ok {
			return 0, 0, false
		}
		costs += c
	}
	return amount, costs, true
}

// convert rounds by the plan's mode to minor units: what a sale is worth is no
// amount that is paid, so no increment counts.
func (f *folder) convert(t *Terms, e *Event, amount int64) (int64, bool) {
	if amount == 0 {
		return 0, true
	}
	return f.exchange(amount, t.Rounding.Mode, 1, MissingRate{From: e.Currency, To: t.Currency, On: t.ratedAt(e), Place: e.Place})
}

// ratedAt is the day at whose rate an event comes into the plan's currency: a
// volume cannot wait for the end of a period or for a statement.
func (t *Terms) ratedAt(e *Event) quantity.Date {
	if t.Payout.RateAt == AtInvoice && e.Invoiced != 0 {
		return e.Invoiced
	}
	return e.At
}

// misses notes a missing rate once for each partner, day and pair.
func (f *folder) misses(m MissingRate) {
	for i := range f.missing {
		if had := &f.missing[i]; had.From == m.From && had.To == m.To && had.On == m.On && had.Partner == m.Partner {
			had.Count++
			return
		}
	}
	f.missing = append(f.missing, m)
}

// compute works out an event's total by one rule: base, rate or bands, floor,
// cap per event, rounding.
func (f *folder) compute(j *job, t *Terms, r *Rule, st *ruleState, m *meter, e *Event) {
	rate := r.Rate
	if r.Recurring != nil && len(r.Recurring.Stages) > 0 {
		rate = st.rate(r.Recurring, e, f.Holidays)
	}
	if rate != 0 {
		p := Part{On: j.base, Earned: product(j.pays, int64(rate))}
		if j.fine != nil {
			p.addRest(new(big.Rat).Mul(j.fine.pays, rate.Rat()))
		}
		j.add(p)
	}
	if !r.PerUnit.IsZero() {
		p := Part{On: j.units}
		p.Earned, p.Rest = priced(j.units, r.PerUnit)
		if j.fine != nil {
			p.addRest(j.fine.priced(r.PerUnit))
		}
		j.add(p)
	}
	if r.Flat != 0 && (j.amount >= 0 || e.isPart()) { // nothing is due on a credit note
		j.add(j.proRata(e, Part{On: j.base, Earned: minor(r.Flat), Flat: true}))
	}
	if r.Bands != nil {
		switch r.Bands.Measure {
		case ByAmount:
			j.counted = j.sale
		case ByQuantity:
			j.counted = j.units
		case ByCount:
			j.counted = 1
		}
		r.Bands.rate(j, m)
	}
	j.limit(t, r)
}

// unitsOf gives the units of the whole deal; to pay on each is to pay on one.
func unitsOf(r *Rule, e *Event) int64 {
	if r.Of == OfEach {
		return oneUnit
	}
	return e.Quantity
}

// proRata gives a part of a deal its share of what is stated for the deal.
func (j *job) proRata(e *Event, p Part) Part {
	if !e.isPart() {
		return p
	}
	p.Rest = new(big.Rat).Mul(p.Earned.Rat(), ratio(e.Amount, e.Whole))
	p.Earned = Exact{}
	return p
}

// limit applies floor and cap per event, and rounds.
func (j *job) limit(t *Terms, r *Rule) {
	j.uncapped = j.total
	if j.rest != nil {
		j.uncappedRest = j.rest
	}
	if r.Floor != nil && j.amount >= 0 && j.compare(*r.Floor) < 0 {
		j.raised = *r.Floor - j.rounded(t)
		j.total, j.rest = minor(*r.Floor), nil
	}
	if r.CapPerEvent != nil && j.compare(*r.CapPerEvent) > 0 {
		j.cut = j.rounded(t) - *r.CapPerEvent
		j.total, j.rest = minor(*r.CapPerEvent), nil
	}
	j.earned = j.rounded(t)
}

func (j *job) compare(limit int64) int {
	if j.rest == nil {
		return j.total.Cmp(minor(limit))
	}
	return j.exact().Cmp(whole(limit))
}

func (j *job) rounded(t *Terms) int64 {
	out, ok := int64(0), false
	if j.rest == nil {
		out, ok = j.total.Round(t.Rounding.Mode, t.Rounding.Increment)
	} else {
		out, ok = t.Rounding.round(j.exact())
	}
	j.isOutOfBounds = !ok
	if !ok {
		return math.MaxInt64
	}
	return out
}
