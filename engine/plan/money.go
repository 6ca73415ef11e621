package plan

import (
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

// money says what the change does to commission; nothing where it does nothing.
func (i Impact) money() string {
	if !i.movesMoney() {
		return ""
	}
	var out []string
	for _, t := range i.ProForma.Total {
		out = append(out, i.ProForma.said(t))
	}
	switch {
	case len(i.Actual.Partners) > 0:
		var names []string
		for _, p := range i.Actual.Partners {
			names = append(names, p.Title)
		}
		slices.Sort(names)
		out = append(out, fmt.Sprintf("Alarm: money already earned changes by %s %s, of %s.", signed(i.Actual.AlreadyEarned), i.ProForma.Currency, someOf(slices.Compact(names))))
	default:
		out = append(out, "Nothing already earned changes (0.00).")
	}
	return strings.Join(out, " ")
}

// said is the sentence about one currency.
func (p *Price) said(t Total) string {
	var names []string
	for _, partner := range p.Partners {
		if partner.Currency == t.Currency || partner.Currency == "" && p.Currency == t.Currency {
			names = append(names, partner.Title)
		}
	}
	slices.Sort(names)
	of := someOf(slices.Compact(names))
	if n := len(names); n > 1 {
		of = fmt.Sprintf("%d partners (%s)", n, of)
	}
	before, after := t.Before, t.After
	if len(names) == 1 {
		before, after = p.of(t.Currency).Before, p.of(t.Currency).After
	}
	return fmt.Sprintf("On the last twelve months that would have been %s %s for %s (%s to %s%s), a proxy for the next twelve.",
		signed(t.Delta), t.Currency, of, quantity.Grouped(before), quantity.Grouped(after), percent(before, after))
}

// of gives the first partner of a currency.
func (p *Price) of(currency string) PartnerPrice {
	for _, partner := range p.Partners {
		if partner.Currency == currency || partner.Currency == "" && p.Currency == currency {
			return partner
		}
	}
	return PartnerPrice{}
}

// percent spells how much after is more or less than before: ", −3.4%".
func percent(before, after string) string {
	b, a := number(&before), number(&after)
	if b == nil || a == nil || b.Sign() <= 0 {
		return ""
	}
	d := new(big.Rat).Quo(new(big.Rat).Sub(a, b), b)
	return ", " + signed(quantity.Fixed(d.Mul(d, big.NewRat(100, 1)), 1)) + "%"
}

// signed spells a decimal with its sign, grouped.
func signed(decimal string) string {
	if rest, isNegative := strings.CutPrefix(decimal, "-"); isNegative {
		return "−" + quantity.Grouped(rest)
	}
	if strings.ContainsAny(decimal, "123456789") {
		return "+" + quantity.Grouped(decimal)
	}
	return decimal
}
