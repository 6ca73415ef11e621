package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// referralAsOf is the day of the exports.
var referralAsOf = day("2026-04-30")

// lead is a recommendation, and what became of it.
type lead struct {
	id                 string
	by                 Referrer
	submitted, decided quantity.Date
	status, channel    string
	signup             *signup
}

// signup is the sale that a good lead becomes.
type signup struct {
	id, customer, plan, stage string
	yearly                    int // in pence or cents
	created, closed           quantity.Date
}

// invoice is one of a customer's quarterly bills.
type invoice struct {
	id, kind            string
	of                  *lead
	amount              int
	invoiced, collected quantity.Date
	credit              string // why it was credited, if it was
}

var monthlyPrices = map[string]int{"Solo": 1_900, "Practice": 4_900, "Team": 12_900}

var trades = []string{"Bakery", "Joinery", "Flower Barn", "Dairy", "Bicycle Yard", "Pottery", "Forge", "Taproom", "Nursery", "Salon", "Kennels", "Smokehouse"}
var places = []string{"Aldermarsh", "Brackenford", "Coldwick", "Dunmorrow", "Eelsby", "Fennacre", "Goosehythe", "Hartlesham", "Ivelode", "Kettlebrook", "Lambswater", "Mossgill", "Netherpool", "Otterbourne-on-Sea"}

// ReferralStory is what the documents of the bookkeeping software quote.
type ReferralStory struct {
	Referrers []Referrer
	leads     []lead
}

// Leads counts a referrer's leads of a period.
func (s ReferralStory) Leads(name, period string) int {
	return s.count(name, period, func(lead) bool { return true })
}

// Accepted counts those that became a sale to work on.
func (s ReferralStory) Accepted(name, period string) int {
	return s.count(name, period, func(l lead) bool { return l.signup != nil })
}

func (s ReferralStory) count(name, period string, is func(lead) bool) int {
	n, in := 0, span(period, 7)
	for _, l := range s.leads {
		if l.by.Name == name && in.Contains(l.submitted) && is(l) {
			n++
		}
	}
	return n
}

func referralScene(d *dice) ([]sheet, any) {
	leads := leadsOf(d)
	var invoices []invoice
	for i := range leads {
		invoices = append(invoices, invoicesOf(d, &leads[i])...)
	}
	slices.SortStableFunc(invoices, func(a, b invoice) int { return cmp.Compare(a.invoiced, b.invoiced) })
	for i := range invoices {
		invoices[i].id = fmt.Sprintf("inv_%05d", 20_011+3*i)
	}
	sheets := []sheet{leadSheet(leads), signupSheet(d, leads), invoiceSheet(invoices), creditSheet(invoices), payoutSheet(leads, invoices), euroSheet(d)}
	return sheets, ReferralStory{referrers, leads}
}

func leadsOf(d *dice) []lead {
	var out []lead
	for _, r := range referrers {
		if r.leads == 0 {
			continue
		}
		last := referralAsOf.AddDays(-1)
		if r.til != "" {
			last = day(r.til)
		}
		first := day(r.from)
		for range r.leads * int(last-first) / 365 {
			out = append(out, leadOf(d, r, workday(d.within(first, last))))
		}
	}
	slices.SortStableFunc(out, func(a, b lead) int { return cmp.Compare(a.submitted, b.submitted) })
	for i := range out {
		out[i].id = fmt.Sprintf("L-%04d", 310+i)
		if s := out[i].signup; s != nil {
			s.id = fmt.Sprintf("S-%04d", 1_000+i)
		}
	}
	return out
}

func leadOf(d *dice, r Referrer, submitted quantity.Date) lead {
	out := lead{by: r, submitted: submitted, decided: workday(submitted.AddDays(d.between(1, 6))), channel: d.one("link", "link", "form", "telephone")}
	isGood := d.chance(r.accepted)
	switch {
	case out.decided > referralAsOf:
		out.decided, out.status = 0, "New"
	case d.chance(4):
		out.status = "Duplicate"
	case !isGood && d.chance(12):
		out.status = "Nurture" // sales meant to call again
	case !isGood:
		out.status = "Rejected"
	default:
		out.signup = signupOf(d, r, out.decided)
		out.status = "Qualified" // of a lost trial the form's owner never hears
		if out.signup.stage == "Won" {
			out.status = "Won"
		}
	}
	return out
}

func signupOf(d *dice, r Referrer, created quantity.Date) *signup {
	out := &signup{customer: d.one(places...) + " " + d.one(trades...), plan: d.one(r.plans...), stage: "Trial", created: created}
	out.yearly = 12 * monthlyPrices[out.plan]
	if closed := workday(created.AddDays(d.between(9, 55))); closed <= referralAsOf {
		out.closed, out.stage = closed, "Lost"
		if d.chance(r.won) {
			out.stage = "Won"
		}
	}
	return out
}

// invoicesOf bills a customer every quarter until it leaves.
func invoicesOf(d *dice, l *lead) []invoice {
	if l.signup == nil || l.signup.stage != "Won" {
		return nil
	}
	var out []invoice
	quarter := l.signup.yearly / 4
	for at, n := l.signup.closed.AddDays(3), 0; at <= referralAsOf; at, n = at.AddMonths(3), n+1 {
		bill := invoice{of: l, kind: "recurring", amount: quarter, invoiced: at}
		switch {
		case n == 0:
			bill.kind = "new"
		case d.chance(7):
			bill.kind, quarter = "expansion", quarter+quarter/2
			bill.amount = quarter
		}
		if paid := workday(at.AddDays(d.between(2, 34))); paid <= referralAsOf {
			bill.collected = paid
		}
		leaves := d.chance(9)
		switch {
		case leaves && l.by.Name == "driftwood" || leaves && d.chance(45):
			bill.credit = "left within the quarter"
		case leaves && bill.collected != 0:
			bill.credit = "direct debit returned"
		}
		out = append(out, bill)
		if bill.credit != "" {
			break
		}
	}
	return out
}

