package commission_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/facts"
)

// TestLinesSumToTheirStatements: every line stands in one statement, what is
// held is released once, and all that is due is paid or carried.
func TestLinesSumToTheirStatements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, wishes{})
		in, _ := w.input(t)
		lines, _ := w.fold(t)
		asOf := dateOf(dayOf(rapid.SampledFrom(dates).Draw(t, "as of")))
		got, missing := commission.Statements(commission.Payroll{Accounts: in.Accounts, Rates: w.rates, Fiscal: w.fiscal, AsOf: asOf}, slices.Values(lines))
		if len(missing) > 0 {
			t.Fatalf("one currency needs no exchange rate: %v", missing)
		}
		earned, held := map[string]int64{}, map[string]int64{}
		for _, l := range lines {
			if l.At > asOf || l.State == commission.Void {
				continue
			}
			earned[l.Beneficiary] += l.Earned
			if l.Until > asOf {
				held[l.Beneficiary] += l.Earned
			}
		}
		for _, s := range got {
			checkStatement(t, s)
			earned[s.Partner] -= s.Earned
			held[s.Partner] -= s.Held - s.Released
		}
		for _, left := range []map[string]int64{earned, held} {
			for partner, cents := range left {
				if cents != 0 {
					w.show(t)
					t.Fatalf("as of %s, the lines of %s and its statements differ by %d (earned, then held: %v %v)", asOf, partner, cents, earned, held)
				}
			}
		}
	})
}

// TestPayoutsAreExchangedOnce: what a line earned is worth that much at the rate, to
// the multiple of its currency's step that the plan's mode leads to, and never
// rounded twice.
func TestPayoutsAreExchangedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mode := rapid.SampledFrom([]string{"half-up", "half-even", "up", "down"}).Draw(t, "mode")
		minor := rapid.Int64Range(-1e13, 1e13).Draw(t, "minor units")
		rate := big.NewRat(rapid.Int64Range(1, 20_000_000).Draw(t, "rate"), rapid.SampledFrom([]int64{1, 8, 10_000, 1_000_000, 999_983}).Draw(t, "over"))
		step := rapid.SampledFrom([]int64{1, 5, 100}).Draw(t, "step")
		wide := facts.Quote{Wide: rate}
		for _, q := range []facts.Quote{wide, {Num: rate.Num().Uint64(), Den: rate.Denom().Uint64()}} {
			got, ok := commission.Exchanged(minor, q, commission.Mode(mode), step)
			want := nearest(over(mul(whole(minor), rate), whole(step)), mode)
			want.Mul(want, big.NewInt(step))
			if ok != want.IsInt64() || ok && got != want.Int64() {
				t.Fatalf("%d at %s, %s to %d: %d, want %s", minor, rate, mode, step, got, want)
			}
		}
	})
}

// checkStatement adds one statement up.
func checkStatement(t tester, s commission.Statement) {
	t.Helper()
	var own, released int64
	for _, l := range s.Lines {
		switch {
		case l.State == commission.Void:
		case l.IsReleased:
			released += l.Payout
		default:
			own += l.Payout
		}
	}
	if own != s.Earned || released != s.Released {
		t.Errorf("%s in %s: its lines come to %d and %d released, it says %+v", s.Partner, s.Period, own, released, s.Totals)
	}
	if s.Payable != s.Earned-s.Held || s.Due != s.Payable+s.Released+s.Adjustments+s.CarriedIn || s.Due != s.Paid+s.CarriedOut {
		t.Errorf("%s in %s does not add up: %+v", s.Partner, s.Period, s.Totals)
	}
	if s.Paid < 0 || s.Paid > 0 && s.Paid != s.Due {
		t.Errorf("%s in %s pays %d of %d", s.Partner, s.Period, s.Paid, s.Due)
	}
}
