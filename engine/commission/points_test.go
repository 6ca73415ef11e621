package commission

import (
	"testing"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// rule is a plan of one rule on won deals.
func rule(body string) string {
	return "rules:\n  - {id: r, trigger: closed-won, " + body + "}"
}

func steps(method, rest string) string {
	return rule("bands: {method: " + method + ", " + rest + "}")
}

const threeSteps = "steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, upTo: 2000 USD, rate: 20%}, {id: c, rate: 30%}]"

// 1, 2: what a rule pays on, in which order it is worked out, and how rounded.
func TestBaseAndRounding(t *testing.T) {
	costs := func(e *Event) { e.Tax, e.Discount, e.Shipping, e.Cost = usd("100"), usd("50"), usd("25"), usd("900") }
	units := func(e *Event) { e.Quantity = 12_50000000 }
	for name, c := range map[string]struct {
		plan, amount string
		change       func(*Event)
		want         string
	}{
		"amount":                         {rule("rate: 10%"), "1000", costs, "100.00"},
		"net":                            {rule("of: net, rate: 10%"), "1000", costs, "82.50"},
		"margin is never below zero":     {rule("of: margin, rate: 10%"), "1000", costs, "0.00"},
		"margin":                         {rule("of: margin, rate: 10%"), "2000", costs, "92.50"},
		"a credit note stays negative":   {rule("of: net, rate: 10%"), "-1000", func(e *Event) { e.Tax = usd("-100") }, "-90.00"},
		"per unit":                       {rule("of: quantity, perUnit: 6.50 USD"), "0", units, "81.25"},
		"per unit beside an amount":      {rule("perUnit: 6.50 USD"), "99", units, "81.25"},
		"each":                           {rule("of: each, flat: 200 USD"), "0", nil, "200.00"},
		"half a cent goes up":            {rule("rate: 15%"), "0.10", nil, "0.02"},
		"half a cent below zero as well": {rule("rate: 15%"), "-0.10", nil, "-0.02"},
		"half-even":                      {rule("rate: 5%") + "\nrounding: {mode: half-even}", "0.50", nil, "0.02"},
		"up":                             {rule("rate: 1%") + "\nrounding: {mode: up}", "0.01", nil, "0.01"},
		"down":                           {rule("rate: 99%") + "\nrounding: {mode: down}", "0.01", nil, "0.00"},
		"cash":                           {rule("rate: 10%") + "\nrounding: {increment: 0.05 USD}", "1.25", nil, "0.15"},
		"floor":                          {rule("rate: 1%, floor: {perEvent: 10 USD}"), "500", nil, "10.00"},
		"no floor under a credit note":   {rule("rate: 1%, floor: {perEvent: 10 USD}"), "-500", nil, "-5.00"},
		"cap":                            {rule("rate: 50%, cap: {perEvent: 100 USD}"), "500", nil, "100.00"},
		"the cap has the last word":      {rule("rate: 1%, floor: {perEvent: 20 USD}, cap: {perEvent: 15 USD}"), "500", nil, "15.00"},
		"eight decimals of a percent":    {rule("rate: 0.00000001%"), "100000000000", nil, "10.00"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.change == nil {
				c.change = func(*Event) {}
			}
			newDesk(t, c.plan, "ada").won("D", "2026-01-05", c.amount, c.change).pays("D earned ada " + c.want)
		})
	}
}

// A third of a deal earns a third of what is stated for the deal.
func TestAPartOfADealEarnsProRata(t *testing.T) {
	part := func(e *Event) {
		e.Trigger, e.Whole, e.Tax, e.Quantity = Collected, usd("900"), usd("90"), 3*oneUnit
	}
	for plan, want := range map[string]string{
		"of: net, rate: 10%":           "27.00", // 300 less a third of 90
		"flat: 100 USD":                "33.33",
		"of: quantity, perUnit: 5 USD": "5.00",
	} {
		newDesk(t, "rules: [{id: r, trigger: collected, "+plan+"}]", "ada").won("I", "2026-01-05", "300", part).pays("I earned ada " + want)
	}
}

