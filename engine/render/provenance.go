package render

import (
	"regexp"
	"strings"

	"github.com/partnership-as-code/entente/engine/plan"
)

// provenance is all that a plan depends on, in short forms.
func provenance(p plan.Plan) []string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+" "+value)
		}
	}
	add("base", shortRev(p.Base, 7))
	add("head", shortRev(p.Head, 7))
	add("as of", p.AsOf)
	add("facts", shortDigest(p.FactsDigest))
	add("entente", p.ToolVersion)
	add("plan", shortDigest(p.PlanDigest))
	return out
}

// reproduce is the command that gives the same plan again.
func reproduce(p plan.Plan) string {
	words := []string{"entente", "plan"}
	add := func(flag, value string) {
		if value != "" {
			words = append(words, flag, quoted(value))
		}
	}
	add("-C", p.Unit)
	add("--base", shortRev(p.Base, 12))
	if p.Head != plan.WorkingFolder { // which is meant when the flag is left out
		add("--head", shortRev(p.Head, 12))
	}
	add("--as-of", p.AsOf)
	return strings.Join(words, " ")
}

var (
	hash = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
	bare = regexp.MustCompile(`^[A-Za-z0-9_./:@%+,][A-Za-z0-9_./:@^~%+,=-]*$`)
)

// shortRev shortens a full commit hash and keeps any other name.
func shortRev(rev string, digits int) string {
	if hash.MatchString(rev) {
		return rev[:digits]
	}
	return rev
}

// quoted makes one word of a value for a shell.
func quoted(value string) string {
	value = plain(value)
	if bare.MatchString(value) {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
