package ledger

import (
	"cmp"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// triggers by their number, as the language spells them.
var triggers = []string{"", "closed-won", "invoiced", "collected", "lead-accepted", "activity"}

// Rows are the facts behind lines: events of the partner and those that it has a
// part in, and everything that was taken back, by day and id.
type Rows struct {
	Events    []*commission.Event
	Reversals []commission.Reversal
}

// index finds rows.
type index struct {
	Rows
	events map[eventKey][]*commission.Event
}

type eventKey struct {
	id      string
	trigger commission.Trigger
}

func newIndex(rows Rows) *index {
	x := &index{Rows: rows, events: map[eventKey][]*commission.Event{}}
	for _, e := range rows.Events {
		key := eventKey{e.ID, e.Trigger}
		x.events[key] = append(x.events[key], e)
	}
	return x
}

// event finds an event, that of a place when several rows have its id; nil when
// there is none.
func (x *index) event(id string, trigger commission.Trigger, place string) *commission.Event {
	found := x.events[eventKey{id, trigger}]
	for _, e := range found {
		if e.Place == place {
			return e
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

func (x *index) reversal(id, of, place string) *commission.Reversal {
	i := slices.IndexFunc(x.Reversals, func(r commission.Reversal) bool { return r.ID == id && (place == "" || r.Place == place) })
	if i < 0 {
		return nil
	}
	return &x.Reversals[i]
}

// sumOf gives the amount of all events of a trigger that a reversal reaches.
func (x *index) sumOf(of string, e *commission.Event) int64 {
	if of == e.ID {
		return max(e.Amount, 0)
	}
	var sum int64
	for _, other := range x.Events {
		if other.Trigger == e.Trigger && other.Deal == of {
			sum += max(other.Amount, 0)
		}
	}
	return sum
}

// writeEvent gives an event as a statement keeps it.
func writeEvent(e *commission.Event, t *commission.Terms, rates facts.Exchange) *spec.StatementEvent {
	out := &spec.StatementEvent{ID: val(spec.Text(e.ID)), Trigger: val(spec.Text(triggers[e.Trigger])), At: val(e.At), Customer: text(e.Customer),
		Created: day(e.Created), Registered: day(e.Registered), Closed: day(e.Closed), Invoiced: day(e.Invoiced),
		Tax: some(e.Tax, e.Currency), Discount: some(e.Discount, e.Currency), Shipping: some(e.Shipping, e.Currency), Cost: some(e.Cost, e.Currency),
		Whole: some(e.Whole, e.Currency), Place: text(e.Place)}
	if e.Deal != e.ID {
		out.Deal = text(e.Deal)
	}
	if e.Closed == e.At {
		out.Closed = nil
	}
	if e.Currency != "" {
		m := money(e.Amount, e.Currency)
		out.Amount = &m
	}
	if e.Quantity != 0 {
		out.Quantity = ref(units(e.Quantity))
	}
	if t != nil {
		out.Rate = rateText(rates, e.Currency, t.Currency, t.RatedAt(e))
	}
	return out
}

func rateText(rates facts.Exchange, from, to quantity.Currency, on quantity.Date) *spec.Val[spec.Text] {
	if from == to || from == "" || rates == nil {
		return nil
	}
	q, ok := rates.Quote(from, to, on)
	if !ok {
		return nil
	}
	return text(ratText(q.Rate(from, to), 0))
}

// readEvent gives an event as it was when it was locked.
func readEvent(e *spec.StatementEvent) *commission.Event {
	out := &commission.Event{ID: textOf(&e.ID), Trigger: commission.Trigger(max(0, slices.Index(triggers, textOf(&e.Trigger)))), At: e.At.V,
		Deal: cmp.Or(textOf(e.Deal), textOf(&e.ID)), Customer: textOf(e.Customer), Created: e.Created.Or(0), Registered: e.Registered.Or(0),
		Closed: e.Closed.Or(e.At.V), Invoiced: e.Invoiced.Or(0), Amount: minorOf(e.Amount), Tax: minorOf(e.Tax), Discount: minorOf(e.Discount),
		Shipping: minorOf(e.Shipping), Cost: minorOf(e.Cost), Whole: minorOf(e.Whole), Quantity: unitsOf(e.Quantity), Place: textOf(e.Place)}
	if e.Amount != nil {
		out.Currency = e.Amount.V.Currency
	}
	return out
}

func writeReversal(r *commission.Reversal, e *commission.Event, t *commission.Terms, rates facts.Exchange) *spec.StatementReversal {
	out := &spec.StatementReversal{ID: val(spec.Text(r.ID)), Of: val(spec.Text(r.Of)), At: val(r.At), Amount: money(r.Amount, cmp.Or(r.Currency, e.Currency, t.Currency))}
	if r.Reason != commission.Refund && r.Reason != "" {
		out.Reason = text(string(r.Reason))
	}
	if r.Currency != "" {
		out.Rate = rateText(rates, r.Currency, e.Currency, t.RatedAt(e))
	}
	return out
}

func readReversal(r *spec.StatementReversal) *commission.Reversal {
	return &commission.Reversal{ID: textOf(&r.ID), Of: textOf(&r.Of), At: r.At.V, Amount: r.Amount.V.Minor, Currency: r.Amount.V.Currency,
		Reason: commission.Reason(r.Reason.Or(spec.Text(commission.Refund)))}
}

// EventOf gives an event as it was when it was locked.
func EventOf(e *spec.StatementEvent) *commission.Event { return readEvent(e) }

// ReversalOf gives what took back as it was when it was locked.
func ReversalOf(r *spec.StatementReversal) *commission.Reversal { return readReversal(r) }