// 3, 4: bounds, and the two methods.
func TestBands(t *testing.T) {
	quarterly := func(method string) string {
		return steps(method, "reset: quarterly, "+threeSteps)
	}
	t.Run("graduated splits the deal that crosses", func(t *testing.T) {
		d := newDesk(t, quarterly("graduated"), "ada").won("A", "2026-01-05", "600").won("B", "2026-01-06", "1600").won("C", "2026-04-01", "100")
		d.pays("A earned ada 60.00", "B earned ada 300.00", "C earned ada 10.00") // B: 400 at 10, 1000 at 20, 200 at 30
		if l := d.lines[1]; l.Before != usd("600") || len(l.Parts) != 3 || l.Parts[1].On != usd("1000") || l.Parts[1].Step.ID != "b" {
			t.Errorf("before %d, parts %+v", l.Before, l.Parts)
		}
	})
	t.Run("a credit note goes back down the way it came", func(t *testing.T) {
		newDesk(t, quarterly("graduated"), "ada").won("A", "2026-01-05", "2200").won("B", "2026-01-06", "-1400").pays("A earned ada 360.00", "B earned ada -280.00")
	})
	t.Run("volume trues up what came before", func(t *testing.T) {
		d := newDesk(t, quarterly("volume"), "ada").won("A", "2026-01-05", "600").won("B", "2026-01-06", "400").won("C", "2026-01-07", "1").won("D", "2026-01-08", "1000").won("E", "2026-04-01", "600")
		d.pays("A earned ada 60.00", "B earned ada 40.00", "C earned ada 0.20", "C true-up ada 100.00", "D earned ada 300.00", "D true-up ada 100.10", "E earned ada 60.00")
	})
	t.Run("from inclusive", func(t *testing.T) {
		bands := "reset: quarterly, fromInclusive: true, " + threeSteps
		newDesk(t, steps("volume", bands), "ada").won("A", "2026-01-05", "1000").pays("A earned ada 200.00")
		newDesk(t, steps("graduated", bands), "ada").won("A", "2026-01-05", "1000").pays("A earned ada 100.00")
	})
	t.Run("counts", func(t *testing.T) {
		bands := "measure: count, reset: never, steps: [{id: a, upTo: 2, rate: 10%}, {id: b, rate: 20%}]"
		newDesk(t, steps("graduated", bands), "ada").won("A", "2026-01-05", "100").won("B", "2026-01-06", "100").won("C", "2026-01-07", "100").
			pays("A earned ada 10.00", "B earned ada 10.00", "C earned ada 20.00")
		newDesk(t, steps("graduated", "fromInclusive: true, "+bands), "ada").won("A", "2026-01-05", "100").won("B", "2026-01-06", "100").
			pays("A earned ada 10.00", "B earned ada 20.00")
	})
	t.Run("units with a price each", func(t *testing.T) {
		units := func(n int64) func(*Event) { return func(e *Event) { e.Quantity = n * oneUnit } }
		bands := "of: quantity, bands: {method: %s, measure: quantity, per: event, steps: [{id: a, upTo: 5, perUnit: 7 USD}, {id: b, upTo: 10, perUnit: 6.50 USD}, {id: c, perUnit: 6 USD}]}"
		newDesk(t, rule(replace(bands, "%s", "graduated")), "ada").won("A", "2026-01-05", "0", units(6)).pays("A earned ada 41.50")
		newDesk(t, rule(replace(bands, "%s", "volume")), "ada").won("A", "2026-01-05", "0", units(6)).pays("A earned ada 39.00")
	})
	t.Run("an amount crosses a bound of units", func(t *testing.T) {
		bands := "bands: {method: graduated, measure: quantity, reset: never, steps: [{id: a, upTo: 1, rate: 10%}, {id: b, rate: 20%}]}"
		newDesk(t, rule(bands), "ada").won("A", "2026-01-05", "100", func(e *Event) { e.Quantity = 3 * oneUnit }).pays("A earned ada 16.67")
	})
	t.Run("a closed last step pays nothing beyond", func(t *testing.T) {
		newDesk(t, steps("graduated", "per: event, steps: [{id: a, upTo: 1000 USD, rate: 10%}]"), "ada").won("A", "2026-01-05", "1500").pays("A earned ada 100.00")
	})
}

