package commission_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/commission"
)

// TestReopeningRatesAsIfNothingRefundedHadBeen: within the window, what events
// are left with is what smaller ones would have earned in the first place, once a
// refund drops the volume under a bound. One that does not re-rates nothing.
// Volume bands pay earlier events by true-ups of many, whose cents are rounded
// together: there the sums agree but for a cent an event and true-up.
func TestReopeningRatesAsIfNothingRefundedHadBeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draws{T: t}
		method := d.one("method", "graduated", "volume")
		first, second := "50 USD", "100 USD"
		measure := d.one("measure", "amount", "count")
		if measure == "count" {
			first, second = "2", "4"
		}
		body := fmt.Sprintf(`currency: USD
rules:
  - {id: r, trigger: closed-won, reopen: %s, bands: {method: %s, measure: %s, per: %s, reset: %s, steps: [%s]}}
payout: {cadence: quarterly}`, d.one("reopen", "open-period", "contract-year"), method, measure, d.one("per", "partner", "customer", "program"),
			d.one("reset", "quarterly", "never"), d.one("steps",
				"{id: a, upTo: "+first+", rate: 10%}, {id: b, upTo: "+second+", rate: 20%}, {id: c, rate: 33.33%}",
				"{id: a, upTo: "+first+", rate: 30%, flat: 2 USD}, {id: b, rate: 5%, flat: 3.33 USD}"))
		w := alone(body)
		for i := range d.count("sales", 1, 6) {
			s := won(ids[i], d.one("at", "2026-01-01", "2026-01-31", "2026-03-01", "2026-03-30"), rapid.SampledFrom([]int64{1, 99, 4999, 5000, 5001, 7777, 10000}).Draw(t, "amount"))
			s.customer = d.one("customer", "X", "Y")
			w.sales = append(w.sales, s)
		}
		left := alone(body)
		for i := range d.count("refunds", 1, 3) {
			s := rapid.SampledFrom(w.sales).Draw(t, "refunded")
			w.takings = append(w.takings, &taking{id: fmt.Sprint("R", i), of: s.id, at: dayOf(d.one("on", "2026-03-30", "2026-03-31")), amount: rapid.SampledFrom([]int64{1, 1000, 5000, 20000}).Draw(t, "back")})
		}
		for _, s := range w.sales {
			smaller := *s
			for _, r := range w.takings {
				if r.of == s.id {
					smaller.amount = max(smaller.amount-r.amount, 0)
				}
			}
			if smaller.amount > 0 {
				left.sales = append(left.sales, &smaller)
			}
		}
		got, _ := w.fold(t)
		dropping, isRerated := droppingUnder(w, measure == "count", strings.Contains(body, "per: customer"), strings.Count(body, "upTo"))
		for _, l := range got {
			if l.Kind == commission.Reopened && !slices.Contains(dropping, l.Event) {
				w.show(t)
				t.Fatalf("%s passes no bound and re-rates:\n%s", l.Event, gocmp.Diff(nil, written(got)))
			}
		}
		if !isRerated {
			return
		}
		want, _ := left.fold(t)
		difference := sumOf(got) - sumOf(want)
		slack := int64(0)
		if method == "volume" {
			slack = int64(len(w.sales) + len(want))
		} else if diff := gocmp.Diff(byEvent(want), byEvent(got)); diff != "" {
			slack = -1
		}
		if max(difference, -difference) > slack {
			w.show(t)
			t.Fatalf("off by %d:\n%s\nthe same without what was refunded:\n%s", difference, gocmp.Diff(nil, written(got)), gocmp.Diff(nil, written(want)))
		}
	})
}

// droppingUnder names the refunds that drop a volume under one of the first n bounds,
// and says whether every volume was dropped so by the last that took from it.
func droppingUnder(w *world, isCounted, isPerCustomer bool, n int) (dropping []string, isRerated bool) {
	left := map[*sale]int64{}
	for _, s := range w.sales {
		left[s] = s.amount
	}
	step := func(customer string) (at int) {
		volume := int64(0)
		for s, amount := range left {
			switch {
			case isPerCustomer && s.customer != customer:
			case !isCounted:
				volume += amount
			case amount > 0:
				volume++
			}
		}
		for _, bound := range map[bool][]int64{true: {2, 4}, false: {5000, 10000}}[isCounted][:n] {
			if volume > bound {
				at++
			}
		}
		return at
	}
	last := map[string]bool{}
	refunds := slices.SortedStableFunc(slices.Values(w.takings), func(a, b *taking) int { return a.at.Compare(b.at) })
	for _, r := range refunds {
		s := w.sales[slices.IndexFunc(w.sales, func(s *sale) bool { return s.id == r.of })]
		before, was, key := step(s.customer), left[s], ""
		if isPerCustomer {
			key = s.customer
		}
		left[s] = max(was-r.amount, 0)
		isUnder := step(s.customer) < before
		if isUnder {
			dropping = append(dropping, r.id)
		}
		if left[s] != was {
			last[key] = isUnder
		}
	}
	for _, isUnder := range last {
		if !isUnder {
			return dropping, false
		}
	}
	return dropping, true
}

// byEvent gives what each event is left with, in order.
func byEvent(lines []*commission.Line) (out []string) {
	left := map[string]int64{}
	for _, l := range lines {
		of := l.Event
		if l.Of != "" {
			of = l.Of
		}
		left[of] += l.Earned
	}
	for of, cents := range left {
		if cents != 0 {
			out = append(out, fmt.Sprint(of, " ", cents))
		}
	}
	slices.Sort(out)
	return out
}
