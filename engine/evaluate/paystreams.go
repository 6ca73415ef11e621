package evaluate

import (
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/facts"
)

// payTrigger is one way to earn: which rows do, on which of their days, and what
// they carry; the places of the columns are those of the at constants.
type payTrigger struct {
	word    string
	trigger commission.Trigger
	of      string // source type
	where   string
	at      string
	columns []string
}

const (
	atAmount = iota
	atCustomer
	atCreated
	atRegistered
	atSourcedBy
	atQuantity
	atTax
	atDiscount
	atShipping
	atCost
)

// Of revenue, behind amount and customer; and of leads.
const (
	atRevenueDeal = iota + 2
	atInvoiced
)

const (
	atSubmitted = iota
	atLeadDeal
)

const isNotWon = `stage == null || stage != "won"`

const notLeaving = `kind == null || !(kind in ["churn", "contraction"])`

var (
	dealColumns    = []string{"amount", "customer", "createdAt", "registeredAt", "sourcedBy", "quantity", "tax", "discount", "shipping", "cost"}
	revenueColumns = []string{"amount", "customer", "deal", "invoicedAt"}
	payTriggers    = []payTrigger{
		{"closed-won", commission.ClosedWon, "deals", isWon, "closedAt", dealColumns},
		{"invoiced", commission.Invoiced, "revenue", notLeaving, "invoicedAt", revenueColumns},
		{"collected", commission.Collected, "revenue", notLeaving, "collectedAt", revenueColumns},
		{"lead-accepted", commission.LeadAccepted, "leads", `status in ["accepted", "won"]`, "decidedAt", []string{"submittedAt", "deal"}},
		{"activity", commission.Activity, "activities", "", "at", nil},
	}
	touchColumns        = []string{"deal", "type"}
	refundColumns       = []string{"of", "amount", "reason"}
	paymentColumns      = []string{"statement", "amount"}
	registrationColumns = []string{"customer", "deal", "decidedAt", "expiresAt"}
	openColumns         = []string{"createdAt", "registeredAt"}
)

// payAsk is what a payroll asked of the facts: places among the job's streams.
type payAsk struct {
	fired         []firedStream
	deals         []int // won deals, for what revenue and leads do not say
	unwon         []int // the others, by the day they began: they may be paid for in parts
	touches       []int
	refunds       []int
	registrations []int
	open          []int // open deals
	payments      []int // on locked statements
}

// firedStream is a trigger's rows of one source.
type firedStream struct {
	payTrigger
	stream      int
	isAnySource bool // the source does not say who brought a deal: its partner did
}

// wantPay asks for the rows that a payroll folds, as far as some rule looks at
// them, whatever their day: jobs of several days share what they are given.
func (j Job) wantPay(a *asking) {
	r := j.Program.payroll()
	a.roll = r
	shared, registered := r.looksAt()
	for _, t := range payTriggers {
		if !r.triggers[t.word] {
			continue
		}
		a.unfed = append(a.unfed, a.absent(j.Program.sourcesOf(t.of))...)
		needs := j.needs(a, t, shared)
		for _, source := range a.present(j.Program.sourcesOf(t.of)) {
			s := facts.Stream{Source: source, Where: lowered(t.of, t.where), At: t.at, Columns: t.columns,
				Tests: r.tests(source, t.of), Needs: needs, IsDirect: shared}
			a.pay.fired = append(a.pay.fired, firedStream{t, a.stream(s), !a.have[source]["sourcedBy"]})
		}
	}
	more := func(kind, where, at string, columns []string) []int {
		var out []int
		for _, source := range a.present(j.Program.sourcesOf(kind)) {
			out = append(out, a.stream(facts.Stream{Source: source, Where: lowered(kind, where), At: at, Columns: columns, IsDirect: true}))
		}
		return out
	}
	if r.triggers["invoiced"] || r.triggers["collected"] || r.triggers["lead-accepted"] {
		a.pay.deals = more("deals", isWon, "closedAt", dealColumns)
		a.pay.unwon = more("deals", isNotWon, "createdAt", dealColumns)
	}
	if shared {
		a.unfed = append(a.unfed, a.absent(j.Program.sourcesOf("touches"))...)
		a.pay.touches = more("touches", "", "at", touchColumns)
	}
	if registered {
		a.unfed = append(a.unfed, a.absent(j.Program.sourcesOf("registrations"))...)
		a.pay.registrations = more("registrations", `status in ["approved", "won"]`, "submittedAt", registrationColumns)
	}
	a.pay.refunds = more("refunds", "", "at", refundColumns)
	if j.Pay.Actual && hasLocked(j.Program.Book) {
		a.pay.payments = more("payments", "", "at", paymentColumns)
	}
	if j.Pay.Trailing.To != 0 {
		a.pay.open = more("deals", `stage == "open"`, "createdAt", openColumns)
	}
}

// types names the source types whose rows some rule pays, shares or takes back.
func (r *payroll) types() []string {
	out := []string{"refunds"}
	for _, t := range payTriggers {
		if r.triggers[t.word] && !slices.Contains(out, t.of) {
			out = append(out, t.of)
		}
	}
	shared, registered := r.looksAt()
	if shared {
		out = append(out, "touches")
	}
	if registered {
		out = append(out, "registrations")
	}
	return out
}

// stream asks for a stream and gives its place.
func (a *asking) stream(s facts.Stream) int {
	a.streams = append(a.streams, s)
	return len(a.streams) - 1
}

// lowered translates one of our own conditions; nil for none.
func lowered(kind, where string) *facts.Expr {
	if where == "" {
		return nil
	}
	e, _ := typeEnv(kind).Lower(where)
	return e
}

// looksAt says whether a rule's credit may be another partner's than the row's,
// and whether one asks who registered a deal.
func (r *payroll) looksAt() (shared, registered bool) {
	r.each(func(t *commission.Terms) {
		shared = shared || t.Coupling().Shared
		registered = registered || slices.ContainsFunc(t.Rules, func(rule commission.Rule) bool { return rule.Credit == commission.Registered })
	})
	return shared, registered
}

// tests translates the conditions of the rules for one source; one that cannot be
// read there holds of no row.
func (r *payroll) tests(source, kind string) []facts.Expr {
	never := facts.Expr{Op: facts.OpConst, Kind: facts.Bool, Const: facts.Cell{Kind: facts.Bool}}
	var out []facts.Expr
	env := r.program.envs[source]
	for _, where := range r.wheres[kind] {
		test := never
		if env != nil {
			if e, problems := env.Lower(where); e != nil && !hasErrors(problems) {
				test = *e
			}
		}
		out = append(out, test)
	}
	return out
}

func hasErrors(problems []expr.Problem) bool { return len(problems) > 0 }
