package evaluate

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// payRows is what a job's payroll was answered, and how rows find each other.
type payRows struct {
	roll          *payroll
	ask           payAsk
	streams       []facts.Streamed
	deals         map[string]rowAt              // by id
	touches       map[string][]commission.Touch // by deal, in order of (day, id)
	registrations map[string][]registration     // by deal id and, under a customer's key, by customer
	reversals     []commission.Reversal
	lookback      quantity.Duration
	asOf          quantity.Date // nothing after it has happened
	rateAge       quantity.Duration
	isPlaced      bool // events carry the place of their row
}

// rowAt is a deal: one that is won later than the as-of day is open on it.
type rowAt struct {
	strand *facts.Strand
	row    int
	isWon  bool
}

type registration struct {
	partner             string
	submitted, from, to quantity.Date // to 0: without end
}

func (a *asking) payRows(result facts.VariantResult, asOf quantity.Date) *payRows {
	r := &payRows{asOf: asOf, rateAge: a.rateAge, roll: a.roll, ask: a.pay, streams: result.Streams, lookback: a.program.influence().Before}
	if len(a.pay.deals) > 0 {
		r.deals = map[string]rowAt{}
		r.rows(a.pay.unwon, func(s *facts.Strand, i int) { r.deals[s.ID(i)] = rowAt{s, i, false} })
		r.each(a.pay.deals, someDay, func(s *facts.Strand, i int) { r.deals[s.ID(i)] = rowAt{s, i, s.Day(i) <= asOf} })
	}
	r.touches = map[string][]commission.Touch{}
	r.rows(a.pay.touches, func(s *facts.Strand, i int) {
		deal := s.Text(0, i)
		r.touches[deal] = append(r.touches[deal], commission.Touch{ID: s.ID(i), Partner: s.Partner, At: s.Day(i), Type: s.Text(1, i)})
	})
	for _, list := range r.touches {
		slices.SortFunc(list, func(a, b commission.Touch) int {
			return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Partner, b.Partner))
		})
	}
	r.registrations = map[string][]registration{}
	r.rows(a.pay.registrations, r.register)
	r.rows(a.pay.refunds, func(s *facts.Strand, i int) {
		r.reversals = append(r.reversals, commission.Reversal{ID: s.ID(i), Of: s.Text(0, i), At: s.Day(i), Amount: s.Int(1, i),
			Currency: quantity.Currency(s.Text(1, i)), Reason: commission.Reason(cmp.Or(s.Text(2, i), string(commission.Refund))), Place: s.Place(i)})
	})
	slices.SortStableFunc(r.reversals, func(a, b commission.Reversal) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID))
	})
	return r
}

// rows visits every row of some streams up to the as-of day, by stream, partner,
// day and id.
func (r *payRows) rows(streams []int, visit func(*facts.Strand, int)) {
	r.each(streams, r.asOf, visit)
}

func (r *payRows) each(streams []int, until quantity.Date, visit func(*facts.Strand, int)) {
	for _, at := range streams {
		for _, s := range r.streams[at].Strands {
			for i := 0; i < s.Len() && s.Day(i) <= until; i++ {
				visit(s, i)
			}
		}
	}
}

func customerKey(name string) string { return "customer " + strings.ToLower(strings.TrimSpace(name)) }

func (r *payRows) register(s *facts.Strand, i int) {
	reg := registration{partner: s.Partner, submitted: s.Day(i), from: quantity.Date(s.Int(2, i)), to: quantity.Date(s.Int(3, i))}
	reg.from = cmp.Or(reg.from, reg.submitted)
	key := customerKey(s.Text(0, i))
	if deal := s.Text(1, i); deal != "" {
		key = deal
	}
	r.registrations[key] = append(r.registrations[key], reg)
}

// registrant is the partner who registered an event's deal first: by its id, else
// by its customer while the registration was open when the deal began.
func (r *payRows) registrant(e *commission.Event) string {
	best := registration{}
	take := func(list []registration, isOpen func(registration) bool) {
		for _, reg := range list {
			if isOpen(reg) && (best.partner == "" || cmp.Or(cmp.Compare(reg.from, best.from), cmp.Compare(reg.submitted, best.submitted), cmp.Compare(reg.partner, best.partner)) < 0) {
				best = reg
			}
		}
	}
	take(r.registrations[e.Deal], func(registration) bool { return true })
	if began := cmp.Or(e.Registered, e.Created); best.partner == "" && e.Customer != "" && began != 0 {
		take(r.registrations[customerKey(e.Customer)], func(reg registration) bool {
			return reg.from <= began && (reg.to == 0 || began <= reg.to)
		})
	}
	return best.partner
}

// cursor walks one strand of one trigger.
type cursor struct {
	from *firedStream
	*facts.Strand
	row int
}

func (c *cursor) isBefore(d *cursor) bool {
	a, b := c.Day(c.row), d.Day(d.row)
	if a != b {
		return a < b
	}
	return c.ID(c.row) < d.ID(d.row)
}