// 5: flats on entry.
func TestFlatsOfSteps(t *testing.T) {
	flats := "steps: [{id: a, upTo: 10 USD, rate: 1%, flat: 200 USD}, {id: b, upTo: 20 USD, rate: 2%, flat: 300 USD}, {id: c, rate: 3%, flat: 400 USD}]"
	for _, c := range []struct{ bands, amount, want string }{
		{"flatAtZero: true, ", "0", "200.00"}, {"", "0", "0.00"}, {"", "1", "200.01"}, {"", "10", "200.10"}, {"", "11", "500.12"}, {"", "21", "900.33"},
	} {
		newDesk(t, steps("graduated", "per: event, "+c.bands+flats), "ada").won("A", "2026-01-05", c.amount).pays("A earned ada " + c.want)
	}
	newDesk(t, steps("graduated", "reset: monthly, "+flats), "ada").won("A", "2026-01-05", "5").won("B", "2026-01-06", "4").won("C", "2026-01-07", "2").won("D", "2026-02-01", "5").
		pays("A earned ada 200.05", "B earned ada 0.04", "C earned ada 300.03", "D earned ada 200.05")
	newDesk(t, steps("volume", "reset: monthly, "+flats), "ada").won("A", "2026-01-05", "5").won("B", "2026-01-06", "10").
		pays("A earned ada 200.05", "B earned ada 0.20", "B true-up ada 100.05")
}

// 6 and the windows: whose volume, and when it starts again.
func TestWhoseVolume(t *testing.T) {
	two := "steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, rate: 20%}]"
	by := func(partner, customer string) func(*Event) {
		return func(e *Event) { e.Partner, e.Customer = partner, customer }
	}
	t.Run("customer", func(t *testing.T) {
		newDesk(t, steps("graduated", "per: customer, reset: never, "+two), "ada").won("A", "2026-01-05", "1000", by("ada", "X")).won("B", "2026-01-06", "1000", by("ada", "Y")).won("C", "2026-01-07", "100", by("ada", "X")).
			pays("A earned ada 100.00", "B earned ada 100.00", "C earned ada 20.00")
	})
	t.Run("program", func(t *testing.T) {
		newDesk(t, steps("volume", "per: program, reset: never, "+two), "ada", "bob").won("A", "2026-01-05", "600", by("ada", "X")).won("B", "2026-01-06", "500", by("bob", "Y")).
			pays("A earned ada 60.00", "B earned bob 100.00", "B true-up ada 60.00")
	})
	t.Run("contract year", func(t *testing.T) {
		newDesk(t, steps("graduated", "reset: contract-year, "+two), "ada").won("A", "2025-07-01", "1000").won("B", "2026-06-30", "100").won("C", "2026-07-01", "100").
			pays("A earned ada 100.00", "B earned ada 20.00", "C earned ada 10.00")
	})
	t.Run("fiscal quarter", func(t *testing.T) {
		d := newDesk(t, steps("graduated", "reset: quarterly, "+two), "ada")
		d.fiscal = 2
		d.won("A", "2026-01-31", "1000").won("B", "2026-02-01", "100").pays("A earned ada 100.00", "B earned ada 10.00")
	})
	t.Run("same day, by id", func(t *testing.T) {
		newDesk(t, steps("graduated", "reset: never, "+two), "ada").won("B", "2026-01-05", "1000").won("A", "2026-01-05", "1000").pays("A earned ada 100.00", "B earned ada 200.00")
	})
}

// 7: the cap of a period.
func TestCapOfAPeriod(t *testing.T) {
	plan := rule("rate: 10%, cap: {perPeriod: 250 USD}") + "\npayout: {cadence: quarterly}"
	d := newDesk(t, plan, "ada").won("A", "2026-01-05", "2000").won("B", "2026-02-05", "1000").won("C", "2026-03-05", "1000").won("D", "2026-04-05", "1000")
	d.pays("A earned ada 200.00", "B earned ada 50.00", "C earned ada 0.00", "D earned ada 100.00")
	if d.lines[1].CutPeriod != usd("50") || d.lines[2].CutPeriod != usd("100") {
		t.Errorf("cut %d and %d; want 50 and 100 USD", d.lines[1].CutPeriod, d.lines[2].CutPeriod)
	}
	d = newDesk(t, plan, "ada").won("A", "2026-01-05", "2500").takes("R", "A", "2026-02-01", "1000", "").won("B", "2026-02-05", "3000")
	d.pays("A earned ada 250.00", "R refund of A ada -100.00", "B earned ada 100.00")
	d = newDesk(t, plan, "ada").won("A", "2026-01-05", "2500").takes("R", "A", "2026-04-01", "1000", "").won("B", "2026-04-05", "3000")
	d.pays("A earned ada 250.00", "R refund of A ada -100.00", "B earned ada 250.00")
}

