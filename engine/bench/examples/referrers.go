package main

// Referrer is one company that recommends the bookkeeping software: what its
// documents say, and how it brings leads. Templates read the exported fields.
type Referrer struct {
	Name, Title, Legal, Key      string
	Lifecycle, Since             string // Since: first day in the program; "" when there is none yet
	Country, Segment             string
	Contribution, Challenge      string
	Manager, Vendor, Tax, Paid   string
	ReferredBy                   string
	Signed, Expires, Owned       string // of the agreement; Owned: what deviates, as YAML
	Ended                        string // YAML of how it ended
	Reviewed, Learned, Recommend string
	Rated                        [2]int // co-marketing execution and responsiveness, 1 to 5
	Evidence                     [2]string

	leads     int // a year, about
	accepted  int // of 100 leads
	won       int // of 100 accepted ones
	plans     []string
	currency  string
	from, til string // leads come between these days
}

// Referrers are in the order in which the program met them.
var referrers = []Referrer{
	{Name: "quillmoor", Title: "Quillmoor Accountants", Legal: "Quillmoor Accountants LLP", Key: "acct_q7", Lifecycle: "active", Since: "2024-09-01",
		Country: "GB", Segment: "small practices", Contribution: "Recommends us at the end of every year-end meeting",
		Challenge: "Partners forget the link and the lead arrives by telephone", Manager: "partner-success-uk", Vendor: "TB-0011", Tax: "domestic", Paid: "30 days",
		Signed: "2024-08-14", Owned: "  terms:\n    liability: {cap: 25000 GBP}",
		Reviewed: "2026-01-20", Learned: "Nine of ten of their clients pick Practice on the first call; nobody asks for Solo", Recommend: "scale",
		Rated: [2]int{4, 5}, Evidence: [2]string{"Two tax evenings, 31 visitors", "Answers within the hour, on Saturdays too"},
		leads: 42, accepted: 82, won: 58, plans: []string{"Practice", "Practice", "Team"}, currency: "GBP", from: "2024-12-01"},
	{Name: "pennyfarthing", Title: "Pennyfarthing Books", Legal: "Pennyfarthing Bookkeeping Ltd", Key: "acct_p2", Lifecycle: "active", Since: "2024-11-15",
		Country: "GB", Segment: "sole traders", ReferredBy: "quillmoor", Contribution: "A newsletter that 600 market traders read",
		Challenge: "Sends everybody who asks, ready or not", Manager: "partner-success-uk", Vendor: "TB-0014", Tax: "domestic", Paid: "30 days",
		Signed:   "2024-11-04",
		Reviewed: "2025-11-12", Learned: "Half of their leads have no business yet; we now ask for a start date", Recommend: "adjust",
		Rated: [2]int{3, 4}, Evidence: [2]string{"Six newsletters, four of them with our link", "Within two days, by letter once"},
		leads: 48, accepted: 46, won: 40, plans: []string{"Solo", "Solo", "Practice"}, currency: "GBP", from: "2024-12-01"},
	{Name: "sixpence", Title: "Sixpence & Daughters", Legal: "Sixpence & Daughters Tax Advisers", Key: "acct_s6", Lifecycle: "active", Since: "2025-02-01",
		Country: "GB", Segment: "landlords", Contribution: "Knows landlords with more than ten flats",
		Challenge: "The daughters disagree on whether fees from us must be shown to clients", Manager: "partner-success-uk", Vendor: "TB-0019", Tax: "domestic", Paid: "60 days",
		Signed: "2025-01-17", Owned: "  terms:\n    confidentiality: {covers: Names of landlords, for: 5 years}",
		Reviewed: "2025-09-30", Learned: "They show the fee to every client now, and nobody minded", Recommend: "maintain",
		Rated: [2]int{2, 4}, Evidence: [2]string{"No event in a year, though two were planned", "Same day, in full sentences"},
		leads: 18, accepted: 72, won: 50, plans: []string{"Practice", "Team"}, currency: "GBP", from: "2025-02-10"},
	{Name: "driftwood", Title: "Driftwood Desks", Legal: "Driftwood Desks Ltd", Key: "acct_d4", Lifecycle: "active", Since: "2025-04-01",
		Country: "GB", Segment: "start-ups", Contribution: "Puts our card on 240 desks",
		Challenge: "Tenants leave, and their subscriptions with them", Manager: "partner-success-uk", Vendor: "TB-0023", Tax: "domestic", Paid: "30 days",
		Signed:   "2025-03-20",
		Reviewed: "2025-12-03", Learned: "Tenants of the second floor stay; the ground floor is gone in half a year", Recommend: "maintain",
		Rated: [2]int{4, 3}, Evidence: [2]string{"Founders' breakfast every month", "Three days, when the front desk passes it on"},
		leads: 30, accepted: 62, won: 56, plans: []string{"Solo", "Practice"}, currency: "GBP", from: "2025-04-10"},
	{Name: "grutto", Title: "Grutto Administratie", Legal: "Grutto Administratie B.V.", Key: "acct_g9", Lifecycle: "active", Since: "2025-03-01",
		Country: "NL", Segment: "farm shops", Contribution: "Translated our help pages and found eleven errors in them",
		Challenge: "Dutch filing comes in autumn; until then it sells hope", Manager: "partner-success-nl", Vendor: "TB-0021", Tax: "reverse-charge", Paid: "30 days",
		Signed: "2025-02-12", Owned: "  payoutCurrency: EUR\n  terms:\n    governingLaw: Netherlands, courts of Utrecht",
		Reviewed: "2026-02-10", Learned: "Farm shops buy in January and at no other time", Recommend: "scale",
		Rated: [2]int{5, 5}, Evidence: [2]string{"Stand at two farm fairs, paid by them", "Usually before we have asked"},
		leads: 32, accepted: 76, won: 60, plans: []string{"Practice", "Practice", "Solo"}, currency: "EUR", from: "2025-03-05"},
	{Name: "clonbarrow", Title: "Clonbarrow Financial", Legal: "Clonbarrow Financial Services DAC", Key: "acct_c3", Lifecycle: "active", Since: "2024-10-01",
		Country: "IE", Segment: "hospitality", Contribution: "Looks after the books of 70 pubs",
		Challenge: "Wants a till connection that we do not have", Manager: "partner-success-nl", Vendor: "TB-0012", Tax: "reverse-charge", Paid: "45 days",
		Signed: "2024-09-11", Expires: "2026-09-30", Owned: "  payoutCurrency: EUR",
		Reviewed: "2025-10-22", Learned: "Every lost pub asked for the till", Recommend: "adjust",
		Rated: [2]int{3, 2}, Evidence: [2]string{"One evening in Athlone", "Nine days for a yes"},
		leads: 16, accepted: 66, won: 32, plans: []string{"Team", "Practice"}, currency: "EUR", from: "2024-12-10"},
	{Name: "ferret-flask", Title: "Ferret & Flask IT", Legal: "Ferret & Flask IT Ltd", Key: "acct_f1", Lifecycle: "paused", Since: "2025-06-01",
		Country: "GB", Segment: "workshops", ReferredBy: "driftwood", Contribution: "Installs our software with the first computer",
		Challenge: "Resells a rival's software as well, and says so", Manager: "referral-lead", Vendor: "TB-0027", Tax: "domestic", Paid: "30 days",
		Signed: "2025-05-22",
		leads:  12, accepted: 50, won: 36, plans: []string{"Solo"}, currency: "GBP", from: "2025-06-10", til: "2026-01-31"},
	{Name: "oystergate", Title: "Oystergate Accounting", Legal: "Oystergate Accounting Ltd", Key: "acct_o8", Lifecycle: "ended", Since: "2024-09-15",
		Country: "GB", Segment: "fishmongers", Contribution: "First accountant who ever recommended us",
		Challenge: "One client was half of its income", Manager: "referral-lead", Vendor: "TB-0010",
		Signed: "2024-09-02", Ended: "  ended: {on: 2025-11-14, reason: insolvency, windDownOwner: referral-lead}",
		leads: 9, accepted: 60, won: 36, plans: []string{"Practice"}, currency: "GBP", from: "2024-12-01", til: "2025-10-31"},
	{Name: "hazelwick", Title: "Hazelwick Payroll", Legal: "Hazelwick Payroll Ltd", Key: "acct_h5", Lifecycle: "onboarding", Since: "2026-03-01",
		Country: "GB", Segment: "care homes", Contribution: "Runs the wages of 45 care homes",
		Challenge: "Has never recommended anything to anybody", Manager: "partner-success-uk", Vendor: "TB-0034", Tax: "domestic", Paid: "30 days",
		Signed: "2026-02-17", leads: 24, accepted: 70, won: 40, plans: []string{"Team"}, currency: "GBP", from: "2026-03-10"},
	{Name: "brambling", Title: "Brambling Advisory", Legal: "Brambling Advisory Ltd", Key: "acct_b0", Lifecycle: "prospect",
		Country: "GB", Segment: "charities", Contribution: "Audits 120 charities", Challenge: "May not take a fee from anybody it audits for",
		Manager: "referral-lead"},
	{Name: "stoatley", Title: "Stoatley Partners", Legal: "Stoatley Partners", Key: "acct_x1", Lifecycle: "declined",
		Country: "GB", Segment: "private wealth", Contribution: "A list of very rich people", Challenge: "Asked for half of the first year",
		Manager: "referral-lead"},
}
