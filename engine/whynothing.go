package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
	"github.com/partnership-as-code/entente/engine/spec"
)

// paySources are the source types by which why looks for a row, the telling ones
// first.
var paySources = []string{"deals", "revenue", "leads", "activities", "refunds", "touches", "registrations"}

// inquiry asks why rows earned nothing for a partner.
type inquiry struct {
	Accounted
	partner string
	days    quantity.Range
	found   []facts.Found
	near    []string
	seek    func(sought func(id string) bool) ([]facts.Found, error)
	depth   int // of what is taken back by what is taken back
}

// whyNothing finds the rows of an id that are in no line of a partner, and says of
// each why. The error is for an id that no row has.
func (a Accounted) whyNothing(ctx context.Context, partner string, days quantity.Range, event string) ([]string, error) {
	in := inquiry{Accounted: a, partner: partner, days: days}
	in.seek = func(sought func(id string) bool) ([]facts.Found, error) {
		return evaluate.Seek(ctx, memory.Runner{}, a.sources, a.job, sought)
	}
	var err error
	in.found, err = in.seek(func(id string) bool {
		if id == event {
			return true
		}
		_, isNear := diag.Nearest(event, []string{id})
		return isNear
	})
	if err != nil {
		return nil, err
	}
	for _, f := range in.found {
		if f.ID != event && !slices.Contains(in.near, f.ID) {
			in.near = append(in.near, f.ID)
		}
	}
	rows := in.rowsOf(event)
	if len(rows) == 0 {
		return nil, in.unknown(event)
	}
	var out []string
	for _, f := range rows {
		says, err := in.fate(f)
		if err != nil {
			return nil, err
		}
		out = append(out, says...)
	}
	return out, nil
}

// rowsOf gives the rows of an id that might pay.
func (in *inquiry) rowsOf(id string) []facts.Found {
	var out []facts.Found
	for _, kind := range paySources {
		for _, f := range in.found {
			if f.ID == id && f.Type == kind {
				out = append(out, f)
			}
		}
	}
	return out
}

// mostNear is how many ids an error suggests.
const mostNear = 3

func (in *inquiry) unknown(event string) error {
	what := fmt.Sprintf("no row has the id %q", event)
	var near []string
	for left := in.near; len(near) < mostNear; {
		name, ok := diag.Nearest(event, left)
		if !ok {
			break
		}
		near = append(near, name)
		left = slices.DeleteFunc(slices.Clone(left), func(s string) bool { return s == name })
	}
	if len(near) > 0 {
		return fmt.Errorf("%s: did you mean %s?", what, strings.Join(near, " or "))
	}
	if here := in.EventsOf(in.partner, in.days); len(here) > 0 {
		return fmt.Errorf("%s: %s has %s", what, in.PeriodName(in.days), strings.Join(here, ", "))
	}
	return fmt.Errorf("%s", what)
}

// fate says what became of a row, and why it earned nothing.
func (in *inquiry) fate(f facts.Found) ([]string, error) {
	at := fmt.Sprintf("%s (%s)", f.ID, f.Place)
	named := fmt.Sprintf("%s of source %s", at, f.Source)
	isOwned := f.Type != "refunds"
	switch {
	case f.Reason != "":
		return []string{fmt.Sprintf("%s was rejected and %s: %s. Mend the row or the mapping; `entente status` lists all that is rejected.", named, render.LackOf(f.Type, true), render.RejectedWords(f.Reason, f.Column, f.Value))}, nil
	case f.Type == "touches":
		return []string{fmt.Sprintf("%s is a touch of deal %s: it pays nothing by itself. The deal says what it brought: entente why %s PERIOD %s", named, f.Cells["deal"].Text, in.partner, f.Cells["deal"].Text)}, nil
	case f.Type == "registrations":
		return []string{fmt.Sprintf("%s is a registration: it pays nothing by itself.", named)}, nil
	case !slices.Contains(in.Paid.Types, f.Type):
		return []string{fmt.Sprintf("%s earns nothing: no rule of any plan pays rows of %s.", named, f.Type)}, nil
	case isOwned && facts.IsRostered(f.Partner):
		return []string{fmt.Sprintf("%s earns nothing: its partner %s is on a roster alone and has no file of its own.", named, f.Key)}, nil
	case isOwned && f.Partner == facts.Direct && !in.isPaidToAnybody(f.ID):
		return []string{fmt.Sprintf("%s names no partner: it is direct and pays nobody.", named)}, nil
	case f.Type == "refunds":
		return in.refundFate(f, named)
	}
	if s := in.notYet(f); s != "" {
		return []string{named + " " + s}, nil
	}
	if f.Partner != in.partner {
		return in.ofAnother(f, named), nil
	}
	if out := in.toOthers(f, named); len(out) > 0 {
		return out, nil
	}
	return []string{in.noRule(f, named)}, nil
}