func leadSheet(leads []lead) sheet {
	out := sheet{path: "facts/leads.csv", header: []string{"Lead", "Referrer", "Received", "Status", "Decided", "Signup", "Channel"}}
	for i, l := range leads {
		key, channel, deal := l.by.Key, l.channel, ""
		switch i {
		case 77:
			key = "acct_zz" // a test account of the marketing site
		case 120, 201:
			channel = ""
		}
		if l.signup != nil {
			deal = l.signup.id
		}
		out.add(l.id, key, english(l.submitted), l.status, english(l.decided), deal, channel)
	}
	return out
}

// signupSheet has the sales to recommended customers, and those who came alone.
func signupSheet(d *dice, leads []lead) sheet {
	out := sheet{path: "facts/signups.csv", header: []string{"signup", "referrer", "company", "plan", "stage", "yearly_value", "trial_from", "decided", "brought_by"}}
	type row struct {
		on    quantity.Date
		cells []string
	}
	var rows []row
	add := func(s *signup, key, sign, by string) {
		closed := s.closed
		rows = append(rows, row{s.created, []string{s.id, key, s.customer, s.plan, s.stage, sign + grouped(s.yearly), written(s.created), written(closed), by}})
	}
	for _, l := range leads {
		if l.signup == nil {
			continue
		}
		sign, by := "£", "referrer"
		if l.by.currency == "EUR" {
			sign = "€"
		}
		if l.channel == "telephone" && d.chance(30) {
			by = "sales" // they had called us before
		}
		add(l.signup, l.by.Key, sign, by)
	}
	house := Referrer{plans: []string{"Solo", "Practice"}, won: 30}
	for i := range 34 {
		s := signupOf(d, house, workday(d.within(day("2025-01-06"), referralAsOf.AddDays(-2))))
		s.id = fmt.Sprintf("S-%04d", 7_000+i)
		add(s, "", "£", "sales")
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.on, b.on) })
	for i, r := range rows {
		switch i {
		case 40:
			r.cells[3] = "Practise"
		case 88:
			r.cells[5] = "tbc"
		}
		out.add(r.cells...)
	}
	return out
}

// invoiceSheet is the billing system's export, in pence or cents.
func invoiceSheet(invoices []invoice) sheet {
	out := sheet{path: "facts/invoices.jsonl", number: "minor", header: []string{"invoice", "referrer", "signup", "company", "kind", "minor", "currency", "invoiced", "collected"}}
	for _, v := range invoices {
		out.add(v.id, v.of.by.Key, v.of.signup.id, v.of.signup.customer, v.kind, strconv.Itoa(v.amount), v.of.by.currency, written(v.invoiced), written(v.collected))
	}
	return out
}

func creditSheet(invoices []invoice) sheet {
	out := sheet{path: "facts/credit-notes.csv", header: []string{"credit_note", "invoice", "amount", "currency", "date", "why"}}
	for _, v := range invoices {
		at := workday(v.invoiced.AddDays(41))
		if v.credit != "" && at <= referralAsOf {
			out.add("cn_"+v.id[4:], v.id, plain(v.amount), v.of.by.currency, written(at), v.credit)
		}
	}
	return out
}

// payoutSheet is what the bank sent on the twelfth of each month, in the
// currency of the plan: a fifth of what was collected in the month before, and
// the fee for leads that were accepted in it.
func payoutSheet(leads []lead, invoices []invoice) sheet {
	const fee, least = 3_500, 10_000
	out := sheet{path: "facts/payouts.csv", header: []string{"payout", "referrer", "sent", "pounds", "statement"}}
	carried := map[string]int{}
	for from := day("2025-01-01"); from.AddMonths(1).AddDays(11) <= referralAsOf; from = from.AddMonths(1) {
		month := quantity.Range{From: from, To: from.AddMonths(1).AddDays(-1)}
		for _, r := range referrers {
			due := carried[r.Name]
			for _, v := range invoices {
				if v.of.by.Name == r.Name && month.Contains(v.collected) {
					due += v.amount / 5
				}
			}
			for _, l := range leads {
				if l.by.Name == r.Name && l.signup != nil && month.Contains(l.decided) {
					due += fee
				}
			}
			if carried[r.Name] = due; due < least {
				continue
			}
			carried[r.Name] = 0
			name := from.String()[:7]
			out.add(fmt.Sprintf("po-%s-%s", name, r.Name), r.Key, written(from.AddMonths(1).AddDays(11)), plain(due), name)
		}
	}
	return out
}

// euroSheet is what a euro costs in pounds, every Friday.
func euroSheet(d *dice) sheet {
	out := sheet{path: "facts/euro.csv", header: []string{"from", "to", "date", "rate"}}
	rate := 8_387 // of 10,000
	for at := day("2024-11-29"); at <= referralAsOf; at = at.AddDays(7) {
		rate += d.between(-19, 20)
		out.add("EUR", "GBP", written(at), fmt.Sprintf("0.%04d", rate))
	}
	return out
}
