package evaluate

import (
	"cmp"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
	"github.com/partnership-as-code/entente/engine/state"
)

// Pay says what of a job's commission is worked out; the zero Pay is nothing.
type Pay struct {
	Actual   bool           // by the terms in force, up to the as-of day
	Trailing quantity.Range // pro forma: by the latest terms, of events on these days; zero: none
	Moments  Moments        // pro forma by the terms of these days, too

	Into   *Paid // takes lines and statements of Actual; nil: only totals are kept
	Traced bool  // lines say all that went into them
}

// Paid is what the terms in force pay, line by line.
type Paid struct {
	Accounts   []*commission.Account
	Lines      []commission.Line      // by beneficiary, each one's in the order in which they arose; ineligible events, too
	Statements []commission.Statement // by partner, period and currency
	Rates      facts.Exchange
	Payroll    commission.Payroll // that statements were made by
	Payments   []Payment          // on locked statements, by day
	Types      []string           // source types whose rows have a part in it

	// unrated are the exchange rates that a partner's lines or statements lack. What
	// they leave out may change the volume, cap or balance of any other line.
	unrated map[string][]facts.MissingRate
	program *Program
	rateAge quantity.Duration

	since map[*commission.Terms]quantity.Date
	rows  *payRows // for Events
}

// Since is the first day of the version of a plan that a line was paid by.
func (p *Paid) Since(t *commission.Terms) quantity.Date { return p.since[t] }

