package evaluate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// conditions adds to the judgements what is true or false of each document on
// the day. Scores and goals are judged already.
func (p *Program) conditions(asOf quantity.Date, judged map[spec.Address]state.Judgement) {
	g := judging{program: p, agenda: p.agenda(asOf), judged: judged, settings: p.Book.Org.Settings}
	if g.settings == nil {
		g.settings = &spec.Settings{}
	}
	for _, doc := range p.Book.Docs.List {
		if doc.Broken {
			continue
		}
		if conditions := g.conditions(doc); conditions != nil {
			for i, c := range conditions {
				conditions[i].Uses = g.uses(doc, c.Type)
			}
			slices.SortFunc(conditions, func(a, b state.Condition) int { return cmp.Compare(a.Type, b.Type) })
			judgement := judged[doc.Address]
			judgement.Address, judgement.Conditions = doc.Address, conditions
			judged[doc.Address] = judgement
		}
	}
}

// judging is an agenda with what follows from the facts.
type judging struct {
	*agenda
	program  *Program
	judged   map[spec.Address]state.Judgement
	settings *spec.Settings
}

func (g judging) conditions(doc *spec.Document) []state.Condition {
	switch s := doc.Spec.(type) {
	case *spec.Partner:
		return []state.Condition{g.partnerActive(doc), g.atRisk(doc, s), g.partnerCheckin(doc), g.renewalDue(doc), g.partnerReview(doc)}
	case *spec.Agreement:
		h := g.stands[doc.Address]
		active, notice := h.inForce(), g.notice(h)
		return []state.Condition{condition("Active", active, sentence(active.text)), condition("NoticeDue", notice, sentence(notice.text))}
	case *spec.Goal:
		return []state.Condition{g.onTrack(doc), g.goalCheckin(doc)}
	case *spec.Decision:
		return []state.Condition{g.outcomeReview(s)}
	case *spec.Assessment:
		return []state.Condition{g.current(s)}
	}
	return nil
}

// verdict is a condition whose text may still be joined to others.
type verdict struct {
	status string
	reason string
	text   string // begins with one of our own words, in lower case
	at     diag.Span
	on     quantity.Date // when it is or was due; 0 when nothing is
}

func condition(name string, v verdict, message string) state.Condition {
	return state.Condition{Type: name, Status: v.status, Reason: v.reason, Message: message, At: v.at}
}

// meets judges something that comes round. done is the reason when it took place
// in time; what it is called, and what the last time was, go into the text.
func (g judging) meets(m meeting, what, last, done string, at diag.Span) verdict {
	v := verdict{status: state.False, reason: done, at: at, on: m.Due}
	switch {
	case m.Due < g.asOf:
		v.status, v.reason = state.True, "Overdue"
		v.text = fmt.Sprintf("%s %s was due on %s, %s", m.Cadence, what, m.Due, m.ago(last))
	case m.Due == g.asOf:
		v.status, v.reason = state.True, "Due"
		v.text = fmt.Sprintf("%s %s is due on %s, %s", m.Cadence, what, m.Due, m.ago(last))
	case m.Last == 0:
		v.reason = "NotYet"
		v.text = fmt.Sprintf("no %s since %s; the %s one is due on %s", what, m.Since, m.Cadence, m.Due)
	default:
		v.text = fmt.Sprintf("%s; the next %s %s is due on %s", m.ago(last), m.Cadence, what, m.Due)
	}
	return v
}

func (g judging) onTrack(doc *spec.Document) state.Condition {
	v := verdict{status: state.Unknown, reason: "NoValue", text: "no KPI of the goal has a value", at: doc.Name.At}
	goal := g.judged[doc.Address].Goal
	if goal == nil {
		return condition("OnTrack", v, sentence(v.text))
	}
	switch goal.Pace {
	case state.OnTrack:
		v.status, v.reason = state.True, "OnTrack"
	case state.AtRisk:
		v.status, v.reason = state.False, "AtRisk"
	case state.Behind:
		v.status, v.reason = state.False, "Behind"
	case state.NotStarted:
		v.reason, v.text = "NotStarted", "its time begins on "+g.period(g.goal(doc)).From.String()
	}
	if goal.Progress != nil {
		v.text = reached(goal)
	}
	return condition("OnTrack", v, sentence(v.text))
}

// reached says how far a goal is: 60.7% reached after 49.6% of its time.
func reached(goal *state.GoalState) string {
	return fmt.Sprintf("%s%% reached after %s%% of its time", quantity.Fixed(goal.Progress, 1), quantity.Fixed(goal.Elapsed, 1))
}

func (g judging) goalCheckin(doc *spec.Document) state.Condition {
	v := g.goalMeets(doc)
	return condition("CheckinDue", v, sentence(v.text))
}

func (g judging) goalMeets(doc *spec.Document) verdict {
	goal, m := g.goal(doc), g.checkin(doc)
	v := verdict{status: state.False, at: doc.Name.At}
	switch {
	case goal.CheckinCadence == nil:
		v.reason, v.text = "NoCadence", "the goal asks for no check-ins"
	case !g.isRunning(doc):
		v.reason, v.text = "NotRunning", "the goal's time is "+g.period(goal).String()
		if g.replaced[doc.Address] {
			v.text = "another goal has taken its place"
		}
	case m.Due == 0:
		v.reason, v.text = "CheckedIn", "last met on "+m.Last.String()+", when the goal's time was over"
	default:
		return g.meets(m, "check-in", "last met", "CheckedIn", goal.CheckinCadence.At)
	}
	return v
}

func (g judging) outcomeReview(d *spec.Decision) state.Condition {
	v := verdict{status: state.False, at: d.Status.At}
	switch {
	case d.Status.V != "accepted":
		v.reason, v.text = "NotAccepted", "the decision is "+string(d.Status.V)
	case d.Outcome != nil:
		v.reason, v.text, v.at = "Reviewed", "its outcome was reviewed on "+d.Outcome.On.V.String(), d.Outcome.On.At
		if d.Outcome.Result != nil {
			v.text += ": " + string(d.Outcome.Result.V)
		}
	case d.ReviewOn == nil:
		v.reason, v.text = "NoDate", "no day is set to look back on it"
	case d.ReviewOn.V > g.asOf:
		v.reason, v.text, v.at = "NotYet", "its outcome is to be reviewed on "+d.ReviewOn.V.String(), d.ReviewOn.At
	case d.ReviewOn.V == g.asOf:
		v.status, v.reason, v.text, v.at = state.True, "Due", "its outcome is to be reviewed on "+d.ReviewOn.V.String(), d.ReviewOn.At
	default:
		v.status, v.reason, v.text, v.at = state.True, "Overdue", "its outcome was to be reviewed on "+d.ReviewOn.V.String(), d.ReviewOn.At
	}
	return condition("OutcomeReviewDue", v, sentence(v.text))
}

func (g judging) current(a *spec.Assessment) state.Condition {
	until := g.settings.AssessmentMaxAge.Or(quantity.Duration{N: 12, Unit: quantity.Months}).From(a.Date.V, g.holidays)
	v := verdict{status: state.True, reason: "Current", text: fmt.Sprintf("assessed on %s, which holds until %s", a.Date.V, until), at: a.Date.At}
	switch {
	case a.Date.V > g.asOf:
		v.status, v.reason, v.text = state.Unknown, "NotYet", "dated "+a.Date.V.String()+", which is still to come"
	case until < g.asOf:
		v.status, v.reason, v.text = state.False, "TooOld", fmt.Sprintf("assessed on %s, which held until %s", a.Date.V, until)
	}
	return condition("Current", v, sentence(v.text))
}
