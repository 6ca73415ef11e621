package render

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// sheet is a statement as people read it, whatever it is printed in.
type sheet struct {
	payout  string // title of the column of the currency that is paid; "" when lines are in it
	groups  []sheetGroup
	totals  []sheetTotal
	remarks []string
}

// sheetGroup is the lines under one agreement, or those that were released.
type sheetGroup struct {
	title string
	rows  []sheetRow
}

type sheetRow struct{ date, event, amount, step, on, rate, earned, payout, note string }

type sheetTotal struct{ label, amount, currency string }

// drafter lays out the rows of one section.
type drafter struct {
	section  StatementSection
	currency quantity.Currency // that amounts have when they do not say so
	hasRules bool              // more than one rule pays: steps are told apart by theirs
}

func sheetOf(v StatementView, s StatementSection) sheet {
	d := drafter{section: s, currency: s.Currency}
	if len(s.Entries) > 0 {
		d.currency = s.Entries[0].Currency
	}
	rules := map[string]bool{}
	out := sheet{}
	for _, e := range s.Entries {
		if e.Rule != nil {
			rules[e.Rule.ID] = true
		}
		if e.Currency != s.Currency && e.State != commission.Void {
			out.payout = "IN " + string(s.Currency)
		}
	}
	d.hasRules = len(rules) > 1
	for _, agreement := range agreementsOf(s) {
		g := sheetGroup{title: d.title(v, agreement)}
		for _, e := range s.Entries {
			if e.Agreement == agreement && !e.IsReleased {
				g.rows = append(g.rows, d.rows(e)...)
			}
		}
		out.groups = append(out.groups, g)
	}
	released := sheetGroup{title: "Released from hold, of earlier periods"}
	for _, e := range s.Entries {
		if e.IsReleased {
			released.rows = append(released.rows, d.rows(e)...)
		}
	}
	if len(released.rows) > 0 {
		out.groups = append(out.groups, released)
	}
	if out.payout == "" {
		for i := range out.groups {
			for k := range out.groups[i].rows {
				out.groups[i].rows[k].payout = ""
			}
		}
	}
	out.totals, out.remarks = totalsOf(s), closingRemarks(v, s)
	return out
}

// agreementsOf gives the agreements of the period's own lines, in their order.
func agreementsOf(s StatementSection) []spec.Address {
	var out []spec.Address
	for _, e := range s.Entries {
		if !e.IsReleased && !slices.Contains(out, e.Agreement) {
			out = append(out, e.Agreement)
		}
	}
	return out
}

// title names the partner, the agreement, and the plan with the first day of the
// terms that lines are paid by.
func (d *drafter) title(v StatementView, agreement spec.Address) string {
	type version struct {
		plan  spec.Address
		since quantity.Date
	}
	var versions []version
	isReferrer := true
	for _, e := range d.section.Entries {
		if e.Agreement == agreement && !e.IsReleased {
			isReferrer = isReferrer && e.Partner != e.Beneficiary
			if e.Terms != nil && e.Kind != commission.Adjusted {
				versions = append(versions, version{e.Terms.Plan, e.Since})
			}
		}
	}
	out := fmt.Sprintf("%s · agreement %s", v.Partner.Name, agreement.Name())
	if isReferrer {
		out = fmt.Sprintf("%s · overrides by agreement %s", v.Partner.Name, agreement.Name())
	}
	var plans []spec.Address
	for _, in := range versions {
		if !slices.Contains(plans, in.plan) {
			plans = append(plans, in.plan)
		}
	}
	for _, plan := range plans {
		var days []string
		for _, in := range versions {
			if day := in.since.String(); in.plan == plan && in.since != 0 && !slices.Contains(days, day) {
				days = append(days, day)
			}
		}
		slices.Sort(days)
		out += " · plan " + plan.Name()
		if len(days) > 0 {
			out += ", terms of " + strings.Join(days, " and ")
		}
	}
	return out
}

// rows lays out a line: its slices, then what was added to them or cut, so that
// the column of what was earned adds up.
func (d *drafter) rows(e StatementEntry) []sheetRow {
	rows := d.slices(e)
	add := func(step, rate string, minor int64, note string) {
		if minor != 0 {
			rows = append(rows, sheetRow{step: step, rate: rate, earned: d.money(minor, e.Currency), note: note})
		}
	}
	if e.isLimitedBelow() {
		add("floor per event", "", e.Raised, "least is "+limitWords(e.Rule.Floor, e.Currency)+cutExactly(e))
		add("cap per event", "", -e.CutEvent, "most is "+limitWords(e.Rule.CapPerEvent, e.Currency)+cutExactly(e))
		if e.Share.Den != 0 {
			add("shared deal", shareWords(e.Share), e.Earned+e.CutPeriod-e.gross()-e.Raised+e.CutEvent, sharedNote(e))
		}
		add("cap per period", "", -e.CutPeriod, "most of one period is "+limitWords(e.Rule.CapPerPeriod, e.Currency))
	}
	rows[0].date, rows[0].event, rows[0].amount = e.At.String(), e.Event, d.amount(e)
	last := &rows[len(rows)-1]
	if last.payout = d.money(e.Payout, d.section.Currency); d.section.Currency != d.currency {
		last.payout = minorWords(e.Payout, d.section.Currency)
	}
	if e.Rate != nil {
		last.note = joined(last.note, "at "+rateShown(e.Rate)+" of "+e.QuotedOn.String())
	}
	return rows
}

