package evaluate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Due gives what somebody has to do until a day, inclusive, as things stand on
// the as-of day: what is overdue, then what is to come, by date, address, kind
// and id. Broken documents are left out.
func (p *Program) Due(asOf, until quantity.Date) []state.Due {
	return p.agenda(asOf).due(until)
}

func (g *agenda) due(until quantity.Date) []state.Due {
	var out []state.Due
	for _, doc := range g.book.Docs.List {
		if doc.Broken {
			continue
		}
		for _, d := range g.of(doc) {
			if d.On > until {
				continue
			}
			d.Address, d.Title, d.IsOverdue = doc.Address, doc.DisplayName(), d.On < g.asOf
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b state.Due) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Address, b.Address), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// of gives everything that a document asks for, whenever it is due.
func (g *agenda) of(doc *spec.Document) []state.Due {
	switch s := doc.Spec.(type) {
	case *spec.Partner:
		return append(g.concernsDue(doc, s), g.reviewDue(doc)...)
	case *spec.Agreement:
		return g.agreementDue(doc)
	case *spec.Goal:
		return g.checkinDue(doc)
	case *spec.Decision:
		return g.decisionDue(doc, s)
	case *spec.Review:
		return g.actionsDue(doc, s)
	}
	return nil
}

func (g *agenda) reviewDue(doc *spec.Document) []state.Due {
	m := g.review(doc.Address)
	if m.Due == 0 {
		return nil
	}
	text := fmt.Sprintf("%s review, %s", m.Cadence, m.ago("last"))
	return []state.Due{{Kind: state.DueReview, On: m.Due, Partner: doc.Address, Owner: g.manager(doc.Address), Text: text, At: doc.Name.At}}
}

// ago says when something was done last, or since when it was not.
func (m meeting) ago(last string) string {
	if m.Last != 0 {
		return last + " on " + m.Last.String()
	}
	return "none since " + m.Since.String()
}

func (g *agenda) checkinDue(doc *spec.Document) []state.Due {
	m, goal := g.checkin(doc), g.goal(doc)
	if m.Due == 0 {
		return nil
	}
	d := state.Due{Kind: state.DueCheckin, On: m.Due, Partner: spec.NewAddress("Partner", goal.Partner.Name), At: goal.CheckinCadence.At,
		Text: fmt.Sprintf("%s check-in on %s, %s", m.Cadence, doc.DisplayName(), m.ago("last met"))}
	if goal.Owners != nil && goal.Owners.Vendor != nil {
		d.Owner = goal.Owners.Vendor.Name
	}
	return []state.Due{d}
}

func (g *agenda) concernsDue(doc *spec.Document, p *spec.Partner) []state.Due {
	var out []state.Due
	for _, c := range p.Concerns {
		if c.Due == nil || c.Status.Or("open") != "open" {
			continue
		}
		d := state.Due{Kind: state.DueConcern, On: c.Due.V, ID: string(c.ID.V), Partner: doc.Address, Owner: g.manager(doc.Address), Text: string(c.Text.V), At: c.Due.At}
		if c.Owner != nil {
			d.Owner = c.Owner.Name
		}
		out = append(out, d)
	}
	return out
}

func (g *agenda) actionsDue(doc *spec.Document, r *spec.Review) []state.Due {
	var out []state.Due
	for _, a := range r.Actions {
		if a.Due == nil || a.Status.Or("open") != "open" {
			continue
		}
		d := state.Due{Kind: state.DueAction, On: a.Due.V, ID: string(a.ID.V), Partner: g.onePartner(r.Subject.To), Text: string(a.Text.V), At: a.Due.At}
		if a.Owner != nil {
			d.Owner = a.Owner.Name
		}
		out = append(out, d)
	}
	return out
}

// onePartner is the partner that a document is about, when there is just one.
func (g *agenda) onePartner(a spec.Address) spec.Address {
	if partners := g.book.PartnersOf(a); len(partners) == 1 {
		return partners[0]
	}
	return ""
}

func (g *agenda) decisionDue(doc *spec.Document, d *spec.Decision) []state.Due {
	due := state.Due{Partner: g.onePartner(d.Subject.To)}
	if d.Decider != nil {
		due.Owner = d.Decider.Name
	}
	switch {
	case d.Status.V == "accepted" && d.ReviewOn != nil && d.Outcome == nil:
		due.Kind, due.On, due.At = state.DueOutcomeReview, d.ReviewOn.V, d.ReviewOn.At
		due.Text = "look back on " + decided(d) + expectation(d)
	case (d.Status.V == "open" || d.Status.V == "proposed") && d.Due != nil:
		due.Kind, due.On, due.At = state.DueDecision, d.Due.V, d.Due.At
		due.Text = fmt.Sprintf("decide on %s, %s", d.Subject.To, d.Type.V)
	default:
		return nil
	}
	return []state.Due{due}
}

func decided(d *spec.Decision) string {
	if d.Date == nil {
		return "the decision"
	}
	return "the decision of " + d.Date.V.String()
}

// expectation says what a decision was to bring: ": won-revenue by 80,000 USD".
func expectation(d *spec.Decision) string {
	if d.Expected == nil || d.Expected.Change == nil {
		return ""
	}
	out := fmt.Sprintf(": %s was to change by %s", d.Expected.KPI.Name, quantity.Grouped(d.Expected.Change.V.String()))
	if d.Expected.By != nil {
		out += " until " + d.Expected.By.V.String()
	}
	return out
}

// agreementDue gives the last day of the term that runs, and of the notice before
// it, or the last day there was when nothing followed. Letting the notice of an automatic renewal pass is a choice, not an
// omission; letting the day to agree on a manual one pass leaves none.
func (g *agenda) agreementDue(doc *spec.Document) []state.Due {
	h := g.stands[doc.Address]
	if h.Phase == resolve.Expired || h.Phase == resolve.Ended {
		return g.lapsedDue(h)
	}
	if h.Phase != resolve.Active || h.EndedOn != 0 || h.Expires == 0 || h.IsHandedOver() {
		return nil
	}
	partner := spec.NewAddress("Partner", h.Agreement.Partner.Name)
	due := func(kind state.DueKind, on quantity.Date, at diag.Span, text string) state.Due {
		return state.Due{Kind: kind, On: on, Partner: partner, Owner: g.manager(partner), Text: text, At: at}
	}
	term := h.Agreement.Term
	out := []state.Due{due(state.DueRenewal, h.Expires, term.Expires.At, doc.DisplayName()+" "+h.atExpiry())}
	switch renewal := h.Renewal(); {
	case h.NoticeBy == 0 || renewal == "none" || renewal == "auto" && h.NoticeBy < g.asOf:
	case renewal == "auto":
		out = append(out, due(state.DueNotice, h.NoticeBy, term.Notice.At, fmt.Sprintf("last day to give notice of %s; else it %s", term.Notice.V, h.renews())))
	default:
		out = append(out, due(state.DueNotice, h.NoticeBy, term.Notice.At, fmt.Sprintf("last day to agree on a renewal, %s before it expires on %s", term.Notice.V, h.Expires)))
	}
	return out
}

// lapsedDue asks for what follows an agreement that ran out while its partner
// goes on.
func (g *agenda) lapsedDue(h holding) []state.Due {
	partner := spec.NewAddress("Partner", h.Agreement.Partner.Name)
	if !slices.ContainsFunc(g.lapsed(partner), func(l holding) bool { return l.doc == h.doc }) {
		return nil
	}
	at := h.Agreement.Term.Expires
	if h.Phase == resolve.Ended {
		at = &h.Agreement.Ended.On
	}
	return []state.Due{{Kind: state.DueRenewal, On: h.lastDay(), Partner: partner, Owner: g.manager(partner), At: at.At, Text: h.doc.DisplayName() + " " + h.ranOut()}}
}

// ranOut says how an agreement came to its end: expired on 2026-06-30.
func (h holding) ranOut() string {
	if h.Phase == resolve.Ended {
		return "was ended on " + h.EndedOn.String()
	}
	return "expired on " + h.Expires.String()
}

// atExpiry says what happens on the last day of the term.
func (h holding) atExpiry() string {
	switch h.Renewal() {
	case "auto":
		return h.renews() + " (auto)"
	case "manual":
		return "expires unless both sides renew it (manual)"
	}
	return "expires without a renewal (none)"
}

func (h holding) renews() string {
	if h.Next == 0 {
		return "renews by itself without end"
	}
	return fmt.Sprintf("renews by itself for %s, to %s", h.Agreement.Term.RenewFor.V, h.Next)
}
