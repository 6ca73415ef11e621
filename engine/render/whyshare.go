package render

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// WhyTouch is a touch with the place of its row.
type WhyTouch struct {
	commission.Touch
	Place string
}

// shared says whose touches count, who has which part by them, and who has none.
func (a *WhyAnswer) shared() []string {
	t := a.Trace
	if t == nil || a.Terms.Attribution == nil && a.Share.Den == 0 {
		return nil
	}
	var out []string
	if len(a.Touches) > 0 {
		var touches []string
		for _, touch := range a.Touches {
			touches = append(touches, fmt.Sprintf("%s of %s on %s%s", touch.ID, touch.Partner, touch.At, citeRow(touch.Place)))
		}
		out = append(out, "Touches: "+joinAnd(touches)+".")
	}
	if len(t.Among) > 0 {
		var parts []string
		for _, s := range t.Among {
			parts = append(parts, fmt.Sprintf("%s has %s%s", s.Partner, shareWords(s.Share), a.partWords(s)))
		}
		method := fmt.Sprintf("by method %s%s, %s", t.Among[0].Share.Method, a.methodAt(), methodWords(t.Among[0].Share.Method))
		if t.Among[0].Share.Method == "" {
			method = "the row's own partner has it"
		}
		list := joinAnd(parts)
		if slices.ContainsFunc(parts, func(s string) bool { return strings.Contains(s, ": ") }) {
			list = strings.Join(parts, "; ")
		}
		out = append(out, fmt.Sprintf("Shared %s: %s.", method, list))
	}
	return append(out, a.idle()...)
}

// namedAt cites the line that names a partner's fixed share.
func (a *WhyAnswer) namedAt(partner string) string {
	if at := a.Terms.Attribution; at != nil && at.Method == commission.Fixed {
		for _, s := range at.Shares {
			if s.Partner == partner && s.Spec != nil {
				return cite(s.Spec.Share.At)
			}
		}
	}
	return ""
}

// idle says of each touch that earns nothing why, and who has what it would earn.
func (a *WhyAnswer) idle() []string {
	var out []string
	for _, i := range a.Trace.Idle {
		out = append(out, a.idleTouch(i))
	}
	if len(out) == 0 {
		return nil
	}
	return append(out, a.wholeWords())
}

func (a *WhyAnswer) idleTouch(i commission.IdleTouch) string {
	what := i.Partner + a.namedAt(i.Partner)
	if i.ID != "" {
		at := slices.IndexFunc(a.Touches, func(t WhyTouch) bool { return t.ID == i.ID && t.Partner == i.Partner })
		place := ""
		if at >= 0 {
			place = citeRow(a.Touches[at].Place)
		}
		what = fmt.Sprintf("the touch %s%s of %s", i.ID, place, i.Partner)
	}
	would := ""
	for _, s := range a.Would {
		if s.Partner == i.Partner {
			would = fmt.Sprintf("; else %s would have %s", i.Partner, shareWords(s.Share))
		}
	}
	return fmt.Sprintf("Nothing is paid for %s: %s%s.", what, idleWords(i.Partner, i.Reason), would)
}

// idleWords says why a partner is not paid for its touch.
func idleWords(partner, reason string) string {
	switch reason {
	case "no-agreement":
		return partner + " has no signed agreement"
	case "not-in-force":
		return "no agreement of " + partner + " pays on that day"
	}
	return "no rule of " + partner + "'s plan pays it"
}

// wholeWords says whether the parts that are paid come to the whole.
func (a *WhyAnswer) wholeWords() string {
	sum := SumOfShares(a.Trace.Among)
	rest := new(big.Rat).Sub(big.NewRat(1, 1), sum)
	switch {
	case len(a.Trace.Among) == 0:
		return "Nobody is paid for it."
	case rest.Sign() == 0:
		return "The parts of the others come to the whole: they have what it would have had."
	}
	return fmt.Sprintf("The parts that are paid come to %s: nobody gets the other %s.", percentWords(sum), percentWords(rest))
}

// SumOfShares adds up parts of a whole.
func SumOfShares(list []commission.SharedBy) *big.Rat {
	sum := new(big.Rat)
	for _, s := range list {
		sum.Add(sum, big.NewRat(s.Share.Num, s.Share.Den))
	}
	return sum
}

