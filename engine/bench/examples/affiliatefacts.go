package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// affiliateAsOf is the day of the exports.
var affiliateAsOf = day("2026-08-31")

// order is one payment of a learner, in the minor units of its currency.
type order struct {
	id, cart, learner, kind string
	by                      publisher
	amount                  int
	billed, collected       quantity.Date
	back                    string // why it was given back, if it was
}

// affiliateStory is what the documents of the online course quote.
type affiliateStory struct{ orders []order }

// Returned says how many of a publisher's first orders of a period came back,
// such as "5 of 12".
func (s affiliateStory) Returned(name, period string) string {
	all, back, in := 0, 0, span(period, 1)
	for _, o := range s.orders {
		if o.by.name == name && o.kind == "first" && in.Contains(o.billed) {
			all++
			if o.back != "" {
				back++
			}
		}
	}
	return fmt.Sprintf("%d of %d", back, all)
}

func affiliateScene(d *dice) ([]sheet, any) {
	var orders []order
	for _, p := range publishers {
		orders = append(orders, ordersOf(d, p)...)
	}
	slices.SortStableFunc(orders, func(a, b order) int { return cmp.Compare(a.billed, b.billed) })
	for i := range orders {
		orders[i].id = fmt.Sprintf("CH-%05d", 50_200+11*i)
	}
	sheets := []sheet{chargeSheet(orders), returnSheet(orders), touchSheet(d, orders), mailSheet(d), placementSheet(d), siteSheet(d), rateSheet(d)}
	links, byLinks := linkSheets(newDice("links")) // its own, so that the others stay as they are
	return append(sheets, links, byLinks), affiliateStory{orders}
}

// ordersOf gives a publisher's first orders and the memberships that follow.
func ordersOf(d *dice, p publisher) []order {
	var out []order
	last := affiliateAsOf.AddDays(-1)
	if p.last != "" {
		last = day(p.last)
	}
	for from := day(p.first); from <= last; from = from.AddMonths(1) {
		for range d.between(p.months[0], p.months[1]) {
			at := d.within(from, min(last, from.AddMonths(1).AddDays(-1)))
			learner := fmt.Sprintf("u%06d", d.between(100_000, 899_999))
			one := order{cart: "C" + learner[1:], learner: learner, kind: "first", by: p, amount: p.course, billed: at, collected: at}
			if d.chance(p.returns) {
				one.back = d.one("changed mind", "changed mind", "chargeback")
			}
			out = append(out, one)
			if one.back == "" && d.chance(p.members) {
				out = append(out, membership(d, one)...)
			}
		}
	}
	return out
}

func membership(d *dice, first order) []order {
	var out []order
	for at := first.billed.AddMonths(1); at <= affiliateAsOf; at = at.AddMonths(3) {
		bill := first
		bill.kind, bill.amount, bill.billed = "membership", first.by.member, at
		if bill.collected = at.AddDays(d.between(0, 9)); bill.collected > affiliateAsOf {
			bill.collected = 0
		}
		if out = append(out, bill); d.chance(14) {
			out[len(out)-1].back = d.one("cancelled", "card declined")
			break
		}
	}
	return out
}

var chargeHeader = []string{"charge", "publisher", "cart", "learner", "type", "amount", "cur", "billed", "collected"}

func chargeSheet(orders []order) sheet {
	out := sheet{path: "exports/charges.csv", header: chargeHeader}
	for i, o := range orders {
		key, currency := o.by.key, o.by.currency
		switch i {
		case 33:
			currency = "" // an import of the old shop
		case 98:
			key = "PUB-000" // the marketing team's own test link
		case 151:
			key = "" // came by itself
		}
		out.add(o.id, key, o.cart, o.learner, o.kind, plain(o.amount), currency, written(o.billed), written(o.collected))
	}
	return out
}

func returnSheet(orders []order) sheet {
	out := sheet{path: "exports/returns.csv", header: []string{"return", "charge", "amount", "cur", "day", "reason"}}
	for _, o := range orders {
		at := o.billed.AddDays(12)
		if o.back != "" && at <= affiliateAsOf {
			out.add("RT"+o.id[2:], o.id, plain(o.amount), o.by.currency, written(at), o.back)
		}
	}
	out.add("RT-99999", "CH-00001", "149.00", "USD", "2026-02-03", "changed mind") // of before the shop moved
	return out
}

// touchSheet is every time that a publisher was seen before a first order. Coupon
// sites turn up in the last minute of orders that others have brought.
func touchSheet(d *dice, orders []order) sheet {
	out := sheet{path: "exports/touches.csv", header: []string{"touch", "publisher", "cart", "day", "via"}}
	type touch struct {
		by   publisher
		cart string
		on   quantity.Date
	}
	var touches []touch
	for _, o := range orders {
		if o.kind != "first" {
			continue
		}
		if d.chance(45) {
			touches = append(touches, touch{publishers[d.IntN(len(publishers))], o.cart, o.billed.AddDays(-d.between(3, 40))})
		}
		touches = append(touches, touch{o.by, o.cart, o.billed.AddDays(-d.between(0, 6))})
		if coupon := publishers[6]; o.by.name != coupon.name && o.billed <= day(coupon.last) && d.chance(30) {
			touches = append(touches, touch{coupon, o.cart, o.billed})
		}
	}
	slices.SortStableFunc(touches, func(a, b touch) int { return cmp.Compare(a.on, b.on) })
	for i, t := range touches {
		out.add(fmt.Sprintf("T%05d", 7_001+i), t.by.key, t.cart, written(t.on), t.by.touch)
	}
	return out
}

