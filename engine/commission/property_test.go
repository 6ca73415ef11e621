package commission_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// TestFoldAgreesWithTheOracle lays random plans over random rows.
func TestFoldAgreesWithTheOracle(t *testing.T) {
	for name, asked := range themes {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) { agrees(t, newWorld(t, asked)) }))
	}
}

// TestTheOrderOfRowsChangesNothing: rows are what counts, and those that share a
// day and an id with another trigger's do not meet.
func TestTheOrderOfRowsChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, wishes{})
		var rows []*sale
		for _, s := range w.sales { // of rows that repeat an id, which is first is for the source to say
			if !slices.ContainsFunc(rows, func(r *sale) bool { return r.id == s.id && r.trigger == s.trigger }) {
				rows = append(rows, s)
			}
		}
		rows = append(rows, rapid.SampledFrom(rows).Draw(t, "again"))
		w.sales = rows
		want, _ := w.fold(t)
		w.sales, w.takings = rapid.Permutation(rows).Draw(t, "rows"), rapid.Permutation(w.takings).Draw(t, "refunds")
		w.contracts = rapid.Permutation(w.contracts).Draw(t, "contracts")
		got, _ := w.fold(t)
		if diff := gocmp.Diff(written(want), written(got)); diff != "" {
			t.Fatalf("(-before +shuffled)\n%s", diff)
		}
	})
}

// TestRefundingEverythingLeavesNothing: whatever was earned, however it came
// about, and whatever was taken back of it before.
func TestRefundingEverythingLeavesNothing(t *testing.T) {
	t.Run("as it was rated", rapid.MakeCheck(func(t *rapid.T) { leavesNothing(t, wishes{isPositive: true}) }))
	t.Run("rated again", rapid.MakeCheck(func(t *rapid.T) { leavesNothing(t, wishes{isPositive: true, isReopened: true}) }))
}

func leavesNothing(t *rapid.T, asked wishes) {
	w := newWorld(t, asked)
	last := rapid.SampledFrom([]string{"2027-01-01", "2027-06-30"}).Draw(t, "last")
	for i, s := range w.sales {
		w.takings = append(w.takings, &taking{id: fmt.Sprint("all-", i), of: s.id, at: dayOf(last), amount: 1 << 40})
	}
	lines, _ := w.fold(t)
	left, slack := map[string]int64{}, map[string]int64{}
	for _, l := range lines {
		who := l.Beneficiary + " by " + l.Rule.ID + " of " + string(l.Agreement)
		left[who] += l.Earned
		if l.Of != "" && l.Terms.Rounding.OnStatement { // where cents go to whatever line has most to gain
			slack[who] += l.Terms.Rounding.Increment
		}
	}
	for who, cents := range left {
		if max(cents, -cents) > slack[who] {
			w.show(t)
			t.Fatalf("%s keeps %d of nothing:\n%s", who, cents, gocmp.Diff(nil, written(lines)))
		}
	}
}

// TestCapsAreNeverExceeded by what one event or one period earns, true-ups
// included.
func TestCapsAreNeverExceeded(t *testing.T) {
	type period struct {
		partner, rule string
		agreement     any
		from          quantity.Date
	}
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, wishes{isKept: true})
		lines, _ := w.fold(t)
		events, periods := map[string]int64{}, map[period]int64{}
		for _, l := range lines {
			isPay := l.Kind == commission.Earned || l.Kind == commission.TrueUp
			if !isPay || l.State == commission.Void || l.Terms.Rounding.OnStatement { // a statement's cents go where they fall
				continue
			}
			step := l.Terms.Rounding.Increment
			if most := l.Rule.CapPerEvent; most != nil && l.Kind == commission.Earned {
				key := fmt.Sprint(l.Event, l.Rule.ID, l.Rule.Trigger, l.Terms)
				if events[key] += l.Earned; events[key] > *most+step-1 { // the total is rounded last
					w.show(t)
					t.Fatalf("%s earns %d by %s, capped at %d", l.Event, events[key], l.Rule.ID, *most)
				}
			}
			if most := l.Rule.CapPerPeriod; most != nil {
				key := period{l.Partner, l.Rule.ID, l.Agreement, l.Period.From}
				if periods[key] += l.Earned; periods[key] > *most {
					w.show(t)
					t.Fatalf("%v earns %d, capped at %d", key, periods[key], *most)
				}
			}
		}
	})
}

// TestAnEventsCapHoldsWhenTheVolumeRises: a true-up brings an event no further.
func TestAnEventsCapHoldsWhenTheVolumeRises(t *testing.T) {
	agrees(t, alone(volumePlan+`
    cap: {perEvent: 12 USD}
    floor: {perEvent: 3 USD}`, won("A", "2026-01-05", 10000), won("B", "2026-01-06", 1000), won("C", "2026-01-07", 3000)))
}

const volumePlan = `currency: USD
rules:
  - id: r
    trigger: closed-won
    bands: {method: volume, measure: amount, per: partner, reset: quarterly, steps: [{id: low, upTo: 100 USD, rate: 10%}, {id: mid, upTo: 120 USD, rate: 15%, flat: 1 USD}, {id: top, rate: 20%}]}`

