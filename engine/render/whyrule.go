package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
)

// whichRule names the rule that pays and what it asks for.
func (a *WhyAnswer) whichRule() []string {
	r := a.Rule
	switch {
	case r == nil && a.State == commission.Void:
		return []string{fmt.Sprintf("It pays nothing: no rule of plan %s matches.", a.Terms.Plan.Name())}
	case r == nil:
		return nil
	case a.State == commission.Void:
		return []string{fmt.Sprintf("Rule %s%s would pay it, but it %s.", r.ID, cite(r.Spec.ID.At), voidWords(a.Reason))}
	case a.Kind != commission.Earned && a.Kind != commission.Overridden && a.Kind != commission.TrueUp:
		return nil
	}
	out := fmt.Sprintf("Rule %s%s pays %s", r.ID, cite(r.Spec.ID.At), cited(&r.Spec.Trigger))
	if r.Spec.Credit != nil {
		out += fmt.Sprintf(" with credit %s", cited(r.Spec.Credit))
	}
	if r.Spec.Where != nil {
		out += fmt.Sprintf(" where %s", cited(r.Spec.Where))
	}
	switch {
	case len(a.Terms.Rules) == 1:
		out += "; the plan has no other rule"
	case r.IsStacked:
		out += "; with stack set" + cite(r.Spec.Stack.At) + " it pays on top of others"
	default:
		out += "; it is the first that matches"
	}
	return []string{out + "."}
}

// otherRules says of every other rule of the plan why it does not pay the row.
func (a *WhyAnswer) otherRules() []string {
	if a.Terms == nil || a.Row == nil || a.Kind != commission.Earned {
		return nil
	}
	won := slices.IndexFunc(a.Terms.Rules, func(r commission.Rule) bool { return a.Rule != nil && r.ID == a.Rule.ID })
	var out []string
	for i := range a.Terms.Rules {
		if r := &a.Terms.Rules[i]; i != won {
			out = append(out, fmt.Sprintf("Rule %s%s %s.", r.ID, cite(r.Spec.ID.At), a.whyNot(r, i)))
		}
	}
	return out
}

// whyNot says why a rule does not pay the row, or that it does as well.
func (a *WhyAnswer) whyNot(r *commission.Rule, i int) string {
	e := a.Row
	switch {
	case r.Trigger != e.Trigger:
		return fmt.Sprintf("does not: its trigger is %s", cited(&r.Spec.Trigger))
	case !passes(e, r.Test):
		return fmt.Sprintf("does not: its where does not hold, %s", cited(r.Spec.Where))
	case !a.hasCredit(r):
		return fmt.Sprintf("does not: it asks for credit %s, and %s", cited(r.Spec.Credit), creditLacking(r.Credit))
	case a.isOthers(r):
		return fmt.Sprintf("does not: the plan shares it among those who touched the deal%s, and %s did not", a.methodAt(), a.Beneficiary)
	case r.IsStacked && slices.Contains(a.Paying, r.ID) && a.State != commission.Void:
		return "has stack set" + cite(r.Spec.Stack.At) + ": it pays on top, see its own line"
	case slices.Contains(a.Paying, r.ID) && a.State == commission.Void:
		return "would pay as well, see its own line"
	case slices.Contains(a.Paying, r.ID):
		return "pays as well, see its own line"
	case !r.IsStacked && a.isPaidBefore(i):
		return "does not: it comes after, and the first that matches pays"
	case r.Recurring != nil && r.Spec.Recurring.For != nil:
		return fmt.Sprintf("does not: it pays a customer for %s, and that time is over", cited(r.Spec.Recurring.For))
	}
	return "does not"
}

// isPaidBefore reports whether a rule before a place pays the row for itself.
func (a *WhyAnswer) isPaidBefore(place int) bool {
	return slices.ContainsFunc(a.Terms.Rules[:place], func(r commission.Rule) bool { return !r.IsStacked && slices.Contains(a.Paying, r.ID) })
}

// passes reports whether a where of a number holds of a row.
func passes(e *commission.Event, test int) bool {
	return test < 0 || test>>6 < len(e.Tests) && e.Tests[test>>6]>>(test&63)&1 == 1
}

// hasCredit reports whether the beneficiary has the credit that a rule asks for,
// as far as the row tells; credit of any is left to attribution.
func (a *WhyAnswer) hasCredit(r *commission.Rule) bool {
	e := a.Row
	isOwn := a.Beneficiary == e.Partner
	isTouched := slices.ContainsFunc(e.Touches, func(t commission.Touch) bool { return t.Partner == a.Beneficiary })
	switch r.Credit {
	case commission.Sourced:
		return isOwn && e.IsSourced
	case commission.Influenced:
		return isTouched && !(isOwn && e.IsSourced)
	case commission.Registered:
		return isOwn && e.Registered != 0 || a.Beneficiary == e.Registrant
	}
	return true
}

// isOthers reports whether attribution gives the row to others, who touched its deal.
func (a *WhyAnswer) isOthers(r *commission.Rule) bool {
	at := a.Terms.Attribution
	if at == nil || at.Method == commission.Fixed || r.Credit != commission.Any || len(a.Row.Touches) == 0 || at.Method == commission.SourcedInfluenced && a.Row.IsSourced {
		return false
	}
	return !slices.ContainsFunc(a.Row.Touches, func(t commission.Touch) bool { return t.Partner == a.Beneficiary })
}

