package commission_test

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// draws makes plans and what happens under them. Everything comes from short
// lists, so that amounts land on bounds, days on ends of windows, and rows share
// days and ids.
type draws struct {
	*rapid.T
	isShared bool // deals are touched by several partners
	isPlain  bool // one partner whom everything concerns, so that rules meet in depth
	asked    wishes
}

// wishes narrow what is drawn.
type wishes struct {
	isPositive bool // no credit notes
	isKept     bool // nothing is taken back
	isReopened bool // refunds may re-rate, and each line is rounded

	kind   string              // "plain": one partner; "shared": deals of several; "apart": many contracts; "": any
	likely map[string]int      // by name of a choice: its chance of ten
	only   map[string][]string // by name of a list: what it is
}

// themes are worlds in which one thing happens often, so that few checks meet
// its edges.
var themes = map[string]wishes{
	"anything": {},
	"limits": {kind: "plain", likely: map[string]int{"cap": 10, "kept": 0, "where": 0, "recurring": 0, "clawback": 1, "payout": 10},
		only: map[string][]string{"cap": {"perPeriod: 20 USD", "perPeriod: 50 USD", "perEvent: 33.33 USD, perPeriod: 50 USD"}, "pays": {"rate", "flat", "bands"}, "rate": {"50%", "100%", "33.33333333%"},
			"taken at": {"2026-01-31", "2026-02-28", "2026-03-01", "2026-04-01"}, "cadence": {"quarterly", "quarterly", "annual", "monthly"}, "of": {"amount", "net"}}},
	"customers": {kind: "plain", likely: map[string]int{"recurring": 8, "where": 0, "cap": 0, "kept": 8},
		only: map[string][]string{"customer": {"X"}, "soon": {"2026-01-31", "2026-02-28", "2026-03-01", "2026-03-31", "2026-04-30"}, "for": {"1 month", "28 days", "1 quarter"}, "pays": {"stages", "rate", "bands"}, "rate": {"10%", "12.5%", "50%", "100%"},
			"recurring for": {"first-sale", "1 month", "2 months", "28 days", "2 payments", "3 payments"}, "of": {"amount", "net"}}},
	"shares": {kind: "shared", likely: map[string]int{"attributed": 10, "where": 0, "cap": 1, "recurring": 0, "kept": 8, "bare": 6},
		only: map[string][]string{"credit": {"any", "any", "influenced"}, "method": {"linear", "position", "position", "fixed", "last", "sourced-influenced"}, "pays": {"rate", "flat", "bands"}, "rate": {"10%", "33.33333333%", "12.5%"}, "of": {"amount", "net"}}},
	"contracts": {kind: "apart", likely: map[string]int{"ends": 9, "tail": 8, "where": 0, "has a day": 8, "bare": 6},
		only: map[string][]string{"at": {"2026-01-31", "2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01", "2027-01-31"}, "day": {"2026-01-31", "2026-03-31", "2026-04-01"}, "partner": {"ada", "bob"}, "currency": {"USD", "EUR"}, "of": {"amount", "net"}}},
	"volumes": {kind: "plain", likely: map[string]int{"where": 0, "kept": 3, "recurring": 0, "changes": 5},
		only: map[string][]string{"pays": {"bands"}, "of": {"amount", "amount", "each"}, "taken of": {"A", "B", "C"}, "per": {"partner", "customer"}, "customer": {"X", "X", "Y"}, "at": {"2026-01-31"}}},
	"statements": {kind: "plain", likely: map[string]int{"rounding": 10, "where": 0, "clawback": 1, "recurring": 0},
		only: map[string][]string{"scope": {"statement"}, "rate": {"12.5%", "33.33333333%", "1%"}, "pays": {"rate", "bands"}, "of": {"amount", "net"}}},
}

