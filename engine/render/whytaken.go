package render

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// taken is how what is taken back came about; nil when that is not known any more.
func (a *WhyAnswer) taken() *commission.Taken {
	if a.Trace == nil {
		return nil
	}
	return a.Trace.Taken
}

// paidBy names the rule of a line that follows another.
func (a *WhyAnswer) paidBy() string {
	if a.Rule == nil || a.Rule.Spec == nil {
		return ""
	}
	return fmt.Sprintf("It was paid by rule %s%s.", a.Rule.ID, cite(a.Rule.Spec.ID.At))
}

// refunded gives the share that a refund takes back, what was taken before, and
// what that does to volumes.
func (a *WhyAnswer) refunded() []string {
	out := []string{a.paidBy(), a.refundedShare()}
	if a.Reason == "over-refunded" {
		out = append(out, "More was refunded than it was worth; only what is left is taken back.")
	}
	switch r := a.Rule; {
	case r.Reopen != commission.ReopenNone && r.Spec.Reopen != nil:
		out = append(out, "Its window is rated again where that is still open: reopen is "+cited(r.Spec.Reopen)+".")
	case r.Bands != nil:
		out = append(out, "It lowers no volume and re-rates nothing.")
	}
	if a.Dated != 0 {
		return append(out, fmt.Sprintf("It counts in %s, the period of the sale: nothing is taken back before it is earned.", a.PeriodName))
	}
	return append(out, fmt.Sprintf("It counts in %s, the period of its own date.", a.PeriodName))
}

func (a *WhyAnswer) refundedShare() string {
	const same = "The same share of what it earned is taken back: "
	t := a.taken()
	switch {
	case t == nil && (a.Origin == nil || a.Origin.Amount == 0):
		return same + a.money(a.Earned) + "."
	case t == nil:
		return same + fmt.Sprintf("%s × %s / %s = %s.", a.bare(a.Origin.Earned), a.bare(-a.Amount), a.bare(a.Origin.Amount), a.money(a.Earned))
	}
	of := exactWords(t.Of, a.Currency)
	times := rateAbout(t.Share)
	isRerated := a.Origin != nil && t.Of.Cmp(new(big.Rat).SetInt64(a.Origin.Earned)) != 0
	switch {
	case isRerated:
	case a.Row != nil && a.Row.Amount > 0:
		times = exactWords(t.Amount, a.Row.Currency) + " / " + minorWords(a.Row.Amount, a.Row.Currency)
	case a.Origin != nil && a.Origin.Amount > 0 && t.Before.Sign() == 0:
		times = a.bare(-a.Amount) + " / " + a.bare(a.Origin.Amount)
	}
	if isRerated {
		of += ", which is what it is worth since its window was rated again,"
	}
	due := new(big.Rat).Neg(t.Due)
	if t.Before.Sign() == 0 {
		return same + fmt.Sprintf("%s × %s = %s %s.%s", of, times, a.exactly(due), a.Currency, a.noMore(t))
	}
	return fmt.Sprintf("With what was refunded before, the same share of what it earned is taken back in all: %s × %s = %s. Of that %s %s: %s %s are left.%s",
		of, times, a.exactly(due), minus(quantity.Grouped(exactDecimalOf(new(big.Rat).Neg(t.Before), a.Currency))), a.takenBefore(), a.exactly(new(big.Rat).Sub(t.Before, t.Due)), a.Currency, a.noMore(t))
}

// takenBefore names the rows that took back before.
func (a *WhyAnswer) takenBefore() string {
	var rows []string
	for _, l := range a.Took {
		rows = append(rows, l.Event+citeRow(l.Place))
	}
	if len(rows) == 0 {
		return "were taken before"
	}
	return "were taken before, by " + joinAnd(rows)
}

// noMore says that less was left than what would be taken.
func (a *WhyAnswer) noMore(t *commission.Taken) string {
	if due := new(big.Rat).Sub(t.Due, t.Before); due.Cmp(t.Kept) <= 0 {
		return ""
	}
	return fmt.Sprintf(" No more is taken than is left of it: %s.", exactWords(t.Kept, a.Currency))
}