func (in *inquiry) isPaidToAnybody(event string) bool {
	return slices.ContainsFunc(in.Paid.Lines, func(l commission.Line) bool { return l.Event == event && l.State != commission.Void })
}

// notYet says what a row lacks that any rule asks for; "" when it is nothing.
func (in *inquiry) notYet(f facts.Found) string {
	asOf := in.Snapshot.AsOf
	day := func(column, does string) string {
		switch c := f.Cells[column]; {
		case c.Kind != facts.Day:
			return fmt.Sprintf("has no %s, so it is of no period and earns nothing.", column)
		case quantity.Date(c.Int) > asOf:
			return fmt.Sprintf("%s on %s, after %s: it earns nothing yet.", does, quantity.Date(c.Int), asOf)
		}
		return ""
	}
	switch f.Type {
	case "deals":
		if stage := f.Cells["stage"].Text; stage != "won" {
			return fmt.Sprintf("is %s: only what is won earns.", stage)
		}
		return day("closedAt", "closes")
	case "leads":
		if status := f.Cells["status"].Text; status != "accepted" && status != "won" {
			return fmt.Sprintf("is %s: only a lead that is accepted or won earns.", cmp.Or(status, "without a status"))
		}
		return day("decidedAt", "is decided")
	case "activities":
		return day("at", "takes place")
	}
	if kind := f.Cells["kind"].Text; kind == "churn" || kind == "contraction" {
		return fmt.Sprintf("is %s: it earns nothing.", kind)
	}
	columns := in.revenueDays()
	var lacks []string
	for _, column := range columns {
		text := day(column, strings.TrimSuffix(column, "At"))
		if text == "" {
			return ""
		}
		lacks = append(lacks, text)
	}
	if len(lacks) == 0 {
		return ""
	}
	return lacks[0]
}

// revenueDays are the columns of revenue that some rule goes by.
func (in *inquiry) revenueDays() []string {
	var out []string
	for _, account := range in.Paid.Accounts {
		t := account.TermsOf(&commission.Event{At: in.Snapshot.AsOf, Created: in.Snapshot.AsOf})
		if t == nil {
			continue
		}
		for i := range t.Rules {
			column := map[commission.Trigger]string{commission.Invoiced: "invoicedAt", commission.Collected: "collectedAt"}[t.Rules[i].Trigger]
			if column != "" && !slices.Contains(out, column) {
				out = append(out, column)
			}
		}
	}
	return out
}

// ofAnother says whose a row is, and what it came to.
func (in *inquiry) ofAnother(f facts.Found, named string) []string {
	owner := "names no partner"
	if f.Partner != facts.Direct {
		owner = "is of " + f.Partner
	}
	out := []string{fmt.Sprintf("%s %s: %s earns nothing by it.", named, owner, in.partner)}
	told := in.paidTo(f.ID)
	out = append(out, told...)
	if len(told) == 0 && f.Partner != facts.Direct {
		other := *in
		other.partner = f.Partner
		out = append(out, other.noRule(f, "Nor does "+f.Partner+": it"))
	}
	return out
}

// paidTo says whom an event is paid to, and how to ask for each.
func (in *inquiry) paidTo(event string) []string {
	var out, told []string
	for i := range in.Paid.Lines {
		l := &in.Paid.Lines[i]
		if l.Event == event && l.State != commission.Void && !slices.Contains(told, l.Beneficiary) {
			told = append(told, l.Beneficiary)
			out = append(out, fmt.Sprintf("It is paid to %s: entente why %s %s %s", l.Beneficiary, l.Beneficiary, in.PeriodName(l.Period), event))
		}
	}
	return out
}

// toOthers says by what a row of the partner's own is paid to others alone; nothing
// when nobody is paid for it.
func (in *inquiry) toOthers(f facts.Found, named string) []string {
	for i := range in.Paid.Lines {
		l := &in.Paid.Lines[i]
		if l.Event != f.ID || l.State == commission.Void || l.Kind != commission.Earned || l.Rule == nil {
			continue
		}
		by := fmt.Sprintf("rule %s pays it to others", l.Rule.ID)
		if l.Rule.Spec != nil {
			by = fmt.Sprintf("rule %s%s pays it to others", l.Rule.ID, render.Cite(l.Rule.Spec.ID.At))
		}
		if t := l.Trace; t != nil && len(t.Among) > 0 && t.Among[0].Share.Method != "" {
			by = "attribution gives it to others by " + in.methodOf(l, t.Among[0].Share.Method)
		}
		return append([]string{fmt.Sprintf("%s is %s's, but %s: %s earns nothing by it.", named, f.Partner, by, in.partner)}, in.paidTo(f.ID)...)
	}
	return nil
}

