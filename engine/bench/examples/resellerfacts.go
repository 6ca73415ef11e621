package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// resellerAsOf is the day of the export: nothing later is in it.
var resellerAsOf = day("2026-06-30")

// sensorDeal is one row of the order export, amounts in cents.
type sensorDeal struct {
	id                          string
	by                          reseller
	customer, article           string
	units                       int
	amount, discount, ship, buy int
	created, registered, closed quantity.Date
	stage, kind, origin         string
}

// resellerStory is what the documents of the sensor maker quote.
type resellerStory struct{ deals []sensorDeal }

// Won is what a partner won in a period, for prose: 181,240 EUR.
func (s resellerStory) Won(partner, period string) string {
	sum := 0
	for _, d := range s.closed(partner, period) {
		if d.stage == "Gewonnen" {
			sum += d.amount
		}
	}
	return rounded(sum) + " EUR"
}

// Decided counts a partner's deals of a period, such as "7 of 11".
func (s resellerStory) Decided(partner, period string) string {
	deals := s.closed(partner, period)
	won := 0
	for _, d := range deals {
		if d.stage == "Gewonnen" {
			won++
		}
	}
	return fmt.Sprintf("%d of %d", won, len(deals))
}

func (s resellerStory) closed(partner, period string) []sensorDeal {
	var out []sensorDeal
	in := span(period, 1)
	for _, d := range s.deals {
		if d.by.name == partner && in.Contains(d.closed) {
			out = append(out, d)
		}
	}
	return out
}

func resellerScene(d *dice) ([]sheet, any) {
	deals := sensorDeals(d)
	sheets := append(orderSheets(deals), registrationSheet(d, deals), supportSheet(d), fundSheet(d), francSheet(d))
	return sheets, resellerStory{deals}
}

