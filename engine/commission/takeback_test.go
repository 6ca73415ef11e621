package commission

import (
	"testing"
)

// 11: refunds are cumulative, whatever they are cut into.
func TestRefunds(t *testing.T) {
	flat := rule("rate: 15%")
	d := newDesk(t, flat, "ada").won("A", "2026-01-05", "0.70").takes("R1", "A", "2026-02-01", "0.30", "").takes("R2", "A", "2026-02-02", "0.30", "").takes("R3", "A", "2026-02-03", "0.10", "")
	d.pays("A earned ada 0.11", "R1 refund of A ada -0.05", "R2 refund of A ada -0.04", "R3 refund of A ada -0.02")
	if l := d.lines[1]; l.Amount != -30 || l.At != on("2026-02-01") || l.Place != "refunds.csv:R1" {
		t.Errorf("the refund is of %d on %s at %s", l.Amount, l.At, l.Place)
	}
	t.Run("never more than it was worth", func(t *testing.T) {
		d := newDesk(t, flat, "ada").won("A", "2026-01-05", "100").takes("R1", "A", "2026-02-01", "80", "").takes("R2", "A", "2026-02-02", "80", "").takes("R3", "A", "2026-02-03", "80", "")
		d.pays("A earned ada 15.00", "R1 refund of A ada -12.00", "R2 refund of A ada -3.00")
		if d.lines[2].Reason != "over-refunded" {
			t.Errorf("the reason is %q", d.lines[2].Reason)
		}
	})
	t.Run("of a deal, over its payments", func(t *testing.T) {
		part := func(e *Event) { e.Trigger, e.Deal = Collected, "DEAL" }
		d := newDesk(t, "rules: [{id: r, trigger: collected, rate: 10%}]", "ada").won("I1", "2026-01-05", "300", part).won("I2", "2026-02-05", "100", part)
		d.takes("R", "DEAL", "2026-03-01", "200", "").won("I3", "2026-04-05", "100", part)
		d.pays("I1 earned ada 30.00", "I2 earned ada 10.00", "R refund of I1 ada -15.00", "R refund of I2 ada -5.00", "I3 earned ada 10.00")
	})
	t.Run("before its event", func(t *testing.T) {
		newDesk(t, flat, "ada").takes("R", "A", "2026-01-01", "50", "").won("A", "2026-01-05", "100").pays("A earned ada 15.00", "R refund of A ada -7.50")
	})
	t.Run("of nothing", func(t *testing.T) {
		newDesk(t, rule("rate: 0%"), "ada").won("A", "2026-01-05", "100").takes("R", "A", "2026-01-06", "50", "").takes("S", "Z", "2026-01-06", "50", "").pays("A earned ada 0.00")
	})
	t.Run("of what is held", func(t *testing.T) {
		d := newDesk(t, rule("rate: 15%, hold: 30 days"), "ada").won("A", "2026-01-05", "100").takes("R1", "A", "2026-01-20", "50", "").takes("R2", "A", "2026-02-10", "50", "")
		d.fold()
		if d.lines[1].Until != on("2026-02-04") || d.lines[2].Until != 0 {
			t.Errorf("held until %q and %q", d.lines[1].Until, d.lines[2].Until)
		}
	})
	t.Run("at its own exchange rate", func(t *testing.T) {
		d := newDesk(t, flat, "ada").won("A", "2026-01-05", "100", func(e *Event) { e.Currency = "EUR" })
		d.takes("R", "A", "2026-03-01", "55", "")
		d.rates = rates{"EUR USD 2026-01-05": [2]int64{11, 10}, "USD EUR 2026-01-05": [2]int64{10, 11}}
		d.pays("A earned ada 16.50", "R refund of A ada -8.25")
	})
}

func TestRefundsOfSharedDeals(t *testing.T) {
	d := newDesk(t, rule("rate: 10%")+"\nattribution: {method: linear}", "ada", "bob").won("A", "2026-01-05", "100.10", touched("bob", "ada")).takes("R", "A", "2026-02-01", "100.10", "")
	d.pays("A earned bob 5.01", "A earned ada 5.00", "R refund of A bob -5.01", "R refund of A ada -5.00")
}

