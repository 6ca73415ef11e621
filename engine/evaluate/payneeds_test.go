package evaluate_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/facts/memory"
	"github.com/partnership-as-code/entente/engine/quantity"
)

const needsRepo = `apiVersion: entente/v1
kind: Organization
metadata: {name: house}
spec: {baseCurrency: USD, timezone: UTC, people: [{id: lead, side: vendor}]}
---
{apiVersion: entente/v1, kind: Program, metadata: {name: p}, spec: {type: reseller, plan: narrow}}
---
apiVersion: entente/v1
kind: CommissionPlan
metadata: {name: narrow}
spec:
  currency: USD
  rules:
    - {id: suite, trigger: closed-won, where: 'product == "suite"', rate: 10%, reopen: contract-year}
  changes: [{id: c1, effective: 2026-02-01, appliesTo: new-events, set: {rules: [{id: suite, where: 'product == "addon"'}]}}]
---
apiVersion: entente/v1
kind: CommissionPlan
metadata: {name: wide}
spec:
  currency: USD
  rules:
    - {id: big, trigger: closed-won, where: 'amount > money("500 USD")', of: amount, bands: {method: volume, reset: quarterly, steps: [{id: a, upTo: 900 USD, rate: 5%}, {id: b, rate: 7%}]}}
    - {id: all, trigger: closed-won, credit: sourced, flat: 3 USD, cap: {perPeriod: 7 USD}}
---
{apiVersion: entente/v1, kind: Partner, metadata: {name: ada}, spec: {legalName: Ada Ltd, lifecycle: active}}
---
{apiVersion: entente/v1, kind: Partner, metadata: {name: bob}, spec: {legalName: Bob Ltd, lifecycle: active, referredBy: ada}}
---
{apiVersion: entente/v1, kind: Partner, metadata: {name: cid}, spec: {legalName: Cid Ltd, lifecycle: active}}
---
{apiVersion: entente/v1, kind: Agreement, metadata: {name: ada}, spec: {partner: ada, program: p, status: signed, term: {effective: 2026-01-01}}}
---
{apiVersion: entente/v1, kind: Agreement, metadata: {name: bob}, spec: {partner: bob, program: p, plan: wide, status: signed, term: {effective: 2026-01-01}}}
---
{apiVersion: entente/v1, kind: Source, metadata: {name: deals}, spec: {type: deals, from: {files: deals.csv}, currency: USD, columns: {id: id, partner: partner, stage: stage, amount: amount, createdAt: createdAt, closedAt: closedAt, sourcedBy: sourcedBy, product: product}}}
---
{apiVersion: entente/v1, kind: Source, metadata: {name: refunds}, spec: {type: refunds, from: {files: refunds.csv}, currency: USD, columns: {id: id, of: of, at: at, amount: amount}}}
`

// rowCounter counts the rows that streams give.
type rowCounter struct {
	memory.Runner
	rows int
}

func (c *rowCounter) Run(ctx context.Context, in facts.Input) (facts.Result, error) {
	out, err := c.Runner.Run(ctx, in)
	for _, v := range out.Variants {
		for _, s := range v.Streams {
			for _, strand := range s.Strands {
				c.rows += strand.Len()
			}
		}
	}
	return out, err
}

// drawFacts gives deals, some of which share an id, and refunds of some of them.
func drawFacts(t *rapid.T) (deals, refunds string) {
	var d, r strings.Builder
	d.WriteString("id,partner,stage,amount,createdAt,closedAt,sourcedBy,product\n")
	r.WriteString("id,of,at,amount\n")
	day := func(label string) string {
		return fmt.Sprintf("2026-%02d-%02d", rapid.IntRange(1, 5).Draw(t, label), rapid.IntRange(1, 28).Draw(t, label))
	}
	for i := range rapid.IntRange(1, 25).Draw(t, "rows") {
		fmt.Fprintf(&d, "D%d,%s,%s,%d.50,2026-01-01,%s,%s,%s\n", rapid.IntRange(0, i).Draw(t, "id"),
			rapid.SampledFrom([]string{"ada", "bob", "cid", ""}).Draw(t, "partner"), rapid.SampledFrom([]string{"won", "won", "lost"}).Draw(t, "stage"),
			rapid.IntRange(1, 900).Draw(t, "amount"), day("closed"), rapid.SampledFrom([]string{"partner", "vendor"}).Draw(t, "sourced"),
			rapid.SampledFrom([]string{"suite", "addon", "other"}).Draw(t, "product"))
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "refunds") {
		fmt.Fprintf(&r, "R%d,D%d,%s,%d\n", i, rapid.IntRange(0, 9).Draw(t, "of"), day("at"), rapid.IntRange(1, 900).Draw(t, "back"))
	}
	return d.String(), r.String()
}

// TestTotalsAreThoseOfTheLines holds totals, for which rows that no rule pays are
// left out, to those of a run that asks for every line and so reads all rows.
func TestTotalsAreThoseOfTheLines(t *testing.T) {
	program := programOf(t, fstest.MapFS{"entente.yaml": {Data: []byte(needsRepo)}})
	left := 0
	rapid.Check(t, func(rt *rapid.T) {
		deals, refunds := drawFacts(rt)
		fsys := fstest.MapFS{"entente.yaml": {Data: []byte(needsRepo)}, "deals.csv": {Data: []byte(deals)}, "refunds.csv": {Data: []byte(refunds)}}
		sources, _ := program.Mapped(evaluate.Roots{fsys})
		day := quantity.NewDate(2026, 6, 30)
		job := evaluate.Job{Program: program, AsOf: day, Period: program.ToDate(day)}
		run := func(pay evaluate.Pay) (any, int) {
			counter := &rowCounter{}
			job.Pay = pay
			snaps, err := evaluate.Run(context.Background(), counter, sources, job)
			if err != nil {
				rt.Fatal(err)
			}
			return snaps[0].Earnings, counter.rows
		}
		totals, few := run(evaluate.Pay{Actual: true})
		lines, all := run(evaluate.Pay{Actual: true, Into: &evaluate.Paid{}, Traced: true})
		if d := cmp.Diff(lines, totals); d != "" {
			rt.Errorf("-by lines +totals alone\n%s\n%s%s", d, deals, refunds)
		}
		left += all - few
	})
	if left <= 0 {
		t.Errorf("%d rows were left out", left)
	}
}