// Unrated reports the exchange rates for want of which the statements of partners
// leave amounts out.
func (p *Paid) Unrated(isAsked func(partner string) bool) diag.List {
	var missing []facts.MissingRate
	for _, partner := range slices.Sorted(maps.Keys(p.unrated)) {
		if isAsked(partner) {
			missing = append(missing, p.unrated[partner]...)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return p.program.rateFindings(needed(distinctRates(missing)), p.rateAge).Sorted()
}

// distinctRates leaves out what several partners of one group lack alike.
func distinctRates(list []facts.MissingRate) []facts.MissingRate {
	seen := map[facts.MissingRate]bool{}
	return slices.DeleteFunc(list, func(m facts.MissingRate) bool {
		had := seen[m]
		seen[m] = true
		return had
	})
}

// lacks keeps what a partner's pay lacks.
func (p *Paid) lacks(partner string, m facts.MissingRate) {
	if p.unrated == nil {
		p.unrated = map[string][]facts.MissingRate{}
	}
	p.unrated[partner] = append(p.unrated[partner], m)
}

// Account finds an agreement; nil when it pays nothing.
func (p *Paid) Account(agreement spec.Address) *commission.Account {
	for _, a := range p.Accounts {
		if a.Agreement == agreement {
			return a
		}
	}
	return nil
}

func (p Pay) isWanted() bool { return p.Actual || p.Trailing.To != 0 }

// payFindings is what was at fault while commission was worked out.
type payFindings struct {
	moments []state.Moment
	lacking []facts.MissingRate   // of pro forma pay, under all terms
	missing [][]facts.MissingRate // by reading
	over    []overshared
	foreign diag.List // payments in other currencies than their statements
}

// pay folds what the job asks for.
func (ev evaluation) pay(j Job, rates facts.Exchange, judged map[spec.Address]state.Judgement) ([]state.Earnings, payFindings) {
	rows := ev.asked.payRows(ev.result, j.AsOf)
	rows.isPlaced = j.Pay.Into != nil
	totals := earnings{trailing: j.Pay.Trailing, job: j}
	var actual, proForma []facts.MissingRate
	accounts := rows.roll.accounts(j.AsOf, judged)
	if j.Pay.Actual {
		var lines []commission.Line
		lines, actual = rows.fold(j, rates, accounts, &totals, false)
		if j.Pay.Into != nil {
			actual = append(actual, rows.statements(j, accounts, lines, rates)...)
		}
	}
	if j.Pay.Trailing.To != 0 {
		latest := rows.roll.proForma(j, someDay, Moments{}, judged)
		_, proForma = rows.fold(j, rates, latest, &totals, true)
		totals.addOpen(rows, accounts, latest)
		totals.addRegistered(ev.registered(j.AsOf))
	}
	found := payFindings{missing: [][]facts.MissingRate{actual, proForma}, over: totals.over, lacking: slices.Clone(proForma), foreign: rows.foreignPayments()}
	for _, day := range j.Pay.Moments.Days {
		sums := earnings{trailing: j.Pay.Trailing, job: j}
		_, missing := rows.fold(j, rates, rows.roll.proForma(j, day, j.Pay.Moments, judged), &sums, true)
		found.lacking = append(found.lacking, missing...)
		found.moments = append(found.moments, state.Moment{On: day, Earnings: sums.sorted()})
	}
	return totals.sorted(), found
}

// fold folds every group, those that have nothing to do with each other side by
// side, and adds up what they earn.
func (r *payRows) fold(j Job, rates facts.Exchange, accounts []*commission.Account, into *earnings, isProForma bool) ([]commission.Line, []facts.MissingRate) {
	coupling := r.roll.coupling()
	groups := commission.Groups(accounts, coupling)
	isShared := slices.ContainsFunc(accounts, func(a *commission.Account) bool { return coupling(a).Shared })
	parts := make([]groupPay, len(groups))
	var wait sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(groups)) {
		wait.Go(func() {
			for i := range next {
				parts[i] = r.foldGroup(j, rates, groups[i], isShared && slices.ContainsFunc(groups[i], func(a *commission.Account) bool { return coupling(a).Shared }), isProForma)
			}
		})
	}
	for i := range groups {
		next <- i
	}
	close(next)
	wait.Wait()
	var lines []commission.Line
	var missing []facts.MissingRate
	for i := range parts {
		into.merge(parts[i].totals)
		if j.Pay.Into != nil && !isProForma {
			j.Pay.Into.lackedBy(groups[i], parts[i].missing)
		}
		lines = append(lines, parts[i].lines...)
		missing = append(missing, parts[i].missing...)
	}
	slices.SortStableFunc(lines, func(a, b commission.Line) int { return cmp.Compare(a.Beneficiary, b.Beneficiary) })
	return lines, missing
}

// statements fills Pay.Into.
func (r *payRows) statements(j Job, accounts []*commission.Account, lines []commission.Line, rates facts.Exchange) []facts.MissingRate {
	book := r.roll.program.Book
	lines = append(lines, r.roll.adjustments(accounts, j.AsOf)...)
	slices.SortStableFunc(lines, func(a, b commission.Line) int { return cmp.Compare(a.Beneficiary, b.Beneficiary) })
	into := j.Pay.Into
	into.Accounts, into.Lines, into.Rates, into.since, into.rows = accounts, lines, rates, r.roll.since, r
	into.Types = r.roll.types()
	payroll := commission.Payroll{Accounts: accounts, Rates: rates, Fiscal: book.FiscalStart(), AsOf: j.AsOf, Issued: lockedOn(book)}
	into.Payroll, into.Payments = payroll, r.payments()
	into.program, into.rateAge = r.roll.program, r.rateAge
	var missing []facts.MissingRate
	into.Statements, missing = commission.Statements(payroll, func(yield func(*commission.Line) bool) {
		for i := range lines {
			if lines[i].Reason != ineligible && !yield(&lines[i]) {
				return
			}
		}
	})
	for _, m := range missing {
		into.lacks(m.Partner, m)
	}
	return missing
}

// lackedBy keeps what events of a group lack: whose they are, counts for all in it.
func (p *Paid) lackedBy(group []*commission.Account, missing []facts.MissingRate) {
	partners := map[string]bool{}
	for _, a := range group {
		partners[a.Partner] = true
		if a.Referrer != "" {
			partners[a.Referrer] = true
		}
	}
	for _, m := range missing {
		for partner := range partners {
			p.lacks(partner, m)
		}
	}
}

// adjustments gives the single amounts that agreements state, up to a day.
func (r *payroll) adjustments(accounts []*commission.Account, asOf quantity.Date) []commission.Line {
	book := r.program.Book
	var out []commission.Line
	for _, a := range accounts {
		s, ok := book.At(book.Docs.Get(a.Agreement), asOf).(*spec.Agreement)
		if !ok {
			continue
		}
		for i := range s.Adjustments {
			adj := &s.Adjustments[i]
			if adj.Date.V > asOf {
				continue
			}
			line := commission.Adjust(a, adjusting(a, adj), adj, book.FiscalStart())
			line.Amount, line.Reason = line.Earned, string(adj.Reason.Or(""))
			line.Place = fmt.Sprintf("%s:%d", adj.ID.At.File(), adj.ID.At.From().Line)
			out = append(out, *line)
		}
	}
	return out
}

type groupPay struct {
	totals  *earnings
	lines   []commission.Line
	missing []facts.MissingRate
}

func (r *payRows) foldGroup(j Job, rates facts.Exchange, group []*commission.Account, isShared, isProForma bool) groupPay {
	partners := map[string]bool{}
	for _, a := range group {
		partners[a.Partner] = true
	}
	book := r.roll.program.Book
	out := groupPay{totals: &earnings{trailing: j.Pay.Trailing, job: j}}
	in := commission.Input{Accounts: group, Rates: rates, Fiscal: book.FiscalStart(), Holidays: book.Holidays(),
		Reversals: r.reversals, Traced: j.Pay.Traced && !isProForma}
	wantsLines := j.Pay.Into != nil && !isProForma
	var shares *sharing
	if isShared && !isProForma {
		shares = r.roll.sharingOf(group)
	}
	out.missing = commission.Fold(in, r.events(partners, isShared), func(l *commission.Line) {
		out.totals.add(l, isProForma)
		shares.add(l)
		if wantsLines {
			out.lines = append(out.lines, *l.Clone())
		}
	})
	out.totals.over = shares.over()
	return out
}

// coupling tells what an account's rules look at, over all of its terms.
func (r *payroll) coupling() func(*commission.Account) commission.Coupling {
	memo := map[spec.Address]commission.Coupling{}
	return func(a *commission.Account) commission.Coupling {
		c, known := memo[a.Agreement]
		if !known {
			for _, name := range r.plansOf(a.Agreement, a.Program.Name()) {
				r.eachOf(r.plans[name], func(t *commission.Terms) {
					looks := t.Coupling()
					c.Program, c.Shared = c.Program || looks.Program, c.Shared || looks.Shared
				})
			}
			memo[a.Agreement] = c
		}
		return c
	}
}

// plansOf names every plan that an agreement's events may be paid by.
func (r *payroll) plansOf(agreement spec.Address, program string) []string {
	book := r.program.Book
	doc := book.Docs.Get(agreement)
	var out []string
	for _, in := range book.Terms(doc) {
		out = append(out, in.Plan)
	}
	if _, p := spec.Lookup[spec.Program](book.Docs, program); p != nil && p.Tiers != nil {
		for _, l := range p.Tiers.Levels {
			if l.Plan != nil {
				out = append(out, l.Plan.Name)
			}
		}
	}
	return out
}

// each visits every version of every plan.
func (r *payroll) each(visit func(*commission.Terms)) {
	for _, p := range r.plans {
		r.eachOf(p, visit)
	}
}

func (r *payroll) eachOf(p *pricedPlan, visit func(*commission.Terms)) {
	if p == nil {
		return
	}
	for _, row := range p.versions {
		for _, t := range row {
			if t != nil {
				visit(t)
			}
		}
	}
}

// adjusting gives the terms that say how an adjustment is paid out: those in force
// on its day, else the latest, else none but its own currency.
func adjusting(a *commission.Account, adj *spec.Adjustment) *commission.Terms {
	for _, day := range []quantity.Date{adj.Date.V, someDay} {
		if t := a.TermsOf(&commission.Event{At: day, Created: day}); t != nil {
			return t
		}
	}
	currency := adj.Amount.V.Currency
	return &commission.Terms{Currency: currency, Rounding: commission.Rounding{Mode: commission.HalfUp, Increment: 1}, Payout: commission.Payout{Cadence: quantity.Monthly, Currency: currency, RateAt: commission.AtPeriodEnd}}
}

// ineligible is why an event is no line of any statement: it is kept for those who
// ask why it earned nothing.
const ineligible = "ineligible"
