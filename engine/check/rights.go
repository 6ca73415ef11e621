package check

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// right is a rule of decision rights that gives a decision to somebody.
type right struct {
	origin
	spec  spec.Right
	scope amounts // when isRead
	// isAlways is set without a condition, isRead for a plain range of amounts.
	// The scope of any other condition is not known.
	isAlways, isRead bool
}

// rights gives the rules of all documents by action, in the order of documents and
// as written.
func (c *Context) rights() map[string][]right {
	out := map[string][]right{}
	each(c, func(v version[spec.DecisionRights]) {
		for _, r := range v.spec.Rules {
			if r.Decider == nil && r.Body == nil {
				continue
			}
			given := right{origin: v.origin, spec: r, isAlways: r.When == nil}
			if r.When != nil {
				given.scope, given.isRead = parseAmounts(string(r.When.V))
			}
			out[string(r.Action.V)] = append(out[string(r.Action.V)], given)
		}
	})
	return out
}

// decider names who decides, and where that is written.
func (r right) decider() (name string, at diag.Span) {
	if r.spec.Decider != nil {
		return "`" + r.spec.Decider.Name + "`", r.spec.Decider.At
	}
	return fmt.Sprintf("the body of `%s`", r.spec.ID.V), r.spec.ID.At
}

func (r right) path() string { return "rules/" + string(r.spec.ID.V) }

// gap is a range of amounts for which nobody decides, beside the rule at its edge.
type gap struct {
	scope amounts
	next  right
}

// gapsOf finds what the rules of one action leave open. It is not ok when a
// condition cannot be read, or when they speak of different amounts: then it is
// not known.
func gapsOf(rules []right) (gaps []gap, ok bool) {
	if slices.ContainsFunc(rules, func(r right) bool { return r.isAlways }) {
		return nil, true
	}
	for _, r := range rules {
		if !r.isRead || !r.scope.isLike(rules[0].scope) {
			return nil, false
		}
	}
	sorted := slices.Clone(rules)
	slices.SortStableFunc(sorted, func(a, b right) int { return cmp.Compare(a.scope.low, b.scope.low) })
	scope, edge := rules[0].scope, sorted[0]
	covered := int64(-1)
	for _, r := range sorted {
		if r.scope.low > covered+1 {
			scope.low, scope.high = covered+1, r.scope.low-1
			gaps = append(gaps, gap{scope, r})
		}
		if r.scope.high > covered {
			covered, edge = r.scope.high, r
		}
	}
	if covered < most64 {
		scope.low, scope.high = covered+1, most64
		gaps = append(gaps, gap{scope, edge})
	}
	return gaps, true
}
