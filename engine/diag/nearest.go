package diag

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

const longest = 100

// Nearest gives the candidate that a user most likely meant: at most a third of
// its length away in edits, upper and lower case alike. Ties go to the first.
func Nearest(name string, candidates []string) (string, bool) {
	best, bestDistance := "", 1<<30
	if len(name) > longest {
		return "", false // nobody misspelt a name into this
	}
	for _, c := range candidates {
		if len(c) > longest {
			continue
		}
		d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(c))
		if d < bestDistance {
			best, bestDistance = c, d
		}
	}
	limit := max(1, max(len(name), len(best))/3)
	if bestDistance > limit {
		return "", false
	}
	return best, best != ""
}
