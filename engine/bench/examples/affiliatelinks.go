package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// linkSheets are the learners who share a link of their own, and what their
// friends paid. They joined with a click: each has a line in the first sheet and
// no file.
func linkSheets(d *dice) (links, charges sheet) {
	links = sheet{path: "exports/links.csv", header: []string{"link", "opened", "where", "state"}}
	charges = sheet{path: "exports/charges-by-links.csv", header: chargeHeader}
	type payment struct {
		link, cart        string
		billed, collected quantity.Date
	}
	var payments []payment
	opened := day("2025-09-02")
	for i := 0; opened <= affiliateAsOf; i++ {
		link := fmt.Sprintf("LINK-%04d", 2_001+7*i)
		links.add(link, written(opened), d.one("a blog", "a forum", "a profile", "a study group"), "approved")
		for range max(0, d.between(-2, 3)) {
			billed := d.within(opened, affiliateAsOf)
			p := payment{link, fmt.Sprintf("C%06d", d.between(100_000, 899_999)), billed, billed.AddDays(d.between(0, 3))}
			if p.collected > affiliateAsOf {
				p.collected = 0
			}
			payments = append(payments, p)
		}
		opened = opened.AddDays(d.between(1, 15))
	}
	slices.SortStableFunc(payments, func(a, b payment) int { return cmp.Compare(a.billed, b.billed) })
	for i, p := range payments {
		const friends = 13_410 // a tenth off
		charges.add(fmt.Sprintf("CH-L%04d", 1+i), p.link, p.cart, "u"+p.cart[1:], "first", plain(friends), "USD", written(p.billed), written(p.collected))
	}
	return links, charges
}