// world draws everything.
func newWorld(t *rapid.T, asked wishes) *world {
	d := draws{T: t, isShared: rapid.IntRange(0, 2).Draw(t, "shared") == 0, isPlain: rapid.IntRange(0, 2).Draw(t, "plain") > 0, asked: asked}
	if asked.kind != "" {
		d.isShared, d.isPlain = asked.kind == "shared", asked.kind != "apart"
	}
	w := &world{plans: map[string]string{}, planOf: map[*contract]string{}, rates: quotes{"EUR USD": "1.0835", "JPY USD": "0.00625"}}
	w.fiscal = rapid.SampledFrom([]time.Month{0, time.January, time.February, time.July}).Draw(d.T, "fiscal")
	plans, partners, contracts := d.count("plans", 1, 2), d.count("partners", 1, 3), 2
	switch {
	case d.isPlain && d.isShared:
		plans, partners, contracts = 1, 3, 1
	case d.isPlain:
		plans, partners, contracts = 1, 1, 1
	}
	for i := range plans {
		name := fmt.Sprintf("plan-%d", i)
		w.plans[name] = plan(name, d.plan())
	}
	for i, partner := range people[:partners] {
		for n := range d.count("contracts", 1, contracts) {
			c := d.contract(partner, fmt.Sprintf("%s-%d", partner, 2-n), []string{"", "", partner}[i])
			w.contracts = append(w.contracts, c)
			w.planOf[c] = fmt.Sprintf("plan-%d", d.count("whose", 0, plans-1))
		}
	}
	for i := range d.count("sales", 1, 9) {
		w.sales = append(w.sales, d.sale(i))
	}
	takings := 4
	if asked.isKept || d.isPlain && d.chance("kept", 3) {
		takings = 0
	}
	for i := range d.count("takings", 0, takings) {
		w.takings = append(w.takings, d.taking(i))
	}
	return w
}

func (d draws) contract(partner, name, referrer string) *contract {
	c := &contract{partner: partner, name: name, program: "program/p", title: strings.ToUpper(partner), first: dayOf(d.one("first", "2025-11-30", "2026-01-31")), referrer: referrer}
	if d.chance("referred", 4) {
		c.referrer = "eve"
	}
	if d.isPlain {
		c.first = dayOf("2025-11-30")
		return c
	}
	if d.chance("ends", 2) {
		c.last = dayOf("2026-03-31")
		if d.chance("tail", 5) {
			c.tail = dayOf("2026-06-30")
		}
	}
	return c
}

func (d draws) one(name string, of ...string) string {
	if only, ok := d.asked.only[name]; ok {
		of = only
	}
	return rapid.SampledFrom(of).Draw(d.T, name)
}

// chance is true n times of ten.
func (d draws) chance(name string, n int) bool {
	if likely, ok := d.asked.likely[name]; ok {
		n = likely
	}
	return rapid.IntRange(0, 9).Draw(d.T, name) < n
}

func (d draws) count(name string, low, high int) int {
	return rapid.IntRange(low, high).Draw(d.T, name)
}

var (
	rates   = []string{"0%", "1%", "10%", "12.5%", "33.33333333%", "50%", "100%"}
	monies  = []string{"0 USD", "0.01 USD", "1 USD", "10 USD", "33.33 USD", "50 USD"}
	prices  = append([]string{"0.0008 USD", "1.0000166667 USD"}, monies...)
	amounts = []int64{0, 1, 99, 1000, 3333, 4999, 5000, 5001, 10000, 12345, 20000, 100000, -1, -5000}
	spans   = []string{"1 day", "30 days", "1 month", "3 months", "1 quarter", "1 year"}
	dates   = []string{"2025-11-30", "2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01", "2026-04-30", "2026-06-30", "2026-07-01", "2026-12-31", "2027-01-01"}
	people  = []string{"ada", "bob", "cid"}
)

var ids = [...]string{"A", "B", "C", "D", "E", "F", "G", "H", "I"}

const isNew = `kind == "new"`

