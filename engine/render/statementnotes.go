package render

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// note says what is special about a line: until when it is held, what it is a
// share of, why it pays nothing.
func (d *drafter) note(e StatementEntry) string {
	var out []string
	switch {
	case e.State == commission.Void:
		out = append(out, voidWords(e.Reason))
	case e.Corrects != nil:
		out = append(out, e.Corrects.note())
	case e.Kind == commission.Refunded && e.Origin != nil:
		of := d.amount(StatementEntry{StatementLine: commission.StatementLine{Line: *e.Origin}})
		out = append(out, fmt.Sprintf("its share of the %s that %s earned", d.money(e.Origin.Earned, e.Origin.Currency), cmp.Or(of, e.Of)))
	case IsSliceOfTrueUp(&e.Line):
		out = append(out, "its part of what a true-up paid")
	case e.Kind == commission.TrueUp && len(e.Parts) > 0:
		out = append(out, anew(e))
	case e.Kind == commission.Overridden:
		out = append(out, overrideWords(e))
	case e.Kind == commission.Reopened:
		out = append(out, "re-rates what "+e.Of+" earned")
	case e.Reason != "":
		out = append(out, reasonWords(e.Reason))
	}
	if e.Dated != 0 {
		out = append(out, fmt.Sprintf("dated %s, before the sale on whose day it counts", e.Dated))
	}
	if e.Reason == "over-refunded" {
		out = append(out, "more was refunded than it was worth")
	}
	switch {
	case e.IsReleased:
		out = append(out, fmt.Sprintf("of %s, held to %s", e.Earlier, e.Until))
	case e.State == commission.Held:
		out = append(out, "held to "+e.Until.String())
	case isTakenBack(&e.Line):
		out = append(out, "taken back in full")
	}
	return strings.Join(out, "; ")
}

// IsSliceOfTrueUp reports whether a line takes back what a true-up paid for an
// event, and not what the event itself earned.
func IsSliceOfTrueUp(l *commission.Line) bool {
	return (l.Kind == commission.Refunded || l.Kind == commission.ClawedBack) && l.N > 1 && l.Amount == 0
}

// isTakenBack reports whether all that a line paid was taken back. What a true-up paid
// is for other events too, which may stand.
func isTakenBack(l *commission.Line) bool {
	return l.State == commission.Reversed && l.Kind != commission.TrueUp
}

func joined(notes ...string) string {
	var out []string
	for _, n := range notes {
		if n != "" {
			out = append(out, n)
		}
	}
	return strings.Join(out, "; ")
}

func overrideWords(e StatementEntry) string {
	if e.Rule.Override != nil && e.Rule.Override.OfSale {
		return "on what " + e.Owner + " sold"
	}
	return "on what " + e.Owner + " earned"
}

// voidWords says why a line pays nothing.
func voidWords(reason string) string {
	switch reason {
	case "duplicate":
		return "pays nothing: the id was there before"
	case "self-referral":
		return "pays nothing: the partner would be paid for itself"
	case "fraud":
		return "pays nothing: fraud"
	case "ineligible":
		return "pays nothing: no rule matches"
	case "out-of-range":
		return "pays nothing: the amount is beyond all bounds"
	}
	return "pays nothing: " + reason
}

func reasonWords(reason string) string { return strings.ReplaceAll(reason, "-", " ") }

// limitWords spells a floor or a cap.
func limitWords(limit *int64, c quantity.Currency) string {
	if limit == nil {
		return "not known"
	}
	return minorWords(*limit, c)
}

// cutExactly tells what a cap cut where that is no whole cent.
func cutExactly(e StatementEntry) string {
	if e.Exact == nil || e.Exact.IsInt() {
		return ""
	}
	return ", it came to " + exactWords(e.Exact, e.Currency)
}

// roundedFar tells what a slice came to where it is a whole cent or more from what
// it is shown as: lines that are rounded together, or to larger steps.
func roundedFar(exact *big.Rat, cents int64, e StatementEntry) string {
	off := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(cents))
	if off.Abs(off).Cmp(big.NewRat(1, 1)) < 0 || e.Raised != 0 || e.CutEvent != 0 {
		return ""
	}
	return exactWords(exact, e.Currency) + " before rounding"
}

