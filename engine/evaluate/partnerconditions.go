package evaluate

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// nearness orders phases by how near they are to an agreement that holds.
var nearness = map[resolve.Phase]int{resolve.Active: 7, resolve.Upcoming: 6, resolve.InReview: 5, resolve.Draft: 4, resolve.Expired: 3, resolve.Ended: 2, resolve.Superseded: 1}

// inForce judges whether an agreement holds.
func (h holding) inForce() verdict {
	v := verdict{status: state.False, at: h.doc.Name.At}
	switch h.Phase {
	case resolve.Draft:
		v.reason, v.text = "Draft", "still a draft"
	case resolve.InReview:
		v.reason, v.text = "InReview", "still in review"
	case resolve.Upcoming:
		v.reason, v.text = "Upcoming", "begins on "+h.From.String()
	case resolve.Expired:
		v.reason, v.text = "Expired", "expired on "+h.Expires.String()
	case resolve.Ended:
		v.reason, v.text = "Ended", "ended on "+h.EndedOn.String()
	case resolve.Superseded:
		v.reason, v.text = "Superseded", fmt.Sprintf("superseded by %s since %s", h.Successor.DisplayName(), h.Until.AddDays(1))
	default:
		v.status, v.reason, v.text = state.True, "InForce", "holds since "+h.From.String()+h.end()
	}
	return v
}

// end says how long an agreement goes on.
func (h holding) end() string {
	switch {
	case h.IsHandedOver():
		return fmt.Sprintf(", until %s, when %s takes its place", h.Until, h.Successor.DisplayName())
	case h.EndedOn != 0:
		return ", was ended on " + h.EndedOn.String()
	case h.Expires == 0:
		return ", without an end"
	}
	return ", until " + h.Expires.String()
}

// partnerActive is true of a partner with an agreement that holds; else it tells
// of the one that is nearest to it.
func (g judging) partnerActive(doc *spec.Document) state.Condition {
	var best holding
	for _, h := range g.held[doc.Address] {
		if nearness[h.Phase] > nearness[best.Phase] {
			best = h
		}
	}
	if best.doc == nil {
		return condition("Active", verdict{status: state.False, reason: "NoAgreement", at: doc.Name.At}, "No agreement is declared.")
	}
	v := best.inForce()
	message := best.doc.DisplayName() + ": " + v.text
	if more := len(g.active(doc.Address)) - 1; more > 0 {
		message += fmt.Sprintf(", and %d more", more)
	}
	return condition("Active", v, message+".")
}

func (g judging) partnerReview(doc *spec.Document) state.Condition {
	m := g.review(doc.Address)
	switch {
	case len(g.binding(doc.Address)) == 0:
		return condition("ReviewDue", verdict{status: state.False, reason: "NoAgreement", at: doc.Name.At}, "No agreement holds that asks for reviews.")
	case m.Due == 0:
		return condition("ReviewDue", verdict{status: state.Unknown, reason: "NoCadence", at: doc.Name.At}, "No agreement says how often the partner is reviewed.")
	}
	v := g.meets(m, "review", "last reviewed", "Reviewed", doc.Name.At)
	return condition("ReviewDue", v, sentence(v.text))
}

// partnerCheckin tells of the running goal whose check-in is due first.
func (g judging) partnerCheckin(doc *spec.Document) state.Condition {
	var first verdict
	var of *spec.Document
	for _, goal := range g.goals[doc.Address] {
		if g.goal(goal).CheckinCadence == nil || !g.isRunning(goal) {
			continue
		}
		if v := g.goalMeets(goal); of == nil || v.on != 0 && (first.on == 0 || v.on < first.on) {
			first, of = v, goal
		}
	}
	if of == nil {
		return condition("CheckinDue", verdict{status: state.False, reason: "NoCadence", at: doc.Name.At}, "No running goal asks for check-ins.")
	}
	return condition("CheckinDue", first, of.DisplayName()+": "+first.text+".")
}

