package check

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// githubAccount checks that what stands for people's GitHub accounts can be one,
// and that each is one person's: reviews are told apart by it. GitHub does not
// tell capitals from small letters.
func githubAccount(c *Context) {
	each(c, func(v version[spec.Organization]) {
		first := map[string]spec.Person{}
		for _, p := range v.spec.People {
			if p.GitHub == nil {
				continue
			}
			account := string(p.GitHub.V)
			f := diag.Finding{At: p.GitHub.At, Path: "people/" + string(p.ID.V) + "/github"}
			if !quantity.IsLogin(account) {
				f.Label = "no account of GitHub"
				f.Detail = fmt.Sprintf("`%s` cannot be the GitHub account of `%s`, so none of their reviews is recognised.", account, p.ID.V)
				f.Fix = "write the account as it stands in its address: letters, digits and single hyphens, without @"
				if bare := strings.TrimPrefix(strings.TrimPrefix(account, "https://github.com/"), "@"); quantity.IsLogin(bare) {
					f.Fix = fmt.Sprintf("write `github: %s`", bare)
				}
				v.report(f)
				continue
			}
			other, isTaken := first[strings.ToLower(account)]
			if !isTaken {
				first[strings.ToLower(account)] = p
				continue
			}
			f.Label = fmt.Sprintf("`%s` has it, too", other.ID.V)
			f.Detail = fmt.Sprintf("`%s` and `%s` have one GitHub account: whose review one of it is cannot be told, so it counts for neither.", other.ID.V, p.ID.V)
			f.Fix = "give each person an account of their own, or make them one person with all functions"
			f.Related = []diag.Related{{At: other.GitHub.At, Note: "the first of them"}}
			v.report(f)
		}
	}, "people/*")
}