// exactly spells an amount before rounding, and that its digits go on.
func (a *WhyAnswer) exactly(x *big.Rat) string { return exactly(x, a.Currency) }

func exactly(x *big.Rat, c quantity.Currency) string {
	out := exactWords(x, c)
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.Exponent())), nil)
	if digits, isExact := new(big.Rat).Quo(x, new(big.Rat).SetInt(unit)).FloatPrec(); !isExact || digits > 8 {
		out += "…"
	}
	return out
}

// clawed says which entry of the schedule takes back, counted from which day.
func (a *WhyAnswer) clawed() []string {
	t := a.taken()
	if t == nil || t.Entry == nil || t.Entry.Spec == nil {
		return append([]string{a.paidBy()}, a.clawedBefore()...)
	}
	kept := fmt.Sprintf("Of what it earned %s are kept", exactWords(t.Kept, a.Currency))
	if len(a.Took) > 0 {
		kept += ": " + strings.TrimPrefix(a.takenBefore(), "were taken before, by ") + " took from it before"
	}
	s := t.Entry.Spec
	days := fmt.Sprintf("%s is %s after closing on %s%s, which is within %s", a.At, count(int(a.At-t.Closed), "day"), t.Closed, a.closedAt(), cited(&s.Within))
	due := new(big.Rat).Neg(t.Due)
	return []string{a.paidBy(), kept + ".", a.partClawed(t), fmt.Sprintf("%s: %s × %s = %s %s.", days, exactWords(t.Of, a.Currency), cited(&s.Share), a.exactly(due), a.Currency)}
}

// partClawed says which part of the event churned or was not paid, unless it is all.
func (a *WhyAnswer) partClawed(t *commission.Taken) string {
	if t.Part == nil || t.Part.IsInt() {
		return ""
	}
	times := percentWords(t.Part)
	if r := a.Row; r != nil && r.Amount > 0 {
		part := new(big.Rat).SetInt64(r.Amount)
		times = exactWords(part.Mul(part, t.Part), r.Currency) + " / " + minorWords(r.Amount, r.Currency)
	}
	part := new(big.Rat).Mul(t.Worth, t.Part)
	out := fmt.Sprintf("%s is for a part of it: %s × %s = %s", a.Event, exactWords(t.Worth, a.Currency), times, a.exactly(part))
	if part.Cmp(t.Kept) > 0 {
		out += fmt.Sprintf(", and %s of that are left", exactWords(t.Kept, a.Currency))
	}
	return out + "."
}

func (a *WhyAnswer) closedAt() string {
	if a.Row == nil {
		return ""
	}
	return citeRow(a.Row.Place)
}

// clawedBefore is clawed of a line that was locked with another figure.
func (a *WhyAnswer) clawedBefore() []string {
	out := fmt.Sprintf("What is taken back is %s", a.money(a.Earned))
	if a.Origin == nil || a.Rule.Clawback == nil {
		return []string{out + "."}
	}
	closed := a.Origin.At
	if a.Row != nil && a.Row.Closed != 0 {
		closed = a.Row.Closed
	}
	for _, s := range a.Rule.Clawback.Schedule {
		if a.At <= s.Within.From(closed, nil) && s.Spec != nil {
			return []string{fmt.Sprintf("%s: %s of what is kept of %s, as it is within %s of closing on %s.", out, cited(&s.Spec.Share), a.bare(a.Origin.Earned), cited(&s.Spec.Within), closed)}
		}
	}
	return []string{out + "."}
}

// trueUpTaken says what of a true-up is taken back.
func (a *WhyAnswer) trueUpTaken() []string {
	t := a.taken()
	if t == nil {
		return []string{fmt.Sprintf("A true-up had paid for %s, too: its part of that is taken back, %s.", a.Of, a.money(a.Earned))}
	}
	out := []string{a.paidBy(), fmt.Sprintf("A true-up had paid for %s, too: the one of %s%s, of %s.", a.Of, t.TrueUp, citeRow(t.Place), exactWords(t.Of, a.Currency))}
	if s := t.Entry; s != nil && s.Spec != nil {
		out = append(out, fmt.Sprintf("%s is within %s of closing on %s%s: %s are taken.", a.At, cited(&s.Spec.Within), t.Closed, a.closedAt(), cited(&s.Spec.Share)))
	}
	share := rateAbout(t.Share)
	due := new(big.Rat).Neg(t.Due)
	says := fmt.Sprintf("Its part of that is taken back: %s × %s = %s %s", exactWords(t.Of, a.Currency), share, a.exactly(due), a.Currency)
	if t.Before.Sign() != 0 {
		says += fmt.Sprintf(", of which %s were taken before", exactWords(new(big.Rat).Neg(t.Before), a.Currency))
	}
	return append(out, says+".")
}

