package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
)

// quorum checks that as many votes as a body needs can be cast, and warns when a
// minority of a body can decide for all of it.
func quorum(c *Context) {
	c.eachBody(func(b body) {
		n := int64(len(b.voters()))
		if b.spec.Quorum == nil || n == 0 {
			return
		}
		q := int64(b.spec.Quorum.V)
		f := diag.Finding{At: b.spec.Quorum.At, Path: b.path + "/quorum", Label: "of " + counted(n, "voter")}
		switch {
		case q > n:
			f.Detail = fmt.Sprintf("%s must be cast, and %d can be: nothing is ever decided.", counted(q, "vote"), n)
			f.Fix = between(n/2+1, n)
		case q < 1:
			f.Detail = fmt.Sprintf("With a quorum of %d nobody needs to vote.", q)
			f.Fix = between(n/2+1, n)
		case q*2 <= n && !b.isUnanimous():
			f.Severity = diag.Warning
			f.Detail = fmt.Sprintf("%d of %d voters are no majority, and yet they could decide for all.", q, n)
			if q == 1 {
				f.Detail = fmt.Sprintf("1 of %s is no majority, and yet could decide for all.", counted(n, "voter"))
			}
			f.Fix = fmt.Sprintf("write `quorum: %d` or more", n/2+1)
		default:
			return
		}
		b.report(f)
	})
}

// counted joins a number and a noun that takes an s.
func counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// between is the advice to write a quorum in a range.
func between(low, high int64) string {
	if low == high {
		return fmt.Sprintf("write `quorum: %d`", high)
	}
	return fmt.Sprintf("write a quorum from %d to %d", low, high)
}