func (d draws) sale(i int) *sale {
	s := &sale{id: ids[i], trigger: "closed-won", at: dayOf(d.one("at", dates...)), partner: "ada", customer: d.one("customer", "X", "Y"), currency: "USD", holds: map[string]bool{isNew: d.chance("new", 7)}, isSourced: true}
	if d.isPlain {
		s.at = dayOf(d.one("soon", "2026-01-01", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-01"))
	} else {
		s.trigger = d.one("trigger", "closed-won", "closed-won", "closed-won", "collected")
		s.partner = d.one("partner", "ada", "ada", "ada", "bob", "cid", "")
		s.customer = d.one("any customer", "", "X", "Y", "ADA")
		s.currency = d.one("currency", "USD", "USD", "USD", "EUR", "JPY", "GBP")
		s.isSourced = d.chance("sourced", 6)
	}
	if d.chance("same id", 2) {
		s.id = d.one("id", ids[:]...)
	}
	s.deal = s.id
	if s.trigger == "collected" {
		s.deal = d.one("deal", "A", "B")
	}
	s.amount = rapid.SampledFrom(amounts).Draw(d.T, "amount")
	if d.chance("any amount", 3) {
		s.amount = rapid.Int64Range(-20000, 50000).Draw(d.T, "cents")
	}
	if d.asked.isPositive {
		s.amount = max(s.amount, -s.amount)
	}
	s.quantity = d.one("quantity", "", "0", "1", "4.999", "5", "5.00000001", "10", "12.5")
	if d.chance("costs", 3) {
		s.tax, s.discount, s.shipping, s.cost = 100, 50, 1, 1000
	}
	if s.trigger == "collected" && s.amount != 0 && d.chance("a part", 5) {
		s.whole = s.amount * int64(d.count("of", 1, 3))
	}
	for _, day := range []*day{&s.created, &s.registered, &s.closed, &s.invoiced} {
		if d.chance("has a day", 5) {
			*day = dayOf(d.one("day", dates...))
		}
	}
	if d.isShared {
		s.registrant = d.one("registrant", "", "", "ada", "bob")
		for i := range d.count("touches", 0, 4) {
			s.touches = append(s.touches, touch{id: fmt.Sprint(i), partner: d.one("toucher", people...), at: dayOf("2025-10-01").AddDate(0, 0, i)})
		}
	}
	return s
}

func (d draws) taking(i int) *taking {
	t := &taking{id: fmt.Sprintf("R%d", i), of: d.one("taken of", "A", "B", "C", "D"), at: dayOf(d.one("taken at", dates[5:]...)), reason: d.one("reason", "refund", "refund", "", "churn", "non-payment")}
	t.amount = rapid.SampledFrom([]int64{1, 50, 1000, 2500, 5000, 10000, 1000000}).Draw(d.T, "refunded")
	if t.reason == "churn" && d.chance("no amount", 2) {
		t.amount = 0
	}
	return t
}

// plan draws the spec of a plan.
func (d draws) plan() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("currency: USD")
	line("rules:")
	n, triggers := d.count("rules", 1, 3), []string{"closed-won", "closed-won", "collected"}
	if d.isPlain {
		n, triggers = d.count("few rules", 1, 2), triggers[:1]
	}
	var rules []string
	for i := range n {
		rules = append(rules, d.rule())
		line("  - {id: r%d, trigger: %s%s}", i, d.one("trigger", triggers...), rules[i])
	}
	if d.isShared && d.chance("attributed", 7) {
		method := d.one("method", "last", "first", "linear", "position", "fixed", "sourced-influenced")
		shares := ""
		if method == "fixed" {
			shares = d.one("shares", ", shares: [{partner: bob, share: 30%}]", ", shares: [{partner: bob, share: 33.33%}, {partner: cid, share: 33.34%}]", ", shares: [{partner: bob, share: 50%}, {partner: ada, share: 50%}]")
		}
		line("attribution: {method: %s%s}", method, shares)
	}
	if d.chance("rounding", 5) {
		extra := ""
		if d.chance("increment", 3) {
			extra = ", increment: 0.05 USD"
		}
		scopes := []string{"line", "line", "statement"}
		if d.asked.isReopened {
			scopes = scopes[:1]
		}
		line("rounding: {mode: %s, scope: %s%s}", d.one("mode", "half-up", "half-even", "up", "down"), d.one("scope", scopes...), extra)
	}
	if d.chance("payout", 7) {
		line("payout: {cadence: %s, rateAt: %s}", d.one("cadence", "weekly", "monthly", "quarterly", "semiannual", "annual"), d.one("rateAt", "event", "invoice", "period-end"))
	}
	if d.chance("changes", 3) {
		line("changes:")
		for i := range d.count("changes", 1, 2) {
			of := d.count("changed", 0, n-1)
			line("  - {id: c%d, effective: %s, appliesTo: %s, set: {rules: [{id: r%d%s}]}}", i,
				d.one("effective", "2026-01-31", "2026-03-01", "2026-03-31"), d.one("applies to", "new-deals", "new-events"), of, d.change(rules[of]))
		}
	}
	return b.String()
}

// change draws what a dated change makes of a rule.
func (d draws) change(rule string) string {
	if !strings.Contains(rule, "bands:") || d.chance("limits", 3) {
		return fmt.Sprintf(", hold: 7 days, cap: {perEvent: %s}", d.one("lower cap", monies[1:]...))
	}
	if d.chance("flat", 5) {
		return fmt.Sprintf(", bands: {steps: [{id: s0, flat: %s}]}", d.one("flat", monies...))
	}
	return fmt.Sprintf(", bands: {flatAtZero: true, steps: [{id: s0, perUnit: %s}]}", d.one("unit", prices...))
}

// rule draws what a rule says beside its id and trigger.
func (d draws) rule() string {
	var b strings.Builder
	add := func(format string, args ...any) { fmt.Fprintf(&b, ", "+format, args...) }
	credits := []string{"any", "any", "sourced"}
	if d.isShared {
		credits = []string{"any", "any", "sourced", "influenced", "registered"}
	}
	add("credit: %s", d.one("credit", credits...))
	of := d.one("of", "amount", "amount", "net", "margin", "quantity", "each")
	add("of: %s", of)
	isMoney := of != "quantity" && of != "each"
	if d.chance("where", 2) {
		add("where: '%s'", isNew)
	}
	stages := ""
	switch pays := d.one("pays", "rate", "flat", "perUnit", "bands", "bands", "bands", "stages"); {
	case pays == "rate" && isMoney:
		add("rate: %s", d.one("rate", rates...))
	case pays == "stages" && isMoney:
		stages = fmt.Sprintf("stages: [{for: %s, rate: %s}, {for: %s, rate: %s}, {rate: %s}]", d.one("for", "1 month", "30 days", "1 quarter"), d.one("rate", rates...),
			d.one("then", "2 months", "1 year"), d.one("rate", rates...), d.one("rate", rates...))
	case pays == "bands":
		add("bands: %s", d.bands(isMoney))
	case pays == "perUnit":
		add("perUnit: %s", d.one("unit", prices...))
	default:
		add("flat: %s", d.one("flat", monies...))
	}
	if recurring := d.recurring(stages); recurring != "" {
		add("recurring: {%s}", recurring)
	}
	if d.isPlain && d.chance("bare", 3) {
		return b.String()
	}
	if d.chance("cap", 3) {
		add("cap: {%s}", d.one("cap", "perEvent: 10 USD", "perPeriod: 50 USD", "perEvent: 33.33 USD, perPeriod: 50 USD", "perPeriod: 100 USD"))
	}
	if d.chance("floor", 2) {
		add("floor: {perEvent: %s}", d.one("floor", monies...))
	}
	if d.chance("clawback", 3) {
		add("clawback: {%sschedule: [{within: 30 days, share: 100%%}, {within: 3 months, share: %s}]}", d.one("on", "", "on: [churn], ", "on: [churn, non-payment], "), d.one("share", rates...))
	}
	if d.chance("hold", 3) {
		add("hold: %s", d.one("hold", spans...))
	}
	if d.chance("override", 3) {
		add("override: {of: %s, rate: %s}", d.one("override of", "sale", "commission"), d.one("rate", rates...))
	}
	if d.asked.isReopened {
		add("reopen: %s", d.one("reopen", "none", "open-period", "contract-year"))
	}
	if d.chance("stack", 2) {
		add("stack: true")
	}
	return b.String()
}

func (d draws) recurring(stages string) string {
	lasts := ""
	if d.chance("recurring", 3) {
		lasts = "for: " + d.one("recurring for", "first-sale", "1 month", "2 months", "1 payments", "2 payments", "lifetime")
	}
	if stages != "" && lasts != "" {
		return lasts + ", " + stages
	}
	return lasts + stages
}

func (d draws) bands(isMoney bool) string {
	measure := d.one("measure", "amount", "quantity", "count")
	bounds := map[string][]string{"amount": {"50 USD", "100 USD", "150.01 USD"}, "quantity": {"5", "10", "12.5"}, "count": {"1", "2", "4"}}[measure]
	var steps []string
	n := d.count("steps", 1, 3)
	for i := range n + 1 {
		step := fmt.Sprintf("{id: s%d", i)
		if i < n {
			step += ", upTo: " + bounds[i]
		} else if d.chance("closed", 2) {
			break
		}
		var pays []string
		if isMoney && d.chance("rate", 7) {
			pays = append(pays, "rate: "+d.one("rate", rates...))
		}
		if d.chance("flat", 3) {
			pays = append(pays, "flat: "+d.one("flat", monies...))
		}
		if len(pays) == 0 || d.chance("per unit", 2) {
			pays = append(pays, "perUnit: "+d.one("unit", prices...))
		}
		steps = append(steps, step+", "+strings.Join(pays, ", ")+"}")
	}
	per := d.one("per", "event", "partner", "partner", "customer", "program")
	reset := ""
	if per != "event" {
		reset = ", reset: " + d.one("reset", "monthly", "quarterly", "quarterly", "never")
		if per != "program" && d.chance("contract year", 3) {
			reset = ", reset: contract-year"
		}
	}
	return fmt.Sprintf("{method: %s, measure: %s, per: %s%s, fromInclusive: %t, flatAtZero: %t, steps: [%s]}", d.one("bands", "graduated", "graduated", "volume"), measure, per, reset,
		d.chance("from", 3), d.chance("at zero", 4), strings.Join(steps, ", "))
}
