package ledger

import (
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Status is where a statement stands. One that is no document is a draft.
type Status string

const (
	IsDraft    Status = "draft"
	IsLocked   Status = "locked"
	IsIssued   Status = "issued"
	IsAccepted Status = "accepted"
	IsDisputed Status = "disputed"
	IsPaid     Status = "paid"
)

// Payment is what was paid on a statement.
type Payment struct {
	Statement string // name of the statement
	At        quantity.Date
	Amount    int64 // minor units
	Currency  quantity.Currency
}

// Standing is a statement's status on a day. It follows from what was added to
// the document, from time and from payments.
type Standing struct {
	Status   Status
	On       quantity.Date // since when
	By       string        // who accepted or disputed it; "" when nobody did
	Reason   string        // of a dispute
	IsDeemed bool          // accepted because nobody answered in time
	AnswerBy quantity.Date // last day to dispute it; 0 when that has no end, or it was answered
	Paid     int64         // minor units of the statement's currency
	Left     int64         // of what it pays, still to be paid
}

// StandingOf tells where a statement stands on a day. within is the plan's time to
// answer; nil when silence is no answer. Payments on other statements, and in
// another currency than the statement's, are passed over. Of an answer and a later other one, the later one counts.
func StandingOf(name string, s *spec.Statement, within *quantity.Duration, payments []Payment, day quantity.Date, holidays map[quantity.Date]bool) Standing {
	out := Standing{Status: IsLocked, On: s.AsOf.V}
	if s.Issued != nil && s.Issued.On.V <= day {
		out.Status, out.On = IsIssued, s.Issued.On.V
		out.answered(s, within, day, holidays)
	}
	due, last := s.Totals.Paid.V.Minor, quantity.Date(0)
	for _, p := range payments {
		if p.Statement == name && p.Currency == s.Currency.V && p.At <= day {
			out.Paid += p.Amount
			last = max(last, p.At)
		}
	}
	out.Left = due - out.Paid
	if due > 0 && out.Left <= 0 {
		out.Status, out.On, out.AnswerBy = IsPaid, last, 0
	}
	return out
}

func (st *Standing) answered(s *spec.Statement, within *quantity.Duration, day quantity.Date, holidays map[quantity.Date]bool) {
	if a := s.Accepted; a != nil && a.On.V <= day {
		st.Status, st.On, st.By = IsAccepted, a.On.V, a.By.Name
	}
	if d := s.Disputed; d != nil && d.On.V <= day && (st.Status != IsAccepted || d.On.V > st.On) {
		st.Status, st.On, st.By, st.Reason = IsDisputed, d.On.V, d.By.Name, string(d.Reason.V)
	}
	if st.Status != IsIssued || within == nil {
		return
	}
	st.AnswerBy = within.From(s.Issued.On.V, holidays)
	if day > st.AnswerBy {
		st.Status, st.On, st.IsDeemed, st.AnswerBy = IsAccepted, st.AnswerBy.AddDays(1), true, 0
	}
}
