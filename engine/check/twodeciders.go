package check

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
)

// twoDeciders checks that no action has two deciders in one scope. A rule with a
// condition beside one without is no fault: it takes a part out.
func twoDeciders(c *Context) {
	for action, rules := range c.rights() {
		for i, r := range rules {
			name, at := r.decider()
			for _, first := range rules[:i] {
				before, _ := first.decider()
				where, overlap := r.meets(first)
				if !overlap || before == name {
					continue
				}
				f := diag.Finding{At: at, Path: r.path() + "/decider", Label: fmt.Sprintf("`%s` gives it to %s", first.spec.ID.V, before),
					Detail:  fmt.Sprintf("Both `%s` and `%s` decide %s%s: each can undo what the other has decided.", first.spec.ID.V, r.spec.ID.V, action, where),
					Fix:     "keep one of the two, or say under `when` which changes each is for",
					Related: []diag.Related{{At: first.spec.ID.At, Note: "the other rule"}}}
				if r.isRead && r.scope != first.scope {
					f.Fix = "move one of the bounds so that the two only meet, as `<=` and `>` of one amount do"
				}
				r.report(f)
				break
			}
		}
	}
}

// meets reports whether two rules of an action are known to cover the same case,
// and which.
func (r right) meets(other right) (where string, overlap bool) {
	switch {
	case r.isAlways || other.isAlways:
		return " in every case", r.isAlways && other.isAlways
	case r.isRead && other.isRead && r.scope.isLike(other.scope):
		both, overlap := r.scope.and(other.scope)
		return fmt.Sprintf(" when `%s` is %s", both.of, both.words()), overlap
	}
	return " on the same condition", compact(string(r.spec.When.V)) == compact(string(other.spec.When.V))
}

// compact leaves out what only lays an expression out.
func compact(condition string) string { return strings.Join(strings.Fields(condition), "") }
