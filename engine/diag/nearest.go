package diag

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest gives the candidate that a user most likely meant: at most a third of
// its length away in edits, upper and lower case alike. Ties go to the first.
func Nearest(name string, candidates []string) (string, bool) {
	best, bestDistance := "", 1<<30
	for _, c := range candidates {
		if len(c) > 100 {
			continue
		}
		d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(c))
		if d < bestDistance {
			best, bestDistance = c, d
		}
	}
	limit := max(1, max(len(name), len(best))/3)
	return best, best != "" && bestDistance <= limit
}
