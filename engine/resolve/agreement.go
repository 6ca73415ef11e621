package resolve

import (
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Phase is where an agreement stands on a day: what is declared of its signing,
// and what follows from its dates.
type Phase string

const (
	Draft    Phase = "draft"
	InReview Phase = "in-review"
	Upcoming Phase = "upcoming" // signed; its first day is still to come
	Active   Phase = "active"
	Expired  Phase = "expired"
	Ended    Phase = "ended"

	Superseded Phase = "superseded" // a signed agreement has taken its place
)

// Standing is an agreement's phase on a day, with the days that decide it. A
// document that is broken or no agreement has the zero Standing.
type Standing struct {
	Phase     Phase
	Agreement *spec.Agreement // the version in force on the day
	From      quantity.Date   // first day
	Expires   quantity.Date   // last day of the term that runs, automatic renewals counted; 0: evergreen
	Renewals  int             // automatic renewals until then
	Next      quantity.Date   // last day after one more automatic renewal; 0: it does not renew by itself
	NoticeBy  quantity.Date   // last day of the notice before Expires; 0 without expiry or notice
	EndedOn   quantity.Date   // last day by `ended`; 0 when it was not ended

	Successor *spec.Document // signed, and takes its place the day after Until; nil: none
	Until     quantity.Date  // 0 without a successor
}

// Renewal is what happens at expiry: none, auto or manual.
func (s Standing) Renewal() string { return string(s.Agreement.Term.Renewal.Or("none")) }

// IsOver reports whether an agreement held once and does so no more.
func (s Standing) IsOver() bool {
	return s.Phase == Expired || s.Phase == Ended || s.Phase == Superseded
}

// IsHandedOver reports whether the term that runs ends with a successor, so that
// nobody has to renew it: neither an ending nor the expiry comes before.
func (s Standing) IsHandedOver() bool {
	return s.Successor != nil && (s.Expires == 0 || s.Until <= s.Expires) && (s.EndedOn == 0 || s.Until < s.EndedOn)
}

// StandingOf gives where an agreement stands on a day. The day it was ended on,
// the day of expiry and the one before a signed successor begins are the last
// ones on which it holds.
func (b *Book) StandingOf(doc *spec.Document, day quantity.Date) Standing {
	a, ok := b.At(doc, day).(*spec.Agreement)
	if !ok || doc.Broken {
		return Standing{}
	}
	s := Standing{Phase: Active, Agreement: a, From: a.Term.Effective.V}
	s.term(day, b.Holidays())
	if a.Ended != nil {
		s.EndedOn = a.Ended.On.V
	}
	s.Successor, s.Until = b.successor(doc, day)
	switch {
	case a.Status.V != "signed":
		s.Phase = Phase(a.Status.V)
	case s.IsHandedOver() && s.Until < day:
		s.Phase = Superseded
	case s.EndedOn != 0 && s.EndedOn < day:
		s.Phase = Ended
	case day < s.From:
		s.Phase = Upcoming
	case s.Expires != 0 && s.Expires < day:
		s.Phase = Expired
	}
	return s
}

// successor gives the signed agreement that takes the place of another first,
// and the last day before it does. One that was ended before it began takes
// nobody's place.
func (b *Book) successor(doc *spec.Document, day quantity.Date) (first *spec.Document, until quantity.Date) {
	for _, next := range b.successors[doc.Address] {
		a, ok := b.At(next, day).(*spec.Agreement)
		if !ok || a.Status.V != "signed" || a.Ended != nil && a.Ended.On.V < a.Term.Effective.V {
			continue
		}
		if last := a.Term.Effective.V.AddDays(-1); first == nil || last < until {
			first, until = next, last
		}
	}
	return first, until
}

// Successors gives the agreements that are written to take the place of another,
// signed or not, by name.
func (b *Book) Successors(doc *spec.Document) []*spec.Document { return b.successors[doc.Address] }

func (b *Book) successorsOf() map[spec.Address][]*spec.Document {
	out := map[spec.Address][]*spec.Document{}
	spec.Each(b.Docs, func(doc *spec.Document, a *spec.Agreement) {
		if a.Supersedes != nil && !doc.Broken {
			earlier := spec.NewAddress("Agreement", a.Supersedes.Name)
			out[earlier] = append(out[earlier], doc)
		}
	})
	return out
}

// term works out the term that runs on a day.
func (s *Standing) term(day quantity.Date, holidays map[quantity.Date]bool) {
	t := s.Agreement.Term
	if t.Expires == nil {
		return
	}
	s.Expires = t.Expires.V
	if s.Renewal() == "auto" {
		s.renew(t.RenewFor.Or(quantity.Duration{}), day, holidays)
	}
	if t.Notice != nil && s.Expires != 0 {
		s.NoticeBy = t.Notice.V.Before(s.Expires, holidays)
	}
}

// maxRenewals keeps an agreement of antiquity that renews every day from being
// followed through the centuries; after so many it goes on without end.
const maxRenewals = 5000

// renew rolls the expiry until it reaches the day. A renewal begins on the day
// after the last one, and all of them are counted from the first: a term that
// ended with a month goes on ending with months. Without a length the agreement
// goes on without end.
func (s *Standing) renew(each quantity.Duration, day quantity.Date, holidays map[quantity.Date]bool) {
	if each.N == 0 {
		if s.Expires < day {
			s.Expires = 0
		}
		return
	}
	first := s.Expires.AddDays(1)
	ends := func(times int) quantity.Date {
		if each.Unit == quantity.BusinessDays { // no month to end with: counted from the last one
			return each.From(s.Expires.AddDays(1), holidays).AddDays(-1)
		}
		return quantity.Duration{N: times * each.N, Unit: each.Unit}.From(first, holidays).AddDays(-1)
	}
	next := ends(1)
	for s.Expires < day && next > s.Expires { // the calendar ends
		if s.Renewals == maxRenewals {
			s.Expires = 0
			return
		}
		s.Expires = next
		s.Renewals++
		next = ends(s.Renewals + 1)
	}
	if next > s.Expires {
		s.Next = next
	}
}

// ActiveAgreements gives the agreements of a partner that hold on a day, by name.
func (b *Book) ActiveAgreements(partner spec.Address, day quantity.Date) []*spec.Document {
	var out []*spec.Document
	spec.Each(b.Docs, func(doc *spec.Document, _ *spec.Agreement) {
		s := b.StandingOf(doc, day)
		if s.Phase == Active && spec.NewAddress("Partner", s.Agreement.Partner.Name) == partner {
			out = append(out, doc)
		}
	})
	return out
}
