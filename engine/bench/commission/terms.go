package main

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

const planText = `apiVersion: entente/v1
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
        steps: [{id: base, upTo: 50000 USD, rate: 10%%}, {id: middle, upTo: 200000 USD, rate: 12.5%%}, {id: top, rate: 15%%}]
  payout: {cadence: quarterly}
`

// allTerms compiles the plans; the where of plan n is test n of the stream.
func allTerms() ([]*commission.Terms, error) {
	out := make([]*commission.Terms, plans)
	for n := range out {
		c, how := conditionOf(n), "=="
		if c.isNot {
			how = "!="
		}
		text := fmt.Appendf(nil, planText, n, fmt.Sprintf("product.startsWith('%s') && kind %s '%s'", c.prefix, how, c.kind))
		var root yaml.Node
		if err := yaml.Unmarshal(text, &root); err != nil {
			return nil, err
		}
		doc, findings := spec.Decode(diag.Bytes("plan.yaml", text), text, 0, len(text), &root)
		if findings.HasErrors() {
			return nil, fmt.Errorf("plan %d: %v", n, findings)
		}
		plan, _ := spec.As[spec.CommissionPlan](doc)
		terms, findings := commission.Compile(doc, plan, func(*spec.PayRule) int { return n })
		if findings.HasErrors() {
			return nil, fmt.Errorf("plan %d: %v", n, findings)
		}
		out[n] = terms
	}
	return out, nil
}