// mailSheet has the mailings of publishers who send some, twice a month.
func mailSheet(d *dice) sheet {
	out := sheet{path: "exports/mailings.csv", header: []string{"mailing", "publisher", "theme", "sent", "delivered", "clicked", "fee"}}
	themes := []string{"spring-sale", "pivot-week", "free-chapter", "career-day"}
	n := 0
	for from := day("2025-09-01"); from <= affiliateAsOf.AddDays(-20); from = from.AddMonths(1) {
		for _, p := range publishers {
			if p.mails[1] == 0 || from < day(p.first) {
				continue
			}
			for _, at := range []int{d.between(2, 9), d.between(14, 21)} {
				n++
				readers := d.between(p.mails[0], p.mails[1])
				clicked := strconv.Itoa(readers * d.between(6, 42) / 1000)
				if n == 29 {
					clicked = "n/a"
				}
				out.add(fmt.Sprintf("M%03d", n), p.key, d.one(themes...), written(from.AddDays(at)), strconv.Itoa(readers), clicked, plain(readers*d.between(6, 9)/10))
			}
		}
	}
	return out
}

// placementSheet is what we did with publishers beside links and mailings.
func placementSheet(d *dice) sheet {
	out := sheet{path: "exports/placements.csv", header: []string{"placement", "publisher", "day", "format", "ours"}}
	formats := map[string][]string{
		"newsletter": {"dedicated issue", "column", "column"}, "video": {"guest lesson", "script review"}, "meetup": {"evening", "evening", "script review"},
		"article": {"guest lesson", "translation check"}, "banner": {"site check", "site check"}, "coupon": {"complaint"}}
	n := 0
	for from := day("2025-09-01"); from <= affiliateAsOf; from = from.AddMonths(1) {
		for _, p := range publishers {
			at := from.AddDays(d.between(0, 24))
			if at < day(p.first) || at > affiliateAsOf || !d.chance(80) {
				continue
			}
			n++
			ours := d.one("affiliate-manager", "brand-guardian", "community-host", "curriculum-lead")
			out.add(fmt.Sprintf("PL-%03d", n), p.key, written(at), d.one(formats[p.touch]...), ours)
		}
	}
	return out
}

// siteSheet is the network's list of the sites behind it.
func siteSheet(d *dice) sheet {
	out := sheet{path: "exports/network-sites.jsonl", number: "visitors",
		header: []string{"site_id", "network", "joined", "state", "site", "field", "country", "visitors", "discloses", "last_paid", "checked"}}
	joined := day("2025-03-03")
	for i := range 72 {
		joined = joined.AddDays(d.between(1, 13))
		state := "approved"
		if joined > affiliateAsOf {
			break
		}
		if joined > affiliateAsOf.AddDays(-14) {
			state = "submitted"
		}
		site := d.one(siteTopics...) + "-" + d.one(siteKinds...) + ".example"
		discloses, paid, checked := "true", "", ""
		if d.chance(25) {
			discloses = "false"
		}
		if d.chance(70) {
			paid = "$" + grouped(d.between(900, 140_000))
		}
		if d.chance(60) {
			y, m, n := joined.AddDays(d.between(5, 40)).YMD()
			checked = fmt.Sprintf("%02d/%02d/%04d", m, n, y)
		}
		out.add(fmt.Sprintf("LM-%04d", 301+i), "PUB-900", written(joined), state, site, d.one(siteFields...), d.one(siteLands...),
			strconv.Itoa(100*d.between(4, 900)), discloses, paid, checked)
	}
	return out
}

// rateSheet is what a unit of each currency costs in dollars, twice a month.
func rateSheet(d *dice) sheet {
	out := sheet{path: "exports/dollar-rates.csv", header: []string{"currency", "in", "day", "rate"}}
	rates := []struct {
		code string
		now  int // of 10,000
	}{{"EUR", 11_690}, {"GBP", 13_510}, {"CAD", 7_230}, {"BRL", 1_840}}
	for from := day("2025-08-01"); from <= affiliateAsOf; from = from.AddMonths(1) {
		for _, at := range []quantity.Date{from, from.AddDays(14)} {
			for i := range rates {
				rates[i].now += rates[i].now * d.between(-9, 9) / 1000
				out.add(rates[i].code, "USD", written(at), fmt.Sprintf("%d.%04d", rates[i].now/10_000, rates[i].now%10_000))
			}
		}
	}
	return out
}
