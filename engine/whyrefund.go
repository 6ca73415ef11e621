package engine

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
)

// refundFate says why a refund, churn or non-payment takes nothing from a partner.
func (in *inquiry) refundFate(f facts.Found, named string) ([]string, error) {
	of, on := f.Cells["of"].Text, dayIn(f, "at")
	if on > in.Snapshot.AsOf {
		return []string{fmt.Sprintf("%s is of %s, after %s: it takes nothing back yet.", named, on, in.Snapshot.AsOf)}, nil
	}
	earned := in.linesOf(of, true)
	if len(earned) == 0 {
		return in.backFromNothing(of, named)
	}
	var out []string
	told := map[string]bool{}
	for _, l := range earned {
		if says := in.takesNothing(f, l, named); !told[says] {
			told[says] = true
			out = append(out, says)
		}
	}
	return out, nil
}

// linesOf gives what an event, or the events of a deal, earned the partner.
func (in *inquiry) linesOf(of string, isOwn bool) []*commission.Line {
	ids := map[string]bool{of: true}
	for _, kind := range []string{"revenue", "leads"} {
		if slices.Contains(in.Paid.Types, kind) {
			for _, e := range in.Paid.EventsOfDeal(of) {
				ids[e] = true
			}
			break
		}
	}
	var out []*commission.Line
	for i := range in.Paid.Lines {
		l := &in.Paid.Lines[i]
		isEarned := (l.Kind == commission.Earned || l.Kind == commission.Overridden) && l.State != commission.Void
		if isEarned && ids[l.Event] && (l.Beneficiary == in.partner) == isOwn {
			out = append(out, l)
		}
	}
	return out
}

// backFromNothing says why there is nothing to take back: what is reversed is
// another's, or earned nothing itself.
func (in *inquiry) backFromNothing(of, named string) ([]string, error) {
	if others := in.linesOf(of, false); len(others) > 0 {
		l := others[0]
		return []string{fmt.Sprintf("%s takes back from %s (%s), which is paid to %s: nothing of it is %s's.", named, of, l.Place, l.Beneficiary, in.partner)}, nil
	}
	out := []string{fmt.Sprintf("%s takes back from %s, which earned nothing: there is nothing to take.", named, of)}
	for i := range in.Paid.Lines {
		if l := &in.Paid.Lines[i]; l.Event == of && l.State == commission.Void && l.Beneficiary == in.partner {
			return append(out, fmt.Sprintf("Why it earned nothing: entente why %s %s %s", in.partner, in.PeriodName(l.Period), of)), nil
		}
	}
	if in.depth > 0 { // a refund of a refund
		return out, nil
	}
	deeper := *in
	deeper.depth++
	var err error
	if deeper.found, err = in.seek(func(id string) bool { return id == of }); err != nil {
		return nil, err
	}
	for _, f := range deeper.rowsOf(of) {
		says, err := deeper.fate(f)
		if err != nil {
			return nil, err
		}
		out = append(out, says...)
	}
	return out, nil
}

// takesNothing says why a reversal takes nothing of a line.
func (in *inquiry) takesNothing(f facts.Found, l *commission.Line, named string) string {
	reason := commission.Reason(cmp.Or(f.Cells["reason"].Text, string(commission.Refund)))
	what := fmt.Sprintf("%s takes nothing back of %s (%s)", named, l.Event, l.Place)
	if reason != commission.Refund {
		return what + ": " + in.notClawed(f, l, reason)
	}
	if l.Earned == 0 {
		return what + ", which earned 0.00."
	}
	var before []string
	for i := range in.Paid.Lines {
		b := &in.Paid.Lines[i]
		isBefore := cmp.Or(cmp.Compare(b.At, dayIn(f, "at")), cmp.Compare(b.Event, f.ID)) < 0
		if isBefore && b.Beneficiary == l.Beneficiary && b.Of == l.Event && (b.Kind == commission.Refunded || b.Kind == commission.ClawedBack) && !render.IsSliceOfTrueUp(b) && (b.Rule == nil || l.Rule == nil || b.Rule.ID == l.Rule.ID) {
			before = append(before, fmt.Sprintf("%s took %s (%s)", b.Event, render.MoneyWords(-b.Earned, b.Currency), b.Place))
		}
	}
	if len(before) > 0 {
		return fmt.Sprintf("%s: what it earned, %s, was taken back before: %s.", what, render.MoneyWords(l.Earned, l.Currency), strings.Join(before, ", "))
	}
	amount := f.Cells["amount"]
	if l.Amount > 0 && quantity.Currency(amount.Text) == l.Currency {
		exact := new(big.Rat).Mul(big.NewRat(l.Earned, 1), big.NewRat(amount.Int, l.Amount))
		return fmt.Sprintf("%s: its share of %s, %s, rounds to nothing.", what, render.MoneyWords(l.Earned, l.Currency), render.ExactWords(exact, l.Currency))
	}
	return what + "."
}

// notClawed says why churn or non-payment takes nothing: the rule has no clawback,
// none for it, or its time is over.
func (in *inquiry) notClawed(f facts.Found, l *commission.Line, reason commission.Reason) string {
	r := l.Rule
	switch {
	case r == nil || r.Spec == nil:
		return "its terms say nothing of " + string(reason) + "."
	case r.Clawback == nil:
		return fmt.Sprintf("rule %s%s has no clawback.", r.ID, render.Cite(r.Spec.ID.At))
	case !slices.Contains(r.Clawback.On, reason):
		return fmt.Sprintf("the clawback of rule %s%s is not for %s.", r.ID, render.Cite(r.Spec.ID.At), reason)
	}
	closed := l.At
	for _, e := range in.Paid.Events(l.Event) {
		closed = cmp.Or(e.Closed, closed)
	}
	last := r.Clawback.Schedule[len(r.Clawback.Schedule)-1]
	on := dayIn(f, "at")
	if end := last.Within.From(closed, in.Book.Holidays()); on > end && last.Spec != nil {
		return fmt.Sprintf("%s is %d days after closing on %s, and the last entry of the schedule ends %s after it, on %s%s.", on, int(on-closed), closed, last.Spec.Within.Canonical(), end, render.Cite(last.Spec.Within.At))
	}
	if amount := f.Cells["amount"]; amount.Int > 0 && l.Amount > amount.Int && quantity.Currency(amount.Text) == l.Currency {
		exact := new(big.Rat).Mul(big.NewRat(l.Earned, 1), big.NewRat(amount.Int, l.Amount))
		return fmt.Sprintf("its part of %s is %s: nothing of that was kept by then, or it rounds to nothing.", render.MoneyWords(l.Earned, l.Currency), render.ExactWords(exact, l.Currency))
	}
	return "nothing of it was kept by then."
}
