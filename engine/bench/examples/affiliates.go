package main

// publisher is an affiliate that has a file of its own: what sells through it.
type publisher struct {
	name, key, currency string
	course, member      int    // prices in cents: a course, a quarter of membership
	months              [2]int // new orders of a month, from and to
	first, last         string // orders come between these days
	returns             int    // of 100 orders, those that are given back
	members             int    // of 100 learners, those who stay as members
	touch               string // how it shows up before an order
	mails               [2]int // readers of a mailing, from and to; 0: sends none
}

var publishers = []publisher{
	{name: "chalkdust", key: "PUB-101", currency: "USD", course: 14_900, member: 5_700, months: [2]int{2, 4}, first: "2025-09-01", returns: 8, members: 45, touch: "newsletter", mails: [2]int{21_000, 24_500}},
	{name: "solder-sonnets", key: "PUB-114", currency: "GBP", course: 12_900, member: 4_800, months: [2]int{1, 3}, first: "2025-09-01", returns: 6, members: 50, touch: "video"},
	{name: "maple-meetups", key: "PUB-120", currency: "CAD", course: 19_900, member: 7_500, months: [2]int{0, 2}, first: "2025-10-01", returns: 10, members: 30, touch: "meetup", mails: [2]int{1_100, 1_500}},
	{name: "abecedaire", key: "PUB-133", currency: "EUR", course: 13_900, member: 5_400, months: [2]int{1, 3}, first: "2025-09-15", returns: 9, members: 40, touch: "article", mails: [2]int{8_000, 9_900}},
	{name: "sabia", key: "PUB-140", currency: "BRL", course: 54_900, member: 14_900, months: [2]int{1, 3}, first: "2026-01-10", returns: 12, members: 25, touch: "article", mails: [2]int{12_000, 16_000}},
	{name: "linkmarsh", key: "PUB-900", currency: "USD", course: 14_900, member: 5_700, months: [2]int{1, 3}, first: "2025-09-01", returns: 22, members: 20, touch: "banner"},
	{name: "couponcrate", key: "PUB-107", currency: "USD", course: 10_430, member: 5_700, months: [2]int{2, 4}, first: "2025-09-01", last: "2026-06-30", returns: 42, members: 6, touch: "coupon"},
}

// Words of which the sites of the network are made.
var (
	siteTopics = []string{"cells", "pivot", "columns", "charts", "macros", "ledger", "query", "regression", "dashboard", "formula"}
	siteKinds  = []string{"club", "corner", "digest", "garage", "notebook", "kitchen", "harbor", "almanac"}
	siteFields = []string{"how-to", "how-to", "reviews", "student life", "careers", "deals"}
	siteLands  = []string{"US", "US", "US", "CA", "GB", "IE", "NZ"}
)
