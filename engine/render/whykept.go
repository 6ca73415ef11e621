package render

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
)

// kept explains a locked line by what it holds itself: the file of its terms is not
// in the history that is here.
func (a *WhyAnswer) kept() []string {
	out := []string{fmt.Sprintf("It earned %s by rule %s; the terms of that day are not in the history that is here%s.", a.money(a.Earned), a.Rule.ID, a.keptIn())}
	if a.State == commission.Void {
		return out
	}
	var parts []string
	sum := new(big.Rat)
	for _, p := range a.Parts {
		parts = append(parts, a.keptPart(p))
		sum.Add(sum, partExact(p))
	}
	if len(parts) > 0 {
		out = append(out, strings.Join(parts, ", ")+".")
	}
	limited := func(minor int64, limit *int64, words string) {
		if minor != 0 && limit != nil {
			out = append(out, fmt.Sprintf(words, a.bare(*limit), a.bare(minor)))
		}
	}
	limited(a.Raised, a.Rule.Floor, "The floor for one event was %s: %s more.")
	limited(a.CutEvent, a.Rule.CapPerEvent, "The cap for one event was %s: %s are cut.")
	if a.Share.Den != 0 {
		out = append(out, fmt.Sprintf("Of this %s are %s's, %s: %s.", shareWords(a.Share), a.Beneficiary, methodWords(a.Share.Method), a.bare(a.Earned+a.CutPeriod)))
	}
	limited(a.CutPeriod, a.Rule.CapPerPeriod, "The cap for one payout period was %s: %s are cut.")
	if whole := a.Earned + a.CutPeriod; len(parts) > 0 && a.Raised == 0 && a.CutEvent == 0 && a.Share.Den == 0 && sum.Cmp(new(big.Rat).SetInt64(whole)) != 0 {
		out = append(out, fmt.Sprintf("Rounded: %s to %s.", exactWords(sum, a.Currency), a.bare(whole)))
	}
	return out
}

func (a *WhyAnswer) keptIn() string {
	if a.Kept == "" {
		return ""
	}
	return " (" + shortOrigin(a.Kept) + ")"
}

// shortOrigin cuts the blob of path@blob:line to what git needs to find it.
func shortOrigin(origin string) string {
	const enough = 10
	at := strings.LastIndexByte(origin, '@')
	colon := strings.LastIndexByte(origin, ':')
	if at < 0 || colon < at+enough {
		return origin
	}
	return origin[:at+1+enough] + origin[colon:]
}

// keptPart spells a slice by its figures alone.
func (a *WhyAnswer) keptPart(p commission.Part) string {
	exact := partExact(p)
	worth := exactWords(exact, a.Currency)
	step := ""
	if name := stepName(p.Step); name != "" {
		step = " in " + name
	}
	if p.Flat {
		return worth + " flat" + step
	}
	rate, perUnit := partRate(a.Rule, p)
	by, equals := " at ", " come to "
	on := measureOf(a.Rule, p)
	if rate != nil && on == inMoney && isProduct(p.On, rate, exact) ||
		rate == nil && !perUnit.IsZero() && on == inUnits && isProduct(p.On, new(big.Rat).Quo(perUnit.Rat(), big.NewRat(100_000_000, 1)), exact) {
		by, equals = " × ", " = "
	}
	return on.words(p.On, a.Currency) + by + rateWords(a.Rule, p, a.Currency) + equals + worth + step
}