// methodOf spells how an event is shared, with the line that says so.
func (in *inquiry) methodOf(l *commission.Line, method string) string {
	words := render.MethodWords(method)
	if l.Terms == nil || l.Terms.Spec == nil || l.Terms.Spec.Attribution == nil {
		return "its touches: " + words
	}
	return fmt.Sprintf("method %s%s, %s", method, render.Cite(l.Terms.Spec.Attribution.Method.At), words)
}

// noRule says why a row that is complete is paid to its partner by no rule.
func (in *inquiry) noRule(f facts.Found, named string) string {
	on := in.dayOf(f)
	var here []*commission.Account
	for _, a := range in.Paid.Accounts {
		if a.Partner == in.partner {
			here = append(here, a)
		}
	}
	if len(here) == 0 {
		return fmt.Sprintf("%s earns nothing: %s has no signed agreement.", named, in.partner)
	}
	e := in.eventOf(f, on)
	began := cmp.Or(e.Registered, e.Created)
	var terms *commission.Terms
	var spans []string
	for _, a := range here {
		spans = append(spans, a.Agreement.Name()+" "+agreementDays(a)+in.termCited(a))
		switch {
		case on < a.First || a.Last != 0 && on > max(a.Last, a.Tail):
		case a.Last != 0 && on > a.Last && (began == 0 || began > a.Last):
			spans[len(spans)-1] += fmt.Sprintf("; it %s", beganWords(&e))
		default:
			terms = cmp.Or(terms, a.TermsOf(&e))
		}
	}
	switch {
	case terms == nil && on != 0:
		return fmt.Sprintf("%s earns nothing: no agreement of %s pays on %s. %s.", named, in.partner, on, strings.Join(spans, "; "))
	case terms == nil:
		return fmt.Sprintf("%s earns nothing: it has no day.", named)
	}
	if amount := f.Cells["amount"]; amount.Kind == facts.Money && quantity.Currency(amount.Text) != terms.Currency && in.Paid.Rates != nil {
		if q, ok := in.Paid.Rates.Quote(quantity.Currency(amount.Text), terms.Currency, on); !ok {
			has := "or before is there"
			if q.On != 0 {
				has = fmt.Sprintf("is there: the latest, of %s, is too old", q.On)
			}
			return fmt.Sprintf("%s earns nothing yet: it is in %s, plan %s counts in %s, and no exchange rate of %s %s.", named, amount.Text, terms.Plan.Name(), terms.Currency, on, has)
		}
	}
	var triggers []string
	for i := range terms.Rules {
		if r := &terms.Rules[i]; r.Spec != nil {
			triggers = append(triggers, fmt.Sprintf("%s pays %s%s", r.ID, r.Spec.Trigger.Canonical(), render.Cite(r.Spec.Trigger.At)))
		}
	}
	return fmt.Sprintf("%s earns nothing: no rule of plan %s pays it. %s.", named, terms.Plan.Name(), strings.Join(triggers, "; "))
}

// beganWords says since when a deal is there, which decides whether it still earns
// after an agreement's end.
func beganWords(e *commission.Event) string {
	switch {
	case e.Registered != 0:
		return "was registered on " + e.Registered.String()
	case e.Created != 0:
		return "was created on " + e.Created.String()
	}
	return "has no day on which it began"
}

func agreementDays(a *commission.Account) string {
	out := "runs from " + a.First.String()
	if a.Last != 0 {
		out += " to " + a.Last.String()
	}
	if a.Last != 0 && a.Tail > a.Last {
		out += ", for deals from before its end to " + a.Tail.String()
	}
	return out
}

// termCited cites the first day of an agreement.
func (in *inquiry) termCited(a *commission.Account) string {
	if doc := in.Book.Docs.Get(a.Agreement); doc != nil {
		if s, ok := doc.Spec.(*spec.Agreement); ok && s.Term.Effective.V == a.First {
			return render.Cite(s.Term.Effective.At)
		}
	}
	return ""
}

func dayIn(f facts.Found, column string) quantity.Date {
	if c := f.Cells[column]; c.Kind == facts.Day {
		return quantity.Date(c.Int)
	}
	return 0
}

// dayOf is the day on which a row would earn.
func (in *inquiry) dayOf(f facts.Found) quantity.Date {
	switch f.Type {
	case "deals":
		return dayIn(f, "closedAt")
	case "leads":
		return dayIn(f, "decidedAt")
	case "revenue":
		for _, column := range in.revenueDays() {
			if day := dayIn(f, column); day != 0 {
				return day
			}
		}
	}
	return dayIn(f, "at")
}
