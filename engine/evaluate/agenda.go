package evaluate

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/resolve"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// agenda is what dates follow from on a day, gathered in one pass over the
// documents. Reviews that are dated later have not happened yet.
type agenda struct {
	book     *resolve.Book
	asOf     quantity.Date
	holidays map[quantity.Date]bool
	adopted  quantity.Date
	met      map[spec.Address]quantity.Date // last Review of any type, by partner
	reviewed map[spec.Address]quantity.Date // last Review of the partner or its agreements but check-ins
	meetings map[spec.Address][]state.Use   // Reviews that took place, by partner
	decided  map[spec.Address]quantity.Date // last decision, by partner
	held     map[spec.Address][]holding     // agreements by partner, whatever their phase, by name
	stands   map[spec.Address]holding       // the same by their own address
	goals    map[spec.Address][]*spec.Document
	replaced map[spec.Address]bool // goals whose successor has begun
}

// holding is one agreement of a partner as it stands.
type holding struct {
	resolve.Standing
	doc *spec.Document
}

func (p *Program) agenda(asOf quantity.Date) *agenda {
	g := &agenda{book: p.Book, asOf: asOf, holidays: p.Book.Holidays(), met: map[spec.Address]quantity.Date{}, reviewed: map[spec.Address]quantity.Date{},
		meetings: map[spec.Address][]state.Use{}, decided: map[spec.Address]quantity.Date{}, held: map[spec.Address][]holding{},
		stands: map[spec.Address]holding{}, goals: map[spec.Address][]*spec.Document{}, replaced: map[spec.Address]bool{}}
	if p.Book.Org.Adopted != nil {
		g.adopted = p.Book.Org.Adopted.V
	}
	for _, doc := range p.Book.Docs.List {
		if !doc.Broken {
			g.gather(doc)
		}
	}
	return g
}

func (g *agenda) gather(doc *spec.Document) {
	switch s := doc.Spec.(type) {
	case *spec.Review:
		g.gatherReview(doc, s)
	case *spec.Decision:
		if s.Date != nil && s.Date.V <= g.asOf {
			for _, partner := range g.book.PartnersOf(doc.Address) {
				g.decided[partner] = max(g.decided[partner], s.Date.V)
			}
		}
	case *spec.Agreement:
		h := holding{g.book.StandingOf(doc, g.asOf), doc}
		partner := spec.NewAddress("Partner", h.Agreement.Partner.Name)
		g.held[partner] = append(g.held[partner], h)
		g.stands[doc.Address] = h
	case *spec.Goal:
		goal := g.goal(doc)
		partner := spec.NewAddress("Partner", goal.Partner.Name)
		g.goals[partner] = append(g.goals[partner], doc)
		if goal.Supersedes != nil && g.period(goal).From <= g.asOf {
			g.replaced[spec.NewAddress("Goal", goal.Supersedes.Name)] = true
		}
	}
}

func (g *agenda) gatherReview(doc *spec.Document, r *spec.Review) {
	if r.Date.V > g.asOf {
		return
	}
	for _, partner := range g.book.PartnersOf(r.Subject.To) {
		g.met[partner] = max(g.met[partner], r.Date.V)
		g.meetings[partner] = append(g.meetings[partner], state.UsesOf(doc.Address, "date", "subject", "type")...)
		if kind := r.Subject.To.Kind(); r.Type.V != "checkin" && (kind == "partner" || kind == "agreement") {
			g.reviewed[partner] = max(g.reviewed[partner], r.Date.V)
		}
	}
}

// goal gives a goal as it is in force on the day.
func (g *agenda) goal(doc *spec.Document) *spec.Goal {
	goal, _ := g.book.At(doc, g.asOf).(*spec.Goal)
	return goal
}

func (g *agenda) period(goal *spec.Goal) quantity.Range {
	return goal.Period.V.Range(g.book.FiscalStart())
}

// isRunning reports whether a goal's period contains the day, and no other goal
// has taken its place.
func (g *agenda) isRunning(doc *spec.Document) bool {
	return g.period(g.goal(doc)).Contains(g.asOf) && !g.replaced[doc.Address]
}

// active gives the agreements of a partner that hold on the day.
func (g *agenda) active(partner spec.Address) []holding {
	var out []holding
	for _, h := range g.held[partner] {
		if h.Phase == resolve.Active {
			out = append(out, h)
		}
	}
	return out
}