// notice judges whether the day to give notice, or to agree on a renewal, is
// near. Without either it is the day of expiry.
func (g judging) notice(h holding) verdict {
	v := verdict{status: state.False, at: h.doc.Name.At}
	switch {
	case h.Phase != resolve.Active:
		v.reason, v.text = "NotActive", "does not hold, so there is no notice to give"
		return v
	case h.EndedOn != 0:
		v.reason, v.text = "Ended", "was ended on "+h.EndedOn.String()
		return v
	case h.IsHandedOver():
		v.reason, v.text = "Superseded", fmt.Sprintf("gives way to %s on %s", h.Successor.DisplayName(), h.Until.AddDays(1))
		return v
	case h.Expires == 0:
		v.reason, v.text = "Evergreen", "has no last day to renew it on"
		return v
	}
	v.at, v.on = h.Agreement.Term.Expires.At, h.Expires
	if h.NoticeBy != 0 && h.Renewal() != "none" {
		v.at, v.on = h.Agreement.Term.Notice.At, h.NoticeBy
	}
	isNear := g.lead().Before(v.on, g.holidays) <= g.asOf
	if isNear {
		v.status = state.True
	}
	switch renewal := h.Renewal(); {
	case renewal == "auto" && v.on < g.asOf:
		v.status, v.reason, v.text = state.False, "NoticePassed", fmt.Sprintf("the last day to give notice was %s; it %s", v.on, h.renews())
	case renewal == "auto":
		v.reason, v.text = soon(isNear, "NoticeSoon"), fmt.Sprintf("last day to give notice is %s; else it %s", v.on, h.renews())
	case renewal == "manual" && v.on < g.asOf:
		v.reason, v.text = "Overdue", fmt.Sprintf("the last day to agree on a renewal was %s; it expires on %s", v.on, h.Expires)
	case renewal == "manual":
		v.reason, v.text = soon(isNear, "RenewalSoon"), fmt.Sprintf("last day to agree on a renewal is %s; it expires on %s", v.on, h.Expires)
	default:
		v.reason, v.text = soon(isNear, "ExpiresSoon"), fmt.Sprintf("expires on %s without a renewal", h.Expires)
	}
	return v
}

func soon(isNear bool, reason string) string {
	if isNear {
		return reason
	}
	return "NotYet"
}

func (g judging) lead() quantity.Duration {
	return g.settings.RenewalLead.Or(quantity.Duration{N: 60, Unit: quantity.Days})
}

// renewalDue tells of the agreement whose notice is near, else of the one that
// comes to its end first, or has come to it while the partner goes on.
func (g judging) renewalDue(doc *spec.Document) state.Condition {
	var first verdict
	var of *spec.Document
	for _, h := range g.active(doc.Address) {
		v := g.notice(h)
		isNearer := v.status == state.True && first.status != state.True
		isEarlier := v.status == first.status && v.on != 0 && (first.on == 0 || v.on < first.on)
		if of == nil || isNearer || isEarlier {
			first, of = v, h.doc
		}
	}
	if lapsed := g.lapsed(doc.Address); len(lapsed) > 0 && first.status != state.True {
		h := lapsed[0]
		v := verdict{status: state.True, reason: "Lapsed", text: h.ranOut() + ", and no agreement has followed", at: h.doc.Name.At}
		return condition("RenewalDue", v, h.doc.DisplayName()+": "+v.text+".")
	}
	if of == nil {
		return condition("RenewalDue", verdict{status: state.False, reason: "NoAgreement", at: doc.Name.At}, "No agreement holds that could be renewed.")
	}
	return condition("RenewalDue", first, of.DisplayName()+": "+first.text+".")
}

// atRisk is true when the score speaks for a change, a goal is behind or a
// concern has passed its date, and unknown when nothing is measured.
func (g judging) atRisk(doc *spec.Document, p *spec.Partner) state.Condition {
	var reasons, bad, good []string
	worry := func(reason, text string) { reasons, bad = append(reasons, reason), append(bad, text) }
	for _, c := range g.concernsDue(doc, p) {
		if c.On < g.asOf {
			worry("ConcernOverdue", fmt.Sprintf("concern %s was to be answered by %s", c.ID, c.On))
		}
	}
	for _, goal := range g.goals[doc.Address] {
		judged := g.judged[goal.Address].Goal
		switch {
		case judged == nil || judged.Progress == nil || !g.isRunning(goal):
		case judged.Pace == state.Behind:
			worry("GoalBehind", fmt.Sprintf("goal %s is behind, with %s", goal.DisplayName(), reached(judged)))
		case judged.Pace == state.AtRisk: // of the goal, which is no risk to the partner yet
			good = append(good, fmt.Sprintf("goal %s is close to its pace, with %s", goal.DisplayName(), reached(judged)))
		default:
			good = append(good, fmt.Sprintf("goal %s is %s", goal.DisplayName(), judged.Pace))
		}
	}
	if s := g.judged[doc.Address].Score; s != nil && s.Value != nil {
		text := fmt.Sprintf("score %s by %s", quantity.Fixed(s.Value, 1), s.Scorecard)
		if s.Recommend != "" {
			text += " recommends " + s.Recommend
		}
		if s.Recommend == "adjust" || s.Recommend == "end" {
			worry("ScoreLow", text)
		} else {
			good = append(good, text)
		}
	}
	v := verdict{status: state.Unknown, reason: "NothingMeasured", text: "neither a score nor a running goal has a value", at: doc.Name.At}
	switch {
	case len(bad) > 0:
		v.status, v.reason, v.text = state.True, reasons[0], strings.Join(bad, "; ")
	case len(good) > 0:
		v.status, v.reason, v.text = state.False, "OnCourse", strings.Join(good, "; ")
	}
	return condition("AtRisk", v, sentence(v.text))
}
