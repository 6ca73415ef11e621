package check

import (
	"errors"
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/expr"
	"github.com/partnership-as-code/entente/engine/spec"
)

// policyTest runs the tests of house rules: what must pass is accepted, what must
// fail is refused.
func policyTest(c *Context) {
	for _, h := range c.houseRules() {
		var faults, fixes []string
		for i, test := range h.spec.Tests {
			fault, fix := h.try(test)
			if fault != "" {
				faults, fixes = append(faults, fmt.Sprintf("test %d %s", i+1, fault)), append(fixes, fix)
			}
		}
		if len(faults) == 0 {
			continue
		}
		f := diag.Finding{At: h.spec.Assert.At, Path: "rules/" + string(h.spec.ID.V) + "/tests", Label: failing(len(faults), len(h.spec.Tests)),
			Detail: fmt.Sprintf("Of rule `%s` %s. It is not held against documents until its tests hold.", h.spec.ID.V, strings.Join(faults, "; ")),
			Fix:    fixes[0]}
		if f.Fix == "" {
			f.Fix = "correct the condition, or the test if it says something else than the rule is meant to"
		}
		h.report(f)
	}
}

func failing(n, of int) string {
	if n == 1 {
		return "1 of " + counted(int64(of), "test") + " fails"
	}
	return fmt.Sprintf("%d of %d tests fail", n, of)
}

// isTrusted reports whether all tests of a rule hold.
func (h houseRule) isTrusted() bool {
	for _, test := range h.spec.Tests {
		if fault, _ := h.try(test); fault != "" {
			return false
		}
	}
	return true
}

// try says what is wrong with a test; "" when it holds.
func (h houseRule) try(test spec.PolicyTest) (fault, fix string) {
	for _, t := range []struct {
		raw    *spec.Raw
		want   bool
		reason string
	}{{test.Pass, true, "must pass and is refused"}, {test.Fail, false, "must fail and is accepted"}} {
		if t.raw == nil || t.raw.Tree == nil {
			continue
		}
		got, err := h.holds(treeOf(t.raw.Tree, h.kind()), map[string]any{"name": "test", "labels": h.labels()})
		if err != nil {
			var p expr.Problem
			errors.As(err, &p)
			return "cannot be judged (" + p.Message + ")", p.Fix
		}
		if got != t.want {
			return t.reason, ""
		}
	}
	if test.Pass == nil && test.Fail == nil {
		return "has neither `pass` nor `fail`", "give each test a spec, or a part of one, under `pass` or `fail`"
	}
	return "", ""
}
