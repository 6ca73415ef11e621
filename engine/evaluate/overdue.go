package evaluate

import (
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Codes of warnings about what was not done in time.
const (
	CodeReviewOverdue        = "review-overdue"
	CodeCheckinOverdue       = "checkin-overdue"
	CodeOutcomeReviewOverdue = "outcome-review-overdue"
	CodeConcernOverdue       = "concern-overdue"
	CodeQuietPartner         = "quiet-partner"
	CodeLapsedAgreement      = "lapsed-agreement"
)

// IsDated reports whether a finding depends on the day that things are looked at.
func IsDated(f diag.Finding) bool {
	return slices.Contains([]string{CodeReviewOverdue, CodeCheckinOverdue, CodeOutcomeReviewOverdue, CodeConcernOverdue, CodeQuietPartner, CodeLapsedAgreement, CodeProtection}, f.Code)
}

// overdue warns of what was not done in time, and of partners gone quiet. What a
// warning says does not change from one day to the next.
func (p *Program) overdue(asOf quantity.Date) diag.List {
	g := p.agenda(asOf)
	var out diag.List
	for _, d := range g.due(asOf) {
		if d.IsOverdue {
			out = append(out, lateFinding(d)...)
		}
	}
	spec.Each(p.Book.Docs, func(doc *spec.Document, partner *spec.Partner) {
		if !doc.Broken && partner.Lifecycle.V == "active" {
			out = append(out, g.quiet(doc, partner)...)
		}
	})
	return out
}

func lateFinding(d state.Due) diag.List {
	f := diag.Finding{Severity: diag.Warning, At: d.At, Resource: string(d.Address)}
	switch d.Kind {
	case state.DueReview:
		f.Code, f.Summary = CodeReviewOverdue, "A review is overdue"
		f.Detail = fmt.Sprintf("%s: due on %s.", upper(d.Text), d.On)
		f.Fix = fmt.Sprintf("hold it, and record it as a Review with `subject: %s`", d.Address)
	case state.DueCheckin:
		f.Code, f.Summary, f.Path = CodeCheckinOverdue, "A check-in is overdue", "spec/checkinCadence"
		f.Detail = fmt.Sprintf("%s: due on %s.", upper(d.Text), d.On)
		f.Fix = fmt.Sprintf("meet, and record it as a Review of type checkin with `subject: %s`", d.Address)
	case state.DueOutcomeReview:
		f.Code, f.Summary, f.Path = CodeOutcomeReviewOverdue, "Nobody has looked back on a decision", "spec/reviewOn"
		f.Detail = fmt.Sprintf("%s: due on %s.", upper(d.Text), d.On)
		f.Fix = "look at what came of it, and write it under `outcome`"
	case state.DueConcern:
		f.Code, f.Summary, f.Path = CodeConcernOverdue, "A concern has passed its date", "spec/concerns/"+d.ID+"/due"
		f.Detail = fmt.Sprintf("`%s` was to be answered by %s: %s", d.ID, d.On, d.Text)
		f.Fix = "answer it and set its `status`, or agree on another day"
	case state.DueRenewal:
		f.Code, f.Summary = CodeLapsedAgreement, "An active partner works without an agreement"
		f.Detail = fmt.Sprintf("`%s` ended with %s, and no signed agreement has followed; `%s` is still active.", d.Address.Name(), d.On, d.Partner.Name())
		f.Fix = "sign another Agreement, with `supersedes: " + d.Address.Name() + "` when it goes on, or set `lifecycle` to what the partner has become"
	default:
		return nil // a deadline of its own, which the list of what is due shows
	}
	return diag.List{f}
}

// upper makes the first letter of one of our own texts a capital.
func upper(s string) string { return string(s[0]-'a'+'A') + s[1:] }

// quiet warns of an active partner without a decision, or without a shared goal,
// for as long as settings.quietFor says. Time before this repository took over,
// or before the partner joined, does not count.
func (g *agenda) quiet(doc *spec.Document, partner *spec.Partner) diag.List {
	since := max(g.adopted, g.began(doc, partner))
	if since == 0 {
		return nil // nobody knows how long
	}
	limit := quantity.Duration{N: 12, Unit: quantity.Months}
	if s := g.book.Org.Settings; s != nil {
		limit = s.QuietFor.Or(limit)
	}
	isQuiet := func(last quantity.Date) bool { return limit.From(max(last, since), g.holidays) <= g.asOf }
	decision, goal := g.decided[doc.Address], g.lastGoal(doc.Address)
	var detail string
	switch {
	case isQuiet(decision) && isQuiet(goal):
		detail = fmt.Sprintf("No decision has been recorded since %s, and no shared goal runs since %s.", max(decision, since), max(goal, since))
	case isQuiet(decision):
		detail = fmt.Sprintf("No decision about it has been recorded since %s.", max(decision, since))
	case isQuiet(goal):
		detail = fmt.Sprintf("No shared goal runs since %s.", max(goal, since))
	default:
		return nil
	}
	return diag.List{{Code: CodeQuietPartner, Severity: diag.Warning, Summary: "An active partner has gone quiet", Detail: detail, At: doc.Name.At,
		Resource: string(doc.Address), Fix: "record the decision that is due or agree on a goal; or set `lifecycle` to what it has become"}}
}

// began is the first day on which a partner is known to take part.
func (g *agenda) began(doc *spec.Document, partner *spec.Partner) quantity.Date {
	first := joined(partner)
	for _, h := range g.held[doc.Address] {
		if h.Phase != resolve.Draft && h.Phase != resolve.InReview && (first == 0 || h.From < first) {
			first = h.From
		}
	}
	return first
}

// lastGoal is the last day so far on which a goal of the partner ran, 0 without
// one.
func (g *agenda) lastGoal(partner spec.Address) quantity.Date {
	var last quantity.Date
	for _, doc := range g.goals[partner] {
		if period := g.period(g.goal(doc)); period.From <= g.asOf {
			last = max(last, min(period.To, g.asOf))
		}
	}
	return last
}
