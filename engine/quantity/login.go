package quantity

import (
	"regexp"
	"strings"
)

// mostLogin bounds what comes before the short code of a company.
const mostLogin = 39

var login = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*(_[A-Za-z0-9]+)?$`)

// IsLogin reports whether GitHub could have given an account this name: letters,
// digits and single hyphens between them, at most 39, and for accounts that a
// company manages its short code behind an underscore.
func IsLogin(s string) bool {
	name, _, _ := strings.Cut(s, "_")
	return len(name) <= mostLogin && login.MatchString(s)
}
