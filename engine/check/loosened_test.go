package check_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestLoosenedPolicy: the base's house rules hold against a head that loosens them.
func TestLoosenedPolicy(t *testing.T) {
	const match, assert = "match: {kind: CommissionPlan}\n    ", `assert: 'object.rules.all(r, !has(r.rate) || r.rate <= rate("25%"))'`
	rule := houseRule(match + assert + "\n    message: No")
	at := func(rate string) string { return plan("{id: a, trigger: closed-won, rate: " + rate + "}") }
	for name, c := range map[string]struct {
		before, after string
		want          int
	}{
		"as it was":         {rule + at("20%"), rule + at("26%"), 0}, // the head's own finding is enough
		"the rule goes":     {rule + at("20%"), at("26%"), 1},
		"other words":       {rule + at("20%"), strings.Replace(rule, "25%", "30%", 1) + at("26%"), 1},
		"a lower severity":  {rule + at("20%"), houseRule(match+"severity: warning\n    "+assert+"\n    message: No") + at("26%"), 1},
		"another match":     {rule + at("20%"), strings.Replace(rule, "CommissionPlan", "Goal", 1) + at("26%"), 1},
		"a test that fails": {rule + at("20%"), houseRule(match+assert+"\n    message: No\n    tests: [{fail: {rules: []}}]") + at("26%"), 1},
		"broken before":     {rule + at("26%"), at("27%"), 0},
		"nothing breaks it": {rule + at("20%"), at("21%"), 0},
		"a new plan":        {rule, at("26%"), 1},
	} {
		t.Run(name, func(t *testing.T) {
			got := 0
			for _, f := range changeFaults(t, c.before, c.after) {
				if f.Code == "loosened-policy" {
					got++
				}
			}
			if got != c.want {
				t.Errorf("%d findings, want %d", got, c.want)
			}
		})
	}
}

// TestCostlyPolicy: a condition that costs too much is a finding and no hang.
func TestCostlyPolicy(t *testing.T) {
	var rules []string
	for i := range 300 {
		rules = append(rules, fmt.Sprintf("{id: r%d", i)+", trigger: invoiced, flat: 5 USD}")
	}
	nested := houseRule("match: {kind: CommissionPlan}\n    assert: 'object.rules.all(a, object.rules.all(b, object.rules.all(c, object.rules.all(d, a.id + b.id + c.id + d.id != \"\"))))'\n    message: No")
	begun := time.Now()
	found := 0
	for _, f := range validate(t, over(t, nested+plan(strings.Join(rules, ", ")))) {
		if f.Code == "policy" && strings.Contains(f.Detail, "cannot be held against") {
			found++
		}
	}
	if found != 1 || time.Since(begun) > 20*time.Second {
		t.Errorf("%d findings after %s", found, time.Since(begun))
	}
}