// cursors gives the strands that a group's events are in; all of them when deals
// may be shared.
func (r *payRows) cursors(partners map[string]bool, isShared bool) []*cursor {
	var out []*cursor
	for at := range r.ask.fired {
		f := &r.ask.fired[at]
		for _, s := range r.streams[f.stream].Strands {
			if s.Len() > 0 && (isShared || partners[s.Partner]) {
				out = append(out, &cursor{from: f, Strand: s})
			}
		}
	}
	return out
}

// events gives the events of a group in the order of (earned at, id). The Event is
// the same one each time.
func (r *payRows) events(partners map[string]bool, isShared bool) iter.Seq[*commission.Event] {
	return func(yield func(*commission.Event) bool) {
		var e commission.Event
		heap := newCursorHeap(r.cursors(partners, isShared))
		for c := heap.top(); c != nil && c.Day(c.row) <= r.asOf; c = heap.top() {
			r.event(&e, c)
			if isShared {
				r.share(&e)
			}
			if (!isShared || r.concerns(&e, partners)) && !yield(&e) {
				return
			}
			heap.advance()
		}
	}
}

// concerns says whether a group has a part in an event.
func (r *payRows) concerns(e *commission.Event, partners map[string]bool) bool {
	return partners[e.Partner] || partners[e.Registrant] ||
		slices.ContainsFunc(e.Touches, func(t commission.Touch) bool { return partners[t.Partner] })
}

// event fills e from a row.
func (r *payRows) event(e *commission.Event, c *cursor) {
	i, tests := c.row, e.Tests[:0]
	*e = commission.Event{ID: c.ID(i), Trigger: c.from.trigger, At: c.Day(i), Partner: c.Partner}
	e.Tests = c.Tests(i, tests)
	switch c.from.of {
	case "deals":
		e.Deal = e.ID
		readDeal(e, c.Strand, i)
		e.IsSourced = c.from.isAnySource || c.Text(atSourcedBy, i) == "partner"
		e.Closed = e.At
	case "revenue":
		e.Currency, e.Amount = quantity.Currency(c.Text(atAmount, i)), c.Int(atAmount, i)
		e.Customer, e.Deal, e.Invoiced = c.Text(atCustomer, i), c.Text(atRevenueDeal, i), quantity.Date(c.Int(atInvoiced, i))
		e.IsSourced = true
		r.complete(e)
	case "leads":
		e.Created, e.Deal, e.IsSourced = quantity.Date(c.Int(atSubmitted, i)), c.Text(atLeadDeal, i), true
	default:
		e.IsSourced = true
	}
	if r.isPlaced {
		e.Place = c.Place(i)
	}
}

func readDeal(e *commission.Event, s *facts.Strand, i int) {
	e.Currency, e.Amount, e.Customer = quantity.Currency(s.Text(atAmount, i)), s.Int(atAmount, i), s.Text(atCustomer, i)
	e.Created, e.Registered = quantity.Date(s.Int(atCreated, i)), quantity.Date(s.Int(atRegistered, i))
	e.Tax, e.Discount, e.Shipping, e.Cost = s.Int(atTax, i), s.Int(atDiscount, i), s.Int(atShipping, i), s.Int(atCost, i)
	e.Quantity = units(s.Int(atQuantity, i), s.Scale(atQuantity, i))
}

// complete fills what a revenue row leaves to the deal that it names.
func (r *payRows) complete(e *commission.Event) {
	at, known := r.deals[e.Deal]
	if !known {
		return
	}
	var deal commission.Event
	readDeal(&deal, at.strand, at.row)
	if e.Customer == "" {
		e.Customer = deal.Customer
	}
	e.Created, e.Registered = deal.Created, deal.Registered
	if at.isWon {
		e.Closed = at.strand.Day(at.row)
	}
	e.IsSourced = at.strand.Text(atSourcedBy, at.row) != "vendor"
	if deal.Amount != 0 && deal.Currency == e.Currency {
		e.Whole, e.Tax, e.Discount, e.Shipping, e.Cost, e.Quantity = deal.Amount, deal.Tax, deal.Discount, deal.Shipping, deal.Cost, deal.Quantity
	}
}

// share fills who else has a part in the event's deal.
func (r *payRows) share(e *commission.Event) {
	e.Touches = e.Touches[:0]
	if e.Deal == "" {
		return
	}
	for _, t := range r.touches[e.Deal] {
		if e.Created != 0 && t.At < r.lookbackFrom(e.Created) || t.At > cmp.Or(e.Closed, e.At) {
			continue
		}
		e.Touches = append(e.Touches, t)
	}
	e.Registrant = r.registrant(e)
}

func (r *payRows) lookbackFrom(created quantity.Date) quantity.Date {
	return quantity.Duration{N: -r.lookback.N, Unit: r.lookback.Unit}.From(created, nil)
}

// units gives a number in 1e-8 units, rounded toward zero beyond that, and the
// nearest that fits: rows with more were reported by unitFaults.
func units(n int64, scale uint8) int64 {
	for ; scale > 8; scale-- {
		n /= 10
	}
	for ; scale < 8; scale++ {
		if n > math.MaxInt64/10 || n < math.MinInt64/10 {
			return max(min(n, 1)*math.MaxInt64, math.MinInt64)
		}
		n *= 10
	}
	return n
}
