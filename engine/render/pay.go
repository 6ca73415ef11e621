package render

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

const (
	mostPaid    = 20 // partners of one class that a table lists
	mostPeriods = 60 // payout periods that a plan lists
)

// payClass is what becomes of the pay of some partners: what they lose is apart
// from what the company pays more.
type payClass struct {
	words string
	isBad bool
	rows  []plan.PartnerPrice
}

// payClasses parts the partners whose pay moves, each class by size.
func payClasses(p *plan.Price) []payClass {
	signs := map[spec.Address][2]bool{}
	for _, row := range p.Partners {
		s, by := signs[row.Address], signOf(row.Delta)
		signs[row.Address] = [2]bool{s[0] || by < 0, s[1] || by > 0}
	}
	less := payClass{words: "would earn less", isBad: true}
	more := payClass{words: "would earn more, which the company pays"}
	other := payClass{words: "would be paid in another currency", isBad: true}
	same := payClass{words: "would earn the same, in other periods"}
	for _, row := range p.Partners {
		s := signs[row.Address]
		into := &same
		switch {
		case s[0] && s[1]:
			into = &other
		case s[0]:
			into = &less
		case s[1]:
			into = &more
		}
		into.rows = append(into.rows, row)
	}
	var out []payClass
	for _, c := range []payClass{less, more, other, same} {
		if len(c.rows) > 0 {
			slices.SortStableFunc(c.rows, func(a, b plan.PartnerPrice) int { return sizeOf(b.Delta).Cmp(sizeOf(a.Delta)) })
			out = append(out, c)
		}
	}
	return out
}

// partners counts them; one may have a row for each of several currencies.
func (c payClass) partners() int {
	seen := map[spec.Address]bool{}
	for _, row := range c.rows {
		seen[row.Address] = true
	}
	return len(seen)
}

// title counts a class and adds up what it moves by.
func (c payClass) title(p *plan.Price) string {
	return count(c.partners(), "partner") + " " + c.words + ": " + sumWords(p, c.rows)
}

// sumWords adds up what pay moves by, by currency.
func sumWords(p *plan.Price, rows []plan.PartnerPrice) string {
	var currencies []string
	sums, digits := map[string]*big.Rat{}, map[string]int{}
	for _, row := range rows {
		c := p.CurrencyOf(row)
		if sums[c] == nil {
			sums[c] = new(big.Rat)
			currencies = append(currencies, c)
		}
		sums[c].Add(sums[c], ratOf(row.Delta))
		_, fraction, _ := strings.Cut(row.Delta, ".")
		digits[c] = max(digits[c], min(len(fraction), 8))
	}
	var out []string
	for _, c := range currencies {
		out = append(out, signed(quantity.Fixed(sums[c], digits[c]))+" "+c)
	}
	return joinAnd(out)
}

// payRow is one partner's pay in words.
type payRow struct{ name, before, after, by, share, open string }

func payRowOf(p *plan.Price, row plan.PartnerPrice, isNamedTwice bool) payRow {
	name := cmp.Or(row.Title, string(row.Address))
	if isNamedTwice {
		name += " (" + string(row.Address) + ")"
	}
	return payRow{name: name, before: figures(row.Before), after: figures(row.After) + " " + p.CurrencyOf(row),
		by: signed(row.Delta), share: ofRevenue(row), open: openWords(row)}
}

// payRows spells the first rows of a class. Two partners of one title have their
// addresses behind them.
func payRows(p *plan.Price, rows []plan.PartnerPrice, most int) []payRow {
	of := map[string]spec.Address{}
	twice := map[string]bool{}
	for _, row := range p.Partners {
		if was, known := of[row.Title]; known && was != row.Address {
			twice[row.Title] = true
		}
		of[row.Title] = row.Address
	}
	var out []payRow
	for _, row := range rows[:min(len(rows), most)] {
		out = append(out, payRowOf(p, row, row.Title != "" && twice[row.Title]))
	}
	return out
}

// restWords counts the rows that are not shown; "" when all are.
func restWords(p *plan.Price, rows []plan.PartnerPrice, most int) string {
	if len(rows) <= most {
		return ""
	}
	return "… and " + number(len(rows)-most) + " more, " + sumWords(p, rows[most:])
}