// slices lays out the parts of a line, in cents that add up to what was earned
// before anything was added or cut.
func (d *drafter) slices(e StatementEntry) []sheetRow {
	note := d.note(e)
	if e.Kind != commission.Earned || e.State == commission.Void || len(e.Parts) == 0 {
		earned := e.Earned
		if e.isLimitedBelow() {
			earned += e.CutPeriod + e.CutEvent - e.Raised
		}
		return []sheetRow{{step: d.step(e, commission.Part{}), rate: d.lineRate(e), earned: d.money(earned, e.Currency), note: note}}
	}
	var exact []*big.Rat
	sliced := 0
	for _, p := range e.Parts {
		exact = append(exact, partExact(p))
		if !p.Flat {
			sliced++
		}
	}
	var rows []sheetRow
	for i, cents := range spreadCents(exact, e.gross()) {
		part := e.Parts[i]
		row := sheetRow{step: d.step(e, part), rate: rateWords(e.Rule, part, e.Currency), earned: d.money(cents, e.Currency), note: joined(note, roundedFar(exact[i], cents, e))}
		if i == 0 {
			row.note = joined(baseNote(e), e.Blank, row.note)
		}
		if sliced > 1 && !part.Flat {
			row.on = measureOf(e.Rule, part).words(part.On, e.Currency)
		}
		rows = append(rows, row)
	}
	return rows
}

// isLimitedBelow reports whether rows of their own say what was added or cut.
func (e *StatementEntry) isLimitedBelow() bool {
	return e.State != commission.Void && len(e.Parts) > 0 && e.Kind != commission.Overridden
}

// gross is what the parts earned, rounded, before floor, caps and sharing.
func (e *StatementEntry) gross() int64 {
	whole := e.Earned + e.CutPeriod + e.CutEvent - e.Raised
	if e.Share.Den == 0 {
		return whole
	}
	sum := new(big.Rat)
	for _, p := range e.Parts {
		sum.Add(sum, partExact(p))
	}
	return nearest(sum)
}

// nearest rounds half away from zero.
func nearest(x *big.Rat) int64 {
	n, _ := new(big.Int).SetString(quantity.Fixed(x, 0), 10)
	return n.Int64()
}

// money spells an amount, with its currency when that is not the sheet's.
func (d *drafter) money(minor int64, c quantity.Currency) string {
	if c == d.currency {
		return minorWords(minor, c)
	}
	return minorWords(minor, c) + " " + string(c)
}

func (d *drafter) amount(e StatementEntry) string {
	if e.Amount == 0 && (e.Kind != commission.Earned || baseMeasure(e.Rule) != inMoney) {
		return ""
	}
	if e.Kind == commission.Adjusted || e.Kind == commission.Corrected {
		return ""
	}
	return d.money(e.Amount, e.Currency)
}

// step names what a row is: the step of the bands, the rule, or what else the line
// stands for.
func (d *drafter) step(e StatementEntry, p commission.Part) string {
	switch {
	case e.State == commission.Void:
		return "void"
	case e.Kind == commission.Refunded:
		return "refund of " + e.Of
	case e.Kind == commission.ClawedBack:
		return "clawback of " + e.Of
	case e.Kind == commission.Reopened:
		return "re-rated " + e.Of
	case e.Kind == commission.Overridden:
		return "override"
	case e.Kind == commission.Adjusted:
		return "adjustment"
	case e.Kind == commission.Corrected:
		return correctionStep(e)
	case e.Kind == commission.TrueUp && len(e.Parts) == 0:
		return "true-up"
	case e.Kind == commission.TrueUp:
		return "true-up to " + stepName(e.Parts[0].Step)
	case p.Step == nil:
		return e.Rule.ID
	case d.hasRules:
		return e.Rule.ID + "/" + stepName(p.Step)
	}
	return stepName(p.Step)
}

// correctionStep says what is corrected: a line, or what was taken back from one.
func correctionStep(e StatementEntry) string {
	if e.Of != "" {
		return "correction, refund of " + e.Of
	}
	return "correction"
}

func stepName(s *commission.Step) string {
	switch {
	case s == nil:
		return ""
	case s.ID == "":
		return "above the last step"
	}
	return s.ID
}

// lineRate is the rate of a line that has no slices of its own.
func (d *drafter) lineRate(e StatementEntry) string {
	switch {
	case e.State == commission.Void:
		return ""
	case e.Kind == commission.Overridden && e.Rule.Override != nil:
		return percentWords(e.Rule.Override.Rate.Rat())
	case e.Kind == commission.TrueUp && len(e.Parts) > 0:
		return rateWords(e.Rule, e.Parts[0], e.Currency)
	case (e.Kind == commission.Refunded || e.Kind == commission.ClawedBack) && e.Amount != 0:
		return takenRate(e)
	}
	return ""
}

// takenRate is what a line takes back of an amount; nothing where what it takes back
// was not paid by a rate of the amount.
func takenRate(e StatementEntry) string {
	if r := e.Rule; r != nil && (!r.PerUnit.IsZero() || r.Flat != 0 || baseMeasure(r) != inMoney || r.Bands != nil && bandMeasure(r.Bands) != inMoney) {
		return ""
	}
	return rateAbout(big.NewRat(e.Earned, e.Amount))
}

// baseNote says what a line pays on, where that is not the amount of its row.
func baseNote(e StatementEntry) string {
	isMoney := baseMeasure(e.Rule) == inMoney
	if e.Parts[0].Flat || isMoney && e.Base == e.Amount && e.Blank == "" {
		return ""
	}
	words := baseMeasure(e.Rule).words(e.Base, e.Currency)
	switch e.Rule.Of {
	case commission.OfNet:
		return "on the net of " + words
	case commission.OfMargin:
		return "on the margin of " + words
	case commission.OfQuantity, commission.OfEach:
		return "on a quantity of " + words
	}
	return ""
}
