package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/spec"
)

// outward are words of criteria that tell how large or known a company is.
var outward = []string{"size", "reach", "brand", "logo"}

// glued are words before those, when the two are written as one: companysize.
var glued = []string{"", "company", "companies", "partner", "team", "firm", "business", "market", "customer", "global"}

// isOutward reports whether a criterion asks for size or name, however it is
// spelled: Company Sizes, companySize, companysize.
func isOutward(criterion string) bool {
	return slices.ContainsFunc(words(spaced(criterion)), func(w string) bool {
		return slices.ContainsFunc(outward, func(known string) bool {
			before, found := strings.CutSuffix(w, known)
			if !found {
				before, found = strings.CutSuffix(w, plural(known))
			}
			return found && slices.Contains(glued, before)
		})
	})
}

// spaced parts words that only a capital letter or a mark tells apart.
func spaced(s string) string {
	var b strings.Builder
	wasLower := false
	for _, r := range s {
		switch {
		case unicode.IsUpper(r) && wasLower:
			b.WriteRune(' ')
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			r = ' '
		}
		wasLower = unicode.IsLower(r)
		b.WriteRune(r)
	}
	return b.String()
}

func plural(word string) string {
	if strings.HasSuffix(word, "h") {
		return word + "es"
	}
	return word + "s"
}

// fitBySize warns when partners are chosen for their size or name.
func fitBySize(c *Context) {
	limit := c.settings().FitWeightCap.Or(20 * onePercent)
	each(c, func(v version[spec.Program]) {
		for _, x := range v.spec.Fit {
			if !isOutward(string(x.Criterion.V)) || x.Weight.V.Rat().Cmp(limit.Percent()) <= 0 {
				continue
			}
			most := quantity.Decimal(limit.Percent(), 0, 8)
			v.report(diag.Finding{At: x.Weight.At, Path: "fit/" + string(x.Criterion.V) + "/weight", Label: "more than " + limit.String(),
				Detail: fmt.Sprintf("`%s` decides %s%% of the choice. It tells how known a partner is, not how well the two would work together.", x.Criterion.V, x.Weight.V),
				Fix:    fmt.Sprintf("write `weight: %s` or less, and give the rest to criteria such as values, goals, resources or synergy", most)})
		}
	}, "fit/*")
}