// 8: how long a customer pays.
func TestRecurring(t *testing.T) {
	birke := func(e *Event) { e.Customer = "Birke" }
	plan := func(recurring string) string { return rule("rate: 10%, recurring: " + recurring) }
	t.Run("clamped at the end of a month, exclusive", func(t *testing.T) {
		newDesk(t, plan("{for: 1 month}"), "ada").won("A", "2026-01-31", "100", birke).won("B", "2026-02-27", "100", birke).won("C", "2026-02-28", "100", birke).won("D", "2026-02-28", "100").
			pays("A earned ada 10.00", "B earned ada 10.00", "C earned ada void: ineligible", "D earned ada 10.00")
	})
	t.Run("payments", func(t *testing.T) {
		newDesk(t, plan("{for: 2 payments}"), "ada").won("A", "2026-01-31", "100", birke).won("B", "2026-02-27", "100", birke).won("C", "2026-02-28", "100", birke).
			pays("A earned ada 10.00", "B earned ada 10.00", "C earned ada void: ineligible")
	})
	t.Run("first sale", func(t *testing.T) {
		newDesk(t, plan("first-sale"), "ada").won("A", "2026-01-31", "100", birke).won("B", "2026-02-27", "100", birke).pays("A earned ada 10.00", "B earned ada void: ineligible")
	})
	t.Run("stages", func(t *testing.T) {
		d := newDesk(t, rule("recurring: {for: 6 months, stages: [{for: 1 month, rate: 40%}, {for: 2 months, rate: 30%}, {rate: 20%}]}"), "ada")
		d.won("A", "2026-01-31", "100", birke).won("B", "2026-02-28", "100", birke).won("C", "2026-04-29", "100", birke).won("D", "2026-04-30", "100", birke).won("E", "2026-07-31", "100", birke)
		d.pays("A earned ada 40.00", "B earned ada 30.00", "C earned ada 30.00", "D earned ada 20.00", "E earned ada void: ineligible")
	})
}

// 9: which rule pays.
func TestFirstMatchAndStack(t *testing.T) {
	plan := `rules:
  - {id: bonus, trigger: closed-won, flat: 5 USD, stack: true}
  - {id: big, trigger: closed-won, where: "amount > 1000 USD", rate: 20%}
  - {id: all, trigger: closed-won, rate: 10%}
  - {id: more, trigger: closed-won, where: "kind == 'new'", rate: 1%, stack: true}`
	tests := func(w uint64) func(*Event) { return func(e *Event) { e.Tests = []uint64{w} } }
	newDesk(t, plan, "ada").won("A", "2026-01-05", "100").won("B", "2026-01-06", "2000", tests(1<<1|1<<3)).
		pays("A earned ada 5.00", "A earned ada 10.00", "B earned ada 5.00", "B earned ada 400.00", "B earned ada 20.00")
}

// 13, 16: the terms and the agreement that an event is paid by.
func TestTermsInForce(t *testing.T) {
	bands := "bands: {method: graduated, reset: never, steps: [{id: a, upTo: 1000 USD, rate: 10%}, {id: b, rate: 20%}]}"
	d := newDesk(t, rule(bands), "ada")
	before, after := d.accounts[0].TermsOf(nil), mustCompile(t, rule(replace(bands, "20%", "30%")))
	d.accounts[0].TermsOf = func(e *Event) *Terms {
		if e.Created < on("2026-03-01") {
			return before
		}
		return after
	}
	created := func(day string) func(*Event) { return func(e *Event) { e.Created = on(day) } }
	d.won("A", "2026-01-05", "900").won("B", "2026-03-05", "200", created("2026-02-01")).won("C", "2026-03-06", "100")
	d.pays("A earned ada 90.00", "B earned ada 30.00", "C earned ada 30.00")

	d = newDesk(t, rule("rate: 10%"), "ada")
	d.accounts[0].Last, d.accounts[0].Tail = on("2026-03-31"), on("2026-06-30")
	d.won("A", "2025-06-30", "100").won("B", "2026-03-31", "100").won("C", "2026-06-30", "100", created("2026-03-31")).won("D", "2026-06-30", "100", created("2026-04-01")).won("E", "2026-07-01", "100", created("2026-01-01"))
	d.pays("B earned ada 10.00", "C earned ada 10.00")
}

