package main

import (
	"context"
	"fmt"
	"strings"
	"testing/fstest"

	"github.com/partnership-as-code/entente/engine/evaluate"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/resolve"
)

const frameText = `apiVersion: entente/v1
kind: Organization
metadata: {name: house}
spec: {baseCurrency: USD, timezone: UTC, people: [{id: lead, side: vendor}]}
---
apiVersion: entente/v1
kind: Program
metadata: {name: resellers}
spec: {type: reseller}
---
apiVersion: entente/v1
kind: Source
metadata: {name: deals}
spec: {type: deals, system: crm, from: {files: %s}, currency: USD, columns: {%s}}
`

const planText = `---
apiVersion: entente/v1
kind: CommissionPlan
metadata: {name: plan-%d}
spec:
  currency: USD
  rules:
    - id: sales
      trigger: closed-won
      where: "%s"
      bands:
        method: graduated
        reset: quarterly
        steps: [{id: base, upTo: 50000 USD, rate: 10%%}, {id: middle, upTo: 200000 USD, rate: 12.5%%}, {id: top, rate: %s}]
  payout: {cadence: quarterly}
`

const partnerText = `---
apiVersion: entente/v1
kind: Partner
metadata: {name: %[1]s}
spec: {legalName: %[2]s, lifecycle: active, keys: {crm: %[2]s}}
---
apiVersion: entente/v1
kind: Agreement
metadata: {name: %[1]s}
spec: {partner: %[1]s, program: resellers, plan: plan-%[3]d, status: signed, term: {effective: 2025-01-01}}
`

// documents are those of a program over a file of deals, with a top rate for the
// first plan, which is what base and head differ in.
func documents(deals, topRate string) string {
	var b strings.Builder
	var columns []string
	for name := range strings.SplitSeq(strings.TrimSpace(header), ",") {
		columns = append(columns, name+": "+name)
	}
	fmt.Fprintf(&b, frameText, deals, strings.Join(columns, ", "))
	for n := range plans {
		c, how, rate := conditionOf(n), "==", "15%"
		if c.isNot {
			how = "!="
		}
		if n == 0 {
			rate = topRate
		}
		fmt.Fprintf(&b, planText, n, fmt.Sprintf("product.startsWith('%s') && kind %s '%s'", c.prefix, how, c.kind), rate)
	}
	for p := range partners {
		fmt.Fprintf(&b, partnerText, strings.ToLower(partnerName(p)), partnerName(p), p%plans)
	}
	return b.String()
}

func compile(ctx context.Context, text string) (*evaluate.Program, error) {
	docs, findings, err := load.Load(ctx, fstest.MapFS{"entente.yaml": {Data: []byte(text)}}, "")
	if err != nil {
		return nil, err
	}
	if findings.HasErrors() {
		return nil, fmt.Errorf("%v", findings[0])
	}
	book, _ := resolve.Resolve(docs)
	program, _ := evaluate.Compile(book)
	return program, nil
}
