package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type capDoc struct {
	Cap, Largest, WorstCase string
	PerEvent, PerPeriod     *string
}

// worst plans a change of a plan's spec and gives what the plan says of caps, and
// its text on one line.
func (r payRepo) worst(t *testing.T, head string) ([]capDoc, string) {
	t.Helper()
	base := r.write(t)
	r.plan = head
	ask := func(format string) []byte {
		var stdout, stderr bytes.Buffer
		run([]string{"plan", "--base", base, "--head", r.write(t), "--as-of", "2026-06-30", "--format", format}, strings.NewReader(""), &stdout, &stderr)
		if stdout.Len() == 0 {
			t.Fatal(stderr.String())
		}
		return stdout.Bytes()
	}
	var doc struct {
		Impact struct{ ProForma struct{ Caps []capDoc } }
	}
	if err := json.Unmarshal(ask("json"), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Impact.ProForma.Caps, strings.Join(strings.Fields(string(ask("text"))), " ")
}

func TestAWorstCaseTakesTheHighestRate(t *testing.T) {
	rule := "rules: [{id: r, trigger: closed-won, %sbands: {method: graduated, per: partner, reset: quarterly, steps: [{id: a, upTo: 1000 USD, rate: 10%%}, {id: b, rate: 20%%}]}}]"
	r := payRepo{plan: simple + fmt.Sprintf(rule, "cap: {perEvent: 300 USD}, "), facts: deals("D-1 5000 2026-01-02 2026-01-10", "D-2 100 2026-01-02 2026-01-11")}
	caps, says := r.worst(t, simple+fmt.Sprintf(rule, ""))
	if len(caps) != 1 || caps[0].Largest != "1000.00" || caps[0].WorstCase != "2000.00" {
		t.Errorf("caps: %+v", caps)
	}
	if want := "if each of the 2 events of the last twelve months were as large as the largest, and paid by the highest rate of the rule, which comes to 1,000.00 USD without a cap"; !strings.Contains(says, want) {
		t.Errorf("%q is not in %s", want, says)
	}
}

func TestAWorstCaseKeepsToTheCapThatStays(t *testing.T) {
	rule := "rules: [{id: r, trigger: closed-won, rate: 10%%, cap: {%sperEvent: 700 USD}}]"
	var rows []string
	for i := range 5 {
		rows = append(rows, fmt.Sprintf("D-%d 9000 2026-01-02 2026-0%d-10", i, i+1))
	}
	r := payRepo{plan: simple + fmt.Sprintf(rule, "perPeriod: 900 USD, "), facts: deals(rows...)}
	caps, says := r.worst(t, simple+fmt.Sprintf(rule, ""))
	if len(caps) != 1 || caps[0].Cap != "perPeriod" || caps[0].Largest != "900.00" || caps[0].WorstCase != "3500.00" {
		t.Errorf("caps: %+v", caps)
	}
	if want := "which comes to 900.00 USD without a cap; the cap of 700.00 USD an event is kept to"; !strings.Contains(says, want) {
		t.Errorf("%q is not in %s", want, says)
	}
	// The other way round, two quarters of the twelve months have events, and four
	// could have.
	caps, _ = r.worst(t, simple+"rules: [{id: r, trigger: closed-won, rate: 10%, cap: {perPeriod: 1000 USD}}]")
	if len(caps) != 2 || caps[0].WorstCase != "4000.00" || caps[1].WorstCase != "4000.00" {
		t.Errorf("caps: %+v", caps)
	}
}

// However a rule pays, events that are all as large as the largest earn no more than
// the worst case of lifting its cap.
func TestNoEventsEarnMoreThanTheWorstCase(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rate := func(name string) string {
			return fmt.Sprintf("%d.%02d%%", rapid.IntRange(0, 40).Draw(rt, name), rapid.IntRange(0, 99).Draw(rt, name+" hundredths"))
		}
		pays := "rate: " + rate("rate")
		if rapid.Bool().Draw(rt, "has bands") {
			per := "event"
			if rapid.Bool().Draw(rt, "adds up") {
				per = rapid.SampledFrom([]string{"partner", "customer", "program"}).Draw(rt, "per") + ", reset: " + rapid.SampledFrom([]string{"monthly", "quarterly", "never"}).Draw(rt, "reset")
			}
			pays = fmt.Sprintf("bands: {method: %s, per: %s, steps: [{id: a, upTo: %d USD, rate: %s}, {id: b, upTo: %d USD, rate: %s, flat: %d.01 USD}, {id: c, rate: %s}]}",
				rapid.SampledFrom([]string{"graduated", "volume"}).Draw(rt, "method"), per, rapid.IntRange(1, 500).Draw(rt, "first"), rate("a"),
				rapid.IntRange(501, 2000).Draw(rt, "second"), rate("b"), rapid.IntRange(0, 50).Draw(rt, "flat"), rate("c"))
		}
		rule := func(limits string) string {
			return simple + "rules: [{id: r, trigger: closed-won, " + pays + limits + "}]\nrounding: {mode: up}\n"
		}
		limits := rapid.SampledFrom([][2]string{
			{", cap: {perEvent: 5 USD}", ""},
			{", cap: {perEvent: 5 USD, perPeriod: 333 USD}", ", cap: {perPeriod: 333 USD}"},
			{", cap: {perEvent: 5 USD, perPeriod: 333 USD}", ", cap: {perEvent: 120 USD, perPeriod: 333 USD}"},
			{", floor: {perEvent: 15 USD}, cap: {perEvent: 20 USD}", ", floor: {perEvent: 15 USD}"},
		}).Draw(rt, "limits")
		before, stays := limits[0], limits[1]
		var as, large []string
		amounts := rapid.SliceOfN(rapid.IntRange(1, 300_000), 1, 8).Draw(rt, "cents")
		most := 0
		for _, n := range amounts {
			most = max(most, n)
		}
		for i, n := range amounts {
			day := fmt.Sprintf("2026-%02d-%02d", 1+i%3, 1+i)
			as = append(as, fmt.Sprintf("D-%d %d.%02d 2026-01-01 %s", i, n/100, n%100, day))
			large = append(large, fmt.Sprintf("D-%d %d.%02d 2026-01-01 %s", i, most/100, most%100, day))
		}
		caps, _ := payRepo{plan: rule(before), facts: deals(as...)}.worst(t, rule(stays))
		if len(caps) != 1 {
			rt.Fatalf("caps: %+v", caps)
		}
		earned := payRepo{plan: rule(stays), facts: deals(large...)}.statement(t, "northwind", "2026-Q1", "2026-06-30").Totals["earned"]
		x, isAmount := new(big.Rat).SetString(earned)
		if bound, ok := new(big.Rat).SetString(caps[0].WorstCase); !ok || !isAmount || x.Cmp(bound) > 0 {
			rt.Fatalf("worst case %s, and %s is earned", caps[0].WorstCase, earned)
		}
	})
}