func creditLacking(c commission.Credit) string {
	switch c {
	case commission.Sourced:
		return "the partner did not bring the deal"
	case commission.Influenced:
		return "no touch of the partner counts, or it brought the deal itself"
	case commission.Registered:
		return "the partner has not registered the deal"
	}
	return "the partner has none"
}

// basis says what the rule pays on, where that is not the amount.
func (a *WhyAnswer) basis() string {
	r := a.Rule
	if r.Spec.Of == nil || a.Kind != commission.Earned {
		return ""
	}
	out := "It pays on " + cited(r.Spec.Of)
	switch {
	case r.Of == commission.OfNet || r.Of == commission.OfMargin:
		out += ": " + a.lessCosts()
	case r.Of == commission.OfQuantity:
		out += ": " + baseMeasure(r).words(a.Base, a.Currency)
	}
	return out + "."
}

// blank says what the row does not hold and counts as 0.
func (a *WhyAnswer) blank() string {
	if a.Blank == "" {
		return ""
	}
	return strings.ToUpper(a.Blank[:1]) + a.Blank[1:] + "."
}

func (a *WhyAnswer) lessCosts() string {
	e := a.Row
	if e == nil {
		return a.money(a.Base)
	}
	parts := []string{}
	for _, c := range []struct {
		name  string
		minor int64
	}{{"tax", e.Tax}, {"discount", e.Discount}, {"shipping", e.Shipping}, {"cost", e.Cost}} {
		if c.minor != 0 && (c.name != "cost" || a.Rule.Of == commission.OfMargin) {
			parts = append(parts, fmt.Sprintf("%s of %s", c.name, minorWords(c.minor, e.Currency)))
		}
	}
	if len(parts) == 0 {
		if a.Blank != "" {
			return a.money(a.Base)
		}
		return a.money(a.Base) + ", there is nothing to take off"
	}
	out := fmt.Sprintf("less %s%s it is %s", strings.Join(parts, ", "), citeRow(cmp.Or(a.DealPlace, a.Place)), a.money(a.Base))
	if e.Whole != 0 && e.Whole != e.Amount {
		out += fmt.Sprintf(", what is taken off counting pro rata for a part of %s%s", minorWords(e.Whole, e.Currency), citeRow(a.DealPlace))
	}
	return out
}

// counted says what the volume was before the row, and what refunds do to it.
func (a *WhyAnswer) counted() []string {
	r := a.Rule
	if r.Bands == nil || r.Bands.Per == commission.PerEvent || a.Kind != commission.Earned && a.Kind != commission.TrueUp {
		return nil
	}
	unit := bandMeasure(r.Bands)
	before := unit.words(a.Before, a.Currency)
	if unit == inMoney {
		before += " " + string(a.Currency)
	}
	out := []string{fmt.Sprintf("Counted before it%s%s: %s.", ofWhom(r.Bands.Per), windowWords(r.Bands.Reset), before)}
	for _, refund := range a.Refunds {
		effect := "re-rates nothing"
		if refund.IsReopened {
			effect = "re-rates its window"
		}
		if r.Spec.Reopen != nil {
			effect += ": reopen is " + cited(r.Spec.Reopen)
		}
		out = append(out, fmt.Sprintf("The refund %s%s belongs to %s of %s and %s.", refund.Event, citeRow(refund.Place), refund.Of, refund.Period, effect))
	}
	return out
}

func ofWhom(per commission.Per) string {
	switch per {
	case commission.PerCustomer:
		return " of the same customer"
	case commission.PerProgram:
		return " by the whole program"
	}
	return ""
}

func windowWords(reset commission.Reset) string {
	switch reset {
	case commission.Monthly:
		return " this month"
	case commission.Quarterly:
		return " this quarter"
	case commission.ContractYear:
		return " this contract year"
	}
	return " so far"
}

// steps says how bands work, with the lines that say so.
func (a *WhyAnswer) steps() string {
	r := a.Rule
	if r.Bands == nil || a.Kind != commission.Earned && a.Kind != commission.TrueUp && a.Kind != commission.Reopened {
		return ""
	}
	b := r.Bands.Spec
	words := []string{"graduated"}
	if r.Bands.IsVolume {
		words[0] = "read by volume"
	}
	spans := []diag.Span{b.Method.At}
	said := func(text string, span diag.Span) {
		words, spans = append(words, text), append(spans, span)
	}
	if b.Measure != nil {
		said("measured by "+b.Measure.Canonical(), b.Measure.At)
	}
	if b.Per != nil {
		said("per "+b.Per.Canonical(), b.Per.At)
	}
	if b.Reset != nil {
		said("reset "+b.Reset.Canonical(), b.Reset.At)
	}
	if b.FromInclusive != nil && r.Bands.FromInclusive {
		said("each from its bound on", b.FromInclusive.At)
	}
	if range_, ok := oneRange(spans); ok {
		return fmt.Sprintf("Steps are %s (%s).", sequence(words), range_)
	}
	for i := range words {
		words[i] += cite(spans[i])
	}
	return fmt.Sprintf("Steps are %s.", sequence(words))
}

func sequence(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// oneRange cites lines that follow each other as file:from-to.
func oneRange(spans []diag.Span) (string, bool) {
	var lines []int
	for _, s := range spans {
		if s.IsZero() || s.File() != spans[0].File() {
			return "", false
		}
		lines = append(lines, s.From().Line)
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	first, last := lines[0], lines[len(lines)-1]
	switch {
	case last-first+1 > len(lines):
		return "", false
	case first == last:
		return place(spans[0].File(), first, 0), true
	}
	return fmt.Sprintf("%s-%d", place(spans[0].File(), first, 0), last), true
}