func sensorDeals(d *dice) []sensorDeal {
	var out []sensorDeal
	starts := []quantity.Date{day("2025-01-02"), day("2025-07-01"), day("2026-01-02")}
	for _, r := range resellers {
		for i, n := range r.halves {
			end := starts[i].AddMonths(6).AddDays(-3)
			for range n {
				out = append(out, sensorDealOf(d, r, workday(d.within(starts[i], min(end, resellerAsOf.AddDays(-4))))))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b sensorDeal) int { return cmp.Compare(a.created, b.created) })
	for i := range out {
		y, _, _ := out[i].created.YMD()
		out[i].id = fmt.Sprintf("A%02d-%04d", y%100, 1100+7*i)
	}
	return out
}

func sensorDealOf(d *dice, r reseller, created quantity.Date) sensorDeal {
	out := sensorDeal{by: r, created: created, customer: d.one(r.customers...), article: d.one(r.mix...), stage: "Angebot"}
	goods := articles[out.article]
	out.units = d.between(r.units[0], r.units[1])
	out.amount = goods.list * out.units
	out.discount = out.amount * d.between(0, 6) / 100
	out.ship = 1_800 + 350*(out.units/6)
	out.buy = goods.cost * out.units
	out.registered = workday(created.AddDays(d.between(0, 9)))
	out.kind = d.one("Neu", "Ausbau", "Ausbau", "Ersatz")
	out.origin = "Partner"
	if r.name == "" || d.chance(22) {
		out.origin = "Brennhaug"
	}
	if closed := workday(created.AddDays(d.between(18, 105))); closed <= resellerAsOf {
		out.closed, out.stage = closed, "Verloren"
		if d.chance(r.winsOf100) {
			out.stage = "Gewonnen"
		}
	} else if d.chance(50) {
		out.stage = "Verhandlung"
	}
	return out
}

// orderSheets cuts the export by year, as the CRM does, and spoils a few rows the
// way real ones are.
func orderSheets(deals []sensorDeal) []sheet {
	header := []string{"Vorgang", "Partner", "Kunde", "Artikel", "Phase", "Betrag", "Menge", "Rabatt", "Fracht", "Einstand",
		"Angelegt", "Registriert", "Abgeschlossen", "Art", "Herkunft"}
	out := []sheet{{path: "data/crm/auftraege-2025.csv", comma: ';', header: header}, {path: "data/crm/auftraege-2026.csv", comma: ';', header: header}}
	for i, d := range deals {
		name, stage, amount, kind := articles[d.article].name, d.stage, continental(d.amount)+" €", d.kind
		switch i {
		case 61, 140:
			name = "PX-200 Drucksensor (alt)" // a sticker that the warehouse still prints
		case 118:
			stage = "Zurückgestellt"
		case 167:
			kind = ""
		case 175:
			amount = "auf Anfrage"
		}
		y, _, _ := d.created.YMD()
		out[y-2025].add(d.id, d.by.key, d.customer, name, stage, amount, strconv.Itoa(d.units), continental(d.discount), continental(d.ship),
			continental(d.buy), german(d.created), german(d.registered), german(d.closed), kind, d.origin)
	}
	out[1].add("A26-9001", "P-0999", "Werft Altenwerder-Süd", articles["VX-12"].name, "Gewonnen", "7.020,00 €", "18", "0,00", "28,50",
		"3.816,00", "03.03.2026", "04.03.2026", "21.04.2026", "Neu", "Partner")
	return out
}

// registrationSheet has most deals, a few refusals, and the account that two
// partners claimed.
func registrationSheet(d *dice, deals []sensorDeal) sheet {
	out := sheet{path: "data/crm/registrierungen.csv", header: []string{"id", "partner", "customer", "submitted", "status", "decided", "expires", "deal"}}
	next := 1
	add := func(partner, customer string, submitted quantity.Date, status string, decided quantity.Date, deal string) {
		expires := quantity.Date(0)
		if status == "approved" || status == "won" || status == "expired" {
			expires = decided.AddDays(120)
		}
		out.add(fmt.Sprintf("R-%04d", next), partner, customer, written(submitted), status, written(decided), written(expires), deal)
		next++
	}
	from := day("2025-09-01")
	for _, s := range deals {
		if s.by.name == "" || s.created < from || !d.chance(85) {
			continue
		}
		decided := workday(s.registered.AddDays(d.between(1, 6)))
		status := "approved"
		switch {
		case s.stage == "Gewonnen":
			status = "won"
		case decided.AddDays(120) < resellerAsOf:
			status = "expired"
		case d.chance(8):
			status = "rejected"
		}
		add(s.by.key, s.customer, s.registered, status, decided, s.id)
	}
	add("P-1002", "Papierfabrik Wendtal", day("2026-04-14"), "approved", day("2026-04-16"), "")
	add("P-1008", "Papierfabrik Wendtal", day("2026-04-20"), "approved", day("2026-04-22"), "")
	add("P-1031", "Hirvijoki Meijeri", day("2026-06-25"), "submitted", 0, "")
	return out
}

// supportSheet is the export of the ticket system: questions that partners asked
// us and questions that we asked them.
func supportSheet(d *dice) sheet {
	out := sheet{path: "data/tickets.jsonl", header: []string{"ticket", "firm", "opened", "topic", "answered", "who"}}
	type ticket struct {
		opened, answered quantity.Date
		by               reseller
	}
	var tickets []ticket
	first, last := day("2025-10-01"), resellerAsOf.AddDays(-1)
	for _, r := range resellers {
		if r.name == "" {
			continue
		}
		for range 4 + 3*r.halves[2]/4 + r.answers/2 {
			opened := workday(d.within(first, last))
			tickets = append(tickets, ticket{opened, opened.AddDays(d.between(0, r.answers)), r})
		}
	}
	slices.SortStableFunc(tickets, func(a, b ticket) int { return cmp.Compare(a.opened, b.opened) })
	for i, t := range tickets {
		if t.answered > resellerAsOf || i%19 == 7 {
			t.answered = 0
		}
		firm := t.by.key
		if i == 30 {
			firm = "p1004" // typed by hand
		}
		who := d.one("partner-manager-north", "application-engineer", "partner-manager-south")
		out.add(fmt.Sprintf("T-%04d", 4000+i), firm, written(t.opened), d.one("quote", "quote", "technical", "training", "delivery"), written(t.answered), who)
	}
	return out
}

// fundSheet is what the marketing fund paid, in cents, as the ledger has it.
func fundSheet(d *dice) sheet {
	out := sheet{path: "data/marketing-fund.csv", header: []string{"voucher", "partner", "date", "cents", "purpose"}}
	purposes := []string{"booth share", "booth share", "demo kit", "translation", "training day", "customer lunch"}
	n := 0
	for at := day("2025-01-15"); at <= resellerAsOf; at = at.AddMonths(1) {
		for _, r := range resellers {
			if !r.isFunded || !d.chance(92) {
				continue
			}
			n++
			spent := at.AddDays(d.between(0, 12))
			if spent > resellerAsOf {
				spent = resellerAsOf
			}
			out.add(fmt.Sprintf("MF-%03d", n), r.key, written(workday(spent).AddDays(-2)), strconv.Itoa(5_000*d.between(4, 38)), d.one(purposes...))
		}
	}
	return out
}

// francSheet is the weekly rate by which the Swiss plan is paid.
func francSheet(d *dice) sheet {
	out := sheet{path: "data/eur-chf.csv", header: []string{"from", "to", "date", "rate"}}
	rate := 9412 // of 10,000
	for at := day("2025-01-03"); at <= resellerAsOf; at = at.AddDays(7) {
		rate += d.between(-24, 23)
		out.add("EUR", "CHF", written(at), fmt.Sprintf("0.%04d", rate))
	}
	return out
}