// lapsed gives the agreements of an active partner that are over while nothing
// holds, or is signed to hold, in their program: the last one of each. Programs
// with a roster need none, and one that the partner left does not count.
func (g *agenda) lapsed(partner spec.Address) []holding {
	p := g.partner(partner)
	if p == nil || p.Lifecycle.V != "active" {
		return nil
	}
	last, covered := map[string]holding{}, map[string]bool{}
	for _, h := range g.held[partner] {
		program := h.Agreement.Program.Name
		switch h.Phase {
		case resolve.Active, resolve.Upcoming:
			covered[program] = true
		case resolve.Expired, resolve.Ended:
			if before, known := last[program]; !known || before.lastDay() < h.lastDay() {
				last[program] = h
			}
		}
	}
	var out []holding
	for _, h := range g.held[partner] { // by name
		program := h.Agreement.Program.Name
		if l, known := last[program]; known && l.doc == h.doc && !covered[program] && g.needsAgreement(p, program) {
			out = append(out, h)
		}
	}
	return out
}

// needsAgreement reports whether a partner takes part in a program by an
// agreement of its own. One that names no programs is in those that it signed for.
func (g *agenda) needsAgreement(p *spec.Partner, program string) bool {
	if _, s := spec.Lookup[spec.Program](g.book.Docs, program); s != nil && s.Roster != nil {
		return false
	}
	return len(p.Programs) == 0 || slices.ContainsFunc(p.Programs, func(m spec.Membership) bool { return m.Program.Name == program })
}

// lastDay is the day on which an agreement that is over held last.
func (h holding) lastDay() quantity.Date {
	if h.Phase == resolve.Ended {
		return h.EndedOn
	}
	return h.Expires
}

// binding gives the agreements that a partner is to be reviewed by: those that
// hold, else those that lapsed while the partner went on.
func (g *agenda) binding(partner spec.Address) []holding {
	if active := g.active(partner); len(active) > 0 {
		return active
	}
	return g.lapsed(partner)
}

// partner finds a partner's spec; nil when there is none.
func (g *agenda) partner(a spec.Address) *spec.Partner {
	_, partner := spec.Lookup[spec.Partner](g.book.Docs, a.Name())
	return partner
}

// manager is who looks after a partner; "" when nobody does.
func (g *agenda) manager(a spec.Address) string {
	if p := g.partner(a); p != nil && p.Manager != nil {
		return p.Manager.Name
	}
	return ""
}

// meeting is something that comes round: when it is due next, and since when it
// is counted. Due is 0 when there is none.
type meeting struct {
	Due     quantity.Date
	Last    quantity.Date // 0: never yet
	Since   quantity.Date // what counts when there is no last one
	Cadence spec.Cadence
	By      *spec.Document // what asks for it
}

// review gives when a partner is to be reviewed next: the earliest day that any
// agreement that binds it asks for, counted from when the agreement began or
// this repository took over at the earliest.
func (g *agenda) review(partner spec.Address) meeting {
	var next meeting
	for _, h := range g.binding(partner) {
		cadence := g.book.TermsAt(h.doc, g.asOf).Terms.ReviewCadence
		if cadence == nil {
			continue
		}
		m := meeting{Last: g.reviewed[partner], Since: max(h.From, g.adopted), Cadence: cadence.V, By: h.doc}
		m.Due = g.next(m)
		if next.Due == 0 || m.Due < next.Due {
			next = m
		}
	}
	return next
}

// checkin gives when the two sides of a running goal are to look at it next. The
// last one is due on the period's last day at the latest.
func (g *agenda) checkin(doc *spec.Document) meeting {
	goal := g.goal(doc)
	if goal.CheckinCadence == nil || !g.isRunning(doc) {
		return meeting{}
	}
	period := g.period(goal)
	m := meeting{Since: max(period.From, g.adopted), Cadence: goal.CheckinCadence.V, By: doc}
	if last := g.met[spec.NewAddress("Partner", goal.Partner.Name)]; last >= period.From {
		m.Last = last
	}
	if m.Last < period.To {
		m.Due = min(g.next(m), period.To)
	}
	return m
}

// next is one cadence after the last time; what had been due before the meeting
// counts at all binds nobody, and counts from then on.
func (g *agenda) next(m meeting) quantity.Date {
	every := m.Cadence.Duration()
	if due := every.From(m.Last, g.holidays); m.Last != 0 && due >= m.Since {
		return due
	}
	return every.From(m.Since, g.holidays)
}
