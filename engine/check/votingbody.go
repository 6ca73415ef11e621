package check

import (
	"fmt"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/spec"
)

// votingBody checks that a body whose votes can tie says who decides then.
func votingBody(c *Context) {
	c.eachBody(func(b body) {
		n := len(b.voters())
		if b.isUnanimous() || n%2 != 0 || n == 0 || b.spec.TieBreaker != nil {
			return
		}
		f := diag.Finding{At: b.spec.Voters[len(b.spec.Voters)-1].At, Path: b.path + "/tieBreaker", Label: fmt.Sprintf("%d votes can tie", n),
			Detail: fmt.Sprintf("With %d for and %d against nothing is decided, and nobody is named who has the casting vote.", n/2, n/2),
			Fix:    "add `tieBreaker:` with an adviser who depends on neither side, or write `rule: unanimous`"}
		if b.spec.Rule != nil {
			f.At = b.spec.Rule.At
		}
		b.report(f)
	})
}

// body is a group that votes, where it is declared.
type body struct {
	origin
	path    string
	spec    *spec.Body
	partner string // whose agreement it governs; "" for a body of decision rights
}

// eachBody calls a rule for every body of agreements and decision rights.
func (c *Context) eachBody(rule func(body)) {
	each(c, func(v version[spec.Agreement]) {
		if v.spec.Governance != nil {
			rule(body{v.origin, "governance", v.spec.Governance, v.spec.Partner.Name})
		}
	}, "partner", "governance")
	each(c, func(v version[spec.DecisionRights]) {
		for _, r := range v.spec.Rules {
			if r.Body != nil {
				rule(body{v.origin, "rules/" + string(r.ID.V) + "/body", r.Body, ""})
			}
		}
	}, "rules/*")
}

// voters gives those who vote, each once.
func (b body) voters() map[string]bool {
	out := map[string]bool{}
	for _, v := range b.spec.Voters {
		out[v.Name] = true
	}
	return out
}

// isUnanimous reports whether all must agree; without a rule the majority decides.
func (b body) isUnanimous() bool { return b.spec.Rule.Or("majority") == "unanimous" }
