package quantity

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Fault says in plain words why a spelling is refused. Every error of this
// package is a *Fault.
type Fault struct {
	Expected string // what was expected, or what is wrong: "USD has 2 decimals, this has 3"
	Fix      string // what to do, a whole phrase: "write 1.00 USD or 1.01 USD"; "" without a good guess
}

func (f *Fault) Error() string {
	if f.Fix == "" {
		return f.Expected
	}
	return f.Expected + ": " + f.Fix
}

// expected is the fault of a spelling that is not of the form.
func expected(form Form, spellings ...string) *Fault {
	return fault("expected "+form.Expects, spellings...)
}

// fault offers each of spellings as what to write instead.
func fault(what string, spellings ...string) *Fault {
	if len(spellings) == 0 {
		return &Fault{Expected: what}
	}
	return &Fault{Expected: what, Fix: "write " + strings.Join(spellings, " or ")}
}

// readable keeps the guesses that scan accepts, each once.
func readable[T any](scan func(string) (T, bool), guesses []string) []string {
	var kept []string
	for _, g := range guesses {
		if _, ok := scan(g); ok && !slices.Contains(kept, g) {
			kept = append(kept, g)
		}
	}
	return kept
}

// with puts a unit behind each guess.
func with(guesses []string, unit string) []string {
	spelled := make([]string, len(guesses))
	for i, g := range guesses {
		spelled[i] = g + unit
	}
	return spelled
}

// nearest gives the option that is a slip away from word, the first of equals,
// or "" when none is close.
func nearest(word string, options []string) string {
	best, least := "", 1+min(2, len(word)/3)
	if len(word) > maxGuess {
		return ""
	}
	for _, o := range options {
		if d := levenshtein.ComputeDistance(word, o); d < least {
			best, least = o, d
		}
	}
	return best
}