func TestClawbacks(t *testing.T) {
	plan := rule("rate: 10%, clawback: {on: [churn], schedule: [{within: 90 days, share: 100%}, {within: 180 days, share: 50%}]}")
	for day, want := range map[string]string{"2026-04-05": "-100.00", "2026-04-06": "-50.00", "2026-07-04": "-50.00"} { // 90 days, 91, 180
		newDesk(t, plan, "ada").won("A", "2026-01-05", "1000").takes("C", "A", day, "1000", Churn).pays("A earned ada 100.00", "C clawback of A ada "+want)
	}
	newDesk(t, plan, "ada").won("A", "2026-01-05", "1000").takes("C", "A", "2026-07-05", "1000", Churn).takes("N", "A", "2026-01-06", "1000", NonPayment).pays("A earned ada 100.00")
	d := newDesk(t, plan, "ada").won("A", "2026-01-05", "1000").takes("R", "A", "2026-02-01", "400", "").takes("C", "A", "2026-05-01", "1000", Churn).takes("S", "A", "2026-06-01", "600", "")
	d.pays("A earned ada 100.00", "R refund of A ada -40.00", "C clawback of A ada -30.00", "S refund of A ada -30.00")
	newDesk(t, rule("rate: 10%"), "ada").won("A", "2026-01-05", "1000").takes("C", "A", "2026-01-06", "1000", Churn).pays("A earned ada 100.00")
}

// 12: a refund that drops the volume under a bound.
func TestReopen(t *testing.T) {
	plan := func(method, reopen string) string {
		return rule("reopen: "+reopen+", bands: {method: "+method+", reset: quarterly, steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, rate: 20%}]}") + "\npayout: {cadence: quarterly}"
	}
	sell := func(method, reopen string, refunded, amount string) *desk {
		return newDesk(t, plan(method, reopen), "ada").won("A", "2026-01-05", "800").won("B", "2026-01-06", "400").takes("R", "A", refunded, amount, "")
	}
	graduated := []string{"A earned ada 80.00", "B earned ada 60.00", "R refund of A ada -40.00"} // B: 200 at 10, 200 at 20
	sell("graduated", "none", "2026-02-01", "400").pays(graduated...)
	// A is now 400 at 10, B 400 at 10.
	sell("graduated", "open-period", "2026-02-01", "400").pays(append(graduated[:3:3], "R reopened of B ada -20.00")...)
	sell("graduated", "open-period", "2026-04-01", "400").pays(graduated...)
	sell("graduated", "contract-year", "2026-06-30", "400").pays(append(graduated[:3:3], "R reopened of B ada -20.00")...)
	sell("graduated", "contract-year", "2026-07-01", "400").pays(graduated...)
	// What comes after counts from the lower volume.
	sell("graduated", "open-period", "2026-02-01", "400").won("C", "2026-02-02", "200").
		pays(append(graduated[:3:3], "R reopened of B ada -20.00", "C earned ada 20.00")...)
	// Volume: 1200 at 20 is 240, of which A has 80 of its own and all 80 of the true-up.
	sell("volume", "open-period", "2026-02-01", "800").pays("A earned ada 80.00", "B earned ada 80.00", "B true-up ada 80.00", "R refund of A ada -80.00",
		"R refund of A ada -80.00", "R reopened of B ada -40.00")
	sell("volume", "open-period", "2026-02-01", "800").won("C", "2026-02-02", "700").pays("A earned ada 80.00", "B earned ada 80.00", "B true-up ada 80.00",
		"R refund of A ada -80.00", "R refund of A ada -80.00", "R reopened of B ada -40.00", "C earned ada 140.00", "C true-up ada 40.00")
}