// reopened says how the event was rated, how it is now, and what that comes to.
func (a *WhyAnswer) reopened() []string {
	if a.Trace == nil || a.Trace.Again == nil {
		return []string{a.paidBy(), fmt.Sprintf("Rated again, %s is worth %s more or less than was paid for it.", a.Of, a.money(a.Earned))}
	}
	t, r := a.Trace.Again, a.Rule
	out := []string{a.paidBy()}
	if r.Spec.Reopen != nil {
		out = append(out, "Its window is rated again: reopen is "+cited(r.Spec.Reopen)+".")
	}
	unit := bandMeasure(r.Bands)
	volume := func(n int64) string {
		if unit == inMoney {
			return a.money(n)
		}
		return unit.words(n, a.Currency)
	}
	out = append(out, fmt.Sprintf("The volume%s%s was %s and is %s after it.", ofWhom(r.Bands.Per), windowWords(r.Bands.Reset), volume(t.Was.Volume), volume(t.Now.Volume)), a.steps())
	side := func(when string, x commission.Rating) string {
		counted := ""
		if !r.Bands.IsVolume {
			counted = fmt.Sprintf(", with %s counted before it", volume(x.Before))
		}
		var slices []string
		for _, p := range x.Parts {
			slices = append(slices, a.slice(p))
		}
		if len(slices) == 0 {
			slices = []string{"nothing is left of it"}
		}
		return fmt.Sprintf("%s %s was rated%s: %s; %s in all%s.", when, a.Of, counted, strings.Join(slices, ", "), a.exactly(x.Exact), a.limits(x))
	}
	out = append(out, side("Before,", t.Was), strings.Replace(side("Now", t.Now), " was rated", " is rated", 1))
	now := t.Now.Exact
	if t.Share.Den != 0 {
		now = new(big.Rat).Mul(now, big.NewRat(t.Share.Num, t.Share.Den))
		out = append(out, fmt.Sprintf("Of that %s are %s's: %s.", shareWords(t.Share), a.Beneficiary, a.exactly(now)))
	}
	if a.Kind == commission.Reopened && a.Partner != a.Beneficiary && r.Override != nil && r.Override.Spec != nil {
		now = new(big.Rat).Mul(now, r.Override.Rate.Rat())
		out = append(out, fmt.Sprintf("A referrer's share of it is %s: %s.", cited(&r.Override.Spec.Rate), a.exactly(now)))
	}
	return append(out, fmt.Sprintf("Rounded it is worth %s now; %s of it were paid and are kept: %s less %s is %s %s.", a.bare(t.Worth), exactWords(t.Had, a.Currency),
		a.bare(t.Worth), exactWords(t.Had, a.Currency), exactWords(new(big.Rat).Sub(new(big.Rat).SetInt64(t.Worth), t.Had), a.Currency), a.Currency))
}

// limits says that floor or cap is in what an event is worth.
func (a *WhyAnswer) limits(x commission.Rating) string {
	sum := new(big.Rat)
	for _, p := range x.Parts {
		sum.Add(sum, partExact(p))
	}
	switch r := a.Rule; {
	case x.Exact.Cmp(sum) > 0 && r.Spec.Floor != nil && r.Spec.Floor.PerEvent != nil:
		return ", which is the floor of " + cited(r.Spec.Floor.PerEvent)
	case x.Exact.Cmp(sum) < 0 && r.Spec.Cap != nil && r.Spec.Cap.PerEvent != nil:
		return ", which is the cap of " + cited(r.Spec.Cap.PerEvent)
	}
	return ""
}
