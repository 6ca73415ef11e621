// Package expr owns the typing and the lowering of expressions: a row's
// conditions become facts.Expr, KPI formulas become exact arithmetic as data,
// and the conditions of decision rights and policies are checked here and
// interpreted under a cost limit. It refuses to run an expression per row, to
// compare what has different units, and to guess: whatever has no exact
// meaning is a Problem at its place.
package expr

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Problem is one fault that the author of an expression can mend. Start and End
// are byte offsets into the expression's text, on rune boundaries, End
// exclusive; they cover the name, operator or literal concerned. Fix says what
// to do, as a whole phrase; it may be empty.
type Problem struct {
	Start, End int
	Message    string
	Fix        string
}

// Error makes a Problem an error where an evaluation stops at one.
func (p Problem) Error() string {
	if p.Fix == "" {
		return p.Message
	}
	return p.Message + ": " + p.Fix
}

// maxProblems keeps one wild expression from filling a screen.
const maxProblems = 10

// sorted gives the problems by place, one for each place.
func sorted(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Start - b.Start })
	problems = slices.CompactFunc(problems, func(a, b Problem) bool { return a.Start == b.Start })
	return problems[:min(len(problems), maxProblems)]
}

// nearest gives the candidate that a misspelled name most likely meant, or "".
// Case is ignored and a tie goes to the first candidate.
func nearest(name string, candidates []string) string {
	best, distance := "", 1+max(1, len(name)/3)
	for _, c := range candidates {
		d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(c))
		if d < distance {
			best, distance = c, d
		}
	}
	return best
}

// didYouMean is the fix for a misspelled name, or "".
func didYouMean(name string, candidates []string) string {
	if n := nearest(name, candidates); n != "" {
		return "did you mean " + n + "?"
	}
	return ""
}

// list spells alternatives for a reader: "a, b or c".
func list(items []string, last string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	n := len(items) - 1
	return strings.Join(items[:n], ", ") + " " + last + " " + items[n]
}
