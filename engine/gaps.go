package engine

import (
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Gaps gives what the documents of partners do not say yet; partner "" means
// every one whose partnership is not over.
func (a *Agenda) Gaps(partner string) render.GapsView {
	v := render.GapsView{AsOf: a.AsOf}
	all := map[spec.Address]*gaps{}
	for _, doc := range a.book.Partners() {
		p := doc.Spec.(*spec.Partner)
		if doc.Broken || partner == "" && resolve.IsOver(p) || partner != "" && string(doc.Name.V) != partner {
			continue
		}
		all[doc.Address] = &gaps{Agenda: a, doc: doc, partner: p}
	}
	for _, doc := range a.book.Docs.List {
		if doc.Broken {
			continue
		}
		for _, about := range a.book.PartnersOf(doc.Address) {
			if g := all[about]; g != nil {
				g.gather(doc)
			}
		}
	}
	for _, doc := range a.book.Partners() {
		if g := all[doc.Address]; g != nil {
			v.Partners = append(v.Partners, render.PartnerGaps{PartnerName: render.PartnerName{Address: doc.Address, Name: doc.DisplayName()},
				Lifecycle: string(g.partner.Lifecycle.V), Gaps: append(g.own(), g.found...)})
		}
	}
	return v
}

// gaps gathers what is missing of one partner.
type gaps struct {
	*Agenda
	doc     *spec.Document
	partner *spec.Partner
	found   []render.Gap

	isAgreed, isActive, hasGoal, isReviewed bool
}

func (g *gaps) add(doc *spec.Document, at diag.Span, kind, of, text string) {
	g.found = append(g.found, render.Gap{Kind: kind, Of: of, Address: doc.Address, Text: text, At: at})
}

// gather looks at one of the partner's documents. What is over is left alone.
func (g *gaps) gather(doc *spec.Document) {
	switch s := doc.Spec.(type) {
	case *spec.Agreement:
		g.agreement(doc)
	case *spec.Goal:
		g.goal(doc)
	case *spec.Review:
		g.isReviewed = g.isReviewed || s.Type.V != "checkin" && s.Date.V <= g.AsOf
		for _, r := range s.Ratings {
			if r.Evidence == nil {
				of := string(r.Criterion.V) + " by " + r.By.Name
				g.add(doc, r.Criterion.At, "rating-evidence", of, "no evidence for the rating of "+of)
			}
		}
	}
}

func (g *gaps) agreement(doc *spec.Document) {
	s := g.book.StandingOf(doc, g.AsOf)
	if s.IsOver() {
		return
	}
	g.isAgreed, g.isActive = true, g.isActive || s.Phase == resolve.Active
	for _, clause := range resolve.MissingClauses(g.book.TermsAt(doc, g.AsOf).Terms) {
		g.add(doc, doc.Name.At, "clause", clause, "no clause "+clause)
	}
}

func (g *gaps) goal(doc *spec.Document) {
	goal := g.book.At(doc, g.AsOf).(*spec.Goal)
	if g.period(goal).To < g.AsOf {
		return
	}
	g.hasGoal = true
	owners, benefit, agreed := sides{}, sides{}, goal.Agreed
	if o := goal.Owners; o != nil {
		owners = sides{o.Vendor != nil, o.Partner != nil}
	}
	if b := goal.Benefit; b != nil {
		benefit = sides{b.Vendor != nil, b.Partner != nil}
	}
	for _, side := range owners.missing() {
		g.add(doc, doc.Name.At, "goal-owner", side, "no owner on the side of the "+side)
	}
	for _, side := range benefit.missing() {
		g.add(doc, doc.Name.At, "goal-benefit", side, "no benefit stated for the "+side)
	}
	if agreed == nil || agreed.On == nil {
		g.add(doc, doc.Name.At, "goal-agreed", "", "not agreed on any day")
	}
	for _, k := range goal.KPIs {
		if k.Target == nil || k.Target.Value == nil && (k.Target.Low == nil || k.Target.High == nil) {
			g.add(doc, k.KPI.At, "goal-target", k.KPI.Name, "no target for "+k.KPI.Name)
		}
	}
	if goal.CheckinCadence == nil {
		g.add(doc, doc.Name.At, "checkin", "", "no check-ins agreed")
	}
}

// sides says whether something is there on each side.
type sides struct{ vendor, partner bool }

func (s sides) missing() []string {
	var out []string
	if !s.vendor {
		out = append(out, "vendor")
	}
	if !s.partner {
		out = append(out, "partner")
	}
	return out
}

// own gives what is missing of the partner itself. Somebody who is only being
// looked at needs no agreement and nobody to pay.
func (g *gaps) own() []render.Gap {
	p := g.partner
	var out []render.Gap
	need := func(has bool, kind, text string) {
		if !has {
			out = append(out, render.Gap{Kind: kind, Address: g.doc.Address, Text: text, At: g.doc.Name.At})
		}
	}
	need(p.Manager != nil, "manager", "no manager")
	need(p.MainContact != nil, "contact", "no main contact")
	need(len(p.Contributions) > 0, "contributions", "no contributions")
	need(len(p.Challenges) > 0, "challenges", "no challenges")
	if slices.Contains([]string{"prospect", "assessing", "ended", "declined"}, string(p.Lifecycle.V)) {
		return out
	}
	need(p.Payee != nil, "payee", "no payee")
	need(g.isAgreed, "agreement", "no agreement that holds or is on its way")
	if p.Lifecycle.V == "active" {
		need(g.hasGoal, "goal", "no shared goal")
	}
	if g.isActive {
		need(g.isReviewed, "review", fmt.Sprintf("no review until %s", g.AsOf))
	}
	return out
}