// TestSharesSumToTheWhole: what several partners are paid for a deal is what one
// would have been.
func TestSharesSumToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draws{T: t}
		method := d.one("method", "last", "first", "linear", "position", "fixed, shares: [{partner: bob, share: 33.33%}]")
		mode, pays := d.one("mode", "half-up", "half-even", "up", "down"), d.one("rate", rates...)
		body := func(attribution string) string {
			return "currency: USD\nrules:\n  - {id: r, trigger: closed-won, rate: " + pays + "}\nrounding: {mode: " + mode + "}\n" + attribution
		}
		deal := won("A", "2026-01-05", rapid.SampledFrom(amounts).Draw(t, "amount"))
		one := alone(body(""), deal)
		all := alone(body("attribution: {method: "+method+"}"), deal)
		for _, partner := range people[1:d.count("partners", 1, 3)] {
			c := &contract{partner: partner, name: partner, program: "program/p", first: dayOf("2025-11-30")}
			all.contracts = append(all.contracts, c)
			all.planOf[c] = "plan"
		}
		lines, _ := one.fold(t)
		whole := sumOf(lines)
		for i := range d.count("touches", 1, 5) {
			deal.touches = append(deal.touches, touch{id: fmt.Sprint(i), partner: all.contracts[d.count("who", 0, len(all.contracts)-1)].partner, at: dayOf("2025-12-01")})
		}
		lines, _ = all.fold(t)
		if sum := sumOf(lines); sum != whole {
			t.Errorf("%s: the shares add up to %d of %d: %v", method, sum, whole, written(lines))
		}
	})
}

func sumOf(lines []*commission.Line) (sum int64) {
	for _, l := range lines {
		sum += l.Earned
	}
	return sum
}

// TestGraduatedPayIsContinuous: one cent more never brings more than its rate,
// on a bound as anywhere.
func TestGraduatedPayIsContinuous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draws{T: t}
		inclusive := rapid.Bool().Draw(t, "fromInclusive")
		body := fmt.Sprintf(`currency: USD
rules:
  - {id: r, trigger: closed-won, bands: {method: graduated, per: partner, reset: never, fromInclusive: %t, steps: [{id: a, upTo: 50 USD, rate: %s}, {id: b, upTo: 100 USD, rate: %s}, {id: c, rate: %s}]}}`,
			inclusive, d.one("a", rates...), d.one("b", rates...), d.one("c", rates...))
		before := rapid.SampledFrom([]int64{0, 1, 4999, 5000, 5001, 9999, 10000}).Draw(t, "before")
		amount := rapid.SampledFrom([]int64{0, 1, 4999, 5000, 5001, 9999, 10000, 20000}).Draw(t, "amount")
		pay := func(cents int64) int64 {
			lines, _ := alone(body, won("A", "2026-01-05", before), won("B", "2026-01-06", cents)).fold(t)
			return lines[len(lines)-1].Earned
		}
		if low, high := pay(amount), pay(amount+1); high < low || high > low+1 {
			t.Errorf("after %d, %d earns %d and a cent more earns %d, under\n%s", before, amount, low, high, body)
		}
	})
}

// TestNothingOverflows at the largest amounts of rows and terms; what no cents
// can hold is void, and said to be.
func TestNothingOverflows(t *testing.T) {
	const most = 10_000_000_000_000
	rapid.Check(t, func(t *rapid.T) {
		d := draws{T: t}
		pays := d.one("pays", "rate: 100%", "rate: 99.99999999%", "of: quantity, perUnit: 10000 USD", "of: quantity, perUnit: 999999.99 USD", "flat: 100000000000 USD",
			"bands: {method: volume, reset: never, steps: [{id: a, upTo: 100000000000 USD, rate: 1%}, {id: b, rate: 100%}]}",
			"bands: {method: graduated, reset: never, measure: quantity, steps: [{id: a, upTo: 92000000000, rate: 1%}, {id: b, rate: 100%}]}")
		w := alone("currency: USD\nrules:\n  - {id: r, trigger: closed-won, " + pays + "}")
		for i := range d.count("rows", 1, 4) {
			s := won(ids[i], "2026-01-05", rapid.SampledFrom([]int64{most, -most, most - 1, 1, 0}).Draw(t, "amount"))
			s.quantity = d.one("quantity", "92000000000", "91999999999.99999999", "0.00000001")
			w.sales = append(w.sales, s)
		}
		agrees(t, w)
	})
	w := alone("currency: USD\nrules:\n  - {id: r, trigger: closed-won, of: quantity, perUnit: 10000000 USD}", won("A", "2026-01-05", 0))
	w.sales[0].quantity = "92000000000"
	if lines, _ := w.fold(t); len(lines) != 1 || lines[0].Reason != "out-of-range" || lines[0].Earned != 0 {
		t.Errorf("%s units of ten million are paid as %v, at most %d can be", w.sales[0].quantity, written(lines), int64(math.MaxInt64))
	}
}