// 14: another currency comes into the plan's first.
func TestAnotherCurrency(t *testing.T) {
	euro := func(e *Event) { e.Currency = "EUR" }
	d := newDesk(t, rule("rate: 10%"), "ada").won("A", "2026-01-05", "100", euro).won("B", "2026-01-06", "100", euro)
	d.rates = rates{"EUR USD 2026-01-05": [2]int64{11, 10}}
	d.pays("A earned ada 11.00")
	if len(d.missing) != 1 || d.missing[0].On != on("2026-01-06") || d.missing[0].Place != "deals.csv:B" {
		t.Errorf("missing %+v; want that of 2026-01-06", d.missing)
	}
}

// rates holds fractions by "FROM TO DAY".
type rates map[string][2]int64

func (r rates) Quote(from, to quantity.Currency, day quantity.Date) (facts.Quote, bool) {
	x, ok := r[string(from)+" "+string(to)+" "+day.String()]
	return facts.Quote{On: day, Num: uint64(x[0]), Den: uint64(x[1])}, ok
}

// 17: rows that must not be paid.
func TestVoidRows(t *testing.T) {
	d := newDesk(t, rule("rate: 10%, override: {of: sale, rate: 5%}"), "ada")
	d.accounts[0].Aliases, d.accounts[0].Referrer = []string{"Ada Ltd"}, "ada"
	d.won("A", "2026-01-05", "100").won("A", "2026-01-06", "100").won("A", "2026-01-07", "100").won("B", "2026-01-08", "100", func(e *Event) { e.Customer = "ADA LTD" })
	d.pays("A earned ada 10.00", "A override ada void: self-referral", "A earned ada void: duplicate", "A earned ada void: duplicate", "B earned ada void: self-referral")
}

func TestWhatCannotBeComputedIsRefused(t *testing.T) {
	for name, plan := range map[string]string{
		"a rate of a quantity":        rule("of: quantity, rate: 10%"),
		"a rate of each":              rule("of: each, bands: {method: volume, measure: count, per: event, steps: [{id: a, rate: 10%}]}"),
		"an amount in another money":  rule("flat: 5 EUR"),
		"more than the whole":         rule("rate: 1%") + "\nattribution: {method: fixed, shares: [{partner: ada, share: 60%}, {partner: bob, share: 50%}]}",
		"a bound in another unit":     rule("bands: {method: volume, measure: count, per: event, steps: [{id: a, upTo: 5 USD, rate: 10%}, {id: b, rate: 1%}]}"),
		"a program's contract year":   rule("bands: {method: volume, per: program, reset: contract-year, steps: [{id: a, rate: 10%}]}"),
		"stages beside a rate":        rule("rate: 1%, recurring: {stages: [{for: 1 month, rate: 2%}, {rate: 3%}]}"),
		"an increment of nothing":     rule("rate: 1%") + "\nrounding: {increment: 0 USD}",
		"steps in no order":           rule("bands: {method: volume, per: event, steps: [{id: a, upTo: 5 USD, rate: 1%}, {id: b, upTo: 5 USD, rate: 2%}, {id: c, rate: 3%}]}"),
		"a stage that has no end":     rule("recurring: {stages: [{rate: 2%}, {rate: 3%}]}"),
		"more than any event's worth": rule("flat: 100000000000.01 USD"),
	} {
		if terms, findings := compiled(t, plan); terms != nil || !findings.HasErrors() || findings[0].At.IsZero() || findings[0].Fix == "" {
			t.Errorf("%s: compiled with %v", name, findings)
		}
	}
}