// shareWords spells a share as a percentage, or as a fraction where that does not
// end.
func shareWords(s commission.Share) string {
	percent := new(big.Rat).Mul(big.NewRat(s.Num, s.Den), big.NewRat(100, 1))
	if digits, isExact := percent.FloatPrec(); !isExact || digits > 4 {
		return fmt.Sprintf("%d/%d", s.Num, s.Den)
	}
	return quantity.Decimal(percent, 0, 4) + "%"
}

// methodWords says how partners share a deal.
func methodWords(method string) string {
	switch commission.Method(method) {
	case commission.Last:
		return "the last touch takes all"
	case commission.First:
		return "the first touch takes all"
	case commission.Linear:
		return "all touches alike"
	case commission.Position:
		return "by position of the touches"
	case commission.Fixed:
		return "by fixed shares"
	case commission.SourcedInfluenced:
		return "by who sourced and who influenced it"
	}
	return method
}

// rateDigits spells an exchange rate.
func rateDigits(r *big.Rat) string { return quantity.Decimal(r, 0, 8) }

// rateShown is rateDigits for people, with a sign where digits are cut.
func rateShown(r *big.Rat) string {
	if digits, isExact := r.FloatPrec(); !isExact || digits > 8 {
		return "≈" + rateDigits(r)
	}
	return rateDigits(r)
}

// rateAbout is percentWords with a sign where digits are cut.
func rateAbout(share *big.Rat) string {
	percent := new(big.Rat).Mul(share, big.NewRat(100, 1))
	if digits, isExact := percent.FloatPrec(); !isExact || digits > 8 {
		return "≈" + percentWords(share)
	}
	return percentWords(share)
}

// totalsOf gives the totals that say something: the first three always, the
// others when they are not zero.
func totalsOf(s StatementSection) []sheetTotal {
	c := string(s.Currency)
	out := []sheetTotal{{"Earned", minorWords(s.Earned, s.Currency), ""}, {"Held", minorWords(s.Held, s.Currency), ""}, {"Payable", minorWords(s.Payable, s.Currency), c}}
	for _, t := range []struct {
		label string
		minor int64
	}{{"Released", s.Released}, {"Adjustments", s.Adjustments}, {"Carried in", s.CarriedIn}} {
		if t.minor != 0 {
			out = append(out, sheetTotal{t.label, minorWords(t.minor, s.Currency), ""})
		}
	}
	if s.CarriedOut != 0 {
		out = append(out, sheetTotal{"Carried out", minorWords(s.CarriedOut, s.Currency), c})
	}
	if s.Paid != 0 {
		out = append(out, sheetTotal{"Paid", minorWords(s.Paid, s.Currency), c})
	}
	return out
}

// closingRemarks says what the figures do not: that the period is not over, why an
// amount is carried.
func closingRemarks(v StatementView, s StatementSection) []string {
	var out []string
	if s.Lock != nil {
		out = append(out, s.Lock.words(s.Currency)...)
	}
	if s.IsOpen {
		out = append(out, fmt.Sprintf("%s ends on %s: more may come.", v.Period, s.Period.To))
	}
	switch {
	case s.CarriedOut < 0:
		out = append(out, fmt.Sprintf("%s %s are owed and count against the next statement.", minorWords(-s.CarriedOut, s.Currency), s.Currency))
	case s.CarriedOut > 0 && s.Minimum != nil:
		out = append(out, fmt.Sprintf("%s %s are carried to the next statement: the least that is paid is %s %s.", minorWords(s.CarriedOut, s.Currency), s.Currency,
			minorWords(s.Minimum.Minor, s.Minimum.Currency), s.Minimum.Currency))
	case s.CarriedOut > 0:
		out = append(out, fmt.Sprintf("%s %s are carried to the next statement.", minorWords(s.CarriedOut, s.Currency), s.Currency))
	}
	return out
}

// anew says what a true-up rates again: money whatever the bands measure. What is
// shared with others is not in it.
func anew(e StatementEntry) string {
	if on := e.Parts[0].On; on != 0 {
		return inMoney.words(on, e.Currency) + " of earlier sales are rated anew"
	}
	return "earlier sales are rated anew"
}