// ofRevenue is pay in percent of the revenue that it is paid on.
func ofRevenue(row plan.PartnerPrice) string {
	side := func(s *string) string {
		if s == nil {
			return "none"
		}
		return figures(*s) + "%"
	}
	if row.ShareBefore == nil && row.ShareAfter == nil {
		return ""
	}
	return side(row.ShareBefore) + " → " + side(row.ShareAfter)
}

// openWords says which open deals the change is about.
func openWords(row plan.PartnerPrice) string {
	var out []string
	switch n, kept := row.OpenDeals, row.KeepOld; {
	case n == 0:
	case kept == 0:
		out = append(out, number(n)+" open, on the new terms")
	case kept == n && n == 1:
		out = append(out, "1 open, keeps the old terms")
	case kept == n:
		out = append(out, number(n)+" open, keep the old terms")
	default:
		out = append(out, number(n)+" open, "+number(kept)+" on the old terms")
	}
	if row.Registered > 0 {
		out = append(out, count(row.Registered, "protected registration"))
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, "; ")
}

// periodRow is one payout period of a partner that moves.
type periodRow struct{ name, period, before, after, by, note string }

// periodRows gives the first of them. Which ones are closed matters of money that is
// earned already.
func periodRows(p *plan.Price, rows []plan.PartnerPrice, isEarned bool, most int) (out []periodRow, left int) {
	for _, row := range rows {
		name := cmp.Or(row.Title, string(row.Address))
		for _, at := range row.Periods {
			if len(out) == most {
				left++
				continue
			}
			note := ""
			switch {
			case at.Locked != "":
				note = "locked, corrected in " + at.CorrectedIn
			case at.Closed && isEarned:
				note = "closed"
			}
			out = append(out, periodRow{name, at.Period, figures(at.Before), figures(at.After) + " " + p.CurrencyOf(row), signed(at.Delta), note})
			name = ""
		}
	}
	return out, left
}

// bySize is all rows as the classes have them.
func bySize(p *plan.Price) []plan.PartnerPrice {
	var out []plan.PartnerPrice
	for _, c := range payClasses(p) {
		out = append(out, c.rows...)
	}
	return out
}

// isPaidOtherwise says whether anybody's commission moves.
func isPaidOtherwise(p *plan.Price, a *plan.Actual) bool {
	return p != nil && (len(p.Partners) > 0 || p.Largest != nil) || a != nil && len(a.Partners) > 0
}

// tellsOfPay is false where the headline says all: of single amounts alone, and why
// nothing can be worked out.
func tellsOfPay(i plan.Impact) bool {
	return i.Unpriced == "" && len(i.Adjustments) == 0 || isPaidOtherwise(i.ProForma, i.Actual)
}

const nobodyMoves = "Commission: nobody would earn more or less, and nothing already earned changes (0.00)."

// alarmWords says what becomes of money that is earned already; "" when nothing
// does.
func alarmWords(a *plan.Actual) string {
	if a == nil || len(a.Partners) == 0 {
		return ""
	}
	var sums []string
	for _, t := range a.Total {
		sums = append(sums, signed(t.Delta)+" "+t.Currency)
	}
	return "Alarm: money already earned changes by " + joinAnd(sums)
}

// figures spells an amount of a plan for people.
func figures(s string) string {
	if !exactDecimal.MatchString(s) {
		return s
	}
	return minus(quantity.Grouped(s))
}

// signed is figures with its sign.
func signed(s string) string {
	if signOf(s) > 0 {
		return "+" + figures(s)
	}
	return figures(s)
}

func ratOf(s string) *big.Rat {
	out := new(big.Rat)
	if exactDecimal.MatchString(s) {
		out.SetString(s)
	}
	return out
}

func signOf(s string) int { return ratOf(s).Sign() }

func sizeOf(s string) *big.Rat { return new(big.Rat).Abs(ratOf(s)) }

// someNames joins the first names of a list, and counts the others.
func someNames(names []string, most int) string {
	if len(names) > most {
		return strings.Join(names[:most], ", ") + " and " + number(len(names)-most) + " more"
	}
	return joinAnd(names)
}

func joinAnd(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}