// MethodWords says how partners share a deal.
func MethodWords(method string) string { return methodWords(method) }

// UnpaidTouch is a touch of a partner without a signed agreement in an event of a
// statement.
type UnpaidTouch struct {
	Event   string
	Partner string
	ID      string        // of the touch; "": it is named for a fixed share
	At      quantity.Date // of the touch
	Among   []commission.SharedBy
}

func (u UnpaidTouch) words() string {
	what := fmt.Sprintf("touch %s of %s in %s", u.ID, u.Partner, u.Event)
	if u.ID == "" {
		what = fmt.Sprintf("fixed share of %s in %s", u.Partner, u.Event)
	}
	sum := SumOfShares(u.Among)
	rest := new(big.Rat).Sub(big.NewRat(1, 1), sum)
	fate := "the others share the whole"
	switch {
	case sum.Sign() == 0:
		fate = "nobody is paid for it"
	case rest.Sign() != 0:
		fate = "nobody gets " + percentWords(rest)
	}
	return fmt.Sprintf("The %s pays nothing, as %s has no signed agreement: %s.", what, u.Partner, fate)
}

// tenure says since when the customer is one, and in which stage.
func (a *WhyAnswer) tenure() []string {
	r := a.Rule
	if r.Recurring == nil || r.Recurring.Spec == nil {
		return nil
	}
	var out []string
	if r.Spec.Recurring.For != nil {
		out = append(out, fmt.Sprintf("It pays a customer for %s.", cited(r.Spec.Recurring.For)))
	}
	if a.Trace == nil || a.Trace.Tenure == nil {
		return out
	}
	t := a.Trace.Tenure
	began := fmt.Sprintf("The customer's time began on %s with %s%s", t.First, t.Event, citeRow(t.Place))
	if t.Until != 0 {
		began += fmt.Sprintf(" and ends before %s", t.Until)
	}
	if r.Recurring.Payments > 0 {
		began += fmt.Sprintf("; this is payment %d of %d", t.Payment, r.Recurring.Payments)
	}
	out = append(out, began+".")
	if t.Stage == 0 {
		return out
	}
	stage := fmt.Sprintf("Stage %d of %d runs from %s", t.Stage, len(r.Recurring.Stages), t.From)
	if t.To != 0 {
		stage += fmt.Sprintf(" to before %s", t.To)
	}
	if s := r.Recurring.Stages[t.Stage-1].Spec; s != nil && s.For != nil {
		stage += ", as it lasts " + cited(s.For)
	}
	return append(out, stage+".")
}

// periodCap says what was used of the cap of the period before the line.
func (a *WhyAnswer) periodCap() []string {
	r := a.Rule
	if r.CapPerPeriod == nil {
		return nil
	}
	if a.Trace == nil || a.Trace.Used == nil {
		if a.CutPeriod == 0 {
			return nil
		}
		return []string{fmt.Sprintf("The cap for one payout period is %s: %s are cut.", cited(r.Spec.Cap.PerPeriod), a.bare(a.CutPeriod))}
	}
	used, limit := a.Trace.Used, new(big.Rat).SetInt64(*r.CapPerPeriod)
	left := new(big.Rat).Sub(limit, used)
	if left.Sign() < 0 {
		left = new(big.Rat)
	}
	out := fmt.Sprintf("The cap for one payout period is %s: %s were used before it%s, %s are left", cited(r.Spec.Cap.PerPeriod), exactWords(used, a.Currency), a.usedBy(), exactWords(left, a.Currency))
	if a.CutPeriod != 0 {
		return []string{fmt.Sprintf("%s: of %s are cut %s.", out, a.bare(a.Earned+a.CutPeriod), a.bare(a.CutPeriod))}
	}
	return []string{out + ", nothing is cut."}
}

// mostUsers is how many rows are named that used a cap before.
const mostUsers = 5

func (a *WhyAnswer) usedBy() string {
	if len(a.Users) == 0 {
		return ""
	}
	var rows []string
	for _, l := range a.Users[:min(len(a.Users), mostUsers)] {
		rows = append(rows, fmt.Sprintf("%s for %s%s", a.bare(l.Earned), l.Event, citeRow(l.Place)))
	}
	if more := len(a.Users) - mostUsers; more > 0 {
		rows = append(rows, number(more)+" more")
	}
	return ", " + joinAnd(rows)
}
