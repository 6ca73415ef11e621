package plan

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// movesMoney says whether anybody's commission is otherwise.
func (i Impact) movesMoney() bool {
	return i.ProForma != nil && len(i.ProForma.Partners) > 0 || i.Actual != nil && len(i.Actual.Partners) > 0
}

// paysOtherwise says whether anybody is paid otherwise at any time, by commission or
// by single amounts.
func (i Impact) paysOtherwise() bool {
	return i.movesMoney() || len(i.Adjustments) > 0 || i.ProForma != nil && i.ProForma.Largest != nil
}

// Money says what the change does to commission: by the latest terms over the
// trailing window, and to what is earned already. It is empty where nobody's
// commission moves.
func (i Impact) Money() string {
	if !i.movesMoney() {
		return ""
	}
	var amounts []string
	for _, t := range i.ProForma.Total {
		amounts = append(amounts, i.ProForma.said(t)...)
	}
	out := i.earned()
	if len(amounts) > 0 {
		out = fmt.Sprintf("On the last twelve months that would have been %s, a proxy for the next twelve. %s", allOf(amounts), out)
	}
	return out
}

// earned says what becomes of money that is earned already.
func (i Impact) earned() string {
	if i.Actual == nil || len(i.Actual.Partners) == 0 {
		return "Nothing already earned changes (0.00)."
	}
	var amounts []string
	for _, t := range i.Actual.Total {
		amounts = append(amounts, Signed(t.Delta)+" "+t.Currency)
	}
	return fmt.Sprintf("Alarm: money already earned changes by %s, of %s.", allOf(amounts), someOf(titles(i.Actual.Partners)))
}

// said gives the amounts of one currency: of one partner, of all that would earn
// alike, or of those that lose and those that gain.
func (p *Price) said(t Total) []string {
	var lose, gain, all []PartnerPrice
	for _, row := range p.Partners {
		if p.CurrencyOf(row) != t.Currency {
			continue
		}
		all = append(all, row)
		switch amountOf(row.Delta).Sign() {
		case -1:
			lose = append(lose, row)
		case 1:
			gain = append(gain, row)
		}
	}
	switch {
	case len(all) == 0:
		return nil
	case len(all) == 1:
		before, after := all[0].Before, all[0].After
		return []string{fmt.Sprintf("%s %s for %s (%s to %s%s)", Signed(t.Delta), t.Currency, someOf(titles(all)), quantity.Grouped(before), quantity.Grouped(after), comma(percent(before, after)))}
	case len(lose) > 0 && len(gain) > 0:
		return []string{fmt.Sprintf("%s %s for %s and %s %s for %s, %s %s in all%s", Signed(sumOf(lose)), t.Currency, partners(lose),
			Signed(sumOf(gain)), t.Currency, partners(gain), Signed(t.Delta), t.Currency, bracketed(percent(t.Before, t.After)))}
	}
	return []string{fmt.Sprintf("%s %s for %s, %s to %s in all%s", Signed(t.Delta), t.Currency, partners(all), quantity.Grouped(t.Before),
		quantity.Grouped(t.After), bracketed(percent(t.Before, t.After)))}
}

// CurrencyOf is the currency of a partner's amounts.
func (p *Price) CurrencyOf(row PartnerPrice) string { return cmp.Or(row.Currency, p.Currency) }

// partners names them, and counts them where they are many.
func partners(list []PartnerPrice) string {
	names := titles(list)
	if len(names) < 2 {
		return someOf(names)
	}
	return fmt.Sprintf("%d partners (%s)", len(names), someOf(names))
}

func titles(list []PartnerPrice) []string {
	var names []string
	for _, p := range list {
		names = append(names, cmp.Or(p.Title, string(p.Address)))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// sumOf adds up what the pay of partners of one currency moves by.
func sumOf(list []PartnerPrice) string {
	sum, digits := new(big.Rat), 0
	for _, p := range list {
		sum.Add(sum, amountOf(p.Delta))
		if _, fraction, ok := strings.Cut(p.Delta, "."); ok {
			digits = min(len(fraction), 8)
		}
	}
	return quantity.Fixed(sum, digits)
}

// allOf joins parts of a sentence that are all said.
func allOf(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}

func comma(s string) string {
	if s == "" {
		return ""
	}
	return ", " + s
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// percent spells how much after is more or less than before: −3.4%; "" of nothing.
func percent(before, after string) string {
	b, a := amountOf(before), amountOf(after)
	if b.Sign() <= 0 {
		return ""
	}
	d := new(big.Rat).Quo(new(big.Rat).Sub(a, b), b)
	return Signed(quantity.Fixed(d.Mul(d, big.NewRat(100, 1)), 1)) + "%"
}

// Signed spells a decimal with its sign, grouped.
func Signed(decimal string) string {
	if rest, isNegative := strings.CutPrefix(decimal, "-"); isNegative {
		return "−" + quantity.Grouped(rest)
	}
	if strings.ContainsAny(decimal, "123456789") {
		return "+" + quantity.Grouped(decimal)
	}
	return decimal
}
