package state

import (
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// DueKind is what somebody has to do.
type DueKind string

const (
	DueAction        DueKind = "action"         // an open action of a review
	DueCheckin       DueKind = "checkin"        // the two sides look at a goal
	DueConcern       DueKind = "concern"        // an open concern is answered
	DueDecision      DueKind = "decision"       // an open or proposed decision is taken
	DueNotice        DueKind = "notice"         // last day to give notice, or to agree on a renewal
	DueOutcomeReview DueKind = "outcome-review" // an accepted decision is looked back on
	DueRenewal       DueKind = "renewal"        // an agreement's last day
	DueReview        DueKind = "review"         // a partner is reviewed
)

// Due is one thing that somebody has to do by a day.
type Due struct {
	Kind      DueKind
	On        quantity.Date // last day on which it is in time
	Address   spec.Address  // the document that asks for it
	ID        string        // of the item within it: a concern, an action
	Title     string        // the document's
	Partner   spec.Address  // "" when it is about none, or about several
	Owner     string        // a person, a team or a side, as written; "" when nobody is named
	Text      string        // what is to be done, for people
	IsOverdue bool
	At        diag.Span
}