// What an event has in a true-up is taken back with it.
func TestTrueUpsAreTakenBack(t *testing.T) {
	plan := rule("bands: {method: volume, reset: quarterly, steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, rate: 20%}]}, clawback: {schedule: [{within: 90 days, share: 50%}]}")
	sell := func() *desk {
		return newDesk(t, plan, "ada").won("A", "2026-01-05", "600").won("B", "2026-01-06", "200.03").won("C", "2026-01-07", "300")
	}
	earned := []string{"A earned ada 60.00", "B earned ada 20.00", "C earned ada 60.00", "C true-up ada 80.00"}
	sell().takes("R", "A", "2026-02-01", "600", "").takes("S", "B", "2026-02-02", "200.03", "").takes("T", "C", "2026-02-03", "300", "").pays(append(earned[:4:4],
		"R refund of A ada -60.00", "R refund of A ada -60.00", "S refund of B ada -20.00", "S refund of B ada -20.00", "T refund of C ada -60.00")...)
	sell().takes("R", "A", "2026-02-01", "300", "").takes("X", "A", "2026-02-02", "600", Churn).pays(append(earned[:4:4],
		"R refund of A ada -30.00", "R refund of A ada -30.00", "X clawback of A ada -15.00", "X clawback of A ada -15.00")...)
}

// Floor and cap hold for what an event is worth by either step.
func TestTrueUpsKeepTheLimitsOfAnEvent(t *testing.T) {
	plan := rule("bands: {method: volume, reset: quarterly, steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, rate: 20%}]}, cap: {perEvent: 100 USD}, floor: {perEvent: 30 USD}")
	newDesk(t, plan, "ada").won("A", "2026-01-05", "800").won("B", "2026-01-06", "200").won("C", "2026-01-07", "300").
		pays("A earned ada 80.00", "B earned ada 30.00", "C earned ada 60.00", "C true-up ada 30.00") // A to 100, B to 40
}

// Two refunds of one window re-rate it twice, and come to what was never sold.
func TestReopenAddsUp(t *testing.T) {
	for _, method := range []string{"graduated", "volume"} {
		plan := rule("reopen: open-period, bands: {method: "+method+", reset: quarterly, steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, upTo: 2000 USD, rate: 15%}, {id: c, rate: 20%}]}") + "\npayout: {cadence: quarterly}"
		d := newDesk(t, plan, "ada").won("A", "2026-01-05", "800").won("B", "2026-01-06", "1000").won("C", "2026-01-07", "700")
		d.takes("R", "B", "2026-02-01", "400", "").takes("S", "A", "2026-02-02", "800", "").takes("T", "B", "2026-02-03", "600", "").won("D", "2026-02-04", "500")
		var sum int64
		for _, l := range d.fold() {
			sum += l.Earned
		}
		want := usd("130") // C and D: 1000 at 10, 200 at 15
		if method == "volume" {
			want = usd("180") // 1200 at 15
		}
		if sum != want {
			t.Errorf("%s: %d in all, want %d", method, sum, want)
		}
	}
}

// 2: one rounding for a statement, spread over its lines.
func TestRoundingByStatement(t *testing.T) {
	plan := rule("rate: 8.25%") + "\nrounding: {scope: statement}\npayout: {cadence: quarterly}"
	// 16.2525 and 4.0425 are 16.25 and 4.04 alone, 20.295 together.
	d := newDesk(t, plan, "ada").won("A", "2026-01-05", "197").won("B", "2026-01-06", "49").won("C", "2026-04-06", "49")
	d.pays("A earned ada 16.26", "B earned ada 4.04", "C earned ada 4.04")
	d = newDesk(t, plan, "ada").won("A", "2026-01-05", "197").won("B", "2026-01-06", "49").takes("S", "B", "2026-01-07", "49", "").takes("R", "A", "2026-05-01", "197", "")
	d.pays("A earned ada 16.25", "B earned ada 4.04", "S refund of B ada -4.04", "R refund of A ada -16.25")
}

// What a clawback took is not taken again when the window is rated again.
func TestReopenLeavesOutWhatWasClawedBack(t *testing.T) {
	plan := rule("reopen: open-period, bands: {method: graduated, reset: quarterly, steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, rate: 20%}]}, clawback: {on: [churn], schedule: [{within: 90 days, share: 50%}]}") + "\npayout: {cadence: quarterly}"
	newDesk(t, plan, "ada").won("A", "2026-01-05", "1000").won("B", "2026-01-06", "400").takes("C", "B", "2026-02-01", "400", Churn).takes("R", "A", "2026-02-02", "1000", "").
		pays("A earned ada 100.00", "B earned ada 80.00", "C clawback of B ada -40.00", "R refund of A ada -100.00", "R reopened of B ada -20.00") // B is 40 now, half of it is gone
}
